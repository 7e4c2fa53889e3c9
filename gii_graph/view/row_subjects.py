"""What the rows of an answer are about: nodes and ties of the picture, and the lines of the sources that state them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from pyoxigraph import Literal, NamedNode

from gii_graph.activities import ACTIVITIES
from gii_graph.graph.evidence_lines import document_names
from gii_graph.graph.graph_statements import GraphStatements, integer
from gii_graph.sparql.engine import answer
from gii_graph.sparql.row_bindings import row_bindings
from gii_graph.sparql.syntax import tokens
from gii_graph.vocabulary import GII, ONTOLOGY, RDF

if TYPE_CHECKING:
    from pyoxigraph import Store

    from gii_graph.network import Network

__all__ = ["CitedLine", "RowSubject", "SubjectIndex"]

# File, line, quote.
CitedLine = tuple[str, int | None, str]


class RowSubject(NamedTuple):
    """What one row is about: edges with their ends, other nodes, by number in the network, and what states it."""

    nodes: tuple[int, ...]
    edges: tuple[int, ...]
    lines: tuple[CitedLine, ...]


class SubjectIndex:
    """Which nodes, edges and lines of evidence stand behind the IRIs of a graph."""

    def __init__(self, store: Store, network: Network) -> None:
        self._store = store
        self._stated = _Lookup(store)
        self._node = {iri: number for number, iri in enumerate(network.nodes)}
        self._edge = {(edge.source, edge.target, edge.kind): number for number, edge in enumerate(network.edges)}
        self._edges = network.edges
        self._edges_from: dict[str, dict[str, list[int]]] = {}
        for number, edge in enumerate(network.edges):
            self._edges_from.setdefault(edge.source, {}).setdefault(edge.target, []).append(number)

    def subjects(self, text: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> list[RowSubject]:
        """Return what each row of the answer to a SELECT query, its parameters bound in its text, is about."""
        used = {ONTOLOGY + token.text[4:] for token in tokens(text) if token.text.startswith("gii:")}
        return [self._subject(bindings, used) for bindings in row_bindings(self._store, text, columns, rows)]

    def _subject(self, bindings: Iterable[Sequence[Any]], used: set[str]) -> RowSubject:
        """Return what is behind the IRIs of one row: what states it itself, else the ties between its nodes."""
        stated = self._stated
        iris = dict.fromkeys(term.value for bound in bindings for term in bound if type(term) is NamedNode)
        about = [triple for iri in iris for triple in stated[iri].edges]
        members = [cluster for iri in iris for cluster in stated.members.get(iri, ())]
        profiled = (stated.profiled[iri] for iri in iris if iri in stated.profiled)
        named = dict.fromkeys([*iris, *profiled, *members])
        edges = [self._edge[triple] for triple in about if triple in self._edge]
        cited = dict.fromkeys(line for iri in iris if (line := stated[iri].line) is not None)
        cited = cited or dict.fromkeys(self._lines_of(iris, used))
        if not cited:
            between = self._between([iri for iri in iris if iri in self._node])
            edges += between
            cited = dict.fromkeys(line for edge in between for line in self._mentioned(edge))
        if not cited:
            cited = dict.fromkeys(line for name in named for _, line in stated[name].stating)
        ends = {end for number in edges for end in (self._edges[number].source, self._edges[number].target)}
        nodes = tuple(self._node[iri] for iri in named if iri in self._node and iri not in ends)
        return RowSubject(nodes, tuple(dict.fromkeys(edges)), tuple(cited))

    def _lines_of(self, iris: Iterable[str], used: set[str]) -> Iterator[CitedLine]:
        """Yield the lines of listings and ties, and those of profiles for the properties that the query uses."""
        for iri in iris:
            node = self._stated[iri]
            if iri in self._stated.profiled:
                yield from (line for name, line in node.stating if name in used)
            elif node.edges:
                yield from (line for _, line in node.stating)

    def _between(self, iris: Sequence[str]) -> list[int]:
        """Return the edges between these nodes, else those of the ways of two steps from one to another."""
        place = {iri: number for number, iri in enumerate(iris)}
        direct = [
            edge
            for iri in iris
            for target in sorted(place.keys() & self._edges_from.get(iri, {}).keys() - {iri}, key=place.__getitem__)
            for edge in self._edges_from[iri][target]
        ]
        if direct or len(iris) != 2:
            return direct
        start, end = iris
        steps = [
            (onward, self._edges_from[middle][end])
            for middle, onward in self._edges_from.get(start, {}).items()
            if end in self._edges_from.get(middle, ())
        ]
        return [edge for pair in steps for edges in pair for edge in edges]

    def _mentioned(self, edge: int) -> list[CitedLine]:
        mentions = self._edges[edge].mentions
        return [(line.file, line.line, line.quote) for mention in mentions for line in mention.evidence]


class _Lookup:
    """What a graph states of its nodes, asked of it when it is wanted: most answers are about few of them."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._nodes: dict[str, _StatedNode] = {}

    def __getitem__(self, iri: str) -> _StatedNode:
        if iri not in self._nodes:
            self._nodes[iri] = _StatedNode(iri, self)
        return self._nodes[iri]

    def subjects(self, predicate: str, iri: str) -> list[str]:
        quads = self._store.quads_for_pattern(None, NamedNode(predicate), NamedNode(iri), None)
        return sorted({quad.subject.value for quad in quads if type(quad.subject) is NamedNode})

    def described(self, subject: str) -> dict[str, list[Any]]:
        """Return what is stated of a node, by property: to ask once is quicker than to ask for each property."""
        stated: dict[str, list[Any]] = {}
        for quad in self._store.quads_for_pattern(NamedNode(subject), None, None, None):
            stated.setdefault(quad.predicate.value, []).append(quad.object)
        return stated

    @cached_property
    def profiled(self) -> dict[str, str]:
        """The cluster of each profile."""
        return dict(sorted((profile, cluster) for cluster, profile in self._pairs(GII.hasProfile)))

    @cached_property
    def members(self) -> dict[str, list[str]]:
        """The clusters in each economy."""
        members: dict[str, list[str]] = {}
        for cluster, economy in sorted(self._pairs(GII.inEconomy)):
            members.setdefault(economy, []).append(cluster)
        return members

    def _pairs(self, predicate: str) -> set[tuple[str, str]]:
        return {
            (quad.subject.value, quad.object.value)
            for quad in self._store.quads_for_pattern(None, NamedNode(predicate), None, None)
            if type(quad.subject) is NamedNode and type(quad.object) is NamedNode
        }

    @cached_property
    def document_names(self) -> dict[str, str]:
        """The file name of each document that an evidence cites."""
        question = f"SELECT DISTINCT ?document {{ ?evidence <{GII.source}> ?document }}"
        rows: Any = answer(self._store, question, as_they_come=True)
        documents = [document for (document,) in rows if type(document) is NamedNode]
        described = (quad for node in documents for quad in self._store.quads_for_pattern(node, None, None, None))
        return document_names(GraphStatements(described), [document.value for document in documents])


