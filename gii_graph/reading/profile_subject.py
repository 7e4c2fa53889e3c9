"""Of which cluster and which edition a text is: its headings, held against what its sentences speak of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from gii_graph.economies import find_economy
from gii_graph.reading import names, wordings
from gii_graph.reading.page_parts import ClusterLine, EditionLine, PageParts
from gii_graph.reading.sentences import (
    Collaboration,
    National,
    RankStatement,
    Statement,
    subjects,
)
from gii_graph.reading.source_lines import SourceLines
from gii_graph.reading.running_text import RunningText

__all__ = ["ClusterFound", "EditionFound", "cluster_of", "edition_of"]

_LONGEST_NAME = 200  # characters
_MOST_LINES_BELOW = 4  # where economies may stand below the cluster


class ClusterFound(NamedTuple):
    """A cluster's name, its economies, and the indices of the lines that state the two; None where none does."""

    name: str
    economies: tuple[str, ...]
    line: int
    economy_line: int | None = None


class EditionFound(NamedTuple):
    """An edition and the index of the line that states it; `heading` is the line that does nothing else."""

    year: int
    line: int
    heading: EditionLine | None = None


def cluster_of(
    lines: SourceLines, parts: PageParts, text: RunningText, statements: Sequence[Statement]
) -> ClusterFound | None:
    """Return the cluster that a text is about, None if it names none.

    Of the lines made of a name and economies, the heading is the one whose name the sentences speak of; failing that
    a line with that name and an economy we do not know; failing that the last one before the first fact; failing that
    the name is the sentences' own.
    """
    spoken = _spoken_names(parts, text, statements)
    headings = parts.clusters
    heading = next((one for one in headings if any(names.same_cluster(one.name, name) for name, _ in spoken)), None)
    heading = heading or _unusual_heading(lines, parts, text, statements, spoken)
    if heading is None and headings:
        heading = headings[-1]
    if heading is None:
        return _cluster_of_sentences(spoken)
    economy_line = heading.index if heading.economies else _economy_line_below(lines, heading.index)
    if economy_line is None:
        return ClusterFound(heading.name, (), heading.index)
    economies = heading.economies or names.economies_of(lines.clean[economy_line].strip())
    return ClusterFound(heading.name, economies, heading.index, economy_line)


def _spoken_names(parts: PageParts, text: RunningText, statements: Sequence[Statement]) -> list[tuple[str, int]]:
    """Return the names that sentences and headings of sections speak of, each with its line."""
    whole: list[tuple[str, int]] = []
    spoken = [(block.cluster, block.headings[0]) for block in parts.blocks if block.cluster]
    for statement in statements:
        if isinstance(statement, Collaboration):
            spoken.append((statement.subject, text.index_at(statement.start)))
        elif isinstance(statement, National):
            whole += ((name, text.index_at(start)) for start, name in subjects(text, statement) if name)
    return whole + spoken


def _unusual_heading(
    lines: SourceLines,
    parts: PageParts,
    text: RunningText,
    statements: Sequence[Statement],
    spoken: list[tuple[str, int]],
) -> ClusterLine | None:
    """Return the line before the first fact that is a spoken name, alone or before economies that we do not know."""
    wanted = {name for name, _ in spoken}
    facts = [text.index_at(statement.start) for statement in statements] + [block.headings[0] for block in parts.blocks]
    last = min(facts, default=0)
    for index, clean in enumerate(lines.clean[: last + 1]):
        line = clean.strip()
        if not line or len(line) > _LONGEST_NAME or wordings.speaks_of_a_fact(line):
            continue
        cuts = [len(line), *(place for place, mark in enumerate(line) if mark == ",")]
        for cut in cuts[:8]:
            if any(names.same_cluster(line[:cut], name) for name in wanted):
                return ClusterLine(index, line[:cut], names.economies_of(line[cut + 1 :]))
    return None


def _economy_line_below(lines: SourceLines, index: int) -> int | None:
    for following in range(index + 1, min(index + _MOST_LINES_BELOW, len(lines.clean))):
        line = lines.clean[following].strip()
        if line:
            economies = names.economies_of(line) if len(line) <= _LONGEST_NAME else ()
            is_known = bool(economies) and all(find_economy(name) for name in economies)
            return following if is_known else None
    return None


def _cluster_of_sentences(spoken: list[tuple[str, int]]) -> ClusterFound | None:
    """Return the name that most sentences use."""
    if not spoken:
        return None
    counts = [sum(names.same_cluster(name, other) for other, _ in spoken) for name, _ in spoken]
    name, index = spoken[counts.index(max(counts))]
    return ClusterFound(name, (), index)


def edition_of(parts: PageParts, text: RunningText, statements: Sequence[Statement]) -> EditionFound | None:
    """Return the edition: of the lines that name one, that which the sentences agree with; None if none is named."""
    years = [
        (statement.year, text.index_at(statement.end - 1))
        for statement in statements
        if isinstance(statement, National | RankStatement) and statement.year
    ]
    stated = {year for year, _ in years}
    headings = sorted(parts.editions, key=lambda line: (line.year not in stated, bool(line.rest)))
    if headings:
        is_disputed = bool(stated) and headings[0].year not in stated
        chosen = _nearest(parts, headings) if is_disputed else headings[0]
        return EditionFound(chosen.year, chosen.index, chosen)
    return EditionFound(years[0][0], years[0][1]) if years else None
