"""Arrangements of discs: by the ties between them, groups side by side, nothing overlapping."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence

from gii_graph.view.stress import MOST_PAIRS, Point, stress_layout

__all__ = ["Point", "arranged", "clear_of_lines", "moved_apart", "rows_below"]

_EDGE_LENGTH = 250
_WIDENING = 1.25  # screens are wide, and labels too
_ROOMINESS = 1.6  # area of a layout against that of the squares around its discs
_ABOVE_ROWS = 184
_ROUNDS = 120  # of pushing discs apart
_MOST_ROUNDS, _FEW_DISCS = 1500, 120  # few discs, of very different sizes, take more rounds and little time
_LINE_ROUNDS, _LINE_PUSH = 60, 0.4  # pushes off lines, each by at most this part of a disc's radius
_TOLERANCE = 0.5  # of an overlap that is left
_GOLDEN_ANGLE = math.pi * (3 - math.sqrt(5))


def arranged(
    lengths: Mapping[str, Mapping[str, float]],
    radii: Mapping[str, float],
    *,
    in_rows: Collection[str] = (),
    edge_length: float = _EDGE_LENGTH,
    widening: float = _WIDENING,
    most_pairs: int = MOST_PAIRS,
) -> dict[str, Point]:
    """Return positions of discs: what is tied near each other, at the lengths wanted, what is not side by side.

    Those of `in_rows` that are tied to nothing stand in rows below everything else. `most_pairs` are looked at in each
    group, see `stress_layout`.
    """
    groups = _components(lengths)
    alone = [group[0] for group in groups if len(group) == 1 and group[0] in in_rows]
    laid_out = []
    for group in groups:
        if group[0] in alone:
            continue
        unit = stress_layout({name: lengths[name] for name in group}, most_pairs)
        wide = {name: (x * edge_length * widening, y * edge_length) for name, (x, y) in unit.items()}
        laid_out.append(moved_apart(_roomy(wide, radii), radii, _MOST_ROUNDS if len(wide) < _FEW_DISCS else _ROUNDS))
    at = _side_by_side(laid_out, radii)
    return at | rows_below(at.values(), alone, space=2 * max((radii[name] for name in alone), default=0.0))


def _components(neighbours: Mapping[str, Mapping[str, float]]) -> list[list[str]]:
    """Return the connected groups, the largest first."""
    groups, seen = [], set()
    for start in sorted(neighbours):
        if start in seen:
            continue
        group, stack = [], [start]
        seen.add(start)
        while stack:
            group.append(stack.pop())
            fresh = [other for other in neighbours[group[-1]] if other not in seen]
            seen.update(fresh)
            stack += fresh
        groups.append(sorted(group))
    return sorted(groups, key=lambda group: (-len(group), group))


def _roomy(at: Mapping[str, Point], radii: Mapping[str, float]) -> dict[str, Point]:
    """Stretch a layout evenly until its area could hold all discs, so that few need to be pushed."""
    across = 2 * max(radii[iri] for iri in at)  # a row of discs is as high as these, not without any height
    wide = max(x for x, _ in at.values()) - min(x for x, _ in at.values()) + across
    high = max(y for _, y in at.values()) - min(y for _, y in at.values()) + across
    needed = sum((2 * radii[iri]) ** 2 for iri in at)
    stretch = max(1.0, math.sqrt(_ROOMINESS * needed / (wide * high)))
    return {iri: (x * stretch, y * stretch) for iri, (x, y) in at.items()}


def moved_apart(at: Mapping[str, Point], radii: Mapping[str, float], rounds: int = _ROUNDS) -> dict[str, Point]:
    """Return positions where no two discs overlap, each pushed off its neighbours as little as needed."""
    names = sorted(at)
    xs, ys = [at[name][0] for name in names], [at[name][1] for name in names]
    reach = [radii[name] for name in names]
    cell = 2 * max(reach, default=1.0)
    for _ in range(rounds):
        if not _push_once(xs, ys, reach, cell):
            break
    return dict(zip(names, zip(xs, ys, strict=True), strict=True))


def _push_once(xs: list[float], ys: list[float], reach: Sequence[float], cell: float) -> bool:
    """Push every overlapping pair apart by half of what is missing; tell whether there was one."""
    grid: dict[tuple[int, int], list[int]] = {}
    for i, (x, y) in enumerate(zip(xs, ys, strict=True)):
        grid.setdefault((int(x // cell), int(y // cell)), []).append(i)
    pushed, near = False, grid.get
    for (column, row), here in grid.items():
        # Of a cell's neighbours one half; the other half sees it as theirs.
        beside, above, below = column + 1, row - 1, row + 1
        others = [
            *here,
            *near((beside, above), ()),
            *near((beside, row), ()),
            *near((beside, below), ()),
            *near((column, below), ()),
        ]
        for place, i in enumerate(here, 1):
            x, y, own = xs[i], ys[i], reach[i]
            for j in others[place:]:
                dx, dy, wanted = xs[j] - x, ys[j] - y, own + reach[j]
                square, enough = dx * dx + dy * dy, wanted - _TOLERANCE
                if square < enough * enough:
                    dx, dy = _push(dx, dy, wanted, turn=i * _GOLDEN_ANGLE)
                    x, y = xs[i], ys[i] = x - dx, y - dy
                    xs[j] += dx
                    ys[j] += dy
                    pushed = True
    return pushed


def _push(dx: float, dy: float, wanted: float, turn: float) -> Point:
    """Return how far each of two discs is to move, away from the other, if so much lies between their middles."""
    length = math.sqrt(dx * dx + dy * dy)
    if length < 1e-6:
        return math.cos(turn) * wanted / 2, math.sin(turn) * wanted / 2
    part = ((wanted - length) / 2 + 0.3) / length
    return dx * part, dy * part


def clear_of_lines(
    at: Mapping[str, Point], radii: Mapping[str, float], lines: Sequence[tuple[str, str]]
) -> dict[str, Point]:
    """Return positions where discs stand off the straight lines between others, as far as pushing them can."""
    points = {name: list(point) for name, point in at.items()}
    for _ in range(_LINE_ROUNDS):
        pushes = [_push_off(points, radii, line, name) for line in lines for name in points if name not in line]
        points = {name: list(point) for name, point in moved_apart(_tuples(points), radii).items()}
        if not any(pushes):
            break
    return _tuples(points)


def _tuples(points: Mapping[str, Sequence[float]]) -> dict[str, Point]:
    return {name: (point[0], point[1]) for name, point in points.items()}


def _push_off(points: Mapping[str, list[float]], radii: Mapping[str, float], line: tuple[str, str], name: str) -> bool:
    """Push a disc off a line, sideways by what is missing; tell whether it lay on it."""
    (x1, y1), (x2, y2) = points[line[0]], points[line[1]]
    point, reach = points[name], radii[name]
    along_x, along_y = x2 - x1, y2 - y1
    square = along_x * along_x + along_y * along_y
    share = ((point[0] - x1) * along_x + (point[1] - y1) * along_y) / square if square else 0.0
    if not 0 < share < 1:
        return False
    dx, dy = point[0] - x1 - share * along_x, point[1] - y1 - share * along_y
    length = math.hypot(dx, dy)
    if length >= reach - _TOLERANCE:
        return False
    if length < 1e-6:
        dx, dy, length = -along_y, along_x, math.sqrt(square)
    push = min(reach - length, reach * _LINE_PUSH)
    point[0] += dx / length * push
    point[1] += dy / length * push
    return True


def _side_by_side(groups: list[dict[str, Point]], radii: Mapping[str, float]) -> dict[str, Point]:
    """Pack separate groups: each into the next free spot of a spiral around the first and largest."""
    placed: dict[str, Point] = {}
    taken: list[tuple[float, float, float]] = []
    turn = 0
    for group in groups:
        reach = max((math.hypot(x, y) + radii[iri] for iri, (x, y) in group.items()), default=0.0)
        turn, middle = _free_spot(taken, reach, turn)
        taken.append((*middle, reach))
        placed |= {iri: (x + middle[0], y + middle[1]) for iri, (x, y) in group.items()}
    return placed


def _free_spot(taken: Sequence[tuple[float, float, float]], reach: float, turn: int) -> tuple[int, Point]:
    if not taken:
        return 0, (0.0, 0.0)
    while True:
        turn += 1
        distance = taken[0][2] + reach * 0.7 * math.sqrt(turn)
        x, y = distance * math.cos(turn * _GOLDEN_ANGLE), distance * math.sin(turn * _GOLDEN_ANGLE)
        if all(math.hypot(x - tx, y - ty) >= reach + other for tx, ty, other in taken):
            return turn, (x, y)


def rows_below(at: Iterable[Point], alone: Sequence[str], space: float) -> dict[str, Point]:
    """Return places for what has no tie, in rows under everything else."""
    points = list(at)
    columns = max(1, math.ceil(math.sqrt(len(alone) * 3)))
    top = max((y for _, y in points), default=0.0) + (_ABOVE_ROWS if points else 0.0)
    middle = (min(x for x, _ in points) + max(x for x, _ in points)) / 2 if points else 0.0
    left = middle - (min(columns, len(alone)) - 1) * space / 2
    return {iri: (left + i % columns * space, top + i // columns * space) for i, iri in enumerate(alone)}
