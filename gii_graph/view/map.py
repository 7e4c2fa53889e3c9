"""The map: an equal-area projection centred on the Pacific, and the land outline shipped with the package."""

from __future__ import annotations

import json
import math
from pathlib import Path

__all__ = ["CENTRE_LONGITUDE", "EDGE_LONGITUDE", "WIDTH", "land_path", "project"]

# 150 degrees east: ties between East Asia and North America cross the Pacific, and the map is cut in the Atlantic.
CENTRE_LONGITUDE = 150.0
EDGE_LONGITUDE = CENTRE_LONGITUDE - 180.0
WIDTH = 4000.0

# Equal Earth: Šavrič, Patterson and Jenny, "The Equal Earth map projection" (2018), equation 9.
_A1, _A2, _A3, _A4 = 1.340264, -0.081106, 0.000893, 0.003796
_ROOT = math.sqrt(3) / 2
_UNIT = WIDTH / (2 * math.pi / (_ROOT * _A1))

_LAND = Path(__file__).parent / "assets" / "land.json"


def project(longitude: float, latitude: float, *, wrapped: bool = True) -> tuple[float, float]:
    """Return map units, x to the right and y downwards from the middle of the map, of a point in degrees.

    With `wrapped=False` the longitude counts on past the map's edges instead of coming round to the other side.

    >>> [round(value) for value in project(150, 0)]
    [0, 0]
    >>> project(-122, 37)[0] > project(116, 40)[0]  # California is to the right of Beijing
    True
    """
    east = longitude - CENTRE_LONGITUDE
    if wrapped:
        east = (east + 180) % 360 - 180
    theta = math.asin(_ROOT * math.sin(math.radians(latitude)))
    t2 = theta * theta
    t6 = t2**3
    slope = _A1 + 3 * _A2 * t2 + t6 * (7 * _A3 + 9 * _A4 * t2)
    x = math.radians(east) * math.cos(theta) / (_ROOT * slope)
    y = theta * (_A1 + _A2 * t2 + t6 * (_A3 + _A4 * t2))
    return _UNIT * x, -_UNIT * y


def land_path() -> str:
    """Return the outline of all land as one SVG path in map units."""
    rings: list[list[int]] = json.loads(_LAND.read_text(encoding="utf-8"))
    return "".join(f"M{ring[0]} {ring[1]}l{_pairs(ring[2:])}z" for ring in rings)


def _pairs(numbers: list[int]) -> str:
    return " ".join(map(str, numbers)).replace(" -", "-")
