"""What the rows of an answer are about: nodes and ties of the picture, and the lines of the sources that state them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import permutations
from typing import TYPE_CHECKING, Any, NamedTuple

from gii_graph.activities import ACTIVITIES
from gii_graph.graph.evidence_lines import document_names
from gii_graph.graph.graph_statements import GraphStatements
from gii_graph.sparql.row_bindings import row_bindings
from gii_graph.sparql.syntax import tokens
from gii_graph.vocabulary import GII, ONTOLOGY

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
        self._node = {iri: number for number, iri in enumerate(network.nodes)}
        self._edge = {(edge.source, edge.target, edge.kind): number for number, edge in enumerate(network.edges)}
        self._edges_between: dict[tuple[str, str], list[int]] = {}
        for number, edge in enumerate(network.edges):
            self._edges_between.setdefault((edge.source, edge.target), []).append(number)
        self._targets: dict[str, list[str]] = {}
        for source, target in self._edges_between:
            self._targets.setdefault(source, []).append(target)
        self._edges = network.edges
        self._of_economy: dict[str, list[str]] = {}
        self._line: dict[str, CitedLine] = {}  # by the IRI of the evidence
        self._stated: dict[str, list[tuple[str, str]]] = {}  # by what it supports: property or "", evidence
        self._about: dict[str, list[tuple[str, str, str]]] = {}  # by listing or tie: the edge
        self._profile: dict[str, str] = {}  # its cluster
        statements = GraphStatements(store)
        self._read_evidence(statements)
        self._read_statements(statements)

    def _read_evidence(self, statements: GraphStatements) -> None:
        names = document_names(statements)
        for evidence in statements.instances(GII.Evidence):
            file = names.get(statements.iri(evidence, GII.source) or "", "")
            quote = statements.text(evidence, GII.quote) or ""
            self._line[evidence] = (file, statements.integer(evidence, GII.line), quote)
            properties = statements.iris(evidence, GII.evidenceProperty) or [""]
            for supported in statements.iris(evidence, GII.evidenceFor):
                self._stated.setdefault(supported, []).extend((name, evidence) for name in properties)

    def _read_statements(self, statements: GraphStatements) -> None:
        for cluster, profile in statements.pairs(GII.hasProfile):
            self._profile[profile] = cluster
        for cluster, economy in statements.pairs(GII.inEconomy):
            self._of_economy.setdefault(economy, []).append(cluster)
        for terms in ACTIVITIES:
            for listing in statements.instances(terms.listing_class):
                ends = (statements.iri(listing, GII.agent) or "", statements.iri(listing, GII.cluster) or "")
                self._about.setdefault(listing, []).append((*ends, terms.listing_kind))
            for tie in statements.instances(GII.CollaborationTie):
                if statements.iri(tie, GII.activity) == terms.iri:
                    ends = (statements.iri(tie, GII.fromCluster) or "", statements.iri(tie, GII.toCluster) or "")
                    self._about.setdefault(tie, []).append((*ends, terms.tie_kind))

    def subjects(self, text: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> list[RowSubject]:
        """Return what each row of the answer to a SELECT query, its parameters bound in its text, is about."""
        used = {ONTOLOGY + token.text[4:] for token in tokens(text) if token.text.startswith("gii:")}
        return [self._subject(bindings, used) for bindings in row_bindings(self._store, text, columns, rows)]

    def _subject(self, bindings: Iterable[Mapping[str, Any]], used: set[str]) -> RowSubject:
        """Return what is behind the IRIs of one row: what states it itself, else the ties between its nodes."""
        iris = dict.fromkeys(
            term.value for bound in bindings for term in bound.values() if type(term).__name__ == "NamedNode"
        )
        about = [triple for iri in iris for triple in self._about.get(iri, ())]
        members = [cluster for iri in iris for cluster in self._of_economy.get(iri, ())]
        named = dict.fromkeys([*iris, *(self._profile[iri] for iri in iris if iri in self._profile), *members])
        edges = [self._edge[triple] for triple in about if triple in self._edge]
        evidence = [iri for iri in iris if iri in self._line] or self._evidence_of(iris, used)
        if not evidence:
            between = self._between([iri for iri in iris if iri in self._node])
            edges += between
            lines = [self._mentioned(edge) for edge in between]
            cited = dict.fromkeys(line for stated in lines for line in stated)
        else:
            cited = dict.fromkeys(self._line[iri] for iri in evidence)
        if not cited:
            cited = dict.fromkeys(self._line[iri] for name in named for _, iri in self._stated.get(name, ()))
        ends = {end for number in edges for end in (self._edges[number].source, self._edges[number].target)}
        nodes = tuple(self._node[iri] for iri in named if iri in self._node and iri not in ends)
        return RowSubject(nodes, tuple(dict.fromkeys(edges)), tuple(cited))

    def _evidence_of(self, iris: Iterable[str], used: set[str]) -> list[str]:
        """Return the evidence of listings and ties, and that of profiles for the properties that the query uses."""
        return [
            evidence
            for iri in iris
            if iri in self._about or iri in self._profile
            for name, evidence in self._stated.get(iri, ())
            if iri not in self._profile or name in used
        ]

    def _between(self, iris: Sequence[str]) -> list[int]:
        """Return the edges between these nodes, else those of the ways of two steps from one to another."""
        direct = [edge for pair in permutations(iris, 2) for edge in self._edges_between.get(pair, ())]
        if direct or len(iris) != 2:
            return direct
        middles = [target for target in self._targets.get(iris[0], ()) if (target, iris[1]) in self._edges_between]
        pairs = [pair for middle in middles for pair in ((iris[0], middle), (middle, iris[1]))]
        return [edge for pair in pairs for edge in self._edges_between[pair]]

    def _mentioned(self, edge: int) -> list[CitedLine]:
        mentions = self._edges[edge].mentions
        return [(line.file, line.line, line.quote) for mention in mentions for line in mention.evidence]
