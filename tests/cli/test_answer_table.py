"""A table fits the terminal and hides nothing."""

from __future__ import annotations

import pyoxigraph
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gii_graph.cli.answer_table import table_lines, wrapped
from gii_graph.text_width import width


def lines(rows: list[tuple[str, int]], limit: int | None) -> list[str]:
    values = " ".join(f"({pyoxigraph.Literal(text)} {number})" for text, number in rows)
    solutions = pyoxigraph.Store().query(f"SELECT ?text ?number {{ VALUES (?text ?number) {{ {values} }} }}")
    return list(table_lines(solutions, limit, lambda: None))


def test_numbers_stand_right_and_long_text_is_wrapped() -> None:
    assert lines([("Shenzhen–Hong Kong–Guangzhou", 5), ("Beijing", 12)], 24) == [
        "text              number",
        "────────────────  ──────",
        "Shenzhen–Hong          5",
        "Kong–Guangzhou",
        "Beijing               12",
    ]


@settings(deadline=None)
@given(st.lists(st.tuples(st.text(st.characters(categories=["L", "N", "Zs"])), st.integers(0, 9999)), min_size=1))
def test_no_line_is_wider_than_the_terminal(rows: list[tuple[str, int]]) -> None:
    assert all(width(line) <= 40 for line in lines(rows, 40))


@pytest.mark.parametrize("columns", [8, 20])
@given(text=st.text(st.characters(categories=["L"]), min_size=1))
def test_wrapping_loses_nothing(columns: int, text: str) -> None:
    assert "".join(wrapped(text, columns)) == text
