"""Rows of the two tables: lines to cells, cells to values.

Cells may be parted by tabs, pipes, several spaces, or stand one per line, as browsers copy them; a long name may be
wrapped over lines. So lines are gathered until they make a row: a place, a name, a count, a share. What cannot be put
together safely is reported whole, never half taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from gii_graph.profile import Share
from gii_graph.reading import furniture, numbers, wordings

__all__ = ["ListingRow", "TableLine", "cells_of", "is_header", "is_whole_row", "read_rows", "without_second_table"]

_MARKS = re.compile(r"\t|\||\s{2,}")
_ABSENT = frozenset({"", "-", "–", "—", "n/a", "n.a.", "na", "..", "..."})
_EMPHASIZED = re.compile(r"([*_]{1,3})([^*_\s]|[^*_\s][^*_]*[^*_\s])\1")
_BARE_SHARE = re.compile(r"\d{1,3}(?:[.,]\d{1,3})?", re.ASCII)
_MOST_LINES = 8  # of a row
_LONGEST_NAME = 300  # characters
_MOST_SHIFTED = 2  # columns by which a wrapped line may be off
_HYPHENS = ("-", "\u2010", "\u00ad")
_BROKEN_WORD = "a table row with a hyphen at the end of a line that may belong to its name or not"
_SECOND_TABLE = "a table row below another table, whose own heading was not understood"
_NAMELESS_ROW = "a table row without a name"
_TOO_MANY_CELLS = "a table row with more cells than a place, a name, a count and a share"
_MAY_GO_ON = "a table row whose name may go on in another line"
_BREAKS_OFF = "a table row that breaks off"


@dataclass(frozen=True, slots=True)
class TableLine:
    """A line within a table: its index, its text with all its spaces, whether a blank line stands before it."""

    index: int
    text: str
    is_after_blank: bool = False


@dataclass(frozen=True, slots=True)
class ListingRow:
    """One row, or the lines of a broken one: then `problem` says what is wrong."""

    lines: tuple[int, ...]
    rank: int = 0
    name: str = ""
    count: int | None = None
    share: Share | None = None
    problem: str | None = None


class _Column(NamedTuple):
    """What the header row says of the last column: whether shares stand in it, and whether it has the percent sign."""

    has_shares: bool = False
    has_percent: bool = False


def cells_of(line: str) -> list[str]:
    """Return the cells of a line, without those that pipes leave empty at either end."""
    line = line.strip()
    if "|" in line:
        cells = line.removeprefix("|").removesuffix("|").split("|")
    elif "\t" in line:
        cells = line.split("\t")
    else:
        cells = _MARKS.split(line)
    return [_without_emphasis(cell.strip()) for cell in cells]


def _without_emphasis(cell: str) -> str:
    """Return a cell without a pair of Markdown's marks around the whole of it; marks within are part of a name."""
    marked = _EMPHASIZED.fullmatch(cell) if cell and cell[0] in "*_" else None
    return marked[2] if marked else cell


def is_header(line: str) -> bool:
    """Return whether a line is the header row of a table, or the rule under it."""
    cells = [cell for cell in cells_of(line) if cell]
    if len(cells) == 1 and not wordings.is_header_cell(cells[0]):
        cells = cells[0].split()
    return all(wordings.is_header_cell(cell) or not cell.strip("-:=_") for cell in cells)


def is_whole_row(line: str) -> bool:
    """Return whether a line, its cells parted by tabs or pipes, is a row by itself."""
    row = _whole(cells_of(line), _Column(), is_one_line=True) if "\t" in line or "|" in line else None
    return row is not None and row.problem is None


def read_rows(lines: Sequence[TableLine]) -> list[ListingRow]:
    """Return the rows of a table, those that are broken among them; other lines are nobody's."""
    return [
        row if row.problem or numbers.may_be_name(row.name) else replace(row, problem=_NAMELESS_ROW)
        for row in _Table(lines).rows()
    ]


def without_second_table(rows: Sequence[ListingRow], header: int | None) -> Iterator[ListingRow]:
    """Yield the rows of a table; those of a second one below it, whose heading was not read, are broken.

    A second table begins where a rank comes again that is no tie with the row before, or below a header row of the
    other table (its index is `header`).
    """
    taken: set[int] = set()
    last, is_second = 0, False
    for row in rows:
        is_again = row.rank in taken and row.rank != last
        is_second = is_second or is_again or (header is not None and row.lines[0] > header)
        last = row.rank or last
        taken.add(last)
        yield replace(row, problem=row.problem or _SECOND_TABLE) if is_second else row


