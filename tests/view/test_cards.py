"""Compare and cite: clusters on one card, one figure, one sentence; each number with its lines, in each form."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from gii_graph.network import read_network
from tests.view.conftest import PHONE, Opener, Watched, written
from tests.view.test_use import saved
from tests.view.worlds import World, literal

pytestmark = pytest.mark.browser

TWO = "#view=compare&compare=cluster/beijing+cluster/kunming"
KEEP_COPIED = """() => Object.defineProperty(
    navigator, "clipboard", {value: {writeText: async text => { window.copied = text; }}}
)"""


def rows_of(watched: Watched) -> dict[str, list[str]]:
    rows: list[list[str]] = watched.page.locator("#compare-view tbody tr").evaluate_all(
        "all => all.map(r => [...r.cells].map(c => c.querySelector('strong')?.textContent ?? c.firstChild.textContent))"
    )
    return {label: cells for label, *cells in rows}


def markdown(watched: Watched) -> str:
    watched.ask(KEEP_COPIED)
    watched.page.locator("[data-card=markdown]").click()
    text: str = watched.ask("() => copied")
    return text


def test_two_clusters_stand_side_by_side(page_file: Path, visit: Opener) -> None:
    watched = visit(page_file, TWO)
    rows = rows_of(watched)
    assert rows["Rank by size"] == ["3rd", "98th"]
    assert rows["PCT applications per 1 million inhabitants, last five years"] == ["2,189", "110"]
    assert rows["Top PCT applicants"][0].startswith("BOE TECHNOLOGY 23%; ")
    assert rows["Partners in common, articles"] == ["Shenzhen–Hong Kong–Guangzhou; Shanghai–Suzhou"]
    assert rows["Who names whom of them"] == ["Kunming names as article partner Beijing"]
    cell = watched.page.locator("#compare-view tbody tr", has_text="Rank by size").locator("td").nth(1)
    cell.locator("summary").press("Enter")
    assert "98th largest science and technology cluster in 2024" in cell.locator("blockquote").inner_text()


def test_a_third_is_added_by_keyboard_and_left_out_again(page_file: Path, visit: Opener) -> None:
    watched = visit(page_file, "#selected=cluster/beijing")
    watched.page.locator("#compare").press("Enter")
    for typed in ("kunm", "dali", "chongq"):
        watched.page.locator("#compare-with").focus()
        watched.page.keyboard.type(typed)
        watched.page.keyboard.press("Enter")
        assert watched.ask("() => document.activeElement.id") == "compare-with"
    assert watched.state()["compare"] == ["cluster/kunming", "cluster/dalian", "cluster/chongqing"]
    watched.page.get_by_role("button", name="Leave Dalian out").press("Enter")
    assert watched.state()["compare"] == ["cluster/kunming", "cluster/chongqing"]
    watched.page.go_back()
    watched.page.wait_for_function("() => giiGraph.state().compare.length === 3")


def test_a_card_is_taken_along_with_its_sentences(page_file: Path, visit: Opener) -> None:
    watched = visit(page_file, TWO)
    quote = "17% of Beijing's PCT patent applications"
    svg = "".join(ET.fromstring(saved(watched, "svg")).itertext())
    assert quote in " ".join(svg.split())
    assert "beijing.txt, line 44" in svg
    assert saved(watched, "png").startswith(b"\x89PNG")
    text = markdown(watched)
    tokens = MarkdownIt("commonmark").enable("table").parse(text.partition("[^1]:")[0])
    cells = [token.content for token in tokens if token.type == "inline"]
    assert cells[2:4] == ["Beijing", "Kunming"]
    assert any(cell.startswith("3rd[^") for cell in cells)
    assert f"beijing.txt, line 44: {quote[:17]}" in text.replace("\\", "")


def test_one_figure_is_checked_by_its_sentence_bounds_and_caveat(page_file: Path, visit: Opener) -> None:
    watched = visit(page_file, "#selected=cluster/beijing")
    watched.page.locator("#facts .figure", has_text="PCT applications in collaboration").locator(".value").press(
        "Enter"
    )
    assert watched.state()["figure"] == "patentCollaborationShare 2024"
    text = watched.page.locator("#facts").inner_text()
    assert watched.page.locator("#facts h2").inner_text() == "17%"
    assert "17% of Beijing's PCT patent applications are filed in collaboration" in text
    assert "16.5% to 17.5%, if rounded to the nearest" in text
    assert "A rounded share" in text
    assert "| Value | 17%[^1] |" in markdown(watched)
    assert "beijing.txt, line 44" in "".join(ET.fromstring(saved(watched, "svg")).itertext())
    watched.page.get_by_role("button", name="All facts of Beijing").click()
    assert watched.page.locator("#facts h2").inner_text() == "Beijing"


def test_a_link_leads_to_one_sentence(page_file: Path, visit: Opener) -> None:
    watched = visit(page_file, "#selected=cluster/beijing")
    watched.page.locator("#facts .figure .footnote").first.press("Enter")
    watched.page.locator("#facts .evidence[open] .line-links button").press("Enter")
    link = watched.ask("() => location.hash")
    assert "sentence=beijing.txt%2C+line+12" in link
    opened = visit(page_file, "#sentence=beijing.txt%2C+line+12")
    text = opened.page.locator("#facts").inner_text()
    assert "3rd largest science and technology cluster in 2024" in text
    assert "Beijing: Rank by size: 3rd" in text
    opened.page.keyboard.press("Escape")
    assert not opened.page.locator("#facts").is_visible()
    assert visit(page_file, "#sentence=nowhere.txt&figure=rank+1999").state()["sentence"] is None


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    world = World()
    names = ("<img src=x onerror=alert(1)>", "a|b](javascript:alert(1)) **x**")
    for number, name in enumerate(names):
        world.cluster(f"c{number}", name)
        world.profile(f"c{number}", 2024, {"rank": number + 1}, quote="</script>| [x](javascript:alert(2))")
        url = ("javascript:alert(3)", "https://example.org/a>b")[number]
        world.add(f"source/c{number}.txt", "SourceDocument", f"rdfs:label {literal(f'c{number}.txt')}")
        world.blocks.append(f"<source/c{number}.txt> <https://schema.org/url> {literal(url)} .")
    (tmp_path / "world.ttl").write_text(world.turtle(), encoding="utf-8")
    return written(read_network([tmp_path / "world.ttl"]), tmp_path)


def test_hostile_names_and_addresses_are_text(hostile: Path, visit: Opener) -> None:
    watched = visit(hostile, "#view=compare&compare=cluster/c0+cluster/c1")
    watched.page.locator("#compare-view summary").evaluate_all("all => all.forEach(one => one.click())")
    assert watched.page.locator("#compare-view img, #compare-view script").count() == 0
    links = watched.page.locator("#compare-view a").evaluate_all("all => all.map(a => a.protocol)")
    assert set(links) <= {"https:"}
    text = markdown(watched)
    tokens = MarkdownIt("commonmark").enable("table").parse(text.partition("[^1]:")[0])
    children = [child.type for token in tokens for child in token.children or []]
    assert {"image", "link_open", "html_inline"}.isdisjoint(children)
    assert len([token for token in tokens if token.type == "th_open"]) == 3
    ET.fromstring(saved(watched, "svg"))
    assert watched.complaints == []


@pytest.mark.parametrize(
    "where", [TWO, "#selected=cluster/beijing&figure=rank+2024", "#sentence=beijing.txt%2C+line+12", "#view=compare"]
)
@pytest.mark.parametrize("options", [{}, {"viewport": PHONE}], ids=["desktop", "phone"])
def test_axe_finds_nothing_in_cards(page_file: Path, visit: Opener, where: str, options: dict[str, object]) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
    watched = visit(page_file, f"{where}&theme=dark", **options)
    found = axe.Axe().run(watched.page).response["violations"]
    assert [(rule["id"], [node["html"] for node in rule["nodes"]][:3]) for rule in found] == []
    assert watched.ask("() => document.documentElement.scrollWidth <= innerWidth")
