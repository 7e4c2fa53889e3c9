"""Who is out of order is found as by comparing each with each, and without doing so."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from gii_graph.intervals import Interval
from gii_graph.validation.contradictions import _out_of_national_order, _out_of_place
from gii_graph.validation.dominated_pairs import dominated_pairs

LOWS = st.integers(0, 9)
FIGURES = st.builds(lambda low, width: Interval(low, None if width > 4 else low + width), LOWS, st.integers(0, 5))


class Counted(int):
    """A number that counts how often it is compared."""

    compared = 0

    def __lt__(self, other: int) -> bool:
        Counted.compared += 1
        return int(self) < int(other)

    def __gt__(self, other: int) -> bool:
        Counted.compared += 1
        return int(self) > int(other)


def is_below(one: Interval, other: Interval) -> bool:
    return one.high is not None and one.high < other.low


@given(st.lists(st.tuples(FIGURES, FIGURES, st.integers(1, 4)), max_size=80))
def test_the_pairs_are_those_of_comparing_each_with_each(entries: list[tuple[Interval, Interval, int]]) -> None:
    figures = [entry[:2] for entry in entries]
    starts = [position + entry[2] for position, entry in enumerate(entries)]
    plain = [
        (i, j)
        for i, j in combinations(range(len(figures)), 2)
        if j >= starts[i] and is_below(figures[i][0], figures[j][0]) and is_below(figures[i][1], figures[j][1])
    ]
    assert list(dominated_pairs(figures, starts)) == plain


@given(st.lists(st.tuples(st.integers(1, 5), st.integers(1, 12), st.sampled_from("abc")), max_size=40))
def test_national_ranks_are_held_against_each_other(stated: list[tuple[int, int, str]]) -> None:
    ranked = sorted(stated)
    pairs = combinations(range(len(ranked)), 2)
    plain = [(i, j) for i, j in pairs if _out_of_national_order(ranked[i], ranked[j])]
    assert list(_out_of_place(ranked)) == plain


def test_one_who_is_out_of_order_costs_no_comparison_of_each_with_each() -> None:
    size = 4000
    for wrong, figure in ((0, -1), (size // 2, 10 * size), (size - 1, 10 * size)):
        values = [size - position for position in range(size)]
        values[wrong] = figure
        figures = [(Interval(Counted(value), Counted(value)),) * 2 for value in values]
        Counted.compared = 0
        found = list(dominated_pairs(figures, range(1, size + 1)))
        assert len(found) == (size - 1 if wrong == 0 else wrong)
        assert Counted.compared < 150 * size  # each with each would be 2,000 times the size
