"""The land outline that is shipped with the package, drawn for any middle of the map."""

from __future__ import annotations

import json
import math
from functools import cache
from itertools import pairwise
from pathlib import Path

from gii_graph.view.map import project
from gii_graph.view.stress import Point

__all__ = ["STEPS", "clipped", "land_path"]

STEPS = 20  # parts of a degree in which the rings count
_EDGE_STEP = 4  # degrees
_LAND = Path(__file__).parent / "assets" / "land.json"


def land_path(centre: float) -> str:
    """Return the outline of all land as one SVG path in map units, cut at the edge opposite to `centre`."""
    west = centre - 180
    parts = []
    for ring in _rings():
        for low in (west - 360, west, west + 360):
            part = _along_edges(clipped(ring, low, low + 360), (low, low + 360))
            points = [project(x - low + west, y, centre=centre, wrapped=False) for x, y in part]
            whole = [(round(x), round(y)) for x, y in points]
            steps = [f"{x1 - x0} {y1 - y0}" for (x0, y0), (x1, y1) in pairwise(whole) if (x0, y0) != (x1, y1)]
            if len(steps) > 1:
                parts.append(f"M{whole[0][0]} {whole[0][1]}l{' '.join(steps)}z")
    return "".join(parts).replace(" -", "-")


def clipped(ring: list[Point], low: float, high: float) -> list[Point]:
    """Return the part of a ring between two meridians (Sutherland and Hodgman, 1974)."""
    if all(low <= x <= high for x, _ in ring):
        return ring
    for bound, side in ((low, 1), (high, -1)):
        result = []
        for (x0, y0), (x1, y1) in zip(ring[-1:] + ring[:-1], ring, strict=True):
            if (side * (x0 - bound) >= 0) != (side * (x1 - bound) >= 0):
                result.append((bound, y0 + (y1 - y0) * (bound - x0) / (x1 - x0)))
            if side * (x1 - bound) >= 0:
                result.append((x1, y1))
        ring = result
        if not ring:
            break
    return ring


def _along_edges(ring: list[Point], edges: tuple[float, float]) -> list[Point]:
    """Add points where a ring follows an edge of the map, which is straight in degrees alone."""
    whole: list[Point] = []
    for (x, y), (next_x, next_y) in zip(ring, ring[1:] + ring[:1], strict=True):
        whole.append((x, y))
        parts = math.ceil(abs(next_y - y) / _EDGE_STEP) if x == next_x and x in edges else 1
        whole += [(x, y + (next_y - y) * part / parts) for part in range(1, parts)]
    return whole


@cache
def _rings() -> list[list[Point]]:
    """Return the rings in degrees; the file has each point after the first relative to the one before."""
    rings = []
    for flat in json.loads(_LAND.read_text(encoding="utf-8")):
        x = y = 0
        ring: list[Point] = []
        for dx, dy in zip(flat[::2], flat[1::2], strict=True):
            x, y = x + dx, y + dy
            ring.append((x / STEPS, y / STEPS))
        rings.append(ring)
    return rings
