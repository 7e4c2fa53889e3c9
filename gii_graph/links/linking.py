"""Linking: what is known, what is beyond doubt, what a person said, and what a person is asked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from gii_graph.errors import RegistryError
from gii_graph.identity.joining import Listed, doubtful_pairs
from gii_graph.identity.names import NameReader
from gii_graph.identity.spelling import comparison_key
from gii_graph.links.candidates import Place
from gii_graph.links.curated import CuratedNames
from gii_graph.links.model import (
    NO_TERM_FOUND,
    Justification,
    Link,
    country_iri,
    geonames_iri,
    grid_iri,
    isni_iri,
    ror_iri,
    wikidata_iri,
)
from gii_graph.links.places import Gazetteer, Located, locate
from gii_graph.links.registry import Registry
from gii_graph.links.review import Decisions, ReviewRow
from gii_graph.links.ror import City, RorRecord
from gii_graph.links.subjects import Cluster, Organization, Subjects
from gii_graph.vocabulary import GII, SKOS

__all__ = ["Linked", "Proposal", "Sources", "link"]

# What an exact match in the same city is worth; the benchmark measures it and finds no error in thousands.
_LEXICAL_CONFIDENCE = 0.99


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a reconciliation service proposes for a name: an IRI, its label, a score from 0 to 1."""

    iri: str
    label: str
    score: float
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
    """All links found or refused, what a person is asked, and the decisions that fit nothing in the graph."""

    links: tuple[Link, ...]
    review: tuple[ReviewRow, ...]
    waiting: tuple[ReviewRow, ...]


@dataclass(slots=True)
class _Links:
    """Links in the order in which they were found, and those of each subject."""

    all: list[Link] = field(default_factory=list)
    of: defaultdict[str, list[Link]] = field(default_factory=lambda: defaultdict(list))

    def append(self, link: Link) -> None:
        self.all.append(link)
        self.of[link.subject].append(link)


