"""The layout depends on the network alone, and keeps everything apart."""

from __future__ import annotations

import itertools
import math
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gii_graph.network import Network, read_network
from gii_graph.view.land import land_path
from gii_graph.view.layout import lay_out, moved_apart
from gii_graph.view.map import WIDTH, best_centre, lap, project
from gii_graph.view.stress import stress_layout
from tests.view.worlds import PREFIXES, World, made_up


def network_of(folder: Path, turtle: str) -> Network:
    (folder / "world.ttl").write_text(turtle, encoding="utf-8")
    return read_network([folder / "world.ttl"])


def test_everything_has_a_place_of_its_own(tmp_path: Path) -> None:
    for turtle in (made_up(0), made_up(1), made_up(30), made_up(12, agents_each=0), made_up(3, agents_each=40)):
        network = network_of(tmp_path, turtle)
        layout = lay_out(network)
        assert set(layout.network) == set(network.nodes)
        closest = min(itertools.starmap(math.dist, itertools.combinations(layout.network.values(), 2)), default=100)
        assert closest > 14  # two squares of an agent's size, corner to corner apart


def test_agents_stand_around_their_cluster(network: Network) -> None:
    at = lay_out(network).network
    for edge in network.edges:
        others = [other.target for other in network.edges if other.source == edge.source]
        if edge.kind in ("filing", "publication") and len(set(others)) == 1:
            assert math.dist(at[edge.source], at[edge.target]) < 140


def test_clusters_without_ties_stand_near_the_rest(tmp_path: Path) -> None:
    world = World()
    world.blocks.append(made_up(10).removeprefix(PREFIXES))
    for number in range(8):
        world.cluster(f"lonely-{number}", f"Lonely {number}")
    at = lay_out(network_of(tmp_path, world.turtle())).network
    width = max(x for x, _ in at.values()) - min(x for x, _ in at.values())
    tied = [spot for iri, spot in at.items() if "lonely" not in iri]
    for iri, spot in at.items():
        if "lonely" in iri:
            assert min(math.dist(spot, other) for other in tied) < width


@settings(max_examples=30)
@given(st.lists(st.tuples(st.floats(-50, 50), st.floats(-50, 50)), min_size=2, max_size=25))
def test_discs_are_pushed_apart(points: list[tuple[float, float]]) -> None:
    names = [f"n{i}" for i in range(len(points))]
    moved = moved_apart(dict(zip(names, points, strict=True)), dict.fromkeys(names, 10.0))
    for one, other in itertools.combinations(moved.values(), 2):
        assert math.dist(one, other) > 17


def test_drawn_distance_follows_distance_in_the_graph() -> None:
    line = {str(i): {str(j): 1.0 for j in (i - 1, i + 1) if 0 <= j < 9} for i in range(9)}
    at = stress_layout(line)
    assert math.dist(at["0"], at["8"]) > 2 * math.dist(at["0"], at["3"])
    across = max(y for _, y in at.values()) - min(y for _, y in at.values())
    along = max(x for x, _ in at.values()) - min(x for x, _ in at.values())
    assert along > 3 * across


@given(st.floats(-180, 180), st.floats(-90, 90))
def test_the_whole_earth_is_on_the_map(longitude: float, latitude: float) -> None:
    x, y = project(longitude, latitude)
    assert abs(x) <= WIDTH / 2 + 1e-6
    assert abs(y) <= WIDTH / 4


def test_equal_areas_stay_equal() -> None:
    def area(latitude: float, size: float = 0.1) -> float:
        (x0, y0), (x1, _), (_, y1) = (
            project(150, latitude),
            project(150 + size / math.cos(math.radians(latitude)), latitude),
            project(150, latitude + size),
        )
        return (x1 - x0) * (y0 - y1)

    assert abs(area(60) / area(0) - 1) < 0.01


@pytest.mark.parametrize("centre", [150.0, 11.0, -100.0])
def test_the_land_outline_is_whole(centre: float) -> None:
    path = land_path(centre)
    assert path.startswith("M")
    assert path.endswith("z")
    assert 30_000 < len(path) < 60_000  # enough for a coast looked at closely
    assert set(path) <= set("Mlz0123456789 -")


def test_the_land_covers_the_same_area_wherever_the_map_is_cut() -> None:
    def area(centre: float) -> float:
        whole = 0.0
        for part in land_path(centre).split("M")[1:]:
            numbers = [int(text) for text in re.findall(r"-?\d+", part)]
            x, y = numbers[:2]
            ring = [(x, y)]
            for dx, dy in zip(numbers[2::2], numbers[3::2], strict=True):
                x, y = x + dx, y + dy
                ring.append((x, y))
            whole += abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:] + ring[:1], strict=True))) / 2
        return whole

    assert area(11) == pytest.approx(area(150), rel=0.02)
    assert area(-60) == pytest.approx(area(150), rel=0.02)


def test_the_map_is_cut_where_fewest_ties_cross() -> None:
    asia, europe, america = 116.0, 8.0, -74.0
    assert best_centre([asia, europe, america], [(europe, america)] * 2 + [(asia, america)]) == 11
    assert best_centre([asia, europe, america], [(europe, america)] + [(asia, america)] * 2) == 150
    assert best_centre([], []) in (11, 150)


def test_a_place_and_its_copy_are_a_lap_apart() -> None:
    for latitude in (-40, 0, 35, 65):
        there = project(500, latitude, centre=11, wrapped=False)[0]
        assert there - project(140, latitude, centre=11, wrapped=False)[0] == pytest.approx(lap(latitude))
