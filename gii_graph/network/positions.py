"""Where a cluster is: the coordinates of the cities it is named after."""

from __future__ import annotations

import math

from gii_graph.city_lookup import locate, shipped_gazetteer
from gii_graph.economies import read_economy
from gii_graph.graph.graph_statements import GraphStatements
from gii_graph.network.elements import NetworkNode, Position
from gii_graph.vocabulary import GII, WGS84

__all__ = ["place_of"]


def place_of(statements: GraphStatements, cluster: NetworkNode) -> Position | None:
    """Return the middle of a cluster's cities: as the graph's links state them, else from the shipped list."""
    stated = [_stated(statements, city) for city in statements.iris(cluster.iri, GII.anchorCity)]
    points = [point for point in stated if point] or _shipped(cluster)
    return _middle(points) if points else None


def _stated(statements: GraphStatements, city: str) -> Position | None:
    latitude, longitude = statements.number(city, WGS84.lat), statements.number(city, WGS84.long)
    if latitude is None or longitude is None or abs(latitude) > 90 or abs(longitude) > 180:
        return None
    return Position(latitude, longitude)


def _shipped(cluster: NetworkNode) -> list[Position]:
    """Return the shipped cities of a cluster."""
    read = {name: read_economy(name) for name in cluster.economies}
    # In an economy that nobody knows no city of ours lies.
    economies = {economy.alpha2 if economy else name for name, economy in read.items()}
    located = locate(cluster.label, economies, [shipped_gazetteer()])
    places = [city.place for city in located if city.place]
    return [Position(place.latitude, place.longitude, (place.name,)) for place in places]


def _vector(place: Position) -> tuple[float, float, float]:
    latitude, longitude = math.radians(place.latitude), math.radians(place.longitude)
    across = math.cos(latitude)
    return across * math.cos(longitude), across * math.sin(longitude), math.sin(latitude)


def _middle(places: list[Position]) -> Position:
    """Return the middle on the sphere, so that cities on both sides of the date line do not meet in Africa."""
    x, y, z = (sum(axis) for axis in zip(*map(_vector, places), strict=True))
    latitude = math.degrees(math.atan2(z, math.hypot(x, y)))
    cities = tuple(city for place in places for city in place.cities)
    return Position(round(latitude, 5), round(math.degrees(math.atan2(y, x)), 5), cities)