@dataclass(slots=True)
class _Work:
    """One run: the places of clusters first, because organisations are told apart by them."""

    subjects: Subjects
    sources: Sources
    limit: int
    decided: dict[str, list[ReviewRow]]
    links: _Links = field(default_factory=_Links)
    review: list[ReviewRow] = field(default_factory=list)
    places: dict[str, list[Located]] = field(default_factory=dict)
    unsettled: list[Organization] = field(default_factory=list)

    def economies(self) -> None:
        for economy in self.subjects.economies:
            found = bool(economy.alpha3)
            self.links.append(
                Link(
                    economy.iri,
                    economy.label,
                    country_iri(economy.alpha3) if found else NO_TERM_FOUND,
                    "",
                    "country",
                    "ISO 3166-1",
                    Justification.LEXICAL,
                    1.0 if found else None,
                    f"ISO 3166-1 {economy.alpha2}, {economy.alpha3}"
                    if found
                    else "no economy of ISO 3166-1 by that name",
                )
            )

    def clusters(self) -> None:
        for cluster in self.subjects.clusters:
            located = locate(cluster.cities, cluster.countries, self.sources.gazetteers)
            self.places[cluster.iri] = located
            said = self.decided.get(cluster.iri, [])
            self._said(cluster.iri, cluster.label, said, GII.anchorCity)
            settled = {row.candidate for row in said}
            chosen = any(row.decision == "accept" for row in said)
            for city in located:
                self._city(cluster, city, settled, chosen=chosen)

    def _city(self, cluster: Cluster, city: Located, settled: set[str], *, chosen: bool) -> None:
        if city.place is not None:
            if geonames_iri(city.place.geonames) not in settled:
                self.links.append(_city_link(cluster, city, self.sources.gazetteers))
            return
        self.links.append(
            Link(
                cluster.iri,
                cluster.label,
                NO_TERM_FOUND,
                "",
                "geonames",
                "",
                Justification.LEXICAL,
                None,
                f"{city.city}: {city.reason}",
                GII.anchorCity,
            )
        )
        rows = [
            ReviewRow(
                cluster.iri,
                cluster.label,
                place.country,
                geonames_iri(place.geonames),
                place.name,
                None,
                f"{city.city}: {city.reason}; {place.population:,} inhabitants",
            )
            for place in city.candidates[: self.limit]
            if geonames_iri(place.geonames) not in settled
        ]
        if not chosen:
            self.review += rows or [
                ReviewRow(cluster.iri, cluster.label, city.city, "", "", None, f"{city.city}: {city.reason}")
            ]

    def organizations(self) -> None:
        for organization in self.subjects.organizations:
            said = self.decided.get(organization.iri, [])
            self._said(organization.iri, organization.label, said, SKOS.exactMatch)
            accepted = {row.candidate for row in said if row.decision in {"accept", "close"}}
            refused = {row.candidate for row in said if row.decision == "reject"}
            found = next((iri for iri in sorted(accepted) if iri.startswith(ror_iri(""))), None)
            if found is None and not any(row.same_as for row in said):
                found = self._known(organization, refused) or self._beyond_doubt(organization, refused)
                if found is None and not any("/id/organization/" not in iri for iri in accepted):
                    self.unsettled.append(organization)
            if found is not None:
                self._through_the_record(organization, found)

    def _said(self, subject: str, label: str, said: Iterable[ReviewRow], predicate: str) -> None:
        """Add what a person decided of one subject."""
        for row in said:
            if row.same_as or row.candidate == subject or not row.candidate:
                continue
            self.links.append(
                Link(
                    subject,
                    label,
                    row.candidate,
                    row.candidate_name,
                    _authority(row.candidate),
                    "",
                    Justification.MANUAL,
                    1.0,
                    f"a person decided: {row.decision}",
                    SKOS.closeMatch if row.decision == "close" else predicate,
                    row.decision == "reject",
                )
            )

    def _place(self, organization: Organization) -> Place:
        cities, countries = [], set(organization.countries)
        for cluster in organization.clusters:
            for city in self.places[cluster.iri]:
                cities.append(City(city.city, city.place.geonames if city.place else None))
                if city.place and not cluster.countries:
                    countries.add(city.place.country)
        return Place(frozenset(countries), tuple(cities))

    def _known(self, organization: Organization, refused: set[str]) -> str | None:
        """Add what the curated names have for an organisation; return its ROR identifier, if any."""
        if self.sources.curated is None:
            return None
        rows = self.sources.curated.of_organization(organization.names, self._place(organization))
        ror = {row.object for row in rows if row.object.startswith(ror_iri(""))}
        if len(ror) > 1 or ror & refused:
            return None
        for row in rows:
            if row.object == NO_TERM_FOUND and (ror or self.sources.registry):
                continue
            if row.object not in refused:
                self.links.append(
                    Link(
                        organization.iri,
                        organization.label,
                        row.object,
                        row.cells["object_label"],
                        "ror" if row.object == NO_TERM_FOUND else _authority(row.object),
                        row.cells["object_source_version"],
                        Justification(row.cells["mapping_justification"]),
                        float(row.cells["confidence"]) if row.cells["confidence"] else None,
                        f"curated: '{row.cells['subject_label']}'"
                        + (f" in {row.cells['place']}" if row.cells["place"] else "")
                        + (f"; {row.cells['comment']}" if row.cells["comment"] else ""),
                    )
                )
        return next(iter(ror), None)

    def _beyond_doubt(self, organization: Organization, refused: set[str]) -> str | None:
        """Link an organisation to the record that it is by the rules of acceptance; return that, if any."""
        registry = self.sources.registry
        found = registry.accept(organization.names, self._place(organization)) if registry else None
        if registry is None or found is None or ror_iri(found.record.id) in refused:
            return None
        iri = ror_iri(found.record.id)
        self.links.append(
            Link(
                organization.iri,
                organization.label,
                iri,
                found.record.name,
                "ror",
                registry.release,
                Justification.LEXICAL,
                _LEXICAL_CONFIDENCE,
                found.reason,
            )
        )
        return iri

    def _through_the_record(self, organization: Organization, iri: str) -> None:
        """Add the identifiers that the registry's record itself states, where no other of that kind is there."""
        registry = self.sources.registry
        record = registry.record(iri.removeprefix(ror_iri(""))) if registry else None
        if registry is None or record is None:
            return
        linked = {link.authority for link in self.links.of[organization.iri] if link.is_published}
        for authority, other in _stated(record):
            if authority not in linked:
                self.links.append(
                    Link(
                        organization.iri,
                        organization.label,
                        other,
                        "",
                        authority,
                        registry.release,
                        Justification.CHAINED,
                        _LEXICAL_CONFIDENCE,
                        f"stated by the ROR record {record.id}",
                    )
                )

    def ask(self) -> None:
        """Put to a person what is left: candidates for organisations, and pairs that may be one."""
        proposals = self.sources.propose(self.unsettled) if self.sources.propose and self.unsettled else {}
        for organization in self.unsettled:
            self._candidates(organization, proposals.get(organization.iri, ()))
        self._doubts()

    def _candidates(self, organization: Organization, proposals: Sequence[Proposal]) -> None:
        registry = self.sources.registry
        place = self._place(organization)
        where = ", ".join(cluster.label for cluster in organization.clusters)
        decided = {row.candidate for row in self.decided.get(organization.iri, [])}
        rows = [
            ReviewRow(
                organization.iri,
                organization.label,
                where,
                ror_iri(candidate.record.id),
                candidate.record.name,
                candidate.score,
                "; ".join(candidate.reasons),
            )
            for candidate in (registry.candidates(organization.names, place, self.limit) if registry else ())
        ]
        rows += [
            ReviewRow(
                organization.iri,
                organization.label,
                where,
                proposal.iri,
                proposal.label,
                proposal.score,
                proposal.reason,
            )
            for proposal in proposals
        ]
        rows = [row for row in rows if row.candidate not in decided]
        none = next((one for one in self.links.of[organization.iri] if one.object == NO_TERM_FOUND), None)
        if none is None:
            self.links.append(
                Link(
                    organization.iri,
                    organization.label,
                    NO_TERM_FOUND,
                    "",
                    "ror",
                    registry.release if registry else "",
                    Justification.LEXICAL,
                    None,
                    f"no record beyond doubt; {len(rows)} candidate{'' if len(rows) == 1 else 's'} for review",
                )
            )
        self.review += rows or [
            ReviewRow(
                organization.iri,
                organization.label,
                where,
                "",
                "",
                None,
                none.reason if none else "no candidate in the authorities at hand",
            )
        ]

    def _doubts(self) -> None:
        by_label = {organization.label: organization for organization in self.subjects.organizations}
        listed = [
            Listed(label, frozenset(cluster.label for cluster in one.clusters), one.countries)
            for label, one in by_label.items()
        ]
        for doubt in doubtful_pairs(listed, self.sources.reader):
            one, other = by_label[doubt.one], by_label[doubt.other]
            pairs = {(one.iri, other.iri), (other.iri, one.iri)}
            if not any(
                (subject, row.candidate) in pairs for subject, _ in pairs for row in self.decided.get(subject, [])
            ):
                where = ", ".join(cluster.label for cluster in one.clusters)
                self.review.append(
                    ReviewRow(
                        one.iri,
                        one.label,
                        where,
                        other.iri,
                        other.label,
                        doubt.score,
                        f"another name here: {doubt.reason}",
                    )
                )

    def same(self) -> list[ReviewRow]:
        """Carry links over between subjects that a person called the same; return what names no subject."""
        unknown = []
        named = _by_name(self.subjects)
        for subject, rows in list(self.decided.items()):
            for row in (row for row in rows if row.same_as):
                other = row.same_as if row.same_as in named.values() else named.get(comparison_key(row.same_as))
                if other is None:
                    unknown.append(row)
                elif other != subject:
                    for one in self._carried(row, subject, other):
                        self.links.append(one)
        return unknown

    def _carried(self, row: ReviewRow, subject: str, other: str) -> Iterator[Link]:
        reason = f"a person decided: same as {row.same_as}"
        yield Link(subject, row.name, other, "", "gii", "", Justification.MANUAL, 1.0, reason)
        for one in [one for one in self.links.of[other] if one.is_published]:
            yield replace(
                one, subject=subject, subject_label=row.name, justification=Justification.CHAINED, reason=reason
            )


