"""Of which cluster and which edition a text is: its headings, held against what its sentences speak of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from gii_graph.clusters import listed_clusters
from gii_graph.reading import wordings
from gii_graph.reading.cluster_names import LONGEST_NAME, same_cluster
from gii_graph.reading.economy_lists import economies_of
from gii_graph.reading.headings import lacking_economy, unknown_economy
from gii_graph.reading.page_parts import ClusterLine, EditionLine, PageParts
from gii_graph.reading.running_text import RunningText
from gii_graph.reading.sentences import Collaboration, National, RankStatement, Statement, subjects
from gii_graph.reading.source_lines import SourceLines

__all__ = ["StatedCluster", "StatedEdition", "cluster_of", "edition_of"]

_MOST_LINES_BELOW = 4  # where economies may stand below the cluster


class StatedCluster(NamedTuple):
    """A cluster's name and economies, the indices of the lines that state the two, and what is wrong with them.

    `heading` are the lines of the heading; there are none where a sentence states the name. `heading_text` is what of
    the line is the heading, where that is not all. `regions` are those that it writes out.
    """

    name: str
    economies: tuple[str, ...]
    line: int
    economy_line: int | None = None
    problem: str = ""
    heading: range = range(0)
    heading_text: str = ""
    regions: tuple[str, ...] = ()


class StatedEdition(NamedTuple):
    """An edition, and the indices of the first and last line of what states it."""

    year: int
    line: int
    last: int


def cluster_of(
    lines: SourceLines, parts: PageParts, text: RunningText, statements: Sequence[Statement]
) -> StatedCluster | None:
    """Return the cluster that a text is about, None if it names none.

    Of the lines made of a name and economies, the heading is the one whose name the sentences speak of; failing that
    a line with that name and something that is no economy we know; failing that the last one before the first fact;
    failing that the name is the sentences' own.
    """
    spoken = _spoken_names(parts, text, statements)
    first_fact = _first_fact(parts, text, statements)
    line = (
        _spoken_heading(parts, spoken)
        or _heading_with_more_before_it(lines, parts, spoken)
        or _unusual_heading(lines, first_fact, spoken)
        or _last_heading(parts)
    )
    if line is None:
        return _cluster_of_sentences(spoken)
    heading = line.heading
    economy_line = line.index if heading.economies else None
    if not heading.economies and not heading.problem:
        economy_line = _economy_line_below(lines, line.index)
    economies = heading.economies
    if economy_line is not None and not economies:
        economies = economies_of(lines.clean[economy_line])
    problem = heading.problem or ("" if economies else lacking_economy(heading))
    headed = range(line.index, line.last + 1)
    return StatedCluster(heading.name, economies, line.index, economy_line, problem, headed, line.text, heading.regions)


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


def _spoken_heading(parts: PageParts, spoken: Sequence[tuple[str, int]]) -> ClusterLine | None:
    """Return the first heading whose name the sentences speak of; whole lines come before parts of one."""
    headings = sorted(parts.clusters, key=lambda line: bool(line.text))
    return next((line for line in headings if _is_spoken_of(line.heading.name, spoken)), None)


def _heading_with_more_before_it(
    lines: SourceLines, parts: PageParts, spoken: Sequence[tuple[str, int]]
) -> ClusterLine | None:
    """Return the part of a heading that begins with the name that the sentences speak of."""
    for line in parts.clusters:
        for name, _ in spoken:
            place = lines.clean[line.index].rfind(f" {name}") + 1
            if place > 0 and line.heading.name.endswith(f" {name}"):
                text = lines.clean[line.index][place:].strip()
                return ClusterLine(line.index, line.heading._replace(name=name), line.index, text)
    return None


def _is_spoken_of(name: str, spoken: Sequence[tuple[str, int]]) -> bool:
    return any(same_cluster(name, other) for other, _ in spoken)


def _first_fact(parts: PageParts, text: RunningText, statements: Sequence[Statement]) -> int:
    """Return the index of the line where the first fact or section begins, which may also hold the cluster's name."""
    facts = [text.index_at(statement.start) for statement in statements] + [block.headings[0] for block in parts.blocks]
    return min(facts, default=0)


def _unusual_heading(lines: SourceLines, first_fact: int, spoken: Sequence[tuple[str, int]]) -> ClusterLine | None:
    """Return the line that is a spoken name, alone or before what is no economy that we know."""
    for index, clean in enumerate(lines.clean[: first_fact + 1]):
        line = clean.strip()
        if not line or len(line) > LONGEST_NAME or wordings.speaks_of_a_fact(line):
            continue
        cuts = [len(line), *(place for place, mark in enumerate(line) if mark in ",(|:-–")]
        for cut in cuts[:8]:
            if _is_spoken_of(line[:cut], spoken):
                return ClusterLine(index, unknown_economy(line[:cut], line[cut + 1 :]), index)
    return None


def _last_heading(parts: PageParts) -> ClusterLine | None:
    """Return the last line made of a name and economies; of the loose form only with a name that we know."""
    certain = [line for line in parts.clusters if not line.heading.is_loose or listed_clusters(line.heading.name)]
    return certain[-1] if certain else None


def _economy_line_below(lines: SourceLines, index: int) -> int | None:
    for following in range(index + 1, min(index + _MOST_LINES_BELOW, len(lines.clean))):
        line = lines.clean[following].strip()
        if line:
            return following if len(line) <= LONGEST_NAME and economies_of(line) else None
    return None


def _cluster_of_sentences(spoken: Sequence[tuple[str, int]]) -> StatedCluster | None:
    """Return the name that most sentences use."""
    if not spoken:
        return None
    counts = [sum(same_cluster(name, other) for other, _ in spoken) for name, _ in spoken]
    name, index = spoken[counts.index(max(counts))]
    return StatedCluster(name, (), index)


def edition_of(parts: PageParts, text: RunningText, statements: Sequence[Statement]) -> StatedEdition | None:
    """Return the edition, None if none is named.

    Of the lines that name one, that which the sentences agree with; failing that the nearest above the first of them.
    """
    years = [
        (statement.year, text.index_at(statement.end - 1))
        for statement in statements
        if isinstance(statement, National | RankStatement) and statement.year
    ]
    stated = {year for year, _ in years}
    headings = sorted(parts.editions, key=lambda line: (line.year not in stated, bool(line.rest)))
    if not headings:
        return StatedEdition(years[0][0], years[0][1], years[0][1]) if years else None
    chosen = headings[0]
    if stated and chosen.year not in stated:
        chosen = _nearest(headings, text.index_at(statements[0].start))
    return StatedEdition(chosen.year, chosen.index, chosen.last)


def _nearest(headings: Sequence[EditionLine], first: int) -> EditionLine:
    return min(headings, key=lambda line: (line.index > first, abs(line.index - first)))
