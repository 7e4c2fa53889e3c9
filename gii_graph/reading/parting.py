"""Where in one text the profiles of several clusters or editions begin."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from gii_graph.reading.cluster_names import same_cluster
from gii_graph.reading.document import Document
from gii_graph.reading.headings import has_separator, read_heading
from gii_graph.reading.page_parts import PageParts, page_parts
from gii_graph.reading.running_text import RunningText, running_text
from gii_graph.reading.sentences import National, read_sentences, subjects
from gii_graph.reading.source_lines import SourceLines
from gii_graph.reading.wordings import edition_in

__all__ = ["holds_profile", "parted"]


class _Opening(NamedTuple):
    """The sentence with which a profile opens: the last line of it, whom it may be about, and the edition it names."""

    line: int
    names: tuple[str, ...]
    year: int | None


def parted(document: Document) -> list[Document]:
    """Return the profiles of a document, one after the other; the document itself where it has one.

    Each profile says once which place its cluster has in its economy. Where such a sentence is about another cluster or
    edition than the one before, the next profile begins with the heading between the two, and the line of the edition
    above it.
    """
    lines = document.lines
    starts = [0, *_starts(lines)]
    if len(starts) == 1:
        return [document]
    ends = [*starts[1:], len(lines.read)]
    return [_part(document, start, end) for start, end in zip(starts, ends, strict=True)]


def holds_profile(lines: SourceLines) -> bool:
    """Tell whether there is a profile in a file: the sentence with which one opens, and a section of it."""
    parts = page_parts(lines)
    return bool(parts.blocks) and bool(_openings(lines, parts))


def _openings(lines: SourceLines, parts: PageParts) -> list[_Opening]:
    text = running_text(lines.clean, parts.fenced)
    return [
        _Opening(text.index_at(statement.end - 1), _names(text, statement), statement.year)
        for statement in read_sentences(text)
        if isinstance(statement, National)
    ]


def _starts(lines: SourceLines) -> Iterator[int]:
    """Yield the index of the line with which the second profile begins, and each one after it."""
    for before, opening in pairwise(_openings(lines, page_parts(lines))):
        if not _is_same(before, opening):
            start = _start(lines, before.line + 1, opening)
            if start is not None:
                yield start


def _names(text: RunningText, statement: National) -> tuple[str, ...]:
    return tuple([name for _, name in subjects(text, statement) if name])


def _is_same(one: _Opening, other: _Opening) -> bool:
    """Tell whether two sentences are about one cluster and edition."""
    is_one_cluster = bool(one.names and other.names) and same_cluster(one.names[-1], other.names[-1])
    return is_one_cluster and (one.year == other.year or None in (one.year, other.year))


def _start(lines: SourceLines, first: int, opening: _Opening) -> int | None:
    """Return where the profile with a sentence begins, not before the line `first`; None if nothing shows it."""
    editions = [index for index in range(first, opening.line) if _is_edition(lines.clean[index])]
    heading = next((index for index in range(first, opening.line) if _heads(lines.clean[index], opening)), None)
    if heading is None:
        return editions[-1] if editions else None
    above = heading - 1
    while above >= first and not lines.clean[above].strip():
        above -= 1
    return above if above in editions else heading


def _is_edition(line: str) -> bool:
    """Tell whether a line names an edition and says nothing else."""
    mention = edition_in(line.strip())
    return mention is not None and not (line.strip()[: mention.start] + line.strip()[mention.end :]).strip(" |:,–—-")


def _heads(line: str, opening: _Opening) -> bool:
    """Tell whether a line is the heading of the cluster that a sentence is about, with an edition before it or not."""
    line = line.strip()
    mention = edition_in(line)
    if mention:
        line = line[mention.end :].strip(" |:,–—-")
    heading = read_heading(line) if has_separator(line) else None
    name = heading.name if heading else line
    return bool(name) and any(same_cluster(name, other) for other in opening.names)


def _part(document: Document, start: int, end: int) -> Document:
    lines = document.lines
    numbers = lines.numbers[start:end]
    first, last = numbers[0], numbers[-1]
    return document._replace(
        lines=SourceLines(numbers, lines.read[start:end], lines.cells[start:end], lines.clean[start:end]),
        withheld=tuple(line for line in document.withheld if first <= line.line <= last),
    )
