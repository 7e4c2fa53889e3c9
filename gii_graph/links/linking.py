"""Linking: what is known, what is beyond doubt, what a person said, and what a person is asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from gii_graph.identity.joining import Listed, doubtful_pairs
from gii_graph.identity.names import NameReader
from gii_graph.links.anchoring import anchor, economy_links
from gii_graph.links.candidates import Place
from gii_graph.links.curated import CuratedNames
from gii_graph.links.decided import Decided, apply, decided_links
from gii_graph.links.model import (
    LEXICAL_CONFIDENCE,
    NO_TERM_FOUND,
    Justification,
    Link,
    authority_of,
    geonames_iri,
    grid_iri,
    is_ours,
    isni_iri,
    ror_iri,
    wikidata_iri,
)
from gii_graph.links.places import Gazetteer, Located
from gii_graph.links.registry import Registry
from gii_graph.links.review import Decisions, ReviewRow
from gii_graph.links.ror import City, RorRecord
from gii_graph.links.sssom import SssomRow
from gii_graph.links.subjects import Organization, Subjects
from gii_graph.vocabulary import SKOS

__all__ = ["Linked", "Proposal", "Sources", "link"]


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
    registry: Registry | None = None
    gazetteers: tuple[Gazetteer, ...] = ()
    propose: Callable[[Sequence[Organization]], Mapping[str, Sequence[Proposal]]] | None = None


@dataclass(frozen=True, slots=True)
class Linked:
    """All links found or refused, what a person is asked, and the decisions that fit nothing in the graph.

    `countries` are the ISO 3166-1 alpha-2 codes of the places that clusters may be linked to, by their IRIs.
    """

    links: tuple[Link, ...]
    review: tuple[ReviewRow, ...]
    waiting: tuple[ReviewRow, ...]
    countries: Mapping[str, str]


def link(subjects: Subjects, sources: Sources, decisions: Decisions, limit: int = 5) -> Linked:
    """Return the links of `subjects`, and up to `limit` candidates for each that is left to a person.

    What a person decided comes before all else. Raises RegistryError where decisions contradict each other.
    """
    decided = apply(decisions, subjects)
    links = list(economy_links(subjects.economies))
    review: list[ReviewRow] = []
    cities: dict[str, tuple[Located, ...]] = {}
    # Places come first: organisations are told apart by them.
    for cluster in subjects.clusters:
        anchored = anchor(cluster, sources.gazetteers, decided.of(cluster.iri), limit)
        cities[cluster.iri] = anchored.cities
        links += anchored.links
        review += anchored.review
    linker = _Linker(sources, decided, cities)
    for organization in subjects.organizations:
        links += linker.linked(organization)
    for rows, note in list(linker.questions(links, limit)):
        review += rows
        links += [note] if note else []
    review += _doubts(subjects.organizations, decided, sources.reader)
    carried, unknown = decided.carried(links)
    waiting = (*decided.waiting, *unknown)
    return Linked(
        links=tuple(dict.fromkeys([*links, *carried])),
        review=(*review, *decided.rows, *waiting),
        waiting=waiting,
        countries=_countries(cities),
    )


def _countries(located: Mapping[str, Iterable[Located]]) -> dict[str, str]:
    found = [city for cities in located.values() for city in cities]
    places = [place for city in found for place in (*([city.place] if city.place else []), *city.candidates)]
    return {geonames_iri(place.geonames): place.country for place in places if place.country}


@dataclass(slots=True)
class _Linker:
    """Links organisations one by one and remembers those that are left to a person."""

    sources: Sources
    decided: Decided
    cities: Mapping[str, tuple[Located, ...]]
    unsettled: list[Organization] = field(default_factory=list)

    def linked(self, organization: Organization) -> list[Link]:
        """Return the links of an organisation: what a person said, what is known, else what is beyond doubt."""
        said = self.decided.of(organization.iri)
        links = list(decided_links(said, organization.label, SKOS.exactMatch))
        accepted = {row.candidate for row in said if row.decision in {"accept", "close"}}
        record = _record(accepted)
        if record is None and not any(row.same_as for row in said):
            refused = {row.candidate for row in said if row.decision == "reject"}
            known = self._known(organization, refused)
            links += known
            record = _record(one.object for one in known)
            if record is None and (certain := self._beyond_doubt(organization, refused)):
                links.append(certain)
                record = certain.object
            if record is None and all(is_ours(iri) for iri in accepted):
                self.unsettled.append(organization)
        if record is not None:
            links += self._through_the_record(organization, record, links)
        return links

    def _place(self, organization: Organization) -> Place:
        cities, countries = [], set(organization.countries)
        for cluster in organization.clusters:
            for city in self.cities[cluster.iri]:
                cities.append(City(city.city, city.place.geonames if city.place else None))
                if city.place and not cluster.countries:
                    countries.add(city.place.country)
        return Place(frozenset(countries), tuple(cities))

    def _known(self, organization: Organization, refused: set[str]) -> list[Link]:
        """Return what the curated names have for an organisation; nothing where they disagree or a person refused."""
        if self.sources.curated is None:
            return []
        rows = self.sources.curated.of_organization(organization.names, self._place(organization))
        records = {row.object for row in rows if row.object.startswith(ror_iri(""))}
        if len(records) > 1 or records & refused:
            return []
        # That ROR had no record when the names were curated is outdated by a record, and by a registry at hand.
        outdated = {NO_TERM_FOUND} if records or self.sources.registry else set()
        return [_curated_link(organization, row) for row in rows if row.object not in refused | outdated]

    def _beyond_doubt(self, organization: Organization, refused: set[str]) -> Link | None:
        """Return the link to the record that an organisation is by the rules of acceptance, if any."""
        registry = self.sources.registry
        found = registry.accept(organization.names, self._place(organization)) if registry else None
        if registry is None or found is None or ror_iri(found.record.id) in refused:
            return None
        return Link(
            subject=organization.iri,
            subject_label=organization.label,
            object=ror_iri(found.record.id),
            object_label=found.record.name,
            authority="ror",
            release=registry.release,
            justification=Justification.LEXICAL,
            confidence=LEXICAL_CONFIDENCE,
            reason=found.reason,
        )

    def _through_the_record(self, organization: Organization, iri: str, links: Sequence[Link]) -> Iterator[Link]:
        """Yield the identifiers that the registry's record itself states, where `links` have no other of that kind."""
        registry = self.sources.registry
        record = registry.record(iri.removeprefix(ror_iri(""))) if registry else None
        if registry is None or record is None:
            return
        linked = {link.authority for link in links if link.is_published}
        for authority, other in _stated(record):
            if authority not in linked:
                yield Link(
                    subject=organization.iri,
                    subject_label=organization.label,
                    object=other,
                    object_label="",
                    authority=authority,
                    release=registry.release,
                    justification=Justification.CHAINED,
                    confidence=LEXICAL_CONFIDENCE,
                    reason=f"stated by the ROR record {record.id}",
                )

    def questions(self, links: Sequence[Link], limit: int) -> Iterator[tuple[list[ReviewRow], Link | None]]:
        """Yield the candidates for each organisation that is left, and the note that none of them is beyond doubt.

        There is no note where `links` have one already.
        """
        propose = self.sources.propose
        proposals = propose(self.unsettled) if propose and self.unsettled else {}
        noted = {link.subject: link.reason for link in links if link.object == NO_TERM_FOUND}
        for organization in self.unsettled:
            decided = {row.candidate for row in self.decided.of(organization.iri)}
            found = [*self._candidates(organization, limit), *proposals.get(organization.iri, ())]
            rows = [_question(organization, one) for one in found if one.iri not in decided]
            note = noted.get(organization.iri)
            nothing = Proposal("", "", None, note or "no candidate in the authorities at hand")
            yield rows or [_question(organization, nothing)], None if note else self._note(organization, len(rows))

    def _candidates(self, organization: Organization, limit: int) -> Iterator[Proposal]:
        if self.sources.registry is not None:
            place = self._place(organization)
            for found in self.sources.registry.candidates(organization.names, place, limit):
                record = found.record
                yield Proposal(ror_iri(record.id), record.name, found.score, "; ".join(found.reasons))

    def _note(self, organization: Organization, candidates: int) -> Link:
        registry = self.sources.registry
        return Link(
            subject=organization.iri,
            subject_label=organization.label,
            object=NO_TERM_FOUND,
            object_label="",
            authority="ror",
            release=registry.release if registry else "",
            justification=Justification.LEXICAL,
            confidence=None,
            reason=f"no record beyond doubt; {candidates} candidate{'' if candidates == 1 else 's'} for review",
        )


