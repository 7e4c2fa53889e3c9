"""How many rows an answer has, where the rows are not wanted: they are neither sorted nor made into objects."""

from __future__ import annotations

from typing import Any

from pyoxigraph import Store

from gii_graph.sparql.engine import answer
from gii_graph.sparql.syntax import order_clause, prologue_length, tokens

__all__ = ["counting_query", "has_more_rows", "number_of_different_rows", "selected_columns", "unordered"]


def unordered(text: str) -> str:
    """Return a SELECT query without its ORDER BY, unless LIMIT or OFFSET makes it matter which rows come first.

    >>> unordered("SELECT ?s { ?s ?p ?o } ORDER BY ?s")
    'SELECT ?s { ?s ?p ?o } '
    """
    clause = order_clause(text)
    return text if clause is None else text[: clause[0]] + text[clause[1] :]


def counting_query(text: str) -> str:
    """Return the query that counts the different rows of a SELECT query; one with FROM cannot be counted so.

    >>> counting_query("SELECT ?s { ?s ?p ?o }")
    'SELECT (COUNT(*) AS ?rows) { SELECT DISTINCT * { SELECT ?s { ?s ?p ?o }\\n} }'
    """
    return _around(unordered(text), "SELECT (COUNT(*) AS ?rows) { SELECT DISTINCT * { ", "\n} }")


def has_more_rows(store: Store, text: str, most: int) -> bool:
    """Tell whether the answer to a SELECT query has more than so many rows, alike or not; no more are looked at."""
    counting = _around(unordered(text), "SELECT (COUNT(*) AS ?rows) { SELECT * { ", f"\n}} LIMIT {most + 1} }}")
    return _counted(store, counting) > most


def _around(text: str, before: str, behind: str) -> str:
    """Return a query with its own part, behind the declarations, between two texts."""
    query_tokens = tokens(text)
    start = query_tokens[prologue_length(query_tokens)].start
    return f"{text[:start]}{before}{text[start:]}{behind}"


def _counted(store: Store, text: str) -> int:
    solutions: Any = answer(store, text, as_they_come=True)
    return int(next(solutions)[0].value)


def selected_columns(text: str) -> list[str]:
    """Return the columns of a SELECT query."""
    solutions: Any = answer(Store(), text, as_they_come=True)
    return [variable.value for variable in solutions.variables]


def number_of_different_rows(store: Store, text: str) -> int:
    """Return how many different rows the answer to a SELECT query has."""
    return _counted(store, counting_query(text))
