"""Bounds of concentration hold whatever the shares behind the printed ones are."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gii_graph.analysis.concentration import AgentTable, agent_tables, herfindahl, printed_share, top_three_share
from gii_graph.network import read_network
from gii_graph.network.elements import Mention, NetworkNode


def table(*rows: Mention) -> AgentTable:
    return AgentTable(NetworkNode("https://x/c", "cluster", "C"), 2024, "filing", rows)


def test_the_bounds_of_kunming_can_be_recomputed(committed_graph: Path) -> None:
    tables = agent_tables(read_network([committed_graph]), "patents")
    kunming = next(one for one in tables if one.cluster.label == "Kunming")
    assert [row.share for row in kunming.rows] == [31, 10, 6]
    assert printed_share(kunming) == 47
    shares = top_three_share(kunming)
    assert shares is not None
    assert (shares.low, shares.high) == (45.5, 48.5)
    bounds = herfindahl(kunming)
    assert bounds is not None
    assert bounds.low == 30.5**2 + 9.5**2 + 5.5**2
    assert bounds.high == 31.5**2 + 10.5**2 + 6.5**2 + 7 * 6.5**2 + 6.0**2


@given(st.lists(st.integers(1, 10_000), min_size=1, max_size=40))
def test_the_true_index_lies_within_the_bounds(counts: list[int]) -> None:
    counts.sort(reverse=True)
    shares = [100 * count / sum(counts) for count in counts]
    rows = [
        Mention(2024, rank, count, round(share))
        for rank, (count, share) in enumerate(zip(counts, shares, strict=True), 1)
    ]
    bounds = herfindahl(table(*rows[:3]))
    three = top_three_share(table(*rows[:3]))
    assert bounds is not None
    assert three is not None
    assert bounds.low - 1e-6 <= sum(share**2 for share in shares) <= bounds.high + 1e-6
    assert three.low - 1e-9 <= sum(shares[:3]) <= three.high + 1e-9


def test_a_share_printed_as_below_is_from_nought() -> None:
    bounds = herfindahl(table(Mention(2024, 1, share=99), Mention(2024, 2, share_below=1)))
    assert bounds is not None
    assert (bounds.low, bounds.high) == (98.5**2, 99.5**2 + 0.5**2)


@pytest.mark.parametrize(
    "rows", [(), (Mention(2024, 1, share=50), Mention(2024, 2))], ids=["no row", "a share missing"]
)
def test_what_is_not_printed_is_not_guessed(rows: tuple[Mention, ...]) -> None:
    assert herfindahl(table(*rows)) is None
    assert top_three_share(table(*rows)) is None
    assert printed_share(table(*rows)) is None