def _record(iris: Iterable[str]) -> str | None:
    """Return the ROR record among some IRIs, if there is one."""
    return next((iri for iri in sorted(iris) if iri.startswith(ror_iri(""))), None)


def _curated_link(organization: Organization, row: SssomRow) -> Link:
    cells = row.cells
    where = f" in {cells['place']}" if cells["place"] else ""
    comment = f"; {cells['comment']}" if cells["comment"] else ""
    return Link(
        subject=organization.iri,
        subject_label=organization.label,
        object=row.object,
        object_label=cells["object_label"],
        authority="ror" if row.object == NO_TERM_FOUND else authority_of(row.object),
        release=cells["object_source_version"],
        justification=Justification(cells["mapping_justification"]),
        confidence=float(cells["confidence"]) if cells["confidence"] else None,
        reason=f"curated: '{cells['subject_label']}'{where}{comment}",
    )


def _stated(record: RorRecord) -> Iterator[tuple[str, str]]:
    if record.wikidata:
        yield "wikidata", wikidata_iri(record.wikidata)
    if record.grid:
        yield "grid", grid_iri(record.grid)
    if record.isni:
        yield "isni", isni_iri(record.isni)


def _question(organization: Organization, one: Proposal) -> ReviewRow:
    return ReviewRow(
        organization.iri, organization.label, organization.where, one.iri, one.label, one.score, one.reason
    )


def _doubts(organizations: Sequence[Organization], decided: Decided, reader: NameReader) -> Iterator[ReviewRow]:
    """Yield the pairs of organisations that may be one, and that no decision speaks of."""
    by_label = {organization.label: organization for organization in organizations}
    listed = [
        Listed(label, frozenset(cluster.label for cluster in one.clusters), one.countries)
        for label, one in by_label.items()
    ]
    for doubt in doubtful_pairs(listed, reader):
        one, other = by_label[doubt.one], by_label[doubt.other]
        if not decided.speaks_of(one.iri, other.iri):
            yield _question(one, Proposal(other.iri, other.label, doubt.score, f"another name here: {doubt.reason}"))
