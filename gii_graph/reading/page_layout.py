"""Letters with their places on a page to lines as a reader takes them: columns apart, table rows whole.

A line's pieces that stand apart are cells, parted by a tab. Where a wrapped cell may belong to either of two rows,
neither is read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from gii_graph.reading.broken_cells import breaks_anywhere, line_ends, rows_with_broken_values
from gii_graph.reading.page_columns import column_blocks
from gii_graph.reading.page_rows import CLOSE, Letter, PageRow, page_rows
from gii_graph.reading.wrapped_cells import cells_whole, put_together

__all__ = ["PageLine", "page_lines"]

_NAMELESS = "values without a name that they belong to"
_BROKEN = "a wrapped cell, in which a word may be broken"
_BROKEN_VALUE = "a table of which a value is broken over lines"
_CROSSED = "text that is printed over other text"
_DOUBTFUL = "a wrapped cell, of which a line may belong to the row above or to the row below"


class PageLine(NamedTuple):
    """A line of the page: its text, and why it cannot be read safely, if it cannot."""

    text: str
    problem: str | None = None


def page_lines(letters: Sequence[Letter]) -> list[PageLine]:
    """Return the lines of a page in the order of reading; an empty one parts paragraphs and columns."""
    lines: list[PageLine] = []
    for block in column_blocks(page_rows(letters)):
        if lines:
            lines.append(PageLine(""))
        lines += _lines_of_block(block)
    return lines


def _lines_of_block(block: Sequence[PageRow]) -> Iterator[PageLine]:
    """Yield the lines of a column; a cell that is wrapped over several is put together."""
    before: PageRow | None = None
    cells = [*cells_whole(block)]
    is_torn = breaks_anywhere(cells, block)
    broken = rows_with_broken_values(block)
    for rows in cells:
        if before is not None and before.base - rows[0].base > CLOSE * max(before.size, rows[0].size):
            yield PageLine("")
        before = rows[-1]
        owners = [row for row in rows if row.is_record]
        problem = _problem(rows, owners, block) or (_BROKEN if is_torn and len(rows) > 1 else None)
        if any(row.base in broken for row in rows):
            problem = _BROKEN_VALUE
        if problem:
            yield from (PageLine(row.text, problem) for row in rows)
        else:
            yield PageLine(put_together(rows, owners[0] if owners else rows[0]))


def _problem(rows: Sequence[PageRow], owners: Sequence[PageRow], block: Sequence[PageRow]) -> str | None:
    """Return why rows cannot be put together to one, None if they can."""
    if any(row.is_overprinted for row in rows):
        return _CROSSED
    if len(rows) == 1:
        pieces = rows[0].pieces
        return _NAMELESS if len(pieces) > 1 and all(piece.is_value for piece in pieces) else None
    if len(owners) != 1:
        return _DOUBTFUL
    wrapped = [piece for row in rows if row is not owners[0] for piece in row.pieces]
    mixed = any(piece.is_value and piece.overlaps(line) for piece in owners[0].pieces for line in wrapped)
    return _DOUBTFUL if mixed else _BROKEN if any(end.breaks_word for end in line_ends(rows, block)) else None
