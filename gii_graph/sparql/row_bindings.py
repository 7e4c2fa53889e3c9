"""What each row of an answer was made from: the bindings of its query's pattern, before columns, groups and limits.

A row of names does not say which clusters, listings and profiles it is about; the pattern that made it does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from gii_graph.errors import QueryError
from gii_graph.sparql.engine import SORTED_AT_MOST, answer
from gii_graph.sparql.stable_rows import SolutionRow, sort_key
from gii_graph.sparql.syntax import form, outermost_group, tokens

if TYPE_CHECKING:
    from pyoxigraph import Store

__all__ = ["pattern_query", "row_bindings"]


def pattern_query(text: str) -> str:
    """Return the query that asks for everything that the pattern of a SELECT binds.

    It is asked of the same graphs (FROM). Raises QueryError for a query of another form.

    >>> pattern_query("SELECT ?n (COUNT(?s) AS ?k) { ?s rdfs:label ?n } GROUP BY ?n LIMIT 3")
    'SELECT * { ?s rdfs:label ?n }'
    """
    query_tokens = tokens(text)
    select = next((token for token in query_tokens if token.is_word("SELECT")), None)
    group = outermost_group(query_tokens)
    if form(query_tokens) != "SELECT" or select is None or group is None:
        raise QueryError("Only a SELECT query has rows.")
    start, end = group
    between = (token for token in query_tokens if select.end <= token.start < start)
    dataset = next((token.start for token in between if token.is_word("FROM")), start)
    return f"{text[: select.end]} * {text[dataset:end]}"


def row_bindings(
    store: Store, text: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> list[list[SolutionRow]]:
    """Return for each row of the answer to `text` the bindings that it was made from, each as the terms that it binds.

    They are told by the columns that the pattern binds itself; rows alike in all of these share their bindings, which
    come in the order that the engine gives the answer to the pattern.
    """
    solutions: Any = answer(store, pattern_query(text), as_they_come=True)
    variables = [variable.value for variable in solutions.variables]
    shared = [column for column in columns if column in variables]
    key_of_row = _cells([columns.index(column) for column in shared])
    key_of_solution = _cells([variables.index(column) for column in shared])
    keys = [key_of_row(row) for row in rows]
    made_from: dict[tuple[Any, ...], list[SolutionRow]] = {key: [] for key in keys}
    number = 0
    for solution in map(tuple, solutions):
        number += 1
        if (bindings := made_from.get(key_of_solution(solution))) is not None:
            bindings.append(solution)
    # As many as these the engine sorts; to sort the few of each row is quicker.
    if number <= SORTED_AT_MOST:
        for bindings in made_from.values():
            if len(bindings) > 1:
                bindings.sort(key=sort_key)
    return [made_from[key] for key in keys]


def _cells(places: Sequence[int]) -> Callable[[Sequence[Any]], tuple[Any, ...]]:
    """Return a function that takes the cells at these places out of a row."""
    if len(places) > 1:
        return itemgetter(*places)
    return lambda row: tuple(row[place] for place in places)
