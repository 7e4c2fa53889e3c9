"""Each two of a sequence of which the earlier is below the later in both figures, without comparing each with each.

The positions are halved again and again; of each part those lowest figures are kept that no others of it exceed in
both, its Pareto front. A part whose front has nothing above a position has no partner for it and is left out, so the
work hangs on how many pairs there are, not on the square of the positions.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from operator import itemgetter
from typing import Final, NamedTuple

from gii_graph.intervals import Interval

__all__ = ["dominated_pairs"]

_COMPARED: Final = 16  # positions that are compared one by one
_Figures = tuple[Interval, Interval]
_first = itemgetter(0)


def dominated_pairs(figures: Sequence[_Figures], starts: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield the positions (i, j), in order, of which both highest figures of i are below the lowest of j.

    `j` is at least `starts[i]`, which is beyond `i`.
    """
    if not figures:
        return
    lows = [(one.low, other.low) for one, other in figures]
    whole = _part(lows, 0, len(lows))
    for position, (one, other) in enumerate(figures):
        if one.high is not None and other.high is not None:
            for later in _above(whole, lows, starts[position], one.high, other.high):
                yield position, later


class _Part(NamedTuple):
    """Positions from `start` to `end`: their front, by rising first and falling second figures, and their halves."""

    start: int
    end: int
    front: list[tuple[int, int]]
    halves: tuple[_Part, ...]


def _part(lows: Sequence[tuple[int, int]], start: int, end: int) -> _Part:
    if end - start <= _COMPARED:
        return _Part(start, end, _front(lows[start:end]), ())
    middle = (start + end) // 2
    halves = _part(lows, start, middle), _part(lows, middle, end)
    return _Part(start, end, _front([*halves[0].front, *halves[1].front]), halves)


def _front(lows: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    front: list[tuple[int, int]] = []
    for one, other in sorted(lows, reverse=True):
        if not front or other > front[-1][1]:
            front.append((one, other))
    return front[::-1]


def _above(part: _Part, lows: Sequence[tuple[int, int]], start: int, one: int, other: int) -> Iterator[int]:
    """Yield the positions from `start` on that are above two figures."""
    if part.end <= start:
        return
    place = bisect_right(part.front, one, key=_first)
    if place == len(part.front) or part.front[place][1] <= other:
        return
    if not part.halves:
        for position in range(max(part.start, start), part.end):
            if lows[position][0] > one and lows[position][1] > other:
                yield position
    for half in part.halves:
        yield from _above(half, lows, start, one, other)
