"""Clusters of all editions by name, and the cities they are named after.

`data/clusters.tsv` has each cluster with its states, economies and cities, other names that it was given, the last part
of its IRI and where its name was met; `data/cities.tsv` has the cities with their GeoNames numbers and positions
(GeoNames, CC BY 4.0). A cluster that the table does not have is read by the cities of its name.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from gii_graph.economies import folded
from gii_graph.regions import region_codes

__all__ = [
    "City",
    "ListedCluster",
    "cities_named",
    "city_key",
    "city_of_number",
    "countries_of",
    "fits",
    "listed_clusters",
    "parted_states",
    "shipped_cities",
]

_DATA = Path(__file__).resolve().parent / "data"
_NAMESAKE = "cities of one name"
# So many names are looked up rather than read again: those that come again soon, for a large graph has any number.
_NAMES_LOOKED_UP = 1 << 12
# What parts the cities of a name: a dash of any kind, or a slash as tables print it.
_DASHES = re.compile(r"\s*[\u2010-\u2015\u2212/-]\s*")
# "Washington, DC–Baltimore, MD": a code stands before a dash, a slash, a comma or the end.
_STATE = re.compile(r",\s*([A-Z]\.?[A-Z]{1,2}\.?)(?=$|\s*[\u2010-\u2015\u2212,/-])")


class City(NamedTuple):
    """A city: its name, country (ISO 3166-1 alpha-2), the code of its state where needed, GeoNames number, degrees.

    `population` is 0 where it is not known.
    """

    name: str
    alpha2: str
    region: str
    geonames: int
    latitude: float
    longitude: float
    other_names: tuple[str, ...] = ()
    population: int = 0


class ListedCluster(NamedTuple):
    """A cluster of the shipped table; `slug` is the last part of its IRI.

    `is_cluster` is false for a city that has a row only because another place bears its name.
    """

    name: str
    other_names: tuple[str, ...]
    economies: frozenset[str]
    states: frozenset[str]
    cities: tuple[City, ...]
    slug: str
    is_cluster: bool


def _rows(name: str) -> list[list[str]]:
    return [row.split("\t") for row in (_DATA / name).read_text(encoding="utf-8").splitlines()[1:]]


def _several(cell: str, mark: str) -> tuple[str, ...]:
    return tuple(filter(None, cell.split(mark)))


@lru_cache(maxsize=_NAMES_LOOKED_UP)
def parted_states(name: str) -> tuple[str, frozenset[str]]:
    """Return a cluster's name without the codes of states, and these codes.

    >>> parted_states("Washington, DC–Baltimore, MD")[0]
    'Washington–Baltimore'
    """
    if "," not in name:
        return name, frozenset()
    states: set[str] = set()

    def taken(match: re.Match[str]) -> str:
        code = match[1].replace(".", "")
        if code not in region_codes():
            return match[0]
        states.add(code)
        return ""

    return _STATE.sub(taken, name), frozenset(states)


@lru_cache(maxsize=_NAMES_LOOKED_UP)
def city_key(name: str) -> str:
    """Return a name for comparing: without states, marks, case, apostrophes; one kind of dash and no space around it.

    >>> city_key("Zürich – Basel") == city_key("ZURICH-BASEL"), city_key("Xi’an")
    (True, 'xian')
    """
    return _DASHES.sub("-", folded(parted_states(name)[0]).replace("'", ""))


@cache
def _cities() -> Mapping[int, City]:
    cities = {}
    for name, others, alpha2, region, geonames, latitude, longitude, _ in _rows("cities.tsv"):
        cities[int(geonames)] = City(
            name, alpha2, region, int(geonames), float(latitude), float(longitude), _several(others, ";")
        )
    return cities


@cache
def _cities_by_name() -> Mapping[str, list[City]]:
    table: defaultdict[str, list[City]] = defaultdict(list)
    for city in _cities().values():
        for key in {city_key(name) for name in (city.name, *city.other_names)}:
            table[key].append(city)
    return dict(table)


@cache
def _clusters_by_name() -> Mapping[str, list[ListedCluster]]:
    table: defaultdict[str, list[ListedCluster]] = defaultdict(list)
    for name, others, economies, states, numbers, slug, met_in in _rows("clusters.tsv"):
        cluster = ListedCluster(
            name,
            _several(others, ";"),
            frozenset(economies.split("/")),
            frozenset(states.split()),
            tuple(_cities()[int(number)] for number in numbers.split()),
            slug,
            met_in != _NAMESAKE,
        )
        for key in {city_key(printed) for printed in (name, *cluster.other_names)}:
            table[key].append(cluster)
    return dict(table)


def shipped_cities() -> Collection[City]:
    """Return every city that comes with the package."""
    return _cities().values()


def city_of_number(geonames: int) -> City | None:
    """Return the shipped city with that GeoNames number, or None."""
    return _cities().get(geonames)


def cities_named(name: str) -> list[City]:
    """Return the shipped cities of that name in any spelling known.

    >>> [city.alpha2 for city in cities_named("Cambridge")], cities_named("Atlantis")
    (['US', 'GB'], [])
    """
    return _cities_by_name().get(city_key(name), [])


def fits(mine: Collection[str], theirs: Collection[str]) -> bool:
    """Return whether two sets of economies, or of states, can be one cluster's: they share one, or one is not known."""
    return not mine or not theirs or not set(mine).isdisjoint(theirs)


@lru_cache(maxsize=_NAMES_LOOKED_UP)
def listed_clusters(name: str) -> tuple[ListedCluster, ...]:
    """Return the clusters of the table that bear a printed name, with or without states.

    >>> [cluster.slug for cluster in listed_clusters("Birmingham")]
    ['birmingham-al', 'birmingham-united-kingdom']
    """
    return tuple(_clusters_by_name().get(city_key(name), ()))


@lru_cache(maxsize=4096)
def countries_of(name: str) -> frozenset[str]:
    """Return the countries and economies (alpha-2) of the known clusters of a name, and of the cities in it.

    >>> sorted(countries_of("Zürich")), sorted(countries_of("Cambridge")), countries_of("Gotham")
    (['CH', 'DE'], ['GB', 'US'], frozenset())
    """
    base = parted_states(name)[0]
    cities = (city for part in {base, *_DASHES.split(base)} for city in cities_named(part))
    listed = (economy for cluster in listed_clusters(name) for economy in cluster.economies)
    return frozenset({*(city.alpha2 for city in cities), *listed})
