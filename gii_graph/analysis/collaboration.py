"""Who names whom as a network: clusters, ties between them, and how much a tie weighs.

A tie of rank r weighs 1/r: the partner that a profile names first counts as one, the second as a half, the third as a
third. Between two clusters the weights of all ties add up, over activities and editions. A tie whose rank is not
known weighs as a third one.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from gii_graph.errors import CallError
from gii_graph.network.model import Edge, EdgeKind, Mention, Network, Node

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["Activity", "Collaboration", "collaboration", "editions_of", "stated_in"]

Activity = Literal["patents", "articles", "both"]

TIE_KINDS: dict[Activity, tuple[EdgeKind, ...]] = {
    "patents": ("patent-tie",),
    "articles": ("article-tie",),
    "both": ("patent-tie", "article-tie"),
}
_UNRANKED = 1 / 3


@dataclass(frozen=True)
class Collaboration:
    """A directed network of clusters, by their number in `clusters`: who names whom, how often, with what weight.

    `profiled` are those with a profile in the editions looked at: only they can name anyone.
    """

    clusters: Sequence[Node]
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
    def economies(self) -> list[str | None]:
        """The economy of each cluster, several taken together as one; None where no profile states it."""
        return [" and ".join(cluster.economies) or None for cluster in self.clusters]


def editions_of(network: Network, wanted: Collection[int]) -> list[int]:
    """Return the editions to look at: those wanted, or all.

    Raises CallError for an edition that the network does not have.
    """
    known = network.editions()
    for edition in wanted:
        if edition not in known:
            listed = ", ".join(map(str, known)) or "none"
            raise CallError(f"The graph has no edition {edition}; it has: {listed}.")
    return sorted(set(wanted)) or known


def stated_in(edge: Edge, editions: Collection[int] | None) -> list[Mention]:
    """Return the mentions of an edge in these editions, all where none are given.

    An edge that nothing supports counts as one mention without edition where all are taken.
    """
    if editions is None:
        return list(edge.mentions) or [Mention(edition=None)]
    return [mention for mention in edge.mentions if mention.edition in editions]


def collaboration(
    network: Network, activity: Activity = "both", editions: Collection[int] | None = None
) -> Collaboration:
    """Return the collaboration network of one activity or both, in these editions or all.

    With editions, a cluster is in it that has a profile or a tie in them.
    """
    found = [
        (edge, mentions)
        for edge in network.edges
        if edge.kind in TIE_KINDS[activity] and edge.source != edge.target and (mentions := stated_in(edge, editions))
    ]
    ends = {iri for edge, _ in found for iri in (edge.source, edge.target)}
    clusters = [
        node for node in network.of_kind("cluster") if editions is None or node.iri in ends or _profiled(node, editions)
    ]
    number = {node.iri: place for place, node in enumerate(clusters)}
    ties: dict[tuple[int, int], int] = {}
    weights: dict[tuple[int, int], float] = {}
    for edge, mentions in found:
        pair = number[edge.source], number[edge.target]
        ties[pair] = ties.get(pair, 0) + len(mentions)
        weights[pair] = weights.get(pair, 0.0) + sum(1 / one.rank if one.rank else _UNRANKED for one in mentions)
    profiled = frozenset(number[node.iri] for node in clusters if _profiled(node, editions))
    return Collaboration(clusters, profiled, ties, weights)


def _profiled(node: Node, editions: Collection[int] | None) -> bool:
    return any(editions is None or profile.edition in editions for profile in node.profiles)
