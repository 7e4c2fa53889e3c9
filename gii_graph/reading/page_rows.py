"""Letters with their places on a page to its lines: words that stand together are pieces, which are cells or prose.

Lengths are in units of the page (points); heights grow upwards, as PDF has them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import NamedTuple

from gii_graph.reading import wordings

__all__ = ["CLOSE", "Letter", "PagePiece", "PageRow", "ascend", "is_section", "page_rows"]

# Parts of the size of the letters.
CLOSE = 1.7  # lines of one paragraph follow each other so closely
_SAME_LINE = 0.1  # baselines so close are one: lines of columns side by side may differ by little
_WORD_GAP = 0.15  # a gap without a space that parts words
_CELL_GAP = 0.6  # a gap without a space that parts cells
_SPACED_CELL_GAP = 0.8  # a gap with a space that parts cells; lines that are set to a width have wide spaces
_SMALL = 0.8  # smaller letters above the line are a mark of a footnote
_OVERPRINTED = 0.2  # letters that overlap by more are printed over each other; less is kerning
_CROSSING = 0.5  # lines whose baselines are closer cross each other's letters
_PROSE_WORDS = 4
_VALUE = re.compile(
    r"[<+=–—-]?\s?\d{1,3}(?:[,.'’ ]?\d{3})*(?:[.,]\d{1,3})?\s?%?|[–—-]|n/?a|\.\.\.?", re.ASCII | re.IGNORECASE
)
_PLACE = re.compile(r"=?\d{1,3}[.)=]?", re.ASCII)


class Letter(NamedTuple):
    """A letter: its text, where it begins and ends, the line it stands on, and its size; one without text is a gap."""

    text: str
    left: float
    right: float
    base: float
    size: float


@dataclass(slots=True)
class PagePiece:
    """Words that stand together on a line."""

    text: str
    left: float
    right: float
    first_letter: float = 0.0  # its width
    words_at: list[tuple[float, float]] = field(default_factory=list)  # where each word begins and ends

    def add(self, letter: Letter, is_new_word: bool) -> None:
        """Add the next letter of the line."""
        self.text += f" {letter.text}" if is_new_word else letter.text
        self.right = max(self.right, letter.right)
        if is_new_word:
            self.words_at.append((letter.left, letter.right))
        else:
            self.words_at[-1] = (self.words_at[-1][0], self.right)

    @property
    def is_value(self) -> bool:
        """Whether it is a count, a share, or a dash in place of one."""
        return _VALUE.fullmatch(self.text) is not None

    @property
    def is_header(self) -> bool:
        """Whether it heads a column."""
        return wordings.is_header_cell(self.text)

    @property
    def is_place(self) -> bool:
        """Whether it may be a place in a table: 1, 2., =3."""
        return _PLACE.fullmatch(self.text) is not None

    @property
    def words(self) -> list[str]:
        """Its words."""
        return self.text.split()

    @property
    def letter(self) -> float:
        """The width of a letter, on the average."""
        return (self.right - self.left) / len(self.text)

    def overlaps(self, other: PagePiece) -> bool:
        """Return whether a part of it stands above or below a part of another piece."""
        return self.left < other.right and other.left < self.right


@dataclass(slots=True)
class PageRow:
    """The pieces of one line, from left to right."""

    base: float
    size: float
    pieces: list[PagePiece]
    is_overprinted: bool = False

    @property
    def text(self) -> str:
        """The pieces, parted by tabs."""
        return "\t".join(piece.text for piece in self.pieces)

    @property
    def is_record(self) -> bool:
        """Whether it is a row of a table, or a part of one: a name or a place with a value behind it."""
        pieces = self.pieces
        if len(pieces) < 2 or not pieces[-1].is_value:
            return False
        return any(not piece.is_value for piece in pieces) or (len(pieces) > 2 and pieces[0].is_place)

    @property
    def is_record_of_its_own(self) -> bool:
        """Whether it is one that needs nothing before it: it begins with its place, or is a field with its share."""
        return self.is_record and (self.pieces[0].is_place or self.pieces[-1].text.endswith("%"))

    @property
    def is_heading(self) -> bool:
        """Whether it heads sections or columns."""
        return all(piece.is_header or is_section(piece.text) for piece in self.pieces)

    @property
    def is_prose(self) -> bool:
        """Whether it is part of a sentence."""
        first = self.pieces[0]
        return len(self.pieces) == 1 and len(first.words) >= _PROSE_WORDS and _PLACE.fullmatch(first.words[0]) is None

    def free(self, left: float, right: float) -> tuple[float, float]:
        """Return the widest stretch within one that no piece reaches into; an empty one where there is none."""
        edges = [left]
        for piece in self.pieces:
            if piece.right > left and piece.left < right:
                edges += [piece.left, piece.right]
        edges.append(right)
        stretches = [*zip(edges[::2], edges[1::2], strict=True)]
        return max(stretches, key=lambda stretch: stretch[1] - stretch[0])

    def crosses(self, other: PageRow) -> bool:
        """Tell whether letters of another line are printed over this one's."""
        size = min(self.size, other.size)
        return abs(self.base - other.base) < _CROSSING * size and any(
            min(piece.right, over.right) - max(piece.left, over.left) > _OVERPRINTED * size
            for piece in self.pieces
            for over in other.pieces
        )

    def sides(self, place: float) -> tuple[PageRow, PageRow]:
        """Return the row's two parts, left and right of a place."""
        left = [piece for piece in self.pieces if (piece.left + piece.right) / 2 <= place]
        right = self.pieces[len(left) :]
        return replace(self, pieces=left), replace(self, pieces=right)


