"""One question in place of many: the answers to a query for each of several values of a parameter."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from gii_graph.sparql.engine import answer
from gii_graph.sparql.syntax import Token, outermost_group, tokens, with_values
from gii_graph.view.free_answers import AnswerRow

if TYPE_CHECKING:
    from pyoxigraph import Store

__all__ = ["rows_of_values"]

# With one of these a row may be made of the solutions for several values.
_MIXING: Final = frozenset(
    "* DISTINCT REDUCED GROUP HAVING LIMIT OFFSET COUNT SUM MIN MAX AVG SAMPLE GROUP_CONCAT".split()
)


def rows_of_values(store: Store, text: str, name: str, terms: Sequence[str]) -> dict[str, list[AnswerRow]] | None:
    """Return for each term, in SPARQL's own notation, the rows of the answer for it; None if they must be asked singly.

    Each subquery that uses the parameter is taken to have it as a column, as those of the shipped queries do.
    """
    query_tokens = tokens(text)
    select = next((token for token in query_tokens if token.is_word("SELECT")), None)
    pattern = outermost_group(query_tokens)
    if select is None or pattern is None or not _keeps_solutions_apart(query_tokens, pattern):
        return None
    # The values go into the groups of the query alone, all of which are behind its SELECT.
    bound = with_values(text, {name: terms})
    is_column = any(token.text[1:] == name for token in query_tokens if select.end <= token.start < pattern[0])
    added = "" if is_column else f" ?{name}"
    solutions: Any = answer(store, f"{bound[: select.end]}{added}{bound[select.end :]}")
    at = [variable.value for variable in solutions.variables].index(name)
    rows: dict[str, list[AnswerRow]] = {term: [] for term in terms}
    for row in map(tuple, solutions):
        rows[str(row[at])].append(row if is_column else row[1:])
    return rows


def _keeps_solutions_apart(query_tokens: Sequence[Token], pattern: tuple[int, int]) -> bool:
    """Tell whether each row is made of one solution, and the query orders them."""
    start, end = pattern
    words = {token.text.upper() for token in query_tokens if not start <= token.start < end}
    return "ORDER" in words and words.isdisjoint(_MIXING)