def link(subjects: Subjects, sources: Sources, decisions: Decisions, limit: int = 5) -> Linked:
    """Return the links of `subjects`, and up to `limit` candidates for each that is left to a person.

    What a person decided comes before all else. Raises RegistryError where decisions contradict each other.
    """
    decided, waiting = _applied(subjects, decisions)
    work = _Work(subjects, sources, limit, decided)
    work.economies()
    work.clusters()
    work.organizations()
    work.ask()
    waiting += work.same()
    kept = [row for rows in decided.values() for row in rows]
    return Linked(tuple(dict.fromkeys(work.links.all)), (*work.review, *kept, *waiting), tuple(waiting))


def _applied(subjects: Subjects, decisions: Decisions) -> tuple[dict[str, list[ReviewRow]], list[ReviewRow]]:
    """Return the decisions by the subject they speak of today, and those whose subject is not in the graph.

    A subject is known by its IRI, else by one of its names: a graph of more profiles may have it under another label.
    """
    named = _by_name(subjects)
    iris = set(named.values())
    decided: defaultdict[str, list[ReviewRow]] = defaultdict(list)
    waiting = []
    for row in decisions.rows:
        subject = row.subject if row.subject in iris else named.get(comparison_key(row.name))
        if subject is None:
            waiting.append(row)
        else:
            decided[subject].append(replace(row, subject=subject))
    for subject, rows in decided.items():
        records = {row.candidate for row in rows if row.decision == "accept" and row.candidate.startswith(ror_iri(""))}
        if len(records) > 1:
            raise RegistryError(
                "The decisions", f"accept {len(records)} ROR records for {rows[0].name} ({subject}); accept one of them"
            )
    return dict(decided), waiting