def page_rows(letters: Sequence[Letter]) -> list[PageRow]:
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


def _row(line: Sequence[Letter]) -> PageRow:
    size = max(letter.size for letter in line)
    # Where a line has spaces that are written, what stands apart without one stands in another cell.
    unspaced_gap = _WORD_GAP if any(letter.text.isspace() for letter in line) else _CELL_GAP
    pieces: list[PagePiece] = []
    spaced = has_gap = is_overprinted = False
    for letter in line:
        if not letter.text.strip():
            spaced, has_gap = spaced or bool(letter.text), True
            continue
        gap = letter.left - pieces[-1].right if pieces else 0.0
        cell_gap = _SPACED_CELL_GAP if spaced else _WORD_GAP if pieces and pieces[-1].is_place else unspaced_gap
        if not pieces or gap > size * cell_gap:
            width = letter.right - letter.left
            pieces.append(PagePiece(letter.text, letter.left, letter.right, width, [(letter.left, letter.right)]))
        else:
            is_overprinted |= _is_over(letter, pieces[-1])
            pieces[-1].add(letter, is_new_word=has_gap or gap > size * _WORD_GAP)
        spaced = has_gap = False
    return PageRow(line[0].base, size, [part for piece in pieces for part in _values_apart(piece)], is_overprinted)


def _is_over(letter: Letter, piece: PagePiece) -> bool:
    """Tell whether a letter is printed over those before it; marks such as accents are meant to be."""
    overlap = min(piece.right, letter.right) - letter.left
    return overlap > _OVERPRINTED * letter.size and not unicodedata.combining(letter.text[0])


def _values_apart(piece: PagePiece) -> Iterator[PagePiece]:
    """Yield the values in a piece made of nothing else, such as a count and its share; any other piece as it is."""
    words = piece.words
    if len(words) < 2 or not piece.text.endswith("%") or not all(map(_VALUE.fullmatch, words)):
        yield piece
        return
    start = 0
    for word in words:
        start = piece.text.index(word, start)
        yield PagePiece(
            word, piece.left + start * piece.letter, min(piece.right, piece.left + (start + len(word)) * piece.letter)
        )


def _is_footnote_mark(rows: Sequence[PageRow], number: int) -> bool:
    """Tell whether a row is small figures raised above the next row, as HTML has them in `sup`."""
    row, below = rows[number], rows[number + 1] if number + 1 < len(rows) else None
    if below is None or row.size > below.size * _SMALL or row.base - below.base > below.size * 0.7:
        return False
    return all(piece.text.strip(" ,*†‡").isdigit() or not piece.text.strip(" ,*†‡") for piece in row.pieces)


def ascend(pieces: Sequence[PagePiece]) -> bool:
    """Tell whether what may be places or counts are places: down a table, only these rise."""
    places = [int(piece.text.strip("=.)")) for piece in pieces if piece.is_place]
    return bool(places) and places == sorted(places)


def is_section(text: str) -> bool:
    """Return whether a text heads a section of a profile."""
    return wordings.section_heading(text) is not None
