"""The map: an equal-area projection, and the ocean in which it is cut, chosen by what it shows."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Sequence

__all__ = ["WIDTH", "best_centre", "lap", "outline_path", "project"]

WIDTH = 4000.0

# Equal Earth: Šavrič, Patterson and Jenny, "The Equal Earth map projection" (2018), equation 9.
_A1, _A2, _A3, _A4 = 1.340264, -0.081106, 0.000893, 0.003796
_ROOT = math.sqrt(3) / 2
_UNIT = WIDTH / (2 * math.pi / (_ROOT * _A1))

_PACIFIC = 150.0
_OCEANS = (-30.0, -169.0)  # meridians with hardly any land
_EDGE_STEP = 5  # degrees between the points of the map's edge


def project(
    longitude: float, latitude: float, *, centre: float = _PACIFIC, wrapped: bool = True
) -> tuple[float, float]:
    """Return map units, x to the right and y downwards from the middle of the map, of a point in degrees.

    `centre` is the longitude in the middle. With `wrapped=False` the longitude counts on past the map's edges instead
    of coming round to the other side.

    >>> [round(value) for value in project(150, 0)]
    [0, 0]
    >>> project(-122, 37)[0] > project(116, 40)[0]  # California is to the right of Beijing
    True
    """
    east = longitude - centre
    if wrapped:
        east = (east + 180) % 360 - 180
    theta = math.asin(_ROOT * math.sin(math.radians(latitude)))
    t2 = theta * theta
    t6 = t2**3
    slope = _A1 + 3 * _A2 * t2 + t6 * (7 * _A3 + 9 * _A4 * t2)
    x = math.radians(east) * math.cos(theta) / (_ROOT * slope)
    y = theta * (_A1 + _A2 * t2 + t6 * (_A3 + _A4 * t2))
    return _UNIT * x, -_UNIT * y


def lap(latitude: float) -> float:
    """Return the width of the whole map at a latitude, in map units: so far apart are a place and its copy."""
    return project(360, latitude, centre=0, wrapped=False)[0]


def outline_path() -> str:
    """Return the edge of the map as an SVG path in map units."""
    latitudes = range(-90, 91, _EDGE_STEP)
    east = [project(180, latitude, centre=0, wrapped=False) for latitude in latitudes]
    points = [*east, *((-x, y) for x, y in reversed(east))]
    return f"M{'L'.join(f'{x:.0f} {y:.0f}' for x, y in points)}Z"


def best_centre(longitudes: Collection[float], ties: Iterable[tuple[float, float]]) -> float:
    """Return the longitude to put in the middle, so that the fewest ties run off an edge and in at the other.

    `longitudes` are those of all places, `ties` join two each, by the shorter way. The map is cut in the Atlantic or
    the Pacific; where as many ties cross both, in that which is farther from all places.

    >>> best_centre([116.4, 139.7, -121.9], [(116.4, -121.9)])  # Beijing, Tokyo, San Jose
    150.0
    >>> best_centre([2.4, -71.1], [(2.4, -71.1)])  # Paris and Boston
    11.0
    """
    spans = [_shorter_way(one, other) for one, other in ties]

    def cost(cut: float) -> tuple[int, float]:
        nearest = min((abs((place - cut + 180) % 360 - 180) for place in longitudes), default=0.0)
        return sum(_crosses(span, cut) for span in spans), -nearest

    return (min(_OCEANS, key=cost) + 360) % 360 - 180


def _shorter_way(one: float, other: float) -> tuple[float, float]:
    """Return where the shorter way between two meridians begins, and how many degrees east it goes."""
    east = (other - one) % 360
    return (one, east) if east <= 180 else (other, 360 - east)


def _crosses(span: Sequence[float], cut: float) -> bool:
    start, east = span
    return 0 < (cut - start) % 360 < east
