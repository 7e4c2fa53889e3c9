"""What a graph that is asked, as a store is, states of some clusters: all that a comparison of these reads.

First without the lines that support it, but for those that say in which edition a cluster is in which economy. The
lines of what has changed are read when it is known what has. Nothing read is left out again, and all of it is true,
so that what one edition needs does no harm to what another does.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, Final, Protocol

from pyoxigraph import NamedNode, Triple

from gii_graph.comparison.batch_conditions import HINDERING_MENTIONS
from gii_graph.comparison.changes import Side
from gii_graph.comparison.facts import Key
from gii_graph.figures import FIGURE_TERMS
from gii_graph.graph.editions import of_editions
from gii_graph.graph.graph_statements import GraphStatements
from gii_graph.lookup.document_years import years_of_documents
from gii_graph.network.reading import network_of
from gii_graph.vocabulary import DCTERMS, GII, ONTOLOGY, RDF, RDFS, SCHEMA

__all__ = ["AskedClusters", "ClusterBatch", "UnfitForBatchesError"]

_OF_NODES: Final = (RDF.type, RDFS.label, GII.edition, GII.source)
_OF_CLUSTERS: Final = (*_OF_NODES, GII.inEconomy, GII.hasProfile)
_OF_PROFILES: Final = (RDF.type, GII.edition, GII.source, *(f"{ONTOLOGY}{term}" for term in FIGURE_TERMS))
_OF_ROWS: Final = (
    *(RDF.type, GII.edition, GII.source, GII.rank, GII.count, GII.share, GII.shareBelow, GII.asNamed, GII.activity),
    *(GII.agent, GII.cluster, GII.fromCluster, GII.toCluster),
)
_OF_FIELDS: Final = (
    *(RDF.type, GII.edition, GII.source, GII.inProfile, GII.activity, GII.field, GII.share, GII.shareBelow),
)
_OF_LINES: Final = (
    *(RDF.type, GII.edition, GII.source, GII.line, GII.quote, GII.page, GII.evidenceFor, GII.evidenceProperty),
)
_OF_DOCUMENTS: Final = (RDF.type, GII.edition, GII.fileName, GII.sha256, SCHEMA.url, DCTERMS.date)
_ROWS: Final = f"{{ ?s <{GII.fromCluster}> ?c }} UNION {{ ?s <{GII.cluster}> ?c }}"
_FIELDS: Final = f"?c <{GII.hasProfile}> ?profile . ?s <{GII.inProfile}> ?profile ; a <{GII.FieldShare}>"
_ENDS: Final = (
    f"{{ ?row <{GII.fromCluster}> ?c ; <{GII.toCluster}> ?s }} UNION {{ ?row <{GII.cluster}> ?c ; <{GII.agent}> ?s }} "
    f"UNION {{ ?c <{GII.inEconomy}> ?s }}"
)
_ECONOMY_LINES: Final = f"?s <{GII.evidenceFor}> ?c ; <{GII.evidenceProperty}> <{GII.inEconomy}>"
_LINES: Final = f"?s <{GII.evidenceFor}> ?c"
_YEARS: Final = ("years",)  # what is asked of a document beside its properties
_TOGETHER: Final = 100  # terms in one question
# Two documents of a name that lines of an edition cite, if there are two: then how they are called says which.
_CALLED_ALIKE: Final = """
SELECT ?name (MIN(CONCAT(STR(?document), " ", STR(?line), " ", STR(?node))) AS ?first)
  (MAX(CONCAT(STR(?document), " ", STR(?line), " ", STR(?node))) AS ?last)