class _Table:
    """The walk over one table."""

    def __init__(self, lines: Sequence[TableLine]) -> None:
        self._lines = lines
        headers = [cell for line in lines if is_header(line.text) for cell in cells_of(line.text)]
        shares = [cell for header in headers for cell in (header, header.split()[-1] if header else "")]
        shares = [cell for cell in shares if wordings.is_share_cell(cell)]
        self._column = _Column(bool(shares), any("%" in cell or "percent" in cell.lower() for cell in shares))
        self._at = 0
        # A table may print the first line of a wrapped name above the row's numbers.
        above = [line for line in lines if not is_header(line.text)][:1]
        self._has_names_above = bool(above) and not (_starts_row(above[0].text) or _is_foreign(above[0].text))

    def rows(self) -> list[ListingRow]:
        rows = []
        while self._at < len(self._lines):
            line = self._lines[self._at]
            if _starts_row(line.text) and not is_header(line.text):
                row = self._row()
                rows += [row] if row else []
            else:
                self._at += 1
        return rows

    def _row(self) -> ListingRow | None:
        """Return the row that begins here, None for a lone number, and go on behind it."""
        first = self._lines[self._at]
        cells = cells_of(first.text)
        row = self._alone(first.text)
        if row is not None and not row.problem and _has_two_names(first.text):
            row = ListingRow((), problem=_TOO_MANY_CELLS)
        if row is not None:
            self._at += 1
            return self._with_wrapped_name(replace(row, lines=(first.index,)), first)
        taken = [first.index]
        self._at += 1
        while row is None and len(taken) < _MOST_LINES and self._at < len(self._lines):
            line = self._lines[self._at]
            if self._ends_row(cells, line.text):
                break
            self._at += 1
            taken.append(line.index)
            cells += cells_of(line.text)
            row = _whole(cells, self._column, is_one_line=False) or self._parted_by_spaces(cells)
        gathered = self._lines[self._at - len(taken) : self._at]
        if any(_has_two_names(line.text) for line in gathered):
            return ListingRow(tuple(taken), problem=_TOO_MANY_CELLS)
        if any(line.text.rstrip().endswith(_HYPHENS) for line in gathered[:-1]):
            return ListingRow(tuple(taken), problem=_BROKEN_WORD)
        if row is None and len(cells) == 1:
            return None if cells[0].isdecimal() else ListingRow(tuple(taken), problem=_BREAKS_OFF)
        return replace(row or _partial(cells) or ListingRow((), problem=_BREAKS_OFF), lines=tuple(taken))

    def _ends_row(self, cells: Sequence[str], text: str) -> bool:
        """Return whether a line is not part of the row that was begun."""
        alone = self._alone(text)
        is_next_number = len(cells) == 1 and cells[0].isdecimal() and text.strip().isdecimal()
        return (alone is not None and not alone.problem) or is_header(text) or is_next_number or _is_foreign(text)

    def _alone(self, text: str) -> ListingRow | None:
        cells = cells_of(text)
        return _whole(cells, self._column, is_one_line=True) or self._parted_by_spaces(cells) or _numbers_alone(cells)

    def _with_wrapped_name(self, row: ListingRow, first: TableLine) -> ListingRow:
        """Return a row that spaces lay out, with the rest of its name that stands in the lines below, if any."""
        lines, name = [first.index], row.name
        is_laid_out = "\t" not in first.text and "|" not in first.text
        column = first.text.find(name.split()[0], len(first.text) - len(first.text.lstrip()) + 1) if name else -1
        while is_laid_out and self._at < len(self._lines):
            line = self._lines[self._at]
            text = line.text.strip()
            if line.is_after_blank or _starts_row(line.text) or is_header(text) or _is_foreign(text):
                break
            self._at += 1
            lines.append(line.index)
            indent = len(line.text) - len(line.text.lstrip())
            is_aligned = indent > 0 and abs(indent - column) <= _MOST_SHIFTED and len(cells_of(line.text)) == 1
            if not is_aligned or self._has_names_above:
                return ListingRow(tuple(lines), problem=_MAY_GO_ON)
            if name.endswith(_HYPHENS):
                return ListingRow(tuple(lines), problem=_BROKEN_WORD)
            name = f"{name} {text}"
        if len(lines) > 1 and self._is_nameless_row_next():
            return ListingRow(tuple(lines), problem=_MAY_GO_ON)
        return replace(row, lines=tuple(lines), name=name)

    def _is_nameless_row_next(self) -> bool:
        return self._at < len(self._lines) and _numbers_alone(cells_of(self._lines[self._at].text)) is not None

    def _parted_by_spaces(self, cells: Sequence[str]) -> ListingRow | None:
        """Return the row of cells that single spaces part.

        A name that ends in a short number before a count of three digits could be a count with a space between its
        thousands; such a row is not read.
        """
        words = " ".join(cells).split()
        if len(words) >= 5 and words[-1] == "%":
            words[-2:] = [words[-2] + "%"]
        if len(words) < 4 or (len(cells) > 3 and "%" not in words[-1]):
            return None
        place, count, share = numbers.rank(words[0]), numbers.count(words[-2]), numbers.share(words[-1])
        if place is None or count is None or share is None:
            return None
        if len(words) > 4 and len(words[-2]) == 3 and words[-3].isdecimal() and len(words[-3]) <= 3:
            return ListingRow((), problem=f"{words[-3]} {words[-2]} may be one count or the end of a name and a count")
        return ListingRow((), place, " ".join(words[1:-2]), count, share)


