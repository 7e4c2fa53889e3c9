"""The map: ties over the shorter way, those between two regions together, crowded regions enlarged."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from gii_graph.network import read_network
from tests.view.conftest import PHONE, Opener, written
from tests.view.worlds import World, made_up

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def pacific(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Europe and America with many ties, so that the map is cut in the Pacific, and two ties across that."""
    folder = tmp_path_factory.mktemp("pacific")
    world = World()
    places = {"london": (51.5, -0.1), "paris": (48.9, 2.4), "boston": (42.4, -71.1), "tokyo": (35.7, 139.7)}
    places |= {"new-york": (40.7, -74.0), "brussels": (50.8, 4.4), "san-jose": (37.3, -121.9), "osaka": (34.7, 135.5)}
    for number, (key, (latitude, longitude)) in enumerate(places.items(), 1):
        world.cluster(key, key.title(), f"gii:anchorCity <https://sws.geonames.org/{number}/>")
        world.blocks.append(
            f"<https://sws.geonames.org/{number}/> geo:lat {float(latitude)} ; geo:long {float(longitude)} ."
        )
        world.profile(key, 2024, {"rank": number})
    for rank, (one, other) in enumerate(itertools.product(("london", "paris", "brussels"), ("boston", "new-york"))):
        world.tie(one, other, "patents", 2024, 1 + rank)
    world.tie("tokyo", "san-jose", "patents", 2024, 1)
    world.tie("tokyo", "london", "patents", 2024, 2)
    (folder / "world.ttl").write_text(world.turtle(), encoding="utf-8")
    return written(read_network([folder / "world.ttl"]), folder)


COURSES = """() => Object.fromEntries(giiGraph.scene().edges.map(edge => [edge.key, giiGraph.courses(edge.key)
    .map(({from, bend, to}) => ({across: Math.abs(to.x - from.x), bend: [bend.x, bend.y].map(Math.round)}))]))"""


def test_a_tie_goes_over_the_shorter_way(pacific: Path, visit: Opener) -> None:
    watched = visit(pacific, "#view=map")
    courses = watched.ask(COURSES)
    over_the_edge = courses["cluster/tokyo patent-tie cluster/san-jose"]
    on_the_map = courses["cluster/tokyo patent-tie cluster/london"]
    assert (len(over_the_edge), len(on_the_map)) == (2, 1)
    lap = max(watched.ask("() => [...giiGraph.scene().nodes.values()].map(n => n.x * giiGraph.network.getScale())"))
    assert all(course["across"] < 2 * lap / 2 for course in over_the_edge)
    svg = watched.ask(
        "() => giiGraph.drawing().querySelectorAll('[data-edge*=\"tokyo patent-tie cluster/san\"] path').length"
    )
    assert svg == 4  # two lines, each with its arrow


def test_a_line_over_the_edge_can_be_pointed_at_on_both_sides(pacific: Path, visit: Opener) -> None:
    watched = visit(pacific, "#view=map")
    key = "cluster/tokyo patent-tie cluster/san-jose"
    hits = watched.ask(
        """key => giiGraph.courses(key).map(({from, bend, to}, number) => {
            const t = number === 0 ? 0.15 : 0.85, origin = giiGraph.network.canvasToDOM({x: 0, y: 0});
            const at = axis => (1 - t) ** 2 * from[axis] + 2 * t * (1 - t) * bend[axis] + t ** 2 * to[axis];
            return giiGraph.pointedAt({x: origin.x + at("x"), y: origin.y + at("y")}, "mouse");
        })""",
        key,
    )
    assert hits == [key, key]


def test_ties_between_two_regions_bend_together(pacific: Path, visit: Opener) -> None:
    courses = visit(pacific, "#view=map").ask(COURSES)
    across_the_atlantic = [
        course["bend"] for key, (course, *_) in courses.items() if "boston" in key or "new-york" in key
    ]
    assert len(across_the_atlantic) == 6
    assert len({tuple(bend) for bend in across_the_atlantic}) == 1


def test_crowded_regions_are_drawn_again_enlarged(tmp_path: Path, visit: Opener) -> None:
    (tmp_path / "world.ttl").write_text(made_up(100, agents_each=0), encoding="utf-8")
    page = written(read_network([tmp_path / "world.ttl"]), tmp_path)
    watched = visit(page, "#view=map&list=closed")
    insets = watched.page.locator("button.inset")
    assert insets.count() == 2
    boxes = [inset.bounding_box() for inset in insets.all()]
    frame = watched.page.locator("#picture").bounding_box()
    spots = watched.ask("() => [...giiGraph.scene().nodes.values()].map(node => giiGraph.network.canvasToDOM(node))")
    assert frame is not None
    for box in boxes:
        assert box is not None
        assert not any(
            box["x"] < frame["x"] + spot["x"] < box["x"] + box["width"] and frame["y"] + spot["y"] > box["y"]
            for spot in spots
        )
    assert "clusters around" in (insets.first.get_attribute("aria-label") or "")
    scale = watched.ask("() => giiGraph.network.getScale()")
    insets.first.press("Enter")
    watched.settle()
    assert watched.ask("() => giiGraph.network.getScale()") > 2 * scale
    assert insets.count() == 0
    assert visit(page, "#view=map", viewport=PHONE).page.locator("button.inset").count() == 0


def test_a_click_in_an_inset_selects(tmp_path: Path, visit: Opener) -> None:
    (tmp_path / "world.ttl").write_text(made_up(100, agents_each=0), encoding="utf-8")
    watched = visit(written(read_network([tmp_path / "world.ttl"]), tmp_path), "#view=map&list=closed")
    spot = watched.ask(
        """() => {
            const {region, spot: [x, y, scale]} = giiGraph.insets()[0];
            const node = giiGraph.scene().nodes.get(region.members[0].key);
            return {key: node.key, x: (node.x - x) * scale + 165, y: (node.y - y) * scale + 125};
        }"""
    )
    watched.page.locator("button.inset").first.click(position={"x": spot["x"], "y": spot["y"]})
    assert watched.state()["selected"] is not None
