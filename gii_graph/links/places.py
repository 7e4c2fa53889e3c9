"""Which place on earth a cluster's city is: from the curated places, and from a GeoNames file.

GeoNames' format: https://download.geonames.org/export/dump/readme.txt (cities15000.zip and its like).
"""

from __future__ import annotations

import io
import zipfile
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from math import asin, cos, radians, sin, sqrt
from pathlib import Path
from typing import TextIO

from gii_graph.errors import RegistryError
from gii_graph.identity.names import without_marks

__all__ = ["Gazetteer", "GeoPlace", "Located", "locate", "place_key", "read_geonames"]

_FIELDS = 19
_LONGEST_LINE = 1_000_000  # characters
_EARTH_RADIUS = 6371.0  # km
# Cities of one cluster lie this near to each other: an hour or two by train. The farthest pair that WIPO joins in one
# label, Shenzhen and Guangzhou by way of Hong Kong, is 120 km apart.
_NEAR = 200.0  # km


@dataclass(frozen=True, slots=True)
class GeoPlace:
    """A place of GeoNames: number, name, ISO 3166-1 alpha-2 code, position in degrees, inhabitants (0 if not known)."""

    geonames: int
    name: str
    country: str
    latitude: float
    longitude: float
    population: int = 0


@dataclass(frozen=True, slots=True)
class Located:
    """What was found for one city: the place if it is beyond doubt, else the places that it may be; and why."""

    city: str
    place: GeoPlace | None
    candidates: tuple[GeoPlace, ...]
    reason: str


def place_key(name: str) -> str:
    """Return a place's name for comparison.

    >>> place_key("Xi’an"), place_key("São Paulo")
    ('xian', 'sao paulo')
    """
    return " ".join(without_marks(name).replace("-", " ").split())


class Gazetteer:
    """Places by name."""

    def __init__(self, places: Iterable[tuple[str, GeoPlace]], source: str, release: str = "") -> None:
        """Keep `places` under the names given; `source` says for people where they come from."""
        self.source = source
        self.release = release
        self._places: defaultdict[str, dict[int, GeoPlace]] = defaultdict(dict)
        for name, place in places:
            self._places[place_key(name)][place.geonames] = place

    def named(self, name: str) -> list[GeoPlace]:
        """Return the places of that name, the most populous first."""
        return sorted(
            self._places.get(place_key(name), {}).values(), key=lambda place: (-place.population, place.geonames)
        )


def read_geonames(path: Path, wanted: Collection[str]) -> Iterator[tuple[str, GeoPlace]]:
    """Yield the places of a GeoNames file (zip or text) under each of their names that is one of `wanted`.

    Raises RegistryError where the file cannot be read or is not in GeoNames' form.
    """
    keys = {place_key(name) for name in wanted}
    try:
        with _text_of(path) as stream:
            # A place with names in every language has some tens of thousands of characters.
            for number, line in enumerate(iter(partial(stream.readline, _LONGEST_LINE), ""), start=1):
                fields = line.rstrip("\n").split("\t")
                if len(fields) != _FIELDS:
                    raise RegistryError(
                        str(path),
                        f"has {len(fields)} of the {_FIELDS} columns of GeoNames; give cities15000.zip or its text",
                        number,
                    )
                names = {fields[1], fields[2], *fields[3].split(",")}
                found = [name for name in names if place_key(name) in keys]
                if found and fields[6] == "P":  # a populated place, not a province or a lake of that name
                    place = _place(path, number, fields)
                    yield from ((name, place) for name in sorted(found))
    except (OSError, zipfile.BadZipFile, UnicodeDecodeError) as error:
        raise RegistryError(str(path), f"cannot be read as a GeoNames file ({error})") from error


def _place(path: Path, number: int, fields: Sequence[str]) -> GeoPlace:
    try:
        return GeoPlace(int(fields[0]), fields[1], fields[8], float(fields[4]), float(fields[5]), int(fields[14] or 0))
    except ValueError as error:
        raise RegistryError(str(path), f"has a number that cannot be read ({error})", number) from error


@contextmanager
def _text_of(path: Path) -> Iterator[TextIO]:
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            members = [name for name in archive.namelist() if name.endswith(".txt") and "readme" not in name.lower()]
            if len(members) != 1:
                raise RegistryError(str(path), f"holds {len(members)} text files where one is expected")
            with archive.open(members[0]) as stream:
                yield io.TextIOWrapper(stream, encoding="utf-8", newline="\n")
    else:
        with path.open(encoding="utf-8", newline="\n") as text:
            yield text


def locate(cities: Sequence[str], countries: Collection[str], gazetteers: Sequence[Gazetteer]) -> list[Located]:
    """Return where the cities of one cluster are, in their order; `countries` are its economies, if known.

    A city is beyond doubt when one place of its name is left: in the first gazetteer that knows the name, in the
    cluster's economies where they are known, else near a city of the same cluster that is beyond doubt.
    """
    known = [_known(city, gazetteers) for city in cities]
    narrowed = [[place for place in places if not countries or place.country in countries] for places, _ in known]
    anchors = [places[0] for places in narrowed if len(places) == 1]
    return [
        _decide(city, places, inside, [anchor for anchor in anchors if anchor not in inside or len(inside) > 1], source)
        for city, (places, source), inside in zip(cities, known, narrowed, strict=True)
    ]


def _known(city: str, gazetteers: Sequence[Gazetteer]) -> tuple[list[GeoPlace], str]:
    for gazetteer in gazetteers:
        places = gazetteer.named(city)
        if places:
            return places, gazetteer.source
    return [], ""


def _decide(city: str, places: list[GeoPlace], inside: list[GeoPlace], anchors: list[GeoPlace], source: str) -> Located:
    if len(inside) == 1:
        return Located(city, inside[0], (), f"the only {city} in {source}" + (" there" if len(places) > 1 else ""))
    near = [place for place in (inside or places) if any(distance(place, anchor) <= _NEAR for anchor in anchors)]
    if len(near) == 1:
        beside = min(anchors, key=lambda anchor: distance(near[0], anchor))
        away = distance(near[0], beside)
        return Located(city, near[0], (), f"the only {city} in {source} near {beside.name} ({away:.0f} km)")
    if not places:
        return Located(city, None, (), "no place of that name in the places at hand")
    return Located(city, None, tuple(inside or places), f"{len(inside or places)} places of that name in {source}")


def distance(one: GeoPlace, other: GeoPlace) -> float:
    """Return the great-circle distance in kilometres (haversine formula)."""
    first, second = radians(one.latitude), radians(other.latitude)
    half_latitude = (second - first) / 2
    half_longitude = radians(other.longitude - one.longitude) / 2
    chord = sin(half_latitude) ** 2 + cos(first) * cos(second) * sin(half_longitude) ** 2
    return 2 * _EARTH_RADIUS * asin(sqrt(chord))
