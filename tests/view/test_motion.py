"""While it is moved the picture is drawn from an image; at rest it is as it would have been without."""

from __future__ import annotations

from pathlib import Path

import pytest

from gii_graph.network import read_network
from tests.view.conftest import Opener, written
from tests.view.worlds import made_up

pytestmark = pytest.mark.browser

# Move the picture and hash what is drawn: on the way, at rest, and after the same move made at once.
MOVED = """async ([dx, factor]) => {
    const {network} = giiGraph;
    const drawn = () => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
    const {x, y} = network.getViewPosition(), scale = network.getScale();
    const to = {position: {x: x + dx, y}, scale: scale * factor, animation: false};
    const canvas = network.canvas.frame.canvas;
    const seen = async () => {
        await drawn();
        const bytes = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
        return [...new Uint8Array(await crypto.subtle.digest("SHA-256", bytes))].join();
    };
    const wait = () => new Promise(done => setTimeout(done, 400));
    giiGraph.keepMoving();
    network.moveTo(to);
    network.redraw();
    const underway = {names: giiGraph.labels().length, layered: giiGraph.isLayered()};
    await wait();
    const rested = await seen();
    network.moveTo({position: {x, y}, scale, animation: false});
    await drawn();
    network.moveTo(to);
    return {underway, rested, still: await seen(), layered: giiGraph.isLayered()};
}"""


@pytest.mark.parametrize(("dx", "factor"), [(60, 1), (0, 1.2), (-4000, 1)])
def test_at_rest_it_is_as_if_moved_at_once(tmp_path: Path, visit: Opener, dx: float, factor: float) -> None:
    (tmp_path / "world.ttl").write_text(made_up(60, agents_each=0), encoding="utf-8")
    page = written(read_network([tmp_path / "world.ttl"]), tmp_path)
    moved = visit(page, "#groups=none&ties=all&list=closed").ask(MOVED, [dx, factor])
    assert moved["underway"]["names"] > 0
    assert moved["underway"]["layered"] is True
    assert moved["layered"] is False
    assert moved["rested"] == moved["still"]


def test_few_lines_are_drawn_as_they_are(page_file: Path, visit: Opener) -> None:
    assert visit(page_file).ask(MOVED, [10, 1])["underway"]["layered"] is False