def _by_name(subjects: Subjects) -> dict[str, str]:
    """Return the IRI of every organisation and cluster by the comparison keys of its names."""
    named = {comparison_key(cluster.label): cluster.iri for cluster in subjects.clusters}
    for organization in subjects.organizations:
        named |= {comparison_key(name): organization.iri for name in organization.names}
    return named


def _city_link(cluster: Cluster, city: Located, gazetteers: Sequence[Gazetteer]) -> Link:
    curated = city.reason.endswith("curated places")
    release = next((one.release for one in gazetteers if one.source in city.reason), "")
    place = city.place
    if place is None:
        raise ValueError(f"{city.city} is not located")
    return Link(
        cluster.iri,
        cluster.label,
        geonames_iri(place.geonames),
        place.name,
        "geonames",
        release,
        Justification.KNOWN if curated else Justification.LEXICAL,
        1.0 if curated else _LEXICAL_CONFIDENCE,
        f"{city.city}: {city.reason}",
        GII.anchorCity,
    )


def _stated(record: RorRecord) -> Iterator[tuple[str, str]]:
    if record.wikidata:
        yield "wikidata", wikidata_iri(record.wikidata)
    if record.grid:
        yield "grid", grid_iri(record.grid)
    if record.isni:
        yield "isni", isni_iri(record.isni)


_AUTHORITY_OF = {
    ror_iri(""): "ror",
    wikidata_iri(""): "wikidata",
    grid_iri(""): "grid",
    isni_iri(""): "isni",
    "https://sws.geonames.org/": "geonames",
    country_iri(""): "country",
}


def _authority(iri: str) -> str:
    """Return the key of the authority that an IRI belongs to; the beginning of the IRI where it is none of ours."""
    known = next((key for start, key in _AUTHORITY_OF.items() if iri.startswith(start)), None)
    return known or ("gii" if "/id/organization/" in iri else iri.rpartition("/")[0] + "/")