WHERE {{
  {named} {supported}
  FILTER(isIRI(?document) && isIRI(?line) && isIRI(?node))
}} GROUP BY ?name"""
_NAMED: Final = f"VALUES ?name {{{{ {{names}} }}}} ?document <{GII.fileName}> ?name . ?line <{GII.source}> ?document"
_OF_EDITION: Final = f"""
  . ?line <{GII.evidenceFor}> ?node . ?node <{GII.edition}> ?edition FILTER(STR(?edition) = "{{edition}}")"""
_OF_ANY: Final = "BIND(?line AS ?node)"
# A node of one edition alone that leads to a cluster: so that edition speaks of it.
_MENTIONING: Final = f"""
SELECT ?c (MIN(CONCAT(STR(?s), " ", STR(?p))) AS ?both) WHERE {{{{
  {{clusters}} ?s ?p ?c . ?s <{GII.edition}> ?edition FILTER(STR(?edition) = "{{edition}}" && isIRI(?s))
  FILTER NOT EXISTS {{{{ ?s <{GII.edition}> ?other FILTER(STR(?other) != "{{edition}}") }}}}
}}}} GROUP BY ?c"""


class AskedClusters(Protocol):
    """A graph that is asked for parts of it, as `gii_graph.remote.stored_graph.StoredGraph` is."""

    def nodes(self, where: str) -> Iterator[list[str]]:
        """Yield the IRIs to which a group graph pattern binds ?s, each once, in pages."""

    def about(self, nodes: Iterable[str], properties: Collection[str] = ()) -> Iterator[Triple]:
        """Yield what is stated of some nodes, of some properties alone where they are given."""

    def described(self, where: str, properties: Collection[str]) -> Iterator[Triple]:
        """Yield the statements of some properties about the nodes to which a group graph pattern binds ?s."""

    def number(self, where: str) -> int:
        """Return how many solutions a group graph pattern has."""

    def rows(self, query: str, columns: Sequence[str]) -> list[tuple[Any, ...]]:
        """Return the rows of a query that has few, as of an aggregate; each has a value in all of these columns."""

    def forget(self) -> None:
        """Forget what was noted of what was asked."""


class UnfitForBatchesError(Exception):
    """A graph states what only a comparison of the whole of it can judge."""


class ClusterBatch:
    """What a graph states of some clusters, as far as it has been read; `by_edition` says that it is cut by edition.

    Raises UnfitForBatchesError where that is not enough, EndpointError where the store does not answer as it should.
    """

    def __init__(self, graph: AskedClusters, clusters: Collection[str], *, by_edition: bool) -> None:
        self._graph = graph
        self._by_edition = by_edition
        self._triples: set[Triple] = set()
        self._asked: defaultdict[Sequence[str], set[str]] = defaultdict(set)
        self._sides: dict[int | None, Side] = {}
        self._about(clusters, _OF_CLUSTERS)
        self._about(self._objects(GII.hasProfile), _OF_PROFILES)
        for where, properties in ((_ROWS, _OF_ROWS), (_FIELDS, _OF_FIELDS), (_ENDS, _OF_NODES)):
            self._describe(where, clusters, properties)
        _refuse_what_is_of_two_kinds(GraphStatements(self._triples))
        if by_edition:
            self._describe(_ECONOMY_LINES, clusters, _OF_LINES)
            self._read_years()

    def side(self, edition: int | None) -> Side:
        """Return what an edition states of the clusters (None: of what carries no edition)."""
        if edition not in self._sides:
            stated = self._triples if edition is None else of_editions(self._triples, (edition,), required=False)
            self._sides[edition] = Side(network_of(GraphStatements(stated)), edition)
        return self._sides[edition]

    def cited_side(self, keys: Collection[Key], edition: int | None) -> Side:
        """Return the same with the lines that support some facts, and the names of the clusters that these are of."""
        side, stated = self.side(edition), GraphStatements(self._triples)
        clusters = {key.cluster for key in keys}
        profiles = {profile for cluster in clusters for profile in stated.iris(cluster, GII.hasProfile)}
        fields = {field for profile in profiles for field in stated.subjects(GII.inProfile, profile)}
        facts = {fact.node for key in keys if (fact := side.facts.get(key))}
        cited = clusters | profiles | fields | facts
        self._describe(_LINES, cited, _OF_LINES)
        self._read_years()
        in_economies = {key.cluster for key in keys if key.topic == "economy"}
        economies = {economy for cluster in in_economies for economy in stated.iris(cluster, GII.inEconomy)}
        self._read_documents(self._documents_of(cited), economies, edition)
        if edition is not None:
            self._read_mentions({cluster for cluster in clusters if side.label(cluster) is None}, edition)
        self._sides.clear()
        return self.side(edition)

    def _read_years(self) -> None:
        """Read of which editions the lines are: those of what they support, or else of their documents' other lines."""
        self._about(self._objects(GII.evidenceFor), (GII.edition,))
        if self._by_edition:
            for some in _in_turn(self._new(self._objects(GII.source), _YEARS)):
                self._take(years_of_documents(self._graph, some))

    def _documents_of(self, cited: Iterable[str]) -> set[str]:
        """Return the documents of the lines that support some nodes."""
        stated = GraphStatements(self._triples)
        lines = {line for node in cited for line in stated.subjects(GII.evidenceFor, node)}
        return {document for line in lines for document in stated.iris(line, GII.source)}

    def _read_documents(self, documents: Collection[str], economies: Collection[str], edition: int | None) -> None:
        """Read documents, whether others are called as they are, and lines like theirs that name an economy."""
        self._about(documents, _OF_DOCUMENTS)
        stated = GraphStatements(self._triples)
        names = {str(name) for document in documents for name in stated.literals(document, GII.fileName)}
        only = f"FILTER(?economy IN ({', '.join(f'<{economy}>' for economy in sorted(economies))}))"
        for some in _in_turn(names):
            named = _NAMED.format(names=" ".join(some))
            self._read_called_alike(named, edition)
            if economies:
                lines = f"{named} . ?line <{GII.evidenceFor}> ?economy {only}"
                self._take(self._graph.described(lines.replace("?line", "?s"), _OF_LINES))
        self._read_years()
        all_documents = self._objects(GII.source)
        self._about(all_documents, _OF_DOCUMENTS)
        _refuse_what_is_called_twice(GraphStatements(self._triples), all_documents)

    def _read_called_alike(self, named: str, edition: int | None) -> None:
        supported = _OF_ANY
        if edition is not None:
            if self._graph.number(f"{named} ; <{GII.edition}> ?own"):
                raise UnfitForBatchesError
            supported = _OF_EDITION.format(edition=edition)
        query = _CALLED_ALIKE.format(named=named, supported=supported)
        for _, *both in self._graph.rows(query, ("name", "first", "last")):
            for stated in both:
                document, line, node = stated.value.split(" ")
                self._add(line, GII.source, NamedNode(document))
                if edition is not None:
                    self._add(line, GII.evidenceFor, NamedNode(node))

    def _read_mentions(self, clusters: Collection[str], edition: int) -> None:
        """Read what else an edition says of clusters of which it has no facts, so that it has their names."""
        for some in _in_turn(clusters):
            named = f"VALUES ?c {{ {_iris(some)} }}"
            if any(self._graph.number(f"{named} {hindering}") for hindering in HINDERING_MENTIONS):
                raise UnfitForBatchesError
            query = _MENTIONING.format(clusters=named, edition=edition)
            for cluster, both in self._graph.rows(query, ("c", "both")):
                node, predicate = both.value.split(" ")
                self._add(node, predicate, cluster)
                self._about([node], (GII.edition,))

    def _describe(self, where: str, terms: Iterable[str], properties: Collection[str]) -> None:
        """Read about the nodes that a pattern binds to ?s; it has ?c for the terms."""
        for some in _in_turn(terms):
            self._take(self._graph.described(f"VALUES ?c {{ {_iris(some)} }} {where}", properties))

    def _about(self, nodes: Iterable[str], properties: Sequence[str]) -> None:
        """Read some properties of nodes, of each node once."""
        self._take(self._graph.about(self._new(nodes, properties), properties))

    def _new(self, nodes: Iterable[str], asked_for: Sequence[str]) -> set[str]:
        """Return the nodes that were not asked for yet, which they are from now on."""
        new = {*nodes} - self._asked[asked_for]
        self._asked[asked_for] |= new
        return new

    def _objects(self, predicate: str) -> set[str]:
        """Return the nodes that a property leads to, as far as has been read."""
        return {
            triple.object.value
            for triple in self._triples
            if triple.predicate.value == predicate and isinstance(triple.object, NamedNode)
        }

    def _take(self, triples: Iterable[Triple]) -> None:
        self._triples.update(triples)

    def _add(self, subject: str, predicate: str, value: NamedNode) -> None:
        self._triples.add(Triple(NamedNode(subject), NamedNode(predicate), value))


def _refuse_what_is_of_two_kinds(stated: GraphStatements) -> None:
    """Raise UnfitForBatchesError for lines that are clusters or rows too, and for profiles of two editions."""
    profiles = {profile for _, profile in stated.pairs(GII.hasProfile)}
    if any(stated.pairs(GII.source)) or any(len(stated.literals(one, GII.edition)) > 1 for one in profiles):
        raise UnfitForBatchesError


def _refuse_what_is_called_twice(stated: GraphStatements, documents: Iterable[str]) -> None:
    """Raise UnfitForBatchesError for documents of two names, and for such as say which edition they are of."""
    for document in documents:
        if len(stated.texts(document, GII.fileName)) != 1 or stated.literals(document, GII.edition):
            raise UnfitForBatchesError


def _iris(nodes: Iterable[str]) -> str:
    return " ".join(f"<{node}>" for node in nodes)


def _in_turn(terms: Iterable[str]) -> Iterator[list[str]]:
    """Yield terms, so many together as one question has."""
    remaining = iter(sorted(set(terms)))
    while some := [*islice(remaining, _TOGETHER)]:
        yield some
