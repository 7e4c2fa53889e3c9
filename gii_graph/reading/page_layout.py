"""Letters with their places on a page to lines as a reader takes them: columns apart, table rows whole.

Lengths are in units of the page (points); heights grow upwards, as PDF has them. A line's pieces that stand apart are
cells, parted by a tab. Where a wrapped cell may belong to either of two rows, neither is read.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import NamedTuple

from gii_graph.reading import wordings
from gii_graph.reading.broken_words import are_two_words, breaks_by_itself

__all__ = ["Letter", "PageLine", "page_lines"]

# Parts of the size of the letters.
_SAME_LINE = 0.1  # baselines so close are one: lines of columns side by side may differ by little
_WORD_GAP = 0.15  # a gap without a space that parts words
_CELL_GAP = 0.6  # a gap without a space that parts cells
_SPACED_CELL_GAP = 0.8  # a gap with a space that parts cells; lines that are set to a width have wide spaces
_GUTTER = 0.2  # so wide is the space that all rows leave free between two columns at least
_CLOSE = 1.7  # lines of one paragraph follow each other so closely
_SMALL = 0.8  # smaller letters above the line are a mark of a footnote
_LEADING = 1.3  # lines of one cell follow each other so closely
_CLEARLY_MORE = 1.15  # lines of one cell are closer than those of two rows by so much at least
_OVERPRINTED = 0.2  # letters that overlap by more are printed over each other; less is kerning
_CROSSING = 0.5  # lines whose baselines are closer cross each other's letters
_EVEN = 0.05  # widths that differ by less are the same: so much of a letter is rounding and kerning
_PROSE_WORDS = 4
_VALUE = re.compile(
    r"[<+=–—-]?\s?\d{1,3}(?:[,.'’ ]?\d{3})*(?:[.,]\d{1,3})?\s?%?|[–—-]|n/?a|\.\.\.?", re.ASCII | re.IGNORECASE
)
_VALUE_PART = re.compile(r"%|\d{1,3},|,\d{1,3}", re.ASCII)
_PLACE = re.compile(r"=?\d{1,3}[.)=]?", re.ASCII)


class Letter(NamedTuple):
    """A letter: its text, where it begins and ends, the line it stands on, and its size; one without text is a gap."""

    text: str
    left: float
    right: float
    base: float
    size: float


class PageLine(NamedTuple):
    """A line of the page: its text, and why it cannot be read safely, if it cannot."""

    text: str
    problem: str | None = None


@dataclass(slots=True)
class _Piece:
    """Words that stand together on a line."""

    text: str
    left: float
    right: float
    first_letter: float = 0.0  # its width
    words_at: list[tuple[float, float]] = field(default_factory=list)  # where each word begins and ends

    def add(self, letter: Letter, is_new_word: bool) -> None:
        self.text += f" {letter.text}" if is_new_word else letter.text
        self.right = max(self.right, letter.right)
        if is_new_word:
            self.words_at.append((letter.left, letter.right))
        else:
            self.words_at[-1] = (self.words_at[-1][0], self.right)

    @property
    def is_value(self) -> bool:
        return _VALUE.fullmatch(self.text) is not None

    @property
    def is_header(self) -> bool:
        return wordings.is_header_cell(self.text)

    @property
    def is_place(self) -> bool:
        return _PLACE.fullmatch(self.text) is not None

    @property
    def words(self) -> list[str]:
        return self.text.split()

    @property
    def letter(self) -> float:
        """The width of a letter, on the average."""
        return (self.right - self.left) / len(self.text)

    def overlaps(self, other: _Piece) -> bool:
        return self.left < other.right and other.left < self.right


@dataclass(slots=True)
class _Row:
    """The pieces of one line, from left to right."""

    base: float
    size: float
    pieces: list[_Piece]
    is_overprinted: bool = False

    @property
    def text(self) -> str:
        return "\t".join(piece.text for piece in self.pieces)

    def free(self, left: float, right: float) -> tuple[float, float]:
        """Return the widest stretch within one that no piece reaches into; an empty one where there is none."""
        edges = [left]
        for piece in self.pieces:
            if piece.right > left and piece.left < right:
                edges += [piece.left, piece.right]
        edges.append(right)
        stretches = [*zip(edges[::2], edges[1::2], strict=True)]
        return max(stretches, key=lambda stretch: stretch[1] - stretch[0])

    def crosses(self, other: _Row) -> bool:
        """Tell whether letters of another line are printed over this one's."""
        size = min(self.size, other.size)
        return abs(self.base - other.base) < _CROSSING * size and any(
            min(piece.right, over.right) - max(piece.left, over.left) > _OVERPRINTED * size
            for piece in self.pieces
            for over in other.pieces
        )

    def sides(self, place: float) -> tuple[_Row, _Row]:
        """Return the row's two parts, left and right of a place."""
        left = [piece for piece in self.pieces if (piece.left + piece.right) / 2 <= place]
        right = self.pieces[len(left) :]
        return replace(self, pieces=left), replace(self, pieces=right)


