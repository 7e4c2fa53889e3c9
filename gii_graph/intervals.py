"""What printed figures imply, in exact arithmetic.

A share is printed as a rounded percentage and a count in full, so the two bound the total they are of: 473 at
32% means a total T with 31.5 <= 100 x 473 / T <= 32.5, that is from 1,456 to 1,501. The source does not say how
it rounds a half, so both ends belong to the interval and no convention raises a false alarm. A share that is
printed with decimals is taken as exact to half of its last digit; "<1%" is anything below 1.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Generic, NamedTuple, TypeVar

__all__ = [
    "CountedShare",
    "Implied",
    "Interval",
    "common",
    "implied_population",
    "implied_total",
    "joint",
    "population_of",
    "share_bounds",
    "total_of",
]

_MILLION = 1_000_000
S = TypeVar("S")


@dataclass(frozen=True, slots=True)
class Interval:
    """All whole numbers from `low` to `high`; without a `high` there is no upper bound.

    >>> print(Interval(1456, 1501), Interval(100, None))
    1,456 to 1,501 at least 100
    """

    low: int
    high: int | None

    def __str__(self) -> str:
        if self.high is None:
            return f"at least {self.low:,}"
        return f"{self.low:,}" if self.low == self.high else f"{self.low:,} to {self.high:,}"

    @property
    def empty(self) -> bool:
        """Whether no number is in the interval."""
        return self.high is not None and self.low > self.high

    def meets(self, other: Interval) -> bool:
        """Whether a number is in both intervals."""
        return not common([self, other]).empty


def common(intervals: Iterable[Interval]) -> Interval:
    """Return the numbers that are in all of the intervals.

    >>> print(common([Interval(1456, 1501), Interval(1308, 1545), Interval(1255, 1533)]))
    1,456 to 1,501
    """
    found = list(intervals)
    highs = [interval.high for interval in found if interval.high is not None]
    return Interval(max(interval.low for interval in found), min(highs) if highs else None)


def share_bounds(percent: Decimal, below: bool = False) -> tuple[Fraction, Fraction]:
    """Return the lowest and highest percentage that is printed as `percent`; of "<1%" the highest is left out.

    >>> [[float(bound) for bound in share_bounds(Decimal(text))] for text in ("32", "0.5")]
    [[31.5, 32.5], [0.45, 0.55]]
    """
    least, most, unit = _share_bounds(percent, below)
    return Fraction(least, unit), Fraction(most, unit)


def _share_bounds(percent: Decimal, below: bool) -> tuple[int, int, int]:
    """Return the same bounds as whole numbers of which so many make one percent: fractions take ten times as long."""
    exponent = percent.as_tuple().exponent
    unit = 2 * 10 ** max(0, -exponent if isinstance(exponent, int) else 0)
    whole, parts = percent.as_integer_ratio()
    units = whole * unit // parts
    return (0, units, unit) if below else (max(0, units - 1), min(100 * unit, units + 1), unit)


def implied_total(count: int, percent: Decimal, below: bool = False) -> Interval:
    """Return the totals of which `count` is the printed share; it is empty where there is none.

    >>> print(implied_total(473, Decimal(32)), implied_total(3, Decimal(1), below=True), sep="; ")
    1,456 to 1,501; at least 301
    """
    least, most, unit = _share_bounds(percent, below)
    part = 100 * count * unit
    if not most:  # "<0%" is no share of anything
        return Interval(1, 0)
    lowest = part // most + 1 if below else _divided_up(part, most)
    return Interval(max(1, count, lowest), part // least if least else None)


def implied_population(total: Interval, per_million: int) -> Interval:
    """Return the populations of which `total` is `per_million` for each million inhabitants, rounded to a whole.

    >>> print(implied_population(Interval(1456, 1501), 175))
    8,296,297 to 8,601,719
    """
    halves = 2 * per_million
    low = _divided_up(2 * total.low * _MILLION, halves + 1)
    bounded = total.high is not None and per_million > 0
    return Interval(low, 2 * (total.high or 0) * _MILLION // (halves - 1) if bounded else None)


class CountedShare(NamedTuple, Generic[S]):
    """A count with its share in percent as printed ("<1%": `below`), and what states the two: nodes or lines."""

    number: int
    percent: Decimal
    below: bool
    sources: tuple[S, ...]


@dataclass(frozen=True, slots=True)
class Implied(Generic[S]):
    """What printed figures imply and do not state: between which numbers it lies, and what implies it."""

    interval: Interval
    sources: tuple[S, ...]


def total_of(rows: Iterable[CountedShare[S]]) -> Implied[S] | None:
    """Return the totals that all rows of a table allow together; None without rows, or where these contradict."""
    return joint([Implied(implied_total(row.number, row.percent, row.below), row.sources) for row in rows])


def population_of(total: Implied[S], per_million: int, sources: tuple[S, ...]) -> Implied[S]:
    """Return the inhabitants that a total and a figure per million imply; `sources` are those of the figure."""
    return Implied(implied_population(total.interval, per_million), (*sources, *total.sources))


def joint(parts: Sequence[Implied[S]]) -> Implied[S] | None:
    """Return what all parts allow together, or None where there are no parts or they contradict each other."""
    if not parts:
        return None
    interval = common(part.interval for part in parts)
    sources = tuple(dict.fromkeys(source for part in parts for source in part.sources))
    return None if interval.empty else Implied(interval, sources)


def _divided_up(number: int, by: int) -> int:
    """Return the quotient, rounded up."""
    return -(-number // by)