class _StatedNode:
    """What a graph states of one node, as far as rows can be about it."""

    def __init__(self, iri: str, lookup: _Lookup) -> None:
        self._iri = iri
        self._lookup = lookup

    @cached_property
    def _stated(self) -> dict[str, list[Any]]:
        return self._lookup.described(self._iri)

    def iris(self, predicate: str) -> list[str]:
        """Return the nodes that a property leads to, sorted."""
        return sorted({value.value for value in self._stated.get(predicate, ()) if type(value) is NamedNode})

    def _first_iri(self, predicate: str) -> str:
        return next(iter(self.iris(predicate)), "")

    def _text(self, predicate: str) -> str | None:
        texts = (value.value for value in self._stated.get(predicate, ()) if type(value) is Literal)
        return min(texts, default=None)

    @cached_property
    def edges(self) -> list[tuple[str, str, str]]:
        """Source, target and kind of the edges that it states as a listing or a tie."""
        classes = self.iris(RDF.type)
        activities = self.iris(GII.activity)[:1] if GII.CollaborationTie in classes else []
        edges: list[tuple[str, str, str]] = []
        for terms in ACTIVITIES:
            if terms.listing_class in classes:
                edges.append((self._first_iri(GII.agent), self._first_iri(GII.cluster), terms.listing_kind))
            if terms.iri in activities:
                edges.append((self._first_iri(GII.fromCluster), self._first_iri(GII.toCluster), terms.tie_kind))
        return edges

    @cached_property
    def stating(self) -> list[tuple[str, CitedLine]]:
        """The lines that support it, each with the property that it is for, "" where it is for all."""
        return [
            (name, line)
            for evidence in self._lookup.subjects(GII.evidenceFor, self._iri)
            if (line := self._lookup[evidence].line) is not None
            for name in self._lookup[evidence].iris(GII.evidenceProperty) or [""]
        ]

    @cached_property
    def line(self) -> CitedLine | None:
        """The line that it cites as an evidence, None where it is none."""
        if GII.Evidence not in self.iris(RDF.type):
            return None
        file = self._lookup.document_names.get(self._first_iri(GII.source), "")
        return file, integer(self._text(GII.line)), self._text(GII.quote) or ""
