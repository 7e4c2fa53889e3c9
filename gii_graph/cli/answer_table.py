"""Rows of an answer as a table for people, and as a Markdown table to paste into a text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from gii_graph.cli.table_layout import table_rows, wrapped
from gii_graph.cli.terminal import visible
from gii_graph.sparql.prefixes import shortener
from gii_graph.sparql.stable_rows import NUMERIC

if TYPE_CHECKING:
    from pyoxigraph import QuerySolutions

__all__ = ["caption_lines", "markdown_lines", "table_lines"]

_MEASURED = 1000  # rows that are looked at to find the widths of the columns; the rest streams

_Cell = tuple[str, bool]  # text, whether it is a number


def table_lines(answer: QuerySolutions, limit: int | None, count: Callable[[], None]) -> Iterator[str]:
    """Yield the lines of a table; `limit` is the width of the terminal, where there is one; `count` hears each row.

    What does not fit is wrapped, never cut off.
    """
    header = [variable.value for variable in answer.variables]
    rows = _rows(answer, count)
    first = list(islice(rows, _MEASURED))
    numeric = [_is_numeric(row[column] for row in first) for column in range(len(header))]
    yield from table_rows(header, [_texts(row) for row in first], map(_texts, rows), numeric, limit)


def _texts(row: Sequence[_Cell]) -> list[str]:
    return [text for text, _ in row]


def markdown_lines(answer: QuerySolutions, count: Callable[[], None]) -> Iterator[str]:
    """Yield the lines of a table in GitHub's Markdown; signs that Markdown would take for its own are escaped."""
    rows = _rows(answer, count)
    first = list(islice(rows, _MEASURED))
    header = [variable.value for variable in answer.variables]
    numeric = [_is_numeric(row[column] for row in first) for column in range(len(header))]
    from gii_graph.tabular.markdown import escaped

    yield f"| {' | '.join(map(escaped, header))} |"
    yield f"| {' | '.join('---:' if right else '---' for right in numeric)} |"
    for row in chain(first, rows):
        yield f"| {' | '.join(escaped(text) for text, _ in row)} |"


def caption_lines(notes: Sequence[str], form: str, limit: int | None) -> Iterator[str]:
    """Yield the lines below a table that say what it rests on."""
    for said in map(visible, notes):
        if form == "markdown":
            from gii_graph.tabular.markdown import escaped

            yield from ("", escaped(said))
        else:
            yield from wrapped(said, limit) if limit else [said]


def _rows(answer: QuerySolutions, count: Callable[[], None]) -> Iterator[list[_Cell]]:
    short = shortener()
    for solution in answer:
        count()
        yield [_cell(term, short) for term in solution]


def _cell(term: Any, short: Callable[[str], str]) -> _Cell:
    kind = type(term).__name__
    if term is None:
        return "", False
    if kind == "Literal":
        # A tab parts the cells of a row that is quoted; what stands in a table has no place for it.
        return visible(term.value.replace("\t", "  ")), term.datatype.value in NUMERIC
    if kind == "Triple":
        from gii_graph.sparql.result_formats import triple_term_text

        return visible(triple_term_text(term)), False
    return visible(short(term.value) if kind == "NamedNode" else str(term)), False


def _is_numeric(cells: Iterable[_Cell]) -> bool:
    filled = [number for text, number in cells if text]
    return bool(filled) and all(filled)
