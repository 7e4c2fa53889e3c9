"""The strongest ties of a network: what a picture of many clusters opens with, and what its layout follows most."""

from __future__ import annotations

from gii_graph.network import Edge, Network
from gii_graph.network.elements import COLLABORATION_KINDS

__all__ = ["backbone"]

_UNRANKED = 1 / 3  # a tie whose rank is not known weighs as a third one


def backbone(network: Network) -> tuple[Edge, ...]:
    """Return one tie for each line of the maximum spanning forest: every cluster is in it that has a tie.

    Between two clusters the weights of all mentions add up, 1/rank each, in both directions; the tie returned is the
    one that weighs most.
    """
    import networkx as nx

    graph: nx.Graph[str] = nx.Graph()
    strongest: dict[frozenset[str], Edge] = {}
    for edge in sorted(network.edges, key=lambda edge: (-_weight(edge), edge.source, edge.target, edge.kind)):
        if edge.kind in COLLABORATION_KINDS and edge.source != edge.target:
            strongest.setdefault(frozenset((edge.source, edge.target)), edge)
            known = graph.get_edge_data(edge.source, edge.target, {"weight": 0.0})["weight"]
            graph.add_edge(edge.source, edge.target, weight=known + _weight(edge))
    forest = nx.maximum_spanning_edges(graph, data=False)
    return tuple(sorted((strongest[frozenset(pair)] for pair in forest), key=lambda edge: (edge.source, edge.target)))


def _weight(edge: Edge) -> float:
    return sum(1 / mention.rank if mention.rank else _UNRANKED for mention in edge.mentions) or _UNRANKED
