"""Where everything stands: clusters by their collaboration, agents in rings around their cluster, nothing overlapping.

Positions are whole numbers in the picture's units, x to the right and y downwards; they depend on the network alone.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from gii_graph.network import Network
from gii_graph.network.elements import AGENT_KINDS, COLLABORATION_KINDS
from gii_graph.view.backbone import backbone
from gii_graph.view.map import project
from gii_graph.view.stress import Point, stress_layout

__all__ = ["Layout", "MapPoint", "lay_out"]

WholePoint = tuple[int, int]

CLUSTER_RADIUS = 30  # the largest disc a measure can ask for
_FIRST_RING = 92
_RING_STEP = 42
_AGENT_SPACE = 44  # along a ring, from agent to agent
_MARGIN = 26
_EDGE_LENGTH = 250
_WEAK_LENGTH = 1.6  # of a tie outside the backbone, against 1 of one in it
_WIDENING = 1.25  # screens are wide, and labels too
_ROOMINESS = 1.6  # area of a layout against that of the squares around its discs
_MAP_RADIUS = 13  # largest disc of a cluster on the map
_MAP_RINGS = 0.55  # rings are tighter on the map
_HALF_AROUND = ((1, -1), (1, 0), (1, 1), (0, 1))  # of a cell's neighbours; the other half sees it as theirs
_GOLDEN_ANGLE = math.pi * (3 - math.sqrt(5))


@dataclass(frozen=True)
class MapPoint:
    """A cluster on the map: where it is drawn, moved off its neighbours, and where it truly is."""

    drawn: WholePoint
    true: WholePoint


@dataclass(frozen=True)
class Layout:
    """Positions by IRI: of all nodes in the network view; on the map of clusters, and of agents beside theirs."""

    network: dict[str, WholePoint]
    map: dict[str, MapPoint]


def lay_out(network: Network) -> Layout:
    """Return positions for every node in the network view, and on the map where coordinates are known."""
    homes = _homes(network)
    rings = {cluster: _ring_offsets(len(agents)) for cluster, agents in homes.items()}
    radii = {node.iri: _footprint(rings.get(node.iri, [])) for node in network.of_kind("cluster")}
    at = _clusters_at(network, radii)
    settled = {agent for agents in homes.values() for agent in agents}
    loose = [node.iri for node in network.of_kind(*AGENT_KINDS) if node.iri not in settled]
    at |= _rows_below(at.values(), loose, space=_AGENT_SPACE)
    for cluster, agents in homes.items():
        x, y = at[cluster]
        at |= {agent: (x + dx, y + dy) for agent, (dx, dy) in zip(agents, rings[cluster], strict=True)}
    return Layout(_whole(at), _on_map(network, homes, rings))


def _whole(at: Mapping[str, Point]) -> dict[str, WholePoint]:
    return {iri: (round(x), round(y)) for iri, (x, y) in at.items()}


def _homes(network: Network) -> dict[str, list[str]]:
    """Return agents by the cluster in whose lists they count most."""
    best: dict[str, tuple[float, str]] = {}
    for edge in network.edges:
        if edge.kind not in COLLABORATION_KINDS:
            weight = sum(mention.count or 1 for mention in edge.mentions)
            offer = (-float(weight), edge.target)
            best[edge.source] = min(best.get(edge.source, offer), offer)
    homes: dict[str, list[str]] = {}
    for agent in network.nodes:
        if agent in best:
            homes.setdefault(best[agent][1], []).append(agent)
    return homes


def _ring_offsets(count: int) -> list[Point]:
    """Return places around a cluster for so many agents: full rings from the inside, evenly spread on each."""
    offsets: list[Point] = []
    radius, turn = _FIRST_RING, -math.pi / 2
    while len(offsets) < count:
        here = min(int(2 * math.pi * radius / _AGENT_SPACE), count - len(offsets))
        angles = [turn + 2 * math.pi * i / here for i in range(here)]
        offsets += [(radius * math.cos(angle), radius * math.sin(angle)) for angle in angles]
        radius, turn = radius + _RING_STEP, turn + _GOLDEN_ANGLE
    return offsets


def _footprint(offsets: Sequence[Point]) -> float:
    return _MARGIN + max((math.hypot(x, y) for x, y in offsets), default=CLUSTER_RADIUS)


def _clusters_at(network: Network, radii: Mapping[str, float]) -> dict[str, Point]:
    neighbours: dict[str, dict[str, float]] = {iri: {} for iri in radii}
    strong = {frozenset((edge.source, edge.target)) for edge in backbone(network)}
    for edge in network.edges:
        if edge.kind in COLLABORATION_KINDS and edge.source != edge.target:
            length = 1.0 if frozenset((edge.source, edge.target)) in strong else _WEAK_LENGTH
            neighbours[edge.source][edge.target] = neighbours[edge.target][edge.source] = length
    ordered = {iri: dict(sorted(others.items())) for iri, others in neighbours.items()}
    groups = _components(ordered)
    alone = [group[0] for group in groups if len(group) == 1 and radii[group[0]] <= CLUSTER_RADIUS + _MARGIN]
    laid_out = []
    for group in groups:
        if group[0] in alone:
            continue
        unit = stress_layout({iri: ordered[iri] for iri in group})
        wide = {iri: (x * _EDGE_LENGTH * _WIDENING, y * _EDGE_LENGTH) for iri, (x, y) in unit.items()}
        laid_out.append(moved_apart(_roomy(wide, radii), radii))
    at = _side_by_side(laid_out, radii)
    return at | _rows_below(at.values(), alone, space=2 * (CLUSTER_RADIUS + _MARGIN))


def _components(neighbours: Mapping[str, Mapping[str, float]]) -> list[list[str]]:
    """Return the connected groups, the largest first."""
    groups, seen = [], set()
    for start in sorted(neighbours):
        if start in seen:
            continue
        group, stack = [], [start]
        seen.add(start)
        while stack:
            group.append(stack.pop())
            fresh = [other for other in neighbours[group[-1]] if other not in seen]
            seen.update(fresh)
            stack += fresh
        groups.append(sorted(group))
    return sorted(groups, key=lambda group: (-len(group), group))


def _roomy(at: Mapping[str, Point], radii: Mapping[str, float]) -> dict[str, Point]:
    """Stretch a layout evenly until its area could hold all discs, so that few need to be pushed."""
    wide = max(x for x, _ in at.values()) - min(x for x, _ in at.values())
    high = max(y for _, y in at.values()) - min(y for _, y in at.values())
    needed = sum((2 * radii[iri]) ** 2 for iri in at)
    stretch = max(1.0, math.sqrt(_ROOMINESS * needed / max(wide * high, 1.0))) if min(wide, high) > 0 else 1.0
    return {iri: (x * stretch, y * stretch) for iri, (x, y) in at.items()}


def moved_apart(at: Mapping[str, Point], radii: Mapping[str, float], rounds: int = 120) -> dict[str, Point]:
    """Return positions where no two discs overlap, each pushed off its neighbours as little as needed."""
    names = sorted(at)
    points = [list(at[name]) for name in names]
    reach = [radii[name] for name in names]
    cell = 2 * max(reach, default=1.0)
    for _ in range(rounds):
        if not _push_once(points, reach, cell):
            break
    return {name: (x, y) for name, (x, y) in zip(names, points, strict=True)}


def _push_once(points: list[list[float]], reach: Sequence[float], cell: float) -> bool:
    """Push every overlapping pair apart by half of what is missing; tell whether there was one."""
    grid: dict[tuple[int, int], list[int]] = {}
    for i, (x, y) in enumerate(points):
        grid.setdefault((int(x // cell), int(y // cell)), []).append(i)
    pushed = False
    for (column, row), here in grid.items():
        near = [j for c, r in _HALF_AROUND for j in grid.get((column + c, row + r), ())]
        for place, i in enumerate(here):
            for j in chain(here[place + 1 :], near):
                pushed |= _push_pair(points[i], points[j], reach[i] + reach[j], turn=i * _GOLDEN_ANGLE)
    return pushed


def _push_pair(one: list[float], other: list[float], wanted: float, turn: float) -> bool:
    dx, dy = other[0] - one[0], other[1] - one[1]
    length = math.hypot(dx, dy)
    if length >= wanted - 0.5:
        return False
    if length < 1e-6:
        dx, dy, length = math.cos(turn), math.sin(turn), 1.0
        push = wanted / 2
    else:
        push = (wanted - length) / 2 + 0.3
    for point, sign in ((one, -1), (other, 1)):
        point[0] += sign * push * dx / length
        point[1] += sign * push * dy / length
    return True


def _side_by_side(groups: list[dict[str, Point]], radii: Mapping[str, float]) -> dict[str, Point]:
    """Pack separate groups: each into the next free spot of a spiral around the first and largest."""
    placed: dict[str, Point] = {}
    taken: list[tuple[float, float, float]] = []
    turn = 0
    for group in groups:
        reach = max((math.hypot(x, y) + radii[iri] for iri, (x, y) in group.items()), default=0.0)
        turn, middle = _free_spot(taken, reach, turn)
        taken.append((*middle, reach))
        placed |= {iri: (x + middle[0], y + middle[1]) for iri, (x, y) in group.items()}
    return placed


def _free_spot(taken: Sequence[tuple[float, float, float]], reach: float, turn: int) -> tuple[int, Point]:
    if not taken:
        return 0, (0.0, 0.0)
    while True:
        turn += 1
        distance = taken[0][2] + reach * 0.7 * math.sqrt(turn)
        x, y = distance * math.cos(turn * _GOLDEN_ANGLE), distance * math.sin(turn * _GOLDEN_ANGLE)
        if all(math.hypot(x - tx, y - ty) >= reach + other for tx, ty, other in taken):
            return turn, (x, y)


def _rows_below(at: Iterable[Point], alone: Sequence[str], space: float) -> dict[str, Point]:
    """Return places for what has no tie, in rows under everything else."""
    points = list(at)
    columns = max(1, math.ceil(math.sqrt(len(alone) * 3)))
    top = max((y for _, y in points), default=0.0) + (2 * _FIRST_RING if points else 0.0)
    middle = (min(x for x, _ in points) + max(x for x, _ in points)) / 2 if points else 0.0
    left = middle - (min(columns, len(alone)) - 1) * space / 2
    return {iri: (left + i % columns * space, top + i // columns * space) for i, iri in enumerate(alone)}


def _on_map(
    network: Network, homes: Mapping[str, Sequence[str]], rings: Mapping[str, Sequence[Point]]
) -> dict[str, MapPoint]:
    true = {
        node.iri: project(node.place.longitude, node.place.latitude)
        for node in network.of_kind("cluster")
        if node.place
    }
    drawn = moved_apart(true, dict.fromkeys(true, _MAP_RADIUS + 1.0))
    whole_drawn, whole_true = _whole(drawn), _whole(true)
    points = {iri: MapPoint(whole_drawn[iri], whole_true[iri]) for iri in true}
    for cluster in true:
        x, y = drawn[cluster]
        for agent, (dx, dy) in zip(homes.get(cluster, ()), rings.get(cluster, ()), strict=True):
            spot = (round(x + dx * _MAP_RINGS), round(y + dy * _MAP_RINGS))
            points[agent] = MapPoint(spot, spot)
    return points
