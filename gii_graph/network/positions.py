"""Where a cluster is: the coordinates of the cities it is named after."""

from __future__ import annotations

import math
from typing import NamedTuple

from gii_graph.authorities import geonames
from gii_graph.city_lookup import locate, shipped_gazetteer
from gii_graph.clusters import City, city_of_number
from gii_graph.economies import read_economy
from gii_graph.graph.graph_statements import GraphStatements
from gii_graph.network.elements import NetworkNode, Position
from gii_graph.vocabulary import GII, WGS84

__all__ = ["CityPoint", "city_points", "place_of"]


class CityPoint(NamedTuple):
    """A city of a cluster: its GeoNames IRI, its name where that is known, and where it is (WGS 84 degrees)."""

    iri: str
    name: str
    latitude: float
    longitude: float


def place_of(statements: GraphStatements, cluster: NetworkNode) -> Position | None:
    """Return the middle of a cluster's cities, see `city_points`."""
    points = city_points(statements, cluster)
    return _middle(points) if points else None


def city_points(statements: GraphStatements, cluster: NetworkNode) -> list[CityPoint]:
    """Return the cities that a cluster is named after and where they are.

    Those of the graph's links come first, each as the graph or the shipped list says where it is; a cluster without
    any of these has the cities of the shipped list.
    """
    linked = [_linked(statements, city) for city in statements.iris(cluster.iri, GII.anchorCity)]
    return [point for point in linked if point] or _shipped(cluster)


def _linked(statements: GraphStatements, iri: str) -> CityPoint | None:
    number = geonames.AUTHORITY.local(iri) if geonames.AUTHORITY.holds(iri) else ""
    city = city_of_number(int(number)) if number.isdecimal() and len(number) < 12 else None
    latitude, longitude = statements.number(iri, WGS84.lat), statements.number(iri, WGS84.long)
    if latitude is None or longitude is None or abs(latitude) > 90 or abs(longitude) > 180:
        return _point(city) if city else None
    return CityPoint(iri, city.name if city else "", latitude, longitude)


def _point(city: City) -> CityPoint:
    return CityPoint(geonames.AUTHORITY.iri(city.geonames), city.name, city.latitude, city.longitude)


def _shipped(cluster: NetworkNode) -> list[CityPoint]:
    """Return the shipped cities of a cluster."""
    read = {name: read_economy(name) for name in cluster.economies}
    # In an economy that nobody knows no city of ours lies.
    economies = {economy.alpha2 if economy else name for name, economy in read.items()}
    located = locate(cluster.label, economies, [shipped_gazetteer()])
    return [_point(city.place) for city in located if city.place]


def _vector(place: CityPoint) -> tuple[float, float, float]:
    latitude, longitude = math.radians(place.latitude), math.radians(place.longitude)
    across = math.cos(latitude)
    return across * math.cos(longitude), across * math.sin(longitude), math.sin(latitude)


def _middle(places: list[CityPoint]) -> Position:
    """Return the middle on the sphere, so that cities on both sides of the date line do not meet in Africa."""
    x, y, z = (sum(axis) for axis in zip(*map(_vector, places), strict=True))
    latitude = math.degrees(math.atan2(z, math.hypot(x, y)))
    cities = tuple(place.name for place in places if place.name)
    return Position(round(latitude, 5), round(math.degrees(math.atan2(y, x)), 5), cities)
