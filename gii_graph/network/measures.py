"""Measures of the collaboration network that the picture sizes and colours by."""

from __future__ import annotations

from collections import Counter

from gii_graph.network.model import COLLABORATION_KINDS, Network

__all__ = ["communities", "degrees"]

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

    Clusters by the Louvain method (Blondel et al. 2008) on the collaboration network, where an edge weighs
    as many ties as join the two clusters; agents follow the cluster they are listed in most.
    """
    import networkx as nx

    clusters = [node.iri for node in network.of_kind("cluster")]
    # Numbers as nodes: sets of strings come in another order in every run, and Louvain walks through sets.
    index = {iri: i for i, iri in enumerate(clusters)}
    weights: Counter[tuple[int, int]] = Counter()
    for edge in network.edges:
        if edge.kind in COLLABORATION_KINDS:
            one, other = sorted((index[edge.source], index[edge.target]))
            weights[one, other] += 1
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(index.values())
    graph.add_weighted_edges_from((one, other, weight) for (one, other), weight in weights.items())
    groups = nx.community.louvain_communities(graph, seed=_SEED) if clusters else []
    groups.sort(key=lambda group: (-len(group), min(group)))
    found = {clusters[i]: number for number, group in enumerate(groups, 1) for i in group}
    return found | _of_agents(network, found)


def _of_agents(network: Network, of_cluster: dict[str, int]) -> dict[str, int]:
    votes: dict[str, Counter[int]] = {}
    for edge in network.edges:
        if edge.kind not in COLLABORATION_KINDS and edge.target in of_cluster:
            votes.setdefault(edge.source, Counter())[of_cluster[edge.target]] += 1
    return {agent: min(count, key=lambda group: (-count[group], group)) for agent, count in votes.items()}
