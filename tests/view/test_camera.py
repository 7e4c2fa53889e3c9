"""The camera keeps what is selected in the part of the picture that no panel covers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from gii_graph.network import read_network
from gii_graph.view.payload import edge_key
from tests.view.conftest import PHONE, Opener, Watched, written
from tests.view.worlds import BASE, made_up

pytestmark = pytest.mark.browser

LAPTOP = {"width": 1280, "height": 720}
VIEWPORTS = [{"width": 1440, "height": 900}, LAPTOP, PHONE]

# The discs of nodes in the page's pixels, and the panels that lie over the picture.
DISCS = """keys => {
    const {network, scene} = giiGraph;
    const frame = document.getElementById("picture").getBoundingClientRect();
    return keys.map(key => {
        const node = scene().nodes.get(key), {x, y} = network.canvasToDOM(node);
        return {key, x: x + frame.x, y: y + frame.y, radius: node.radius * network.getScale()};
    });
}"""
PANELS = """() => [...document.querySelectorAll("#controls, #facts")].filter(e => e.checkVisibility())
    .map(e => e.getBoundingClientRect()).map(({left, right, top, bottom}) => ({left, right, top, bottom}))"""


def hidden(watched: Watched, keys: list[str]) -> list[str]:
    """Return which of these nodes a panel covers, or stand outside the picture."""
    panels = watched.ask(PANELS)
    frame = watched.page.locator("#picture").bounding_box()
    assert frame is not None
    whole = {
        "left": frame["x"],
        "right": frame["x"] + frame["width"],
        "top": frame["y"],
        "bottom": frame["y"] + frame["height"],
    }
    return [
        disc["key"]
        for disc in watched.ask(DISCS, keys)
        if not inside(disc, whole) or any(touches(disc, panel) for panel in panels)
    ]


def inside(disc: dict[str, Any], box: dict[str, float]) -> bool:
    return box["left"] <= disc["x"] <= box["right"] and box["top"] <= disc["y"] <= box["bottom"]


def touches(disc: dict[str, Any], box: dict[str, float]) -> bool:
    return (
        box["left"] - disc["radius"] < disc["x"] < box["right"] + disc["radius"]
        and box["top"] - disc["radius"] < disc["y"] < box["bottom"] + disc["radius"]
    )


def clusters(watched: Watched) -> list[str]:
    return [key for key in watched.shown()["nodes"] if key.startswith("cluster/")]


def bright(watched: Watched) -> list[str]:
    return watched.ask("() => [...giiGraph.scene().nodes.values()].filter(n => !n.quiet).map(n => n.key)")


@pytest.mark.parametrize("viewport", VIEWPORTS)
def test_what_is_clicked_is_not_covered(page_file: Path, visit: Opener, viewport: dict[str, int]) -> None:
    watched = visit(page_file, viewport=viewport)
    for key in clusters(watched):
        spot = watched.ask("key => giiGraph.network.canvasToDOM(giiGraph.scene().nodes.get(key))", key)
        watched.page.locator("#picture").click(position=spot)
        watched.page.wait_for_function("key => giiGraph.state().selected === key", arg=key)
        watched.settle()
        assert hidden(watched, bright(watched)) == []
        watched.page.keyboard.press("Escape")


@pytest.mark.parametrize("viewport", VIEWPORTS)
@pytest.mark.parametrize("view", ["network", "map"])
def test_what_is_searched_is_in_the_middle_of_what_is_free(
    page_file: Path, visit: Opener, viewport: dict[str, int], view: str
) -> None:
    watched = visit(page_file, f"#view={view}", viewport=viewport)
    for typed, key in (
        ("dalian", "cluster/dalian"),
        ("zhengz", "cluster/zhengzhou"),
        ("boe", "organization/boe-technology"),
    ):
        watched.page.keyboard.press("/")
        watched.page.keyboard.type(typed)
        watched.page.keyboard.press("Enter")
        watched.settle()
        assert watched.state()["selected"] == key
        assert hidden(watched, [key]) == []
        (disc,) = watched.ask(DISCS, [key])
        x, y = middle_of_what_is_free(watched)
        assert abs(disc["x"] - x) < 40
        assert abs(disc["y"] - y) < 40


def middle_of_what_is_free(watched: Watched) -> tuple[float, float]:
    frame = watched.page.locator("#picture").bounding_box()
    side = watched.page.locator("#controls").bounding_box()
    facts = watched.page.locator("#facts").bounding_box()
    assert frame is not None
    assert side is not None
    assert facts is not None
    bottom = frame["y"] + frame["height"]
    if frame["width"] < 720:
        return frame["x"] + frame["width"] / 2, (side["y"] + side["height"] + facts["y"]) / 2
    return (side["x"] + side["width"] + facts["x"]) / 2, (frame["y"] + bottom) / 2


@pytest.mark.parametrize("viewport", VIEWPORTS)
@pytest.mark.parametrize(
    "hash_",
    [
        "#selected=cluster/tokyo-yokohama",
        "#selected=organization/yunnan-university&to=organization/peking-university",
        "#selected=cluster/beijing+patent-tie+cluster/tokyo-yokohama",
        "#view=map&selected=cluster/los-angeles",
        "#selected=cluster/tokyo-yokohama&camera=-200,0,1.2",  # from where no panel lay over it
    ],
)
def test_a_link_opens_with_what_it_selects_in_sight(
    page_file: Path, visit: Opener, viewport: dict[str, int], hash_: str
) -> None:
    watched = visit(page_file, hash_, viewport=viewport)
    ends = [watched.state()[name] for name in ("selected", "to")]
    wanted = [key for end in ends if end for key in end.split(" ") if "/" in key]
    assert hidden(watched, wanted if "camera" in hash_ else bright(watched)) == []


@pytest.mark.parametrize("viewport", [VIEWPORTS[0], PHONE])
def test_show_all_shows_all_beside_the_panels(page_file: Path, visit: Opener, viewport: dict[str, int]) -> None:
    watched = visit(page_file, "#selected=cluster/kunming", viewport=viewport)
    watched.page.locator("[role=application]").focus()
    watched.page.keyboard.press("0")
    watched.settle()
    assert hidden(watched, clusters(watched)) == []
    watched.page.keyboard.press("Escape")
    watched.settle()
    assert hidden(watched, clusters(watched)) == []


def test_the_view_fits_again_when_the_room_changes(page_file: Path, visit: Opener) -> None:
    watched = visit(page_file)
    for viewport in (LAPTOP, {"width": 820, "height": 1100}):
        watched.page.set_viewport_size(viewport)  # type: ignore[arg-type]
        watched.page.wait_for_function(
            "width => giiGraph.network.canvas.frame.canvas.clientWidth === width", arg=viewport["width"]
        )
        watched.settle()
        assert hidden(watched, clusters(watched)) == []


def test_a_selection_in_a_large_network_shows_all_its_ties(visit: Opener, tmp_path: Path) -> None:
    (tmp_path / "world.ttl").write_text(made_up(40), encoding="utf-8")
    network = read_network([tmp_path / "world.ttl"])
    watched = visit(written(network, tmp_path), "#selected=cluster/beijing")
    beijing = f"{BASE}cluster/beijing"
    ties = {edge_key(edge) for edge in network.edges if beijing in (edge.source, edge.target)}
    assert ties <= set(watched.shown()["edges"])
    assert not watched.page.locator("#filter-words").is_visible()
    watched.page.locator("[data-ties=all]").click()
    assert len(watched.shown()["edges"]) > 2 * len(ties)
