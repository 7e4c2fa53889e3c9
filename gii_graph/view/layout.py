"""Where everything stands: clusters by their collaboration, agents in rings around their cluster, nothing overlapping.

Positions are whole numbers in the picture's units, x to the right and y downwards; they depend on the network alone.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from gii_graph.network import Edge, Network
from gii_graph.network.communities import communities
from gii_graph.network.elements import AGENT_KINDS, COLLABORATION_KINDS
from gii_graph.view.arrangement import Point, arranged, moved_apart, rows_below
from gii_graph.view.backbone import backbone
from gii_graph.view.grouping import grouped_positions, groupings
from gii_graph.view.map import best_centre, lap, project

__all__ = ["Layout", "MapPoint", "lay_out"]

WholePoint = tuple[int, int]

CLUSTER_RADIUS = 30  # the largest disc a measure can ask for
_FIRST_RING = 92
_RING_STEP = 42
_AGENT_SPACE = 44  # along a ring, from agent to agent
_MARGIN = 26
_WEAK_LENGTH = 1.6  # of a tie outside the backbone, against 1 of one in it
_MAP_RADIUS = 13  # largest disc of a cluster on the map
_MAP_RINGS = 0.55  # rings are tighter on the map
_GOLDEN_ANGLE = math.pi * (3 - math.sqrt(5))


@dataclass(frozen=True)
class MapPoint:
    """A cluster on the map: where it is drawn, moved off its neighbours, and where it truly is.

    `lap` is how far its copy is, once around the Earth; 0 for an agent, which goes with its cluster.
    """

    drawn: WholePoint
    true: WholePoint
    lap: int = 0


@dataclass(frozen=True)
class Layout:
    """Positions by IRI: of all nodes in the network view; on the map of clusters, and of agents beside theirs.

    `grouped` has those of clusters that stand with the others of their group, for each way of grouping. `map_centre`
    is the longitude in the middle of the map. What positions follow comes with them: `communities` by IRI, numbered
    from 1, and the edges of the strongest ties by their number.
    """

    network: dict[str, WholePoint]
    map: dict[str, MapPoint]
    grouped: tuple[dict[str, WholePoint], ...]
    map_centre: float
    communities: dict[str, int]
    backbone: list[int]


def lay_out(network: Network) -> Layout:
    """Return positions for every node in the network view, and on the map where coordinates are known."""
    homes = _homes(network)
    rings = {cluster: _ring_offsets(len(agents)) for cluster, agents in homes.items()}
    radii = {node.iri: _footprint(rings.get(node.iri, [])) for node in network.of_kind("cluster")}
    strongest = backbone(network)
    lengths = _wanted_lengths(network, radii, strongest)
    alone = {iri for iri, radius in radii.items() if radius <= CLUSTER_RADIUS + _MARGIN}
    at = arranged(lengths, radii, in_rows=alone)
    settled = {agent for agents in homes.values() for agent in agents}
    loose = [node.iri for node in network.of_kind(*AGENT_KINDS) if node.iri not in settled]
    at |= rows_below(at.values(), loose, space=_AGENT_SPACE)
    for cluster, agents in homes.items():
        x, y = at[cluster]
        at |= {agent: (x + dx, y + dy) for agent, (dx, dy) in zip(agents, rings[cluster], strict=True)}
    of_node = communities(network)
    ways = groupings(network, of_node).values()
    grouped = tuple(_whole(grouped_positions(lengths, groups, radii)) for groups in ways)
    centre = _map_centre(network)
    number = {edge: place for place, edge in enumerate(map(_ends, network.edges))}
    strong = sorted(number[_ends(edge)] for edge in strongest)
    return Layout(_whole(at), _on_map(network, homes, rings, centre), grouped, centre, of_node, strong)


def _ends(edge: Edge) -> tuple[str, str, str]:
    return edge.source, edge.kind, edge.target


def _map_centre(network: Network) -> float:
    longitudes = {node.iri: node.place.longitude for node in network.of_kind("cluster") if node.place}
    ties = ((edge.source, edge.target) for edge in network.edges if edge.kind in COLLABORATION_KINDS)
    placed = ((longitudes[one], longitudes[other]) for one, other in ties if {one, other} <= longitudes.keys())
    return best_centre([*longitudes.values()], placed)


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


def _wanted_lengths(
    network: Network, clusters: Iterable[str], strongest: Iterable[Edge]
) -> dict[str, dict[str, float]]:
    """Return for each cluster its neighbours with how far apart they should stand, in steps."""
    neighbours: dict[str, dict[str, float]] = {iri: {} for iri in clusters}
    strong = {frozenset((edge.source, edge.target)) for edge in strongest}
    for edge in network.edges:
        if edge.kind in COLLABORATION_KINDS and edge.source != edge.target:
            length = 1.0 if frozenset((edge.source, edge.target)) in strong else _WEAK_LENGTH
            neighbours[edge.source][edge.target] = neighbours[edge.target][edge.source] = length
    return {iri: dict(sorted(others.items())) for iri, others in neighbours.items()}


def _on_map(
    network: Network, homes: Mapping[str, Sequence[str]], rings: Mapping[str, Sequence[Point]], centre: float
) -> dict[str, MapPoint]:
    places = {node.iri: node.place for node in network.of_kind("cluster") if node.place}
    true = {iri: project(place.longitude, place.latitude, centre=centre) for iri, place in places.items()}
    drawn = moved_apart(true, dict.fromkeys(true, _MAP_RADIUS + 1.0))
    whole_drawn, whole_true = _whole(drawn), _whole(true)
    points = {
        iri: MapPoint(whole_drawn[iri], whole_true[iri], round(lap(place.latitude))) for iri, place in places.items()
    }
    for cluster in true:
        x, y = drawn[cluster]
        for agent, (dx, dy) in zip(homes.get(cluster, ()), rings.get(cluster, ()), strict=True):
            spot = (round(x + dx * _MAP_RINGS), round(y + dy * _MAP_RINGS))
            points[agent] = MapPoint(spot, spot)
    return points
