"""The panel of facts: sources as footnotes, intervals as intervals, names and figures as people write them."""

from __future__ import annotations

from pathlib import Path

import pytest

from gii_graph.network import read_network
from tests.conftest import run
from tests.view.conftest import PHONE, Opener, written
from tests.view.worlds import World, literal

pytestmark = pytest.mark.browser


def test_sources_are_footnotes_with_the_sentence_on_demand(page_file: Path, visit: Opener) -> None:
    watched = visit(page_file, "#selected=cluster/beijing")
    panel = watched.page.locator("#facts")
    marks = panel.locator("summary.footnote")
    notes = panel.locator(".footnotes li")
    assert {mark.inner_text() for mark in marks.all()} == {str(number + 1) for number in range(notes.count())}
    of_rank = panel.locator(".figure", has_text="Rank by size").locator("summary")
    assert of_rank.inner_text() == "2"
    assert of_rank.get_attribute("aria-label") == "Source 2: beijing.txt, line 12"
    assert notes.nth(1).inner_text().split("\n") == ["2", "beijing.txt, line 12"]
    # Two figures of one line bear one mark.
    rates = panel.locator(".figure", has_text="inhabitants").locator("summary")
    assert rates.nth(0).inner_text() == rates.nth(1).inner_text()
    assert "3rd largest science and technology cluster" not in panel.inner_text()
    of_rank.click()
    assert "3rd largest science and technology cluster" in panel.inner_text()


def test_the_sources_are_cited_as_show_cites_them(page_file: Path, committed_graph: Path, visit: Opener) -> None:
    watched = visit(page_file, "#selected=cluster/beijing")
    cite = watched.page.locator("#facts details.cite").first
    cite.locator("summary").first.click()
    plain, bibtex, csl = (
        run("show", "Beijing", committed_graph, "--cite", form).stdout for form in ("plain", "bibtex", "csl-json")
    )
    assert [line.inner_text() for line in cite.locator("> p").all()] == plain.splitlines()
    for name, text in (("BibTeX", bibtex), ("CSL-JSON", csl)):
        form = cite.locator("details", has=watched.page.locator("summary", has_text=name))
        assert not form.locator("pre").is_visible()
        form.locator("summary").click()
        assert form.locator("pre").is_visible()
        assert form.locator("pre").text_content() == text
    assert csl.startswith('[\n  {\n    "id": "gii-2024-beijing"')
    assert watched.complaints == []


def test_a_lowest_and_a_highest_value_are_one_interval(tmp_path: Path, committed_graph: Path, visit: Opener) -> None:
    measures = tmp_path / "measures.ttl"
    assert run("analyse", committed_graph, "--of", "tables", "--ttl", measures, "--quiet").returncode == 0
    watched = visit(written(read_network([committed_graph, measures]), tmp_path), "#selected=cluster/beijing")
    text = watched.page.locator("#facts").inner_text()
    assert "Herfindahl\n584 to 876\n" in text
    assert "Top three share\n33.5 to 36.5\n" in text
    assert "Herfindahl high" not in text


def test_names_in_capitals_are_drawn_in_title_case(tmp_path: Path, visit: Opener) -> None:
    names = {
        "BOE TECHNOLOGY": "BOE Technology",
        "HUAWEI TECHNOLOGIES CO., LTD.": "Huawei Technologies Co., Ltd.",
        "UNIVERSITY OF SCIENCE & TECHNOLOGY OF CHINA, CAS": "University of Science & Technology of China, CAS",
        "ETH ZURICH": "ETH Zurich",
        "A*STAR": "A*STAR",
        "École Polytechnique": "École Polytechnique",
        "ÉCOLE NORMALE": "École Normale",
        "北京大学": "北京大学",
    }
    world = World()
    world.cluster("a", "A")
    world.profile("a", 2024, {"rank": 1})
    world.add("person/a/luo-can", "Person", 'rdfs:label "LUO, CAN"')
    world.row("person/a/luo-can", "a", "patents", 2024, 20, 10, 1)
    for number, name in enumerate(names):
        world.add(f"organization/o{number}", "Organization", f"rdfs:label {literal(name)}")
        world.row(f"organization/o{number}", "a", "patents", 2024, number + 1, 10, 1)
    (tmp_path / "world.ttl").write_text(world.turtle(), encoding="utf-8")
    watched = visit(written(read_network([tmp_path / "world.ttl"]), tmp_path), "#agents=all&selected=organization/o1")
    drawn = watched.ask(
        "() => [...giiGraph.scene().nodes.values()].filter(n => n.kind !== 'cluster').map(n => n.label)"
    )
    assert sorted(drawn) == sorted([*names.values(), "Luo, Can"])
    assert watched.page.locator("#facts h2").inner_text() == "HUAWEI TECHNOLOGIES CO., LTD."