def page_lines(letters: Sequence[Letter]) -> list[PageLine]:
    """Return the lines of a page in the order of reading; an empty one parts paragraphs and columns."""
    lines: list[PageLine] = []
    for block in _blocks(_rows(letters)):
        if lines:
            lines.append(PageLine(""))
        lines += _lines_of_block(block)
    return lines


# Letters to rows


def _rows(letters: Sequence[Letter]) -> list[_Row]:
    """Return the page's lines from the top, marks of footnotes left out."""
    lines: list[list[Letter]] = []
    for letter in sorted(letters, key=lambda one: (-one.base, one.left)):
        if lines and abs(lines[-1][0].base - letter.base) <= _SAME_LINE * min(letter.size, lines[-1][0].size):
            lines[-1].append(letter)
        else:
            lines.append([letter])
    rows = [_row(sorted(line, key=lambda one: one.left)) for line in lines]
    rows = [row for number, row in enumerate(rows) if row.pieces and not _is_footnote_mark(rows, number)]
    for above, below in pairwise(rows):
        if above.crosses(below):
            above.is_overprinted = below.is_overprinted = True
    return rows


def _row(line: Sequence[Letter]) -> _Row:
    size = max(letter.size for letter in line)
    # Where a line has spaces that are written, what stands apart without one stands in another cell.
    unspaced_gap = _WORD_GAP if any(letter.text.isspace() for letter in line) else _CELL_GAP
    pieces: list[_Piece] = []
    spaced = has_gap = is_overprinted = False
    for letter in line:
        if not letter.text.strip():
            spaced, has_gap = spaced or bool(letter.text), True
            continue
        gap = letter.left - pieces[-1].right if pieces else 0.0
        cell_gap = _SPACED_CELL_GAP if spaced else _WORD_GAP if pieces and pieces[-1].is_place else unspaced_gap
        if not pieces or gap > size * cell_gap:
            width = letter.right - letter.left
            pieces.append(_Piece(letter.text, letter.left, letter.right, width, [(letter.left, letter.right)]))
        else:
            is_overprinted |= _is_over(letter, pieces[-1])
            pieces[-1].add(letter, is_new_word=has_gap or gap > size * _WORD_GAP)
        spaced = has_gap = False
    return _Row(line[0].base, size, [part for piece in pieces for part in _values_apart(piece)], is_overprinted)


def _is_over(letter: Letter, piece: _Piece) -> bool:
    """Tell whether a letter is printed over those before it; marks such as accents are meant to be."""
    overlap = min(piece.right, letter.right) - letter.left
    return overlap > _OVERPRINTED * letter.size and not unicodedata.combining(letter.text[0])


def _values_apart(piece: _Piece) -> Iterator[_Piece]:
    """Yield the values in a piece made of nothing else, such as a count and its share; any other piece as it is."""
    words = piece.words
    if len(words) < 2 or not piece.text.endswith("%") or not all(map(_VALUE.fullmatch, words)):
        yield piece
        return
    start = 0
    for word in words:
        start = piece.text.index(word, start)
        yield _Piece(
            word, piece.left + start * piece.letter, min(piece.right, piece.left + (start + len(word)) * piece.letter)
        )


def _is_footnote_mark(rows: Sequence[_Row], number: int) -> bool:
    """Tell whether a row is small figures raised above the next row, as HTML has them in `sup`."""
    row, below = rows[number], rows[number + 1] if number + 1 < len(rows) else None
    if below is None or row.size > below.size * _SMALL or row.base - below.base > below.size * 0.7:
        return False
    return all(piece.text.strip(" ,*†‡").isdigit() or not piece.text.strip(" ,*†‡") for piece in row.pieces)


# Rows to columns


def _blocks(rows: Sequence[_Row]) -> Iterator[list[_Row]]:
    """Yield the parts of a page in the order of reading: what stands in columns is read column by column."""
    waiting = [[*rows]]
    while waiting:
        part = waiting.pop()
        columns = _columns(part)
        if columns is None:
            if part:
                yield part
            continue
        first, last, place = columns
        sides = [row.sides(place) for row in part[first : last + 1]]
        left, right = ([side[number] for side in sides if side[number].pieces] for number in (0, 1))
        waiting += [part[last + 1 :], right, left, part[:first]]


