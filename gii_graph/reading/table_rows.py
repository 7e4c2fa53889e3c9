"""Rows of the two tables and of the technology fields: cells to values.

Cells may be parted by tabs, pipes, several spaces, or stand one per line, as browsers copy them; a long
name may be wrapped over lines. So a row is gathered until it is whole: a place, a name, a count, a share.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from gii_graph.profile import Share
from gii_graph.reading import numbers, phrases

__all__ = ["Field", "FieldReader", "Row", "RowReader", "is_header"]

_MARKS = re.compile(r"\t|\||\s{2,}")
_ABSENT = frozenset({"", "-", "–", "—", "n/a", "n.a.", "na", "..", "..."})
_MOST_LINES = 8
_TRAILING_SHARE = re.compile(r"(?:(?:<|less than) ?)?(?<![\d.,])\d{1,3}(?:[.,]\d{1,3})? ?%$", re.IGNORECASE)
_LEADING_SHARE = re.compile(r"((?:<|less than)? ?\d{1,3}(?:[.,]\d{1,3})? ?%)[ :\t|–-]+(?=\S)", re.IGNORECASE)
_LEADING_PLACE = re.compile(r"\d{1,2}(?:[.)]\s*|\s*[\t|]\s*|\s{2,})(?=\S)")
_LONGEST_NAME = 300


@dataclass(frozen=True, slots=True)
class Row:
    """One row, or the lines of a broken one: then `problem` says what is wrong."""

    lines: tuple[int, ...]
    rank: int = 0
    name: str = ""
    count: int | None = None
    share: Share | None = None
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Field:
    """One technology field with its share."""

    lines: tuple[int, ...]
    name: str
    share: Share


def cells_of(line: str) -> list[str]:
    """Return the cells of a line, without those that pipes leave empty at either end."""
    if "|" in line:
        line = line.strip().removeprefix("|").removesuffix("|")
        return [cell.strip() for cell in line.split("|")]
    if "\t" in line:
        return [cell.strip() for cell in line.split("\t")]
    return [cell for cell in _MARKS.split(line) if cell]


def is_header(line: str) -> bool:
    """Return whether a line is the header row of a table."""
    cells = [cell.lower() for cell in cells_of(line) if cell]
    if len(cells) == 1:
        cells = [cells[0], *()] if cells[0] in phrases.HEADER_CELLS else cells[0].split()
    return all(cell in phrases.HEADER_CELLS for cell in cells)


@dataclass(slots=True)
class RowReader:
    """Gathers lines until they make a row."""

    rows: list[Row] = field(default_factory=list)
    _lines: list[int] = field(default_factory=list)
    _cells: list[str] = field(default_factory=list)

    def takes(self, number: int, line: str) -> bool:
        """Take a line of the table and return True, or return False for what cannot be part of a row."""
        cells = cells_of(line)
        if not self._lines:
            return self._starts(number, cells)
        alone = _whole(cells) or _parted_by_spaces(cells)
        if alone and alone.problem is None:
            self.finish()
            return self._starts(number, cells)
        self._lines.append(number)
        self._cells += cells
        row = _whole(self._cells)
        if row:
            self._add(row)
        elif len(self._lines) >= _MOST_LINES:
            self.finish()
        return True

    def takes_whole(self, number: int, line: str) -> bool:
        """Take a line that is a row by itself and return True."""
        cells = cells_of(line)
        row = _whole(cells)
        if row is None or row.problem:
            return False
        self.finish()
        return self._starts(number, cells)

    def finish(self) -> None:
        """Close a row that was begun: two cells of three are a row, less is a broken one."""
        if not self._lines:
            return
        row = _partial(self._cells) or Row((), problem="a table row that breaks off")
        self._add(row)

    def _starts(self, number: int, cells: list[str]) -> bool:
        if not cells or numbers.rank(cells[0].split(" ", 1)[0]) is None:
            return False
        self._lines, self._cells = [number], cells
        row = _whole(cells) or _parted_by_spaces(cells)
        if row:
            self._add(row)
        return True

    def _add(self, row: Row) -> None:
        self.rows.append(Row(tuple(self._lines), row.rank, row.name, row.count, row.share, row.problem))
        self._lines, self._cells = [], []


def _whole(cells: list[str]) -> Row | None:
    """Return the row that four cells or more make, None if they are not whole yet."""
    if len(cells) < 4:
        return None
    place = numbers.rank(cells[0])
    if place is None:
        return None
    last = cells[-1]
    share = numbers.share(last)
    if share is None and last.lower() not in _ABSENT:
        is_open = "%" not in last and numbers.count(cells[-2]) is None
        return None if is_open else Row((), problem=f"{last!r} is no share in percent")
    count = numbers.count(cells[-2])
    if count is None and cells[-2].lower() not in _ABSENT:
        return Row((), problem=f"{cells[-2]!r} is no count")
    name = " ".join(cell for cell in cells[1:-2] if cell)
    if not name or len(name) > _LONGEST_NAME:
        return Row((), problem="a table row without a name")
    return Row((), place, name, count, share)


def _partial(cells: list[str]) -> Row | None:
    """Return the row of a place, a name and either a count or a share."""
    if len(cells) != 3:
        return None
    place, count, share = numbers.rank(cells[0]), numbers.count(cells[2]), numbers.share(cells[2])
    if place is None or (count is None and share is None):
        return None
    return Row((), place, cells[1], count, share)


def _parted_by_spaces(cells: list[str]) -> Row | None:
    """Return the row of a line whose cells are parted by single spaces.

    A name that ends in a short number before a count of three digits could be a count with a space
    between its thousands; such a row is not read.
    """
    words = " ".join(cells).split()
    if len(words) >= 5 and words[-1] == "%":
        words[-2:] = [words[-2] + "%"]
    if len(words) < 4 or len(cells) > 3:
        return None
    place, count, share = numbers.rank(words[0]), numbers.count(words[-2]), numbers.share(words[-1])
    if place is None or count is None or share is None:
        return None
    if len(words) > 4 and len(words[-2]) == 3 and words[-3].isdecimal() and len(words[-3]) <= 3:
        return Row((), problem=f"{words[-3]} {words[-2]} may be one count or the end of a name and a count")
    return Row((), place, " ".join(words[1:-2]), count, share)


@dataclass(slots=True)
class FieldReader:
    """Reads technology fields: a label and a share on one line, or on two lines that follow each other."""

    fields: list[Field] = field(default_factory=list)
    waiting: tuple[int, str] | None = None

    def takes(self, number: int, line: str) -> bool:
        """Take a line with a share and return True; keep a label that may wait for its share."""
        text = " ".join(line.replace("|", "\t").split()).removesuffix(")")
        trailing = _TRAILING_SHARE.search(text[-24:])
        if trailing:
            share = numbers.share(trailing.group())
            label = text[: len(text) - len(trailing.group())].strip(" :(,–-")
            return share is not None and self._add(number, _without_place(line, label), share)
        leading = _LEADING_SHARE.match(text)
        share = numbers.share(leading.group(1).strip()) if leading else None
        if leading and share:
            return self._add(number, text[leading.end() :].strip(), share)
        return False

    def _add(self, number: int, label: str, share: Share) -> bool:
        lines: tuple[int, ...] = (number,)
        if not label:
            if self.waiting is None:
                return False
            lines = (self.waiting[0], number)
            label = self.waiting[1]
        elif len(label) > _LONGEST_NAME:
            return False
        self.waiting = None
        self.fields.append(Field(lines, label, share))
        return True


def _without_place(line: str, label: str) -> str:
    """Return a label without the place before it, where a mark parts the two."""
    place = _LEADING_PLACE.match(line.strip(" |"))
    return label[len(place.group().split(None, 1)[0].strip("|\t ")) :].strip(" |.)") if place else label
