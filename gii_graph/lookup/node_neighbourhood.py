"""All of a graph that a sheet of one node is made of, from a graph that is asked: its size is that of the sheet.

Of the nodes of a name that is what is stated of them, their profiles, rows, ties and fields, with the lines behind
each; of the nodes at the other ends what they are called. Of the rest of the graph there is one statement for each
thing that a sheet says of all of it: which editions there are, what else is called like a document.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from pyoxigraph import Literal, NamedNode, Triple

from gii_graph.activities import ACTIVITIES
from gii_graph.graph.graph_part import GraphPart
from gii_graph.lookup.asked_graph import AskedGraph
from gii_graph.lookup.called import nodes_called
from gii_graph.lookup.document_years import years_of_documents
from gii_graph.vocabulary import DCTERMS, GII, RDF, RDFS, SCHEMA, SKOS

__all__ = ["NAMES_PART", "neighbourhood"]

# All that nodes are called, to say what is called nearly so.
NAMES_PART: Final = GraphPart(
    frozenset({RDFS.label, SKOS.altLabel, GII.asNamed, GII.inEconomy, GII.edition, GII.activity})
    | {GII.agent, GII.cluster, GII.fromCluster, GII.toCluster},
    frozenset({GII.Cluster, GII.Organization, GII.Person, GII.CollaborationTie})
    | {terms.listing_class for terms in ACTIVITIES},
)
_ROW_ENDS: Final = (GII.agent, GII.cluster, GII.fromCluster, GII.toCluster)
_DIRECT: Final = (
    GII.collaboratesWith,
    *(name for terms in ACTIVITIES for name in (terms.collaborates, terms.listed_in)),
)
_IMPLIED: Final = (GII.impliedTotal, GII.impliedPopulation)
_CALLED: Final = (RDF.type, RDFS.label)
_TOGETHER: Final = 200  # terms in one question
_SAME_NAME: Final = """
SELECT ?name (MIN(STR(?document)) AS ?first) (MAX(STR(?document)) AS ?last) WHERE {{
  VALUES ?name {{ {names} }} ?document <{file_name}> ?name
  FILTER(isIRI(?document)) FILTER EXISTS {{ ?line <{source}> ?document }}
}} GROUP BY ?name"""
_A_LINE: Final = """
SELECT ?document (MIN(STR(?line)) AS ?first) WHERE {{
  VALUES ?document {{ {documents} }} ?line <{source}> ?document FILTER(isIRI(?line))
}} GROUP BY ?document"""
# Two IRIs of one solution: an aggregate of each would not be of the same.
_EDITIONS: Final = f"""
SELECT ?edition (MIN(CONCAT(STR(?cluster), " ", STR(?profile))) AS ?both) WHERE {{
  ?cluster <{RDF.type}> <{GII.Cluster}> ; <{GII.hasProfile}> ?profile . ?profile <{GII.edition}> ?edition
  FILTER(isIRI(?cluster) && isIRI(?profile))
}} GROUP BY ?edition"""
_ANY_EDITION: Final = f"""
SELECT ?edition (MIN(STR(?node)) AS ?first) WHERE {{
  ?node <{GII.edition}> ?edition FILTER(isIRI(?node))
}} GROUP BY ?edition"""


def neighbourhood(graph: AskedGraph, name: str, *, by_edition: bool, has_basis: bool, is_cited: bool) -> set[Triple]:
    """Return all that sheets of the nodes of a name are made of.

    `by_edition` is for a cut by edition, `has_basis` for a report that names the editions of the whole graph,
    `is_cited` for references to its documents.
    """
    asked = _Neighbourhood(graph)
    asked.read(nodes_called(graph, name))
    documents = asked.read_documents()
    if is_cited or asked.subjects(SCHEMA.url) or asked.subjects(DCTERMS.date):
        asked.read_what_documents_are_of(documents)
    if by_edition:
        asked.read_years(documents)
    if by_edition or has_basis:
        asked.read_editions()
    graph.confirm()
    return asked.triples


class _Neighbourhood:
    """What has been read so far."""

    def __init__(self, graph: AskedGraph) -> None:
        self._graph = graph
        self.triples: set[Triple] = set()

    def objects(self, *predicates: str) -> set[str]:
        """Return the nodes that some properties lead to, as far as has been read."""
        return {
            triple.object.value
            for triple in self.triples
            if triple.predicate.value in predicates and isinstance(triple.object, NamedNode)
        }

    def subjects(self, *predicates: str) -> set[str]:
        """Return the nodes that have some properties, as far as has been read."""
        return {getattr(triple.subject, "value", "") for triple in self.triples if triple.predicate.value in predicates}

    def read(self, nodes: set[str]) -> None:
        """Read nodes with their profiles, rows and lines, and the names of the nodes at the other ends."""
        self._about(nodes)
        for predicate in (*_ROW_ENDS, *_DIRECT):
            self._leading_to(nodes, predicate)
        profiles = self.objects(GII.hasProfile)
        rows = self.subjects(*_ROW_ENDS)
        self._about(profiles | rows)
        fields = self._leading_to(profiles, GII.inProfile) - rows
        self._about(fields | self.objects(*_IMPLIED))
        ends = self.objects(*_ROW_ENDS, *_DIRECT, GII.inEconomy) | self.subjects(*_DIRECT)
        self._about(ends - nodes, _CALLED)
        self._about(self._leading_to(nodes | profiles | rows | fields, GII.evidenceFor))

    def read_documents(self) -> set[str]:
        """Read the documents of the lines, and that there are others of their names; return these documents."""
        documents = self.objects(GII.source)
        self._about(documents)
        names = {triple.object for triple in self.triples if triple.predicate.value == GII.fileName}
        called: dict[str, Literal] = {}
        for some in _in_turn(map(str, names)):
            query = _SAME_NAME.format(names=some, file_name=GII.fileName, source=GII.source)
            for name, *both in self._graph.rows(query, ("name", "first", "last")):
                called.update((document.value, name) for document in both)
        for document, line in self._first_lines(called.keys() - documents):
            self._add(document, GII.fileName, called[document])
            self._add(line, GII.source, NamedNode(document))
        return documents

    def read_what_documents_are_of(self, documents: set[str]) -> None:
        """Read which profiles the documents state figures of, and which clusters these are of."""
        for some in _in_turn(f"<{document}>" for document in documents):
            where = f"VALUES ?o {{ {some} }} ?s <{GII.source}> ?o FILTER EXISTS {{ ?s <{GII.evidenceProperty}> ?x }}"
            self._about({getattr(triple.subject, "value", "") for triple in self._graph.matching(where, GII.source)})
        profiles = self.objects(GII.evidenceFor)
        clusters = self._leading_to(profiles, GII.hasProfile)
        self._about(profiles, (GII.edition,))
        self._about(clusters, _CALLED)

    def read_years(self, documents: set[str]) -> None:
        """Read a line of each document for each edition that it is of."""
        for some in _groups(documents):
            self.triples.update(years_of_documents(self._graph, some))

    def read_editions(self) -> None:
        """Read a profile of each edition, and a node of each that has none."""
        for edition, both in self._graph.rows(_EDITIONS, ("edition", "both")):
            cluster, profile = both.value.split(" ")
            self._add(cluster, RDF.type, NamedNode(GII.Cluster))
            self._add(cluster, GII.hasProfile, NamedNode(profile))
            self._add(profile, GII.edition, edition)
        for edition, node in self._graph.rows(_ANY_EDITION, ("edition", "first")):
            self._add(node.value, GII.edition, edition)

    def _first_lines(self, documents: Iterable[str]) -> Iterator[tuple[str, str]]:
        for some in _in_turn(f"<{document}>" for document in documents):
            query = _A_LINE.format(documents=some, source=GII.source)
            for document, line in self._graph.rows(query, ("document", "first")):
                yield document.value, line.value

    def _about(self, nodes: Iterable[str], properties: Iterable[str] = ()) -> None:
        self.triples.update(self._graph.about(nodes, tuple(properties)))

    def _leading_to(self, nodes: Iterable[str], predicate: str) -> set[str]:
        """Read the statements that lead to some nodes, and return where they come from."""
        triples = set(self._graph.leading_to(nodes, predicate))
        self.triples |= triples
        return {getattr(triple.subject, "value", "") for triple in triples}

    def _add(self, subject: str, predicate: str, value: NamedNode | Literal) -> None:
        self.triples.add(Triple(NamedNode(subject), NamedNode(predicate), value))


def _in_turn(terms: Iterable[str]) -> Iterator[str]:
    """Yield terms as SPARQL has them, so many together as one question has."""
    yield from map(" ".join, _groups(terms))


def _groups(terms: Iterable[str]) -> Iterator[list[str]]:
    ordered = sorted(terms)
    for start in range(0, len(ordered), _TOGETHER):
        yield ordered[start : start + _TOGETHER]
