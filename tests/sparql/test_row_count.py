"""Rows are counted as they would be asked for, each different one once."""

import pytest
from pyoxigraph import RdfFormat, Store

from gii_graph.sparql.engine import answer
from gii_graph.sparql.row_count import counting_query, number_of_different_rows, selected_columns
from gii_graph.sparql.shipped import shipped_names, shipped_text
from gii_graph.sparql.syntax import order_clause
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def graph() -> Store:
    store = Store()
    store.load(path=ROOT / "output/gii.ttl", format=RdfFormat.TURTLE)
    return store


@pytest.mark.parametrize("name", shipped_names())
def test_counted_rows_are_those_of_the_answer(graph: Store, name: str) -> None:
    solutions = answer(graph, shipped_text(name))
    rows = [tuple(row) for row in solutions]  # type: ignore[union-attr]
    assert number_of_different_rows(graph, shipped_text(name)) == len(set(rows))
    assert selected_columns(shipped_text(name)) == [one.value for one in solutions.variables]  # type: ignore[union-attr]


def test_rows_that_are_alike_count_once() -> None:
    store = Store()
    store.update("INSERT DATA { <a:1> <a:p> 1 . <a:2> <a:p> 1 . <a:3> <a:p> 2 }")
    inner = "{ SELECT ?s { ?s ?p ?o } ORDER BY ?s }"
    text = f"# 'ORDER BY'\nPREFIX a: <a:>\nSELECT ?o {{ ?s a:p ?o {inner} }} ORDER BY ?o # {{ LIMIT 1"
    assert number_of_different_rows(store, text) == 2


@pytest.mark.parametrize(
    ("behind", "clause"),
    [
        ("ORDER BY ?s", "ORDER BY ?s"),
        ("GROUP BY ?s ORDERBY DESC(STR(?s))", "ORDERBY DESC(STR(?s))"),
        ("ORDER BY ?s VALUES ?s { <a:1> }", "ORDER BY ?s "),
        ("ORDER BY ?s LIMIT 2", None),
        ("ORDER BY ?s OFFSET 2", None),
        ("LIMIT 2", None),
        ("", None),
    ],
)
def test_an_order_is_left_out_where_it_chooses_no_rows(behind: str, clause: str | None) -> None:
    text = f"SELECT ?s {{ ?s ?p ?o }} {behind}"
    place = order_clause(text)
    assert (place and text[place[0] : place[1]]) == clause
    assert ("ORDER" in counting_query(text)) == ("ORDER" in behind and clause is None)
