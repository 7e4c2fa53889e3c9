"""The cities of clusters as GeoJSON, for QGIS and other maps: https://www.rfc-editor.org/rfc/rfc7946.

A cluster is not its city: each city is a point, with the cluster that is named after it and the newest figures of that.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from pyoxigraph import Triple

from gii_graph.authorities import geonames
from gii_graph.figures import FIGURE_TERMS
from gii_graph.graph.graph_statements import GraphStatements
from gii_graph.network.elements import NetworkNode
from gii_graph.network.positions import CityPoint, city_points
from gii_graph.network.reading import network_of

__all__ = ["CityFeatures", "city_features", "geojson"]

_PLACES: Final = 5  # decimal places of a degree: about a metre


class CityFeatures:
    """The features of a graph, and the names of the clusters of which no city is known."""

    def __init__(self, features: Sequence[dict[str, Any]], without: Sequence[str]) -> None:
        self.features = features
        self.without = without


def city_features(triples: Iterable[Triple]) -> CityFeatures:
    """Return a point for each city of each cluster, in the order of their IRIs."""
    statements = GraphStatements(triples)
    features: list[dict[str, Any]] = []
    without = []
    for node in network_of(statements).of_kind("cluster"):
        points = city_points(statements, node)
        features += [_feature(node, point) for point in points]
        if not points:
            without.append(node.label)
    return CityFeatures(features, without)


def _feature(node: NetworkNode, point: CityPoint) -> dict[str, Any]:
    latest = node.latest
    properties = {
        "cluster": node.label,
        "iri": node.iri,
        "city": point.name or None,
        "geonames": point.iri,
        "economy": ", ".join(node.economies) or None,
        "edition": latest.edition if latest else None,
        **{term: latest.figures.get(term) if latest else None for term in FIGURE_TERMS},
    }
    return {
        "type": "Feature",
        "id": f"{node.iri} {point.iri}",
        "geometry": {"type": "Point", "coordinates": [round(point.longitude, _PLACES), round(point.latitude, _PLACES)]},
        "properties": properties,
    }


def geojson(cities: CityFeatures) -> Iterator[str]:
    """Yield the GeoJSON text of cities, a feature a line."""
    yield f'{{"type": "FeatureCollection", "attribution": {_dumps(geonames.AUTHORITY.credit)}, "features": ['
    separator = "\n"
    for feature in cities.features:
        yield separator + _dumps(feature)
        separator = ",\n"
    yield "\n]}\n"


def _dumps(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)
