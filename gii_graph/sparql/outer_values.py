"""Values of parameters where no `VALUES` block reaches: in the SELECT, HAVING and ORDER BY of a query that groups.

There only what is grouped by is seen, and aggregates (SPARQL 1.1, 11.3 and 18.2.4.1). A parameter with one value is
that value, so it is written there; several values cannot stand for one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from gii_graph.errors import QueryError
from gii_graph.sparql.syntax import Token

__all__ = ["with_outer_values"]

_AGGREGATES: Final = ("COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT")
_CLAUSES: Final = ("SELECT", "FROM", "WHERE", "GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET", "VALUES")


def with_outer_values(text: str, levels: Sequence[Sequence[Token]], values: Mapping[str, Sequence[str]]) -> str:
    """Return the query with the values of parameters written where its groups are selected, filtered and ordered.

    `levels` are the tokens of the query and of each of its subqueries that stand outside of their patterns.
    Raises QueryError where no value can stand.
    """
    uses = [use for level in levels if _groups(level) for use in _uses(level, values)]
    for token in sorted(uses, key=lambda token: -token.start):
        name = token.text[1:]
        if len(values[name]) != 1:
            raise QueryError(
                f"The parameter {name!r} stands in the SELECT, HAVING or ORDER BY of a query that groups, where it can "
                "have one value only."
            )
        text = f"{text[: token.start]}({values[name][0]}){text[token.end :]}"
    return text


def _groups(level: Sequence[Token]) -> bool:
    # The parser needs no space behind these.
    grouped = any(token.kind == "word" and token.text.upper().startswith(("GROUP", "HAVING")) for token in level)
    return grouped or any(token.is_word(*_AGGREGATES) for token in level)


def _uses(level: Sequence[Token], values: Mapping[str, Sequence[str]]) -> Iterator[Token]:
    """Yield the parameters in the expressions of SELECT, HAVING and ORDER BY, but for those in aggregates."""
    clause = ""
    opened: list[str] = []  # for each bracket the word before it
    before = Token("nothing", "", 0)
    for token in level:
        if token.kind == "word" and not opened:
            clause = next((word for word in _CLAUSES if token.text.upper().startswith(word)), clause)
        elif token.kind == "sign" and token.text == "(":
            opened.append(before.text.upper())
        elif token.kind == "sign" and token.text == ")" and opened:
            opened.pop()
        elif _is_given(token, before, values) and (clause in {"HAVING", "ORDER"} or (clause == "SELECT" and opened)):
            if opened[-1:] == ["BOUND"]:
                raise QueryError(f"BOUND({token.text}) cannot be asked of a parameter where a query groups.")
            if not set(opened) & set(_AGGREGATES):
                yield token
        before = token


def _is_given(token: Token, before: Token, values: Mapping[str, Sequence[str]]) -> bool:
    return token.kind == "variable" and token.text[1:] in values and not before.is_word("AS")
