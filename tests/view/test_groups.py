"""Clusters of an economy or a community stand together, and ties between groups are merged until one is opened."""

from __future__ import annotations

import itertools
import math
from pathlib import Path

import pytest

from gii_graph.network import Network, read_network
from gii_graph.view.grouping import groupings
from gii_graph.view.layout import lay_out
from gii_graph.view.payload import edge_key, node_key
from tests.view.conftest import Opener, written
from tests.view.worlds import made_up


@pytest.fixture(scope="module")
def hundred(tmp_path_factory: pytest.TempPathFactory) -> tuple[Network, Path]:
    folder = tmp_path_factory.mktemp("hundred")
    (folder / "world.ttl").write_text(made_up(100, agents_each=0), encoding="utf-8")
    network = read_network([folder / "world.ttl"])
    return network, written(network, folder)


def test_groups_stand_apart(hundred: tuple[Network, Path]) -> None:
    network = hundred[0]
    layout = lay_out(network)
    for positions, group_of in zip(layout.grouped, groupings(network, layout.communities).values(), strict=True):
        members: dict[str, list[tuple[int, int]]] = {}
        for iri, spot in positions.items():
            members.setdefault(group_of.get(iri, iri), []).append(spot)
        discs = []
        for spots in members.values():
            middle = tuple((min(p[axis] for p in spots) + max(p[axis] for p in spots)) / 2 for axis in (0, 1))
            discs.append((middle, max(math.dist(middle, spot) for spot in spots)))
        for (one, reach), (other, other_reach) in itertools.combinations(discs, 2):
            assert math.dist(one, other) > reach + other_reach


def test_a_pair_in_a_row_is_not_stretched_without_end(tmp_path: Path) -> None:
    """Two discs have a width and no height: their room is that of the discs, not a thousandth of it."""
    (tmp_path / "world.ttl").write_text(made_up(100, agents_each=0), encoding="utf-8")
    network = read_network([tmp_path / "world.ttl"])
    for positions in lay_out(network).grouped:
        assert max(abs(value) for spot in positions.values() for value in spot) < 10_000


@pytest.mark.browser
def test_every_tie_is_drawn_by_itself_or_merged(hundred: tuple[Network, Path], visit: Opener) -> None:
    network, page = hundred
    watched = visit(page, "#groups=economy&ties=all")
    economy = groupings(network, {})["economy"]
    several = {name for name in economy.values() if list(economy.values()).count(name) > 1}
    within = {
        edge_key(edge)
        for edge in network.edges
        if economy[edge.source] == economy[edge.target] or not several & {economy[edge.source], economy[edge.target]}
    }
    assert set(watched.shown()["edges"]) == within
    merged = watched.ask("() => giiGraph.shown().merged.flatMap(one => one.edges.map(edge => edge.key))")
    assert len(merged) == len(set(merged))
    assert set(merged) == {edge_key(edge) for edge in network.edges} - within
    assert len(watched.ask("() => giiGraph.shown().merged.map(one => one.key)")) < len(merged) / 2


@pytest.mark.browser
def test_a_group_is_opened_by_a_click_and_by_a_button(hundred: tuple[Network, Path], visit: Opener) -> None:
    network, page = hundred
    watched = visit(page, "#groups=economy")
    japan = {node_key(node.iri) for node in network.of_kind("cluster") if node.economies == ("Japan",)}
    ties = {edge_key(e) for e in network.edges if {node_key(e.source), node_key(e.target)} & japan}
    assert not ties <= set(watched.shown()["edges"])
    spot = watched.ask(
        """() => {
            const {x, y, radius} = giiGraph.scene().hulls.get("group Japan");
            for (let turn = 0; turn < 60; turn++) {
                const point = {x: x + 0.93 * radius * Math.cos(turn), y: y + 0.93 * radius * Math.sin(turn)};
                const spot = giiGraph.network.canvasToDOM(point);
                if (giiGraph.pointedAt(spot, "mouse") === "group Japan") return spot;
            }
        }"""
    )
    watched.page.locator("#picture").click(position=spot)
    watched.page.wait_for_function("() => giiGraph.state().open.length === 1")
    assert ties <= set(watched.shown()["edges"])
    assert watched.page.locator("#announce").inner_text() == "Japan: each tie drawn"
    watched.page.locator("#group-list > summary").click()
    button = watched.page.locator("[data-group=Japan]")
    assert button.get_attribute("aria-pressed") == "true"
    button.press("Enter")
    assert watched.state()["open"] == []
    assert watched.ask("() => document.activeElement.dataset.group") == "Japan"


@pytest.mark.browser
def test_groups_come_back_by_a_link_and_leave_the_five_profiles_alone(
    hundred: tuple[Network, Path], page_file: Path, visit: Opener
) -> None:
    watched = visit(hundred[1], "#groups=economy&open=Japan%7CChina%7CNowhere")
    assert watched.state()["open"] == ["Japan", "China"]
    assert visit(hundred[1]).state()["groups"] == "economy"
    assert visit(page_file).state()["groups"] == "none"


@pytest.mark.browser
def test_pointing_at_a_group_draws_all_its_merged_ties(hundred: tuple[Network, Path], visit: Opener) -> None:
    watched = visit(hundred[1], "#groups=community&list=closed")
    keys = watched.ask("() => giiGraph.pointedEdges('group 1').concat(giiGraph.scene().merged).map(({key}) => key)")
    every = visit(hundred[1], "#groups=community&list=closed&ties=all").ask("() => giiGraph.shown().merged")
    assert {one["key"] for one in every if "group 1" in (one["from"], one["to"])} <= set(keys)
