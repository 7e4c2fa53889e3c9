"""Where a cluster is: the coordinates of the cities it is named after."""

from __future__ import annotations

import csv
import math
import re
import unicodedata
from functools import cache
from pathlib import Path

from gii_graph.graph.graph_statements import GraphStatements
from gii_graph.network.elements import NetworkNode, Position
from gii_graph.vocabulary import GII, WGS84

__all__ = ["city_name", "place_of"]

_CITIES = Path(__file__).with_name("cities.tsv")
_DASHES = re.compile(r"\s*[\u2010-\u2015\u2212-]\s*")
_REGION_CODE = re.compile(r",\s*[A-Z]{2}$")  # "Washington, DC"
_SAME_CLUSTER_KM = 400  # no cluster's cities are further apart


def place_of(statements: GraphStatements, cluster: NetworkNode) -> Position | None:
    """Return the middle of a cluster's cities: as the graph's links state them, else from the shipped list."""
    stated = [_stated(statements, city) for city in statements.iris(cluster.iri, GII.anchorCity)]
    points = [point for point in stated if point] or _listed(cluster)
    return _middle(points) if points else None


def city_name(geonames: str) -> str | None:
    """Return the name of a shipped city by its GeoNames number.

    >>> city_name("1816670"), city_name("1")
    ('Beijing', None)
    """
    return next((row["city"] for row in _city_rows() if row["geonames"] == geonames), None)


def _stated(statements: GraphStatements, city: str) -> Position | None:
    latitude, longitude = statements.number(city, WGS84.lat), statements.number(city, WGS84.long)
    if latitude is None or longitude is None or abs(latitude) > 90 or abs(longitude) > 180:
        return None
    return Position(latitude, longitude)


def _listed(cluster: NetworkNode) -> list[Position]:
    """Return the shipped cities in a cluster's name; of two cities of one name, the one in its economy."""
    found = []
    for part in _DASHES.split(cluster.label):
        name = _REGION_CODE.sub("", part)
        same_name = _cities().get(_plain(name), [])
        fitting = [place for place, economy in same_name if _plain(economy) in map(_plain, cluster.economies)]
        if fitting or len(same_name) == 1:
            found.append(fitting[0] if fitting else same_name[0][0])
    return [place for place in found if _distance_km(place, found[0]) < _SAME_CLUSTER_KM]


@cache
def _city_rows() -> list[dict[str, str]]:
    with _CITIES.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter="\t"))


@cache
def _cities() -> dict[str, list[tuple[Position, str]]]:
    cities: dict[str, list[tuple[Position, str]]] = {}
    for row in _city_rows():
        place = Position(float(row["latitude"]), float(row["longitude"]), (row["city"],))
        cities.setdefault(_plain(row["city"]), []).append((place, row["economy"]))
    return cities


def _plain(name: str) -> str:
    """Return a name without marks, case and punctuation.

    >>> _plain("Montréal"), _plain("Xi’an")
    ('montreal', 'xian')
    """
    letters = unicodedata.normalize("NFKD", name).casefold()
    return "".join(letter for letter in letters if letter.isalnum())


def _vector(place: Position) -> tuple[float, float, float]:
    latitude, longitude = math.radians(place.latitude), math.radians(place.longitude)
    across = math.cos(latitude)
    return across * math.cos(longitude), across * math.sin(longitude), math.sin(latitude)


def _distance_km(one: Position, other: Position) -> float:
    cosine = sum(a * b for a, b in zip(_vector(one), _vector(other), strict=True))
    return 6371 * math.acos(max(-1.0, min(1.0, cosine)))


def _middle(places: list[Position]) -> Position:
    """Return the middle on the sphere, so that cities on both sides of the date line do not meet in Africa."""
    x, y, z = (sum(axis) for axis in zip(*map(_vector, places), strict=True))
    latitude = math.degrees(math.atan2(z, math.hypot(x, y)))
    cities = tuple(city for place in places for city in place.cities)
    return Position(round(latitude, 5), round(math.degrees(math.atan2(y, x)), 5), cities)
