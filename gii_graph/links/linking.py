"""Linking: what is known, what is beyond doubt, what a person said, and what a person is asked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations

from gii_graph.authorities import Authority, authorities, geonames, ror
from gii_graph.authorities.records import RegistryCity
from gii_graph.city_lookup import Gazetteer, LocatedCity
from gii_graph.identity.joining import Listed, doubtful_pairs
from gii_graph.identity.names import NameReader
from gii_graph.identity.spelling import comparison_key
from gii_graph.links.anchoring import anchor, economy_links
from gii_graph.links.curated import CuratedNames
from gii_graph.links.decided import Decided, apply, decided_links
from gii_graph.links.model import (
    LEXICAL_CONFIDENCE,
    NO_TERM_FOUND,
    Justification,
    Link,
    is_ours,
    source_of,
)
from gii_graph.links.place import Place
from gii_graph.links.registry import Registry
from gii_graph.links.review import KIND_QUESTION, KINDS, Decisions, ReviewRow
from gii_graph.links.shared_records import doubts_by_records
from gii_graph.links.sssom import SssomRow
from gii_graph.links.subjects import DoubtfulKind, Organization, PersonNode, Subjects
from gii_graph.vocabulary import SKOS

__all__ = ["Linked", "Proposal", "Sources", "link"]

# More persons of one name than this say nothing of any two of them.
_MOST_NAMESAKES = 8
_NAMESAKE_SCORE = 0.3


@dataclass(frozen=True, slots=True)
class Proposal:
    """What an organisation may be: an IRI, its label, a score from 0 to 1 where there is one, and why."""

    iri: str
    label: str
    score: float | None
    reason: str


@dataclass(frozen=True, slots=True)
class Sources:
    """The authorities to ask, each optional; `propose` asks a service for many names at once."""

    reader: NameReader
    curated: CuratedNames | None = None
    registries: tuple[Registry, ...] = ()
    gazetteers: tuple[Gazetteer, ...] = ()
    propose: Callable[[Sequence[Organization]], Mapping[str, Sequence[Proposal]]] | None = None

    def registry(self, key: str) -> Registry | None:
        """Return the registry at hand of the authority with that key, if there is one."""
        return next((registry for registry in self.registries if registry.authority.key == key), None)

    def has_record(self, authority: Authority, identifier: str) -> bool:
        """Whether an authority has a record; also where its registry is not at hand, so that nobody can tell."""
        registry = self.registry(authority.key)
        return registry is None or registry.record(identifier) is not None


@dataclass(frozen=True, slots=True)
class Linked:
    """All links found or refused, what a person is asked, and what became of the decisions.

    `countries` are the ISO 3166-1 alpha-2 codes of the places that clusters may be linked to, by their IRIs.
    """

    links: tuple[Link, ...]
    review: tuple[ReviewRow, ...]
    decided: Decided
    countries: Mapping[str, str]


def link(subjects: Subjects, sources: Sources, decisions: Decisions, limit: int = 5, table: str = "") -> Linked:
    """Return the links of `subjects`, and up to `limit` candidates for each that is left to a person.

    What a person decided comes before all else. `table` is the file that the new review table takes the place of: a
    decision in it that is not applied is kept there all the same.
    """
    decided = apply(decisions, subjects, sources.has_record)
    links = list(economy_links(subjects.economies))
    questions: list[ReviewRow] = []
    cities: dict[str, tuple[LocatedCity, ...]] = {}
    # Places come first: organisations are told apart by them.
    for cluster in subjects.clusters:
        anchored = anchor(cluster, sources.gazetteers, decided.of(cluster.iri), limit)
        cities[cluster.iri] = anchored.cities
        links += anchored.links
        questions += anchored.review
    linker = _Linker(sources, decided, cities)
    for organization in subjects.organizations:
        links += linker.linked(organization)
    for rows, notes in list(linker.questions(links, limit)):
        questions += rows
        links += notes
    for registry in sources.registries:
        registry.kept.save()
    questions += _doubts(subjects.organizations, decided, sources, links)
    questions += _kind_questions(subjects.doubtful_kinds, decided)
    questions += _namesakes(subjects.people, decided)
    unapplied = [refused.row for refused in decided.refused]
    unapplied += [row for conflict in decided.conflicts for row in conflict.rows]
    return Linked(
        links=tuple(dict.fromkeys([*links, *decided.carried(links)])),
        review=tuple(_table(questions, decided, [row for row in unapplied if row.file == table], decisions)),
        decided=decided,
        countries=_countries(cities),
    )


def _table(
    questions: Iterable[ReviewRow], decided: Decided, unapplied: Sequence[ReviewRow], decisions: Decisions
) -> Iterator[ReviewRow]:
    """Yield the rows of the new review table: open questions with what people noted beside them, then decisions."""
    answered = {row.question for row in unapplied}
    for row in questions:
        if row.question not in answered:
            remark = decisions.remarks.get(row.question, row)
            yield replace(row, author=remark.author, date=remark.date, note=remark.note, more=remark.more)
    yield from (*decided.rows, *decided.waiting, *unapplied)


def _countries(located: Mapping[str, Iterable[LocatedCity]]) -> dict[str, str]:
    towns = [city for cities in located.values() for city in cities]
    places = [place for city in towns for place in (*([city.place] if city.place else []), *city.candidates)]
    return {geonames.AUTHORITY.iri(place.geonames): place.alpha2 for place in places if place.alpha2}


@dataclass(slots=True)
class _Linker:
    """Links organisations one by one and remembers those that are left to a person."""

    sources: Sources
    decided: Decided
    cities: Mapping[str, tuple[LocatedCity, ...]]
    unsettled: list[Organization] = field(default_factory=list)

    def linked(self, organization: Organization) -> list[Link]:
        """Return the links of an organisation: what a person said, what is known, else what is beyond doubt."""
        said = self.decided.of(organization.iri)
        links = list(decided_links(said, organization.label, SKOS.exactMatch))
        nothing = next((row for row in said if row.decision == "none"), None)
        if nothing is not None:
            return [*links, *_no_record(organization, nothing)]
        if not any(row.same_as for row in said):
            refused = {row.candidate for row in said if row.decision == "reject"}
            if not any(link.is_published and ror.AUTHORITY.holds(link.object) for link in links):
                links += self._known(organization, refused)
            for registry in self.sources.registries:
                if certain := self._beyond_doubt(organization, registry, refused, links):
                    links.append(certain)
            if not any(link.is_published and not is_ours(link.object) for link in links):
                self.unsettled.append(organization)
        return links + self._through_records(organization, links)

    def _place(self, organization: Organization) -> Place:
        cities, countries = [], set(organization.countries)
        for cluster in organization.clusters:
            for city in self.cities[cluster.iri]:
                place = city.place
                position = (place.latitude, place.longitude) if place else None
                cities.append(RegistryCity(city.city, place.geonames if place else None, position))
                if place and not cluster.countries:
                    countries.add(place.alpha2)
        return Place(frozenset(countries), tuple(cities))

    def _known(self, organization: Organization, refused: set[str]) -> list[Link]:
        """Return what the curated names have for an organisation; nothing where they disagree or a person refused."""
        if self.sources.curated is None:
            return []
        rows = self.sources.curated.of_organization(organization.names, self._place(organization))
        records = {row.object for row in rows if ror.AUTHORITY.holds(row.object)}
        if len(records) > 1 or records & refused:
            return []
        # That ROR had no record when the names were curated is outdated by a record, and by a registry at hand.
        outdated = {NO_TERM_FOUND} if records or self.sources.registry(ror.AUTHORITY.key) else set()
        return [_curated_link(organization, row) for row in rows if row.object not in refused | outdated]

    def _beyond_doubt(
        self, organization: Organization, registry: Registry, refused: set[str], links: Sequence[Link]
    ) -> Link | None:
        """Return the link to the record that an organisation is by the rules of acceptance, if any and not linked."""
        authority = registry.authority
        if any(link.is_published and authority.holds(link.object) for link in links):
            return None
        acceptance = registry.accept(organization.names, self._place(organization))
        if acceptance is None or authority.iri(acceptance.record.id) in refused:
            return None
        return Link(
            subject=organization.iri,
            subject_label=organization.label,
            object=authority.iri(acceptance.record.id),
            object_label=acceptance.record.name,
            source=authority.home,
            release=registry.release,
            justification=Justification.LEXICAL,
            confidence=LEXICAL_CONFIDENCE,
            reason=acceptance.reason,
        )

    def _through_records(self, organization: Organization, links: Sequence[Link]) -> list[Link]:
        """Return the identifiers that the records linked to state, where `links` have no other of that authority."""
        stated: list[Link] = []
        for registry in self.sources.registries:
            authority = registry.authority
            for match in [one for one in links if one.is_published and authority.holds(one.object)][:1]:
                record = registry.record(authority.local(match.object))
                identifiers = record.identifiers if record else {}
                for key, identifier in identifiers.items():
                    other = authorities()[key]
                    tidy = other.tidy(identifier)
                    linked = any(one.is_published and other.holds(one.object) for one in (*links, *stated))
                    if not linked and not other.fault(tidy):
                        reason = f"stated by the {authority.name} record {authority.local(match.object)}"
                        stated.append(_chained(organization, other.iri(tidy), registry.release, reason))
        return stated

    def questions(self, links: Sequence[Link], limit: int) -> Iterator[tuple[list[ReviewRow], list[Link]]]:
        """Yield the candidates for each organisation that is left, and the notes that none of them is beyond doubt.

        There is no note where `links` have one already.
        """
        propose = self.sources.propose
        proposals = propose(self.unsettled) if propose and self.unsettled else {}
        noted = {link.subject: link.reason for link in links if link.object == NO_TERM_FOUND}
        for organization in self.unsettled:
            decided = {row.candidate for row in self.decided.of(organization.iri)}
            candidates = [*self._candidates(organization, limit), *proposals.get(organization.iri, ())]
            rows = [_question(organization, one) for one in candidates if one.iri not in decided]
            note = noted.get(organization.iri)
            why = "every candidate was refused" if candidates else "no candidate in the authorities at hand"
            nothing = Proposal("", "", None, note or why)
            yield rows or [_question(organization, nothing)], [] if note else self._notes(organization, len(rows))

    def _candidates(self, organization: Organization, limit: int) -> list[Proposal]:
        """Return the likeliest records of all registries at hand, best first."""
        place = self._place(organization)
        proposals = [
            Proposal(registry.authority.iri(identifier), name, score, reason)
            for registry in self.sources.registries
            for identifier, name, score, reason in registry.proposed(organization.names, place, limit)
        ]
        return sorted(proposals, key=lambda proposal: (-(proposal.score or 0), proposal.iri))[:limit]

    def _notes(self, organization: Organization, candidates: int) -> list[Link]:
        asked = [(registry.authority, registry.release) for registry in self.sources.registries]
        plural = "" if candidates == 1 else "s"
        return [
            Link(
                subject=organization.iri,
                subject_label=organization.label,
                object=NO_TERM_FOUND,
                object_label="",
                source=authority.home,
                release=release,
                justification=Justification.LEXICAL,
                confidence=None,
                reason=f"no record beyond doubt; {candidates} candidate{plural} for review",
            )
            for authority, release in asked or [(ror.AUTHORITY, "")]
        ]


def _no_record(organization: Organization, row: ReviewRow) -> Iterator[Link]:
    """Yield that a person found no authority to have a record of an organisation."""
    for authority in authorities().values():
        if authority.read is not None:
            yield Link(
                subject=organization.iri,
                subject_label=organization.label,
                object=NO_TERM_FOUND,
                object_label="",
                source=authority.home,
                release="",
                justification=Justification.MANUAL,
                confidence=1.0,
                reason="a person decided: there is none" + (f" ({row.note})" if row.note else ""),
                author=row.author,
                date=row.date,
            )


def _chained(organization: Organization, iri: str, release: str, reason: str) -> Link:
    return Link(
        subject=organization.iri,
        subject_label=organization.label,
        object=iri,
        object_label="",
        source=source_of(iri),
        release=release,
        justification=Justification.CHAINED,
        confidence=LEXICAL_CONFIDENCE,
        reason=reason,
    )


def _curated_link(organization: Organization, row: SssomRow) -> Link:
    cells = row.cells
    where = f" in {cells['place']}" if cells["place"] else ""
    comment = f"; {cells['comment']}" if cells["comment"] else ""
    return Link(
        subject=organization.iri,
        subject_label=organization.label,
        object=row.object,
        object_label=cells["object_label"],
        source=ror.AUTHORITY.home if row.object == NO_TERM_FOUND else source_of(row.object),
        release=cells["object_source_version"],
        justification=Justification(cells["mapping_justification"]),
        confidence=float(cells["confidence"]) if cells["confidence"] else None,
        reason=f"curated: '{cells['subject_label']}'{where}{comment}",
    )


def _question(organization: Organization, proposal: Proposal) -> ReviewRow:
    return ReviewRow(
        organization.iri,
        organization.label,
        organization.where,
        proposal.iri,
        proposal.label,
        proposal.score,
        proposal.reason,
    )


def _doubts(
    organizations: Sequence[Organization], decided: Decided, sources: Sources, links: Sequence[Link]
) -> Iterator[ReviewRow]:
    """Yield the pairs of organisations that may be one, and that no decision speaks of."""
    by_iri = {organization.iri: organization for organization in organizations}
    listed = [
        Listed(iri, one.label, frozenset(cluster.label for cluster in one.clusters), one.countries)
        for iri, one in by_iri.items()
    ]
    asked: set[frozenset[str]] = set()
    by_words = doubtful_pairs(listed, sources.reader)
    for doubt in (*by_words, *doubts_by_records(organizations, links, sources.registries)):
        one, other = by_iri[doubt.one], by_iri[doubt.other]
        pair = frozenset((doubt.one, doubt.other))
        if pair not in asked and not decided.speaks_of(one.iri, other.iri):
            asked.add(pair)
            yield _question(one, Proposal(other.iri, other.label, doubt.score, f"another name here: {doubt.reason}"))


def _kind_questions(doubtful: Iterable[DoubtfulKind], decided: Decided) -> Iterator[ReviewRow]:
    """Yield a row for each agent whose kind no strong rule decides, nor a person."""
    for one in doubtful:
        if not any(row.decision in KINDS for row in decided.of(one.iri)):
            why = f"{KIND_QUESTION} taken as {one.kind} ({one.rule}); write person or organization"
            yield ReviewRow(one.iri, one.name, one.where, "", "", None, why)


def _namesakes(people: Iterable[PersonNode], decided: Decided) -> Iterator[ReviewRow]:
    """Yield the pairs of persons of one name in different clusters; many of one name say nothing of any two of them."""
    by_name: defaultdict[str, list[PersonNode]] = defaultdict(list)
    for person in people:
        by_name[comparison_key(person.names[0])].append(person)
    for namesakes in by_name.values():
        for one, other in combinations(namesakes, 2) if len(namesakes) <= _MOST_NAMESAKES else ():
            if not decided.speaks_of(one.iri, other.iri):
                why = f"another person here: the same name, listed for {other.where}"
                yield ReviewRow(one.iri, one.names[0], one.where, other.iri, other.names[0], _NAMESAKE_SCORE, why)