def _columns(rows: Sequence[_Row]) -> tuple[int, int, float] | None:
    """Return the run of rows that stands in two columns most surely, and a place between these; None if none does."""
    runs = set()
    for number, row in enumerate(rows):
        for before, after in pairwise(row.pieces):
            run = _run(rows, number, before.right, after.left)
            if run and _is_gutter(rows[run[0] : run[1] + 1], run[2]):
                runs.add(run)
    return max(runs, key=lambda run: (_places_begun(rows, run), run[1] - run[0], -run[2]), default=None)


def _places_begun(rows: Sequence[_Row], run: tuple[int, int, float]) -> int:
    """Return how many rows of the right column begin with a place: a table's begin there."""
    sides = (row.sides(run[2])[1].pieces for row in rows[run[0] : run[1] + 1])
    return sum(pieces[0].is_place for pieces in sides if pieces)


def _run(rows: Sequence[_Row], number: int, left: float, right: float) -> tuple[int, int, float] | None:
    """Return the run of rows around one that leave a gutter free within a gap of that row."""
    first = last = number
    while last + 1 < len(rows) and (free := _kept_free(rows[last + 1], left, right)):
        left, right = free
        last += 1
    while first > 0 and (free := _kept_free(rows[first - 1], left, right)):
        left, right = free
        first -= 1
    place = (left + right) / 2
    both = [at for at in range(first, last + 1) if all(side.pieces for side in rows[at].sides(place))]
    first, last = _without_strangers(rows, (first, last), (both[0], both[-1]))
    return (first, last, place) if right - left >= _GUTTER * rows[number].size else None


def _kept_free(row: _Row, left: float, right: float) -> tuple[float, float] | None:
    """Return what of a gutter a row leaves free. Headings of two tables may begin anywhere above them."""
    if len(row.pieces) == 2 and all(_is_section(piece.text) for piece in row.pieces):
        return left, right
    free = row.free(left, right)
    return free if free[1] - free[0] >= _GUTTER * row.size else None


def _without_strangers(rows: Sequence[_Row], run: tuple[int, int], both: tuple[int, int]) -> tuple[int, int]:
    """Leave out, at both ends, rows that stand in one column only and apart from it: a heading, the next paragraph."""
    first, last = both
    while (
        last < run[1]
        and rows[last].base - rows[last + 1].base <= _CLOSE * rows[last].size
        and not _is_section(rows[last + 1].text)
    ):
        last += 1
    while first > run[0] and rows[first - 1].base - rows[first].base <= _CLOSE * rows[first].size:
        first -= 1
    return first, last


def _is_gutter(rows: Sequence[_Row], place: float) -> bool:
    """Tell whether a free stretch parts two columns of the page, not two columns of one table."""
    sides = [row.sides(place) for row in rows]
    left = [side for side, _ in sides if side.pieces]
    right = [side for _, side in sides if side.pieces]
    beside = [(one, other) for one, other in sides if one.pieces and other.pieces]
    if min(len(left), len(right)) < 2 or _belong_together(beside):
        return False
    first = [row.pieces[0] for row in right if row.pieces[0].is_value]
    if first and not (all(piece.is_place for piece in first) and _ascend(first)):
        return False
    if len(beside) < 0.6 * max(len(left), len(right)):
        return not any(_is_record(row) and not _is_record_of_its_own(row) for row in right)
    return _stands_alone(sum(map(_is_record, left)), left) and _stands_alone(
        sum(map(_is_record_of_its_own, right)), right
    )


def _belong_together(beside: Sequence[tuple[_Row, _Row]]) -> bool:
    """Tell whether most lines of two columns are one row of a table: left only its place, or right only its values."""
    rows = [(one, other) for one, other in beside if not (_is_heading(one) or _is_heading(other))]
    are_places = _ascend([other.pieces[0] for _, other in rows])
    only_parts = [
        all(piece.is_place for piece in one.pieces)
        or (all(piece.is_value for piece in other.pieces) and not (are_places and len(other.pieces) > 2))
        for one, other in rows
    ]
    return 2 * sum(only_parts) >= len(rows) if rows else bool(beside)


def _ascend(pieces: Sequence[_Piece]) -> bool:
    """Tell whether what may be places or counts are places: down a table, only these rise."""
    places = [int(piece.text.strip("=.)")) for piece in pieces if piece.is_place]
    return bool(places) and places == sorted(places)


def _is_heading(row: _Row) -> bool:
    return all(piece.is_header or _is_section(piece.text) for piece in row.pieces)


