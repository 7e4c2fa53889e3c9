"""A table fits the terminal and hides nothing."""

from __future__ import annotations

import pyoxigraph
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gii_graph.cli.answer_table import markdown_lines, table_lines
from gii_graph.cli.table_layout import plain_table, wrapped
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


def test_names_of_columns_are_wrapped_at_their_words_and_numbers_are_whole() -> None:
    table = plain_table(("name", "weighted_in_degree", "patentsPerMillion"), [("A", "4.5", "1,234")], (1, 2), limit=24)
    assert table.splitlines() == [
        "name  weighted_  patents",
        "      in_degree      Per",
        "                 Million",
        "────  ─────────  ───────",
        "A           4.5    1,234",
    ]


@pytest.mark.parametrize("limit", [20, 40, 60])
def test_what_fits_no_columns_stands_as_records(limit: int) -> None:
    header = [f"column{number}" for number in range(9)]
    table = plain_table(header, [["some words that are long"] * 9] * 2, limit=limit).splitlines()
    assert all(width(line) <= limit for line in table)
    assert table[0] == "─" * limit
    assert "".join(table).replace(" ", "").count("somewordsthatarelong") == 18


def test_a_table_that_no_terminal_shows_is_as_wide_as_it_is() -> None:
    row = ["x" * 200, "y" * 200]
    assert plain_table(("a", "b"), [row]).splitlines()[-1] == "  ".join(row)


def test_a_tab_that_parts_the_cells_of_a_quoted_row_is_space() -> None:
    assert lines([("1\tBOE\t9,607", 1)], None)[2] == "1  BOE  9,607       1"
    solutions = pyoxigraph.Store().query('SELECT ?text { VALUES ?text { "1\\tBOE" } }')
    assert list(markdown_lines(solutions, lambda: None))[2] == "| 1  BOE |"
