"""What each row of an answer was made from: the bindings of its query's pattern, before columns, groups and limits.

A row of names does not say which clusters, listings and profiles it is about; the pattern that made it does.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from gii_graph.errors import QueryError
from gii_graph.sparql.engine import answer
from gii_graph.sparql.syntax import form, outermost_group, tokens

if TYPE_CHECKING:
    from pyoxigraph import Store

__all__ = ["pattern_query", "row_bindings"]


def pattern_query(text: str) -> str:
    """Return the query that asks for everything that the pattern of a SELECT binds.

    Raises QueryError for a query of another form.

    >>> pattern_query("SELECT ?n (COUNT(?s) AS ?k) { ?s rdfs:label ?n } GROUP BY ?n LIMIT 3")
    'SELECT * { ?s rdfs:label ?n }'
    """
    query_tokens = tokens(text)
    select = next((token for token in query_tokens if token.is_word("SELECT")), None)
    group = outermost_group(text)
    if form(query_tokens) != "SELECT" or select is None or group is None:
        raise QueryError("Only a SELECT query has rows.")
    start, end = group
    return f"{text[: select.end]} * {text[start:end]}"


def row_bindings(
    store: Store, text: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> list[list[Mapping[str, Any]]]:
    """Return for each row of the answer to `text` the bindings that it was made from, in the order of the engine.

    They are told by the columns that the pattern binds itself; rows alike in all of these share their bindings.
    """
    solutions: Any = answer(store, pattern_query(text))
    variables = [variable.value for variable in solutions.variables]
    shared = [column for column in columns if column in variables]
    made_from: dict[tuple[Any, ...], list[Mapping[str, Any]]] = {}
    for solution in solutions:
        bound = {name: term for name, term in zip(variables, solution, strict=True) if term is not None}
        made_from.setdefault(tuple(bound.get(column) for column in shared), []).append(bound)
    places = [columns.index(column) for column in shared]
    return [made_from.get(tuple(row[place] for place in places), []) for row in rows]
