"""The lines of a page to its columns, in the order of reading."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from gii_graph.reading.page_rows import CLOSE, PageRow, ascend, is_section

__all__ = ["column_blocks"]

_GUTTER = 0.2  # parts of the letters' size: so wide is the space that all rows leave free between two columns at least


def column_blocks(rows: Sequence[PageRow]) -> Iterator[list[PageRow]]:
    """Yield the parts of a page in the order of reading: what stands in columns is read column by column."""
    waiting = [[*rows]]
    while waiting:
        part = waiting.pop()
        columns = _columns(part)
        if columns is None:
            if part:
                yield part
            continue
        first, last, place = columns
        sides = [row.sides(place) for row in part[first : last + 1]]
        left, right = ([side[number] for side in sides if side[number].pieces] for number in (0, 1))
        waiting += [part[last + 1 :], right, left, part[:first]]


def _columns(rows: Sequence[PageRow]) -> tuple[int, int, float] | None:
    """Return the run of rows that stands in two columns most surely, and a place between these; None if none does."""
    runs = set()
    for number, row in enumerate(rows):
        for before, after in pairwise(row.pieces):
            run = _run(rows, number, before.right, after.left)
            if run and _is_gutter(rows[run[0] : run[1] + 1], run[2]):
                runs.add(run)
    return max(runs, key=lambda run: (_places_begun(rows, run), run[1] - run[0], -run[2]), default=None)


def _places_begun(rows: Sequence[PageRow], run: tuple[int, int, float]) -> int:
    """Return how many rows of the right column begin with a place: a table's begin there."""
    sides = (row.sides(run[2])[1].pieces for row in rows[run[0] : run[1] + 1])
    return sum(pieces[0].is_place for pieces in sides if pieces)


def _run(rows: Sequence[PageRow], number: int, left: float, right: float) -> tuple[int, int, float] | None:
    """Return the run of rows around one that leave a gutter free within a gap of that row."""
    first = last = number
    while last + 1 < len(rows) and (free := _kept_free(rows[last + 1], left, right)):
        left, right = free
        last += 1
    while first > 0 and (free := _kept_free(rows[first - 1], left, right)):
        left, right = free
        first -= 1
    place = (left + right) / 2
    both = [at for at in range(first, last + 1) if all(side.pieces for side in rows[at].sides(place))]
    first, last = _without_strangers(rows, (first, last), (both[0], both[-1]))
    return (first, last, place) if right - left >= _GUTTER * rows[number].size else None


def _kept_free(row: PageRow, left: float, right: float) -> tuple[float, float] | None:
    """Return what of a gutter a row leaves free. Headings of two tables may begin anywhere above them."""
    if len(row.pieces) == 2 and all(is_section(piece.text) for piece in row.pieces):
        return left, right
    free = row.free(left, right)
    return free if free[1] - free[0] >= _GUTTER * row.size else None


def _without_strangers(rows: Sequence[PageRow], run: tuple[int, int], both: tuple[int, int]) -> tuple[int, int]:
    """Leave out, at both ends, rows that stand in one column only and apart from it: a heading, the next paragraph."""
    first, last = both
    while (
        last < run[1]
        and rows[last].base - rows[last + 1].base <= CLOSE * rows[last].size
        and not is_section(rows[last + 1].text)
    ):
        last += 1
    while first > run[0] and rows[first - 1].base - rows[first].base <= CLOSE * rows[first].size:
        first -= 1
    return first, last


def _is_gutter(rows: Sequence[PageRow], place: float) -> bool:
    """Tell whether a free stretch parts two columns of the page, not two columns of one table."""
    sides = [row.sides(place) for row in rows]
    left = [side for side, _ in sides if side.pieces]
    right = [side for _, side in sides if side.pieces]
    beside = [(one, other) for one, other in sides if one.pieces and other.pieces]
    if min(len(left), len(right)) < 2 or _belong_together(beside):
        return False
    first = [row.pieces[0] for row in right if row.pieces[0].is_value]
    if first and not (all(piece.is_place for piece in first) and ascend(first)):
        return False
    if len(beside) < 0.6 * max(len(left), len(right)):
        return not any(row.is_record and not row.is_record_of_its_own for row in right)
    return _stands_alone(sum(row.is_record for row in left), left) and _stands_alone(
        sum(row.is_record_of_its_own for row in right), right
    )


def _belong_together(beside: Sequence[tuple[PageRow, PageRow]]) -> bool:
    """Tell whether most lines of two columns are one row of a table: left only its place, or right only its values."""
    rows = [(one, other) for one, other in beside if not (one.is_heading or other.is_heading)]
    are_places = ascend([other.pieces[0] for _, other in rows])
    only_parts = [
        all(piece.is_place for piece in one.pieces)
        or (all(piece.is_value for piece in other.pieces) and not (are_places and len(other.pieces) > 2))
        for one, other in rows
    ]
    return 2 * sum(only_parts) >= len(rows) if rows else bool(beside)


def _stands_alone(records: int, rows: Sequence[PageRow]) -> bool:
    """Tell whether a column says something without the one beside it: rows of a table, or sentences."""
    return records >= 2 or sum(row.is_prose for row in rows) >= 2