def _starts_row(text: str) -> bool:
    cells = cells_of(text)
    return bool(cells) and numbers.rank(cells[0].split(" ", 1)[0]) is not None


def _has_two_names(text: str) -> bool:
    """Return whether marks part more than one cell of a line that is neither a place nor a figure."""
    if "\t" not in text and "|" not in text:
        return False
    first, *cells = cells_of(text)
    if numbers.rank(first) is None:
        cells = [first, *cells]
    return sum(not _is_figure(cell) for cell in cells) > 1


def _is_figure(cell: str) -> bool:
    return cell.lower() in _ABSENT or numbers.count(cell) is not None or numbers.share(cell) is not None


def _is_foreign(text: str) -> bool:
    """Return whether a line belongs to no row, whatever stands around it."""
    if text.strip().isdecimal():
        return False  # a page's number or a count
    return wordings.speaks_of_a_fact(text) or furniture.is_furniture(text) or _is_sentence(text)


def _is_sentence(text: str) -> bool:
    """Return whether a line is one of running text; names have few words in lower case and seldom a full stop."""
    words = text.split()
    return len(words) > 3 and words[-1][-1] in ".!?:" and sum(word[0].islower() for word in words) > len(words) / 2


def _numbers_alone(cells: Sequence[str]) -> ListingRow | None:
    """Return a broken row for a line of a place and numbers: its name stands in lines around it."""
    if len(cells) == 3 and numbers.count(cells[1]) is not None and numbers.share(cells[2]) is not None:
        return ListingRow((), problem=_NAMELESS_ROW)
    return None


def _whole(cells: Sequence[str], column: _Column, *, is_one_line: bool) -> ListingRow | None:
    """Return the row that four cells or more make, None if they are not whole yet."""
    if len(cells) < 4:
        return None
    place = numbers.rank(cells[0])
    if place is None:
        return None
    last = cells[-1]
    count = numbers.count(cells[-2])
    share, problem = _share(last, column, is_one_line=is_one_line)
    if share is None and last.lower() not in _ABSENT:
        is_open = "%" not in last and count is None
        return None if is_open else ListingRow((), problem=problem)
    if count is None and cells[-2].lower() not in _ABSENT:
        return ListingRow((), problem=f"{cells[-2]!r} is no count")
    name = " ".join(cell for cell in cells[1:-2] if cell)
    if not name or numbers.are_figures(name) or len(name) > _LONGEST_NAME:
        return ListingRow((), problem=_NAMELESS_ROW)
    return ListingRow((), place, name, count, share)


def _share(printed: str, column: _Column, *, is_one_line: bool) -> tuple[Share | None, str]:
    """Return a share and what is wrong with it; one without a sign is one where the header says so."""
    share = numbers.share(printed)
    problem = f"{printed!r} is no share in percent"
    is_bare = share is None and _BARE_SHARE.fullmatch(printed) is not None
    if is_bare and (column.has_percent or (column.has_shares and is_one_line)):
        bare = numbers.share(printed + "%")
        if bare and bare.percent < 1 and not column.has_percent:
            return None, f"{printed!r} may be a share in percent or a fraction"
        return bare, problem
    return share, problem


def _partial(cells: Sequence[str]) -> ListingRow | None:
    """Return the row of a place, a name and either a count or a share."""
    if len(cells) != 3:
        return None
    place, count, share = numbers.rank(cells[0]), numbers.count(cells[2]), numbers.share(cells[2])
    if place is None or (count is None and share is None):
        return None
    return ListingRow((), place, cells[1], count, share)
