"""Where an organisation is, where a record is, and the parts of a name that say so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from gii_graph.authorities.records import RegistryCity, RegistryRecord
from gii_graph.economies import economies
from gii_graph.identity.english_words import city_in_english
from gii_graph.identity.generic_names import is_distinctive
from gii_graph.identity.names import OrganizationName, plain_words, without_marks

__all__ = ["Place", "city_key", "same_city", "without_city", "without_place"]

_MOST_PLACES = 3  # of those that a name says, looked at together and each alone
# What companies call a country in their names, and no heading does: "SAMSUNG RESEARCH AMERICA".
_ALSO_CALLED = {"US": ("America", "North America")}


@dataclass(frozen=True, slots=True)
class Place:
    """Where an organisation is listed: ISO 3166-1 alpha-2 codes of its economies, and its cluster's cities."""

    countries: frozenset[str] = frozenset()
    cities: tuple[RegistryCity, ...] = ()


@lru_cache(maxsize=1 << 15)
def city_key(name: str) -> str:
    """Return a city's name for comparison: without marks, case, and the word for city that GeoNames may add.

    >>> city_key("Dalian Shi"), city_key("São Paulo"), city_key("Seongnam-si"), city_key("PARIS 9")
    ('dalian', 'sao paulo', 'seongnam', 'paris')
    """
    words = without_marks(name).replace("-", " ").split()
    # "PARIS 9", "Dublin 2": districts of a city.
    if len(words) > 1 and words[-1].isdecimal():
        words.pop()
    return " ".join(words[:-1] if len(words) > 1 and words[-1] in {"shi", "si", "city", "qu"} else words)


def same_city(one: Iterable[RegistryCity], other: Iterable[RegistryCity]) -> bool:
    """Tell whether two lists of cities share one: by GeoNames number where both have one, else by name.

    A registry that has no numbers, such as GLEIF's, has names in the language of the city.
    """
    others = list(other)
    return any(
        mine.geonames == theirs.geonames
        if mine.geonames and theirs.geonames
        else city_in_english(city_key(mine.name)) == city_in_english(city_key(theirs.name))
        for mine in one
        for theirs in others
    )


def without_place(keys: Iterable[str], record: RegistryRecord) -> Iterator[tuple[str, str]]:
    """Yield what is left of a name without its city or country, or both, where these are a record's; and what went."""
    places = dict.fromkeys(_country_names(record.country), "country")
    places |= {city_key(city.name): "city" for city in record.cities}
    for key in keys:
        padded = f" {key} "
        said = sorted(place for place in places if f" {place} " in padded)[:_MOST_PLACES]
        for count in range(1, len(said) + 1):
            for some in combinations(said, count):
                rest = padded
                for place in some:
                    rest = rest.replace(f" {place} ", " ")
                if rest.strip():
                    yield rest.strip(), " and the ".join(sorted({places[place] for place in some}))


@lru_cache(maxsize=512)
def _country_names(alpha2: str) -> frozenset[str]:
    """Return what a country is called in the names of organisations, as these are read."""
    economy = economies().get(alpha2)
    names = (economy.name, *economy.other_names, *economy.demonyms) if economy else ()
    return frozenset(" ".join(plain_words(name)) for name in (*names, *_ALSO_CALLED.get(alpha2, ())))


def without_city(read: OrganizationName, place: Place) -> OrganizationName | None:
    """Return a name without its city at the start or the end; None where it has none, or where the rest says little."""
    cities = {tuple(city_key(city.name).split()) for city in place.cities}
    keys = []
    for words in (key.split() for key in read.keys):
        for city in cities:
            if tuple(words[: len(city)]) == city:
                keys.append(" ".join(words[len(city) :]))
            elif tuple(words[-len(city) :]) == city:
                keys.append(" ".join(words[: -len(city)]))
    own = tuple(dict.fromkeys(key for key in keys if is_distinctive(key)))
    return read._replace(keys=own) if own else None
