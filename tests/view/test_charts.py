"""Editions in motion: the slider over editions, and charts of ranks, rates and shares with the rows behind them."""

from __future__ import annotations

import csv
import io
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from gii_graph.network import Network, read_network
from tests.view.conftest import PHONE, Opener, Watched, written
from tests.view.test_use import saved
from tests.view.worlds import World, made_up

pytestmark = pytest.mark.browser

EVERY = ["ranks", "patentRates", "articleRates", "sizes", "rates", "applicants", "publishers"]


@pytest.fixture(scope="module")
def three_editions(tmp_path_factory: pytest.TempPathFactory) -> tuple[Network, Path]:
    folder = tmp_path_factory.mktemp("three")
    (folder / "world.ttl").write_text(made_up(9, agents_each=4, editions=(2022, 2023, 2024)), encoding="utf-8")
    network = read_network([folder / "world.ttl"])
    return network, written(network, folder)


def positions(watched: Watched) -> dict[str, list[float]]:
    spots: dict[str, list[float]] = watched.ask(
        "() => Object.fromEntries([...giiGraph.scene().nodes.values()].map(n => [n.key, [n.x, n.y]]))"
    )
    return spots


def test_the_slider_goes_through_editions_and_nothing_moves(
    three_editions: tuple[Network, Path], visit: Opener
) -> None:
    watched = visit(three_editions[1])
    before = positions(watched)
    slider = watched.page.locator("#edition-step")
    assert watched.page.locator("#edition-shown").inner_text() == "All editions"
    slider.focus()
    for year in (2024, 2023, 2022):
        slider.press("ArrowLeft")
        assert watched.state()["edition"] == year
        assert slider.get_attribute("aria-valuetext") == str(year)
        now = positions(watched)
        assert now == {key: before[key] for key in now}
    watched.page.locator("#undo").click()
    watched.page.wait_for_function("() => giiGraph.state().edition === null")


def test_who_wishes_for_no_motion_goes_on_press_by_press(three_editions: tuple[Network, Path], visit: Opener) -> None:
    watched = visit(three_editions[1])
    play = watched.page.locator("#play")
    assert play.get_attribute("aria-label") == "Next edition"
    for year in (2022, 2023, 2024, 2022):
        play.press("Enter")
        assert watched.state()["edition"] == year
    watched.page.wait_for_timeout(1500)
    assert watched.state()["edition"] == 2022
    assert watched.page.locator("#announce").inner_text().startswith("Edition 2022: 9 clusters")


def test_play_runs_to_the_last_edition_and_stops(
    three_editions: tuple[Network, Path], visit: Opener, is_firefox: bool
) -> None:
    if is_firefox:
        pytest.skip("Firefox is told here for all pages that no motion is wished for")
    watched = visit(three_editions[1], reduced_motion="no-preference")
    watched.page.locator("#play").click()
    assert watched.state()["edition"] == 2022
    assert watched.page.locator("#play").get_attribute("aria-label") == "Stop"
    watched.page.wait_for_function("() => giiGraph.state().edition === 2024")
    assert watched.page.locator("#play").get_attribute("aria-label") == "Play the editions"
    watched.page.locator("#undo").click()  # one step, however many editions
    watched.page.wait_for_function("() => giiGraph.state().edition === null")


def test_a_size_means_the_same_in_every_edition(tmp_path: Path, visit: Opener) -> None:
    world = World()
    for key in "ab":
        world.cluster(key, key.upper())
    for year, rate in ((2023, 400), (2024, 100)):
        world.profile("a", year, {"rank": 1, "patentsPerMillion": rate})
        world.profile("b", year, {"rank": 2, "patentsPerMillion": 100})
    (tmp_path / "world.ttl").write_text(world.turtle(), encoding="utf-8")
    page = written(read_network([tmp_path / "world.ttl"]), tmp_path)
    radii = [
        visit(page, f"#edition={year}&agents=all").ask("() => giiGraph.scene().nodes.get('cluster/a').radius")
        for year in (2023, 2024)
    ]
    assert radii[0] == pytest.approx(2 * radii[1])


def test_one_edition_has_no_slider_and_no_courses(page_file: Path, visit: Opener) -> None:
    watched = visit(page_file, "#view=charts")
    assert not watched.page.locator("#edition-bar").is_visible()
    assert watched.page.locator("#chart option").evaluate_all("all => all.map(o => o.value)") == EVERY[3:]
    assert watched.page.locator("#chart-view [role=option]").count() == 5


