"""What the rows of an answer are about: nodes and ties of the picture, and the lines of the sources that state them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from pyoxigraph import NamedNode

from gii_graph.activities import ACTIVITIES
from gii_graph.graph.evidence_lines import document_names
from gii_graph.sparql.row_bindings import row_bindings
from gii_graph.sparql.syntax import tokens
from gii_graph.vocabulary import GII, ONTOLOGY

if TYPE_CHECKING:
    from gii_graph.graph.graph_statements import GraphStatements
    from gii_graph.network import Network
    from gii_graph.view.carried_graph import CarriedGraph

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

    def __init__(self, graph: CarriedGraph, network: Network) -> None:
        self._store = graph.store
        self._stated = _StatedNodes(graph.statements)
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


class _StatedNodes(dict[str, "_StatedNode"]):
    """What a graph states of its nodes, found out when it is wanted: most answers are about few of them."""

    def __init__(self, statements: GraphStatements) -> None:
        self.statements = statements

    def __missing__(self, iri: str) -> _StatedNode:
        self[iri] = _StatedNode(iri, self)
        return self[iri]

    @cached_property
    def profiled(self) -> dict[str, str]:
        """The cluster of each profile."""
        return {profile: cluster for cluster, profile in self.statements.pairs(GII.hasProfile)}

    @cached_property
    def members(self) -> dict[str, list[str]]:
        """The clusters in each economy."""
        members: dict[str, list[str]] = {}
        for cluster, economy in self.statements.pairs(GII.inEconomy):
            members.setdefault(economy, []).append(cluster)
        return members

    @cached_property
    def document_names(self) -> dict[str, str]:
        """The file name of each document that an evidence cites."""
        return document_names(self.statements)


class _StatedNode:
    """What a graph states of one node, as far as rows can be about it."""

    def __init__(self, iri: str, nodes: _StatedNodes) -> None:
        self._iri = iri
        self._nodes = nodes
        self._statements = nodes.statements
        classes = self._statements.classes(iri)
        self.edges = list(self._stated_edges(classes))  # source, target and kind of those of a listing or a tie
        self.line = self._cited_line() if GII.Evidence in classes else None

    def _stated_edges(self, classes: Collection[str]) -> Iterator[tuple[str, str, str]]:
        activity = self._first_iri(GII.activity) if GII.CollaborationTie in classes else ""
        for terms in ACTIVITIES:
            if terms.listing_class in classes:
                yield self._first_iri(GII.agent), self._first_iri(GII.cluster), terms.listing_kind
            if terms.iri == activity:
                yield self._first_iri(GII.fromCluster), self._first_iri(GII.toCluster), terms.tie_kind

    def _cited_line(self) -> CitedLine:
        file = self._nodes.document_names.get(self._first_iri(GII.source), "")
        quote = self._statements.text(self._iri, GII.quote) or ""
        return file, self._statements.integer(self._iri, GII.line), quote

    def _first_iri(self, predicate: str) -> str:
        return self._statements.iri(self._iri, predicate) or ""

    @cached_property
    def stating(self) -> list[tuple[str, CitedLine]]:
        """The lines that support it, each with the property that it is for, "" where it is for all."""
        return [
            (name, line)
            for evidence in self._statements.subjects(GII.evidenceFor, self._iri)
            if (line := self._nodes[evidence].line) is not None
            for name in self._statements.iris(evidence, GII.evidenceProperty) or [""]
        ]