def _stands_alone(records: int, rows: Sequence[_Row]) -> bool:
    """Tell whether a column says something without the one beside it: rows of a table, or sentences."""
    return records >= 2 or sum(map(_is_prose, rows)) >= 2


def _is_record(row: _Row) -> bool:
    """Tell whether a part of a line is a row of a table: a name or a place with a value behind it."""
    pieces = row.pieces
    if len(pieces) < 2 or not pieces[-1].is_value:
        return False
    return any(not piece.is_value for piece in pieces) or (len(pieces) > 2 and pieces[0].is_place)


def _is_record_of_its_own(row: _Row) -> bool:
    """Tell whether it is one that needs nothing before it: it begins with its place, or is a field with its share."""
    return _is_record(row) and (row.pieces[0].is_place or row.pieces[-1].text.endswith("%"))


def _is_prose(row: _Row) -> bool:
    first = row.pieces[0]
    return len(row.pieces) == 1 and len(first.words) >= _PROSE_WORDS and _PLACE.fullmatch(first.words[0]) is None


def _is_section(text: str) -> bool:
    return wordings.section_heading(text) is not None


# Rows to lines


_NAMELESS = "values without a name that they belong to"
_BROKEN = "a wrapped cell, in which a word may be broken"
_BROKEN_VALUE = "a table of which a value is broken over lines"
_CROSSED = "text that is printed over other text"
_DOUBTFUL = "a wrapped cell, of which a line may belong to the row above or to the row below"


def _lines_of_block(block: Sequence[_Row]) -> Iterator[PageLine]:
    """Yield the lines of a column; a cell that is wrapped over several is put together."""
    before: _Row | None = None
    cells = [*_cells_whole(block)]
    is_torn = _breaks_anywhere(cells, block)
    broken = _rows_with_broken_values(block)
    for rows in cells:
        if before is not None and before.base - rows[0].base > _CLOSE * max(before.size, rows[0].size):
            yield PageLine("")
        before = rows[-1]
        owners = [row for row in rows if _is_record(row)]
        problem = _problem(rows, owners, block) or (_BROKEN if is_torn and len(rows) > 1 else None)
        if any(row.base in broken for row in rows):
            problem = _BROKEN_VALUE
        if problem:
            yield from (PageLine(row.text, problem) for row in rows)
        else:
            yield PageLine(_put_together(rows, owners[0] if owners else rows[0]))


def _problem(rows: Sequence[_Row], owners: Sequence[_Row], block: Sequence[_Row]) -> str | None:
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
    return _DOUBTFUL if mixed else _BROKEN if any(end.breaks_word for end in _line_ends(rows, block)) else None


def _rows_with_broken_values(block: Sequence[_Row]) -> set[float]:
    """Return the baselines of tables in which part of a value stands on a line of its own, such as "%" or "27,"."""
    broken: set[float] = set()
    for table in _tables(block):
        begun = next((number for number, row in enumerate(table) if row.pieces[0].is_place), len(table))
        if any(_is_part_of_value(row) for row in table[begun:]):
            broken.update(row.base for row in table)
    return broken


def _tables(block: Sequence[_Row]) -> Iterator[list[_Row]]:
    """Yield the rows of a column that follow each other closely and are no headings of sections."""
    table: list[_Row] = []
    for row in block:
        is_section = any(_is_section(piece.text) for piece in row.pieces)
        if table and (is_section or table[-1].base - row.base > 2 * _CLOSE * row.size):
            yield table
            table = []
        if not is_section:
            table.append(row)
    yield table


def _is_part_of_value(row: _Row) -> bool:
    texts = [piece.text for piece in row.pieces]
    return any(map(_VALUE_PART.fullmatch, texts)) and not any(letter.isalpha() for text in texts for letter in text)


class _LineEnd(NamedTuple):
    """Where a line of a cell ends and the next one begins, and the edges of what stands in their column.

    The cell is at least as wide as that.
    """

    line: _Piece
    after: _Piece
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


def _line_ends(rows: Sequence[_Row], block: Sequence[_Row]) -> list[_LineEnd]:
    """Return where the lines of the wrapped cell in a row of a table end, the last one aside."""
    wrapped = [piece for row in rows if not _is_record(row) for piece in row.pieces]
    records = [row for row in block if _is_record(row)]
    column = [piece for row in (*records, *rows) for piece in row.pieces if any(map(piece.overlaps, wrapped))]
    left, right = min(piece.left for piece in column), max(piece.right for piece in column)
    lines = [piece for row in rows for piece in row.pieces if any(map(piece.overlaps, wrapped))]
    return [_LineEnd(line, after, left, right) for line, after in pairwise(lines)]


