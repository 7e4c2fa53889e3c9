"""Rows of an answer as a table for people, and as a Markdown table to paste into a text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from gii_graph.cli.terminal import visible
from gii_graph.sparql.prefixes import shortener
from gii_graph.sparql.stable_rows import NUMERIC
from gii_graph.text_width import width

if TYPE_CHECKING:
    from pyoxigraph import QuerySolutions

__all__ = ["caption_lines", "markdown_lines", "table_lines"]

_MEASURED = 1000  # rows that are looked at to find the widths of the columns; the rest streams
_NARROWEST = 8  # columns of a terminal that a column of text keeps
_GAP = "  "

_Cell = tuple[str, bool]  # text, whether it is a number


def table_lines(answer: QuerySolutions, limit: int | None, count: Callable[[], None]) -> Iterator[str]:
    """Yield the lines of a table; `limit` is the width of the terminal, where there is one; `count` hears each row.

    Text that does not fit is wrapped within its column, never cut off.
    """
    header = [variable.value for variable in answer.variables]
    rows = _rows(answer, count)
    first = list(islice(rows, _MEASURED))
    numeric = [_is_numeric(row[column] for row in first) for column in range(len(header))]
    widths = [max([width(name), *(width(row[column][0]) for row in first)]) for column, name in enumerate(header)]
    widths = _fitted(widths, numeric, limit)
    yield from _lines(header, widths, numeric)
    yield _GAP.join("─" * size for size in widths)
    for row in chain(first, rows):
        yield from _lines([text for text, _ in row], widths, numeric)


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
    from gii_graph.tabular.markdown import escaped

    for said in map(visible, notes):
        if form == "markdown":
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
        return visible(term.value), term.datatype.value in NUMERIC
    if kind == "Triple":
        from gii_graph.sparql.result_formats import triple_term_text

        return visible(triple_term_text(term)), False
    return visible(short(term.value) if kind == "NamedNode" else str(term)), False


def _is_numeric(cells: Iterable[_Cell]) -> bool:
    filled = [number for text, number in cells if text]
    return bool(filled) and all(filled)


def _fitted(widths: Sequence[int], numeric: Sequence[bool], limit: int | None) -> list[int]:
    """Narrow the widest columns of text, all to one measure, until the table fits; numbers are never broken."""
    if limit is None or not widths:
        return list(widths)
    room = limit - len(_GAP) * (len(widths) - 1)
    cap = max(widths)
    while cap > _NARROWEST and sum(_capped(widths, numeric, cap)) > room:
        cap -= 1
    return _capped(widths, numeric, cap)


def _capped(widths: Sequence[int], numeric: Sequence[bool], cap: int) -> list[int]:
    return [size if right else min(size, cap) for size, right in zip(widths, numeric, strict=True)]


def _lines(cells: Sequence[str], widths: Sequence[int], numeric: Sequence[bool]) -> Iterator[str]:
    """Yield the lines of one row: more than one where a cell is wrapped."""
    columns = [
        [text] if right or width(text) <= size else wrapped(text, size)
        for text, size, right in zip(cells, widths, numeric, strict=True)
    ]
    for line in range(max(map(len, columns), default=0)):
        parts = [column[line] if line < len(column) else "" for column in columns]
        yield _GAP.join(
            f"{' ' * (size - width(text))}{text}" if right else f"{text}{' ' * (size - width(text))}"
            for text, size, right in zip(parts, widths, numeric, strict=True)
        ).rstrip()


def wrapped(text: str, columns: int) -> list[str]:
    """Return `text` in lines of at most `columns`, broken at spaces where that is possible.

    >>> wrapped("Shenzhen–Hong Kong–Guangzhou", 14)
    ['Shenzhen–Hong', 'Kong–Guangzhou']
    """
    lines: list[str] = []
    line = ""
    for word in text.split(" "):
        candidate = f"{line} {word}" if line else word
        if width(candidate) <= columns:
            line = candidate
            continue
        if line:
            lines.append(line)
        *full, line = _pieces(word, columns)
        lines.extend(full)
    return [*lines, line]


def _pieces(word: str, columns: int) -> list[str]:
    """Cut one word into pieces of at most `columns`, never cutting a character from its marks."""
    pieces = [""]
    for character in word:
        if pieces[-1] and width(pieces[-1] + character) > columns:
            pieces.append("")
        pieces[-1] += character
    return pieces
