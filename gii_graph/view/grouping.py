"""Clusters by their groups: those of an economy or of a community stand together, each group in a disc of its own."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping

from gii_graph.network import Network
from gii_graph.view.arrangement import Point, arranged, clear_of_lines
from gii_graph.view.stress import MOST_PAIRS

__all__ = ["GROUPINGS", "grouped_positions", "groupings"]

GROUPINGS = ("economy", "community")
_NAME_ROOM = 100  # around a group, for its name and the lines to others


def groupings(network: Network, community: Mapping[str, int]) -> dict[str, dict[str, str]]:
    """Return the group of each cluster that has one, by each of `GROUPINGS`: its first economy, its community."""
    clusters = network.of_kind("cluster")
    return {
        "economy": {node.iri: node.economies[0] for node in clusters if node.economies},
        "community": {node.iri: str(community[node.iri]) for node in clusters if node.iri in community},
    }


def grouped_positions(
    lengths: Mapping[str, Mapping[str, float]], groups: Mapping[str, str], radii: Mapping[str, float]
) -> dict[str, Point]:
    """Return positions of clusters, those of one group in one disc that no other meets.

    A cluster without a group stands as a group of its own. Groups stand the nearer, the fewer steps apart they are.
    """
    members: dict[str, list[str]] = {}
    for iri in sorted(lengths):
        members.setdefault(groups.get(iri, iri), []).append(iri)
    # Together the groups take no more time than the whole network does.
    pairs = sum(len(within) ** 2 for within in members.values())
    inside = {
        name: _around_middle(_within(lengths, radii, within, MOST_PAIRS * len(within) ** 2 // pairs), radii)
        for name, within in members.items()
    }
    reach = {
        name: _NAME_ROOM + max(math.hypot(x, y) + radii[iri] for iri, (x, y) in spots.items())
        for name, spots in inside.items()
    }
    usual = sum(reach.values()) / max(len(reach), 1)
    middles = arranged(_between(lengths, members, reach, usual), reach, in_rows=reach, edge_length=usual)
    middles = clear_of_lines(middles, reach, _strongest_between(lengths, members))
    return {
        iri: (x + middles[name][0], y + middles[name][1])
        for name, spots in inside.items()
        for iri, (x, y) in spots.items()
    }


def _within(
    lengths: Mapping[str, Mapping[str, float]], radii: Mapping[str, float], members: list[str], most_pairs: int
) -> dict[str, Point]:
    here = set(members)
    own = {iri: {other: steps for other, steps in lengths[iri].items() if other in here} for iri in members}
    return arranged(own, radii, in_rows=here, widening=1.0, most_pairs=most_pairs)


def _around_middle(spots: Mapping[str, Point], radii: Mapping[str, float]) -> dict[str, Point]:
    """Move a group so that the middle of the box around its discs is at the origin."""
    x, y = (
        (min(p[axis] - radii[iri] for iri, p in spots.items()) + max(p[axis] + radii[iri] for iri, p in spots.items()))
        / 2
        for axis in (0, 1)
    )
    return {iri: (p[0] - x, p[1] - y) for iri, p in spots.items()}


def _between(
    lengths: Mapping[str, Mapping[str, float]],
    members: Mapping[str, list[str]],
    reach: Mapping[str, float],
    usual: float,
) -> dict[str, dict[str, float]]:
    """Return the groups that are tied to each other, as far apart as their discs need, in usual radii."""
    group_of = {iri: name for name, within in members.items() for iri in within}
    apart: dict[str, dict[str, float]] = {name: {} for name in sorted(members)}
    for iri, others in lengths.items():
        for other in others:
            one, two = group_of[iri], group_of[other]
            if one != two:
                apart[one][two] = apart[two][one] = (reach[one] + reach[two]) / usual
    return {name: dict(sorted(others.items())) for name, others in apart.items()}


def _strongest_between(
    lengths: Mapping[str, Mapping[str, float]], members: Mapping[str, list[str]]
) -> list[tuple[str, str]]:
    """Return the pairs of groups that the picture joins when it opens: the maximum spanning forest by ties between."""
    import networkx as nx

    group_of = {iri: name for name, within in members.items() for iri in within}
    pairs = ((group_of[iri], group_of[other]) for iri, others in lengths.items() for other in others)
    ties = Counter((min(pair), max(pair)) for pair in pairs)
    graph: nx.Graph[str] = nx.Graph()
    for (one, two), count in sorted(ties.items(), key=lambda pair: (-pair[1], pair[0])):
        if one != two:
            graph.add_edge(one, two, weight=count)
    return sorted((min(pair), max(pair)) for pair in nx.maximum_spanning_edges(graph, data=False))