def _breaks_anywhere(cells: Sequence[Sequence[_Row]], block: Sequence[_Row]) -> bool:
    """Tell whether a table may break words of any length: all lines of its wrapped cells are filled to the end."""
    wrapped = [rows for rows in cells if len(rows) > 1 and sum(map(_is_record, rows)) == 1]
    ends = [end for rows in wrapped for end in _line_ends(rows, block)]
    return all(end.is_full for end in ends) and not all(end.parts_words for end in ends)


def _cells_whole(block: Sequence[_Row]) -> Iterator[list[_Row]]:
    """Yield the rows of a column, those together that are one row of a table, or that cannot be told apart."""
    at = 0
    while at < len(block):
        stop = at + 1
        while stop < len(block) and _is_of_one_table(block, at, stop):
            stop += 1
        table = block[at:stop]
        if any(not _is_record(row) for row in table) and any(map(_is_record, table)):
            yield from _table_rows(table)
        else:
            yield from ([row] for row in table)
        at = stop


def _is_of_one_table(block: Sequence[_Row], first: int, number: int) -> bool:
    """Tell whether a row continues the table that begins with another: a row of values, or a line of a wrapped cell."""
    row = block[number]
    if block[number - 1].base - row.base > 2 * _CLOSE * row.size:
        return False
    around = [*block[first : number + 4]]
    return all(_is_record(one) or _may_be_wrapped(one, around) for one in (block[first], row))


def _may_be_wrapped(row: _Row, around: Sequence[_Row]) -> bool:
    """Tell whether a row may be a line of a wrapped cell: it has names only, where rows near it have theirs."""
    if _is_section(row.text) or any(piece.is_value for piece in row.pieces) or wordings.speaks_of_a_fact(row.text):
        return False
    if _is_heading(row) and not any(_is_record(one) for one in around[: around.index(row)]):
        return False
    return any(_fits(row, record) for record in around if _is_record(record))


def _fits(row: _Row, record: _Row) -> bool:
    """Tell whether a row stands within another one, and not below its place or its values."""
    fixed = [piece for piece in record.pieces if piece.is_value or piece.is_place]
    return all(
        record.pieces[0].left <= piece.left
        and piece.right <= record.pieces[-1].right
        and not any(map(piece.overlaps, fixed))
        for piece in row.pieces
    )


def _table_rows(table: Sequence[_Row]) -> Iterator[list[_Row]]:
    """Yield the rows of a table, each with the lines of its wrapped cells: they stand closer than rows do.

    The lines that cannot be told apart are yielded together.
    """
    gaps = [above.base - below.base for above, below in pairwise(table)]
    steps = sorted(set(gaps))
    limits = [(less + more) / 2 for less, more in pairwise(steps) if more >= less * _CLEARLY_MORE]
    for limit in limits:
        rows = _parted(table, gaps, limit)
        if all(sum(map(_is_record, row)) == 1 for row in rows):
            yield from rows
            return
    yield from _apart(table, gaps)


def _apart(table: Sequence[_Row], gaps: Sequence[float]) -> Iterator[list[_Row]]:
    """Yield together what cannot be told apart, and by itself what stands before or after it, not as its next line."""
    records = [number for number, row in enumerate(table) if _is_record(row)]
    first, last = records[0], records[-1]
    most = max([_LEADING * table[first].size, *gaps[first:last]])
    while first > 0 and gaps[first - 1] <= most:
        first -= 1
    while last < len(gaps) and gaps[last] <= most:
        last += 1
    yield from ([row] for row in table[:first])
    yield [*table[first : last + 1]]
    yield from ([row] for row in table[last + 1 :])


def _parted(table: Sequence[_Row], gaps: Sequence[float], limit: float) -> list[list[_Row]]:
    rows = [[table[0]]]
    for gap, row in zip(gaps, table[1:], strict=True):
        if gap < limit:
            rows[-1].append(row)
        else:
            rows.append([row])
    return rows


def _put_together(rows: Sequence[_Row], record: _Row) -> str:
    """Return a row's text with the lines of its wrapped cells, each piece in the column where it stands."""
    if len(rows) == 1:
        return record.text
    columns = [_Piece("", piece.left, piece.right) for piece in record.pieces]
    for row in rows:
        for piece in row.pieces:
            column = next(filter(piece.overlaps, columns), None)
            if column is None:
                column = _Piece("", piece.left, piece.right)
                columns.append(column)
            column.text = f"{column.text} {piece.text}".strip()
            column.left, column.right = min(column.left, piece.left), max(column.right, piece.right)
    return "\t".join(column.text for column in sorted(columns, key=lambda column: column.left))