def test_names_without_spaces_wrap(tmp_path: Path, visit: Opener) -> None:
    world = World()
    world.cluster("a", "粤港澳大湾区深圳香港广州科学技术集群创新走廊核心示范区域")
    world.profile("a", 2024, {"rank": 1})
    (tmp_path / "world.ttl").write_text(world.turtle(), encoding="utf-8")
    watched = visit(written(read_network([tmp_path / "world.ttl"]), tmp_path), viewport=PHONE)
    [label] = watched.ask("() => giiGraph.labels()")
    assert len(label["lines"]) > 1
    assert label["box"]["right"] - label["box"]["left"] < 200


def test_the_opening_size_is_one_that_the_latest_figures_have(tmp_path: Path, visit: Opener) -> None:
    world = World()
    for number, key in enumerate("abc"):
        world.cluster(key, key.upper())
        world.profile(key, 2023, {"rank": number + 1, "patentApplications": 500})
        world.profile(key, 2024, {"rank": number + 1, "articlesPerMillion": 900 + number})
    (tmp_path / "world.ttl").write_text(world.turtle(), encoding="utf-8")
    watched = visit(written(read_network([tmp_path / "world.ttl"]), tmp_path))
    assert watched.state()["size"] == "articlesPerMillion"
    assert "Not known" not in watched.page.locator("#legend").inner_text()


def test_the_sheet_of_a_phone_can_be_drawn_up(page_file: Path, visit: Opener) -> None:
    watched = visit(page_file, "#selected=cluster/beijing", viewport=PHONE, has_touch=True)
    facts, grip = watched.page.locator("#facts"), watched.page.locator("#facts .grip")

    def height() -> float:
        box = facts.bounding_box()
        assert box is not None
        return box["height"]

    low = height()
    grip.click()
    assert height() > 1.6 * low
    assert grip.get_attribute("aria-expanded") == "true"
    grip.click()
    assert height() == pytest.approx(low, abs=1)
    box = grip.bounding_box()
    assert box is not None
    watched.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 8)
    watched.page.mouse.down()
    watched.page.mouse.move(box["x"] + box["width"] / 2, box["y"] - 150, steps=4)
    watched.page.mouse.up()
    assert height() == pytest.approx(low + 158, abs=12)
    assert not visit(page_file, "#selected=cluster/beijing").page.locator("#facts .grip").is_visible()


@pytest.mark.parametrize("viewport", [PHONE, {"width": 1440, "height": 900}, {"width": 1024, "height": 768}])
def test_names_of_a_selection_are_beside_the_panels(page_file: Path, visit: Opener, viewport: dict[str, int]) -> None:
    watched = visit(page_file, "#selected=cluster/beijing", viewport=viewport)
    hidden = watched.ask(
        """() => {
            const origin = giiGraph.network.canvasToDOM({x: 0, y: 0}), frame = giiGraph.freeFrame();
            return giiGraph.labels().filter(({key}) => giiGraph.scene().nodes.get(key)?.named)
                .filter(({box}) => box.left + origin.x < frame.left - 1 || box.right + origin.x > frame.right + 1)
                .map(({key}) => key);
        }"""
    )
    assert hidden == []


def test_a_window_of_a_quarter_shows_picture_and_facts_side_by_side(page_file: Path, visit: Opener) -> None:
    """At 400% zoom a window of 1,440 by 900 is as large as this one."""
    watched = visit(page_file, "#selected=cluster/beijing", viewport={"width": 360, "height": 225})
    assert not watched.page.locator("#controls").is_visible()
    facts = watched.page.locator("#facts").bounding_box()
    assert facts is not None
    spot = watched.ask("() => giiGraph.network.canvasToDOM(giiGraph.scene().nodes.get('cluster/beijing'))")
    assert 20 < spot["x"] < facts["x"] - 10
    watched.page.keyboard.press("Escape")
    assert watched.page.locator("#controls").is_visible()
