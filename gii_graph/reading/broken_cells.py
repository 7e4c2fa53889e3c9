"""Words and values of a table that may be broken over the lines of a cell, where no hyphen tells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from gii_graph.reading.broken_words import are_two_words, breaks_by_itself
from gii_graph.reading.page_rows import CLOSE, PagePiece, PageRow, is_section

__all__ = ["breaks_anywhere", "line_ends", "rows_with_broken_values"]

_EVEN = 0.05  # widths that differ by less are the same: so much of a letter is rounding and kerning
_VALUE_PART = re.compile(r"%|\d{1,3},|,\d{1,3}", re.ASCII)


def rows_with_broken_values(block: Sequence[PageRow]) -> set[float]:
    """Return the baselines of tables in which part of a value stands on a line of its own, such as "%" or "27,"."""
    broken: set[float] = set()
    for table in _tables(block):
        begun = next((number for number, row in enumerate(table) if row.pieces[0].is_place), len(table))
        if any(_is_part_of_value(row) for row in table[begun:]):
            broken.update(row.base for row in table)
    return broken


def _tables(block: Sequence[PageRow]) -> Iterator[list[PageRow]]:
    """Yield the rows of a column that follow each other closely and are no headings of sections."""
    table: list[PageRow] = []
    for row in block:
        heads_section = any(is_section(piece.text) for piece in row.pieces)
        if table and (heads_section or table[-1].base - row.base > 2 * CLOSE * row.size):
            yield table
            table = []
        if not heads_section:
            table.append(row)
    yield table


def _is_part_of_value(row: PageRow) -> bool:
    texts = [piece.text for piece in row.pieces]
    return any(map(_VALUE_PART.fullmatch, texts)) and not any(letter.isalpha() for text in texts for letter in text)


class _LineEnd(NamedTuple):
    """Where a line of a cell ends and the next one begins, and the edges of what stands in their column.

    The cell is at least as wide as that.
    """

    line: PagePiece
    after: PagePiece
    left: float
    right: float

    @property
    def is_full(self) -> bool:
        """Whether not even the next letter would have fitted into the line."""
        return self.right - self.line.right < self.after.first_letter + _EVEN * self.line.letter

    @property
    def parts_words(self) -> bool:
        return are_two_words(self.line.words[-1], self.after.words[0])

    @property
    def breaks_word(self) -> bool:
        """Whether a word may be broken here: between letters that allow it, or because it is longer than the cell."""
        if breaks_by_itself(self.line.words[-1], self.after.words[0]):
            return True
        ends, begins = self.line.words_at[-1], self.after.words_at[0]
        width = ends[1] - ends[0] + begins[1] - begins[0]
        is_long = width > self.right - self.left - _EVEN * self.line.letter
        return self.is_full and is_long and not self.parts_words


def line_ends(rows: Sequence[PageRow], block: Sequence[PageRow]) -> list[_LineEnd]:
    """Return where the lines of the wrapped cell in a row of a table end, the last one aside."""
    wrapped = [piece for row in rows if not row.is_record for piece in row.pieces]
    records = [row for row in block if row.is_record]
    column = [piece for row in (*records, *rows) for piece in row.pieces if any(map(piece.overlaps, wrapped))]
    left, right = min(piece.left for piece in column), max(piece.right for piece in column)
    lines = [piece for row in rows for piece in row.pieces if any(map(piece.overlaps, wrapped))]
    return [_LineEnd(line, after, left, right) for line, after in pairwise(lines)]


def breaks_anywhere(cells: Sequence[Sequence[PageRow]], block: Sequence[PageRow]) -> bool:
    """Tell whether a table may break words of any length: all lines of its wrapped cells are filled to the end."""
    wrapped = [rows for rows in cells if len(rows) > 1 and sum(row.is_record for row in rows) == 1]
    ends = [end for rows in wrapped for end in line_ends(rows, block)]
    return all(end.is_full for end in ends) and not all(end.parts_words for end in ends)
