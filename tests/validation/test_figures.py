"""The arithmetic of rounded shares: every total that rounds to what is printed is allowed, and no other."""

from __future__ import annotations

from decimal import ROUND_HALF_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gii_graph.intervals import Interval, common, implied_population, implied_total

ROUNDINGS = [ROUND_HALF_UP, ROUND_HALF_EVEN, ROUND_HALF_DOWN]


def printed(count: int, total: int, decimals: int, rounding: str) -> Decimal:
    return (Decimal(100 * count) / Decimal(total)).quantize(Decimal(1).scaleb(-decimals), rounding=rounding)


def within(number: int, interval: Interval) -> bool:
    return interval.low <= number and (interval.high is None or number <= interval.high)


@given(st.data(), st.integers(0, 2), st.sampled_from(ROUNDINGS))
def test_the_true_total_is_always_allowed(data: st.DataObject, decimals: int, rounding: str) -> None:
    total = data.draw(st.integers(1, 10**7))
    count = data.draw(st.integers(0, total))
    assert within(total, implied_total(count, printed(count, total, decimals, rounding)))


@given(st.integers(1, 5000), st.integers(1, 100))
def test_a_total_outside_rounds_to_something_else(count: int, percent: int) -> None:
    interval = implied_total(count, Decimal(percent))
    for total in (interval.low - 1, (interval.high or 0) + 1):
        if total >= count:
            assert all(printed(count, total, 0, rounding) != percent for rounding in ROUNDINGS)


@given(st.integers(0, 10**6), st.integers(1, 100))
def test_below_means_strictly_below(count: int, percent: int) -> None:
    low = implied_total(count, Decimal(percent), below=True).low
    assert Decimal(100 * count) / low < percent
    assert low == 1 or low == count or Decimal(100 * count) / (low - 1) >= percent


@given(st.integers(1, 10**6), st.integers(10**4, 10**8))
def test_the_true_population_is_always_allowed(total: int, population: int) -> None:
    rate = round(total * 1_000_000 / population)
    assert within(population, implied_population(Interval(total, total), rate))


@pytest.mark.parametrize(
    ("count", "percent", "expected"),
    [
        (473, "32", "1,456 to 1,501"),
        (583, "57", "1,014 to 1,031"),
        (9607, "23", "40,881 to 42,697"),
        (100, "100", "100"),
        (5, "0", "at least 1,000"),
        (0, "0", "at least 1"),
        (50, "12.5", "399 to 401"),
    ],
)
def test_known_totals(count: int, percent: str, expected: str) -> None:
    assert str(implied_total(count, Decimal(percent))) == expected


def test_impossible_shares_imply_nothing() -> None:
    assert implied_total(0, Decimal(32)).empty
    assert common([Interval(1, 5), Interval(6, None)]).empty
    assert not common([Interval(1, None), Interval(6, None)]).empty
