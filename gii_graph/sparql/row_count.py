"""How many rows an answer has, where the rows are not wanted: they are neither sorted nor made into objects."""

from __future__ import annotations

from typing import Any

from pyoxigraph import Store

from gii_graph.sparql.engine import answer
from gii_graph.sparql.syntax import order_clause, prologue_length, tokens

__all__ = ["counting_query", "number_of_different_rows", "selected_columns", "unordered"]


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
    text = unordered(text)
    query_tokens = tokens(text)
    start = query_tokens[prologue_length(query_tokens)].start
    return f"{text[:start]}SELECT (COUNT(*) AS ?rows) {{ SELECT DISTINCT * {{ {text[start:]}\n}} }}"


def selected_columns(text: str) -> list[str]:
    """Return the columns of a SELECT query."""
    solutions: Any = answer(Store(), text, as_they_come=True)
    return [variable.value for variable in solutions.variables]


def number_of_different_rows(store: Store, text: str) -> int:
    """Return how many different rows the answer to a SELECT query has."""
    solutions: Any = answer(store, counting_query(text), as_they_come=True)
    return int(next(solutions)[0].value)
