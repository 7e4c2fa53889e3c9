"""All that is drawn stands out, measured on the canvas: marks by 3 : 1, names by 4.5 : 1.

WCAG 2.2, success criteria 1.4.3 and 1.4.11.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from gii_graph.network import read_network
from tests.view.conftest import Opener, Watched, written
from tests.view.test_picture import contrast
from tests.view.worlds import World, made_up

pytestmark = pytest.mark.browser

# For each mark and name, the greatest contrast that a pixel of it has to what it may be drawn on.
SEEN = """() => {
    const {network} = giiGraph, scene = giiGraph.scene(), scale = network.getScale();
    const canvas = network.canvas.frame.canvas, ratio = canvas.width / canvas.clientWidth;
    const origin = network.canvasToDOM({x: 0, y: 0});
    const {data, width, height} = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    const rgb = hex => [1, 3, 5].map(at => parseInt(hex.slice(at, at + 2), 16));
    const part = value => (value /= 255, value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
    const luminance = ([r, g, b]) => 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
    const onLand = scene.view === "map" ? ["land"] : [];
    const grounds = ["paper", ...onLand].map(name => luminance(rgb(scene.colours[name])));
    const paper = rgb(scene.colours.paper);
    const best = (left, top, right, bottom) => {
        let most = null;
        for (let y = Math.max(Math.floor(top * ratio), 0); y < Math.min(bottom * ratio, height); y++) {
            for (let x = Math.max(Math.floor(left * ratio), 0); x < Math.min(right * ratio, width); x++) {
                const at = 4 * (y * width + x), opacity = data[at + 3] / 255;
                const seen = luminance([0, 1, 2].map(i => data[at + i] * opacity + paper[i] * (1 - opacity)));
                const ratios = grounds.map(ground => (Math.max(seen, ground) + 0.05) / (Math.min(seen, ground) + 0.05));
                most = Math.max(most ?? 0, Math.min(...ratios));
            }
        }
        return most;
    };
    const around = (x, y, reach) =>
        best(origin.x + x - reach, origin.y + y - reach, origin.x + x + reach + 1, origin.y + y + reach + 1);
    const marks = {};
    for (const {key, x, y, radius} of scene.nodes.values()) {
        marks[key] = around(x * scale, y * scale, radius * scale + 2);
    }
    for (const edge of [...scene.edges.filter(({quiet}) => !quiet), ...scene.merged]) {
        const spots = giiGraph.courses(edge.key).flatMap(({from, bend, to}) => [0.3, 0.4, 0.5, 0.6, 0.7].map(t => {
            const at = axis => (1 - t) ** 2 * from[axis] + 2 * t * (1 - t) * bend[axis] + t ** 2 * to[axis];
            return around(at("x"), at("y"), 3);
        })).filter(found => found !== null);
        if (spots.length > 0) marks[edge.key] = Math.max(...spots);
    }
    for (const {key, x, y, radius} of scene.hulls.values()) marks[key] = around((x + radius) * scale, y * scale, 2);
    const names = {};
    for (const {key, box, disc} of giiGraph.labels()) {  // a rank stands on a disc, which is a mark
        const {left, right, top, bottom} = box, {x, y} = origin;
        (disc ? marks : names)[`label of ${key}`] = best(left + x, top + y, right + x, bottom + y);
    }
    return {marks, names};
}"""


def assert_seen(watched: Watched) -> None:
    seen = watched.ask(SEEN)
    assert seen["marks"]
    assert seen["names"]
    assert {key: ratio for key, ratio in seen["marks"].items() if ratio is not None and ratio < 3} == {}
    assert {key: ratio for key, ratio in seen["names"].items() if ratio is not None and ratio < 4.5} == {}


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(
    "where",
    [
        "",
        "agents=all",
        "selected=cluster/beijing",
        "selected=cluster/beijing&to=cluster/zhengzhou",
        "view=map",
        "view=map&selected=cluster/dalian",
        "colour=economy",
        "colour=community&groups=community",
        "colour=patentsPerMillion&size=degree",
    ],
)
def test_all_that_is_drawn_is_seen(page_file: Path, visit: Opener, where: str, theme: str) -> None:
    assert_seen(visit(page_file, f"#{where}&theme={theme}"))


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_many_clusters_are_seen(tmp_path: Path, visit: Opener, theme: str) -> None:
    (tmp_path / "world.ttl").write_text(made_up(60, agents_each=0, editions=(2023, 2024)), encoding="utf-8")
    page = written(read_network([tmp_path / "world.ttl"]), tmp_path)
    assert_seen(visit(page, f"#list=closed&theme={theme}"))


def test_ended_ties_are_seen(tmp_path: Path, visit: Opener) -> None:
    world = World()
    for key in "abc":
        world.cluster(key, key.upper())
    for year in (2023, 2024):
        world.profile("a", year, {"rank": 1})
    world.tie("a", "b", "patents", 2023, 1)
    world.tie("a", "c", "articles", 2023, 3)
    (tmp_path / "world.ttl").write_text(world.turtle(), encoding="utf-8")
    assert_seen(visit(written(read_network([tmp_path / "world.ttl"]), tmp_path)))


@pytest.mark.parametrize("wish", [{"forced_colors": "active"}, {"contrast": "more"}], ids=["forced", "more"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_who_wishes_for_more_contrast_gets_it(
    page_file: Path, visit: Opener, is_firefox: bool, wish: dict[str, str], theme: str
) -> None:
    if is_firefox and "forced_colors" in wish:
        pytest.skip("Firefox cannot be told here of forced colours")
    watched = visit(page_file, f"#selected=cluster/beijing&theme={theme}", **wish)
    assert_seen(watched)
    ground = watched.ask("() => getComputedStyle(document.getElementById('picture')).backgroundColor")
    paper = watched.ask("() => giiGraph.scene().colours.paper")
    if "forced_colors" in wish:
        assert ground == f"rgb({', '.join(str(int(paper[at : at + 2], 16)) for at in (1, 3, 5))})"
    quiet = watched.ask("() => giiGraph.scene().colours.quiet")
    assert contrast(quiet, paper) > 7


def test_what_is_printed_is_seen_on_white(page_file: Path, visit: Opener) -> None:
    for where in ("#theme=dark", "#theme=dark&groups=community", "#view=map&theme=dark"):
        inks = visit(page_file, where).ask(
            """() => [...giiGraph.drawing()
                .querySelectorAll("[data-node], [data-edge] *, [data-label] > text:last-child")]
                .flatMap(mark => ["fill", "stroke"].map(name => mark.getAttribute(name)))
                .filter(colour => colour?.startsWith("#"))"""
        )
        paper = "#fbfaf7"  # inside a ring, and around a disc
        assert min(contrast(ink, "#ffffff") for ink in inks if ink != paper) >= 3
