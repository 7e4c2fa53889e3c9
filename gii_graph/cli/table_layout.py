"""Tables in columns that fit the terminal that shows them; for a file or a pipe they are as wide as they are.

Where a table is too wide, text is wrapped within its column, and names of columns are wrapped at their parts. Where
even the narrowest columns do not fit, each row stands as a record: one line for each cell. Nothing is cut off.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import chain, zip_longest
from typing import TYPE_CHECKING

from gii_graph.text_width import width

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["plain_table", "table_rows", "terminal_columns", "wrapped"]

_NARROWEST = 8  # columns of a terminal that a column of text keeps
_GAP = "  "
_STANDARD_STREAM = "-"
# The words of a name such as weighted_in_degree or patentsPerMillion; compiled where a table is too wide.
_PARTS = r"[^\s_]+?(?:_|(?<=[a-z])(?=[A-Z])|\s|$)"


def terminal_columns(output: Path | str | None = None) -> int | None:
    """Return the columns of the terminal that shows the output; None where a file or a pipe gets it."""
    if (output is not None and str(output) != _STANDARD_STREAM) or not sys.stdout.isatty():
        return None
    import shutil

    return shutil.get_terminal_size().columns


def plain_table(
    header: Sequence[str], rows: Sequence[Sequence[str]], numeric: Collection[int] = (), limit: int | None = None
) -> str:
    """Return a table in columns, two spaces apart; the columns of `numeric` (from 0) are right-aligned."""
    right = [column in numeric for column in range(len(header))]
    return "\n".join(table_rows(header, rows, (), right, limit))


def table_rows(
    header: Sequence[str],
    first: Sequence[Sequence[str]],
    others: Iterable[Sequence[str]],
    numeric: Sequence[bool],
    limit: int | None,
) -> Iterator[str]:
    """Yield the lines of a table: its header, a rule, its rows; the `first` rows say how wide its columns are."""
    widths = _widths(header, first, numeric, limit)
    if widths is None:
        yield from _records(header, chain(first, others), limit or 0)
        return
    yield from _lines(_named(header, widths), widths, numeric)
    yield _GAP.join("─" * size for size in widths)
    for row in chain(first, others):
        texts = [
            [text] if right or width(text) <= size else wrapped(text, size)
            for text, size, right in zip(row, widths, numeric, strict=True)
        ]
        yield from _lines(texts, widths, numeric)


def _widths(
    header: Sequence[str], rows: Sequence[Sequence[str]], numeric: Sequence[bool], limit: int | None
) -> list[int] | None:
    """Return how wide the columns are: the widest narrowed to one measure until all fit; None where they never do."""
    values = [max((width(row[column]) for row in rows), default=0) for column in range(len(header))]
    natural = [max(size, width(name)) for size, name in zip(values, header, strict=True)]
    if limit is None or not natural:
        return natural
    # Numbers are never broken.
    least = [
        max(value, *map(width, _parts(name))) if right else min(size, _NARROWEST)
        for value, size, name, right in zip(values, natural, header, numeric, strict=True)
    ]
    room = limit - len(_GAP) * (len(natural) - 1)
    for cap in range(max(natural), 0, -1):
        sizes = [max(low, min(size, cap)) for low, size in zip(least, natural, strict=True)]
        if sum(sizes) <= room:
            return sizes
    return None


def _parts(name: str) -> list[str]:
    """Return the words of a column's name.

    >>> _parts("weighted_in_degree"), _parts("patentsPerMillion")
    (['weighted_', 'in_', 'degree'], ['patents', 'Per', 'Million'])
    """
    return [part.strip() for part in re.findall(_PARTS, name)] or [name]


def _named(header: Sequence[str], widths: Sequence[int]) -> list[list[str]]:
    """Return the names of the columns in lines as wide as these."""
    names = []
    for name, size in zip(header, widths, strict=True):
        if width(name) <= size:
            names.append([name])
            continue
        lines = [""]
        for part in re.findall(_PARTS, name) or [name]:
            if lines[-1] and width((lines[-1] + part).rstrip()) > size:
                lines.append("")
            lines[-1] += part
        names.append([piece for line in lines for piece in wrapped(line.strip(), size)])
    return names


def _lines(columns: Sequence[Sequence[str]], widths: Sequence[int], numeric: Sequence[bool]) -> Iterator[str]:
    """Yield the lines of one row, whose cells may have several."""
    for line in range(max(map(len, columns), default=0)):
        parts = [column[line] if line < len(column) else "" for column in columns]
        yield _GAP.join(
            f"{' ' * (size - width(text))}{text}" if right else f"{text}{' ' * (size - width(text))}"
            for text, size, right in zip(parts, widths, numeric, strict=True)
        ).rstrip()


def _records(header: Sequence[str], rows: Iterable[Sequence[str]], limit: int) -> Iterator[str]:
    """Yield each row as a record: a line for each cell, behind the name of its column."""
    label = min(max(map(width, header)), max(1, (limit - len(_GAP)) // 2))
    room = max(1, limit - label - len(_GAP))
    for row in rows:
        yield "─" * limit
        for name, text in zip(header, row, strict=True):
            for left, right in zip_longest(wrapped(name, label), wrapped(text, room), fillvalue=""):
                yield f"{left}{' ' * (label - width(left))}{_GAP}{right}".rstrip()


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
