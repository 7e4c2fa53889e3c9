"""Measures of the collaboration network that the picture sizes and colours by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from gii_graph.network.elements import COLLABORATION_KINDS, Network

__all__ = ["communities", "degrees", "louvain_communities"]

_SEED = 2024  # Louvain visits nodes in a random order; a fixed one gives the same communities every time


def degrees(network: Network) -> dict[str, int]:
    """Return for each node the number of different nodes it is tied to."""
    neighbours: dict[str, set[str]] = {iri: set() for iri in network.nodes}
    for edge in network.edges:
        neighbours[edge.source].add(edge.target)
        neighbours[edge.target].add(edge.source)
    return {iri: len(others) for iri, others in neighbours.items()}


def communities(network: Network) -> dict[str, int]:
    """Return each node's community, numbered from 1, the largest first.

    Clusters by the Louvain method on the collaboration network; agents follow the cluster they are listed in most.
    """
    clusters = [node.iri for node in network.of_kind("cluster")]
    index = {iri: i for i, iri in enumerate(clusters)}
    ties: Counter[tuple[int, int]] = Counter()
    for edge in network.edges:
        if edge.kind in COLLABORATION_KINDS:
            ties[index[edge.source], index[edge.target]] += len(edge.mentions) or 1
    groups = louvain_communities(len(clusters), ties)
    found = {clusters[i]: number for number, group in enumerate(groups, 1) for i in group}
    return found | _of_agents(network, found)


def louvain_communities(count: int, ties: Mapping[tuple[int, int], int]) -> list[set[int]]:
    """Return the communities of nodes 0 to `count` - 1, the largest first, of two of one size the one with the first.

    Louvain method, Blondel et al. 2008, https://doi.org/10.1088/1742-5468/2008/10/P10008; directions are left out
    and a pair weighs as many ties as it has. Nodes are numbers because sets of strings come in another order in
    every run, and Louvain walks through sets.
    """
    import networkx as nx

    weights: Counter[tuple[int, int]] = Counter()
    for (source, target), number in ties.items():
        weights[min(source, target), max(source, target)] += number
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(count))
    graph.add_weighted_edges_from((one, other, weights[one, other]) for one, other in sorted(weights))
    groups = nx.community.louvain_communities(graph, seed=_SEED) if count else []
    return sorted(groups, key=lambda group: (-len(group), min(group)))


def _of_agents(network: Network, of_cluster: dict[str, int]) -> dict[str, int]:
    votes: dict[str, Counter[int]] = {}
    for edge in network.edges:
        if edge.kind not in COLLABORATION_KINDS and edge.target in of_cluster:
            votes.setdefault(edge.source, Counter())[of_cluster[edge.target]] += 1
    return {agent: min(count, key=lambda group: (-count[group], group)) for agent, count in votes.items()}
