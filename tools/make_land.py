"""Make `gii_graph/view/assets/land.json`, the land outline of the map, from Natural Earth (public domain).

The source is `land-50m.json` of the npm package world-atlas 2.0.2, Natural Earth's 1:50m land as TopoJSON:

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    python tools/make_land.py package/land-50m.json

Rings are simplified by Visvalingam's method in projected space, each in the middle of a map of its own, and small
islands are left out. They stay in degrees: where the map is cut is decided when it is drawn.
"""

from __future__ import annotations

import heapq
import itertools
import json
import sys
from pathlib import Path

from gii_graph.view.land import STEPS
from gii_graph.view.map import project

LEAST_TRIANGLE = 3.0  # square map units; the map is 4,000 units wide
LEAST_ISLAND = 12.0  # square map units
SOUTHERN_LIMIT = -60.0  # nobody files patents in Antarctica
LAND = Path(__file__).parent.parent / "gii_graph/view/assets/land.json"

Point = tuple[float, float]


def rings(topology: dict) -> list[list[Point]]:
    """Return the outer and inner rings of all land, in degrees."""
    scale, shift = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * scale[0] + shift[0], y * scale[1] + shift[1]))
        arcs.append(points)
    found = []
    for geometry in topology["objects"]["land"]["geometries"]:
        polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
        for ring in (ring for polygon in polygons for ring in polygon):
            points = []
            for number in ring:
                points += arcs[number] if number >= 0 else arcs[~number][::-1]
            found.append(points)
    return found


def unwrapped(ring: list[Point]) -> list[Point]:
    """Return a ring in degrees without jumps, so that it may run past 180 or below -180."""
    points: list[Point] = []
    for x, latitude in ring:
        points.append((x + 360 * round((points[-1][0] - x) / 360) if points else x, latitude))
    if points and abs(points[-1][0] - points[0][0]) > 180:  # around the pole: close it along the map's foot
        first, last = points[0][0], points[-1][0]
        points += [(last, -90.0), (first, -90.0)]
    return points


def area(a: Point, b: Point, c: Point) -> float:
    """Return the area of a triangle."""
    return abs((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])) / 2


def ring_area(points: list[Point]) -> float:
    """Return the area of a ring."""
    turned = points[1:] + points[:1]
    return abs(sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in zip(points, turned, strict=True))) / 2


def simplified(points: list[Point]) -> list[int]:
    """Return the numbers of points to keep: those whose triangle with their neighbours is small go, smallest first.

    Visvalingam and Whyatt, 1993.
    """
    before = {i: i - 1 for i in range(len(points))}
    after = {i: i + 1 for i in range(len(points))}
    heap = [(area(*points[i - 1 : i + 2]), i) for i in range(1, len(points) - 1)]
    current = {i: size for size, i in heap}
    heapq.heapify(heap)
    while heap:
        size, i = heapq.heappop(heap)
        if current.get(i) != size:
            continue
        if size > LEAST_TRIANGLE:
            break
        del current[i]
        a, b = before[i], after[i]
        after[a], before[b] = b, a
        for j in (a, b):
            if j in current:
                current[j] = max(size, area(points[before[j]], points[j], points[after[j]]))
                heapq.heappush(heap, (current[j], j))
    return [0, *sorted(current), len(points) - 1]


def main(source: Path) -> None:
    """Write the outline as rings of whole parts of a degree, each point after the first relative to the one before."""
    outline = []
    for ring in rings(json.loads(source.read_text(encoding="utf-8"))):
        if max(latitude for _, latitude in ring) < SOUTHERN_LIMIT:
            continue
        whole = unwrapped(ring)
        middle = (min(x for x, _ in whole) + max(x for x, _ in whole)) / 2
        points = [project(x, y, centre=middle, wrapped=False) for x, y in whole]
        if len(points) < 4 or ring_area(points) < LEAST_ISLAND:
            continue
        shape = [(round(whole[i][0] * STEPS), round(whole[i][1] * STEPS)) for i in simplified(points)]
        if len(shape) < 4:
            continue
        flat = [*shape[0]]
        for (x0, y0), (x1, y1) in itertools.pairwise(shape):
            if (x0, y0) != (x1, y1):
                flat += [x1 - x0, y1 - y0]
        outline.append(flat)
    outline.sort(key=lambda flat: (-len(flat), flat))
    LAND.write_text(json.dumps(outline, separators=(",", ":")) + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
