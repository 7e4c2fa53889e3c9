"""Which edition states a triple: the split that named graphs, and work on one edition, rest on.

Of an edition are its profiles, all that carries its year, the lines of its documents, and the direct triples
that one of these supports. Names, kinds and links belong to no edition.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Triple

from gii_graph.errors import CallError
from gii_graph.vocabulary import GII, RDF

__all__ = ["Editions", "of_edition", "split_by_edition"]

Years = frozenset[int]
_NONE: Years = frozenset()
_TIES = {
    GII.patents: (GII.collaboratesOnPatentsWith, GII.collaboratesWith),
    GII.articles: (GII.collaboratesOnArticlesWith, GII.collaboratesWith),
}
_LISTED = {GII.PatentListing: GII.filedPatents, GII.ArticleListing: GII.publishedArticles}
Direct = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Editions:
    """A graph's triples by the edition that states them; a triple that several editions state is in each."""

    timeless: Sequence[Triple]
    by_year: Mapping[int, Sequence[Triple]]


class _Facts:
    """Values by predicate and subject, for the few predicates that tell an edition."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        self._values: defaultdict[str, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for triple in triples:
            if isinstance(triple.subject, NamedNode) and isinstance(triple.object, NamedNode | Literal):
                self._values[triple.predicate.value][triple.subject.value].append(triple.object.value)

    def pairs(self, predicate: str) -> Mapping[str, list[str]]:
        return self._values.get(predicate, {})

    def of(self, subject: str, predicate: str) -> list[str]:
        return self.pairs(predicate).get(subject, [])


def split_by_edition(triples: Sequence[Triple]) -> Editions:
    """Split sorted triples by edition; the order is kept."""
    facts = _Facts(triples)
    subjects = _years_of_subjects(facts)
    direct = _years_of_direct_triples(facts, subjects)
    timeless: list[Triple] = []
    by_year: defaultdict[int, list[Triple]] = defaultdict(list)
    for triple in triples:
        subject = getattr(triple.subject, "value", "")
        years = subjects.get(subject) or direct.get((subject, triple.predicate.value, _text(triple)), _NONE)
        for year in years:
            by_year[year].append(triple)
        if not years:
            timeless.append(triple)
    return Editions(timeless, dict(sorted(by_year.items())))


def of_edition(triples: Sequence[Triple], year: int) -> list[Triple]:
    """Return what one edition states, with the names, kinds and links of all that it speaks of.

    Raises CallError where the graph has no such edition.
    """
    editions = split_by_edition(triples)
    if year not in editions.by_year:
        known = ", ".join(map(str, editions.by_year)) or "none"
        raise CallError(f"The graph has no edition {year}; it has: {known}.")
    stated = editions.by_year[year]
    met = {term for triple in stated for term in (triple.subject, triple.object)}
    return sorted({*stated, *(triple for triple in editions.timeless if triple.subject in met)}, key=str)


def _text(triple: Triple) -> str:
    return triple.object.value if isinstance(triple.object, NamedNode | Literal) else ""


def _years_of_subjects(facts: _Facts) -> dict[str, Years]:
    """Nodes with a year of their own; then the lines that support them; then those lines' documents."""
    years: dict[str, Years] = {
        node: frozenset(int(value) for value in values if value.isdecimal())
        for node, values in facts.pairs(GII.edition).items()
    }
    of_source: defaultdict[str, set[int]] = defaultdict(set)
    lines = facts.pairs(GII.source)
    for line, sources in lines.items():
        supported = _union(years.get(node, _NONE) for node in facts.of(line, GII.evidenceFor))
        years[line] = supported
        for source in sources:
            of_source[source] |= supported
    for line, sources in lines.items():
        years[line] = years[line] or _union(of_source[source] for source in sources)
    return years | {source: frozenset(found) for source, found in of_source.items()}


def _union(sets: Iterable[Iterable[int]]) -> Years:
    return frozenset(year for years in sets for year in years)


def _years_of_direct_triples(facts: _Facts, subjects: Mapping[str, Years]) -> dict[Direct, Years]:
    """Give each direct triple the years of the ties, rows, profiles and lines that support it."""
    found: defaultdict[Direct, set[int]] = defaultdict(set)
    for node, triple in (*_from_ties(facts), *_from_listings(facts), *_from_profiles(facts), *_from_lines(facts)):
        found[triple] |= subjects.get(node, _NONE)
    return {triple: frozenset(years) for triple, years in found.items()}


def _from_ties(facts: _Facts) -> Iterator[tuple[str, Direct]]:
    for tie, activities in facts.pairs(GII.activity).items():
        predicates = [predicate for activity in activities for predicate in _TIES.get(activity, ())]
        for source in facts.of(tie, GII.fromCluster):
            for target in facts.of(tie, GII.toCluster):
                yield from ((tie, (source, predicate, target)) for predicate in predicates)


def _from_listings(facts: _Facts) -> Iterator[tuple[str, Direct]]:
    for row, agents in facts.pairs(GII.agent).items():
        predicates = [_LISTED[kind] for kind in facts.of(row, RDF.type) if kind in _LISTED]
        for agent in agents:
            for cluster in facts.of(row, GII.cluster):
                yield from ((row, (agent, predicate, cluster)) for predicate in predicates)


def _from_profiles(facts: _Facts) -> Iterator[tuple[str, Direct]]:
    for cluster, profiles in facts.pairs(GII.hasProfile).items():
        yield from ((profile, (cluster, GII.hasProfile, profile)) for profile in profiles)


def _from_lines(facts: _Facts) -> Iterator[tuple[str, Direct]]:
    # An economy that no line states belongs to no edition.
    for line, properties in facts.pairs(GII.evidenceProperty).items():
        if GII.inEconomy in properties:
            for cluster in facts.of(line, GII.evidenceFor):
                for economy in facts.of(cluster, GII.inEconomy):
                    yield line, (cluster, GII.inEconomy, economy)
