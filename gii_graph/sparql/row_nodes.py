"""Which nodes the rows of an answer rest on, where these are labels and figures: more columns that nobody is shown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import Any, Final

from gii_graph.errors import QueryError
from gii_graph.sparql.syntax import Token, prologue_length, tokens

__all__ = ["nodes_of_rows", "with_nodes"]

_AGGREGATES: Final = ("COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT")


def with_nodes(text: str, names: Sequence[str]) -> str:
    """Return a SELECT query whose rows have, in more columns, the nodes that these variables stand for in them.

    Where rows are grouped, such a column has all nodes of a group, parted by spaces. A query that selects all variables
    stays as it is. Raises QueryError for a variable that the query does not use.

    >>> with_nodes("SELECT ?name { ?c rdfs:label ?name }", ["c"])
    'SELECT ?name ?c { ?c rdfs:label ?name }'
    """
    query_tokens = tokens(text)
    used = {token.text[1:] for token in query_tokens if token.kind == "variable"}
    if missing := [name for name in names if name not in used]:
        raise QueryError(
            f"The head of the query says that ?{missing[0]} is evidence, and the query has no ?{missing[0]}."
        )
    behind_select = query_tokens[prologue_length(query_tokens) + 1 :]
    selected = list(takewhile(lambda token: not _ends_the_columns(token), behind_select))
    if selected[-1].text == "*":
        return text
    columns = [
        f'(GROUP_CONCAT(DISTINCT STR(?{name}); separator=" ") AS ?nodes_of_{name})'
        if _is_grouped(query_tokens, selected)
        else f"?{name}"
        for name in names
        if name not in _columns(selected)
    ]
    end = selected[-1].end
    return " ".join([text[:end], *columns]) + text[end:]


def nodes_of_rows(rows: Sequence[Sequence[Any]], shown: int) -> dict[tuple[Any, ...], list[str]]:
    """Return the IRIs in the columns behind the first `shown`, by the cells of these; rows are Oxigraph's terms."""
    nodes: defaultdict[tuple[Any, ...], list[str]] = defaultdict(list)
    for row in rows:
        cells = list(row)
        nodes[tuple(cells[:shown])] += [iri for term in cells[shown:] if term is not None for iri in _iris(term)]
    return nodes


def _iris(term: Any) -> list[str]:
    return term.value.split() if type(term).__name__ in {"NamedNode", "Literal"} else []


def _ends_the_columns(token: Token) -> bool:
    if token.kind == "word":
        return token.text.upper().startswith(("FROM", "WHERE"))
    return token.kind == "sign" and token.text == "{"


def _columns(selected: Sequence[Token]) -> set[str]:
    """Return the variables that are columns, not those that expressions use."""
    depth = 0
    names = set()
    for before, token in zip([None, *selected], selected, strict=False):
        depth += (token.text == "(") - (token.text == ")")
        if token.kind == "variable" and (depth == 0 or (before is not None and before.is_word("AS"))):
            names.add(token.text[1:])
    return names


def _is_grouped(query_tokens: Sequence[Token], selected: Sequence[Token]) -> bool:
    """Tell whether a row of the query stands for a group; its subqueries do not matter."""
    behind = (token for token in _behind_the_pattern(query_tokens) if token.kind == "word")
    # The engine needs no space behind the word.
    return any(token.is_word(*_AGGREGATES) for token in selected) or any(
        token.text.upper().startswith("GROUP") and not token.is_word("GROUP_CONCAT") for token in behind
    )


def _behind_the_pattern(query_tokens: Sequence[Token]) -> Iterator[Token]:
    depth = 0
    is_behind = False
    for token in query_tokens:
        if token.kind == "sign" and token.text in {"{", "}"}:
            depth += 1 if token.text == "{" else -1
            is_behind = depth == 0
        elif is_behind and depth == 0:
            yield token
