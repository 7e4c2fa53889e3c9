"""Who names whom as a network: clusters, ties between them, and how much a tie weighs.

A tie of rank r weighs 1/r: the partner that a profile names first counts as one, the second as a half, the third as a
third. Between two clusters the weights of all ties add up, over activities and editions. A tie whose rank is not
known weighs as a third one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from gii_graph.activities import ACTIVITIES
from gii_graph.network.communities import louvain_communities
from gii_graph.network.elements import COLLABORATION_KINDS, Edge, EdgeKind, Mention, Network, NetworkNode

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["TIE_KINDS", "ActivityChoice", "CollaborationNetwork", "collaboration", "stated_in"]

ActivityChoice = Literal["patents", "articles", "both"]

TIE_KINDS: dict[str, tuple[EdgeKind, ...]] = {
    **{terms.name: (terms.tie_kind,) for terms in ACTIVITIES},
    "both": tuple(terms.tie_kind for terms in ACTIVITIES),
}
_UNRANKED = 1 / 3


@dataclass(frozen=True)
class CollaborationNetwork:
    """A directed network of clusters, by their number in `clusters`: who names whom, how often, with what weight.

    `profiled` are those with a profile that names partners, in the editions looked at. The row of a ranking table makes
    none: whom such a cluster would name is not known.
    """

    clusters: Sequence[NetworkNode]
    profiled: frozenset[int]
    ties: Mapping[tuple[int, int], int]
    weights: Mapping[tuple[int, int], float]

    @cached_property
    def directed(self) -> nx.DiGraph[int]:
        """The network as networkx has it, with `weight` on each edge."""
        import networkx as nx

        graph: nx.DiGraph[int] = nx.DiGraph()
        graph.add_nodes_from(range(len(self.clusters)))
        graph.add_weighted_edges_from((source, target, weight) for (source, target), weight in self.weights.items())
        return graph

    @cached_property
    def undirected(self) -> nx.Graph[int]:
        """The network without directions; `weight` is the number of ties, both ways."""
        import networkx as nx

        graph: nx.Graph[int] = nx.Graph()
        graph.add_nodes_from(range(len(self.clusters)))
        for source, target in sorted(self.ties):
            count = self.ties[source, target] + self.ties.get((target, source), 0)
            graph.add_edge(source, target, weight=count)
        return graph

    @cached_property
    def communities(self) -> list[set[int]]:
        """The communities of the Louvain method as sets of cluster numbers, as the picture colours them."""
        return louvain_communities(len(self.clusters), self.ties)

    @cached_property
    def economies(self) -> list[str | None]:
        """The economy of each cluster, several taken together as one; None where no profile states it."""
        return [" and ".join(cluster.economies) or None for cluster in self.clusters]


def stated_in(edge: Edge) -> list[Mention]:
    """Return the mentions of an edge; one that nothing supports counts as one mention without edition."""
    return list(edge.mentions) or [Mention(edition=None)]


def collaboration(network: Network, activity: ActivityChoice = "both") -> CollaborationNetwork:
    """Return who collaborates with whom, for one activity or both; all clusters of the network are in it."""
    clusters = network.of_kind("cluster")
    number = {node.iri: index for index, node in enumerate(clusters)}
    ties: dict[tuple[int, int], int] = {}
    weights: dict[tuple[int, int], float] = {}
    for edge in network.edges:
        if edge.kind not in TIE_KINDS[activity] or edge.source == edge.target:
            continue
        mentions = stated_in(edge)
        pair = number[edge.source], number[edge.target]
        ties[pair] = ties.get(pair, 0) + len(mentions)
        weights[pair] = weights.get(pair, 0.0) + sum(1 / one.rank if one.rank else _UNRANKED for one in mentions)
    profiled = frozenset(number[edge.source] for edge in network.edges if edge.kind in COLLABORATION_KINDS)
    return CollaborationNetwork(clusters, profiled, ties, weights)
