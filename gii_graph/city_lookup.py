"""Which cities a cluster is named after, and where they are: one answer for the links and for the map.

A cluster of the shipped table has its cities there. The cities of any other are looked up by the parts of its name.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from math import asin, cos, radians, sin, sqrt
from typing import Protocol

from gii_graph.clusters import City, city_key, fits, listed_clusters, parted_states, shipped_cities

__all__ = [
    "Gazetteer",
    "LocatedCity",
    "NamedCities",
    "city_names",
    "distance",
    "kilometres",
    "locate",
    "shipped_gazetteer",
]

_EARTH_RADIUS = 6371.0  # km
# Cities of one cluster lie this near to each other: an hour or two by train. The farthest pair that WIPO joins in one
# label, Shenzhen and Guangzhou by way of Hong Kong, is 120 km apart.
_NEAR = 200.0  # km


@dataclass(frozen=True, slots=True)
class LocatedCity:
    """What was found for one city: the place if it is beyond doubt, else the places that it may be; and why."""

    city: str
    place: City | None
    candidates: tuple[City, ...]
    reason: str


class Gazetteer(Protocol):
    """Cities by name."""

    @property
    def source(self) -> str:
        """Where they come from, for people."""

    @property
    def release(self) -> str:
        """Which release of the source it is."""

    @property
    def has_clusters(self) -> bool:
        """Whether it knows the cities of the clusters of the shipped table."""

    def named(self, name: str) -> list[City]:
        """Return the cities of that name, the most populous first."""


class NamedCities:
    """A gazetteer of some cities under the names given."""

    def __init__(
        self, cities: Iterable[tuple[str, City]], source: str, release: str = "", *, has_clusters: bool = False
    ) -> None:
        self.source = source
        self.release = release
        self.has_clusters = has_clusters
        self._cities: defaultdict[str, dict[int, City]] = defaultdict(dict)
        for name, city in cities:
            self._cities[city_key(name)][city.geonames] = city

    def named(self, name: str) -> list[City]:
        """Return the cities of that name, the most populous first."""
        return sorted(self._cities.get(city_key(name), {}).values(), key=lambda city: (-city.population, city.geonames))


@cache
def shipped_gazetteer() -> NamedCities:
    """Return the cities that come with the package."""
    named = [(name, city) for city in shipped_cities() for name in (city.name, *city.other_names)]
    return NamedCities(named, "the curated places", "not stated", has_clusters=True)


def city_names(cluster: str) -> tuple[str, ...]:
    """Return the names of the cities in a cluster's label, which has an en dash between them, without their states.

    >>> city_names("Washington, DC–Baltimore, MD")
    ('Washington', 'Baltimore')
    """
    return tuple(filter(None, map(str.strip, parted_states(cluster)[0].split("–"))))


def locate(cluster: str, countries: Collection[str], gazetteers: Sequence[Gazetteer]) -> list[LocatedCity]:
    """Return where the cities of a cluster are, in their order; `countries` are its economies (alpha-2), if known.

    A city is beyond doubt when one place of its name is left: in the first gazetteer that knows the name, in the
    cluster's economies and states where they are known, else near a city of the same cluster that is beyond doubt.
    """
    states = parted_states(cluster)[1]
    listed = [
        one
        for one in listed_clusters(cluster)
        if one.is_cluster and fits(one.economies, countries) and fits(one.states, states)
    ]
    source = next((gazetteer.source for gazetteer in gazetteers if gazetteer.has_clusters), "")
    if source and len(listed) == 1:
        why = f"a city of {listed[0].name} in {source}"
        return [LocatedCity(city.name, city, (), why) for city in listed[0].cities]
    named = [_named(city, gazetteers) for city in city_names(cluster)]
    narrowed = [_inside(places, countries, states) for places, _ in named]
    anchors = [places[0] for places in narrowed if len(places) == 1]
    return [
        _decide(city, places, inside, [anchor for anchor in anchors if anchor not in inside or len(inside) > 1], origin)
        for city, (places, origin), inside in zip(city_names(cluster), named, narrowed, strict=True)
    ]


def _named(city: str, gazetteers: Sequence[Gazetteer]) -> tuple[list[City], str]:
    for gazetteer in gazetteers:
        places = gazetteer.named(city)
        if places:
            return places, gazetteer.source
    return [], ""


def _inside(places: Iterable[City], countries: Collection[str], states: Collection[str]) -> list[City]:
    """Return the places in some countries and states, as far as these are known."""
    there = [place for place in places if not countries or place.alpha2 in countries]
    return [place for place in there if not states or not place.region or place.region in states]


def _decide(city: str, places: list[City], inside: list[City], anchors: list[City], source: str) -> LocatedCity:
    if len(inside) == 1:
        return LocatedCity(city, inside[0], (), f"the only {city} in {source}" + (" there" if len(places) > 1 else ""))
    near = [place for place in (inside or places) if any(distance(place, anchor) <= _NEAR for anchor in anchors)]
    if len(near) == 1:
        beside = min(anchors, key=lambda anchor: distance(near[0], anchor))
        away = distance(near[0], beside)
        return LocatedCity(city, near[0], (), f"the only {city} in {source} near {beside.name} ({away:.0f} km)")
    if not places:
        return LocatedCity(city, None, (), "no place of that name in the places at hand")
    return LocatedCity(city, None, tuple(inside or places), f"{len(inside or places)} places of that name in {source}")


def distance(one: City, other: City) -> float:
    """Return how far two cities are from each other in kilometres."""
    return kilometres((one.latitude, one.longitude), (other.latitude, other.longitude))


def kilometres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Return the great-circle distance of two positions (latitude, longitude, in degrees; haversine formula)."""
    first, second = radians(one[0]), radians(other[0])
    half_latitude, half_longitude = (second - first) / 2, radians(other[1] - one[1]) / 2
    chord = sin(half_latitude) ** 2 + cos(first) * cos(second) * sin(half_longitude) ** 2
    return 2 * _EARTH_RADIUS * asin(sqrt(chord))
