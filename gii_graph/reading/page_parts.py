"""What each line of a profile is by itself: a heading of the page, of a section, of a column, or any other line.

Nothing is decided here about which cluster or edition a text is of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from gii_graph.profile import Activity
from gii_graph.reading import wordings
from gii_graph.reading.headings import ClusterHeading, has_separator, read_heading
from gii_graph.reading.phrases import Section
from gii_graph.reading.running_text import joined_lines
from gii_graph.reading.source_lines import SourceLines
from gii_graph.reading.table_rows import TableLine, is_whole_row
from gii_graph.reading.templates import SENTENCE_END
from gii_graph.reading.wordings import SectionHeading

__all__ = ["ClusterLine", "EditionLine", "PageParts", "SectionBlock", "page_parts"]

_SIDE_BY_SIDE = re.compile(r"\S(?:.*?\S)?(?=\s{3,}|\s*[\t|]|\s*$)")
_HYPHENS = ("-", "\u2010", "\u2011", "\u2013", "\u00ad")
_SENTENCE_BEFORE = re.compile(rf"(?:[!?]|{SENTENCE_END})\s+")
_SHORTEST_SENTENCE = 8  # characters
_MOST_HEADING_LINES = 4  # lines over which a heading may be wrapped
_LONGEST_WRAPPED = 60  # characters; a longer line is no piece of a heading


@dataclass(frozen=True, slots=True)
class EditionLine:
    """A line that names an edition; `rest` is what else it says, `last` its last line if it is wrapped."""

    index: int
    year: int
    rest: str
    last: int


@dataclass(frozen=True, slots=True)
class ClusterLine:
    """A line made of a cluster's name and economies; `last` is its last line if it is wrapped.

    `text` is what of the line is the heading, where a sentence stands before it; empty for the whole line.
    """

    index: int
    heading: ClusterHeading
    last: int
    text: str = ""


@dataclass(frozen=True, slots=True)
class SectionBlock:
    """The lines under a section's heading, or one column of them where two sections stand side by side.

    `headings` are the indices of the lines of the heading, `cluster` is the cluster that it names. `activity` is the
    one that the block is about, None for technology fields, whose lines say it. `left` and `right` are the columns of
    signs between which the block stands.
    """

    headings: tuple[int, ...]
    section: Section
    cluster: str | None
    activity: Activity | None
    lines: list[TableLine] = field(default_factory=list)
    left: int = 0
    right: int | None = None


@dataclass(slots=True)
class PageParts:
    """The parts of one text; `fenced` are lines that no sentence reaches over, `straddling` those of two columns."""

    editions: list[EditionLine] = field(default_factory=list)
    clusters: list[ClusterLine] = field(default_factory=list)
    blocks: list[SectionBlock] = field(default_factory=list)
    fenced: set[int] = field(default_factory=set)
    straddling: set[int] = field(default_factory=set)


class _Column(NamedTuple):
    """One of several headings that stand side by side, and where it begins."""

    start: int
    heading: SectionHeading


def page_parts(lines: SourceLines) -> PageParts:
    """Return what each line of a text is."""
    walk = _Walk(lines)
    index = 0
    while index < len(lines.clean):
        index = walk.line(index)
    return walk.parts


class _Walk:
    """The state of a walk over the lines: whether the profile has begun, and whether a blank line came last."""

    def __init__(self, lines: SourceLines) -> None:
        self.parts = PageParts()
        self._lines = lines
        self._is_started = self._is_after_blank = False

    def line(self, index: int) -> int:
        """Take the line or the wrapped heading that begins here; return where the next one begins."""
        line = self._lines.clean[index].strip()
        if not line:
            self._is_after_blank = True
            return index + 1
        following = self._section(index) or self._edition(index) or self._other(index, line)
        self._is_after_blank = False
        return following

    def _section(self, index: int) -> int | None:
        """Take a heading of a section; one that names no cluster yet may name it in the next line."""
        found: tuple[int, list[_Column]] | None = None
        for stop, line in _wrapped(self._lines.cells, index):
            headings = _headings(self.parts, line)
            if not headings or (found and (found[1][0].heading.cluster or len(headings) > 1)):
                continue
            found = (stop, headings)
        if found is None:
            return None
        stop, headings = found
        _open(self.parts, tuple(range(index, stop)), headings)
        self._is_started = True
        return stop

    def _edition(self, index: int) -> int | None:
        for stop, line in _wrapped(self._lines.clean, index):
            found = wordings.edition_in(line)
            if found is None:
                continue
            rest = (line[: found.start] + line[found.end :]).strip(" |:,–—-\t")
            is_wrapped = stop > index + 1
            if _is_sentence(rest) or (is_wrapped and rest):
                return None
            if self.parts.blocks and not is_wrapped:
                self._add(index)
            self.parts.fenced.update(range(index, stop))
            self.parts.editions.append(EditionLine(index, found.year, rest, stop - 1))
            if rest and not self._is_started and (named := read_heading(rest)):
                self.parts.clusters.append(ClusterLine(index, named, index))
            return stop
        return None

    def _other(self, index: int, line: str) -> int:
        stop = self._cluster(index, line) if not self._is_started else None
        if stop is not None:
            return stop
        if self.parts.blocks:
            self._add(index)
        return index + 1

    def _cluster(self, index: int, line: str) -> int | None:
        """Take a line of a cluster and its economies, or two of them that a hyphen parts."""
        self._is_started = _is_sentence(line)
        if self._is_started:
            return None
        following = self._lines.clean[index + 1].strip() if index + 1 < len(self._lines.clean) else ""
        is_broken = bool(following) and line.endswith(_HYPHENS)
        if not is_broken:
            self._behind_sentences(index, line)
        for text in (line[:-1] + following, line + following) if is_broken else (line,):
            named = read_heading(text) if has_separator(text) else None
            if named:
                last = index + is_broken
                self.parts.clusters.append(ClusterLine(index, named, last))
                self.parts.fenced.update((index, last))
        return index + 1 + is_broken if self.parts.clusters and self.parts.clusters[-1].index == index else None

    def _behind_sentences(self, index: int, line: str) -> None:
        """Take the headings that stand behind a sentence in one line, which may be one with "St." in its name."""
        for mark in _SENTENCE_BEFORE.finditer(line):
            text = line[mark.end() :]
            named = read_heading(text) if has_separator(text) else None
            if named:
                self.parts.clusters.append(ClusterLine(index, named, index, text))

    def _add(self, index: int) -> None:
        activity = None
        line = TableLine(index, self._lines.cells[index], self._is_after_blank)
        if self.parts.blocks[-1].section is Section.FIELDS and not self._is_within_a_sentence(index):
            activity = wordings.activity_heading(line.text.strip())
        _add(self.parts, line, activity)

    def _is_within_a_sentence(self, index: int) -> bool:
        """Return whether a line of words in lower case goes on from the line before it and in the next one."""
        line, before, after = (
            self._lines.clean[place].strip() if 0 <= place < len(self._lines.clean) else ""
            for place in (index, index - 1, index + 1)
        )
        return line[:1].islower() and after[:1].islower() and before != "" and not before.endswith("%")


def _wrapped(lines: Sequence[str], index: int) -> Iterator[tuple[int, str]]:
    """Yield a line, then joined to those that follow in its paragraph, each with where the next line begins."""
    yield index + 1, lines[index]
    joined = lines[index].strip()
    for stop in range(index + 1, min(index + _MOST_HEADING_LINES, len(lines))):
        piece = lines[stop].strip()
        if not piece or len(joined) > _LONGEST_WRAPPED:
            return
        joined = joined_lines(joined, piece)
        yield stop + 1, joined


def _is_sentence(line: str) -> bool:
    return len(line) >= _SHORTEST_SENTENCE and wordings.speaks_of_a_fact(line)


def _headings(parts: PageParts, line: str) -> list[_Column]:
    """Return the headings of sections that a line is made of."""
    whole = wordings.section_heading(line.strip())
    if whole:
        return [_Column(0, whole)]
    cells = [*_SIDE_BY_SIDE.finditer(line)] if "  " in line or "\t" in line or "|" in line else []
    columns = [_Column(cell.start(), heading) for cell in cells if (heading := _heading(parts, cell.group()))]
    is_made_of_headings = len(columns) > 1 and len(columns) == len([cell for cell in cells if cell.group().strip("|")])
    return columns if is_made_of_headings else []


def _heading(parts: PageParts, cell: str) -> SectionHeading | None:
    heading = wordings.section_heading(cell)
    if heading is None and parts.blocks and parts.blocks[-1].section is Section.FIELDS:
        activity = wordings.activity_heading(cell)
        return SectionHeading(Section.FIELDS, parts.blocks[-1].cluster, activity) if activity else None
    return heading


def _open(parts: PageParts, indices: tuple[int, ...], columns: list[_Column]) -> None:
    parts.fenced.update(indices)
    edges = [column.start for column in columns[1:]]
    for column, right in zip(columns, [*edges, None], strict=True):
        section, cluster, activity = column.heading
        if section is not Section.FIELDS:
            activity = section.activity
        parts.blocks.append(SectionBlock(indices, section, cluster, activity, left=column.start, right=right))


def _add(parts: PageParts, line: TableLine, activity: Activity | None) -> None:
    """Add a line to the open block, or its pieces to the blocks that stand side by side."""
    block = parts.blocks[-1]
    if is_whole_row(line.text):
        parts.fenced.add(line.index)
    side_by_side = [other for other in parts.blocks if other.headings == block.headings]
    if len(side_by_side) == 1:
        if activity:
            parts.fenced.add(line.index)
            parts.blocks.append(SectionBlock((line.index,), Section.FIELDS, block.cluster, activity))
        else:
            block.lines.append(line)
        return
    pieces = _columns(line.text, side_by_side)
    if pieces is None:
        parts.straddling.add(line.index)
        return
    for other, piece in zip(side_by_side, pieces, strict=True):
        if piece.strip():
            other.lines.append(TableLine(line.index, piece, line.is_after_blank))


def _columns(text: str, blocks: list[SectionBlock]) -> list[str] | None:
    """Return the pieces of a line that stand in each block, None where a word reaches over an edge."""
    if "\t" in text or "|" in text:
        return _shared_cells(text, len(blocks))
    pieces = []
    for block in blocks:
        if 0 < block.left < len(text) and text[block.left - 1] != " ":
            return None
        pieces.append(text[block.left : block.right])
    return pieces


def _shared_cells(text: str, count: int) -> list[str] | None:
    """Return the cells of a line parted evenly between blocks, None where they do not part so."""
    cells = re.split(r"[\t|]", text.strip("|"))
    if len(cells) % count:
        return None
    width = len(cells) // count
    return ["\t".join(cells[at : at + width]) for at in range(0, len(cells), width)]
