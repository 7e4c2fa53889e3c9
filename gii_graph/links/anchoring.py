"""Where clusters are, in GeoNames, and economies in ISO 3166: links, and what a person is asked about places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from gii_graph.authorities import geonames, iso3166
from gii_graph.city_lookup import Gazetteer, LocatedCity, locate
from gii_graph.clusters import City
from gii_graph.links.decided import decided_links
from gii_graph.links.model import LEXICAL_CONFIDENCE, NO_TERM_FOUND, Justification, Link
from gii_graph.links.review import ReviewRow
from gii_graph.links.subjects import Cluster, EconomyNode
from gii_graph.vocabulary import GII

__all__ = ["Anchored", "anchor", "economy_links"]


@dataclass(frozen=True, slots=True)
class Anchored:
    """The cities of a cluster as they were located, their links, and what a person is asked about them."""

    cities: tuple[LocatedCity, ...]
    links: tuple[Link, ...]
    review: tuple[ReviewRow, ...]


def economy_links(economies: Iterable[EconomyNode]) -> Iterator[Link]:
    """Yield the link of each economy to the country authority table, or the note that ISO 3166-1 has none."""
    for economy in economies:
        known = bool(economy.alpha3)
        codes = f"ISO 3166-1 {economy.alpha2}, {economy.alpha3}"
        yield Link(
            subject=economy.iri,
            subject_label=economy.label,
            object=iso3166.AUTHORITY.iri(economy.alpha3) if known else NO_TERM_FOUND,
            object_label="",
            source=iso3166.AUTHORITY.home,
            release="ISO 3166-1",
            justification=Justification.LEXICAL,
            confidence=1.0 if known else None,
            reason=codes if known else "no economy of ISO 3166-1 by that name",
        )


def anchor(cluster: Cluster, gazetteers: Sequence[Gazetteer], said: Sequence[ReviewRow], limit: int) -> Anchored:
    """Locate the cities of a cluster; what a person `said` of them stands, and `limit` candidates of each are asked."""
    cities = tuple(locate(cluster.label, cluster.countries, gazetteers))
    links = list(decided_links(said, cluster.label, GII.anchorCity))
    review: list[ReviewRow] = []
    settled = {row.candidate for row in said}
    nowhere = next((row for row in said if row.decision == "none"), None)
    for city in cities:
        if city.place is None:
            links.append(_not_located(cluster, city, nowhere))
            if nowhere is None and not any(row.decision == "accept" for row in said):
                review += _questions(cluster, city, settled, limit)
        elif geonames.AUTHORITY.iri(city.place.geonames) not in settled:
            links.append(_city_link(cluster, city, city.place, gazetteers))
    return Anchored(cities, tuple(links), tuple(review))


def _city_link(cluster: Cluster, city: LocatedCity, place: City, gazetteers: Sequence[Gazetteer]) -> Link:
    curated = city.reason.endswith("curated places")
    return Link(
        subject=cluster.iri,
        subject_label=cluster.label,
        object=geonames.AUTHORITY.iri(place.geonames),
        object_label=place.name,
        source=geonames.AUTHORITY.home,
        release=next((one.release for one in gazetteers if one.source in city.reason), ""),
        justification=Justification.KNOWN if curated else Justification.LEXICAL,
        confidence=1.0 if curated else LEXICAL_CONFIDENCE,
        reason=f"{city.city}: {city.reason}",
        predicate=GII.anchorCity,
    )


def _not_located(cluster: Cluster, city: LocatedCity, nowhere: ReviewRow | None) -> Link:
    """Return the note that no place was found for a city; `nowhere` is a person's word that there is none."""
    note = f" ({nowhere.note})" if nowhere and nowhere.note else ""
    return Link(
        subject=cluster.iri,
        subject_label=cluster.label,
        object=NO_TERM_FOUND,
        object_label="",
        source=geonames.AUTHORITY.home,
        release="",
        justification=Justification.MANUAL if nowhere else Justification.LEXICAL,
        confidence=1.0 if nowhere else None,
        reason=f"a person decided: there is none{note}" if nowhere else f"{city.city}: {city.reason}",
        predicate=GII.anchorCity,
        author=nowhere.author if nowhere else "",
        date=nowhere.date if nowhere else "",
    )


def _questions(cluster: Cluster, city: LocatedCity, settled: set[str], limit: int) -> list[ReviewRow]:
    """Return a row for each place that the city may be and no decision settles; where there is none, one that asks."""
    why = f"{city.city}: {city.reason}"
    rows = [
        ReviewRow(
            cluster.iri,
            cluster.label,
            place.alpha2,
            geonames.AUTHORITY.iri(place.geonames),
            place.name,
            None,
            f"{why}; {place.population:,} inhabitants",
        )
        for place in city.candidates[:limit]
        if geonames.AUTHORITY.iri(place.geonames) not in settled
    ]
    return rows or [ReviewRow(cluster.iri, cluster.label, city.city, "", "", None, why)]
