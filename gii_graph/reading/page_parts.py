"""What each line of a profile is by itself: a heading of the page, of a section, of a column, or any other line.

Nothing is decided here about which cluster or edition a text is of.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from gii_graph.profile import Activity
from gii_graph.reading import wordings
from gii_graph.reading.headings import ClusterHeading, has_separator, read_heading
from gii_graph.reading.phrases import Section
from gii_graph.reading.source_lines import SourceLines
from gii_graph.reading.table_rows import TableLine, is_header, is_whole_row
from gii_graph.reading.wordings import SectionHeading

__all__ = ["ClusterLine", "EditionLine", "PageParts", "SectionBlock", "page_parts"]

_SIDE_BY_SIDE = re.compile(r"\S(?:.*?\S)?(?=\s{3,}|\s*[\t|]|\s*$)")
_SHORTEST_SENTENCE = 8  # characters


@dataclass(frozen=True, slots=True)
class EditionLine:
    """A line that names an edition; `rest` is what else it says."""

    index: int
    year: int
    rest: str


@dataclass(frozen=True, slots=True)
class ClusterLine:
    """A line made of a cluster's name and economies."""

    index: int
    heading: ClusterHeading


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
    parts = PageParts()
    is_started = is_after_blank = False
    skipped = -1
    for index, clean in enumerate(lines.clean):
        line = clean.strip()
        if not line or index == skipped:
            is_after_blank = not line
            continue
        wrapped = _wrapped_heading(lines, index)
        headings = _headings(parts, index, wrapped or lines.cells[index])
        if headings:
            indices = (index, index + 1) if wrapped else (index,)
            skipped = index + 1 if wrapped else -1
            _open(parts, indices, headings)
            is_started = True
        elif parts.blocks:
            _add(parts, TableLine(index, lines.cells[index], is_after_blank))
        if not headings and (found := wordings.edition_in(line)) and not _is_sentence(_rest(line, found)):
            parts.fenced.add(index)
            rest = _rest(line, found)
            parts.editions.append(EditionLine(index, found.year, rest))
            if rest and not is_started and (named := read_heading(rest)):
                parts.clusters.append(ClusterLine(index, named))
        elif not is_started and not headings:
            is_started = _is_sentence(line)
            if not is_started and has_separator(line) and (named := read_heading(line)):
                parts.clusters.append(ClusterLine(index, named))
                parts.fenced.add(index)
        is_after_blank = False
    return parts


def _rest(line: str, edition: wordings.EditionMention) -> str:
    return (line[: edition.start] + line[edition.end :]).strip(" |:,–—-\t")


def _is_sentence(line: str) -> bool:
    return len(line) >= _SHORTEST_SENTENCE and wordings.speaks_of_a_fact(line)


def _wrapped_heading(lines: SourceLines, index: int) -> str | None:
    """Return a heading that is wrapped over this line and the next one, joined; None if there is none."""
    if index + 1 >= len(lines.clean) or wordings.section_heading(lines.clean[index].strip()):
        return None
    following = lines.clean[index + 1].strip()
    joined = f"{lines.clean[index].strip()} {following}"
    is_wrapped = following and not wordings.section_heading(following) and not is_header(following)
    return joined if is_wrapped and wordings.section_heading(joined) else None


def _headings(parts: PageParts, index: int, line: str) -> list[_Column]:
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


def _add(parts: PageParts, line: TableLine) -> None:
    """Add a line to the open block, or its pieces to the blocks that stand side by side."""
    block = parts.blocks[-1]
    if is_whole_row(line.text):
        parts.fenced.add(line.index)
    side_by_side = [other for other in parts.blocks if other.headings == block.headings]
    if len(side_by_side) == 1:
        activity = wordings.activity_heading(line.text.strip()) if block.section is Section.FIELDS else None
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
