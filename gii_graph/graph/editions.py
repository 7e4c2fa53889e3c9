"""What an edition states: the one cut that all commands make, and the split into named graphs.

To take an edition out of a graph of several gives what the documents of that edition alone state. Of an edition are

- its profiles, rows, ties and field shares, and all else that carries its year and no other;
- the lines that support these, their documents, and these documents' other lines;
- the direct triples (who collaborates, files, publishes, lies in which economy) that one of these supports.

Names, kinds and links belong to no edition; a cut has those of the nodes that the edition speaks of. What was computed
from several editions is stated by none of them, and so is a direct triple that nothing supports.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from pyoxigraph import NamedNode, Triple

from gii_graph.activities import ACTIVITIES, ACTIVITY_OF_IRI
from gii_graph.errors import CallError
from gii_graph.graph.graph_part import GraphPart
from gii_graph.graph.graph_statements import GraphStatements
from gii_graph.vocabulary import GII, RDF

__all__ = [
    "DATED_CLASSES",
    "DATING_PART",
    "DIRECT_PROPERTIES",
    "SUBJECT_MATTER_CLASSES",
    "Editions",
    "of_editions",
    "require_editions",
    "split_by_edition",
]

Years = frozenset[int]
_NONE: Years = frozenset()
DIRECT_PROPERTIES = frozenset(
    {GII.collaboratesWith, GII.hasProfile}
    | {terms.collaborates for terms in ACTIVITIES}
    | {terms.listed_in for terms in ACTIVITIES}
)
# Nodes of these classes are of the edition that they name, or of none.
DATED_CLASSES = frozenset(
    {GII.ClusterProfile, GII.Listing, GII.CollaborationTie, GII.FieldShare, GII.Measurement, GII.Analysis}
    | {GII.ImpliedTotal, GII.ImpliedPopulation, GII.Evidence, GII.SourceDocument}
    | {terms.listing_class for terms in ACTIVITIES}
)
# An edition may link to these without speaking of them.
SUBJECT_MATTER_CLASSES = frozenset({GII.Cluster, GII.Agent, GII.Organization, GII.Person})
# All that tells what an edition states. Lines have no class here: what supports nothing dated is not told apart by one.
DATING_PART: Final = GraphPart(
    DIRECT_PROPERTIES
    | {GII.edition, GII.source, GII.evidenceFor, GII.evidenceProperty, GII.inEconomy}
    | {GII.fromCluster, GII.toCluster, GII.activity, GII.agent, GII.cluster},
    classes=(DATED_CLASSES - {GII.Evidence, GII.SourceDocument}) | SUBJECT_MATTER_CLASSES,
)
Direct = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Editions:
    """A graph's triples by the edition that states them; a triple that several editions state is in each."""

    timeless: Iterable[Triple]
    by_year: Mapping[int, Iterable[Triple]]


def split_by_edition(triples: Sequence[Triple]) -> Editions:
    """Split triples by edition, what no single one states apart; the order is kept."""
    dates = _Dates(GraphStatements(triples))
    timeless: list[Triple] = []
    by_year: dict[int, list[Triple]] = {year: [] for year in dates.editions}
    for triple in triples:
        years = dates.stated_by(triple)
        for year in years:
            by_year[year].append(triple)
        if not years:
            timeless.append(triple)
    return Editions(timeless, by_year)


def of_editions(triples: Iterable[Triple], years: Collection[int], *, required: bool = True) -> list[Triple]:
    """Return what some editions state, with the names, kinds and links of all that they speak of; the order is kept.

    Raises CallError where the graph has no such edition and it is `required`, as it is not of a part of a graph.
    """
    triples = list(triples)
    statements = GraphStatements(triples)
    dates = _Dates(statements)
    if required:
        require_editions(dates.editions, years)
    wanted = frozenset(years)
    stated: set[Triple] = set()
    others: defaultdict[object, list[Triple]] = defaultdict(list)
    for triple in triples:
        if dates.is_stated(triple, wanted):
            stated.add(triple)
        elif not dates.is_dated(triple):
            others[triple.subject].append(triple)
    of_editions = stated | _about(stated, others, statements)
    return [triple for triple in triples if triple in of_editions]


def require_editions(editions: Collection[int], wanted: Iterable[int]) -> None:
    """Raise CallError for a wanted edition that is not among the editions of a graph."""
    for year in wanted:
        if year not in editions:
            years = ", ".join(map(str, sorted(editions))) or "none"
            raise CallError(f"The graph has no edition {year}; it has: {years}.")


def _about(
    stated: Collection[Triple], others: Mapping[object, list[Triple]], statements: GraphStatements
) -> set[Triple]:
    """Return what belongs to no edition and is about nodes that `stated` speaks of, and on to where these lead."""
    about: set[Triple] = set()
    waiting = {term for triple in stated for term in (triple.subject, triple.object)}
    seen = set(waiting)
    while waiting:
        node = waiting.pop()
        for triple in others.get(node, ()):
            about.add(triple)
            if triple.object not in seen and not _is_subject_matter(triple.object, statements):
                seen.add(triple.object)
                waiting.add(triple.object)
    return about


def _is_subject_matter(term: object, statements: GraphStatements) -> bool:
    return isinstance(term, NamedNode) and not SUBJECT_MATTER_CLASSES.isdisjoint(statements.classes(term.value))


