"""Two graphs compared some clusters at a time, with the changes that a comparison of the whole has.

So memory holds a batch, the names of the clusters, and what has changed; the graphs may be of any size.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Final, Protocol

from gii_graph.comparison.batch_conditions import HINDERING_BATCHES
from gii_graph.comparison.changes import Change, Comparison, Side, comparison_of, differences
from gii_graph.comparison.cluster_batch import ClusterBatch, UnfitForBatchesError
from gii_graph.comparison.facts import Key, facts_of
from gii_graph.graph.editions import require_editions
from gii_graph.network import network_of_triples
from gii_graph.remote.stored_graph import StoredGraph
from gii_graph.vocabulary import GII, RDF

if TYPE_CHECKING:
    from pyoxigraph import Triple

    from gii_graph.remote.endpoint import Endpoint

__all__ = ["LARGE", "ComparedGraph", "GraphAtHand", "GraphInStore", "compare_in_batches"]

LARGE: Final = 1_000_000  # statements: of 4,000 profiles, which take 1 GB here and are fetched in a minute
_CLUSTERS: Final = 50
_ALL: Final = "?s ?p ?o"
_ANY_EDITION: Final = f"""
SELECT ?edition (COUNT(*) AS ?number) WHERE {{ ?s <{GII.edition}> ?edition FILTER(isIRI(?s)) }} GROUP BY ?edition"""
_EDITIONS_OF_PROFILES: Final = f"""
SELECT ?edition (COUNT(*) AS ?number) WHERE {{
  ?cluster <{RDF.type}> <{GII.Cluster}> ; <{GII.hasProfile}> ?s . ?s <{GII.edition}> ?edition
  FILTER(isIRI(?cluster) && isIRI(?s))
}} GROUP BY ?edition"""


class ClustersOfGraph(Protocol):
    """What a graph states of some clusters."""

    def side(self, edition: int | None) -> Side:
        """Return what an edition states, without what supports it; None: what carries no edition."""

    def cited_side(self, keys: Collection[Key], edition: int | None) -> Side:
        """Return the same with what supports some facts."""


class ComparedGraph(Protocol):
    """A graph that is compared some clusters at a time."""

    @property
    def editions(self) -> Sequence[int]:
        """The editions that it has, oldest first."""

    def require(self, edition: int) -> None:
        """Raise CallError where it has no such edition."""

    def clusters(self) -> Iterator[Collection[str]]:
        """Yield the clusters of which it may state something."""

    def batch(self, clusters: Collection[str]) -> ClustersOfGraph:
        """Return what it states of some clusters, or of more."""


class GraphAtHand:
    """A graph in memory; of profile texts also the files that have lines not understood."""

    def __init__(self, triples: Sequence[Triple], not_understood: frozenset[str] | None = None) -> None:
        self._triples = triples
        self._not_understood = not_understood

    @cached_property
    def editions(self) -> Sequence[int]:
        """The editions that it has, oldest first."""
        return network_of_triples(self._triples).editions()

    def side(self, edition: int | None) -> Side:
        """Return what one edition states; raises CallError where there is no such edition."""
        network = network_of_triples(self._triples, () if edition is None else (edition,))
        return Side(network, edition, self._not_understood)

    @cached_property
    def _sides(self) -> _SidesAtHand:
        return _SidesAtHand(self)

    def require(self, edition: int) -> None:
        """Raise CallError where it has no such edition."""
        self._sides.side(edition)

    def clusters(self) -> Iterator[Collection[str]]:
        """Yield the clusters of which it states something."""
        yield {key.cluster for key in facts_of(network_of_triples(self._triples))}

    def batch(self, _: Collection[str]) -> ClustersOfGraph:
        """Return what it states."""
        return self._sides


class _SidesAtHand:
    """What the editions of a graph in memory state, which is made once for all batches."""

    def __init__(self, graph: GraphAtHand) -> None:
        self._graph = graph
        self._sides: dict[int | None, Side] = {}

    def side(self, edition: int | None) -> Side:
        if edition not in self._sides:
            self._sides[edition] = self._graph.side(edition)
        return self._sides[edition]

    def cited_side(self, _: Collection[Key], edition: int | None) -> Side:
        return self.side(edition)


class GraphInStore:
    """A graph of a store, asked for some clusters at a time; `statements` is how many it has.

    Methods raise EndpointError where the store does not answer as it should, UnfitForBatchesError where the graph
    states what only a comparison of the whole can judge.
    """

    def __init__(self, endpoint: Endpoint) -> None:
        self._graph = StoredGraph(endpoint)
        self._whole = StoredGraph(endpoint)
        self.statements = self._whole.number(_ALL)

    @cached_property
    def _years(self) -> Sequence[int]:
        return sorted({int(edition.value) for edition, _ in self._graph.rows(_ANY_EDITION, ("edition", "number"))})

    @cached_property
    def editions(self) -> Sequence[int]:
        """The editions that it has, oldest first."""
        rows = self._graph.rows(_EDITIONS_OF_PROFILES, ("edition", "number"))
        years = sorted({int(edition.value) for edition, _ in rows})
        if years != self._years:
            # Rows of an edition that has no profile, or nodes that are part of no network.
            raise UnfitForBatchesError
        return years

    def refuse_unfit(self) -> None:
        """Raise UnfitForBatchesError where the graph states what hinders a comparison in batches."""
        if any(map(self._graph.number, HINDERING_BATCHES)):
            raise UnfitForBatchesError
        self._graph.forget()

    def require(self, edition: int) -> None:
        """Raise CallError where it has no such edition."""
        require_editions(self._years, (edition,))

    def clusters(self) -> Iterator[Collection[str]]:
        """Yield its clusters, also those that are only named as partners."""
        return self._graph.nodes(f"?s <{RDF.type}> <{GII.Cluster}>")

    def batch(self, clusters: Collection[str]) -> ClustersOfGraph:
        """Return what it states of some clusters."""
        self._graph.forget()
        return ClusterBatch(self._graph, clusters, by_edition=bool(self._years))

    def confirm(self) -> None:
        """Raise EndpointError where the graph has another number of statements than when it was first asked."""
        self._whole.confirm()

    @property
    def with_blank_nodes(self) -> int:
        """How many statements have blank nodes, which no comparison over an endpoint sees."""
        return self._graph.number(f"{_ALL} FILTER(isBlank(?s) || isBlank(?o))")


class _Differences:
    """What has been found to differ between an edition of one graph and one of another."""

    def __init__(self, old_edition: int | None, new_edition: int | None) -> None:
        self._editions = (old_edition, new_edition)
        self._changes: list[Change] = []
        self._ranks: tuple[set[int], set[int]] = (set(), set())

    def add(self, old: ClustersOfGraph, new: ClustersOfGraph, clusters: Collection[str]) -> None:
        """Compare what both graphs state of some clusters."""
        before, after = self._editions
        sides = (old.side(before), new.side(after))
        for ranks, side in zip(self._ranks, sides, strict=True):
            ranks.update(side.ranks)
        keys = {change.key for change in differences(*sides, clusters)}
        if keys:
            cited = differences(old.cited_side(keys, before), new.cited_side(keys, after), clusters)
            self._changes += (change for change in cited if change.key in keys)

    def comparison(self) -> Comparison:
        return comparison_of(*self._editions, self._changes, *self._ranks)


def compare_in_batches(
    old: ComparedGraph, new: ComparedGraph, pairs: Sequence[tuple[int | None, int | None]]
) -> list[Comparison]:
    """Return what changed between each pair of editions of two graphs.

    Raises CallError for an edition that a graph does not have.
    """
    for pair in pairs:
        for graph, edition in zip((old, new), pair, strict=True):
            if edition is not None:
                graph.require(edition)
    compared = [_Differences(*pair) for pair in pairs]
    clusters = sorted({*chain.from_iterable(old.clusters()), *chain.from_iterable(new.clusters())})
    for start in range(0, len(clusters), _CLUSTERS):
        some = clusters[start : start + _CLUSTERS]
        before = old.batch(some)
        after = before if new is old else new.batch(some)
        for differing in compared:
            differing.add(before, after, some)
    return [differing.comparison() for differing in compared]
