"""A graph as the pages need it: its statements, its network, where each thing has its page, and what states what."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from pyoxigraph import Triple

from gii_graph.graph.evidence_lines import Evidence, document_names
from gii_graph.graph.graph_statements import GraphStatements
from gii_graph.network.elements import Edge, Network, NetworkNode
from gii_graph.network.reading import network_of
from gii_graph.references import Reference, references_of_nodes
from gii_graph.site.addresses import SiteAddresses, file_address
from gii_graph.site.ownership import Ownership, named
from gii_graph.vocabulary import GII

__all__ = ["SiteGraph", "SourceLine", "line_anchor"]

_EVIDENCE: Final = re.compile(r"evidence/[0-9a-f]{8,64}/(\d+(?:/\d+)?)")


class SourceLine(NamedTuple):
    """A line of a source document as the graph has it, with the IRI of the evidence and its place in the site."""

    iri: str
    line: int | None
    page: int | None
    quote: str
    anchor: str


class SiteGraph:
    """What all pages are made from; made once for a site."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        """Take in the sorted triples of a graph."""
        given = list(triples)
        self.statements = GraphStatements(given)
        self.addresses = SiteAddresses(self.statements)
        self.triples: Sequence[Triple] = sorted(named(given, self.addresses.base), key=str)
        if self.triples != given:  # blank nodes have names now
            self.statements = GraphStatements(self.triples)
        self.ownership = Ownership(self.triples, self.statements, self.addresses)
        self.network: Network = network_of(self.statements)
        self.references: Sequence[Reference]
        self.references, self._cited = references_of_nodes(self.network)
        self.reference_to = {reference.file: reference for reference in self.references}
        self.documents = document_names(self.statements)
        self.lines: dict[str, list[SourceLine]] = defaultdict(list)
        self._places: dict[tuple[str, int | None, int | None, str], tuple[str, str]] = {}
        self._edges: defaultdict[str, list[Edge]] = defaultdict(list)
        self._index_lines()
        self._named: dict[str, str | None] = {}
        for iri in self.addresses.paths():
            label = self.label(iri)
            self._named[label] = None if label in self._named else iri
        for edge in self.network.edges:
            self._edges[edge.source].append(edge)
            if edge.target != edge.source:
                self._edges[edge.target].append(edge)

    def _index_lines(self) -> None:
        for iri in self.statements.instances(GII.Evidence):
            document = self.statements.iri(iri, GII.source) or ""
            line, page = self.statements.integer(iri, GII.line), self.statements.integer(iri, GII.page)
            quote = self.statements.text(iri, GII.quote) or ""
            anchor = line_anchor(self.addresses.request(iri) or iri)
            self.lines[document].append(SourceLine(iri, line, page, quote, anchor))
            self._places.setdefault((self.documents.get(document, ""), page, line, quote), (document, anchor))
        for lines in self.lines.values():
            lines.sort(key=lambda stated: (stated.page or 0, stated.line or 0, stated.iri))

    def edges_of(self, iri: str) -> Sequence[Edge]:
        """Return the edges from and to a node, in the network's order."""
        return self._edges.get(iri, ())

    def around(self, node: NetworkNode) -> Network:
        """Return the network with no other edges than a node's own."""
        return replace(self.network, edges=tuple(self.edges_of(node.iri)))

    def references_of(self, iri: str) -> list[Reference]:
        """Return the source documents that state something of a node."""
        return [self.references[number] for number in self._cited.get(iri, ())]

    def label(self, iri: str) -> str:
        """Return what a thing is called."""
        node = self.network.nodes.get(iri)
        return node.label if node else self.statements.label(iri)

    def link_called(self, name: str) -> str:
        """Return the address of the page of the only thing with that label; empty where there is none, or several."""
        return self.link(self._named.get(name) or "")

    def title(self, iri: str) -> str:
        """Return what the page of a thing is called: a document by its file's name."""
        return self.documents.get(iri) or self.statements.text(iri, GII.fileName) or self.label(iri)

    def link(self, iri: str) -> str:
        """Return the address of the page of a thing, from the root of the site; empty where it has none."""
        path = self.addresses.path(iri)
        return f"{file_address(path)}.html" if path is not None else ""

    def fragment(self, iri: str) -> str:
        """Return the place on its page where a part of it is told, such as a line; empty where that is all of it."""
        if GII.Evidence not in self.statements.classes(iri):
            return ""
        return line_anchor(self.addresses.request(iri) or iri)

    def line_link(self, stated: Evidence) -> str:
        """Return the address of a line of a source document, from the root of the site; empty where there is none."""
        document, anchor = self._places.get((stated.file, stated.page, stated.line, stated.quote), ("", ""))
        page = self.link(document)
        return f"{page}#{anchor}" if page else ""


def line_anchor(path: str) -> str:
    """Return the name of a line within the page of its document, from the path of its evidence's IRI.

    >>> line_anchor("evidence/22cce7f1/12"), line_anchor("evidence/22cce7f1/2/12")
    ('L12', 'L2-12')
    """
    numbered = _EVIDENCE.fullmatch(path)
    return f"L{numbered[1].replace('/', '-')}" if numbered else f"e-{hashlib.sha256(path.encode()).hexdigest()[:12]}"