class _Dates:
    """Which editions state what in a graph.

    A node that names several years was computed from all of them together; a line or a direct triple that several
    years support is stated by each of them.
    """

    def __init__(self, statements: GraphStatements) -> None:
        self._own = {node: _years(statements, node) for node in statements.with_literals(GII.edition)}
        self._supporting = _years_of_lines(statements, self._own)
        self._direct = _years_of_direct_triples(statements, self._own | self._supporting)
        self._dated = {node for name in DATED_CLASSES for node in statements.instances(name)}
        self.editions = sorted({year for years in self._own.values() for year in years})

    def stated_by(self, triple: Triple) -> list[int]:
        """Return the editions that state a triple each by itself."""
        own, supporting = self._years(triple)
        return sorted(own if len(own) == 1 else () if own else supporting)

    def is_stated(self, triple: Triple, wanted: Years) -> bool:
        """Tell whether some editions together state a triple."""
        own, supporting = self._years(triple)
        return own <= wanted if own else not wanted.isdisjoint(supporting)

    def is_dated(self, triple: Triple) -> bool:
        """Tell whether a triple is one that an edition must state."""
        own, supporting = self._years(triple)
        dated = triple.predicate.value in DIRECT_PROPERTIES or getattr(triple.subject, "value", "") in self._dated
        return bool(own or supporting or dated)

    def _years(self, triple: Triple) -> tuple[Years, Years]:
        subject = triple.subject.value if isinstance(triple.subject, NamedNode) else ""
        if own := self._own.get(subject, _NONE):
            return own, _NONE
        if supporting := self._supporting.get(subject, _NONE):
            return _NONE, supporting
        if not isinstance(triple.object, NamedNode):
            return _NONE, _NONE
        return _NONE, self._direct.get((subject, triple.predicate.value, triple.object.value), _NONE)


def _years(statements: GraphStatements, node: str) -> Years:
    return frozenset(int(text) for text in statements.texts(node, GII.edition) if text.isdecimal() and len(text) < 10)


def _years_of_lines(statements: GraphStatements, own: Mapping[str, Years]) -> dict[str, Years]:
    """Give each line the years of what it supports, each document those of its lines, and these to its other lines."""
    supporting: dict[str, Years] = {}
    of_document: defaultdict[str, set[int]] = defaultdict(set)
    documents = statements.by_subject(GII.source)
    supported = statements.by_subject(GII.evidenceFor)
    for line, sources in documents.items():
        supporting[line] = _union(own.get(node, _NONE) for node in supported.get(line, ()))
        for source in sources:
            of_document[source] |= supporting[line]
    for line, sources in documents.items():
        supporting[line] = supporting[line] or _union(of_document[source] for source in sources)
    return supporting | {document: frozenset(years) for document, years in of_document.items()}


def _union(sets: Iterable[Iterable[int]]) -> Years:
    return frozenset(year for years in sets for year in years)


def _years_of_direct_triples(statements: GraphStatements, years: Mapping[str, Years]) -> dict[Direct, Years]:
    """Give each direct triple the years of the ties, rows, profiles and lines that support it."""
    direct: defaultdict[Direct, set[int]] = defaultdict(set)
    for supports in (_from_ties, _from_listings, _from_profiles, _from_lines):
        for node, triple in supports(statements):
            direct[triple] |= years.get(node, _NONE)
    return {triple: frozenset(stated) for triple, stated in direct.items()}


def _from_ties(statements: GraphStatements) -> Iterator[tuple[str, Direct]]:
    sources, targets = statements.by_subject(GII.fromCluster), statements.by_subject(GII.toCluster)
    for tie, activities in statements.by_subject(GII.activity).items():
        for activity in activities:
            if activity in ACTIVITY_OF_IRI:
                for predicate in (ACTIVITY_OF_IRI[activity].collaborates, GII.collaboratesWith):
                    for source in sources.get(tie, ()):
                        yield from ((tie, (source, predicate, target)) for target in targets.get(tie, ()))


def _from_listings(statements: GraphStatements) -> Iterator[tuple[str, Direct]]:
    listed_in = {terms.listing_class: terms.listed_in for terms in ACTIVITIES}
    classes, clusters = statements.by_subject(RDF.type), statements.by_subject(GII.cluster)
    for row, agents in statements.by_subject(GII.agent).items():
        for predicate in filter(None, map(listed_in.get, classes.get(row, ()))):
            for agent in agents:
                yield from ((row, (agent, predicate, cluster)) for cluster in clusters.get(row, ()))


def _from_profiles(statements: GraphStatements) -> Iterator[tuple[str, Direct]]:
    for cluster, profiles in statements.by_subject(GII.hasProfile).items():
        yield from ((profile, (cluster, GII.hasProfile, profile)) for profile in profiles)


def _from_lines(statements: GraphStatements) -> Iterator[tuple[str, Direct]]:
    # An economy that no line states belongs to no edition; a line that names none states all of its cluster's.
    supported, economies = statements.by_subject(GII.evidenceFor), statements.by_subject(GII.inEconomy)
    for line, properties in statements.by_subject(GII.evidenceProperty).items():
        if GII.inEconomy in properties:
            nodes = supported.get(line, ())
            for cluster in nodes:
                within = economies.get(cluster, ())
                for economy in sorted(set(within).intersection(nodes)) or within:
                    yield line, (cluster, GII.inEconomy, economy)