@pytest.mark.parametrize("chart", EVERY)
def test_each_chart_has_its_rows_and_is_saved_with_title_unit_and_source(
    three_editions: tuple[Network, Path], visit: Opener, chart: str
) -> None:
    watched = visit(three_editions[1], f"#view=charts&chart={chart}")
    title = watched.page.locator("#chart-view h2").inner_text()
    unit = watched.page.locator("#chart-view figcaption .unit").inner_text()
    assert watched.page.locator("#chart-view [role=option]").count() == 9
    watched.page.locator(".chart-table > summary").click()
    watched.page.wait_for_selector(".chart-table tbody tr")
    shown = watched.page.locator(".chart-table tbody tr").evaluate_all(
        "all => all.map(r => [...r.cells].map(c => c.textContent.replaceAll(',', '')))"
    )
    rows = list(csv.reader(io.StringIO(saved(watched, "csv").decode("utf-8-sig"))))[1:]
    assert [[cell.replace(",", "") for cell in row] for row in rows] == shown
    assert len(rows) == (18 if chart in ("applicants", "publishers") else 9)
    text = "".join(ET.fromstring(saved(watched, "svg")).itertext())
    assert title in text
    assert unit in text
    assert "Data: WIPO" in text
    assert saved(watched, "png").startswith(b"\x89PNG")
    assert watched.complaints == []


def test_a_moved_rank_leads_to_both_sentences(three_editions: tuple[Network, Path], visit: Opener) -> None:
    network, page = three_editions
    watched = visit(page, "#view=charts&chart=ranks")
    node = network.of_kind("cluster")[0]
    ranks = [int(profile.figures["rank"]) for profile in node.profiles]
    assert len(set(ranks[1:])) == 2
    mark = watched.page.locator(f'[data-mark="cluster/{node.iri.rpartition("/")[2]}"]')
    words = mark.get_attribute("aria-label")
    assert words is not None
    assert words.startswith(f"{node.label}: ")
    assert words.endswith(" in 2024")
    watched.page.locator("#chart-view [tabindex='0'][role=option]").focus()
    watched.page.keyboard.press("Home")
    for _ in range(9):
        if watched.ask("() => document.activeElement.dataset.mark") == mark.get_attribute("data-mark"):
            break
        watched.page.keyboard.press("ArrowDown")
    watched.page.keyboard.press("Enter")
    assert watched.page.locator("#facts h2").inner_text() == node.label
    moved = watched.page.locator("#facts .changes li").first
    for number in range(2):
        moved.locator("summary").nth(number).press("Enter")
    quotes = [f"The facts of {node.iri.rpartition('/')[2]} in {year}" for year in (2023, 2024)]
    assert moved.locator("blockquote").all_inner_texts() == quotes
    assert mark.get_attribute("aria-selected") == "true"


@pytest.mark.parametrize("chart", ["ranks", "rates", "publishers"])
@pytest.mark.parametrize("options", [{}, {"viewport": PHONE}], ids=["desktop", "phone"])
def test_axe_finds_nothing_in_charts(
    three_editions: tuple[Network, Path], visit: Opener, chart: str, options: dict[str, object]
) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
    watched = visit(three_editions[1], f"#view=charts&chart={chart}&theme=dark", **options)
    watched.page.locator(".chart-table > summary").click()
    found = axe.Axe().run(watched.page).response["violations"]
    assert [(rule["id"], [node["html"] for node in rule["nodes"]][:3]) for rule in found] == []
    assert watched.ask("() => document.documentElement.scrollWidth <= innerWidth")


def test_hostile_names_are_text_in_charts(tmp_path: Path, visit: Opener) -> None:
    world = World()
    for number, name in enumerate(("<img src=x onerror=alert(1)>", "</script><b>x", "=1+1")):
        world.cluster(f"c{number}", name)
        for year in (2023, 2024):
            world.profile(f"c{number}", year, {"rank": 1 + number, "patentsPerMillion": 9, "articlesPerMillion": 8})
    (tmp_path / "world.ttl").write_text(world.turtle(), encoding="utf-8")
    watched = visit(written(read_network([tmp_path / "world.ttl"]), tmp_path), "#view=charts")
    words = watched.page.locator("#chart-view [role=option]").evaluate_all("all => all.map(e => e.ariaLabel)")
    assert words[0] == "<img src=x onerror=alert(1)>: 1st in 2023, 1st in 2024"
    assert watched.page.locator("#chart-view img, #chart-view b").count() == 0
    assert b"'=1+1" in saved(watched, "csv")
    assert watched.complaints == []
