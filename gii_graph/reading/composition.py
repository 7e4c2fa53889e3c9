"""What was found in one text to one profile: whose it is, of which edition, and what it states.

Each fact is taken once. The same value stated again changes nothing; a different value for the same fact
means that the text is no profile of one cluster and edition, and it is refused. Whatever is taken, or is reported with
a reason of its own, is noted in the account of the text; what the account has left at the end is reported or furniture.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile
from typing import Any, NamedTuple

from gii_graph.clusters import listed_clusters
from gii_graph.errors import SourceError
from gii_graph.profile import Activity, FieldShare, Listing, Partner, Profile, Source, Stated
from gii_graph.reading import furniture, other_texts, wordings
from gii_graph.reading.cluster_names import same_cluster
from gii_graph.reading.field_shares import LabelledShare, read_fields
from gii_graph.reading.national_place import foreign_economy
from gii_graph.reading.page_parts import SectionBlock, page_parts
from gii_graph.reading.phrases import Section
from gii_graph.reading.profile_subject import StatedCluster, cluster_of, edition_of
from gii_graph.reading.remarks import Furniture, Unread
from gii_graph.reading.running_text import SENTENCE_MARK, CharacterAccount, RunningText, running_text
from gii_graph.reading.sentences import (
    BROKEN,
    Collaboration,
    Flows,
    Intensity,
    National,
    RankStatement,
    Size,
    Statement,
    read_sentences,
    subjects,
)
from gii_graph.reading.source_lines import SourceLines
from gii_graph.reading.table_rows import ListingRow, TableLine, cells_of, is_header, read_rows, without_second_table

__all__ = ["Composed", "compose"]

_ONE_PROFILE = "the text of one cluster profile of the Global Innovation Index"
_SPLIT = "give each profile a file of its own"
_WHOLE_PAGE = "check that the right page was saved whole"
_UNKNOWN = "not understood"


class Composed(NamedTuple):
    """A profile, the lines of its text that state no fact, and the text with the account of its characters."""

    profile: Profile
    unread: tuple[Unread, ...]
    furniture: tuple[Furniture, ...]
    text: RunningText
    account: CharacterAccount


def compose(source: Source, lines: SourceLines) -> Composed:
    """Return the profile that a text states, and what is to be said of its other lines.

    Raises:
        SourceError: no edition or no cluster is named, nothing is stated, or two values contradict.

    """
    composition = _Composition(source, lines)
    profile = composition.profile()
    return Composed(profile, *composition.remarks(), composition.text, composition.account)


class _Composition:
    """The facts taken so far, and the lines they stand on."""

    def __init__(self, source: Source, lines: SourceLines) -> None:
        self._source = source
        self._lines = lines
        self._parts = page_parts(lines)
        self.text = running_text(lines.clean, self._parts.fenced)
        self.account = CharacterAccount(self.text)
        self._statements = read_sentences(self.text)
        # Line -> why what stands on it is not used.
        self._problems: dict[int, str] = {}
        self._facts: dict[str, Any] = {}
        # First line of a statement -> the last one, as indices.
        self._quoted: dict[int, int] = {}
        self._cluster = StatedCluster("", (), 0)
        # Names in headings that are the first line of the cluster's name.
        self._wrapped_names: set[str] = set()
        self._edition = 0

    def profile(self) -> Profile:
        self._take_cluster()
        self._take_edition()
        self._refuse_second_profile()
        partners: dict[tuple[Activity, int], Partner] = {}
        for statement in self._statements:
            start, problem = self._checked(statement)
            if problem is None:
                self._take(start, statement, partners)
            else:
                self._report_span(start, statement.end, problem)
        blocks = [(block, self._lines_of(block)) for block in self._parts.blocks]
        blocks = [(block, self._without_headings(block, lines)) for block, lines in blocks]
        listings = tuple(self._listings(blocks))
        fields = tuple(self._fields(blocks))
        edition, cluster = self._facts.pop("edition"), self._facts.pop("cluster")
        if not (self._facts or listings or partners or fields):
            raise self._no_profile("no fact of a cluster", "check that the right page was saved")
        economies = self._cluster.economies
        economy_line = self._cluster.economy_line
        return Profile(
            self._source,
            edition,
            cluster,
            tuple(Stated(name, self._number(economy_line or 0)) for name in economies),
            listings=listings,
            partners=tuple(partners[key] for key in sorted(partners, key=_reading_order)),
            field_shares=fields,
            quotes=self._quotes(),
            regions=self._cluster.regions,
            **self._facts,
        )

    # Whose profile it is

    def _take_cluster(self) -> None:
        cluster = cluster_of(self._lines, self._parts, self.text, self._statements)
        if cluster is None:
            raise self._no_profile("no cluster")
        self._cluster = cluster
        self._state("cluster", cluster.name, cluster.line, max(cluster.line, *cluster.heading, 0))
        for index in cluster.heading:
            if cluster.heading_text:
                self.account.read_words(index, cluster.heading_text, from_end=True)
            else:
                self.account.read_line(index)
        if cluster.problem:
            self._problems[cluster.line] = cluster.problem
        if cluster.economy_line is not None and cluster.economies:
            self._quote(cluster.economy_line, cluster.economy_line)
            if cluster.economy_line not in cluster.heading:
                self.account.read_line(cluster.economy_line)

    def _take_edition(self) -> None:
        edition = edition_of(self._parts, self.text, self._statements)
        if edition is None:
            raise self._no_profile("no edition")
        self._edition = edition.year
        self._state("edition", edition.year, edition.line, edition.last)
        start, end = self.text.span_of(edition.line)
        mention = wordings.edition_in(self.text.text[start:end])
        if mention:
            self.account.read(start + mention.start, start + mention.end)
        for index in range(edition.line, edition.last + 1) if not mention else ():
            self.account.read_line(index)

    def _refuse_second_profile(self) -> None:
        nationals = [statement for statement in self._statements if isinstance(statement, National)]
        foreign = [(statement, why) for statement in nationals if (why := self._checked(statement)[1])]
        foreign = [(statement, why) for statement, why in foreign if why.startswith("it is about")]
        if foreign and len(foreign) < len(nationals):
            statement, why = foreign[0]
            index = self.text.index_at(statement.end - 1)
            raise self._refusal(index, f"a second profile ({why})", "one profile in a file", _SPLIT)

    # Whether a sentence speaks of this cluster and edition

    def _checked(self, statement: Statement) -> tuple[int, str | None]:
        """Return where a statement begins, its subject with it, and why it is not used, None if it is."""
        start, problem = self._subject(statement)
        if statement.problem:
            return start, statement.problem
        if isinstance(statement, National | RankStatement) and statement.year not in (None, self._edition):
            return start, f"it is about {statement.year}, not {self._edition}"
        if isinstance(statement, National):
            cluster = self._cluster
            problem = problem or foreign_economy(
                cluster.name, cluster.economies, statement.economies, statement.adjectives
            )
        return start, problem

    def _subject(self, statement: Statement) -> tuple[int, str | None]:
        if isinstance(statement, Collaboration):
            is_ours = self._is_ours(statement.subject)
            return statement.start, None if is_ours else self._about(statement.subject)
        if isinstance(statement, RankStatement):
            return self._subject_of_rank(statement)
        candidates = list(subjects(self.text, statement))
        for start, name in candidates:
            is_meant = isinstance(statement, Flows) and wordings.speaks_of_the_cluster(name)
            if is_meant or self._is_ours(name):
                return start, None
        start, name = candidates[-1]
        return start, self._about(name)

    def _subject_of_rank(self, statement: RankStatement) -> tuple[int, str | None]:
        """Return where a rank's sentence begins: with the rank itself, with glue, or with who has it."""
        text, room, start = self.text.text, statement.room, statement.start
        before = text[room:start]
        if start in self.text.starts and not wordings.goes_on(before):
            return start, None
        marks = [mark.end() for mark in SENTENCE_MARK.finditer(text, room, start)]
        begin = max(room, before.rfind("\n") + 1 + room, *marks)
        lead = text[begin:start]
        if wordings.is_glue(lead):
            return begin, None
        subject = wordings.subject_of_rank(lead.strip())
        if subject is None:
            return start, "it stands in a sentence that is worded in a way not known"
        is_ours = self._is_ours(subject) or wordings.speaks_of_the_cluster(subject)
        return begin, None if is_ours else self._about(subject)

    def _about(self, subject: str) -> str:
        return f"it is about {subject or 'another cluster'}, not {self._cluster.name}"

    # What it states

    def _take(self, start: int, statement: Statement, partners: dict[tuple[Activity, int], Partner]) -> None:
        first, last = self.text.index_at(start), self.text.index_at(statement.end - 1)
        self.account.read(start, statement.start)
        for span in statement.spans:
            self.account.read(*span)
        if isinstance(statement, National):
            self._state("national_rank", statement.rank, first, last)
            self._state("clusters_in_economy", statement.clusters, first, last)
        elif isinstance(statement, Flows):
            for attribute, figure in statement.figures.items():
                self._state(attribute, figure, first, last)
        elif isinstance(statement, Size):
            self._state("rank", statement.rank, first, last)
        elif isinstance(statement, Intensity):
            self._state("intensity_rank", statement.rank, first, last)
        elif isinstance(statement, Collaboration):
            self._take_collaboration(statement, first, last, partners)

    def _take_collaboration(
        self, statement: Collaboration, first: int, last: int, partners: dict[tuple[Activity, int], Partner]
    ) -> None:
        activity = statement.activity
        kind = "patent" if activity is Activity.PATENTS else "article"
        self._state(f"{kind}_collaboration_share", statement.share, first, last)
        if statement.announced is not None and len(statement.partners) < statement.announced:
            self._problems[first] = f"it announces {statement.announced} locations and names {len(statement.partners)}"
        for rank, name in enumerate(statement.partners, start=1):
            partner = Partner(activity, rank, name, self._number(first))
            before = partners.setdefault((activity, rank), partner)
            if not same_cluster(before.name, name):
                raise self._contradiction(first, name, before.name, before.line)

    # What its tables state

    def _lines_of(self, block: SectionBlock) -> list[TableLine]:
        """Return the lines of a section up to the first sentence."""
        return list(takewhile(lambda line: not self.account.is_touched(line.index), block.lines))

    def _without_headings(self, block: SectionBlock, lines: list[TableLine]) -> list[TableLine]:
        """Take a section's headings and those of its columns; return its lines without what continues the first."""
        for index in block.headings:
            self.account.read_line(index)
        if block.cluster and block.cluster not in self._wrapped_names and not self._is_ours(block.cluster):
            if lines and any(self._is_ours(block.cluster + space + lines[0].text.strip()) for space in ("", " ")):
                self._wrapped_names.add(block.cluster)
                self.account.read_line(lines[0].index)
                lines = lines[1:]
            else:
                self._report_lines(block.headings, self._about(block.cluster))
        for line in lines:
            if is_header(line.text):
                self._note(block, line)
                if _is_of_other_table(block, line):
                    self._report_lines([line.index], "it heads columns of the other table")
        return lines

    def _is_ours(self, name: str) -> bool:
        return same_cluster(name, self._cluster.name)

    def _note(self, block: SectionBlock, line: TableLine) -> None:
        if block.right is None and not block.left:
            self.account.read_line(line.index)
        else:
            self.account.read_words(line.index, line.text, from_end=block.right is None)

    def _used(self, block: SectionBlock, lines: Sequence[TableLine], row: ListingRow | LabelledShare) -> bool:
        """Note the lines of a row; return whether it is whole and about this cluster."""
        for line in lines:
            if line.index in row.lines:
                self._note(block, line)
        problem = row.problem or self._problems.get(block.headings[0])
        if problem:
            self._report_lines(row.lines, problem)
        return not problem

    def _listings(self, blocks: Sequence[tuple[SectionBlock, list[TableLine]]]) -> Iterator[Listing]:
        """Yield the rows of both tables; a table printed again must agree with the first."""
        taken: dict[tuple[Activity, int], list[tuple[SectionBlock, Listing]]] = {}
        for block, lines in blocks:
            activity = block.activity
            if block.section is Section.FIELDS or activity is None:
                continue
            for row in without_second_table(read_rows(lines), _headed_otherwise(block, lines)):
                if not self._used(block, lines, row):
                    continue
                listing = Listing(activity, row.rank, row.name, row.count, row.share, self._number(row.lines[0]))
                same_rank = taken.setdefault((activity, row.rank), [])
                if self._is_repeated(listing, block, row, same_rank):
                    continue
                same_rank.append((block, listing))
                self._quote(row.lines[0], row.lines[-1])
        for key in sorted(taken, key=_reading_order):
            yield from (listing for _, listing in taken[key])

    def _is_repeated(
        self, listing: Listing, block: SectionBlock, row: ListingRow, before: list[tuple[SectionBlock, Listing]]
    ) -> bool:
        if not before:
            return False
        if any(_row_values(listing) == _row_values(other) for _, other in before):
            return True
        first_block, other = before[0]
        if first_block is block:
            return False  # a tie
        raise self._contradiction(
            row.lines[0], f"{listing.rank} {listing.name}", f"{other.rank} {other.name}", other.line
        )

    def _fields(self, blocks: Sequence[tuple[SectionBlock, list[TableLine]]]) -> Iterator[FieldShare]:
        taken: dict[tuple[Activity, str], FieldShare] = {}
        for block, lines in blocks:
            if block.section is not Section.FIELDS:
                continue
            activity = block.activity or Activity.PATENTS
            for found in read_fields(lines):
                if not self._used(block, lines, found) or found.share is None:
                    continue
                share = FieldShare(activity, found.name, found.share, self._number(found.lines[0]))
                before = taken.setdefault((activity, found.name.casefold()), share)
                if before.share != found.share:
                    raise self._contradiction(found.lines[0], found.name, before.field, before.line)
                self._quote(found.lines[0], found.lines[-1])
        for activity in Activity:
            yield from (share for share in taken.values() if share.activity is activity)

    # Lines and errors

    def remarks(self) -> tuple[tuple[Unread, ...], tuple[Furniture, ...]]:
        """Return what was not read, and what belongs to the page around the profile."""
        left_over = [
            (index, piece)
            for index, piece in self.account.left_over()
            # What says nothing, or stands in a line that is reported whole, is no matter.
            if not wordings.is_glue(piece) and index not in self._problems
        ]
        unused = self._unused_headings()
        around = {index for index, piece in left_over if index in unused or self._is_furniture(index, piece)}
        strange = {index for index, _ in left_over} - around
        # A number beside a line that was not understood may be a figure of it, not the number of a page.
        figures = {index for index, piece in left_over if piece.isdecimal() and {index - 1, index + 1} & strange}
        around -= figures
        unread = [(index, self._lines.read[index].strip(), reason) for index, reason in self._problems.items()]
        unread += [
            (index, piece, BROKEN if wordings.speaks_of_a_fact(piece) else _UNKNOWN)
            for index, piece in left_over
            if index not in around
        ]
        unread.sort(key=lambda remark: remark[0])
        return (
            tuple(Unread(self._number(index), text, reason) for index, text, reason in unread),
            tuple(Furniture(self._number(index), self._lines.read[index].strip()) for index in sorted(around)),
        )

    def _unused_headings(self) -> set[int]:
        """Return the lines that name other editions or known clusters and state nothing of them, as menus do."""
        lines = [index for line in self._parts.editions if not line.rest for index in range(line.index, line.last + 1)]
        listed = [line for line in self._parts.clusters if not line.text and listed_clusters(line.heading.name)]
        lines += [index for line in listed for index in range(line.index, line.last + 1)]
        return {index for index in lines if not self.account.is_touched(index)}

    def _is_furniture(self, index: int, piece: str) -> bool:
        start, end = self.text.span_of(index)
        is_whole_line = len(piece) >= len(self.text.text[start:end].strip(" \n\x1f"))
        is_edition = any(line.index == index for line in self._parts.editions)
        return (is_whole_line or is_edition) and furniture.is_furniture(piece)

    def _state(self, fact: str, value: object, first: int, last: int) -> None:
        if value is None:
            return
        before = self._facts.setdefault(fact, Stated(value, self._number(first)))
        if before.value != value:
            raise self._contradiction(first, f"{fact} {value}", f"{before.value}", before.line)
        self._quote(first, last)

    def _quote(self, first: int, last: int) -> None:
        self._quoted[first] = max(last, self._quoted.get(first, first))

    def _quotes(self) -> dict[int, str]:
        """Return the text as read of every statement, by the line it starts on."""
        quotes: dict[int, str] = {}
        for first in sorted(self._quoted):
            read = self._lines.read[first : self._quoted[first] + 1]
            text = "\n".join(line.strip() for line in read if line.strip())
            number = self._number(first)
            quotes[number] = f"{quotes[number]}\n{text}" if number in quotes else text
        return quotes

    def _report_span(self, start: int, end: int, problem: str) -> None:
        self.account.read(start, end)
        inside = [start, *self.text.lines_between(start, end)]
        self._report_lines(map(self.text.index_at, inside), problem)

    def _report_lines(self, indices: Iterable[int], problem: str) -> None:
        for index in indices:
            self._problems.setdefault(index, problem)

    def _number(self, index: int) -> int:
        return self._lines.numbers[index]

    def _contradiction(self, index: int, found: str, before: str, line: int) -> SourceError:
        return self._refusal(index, found, f"{before} as in line {line}", f"correct the text or {_SPLIT}")

    def _no_profile(self, found: str, advice: str = _WHOLE_PAGE) -> SourceError:
        """Return the error of a text that lacks what makes a profile, which says what it is instead."""
        other = other_texts.recognized(self._lines.clean)
        if other:
            return self._refusal(None, other.found, _ONE_PROFILE, other.advice)
        return self._refusal(None, found, _ONE_PROFILE, advice)

    def _refusal(self, index: int | None, found: str, expected: str, advice: str) -> SourceError:
        line = None if index is None else self._number(index)
        return SourceError(self._source.name, line, found, expected, advice)


def _headed_otherwise(block: SectionBlock, lines: Sequence[TableLine]) -> int | None:
    """Return the index of a header row that is of the other table; right below the heading it may be a slip."""
    return next((line.index for line in lines[1:] if is_header(line.text) and _is_of_other_table(block, line)), None)


def _is_of_other_table(block: SectionBlock, header: TableLine) -> bool:
    """Return whether a header row is that of the other activity's table."""
    activities = {activity for cell in cells_of(header.text) if (activity := wordings.activity_heading(cell))}
    return bool(activities) and block.section is not Section.FIELDS and block.activity not in activities


def _row_values(listing: Listing) -> tuple[object, ...]:
    return listing.rank, listing.name, listing.count, listing.share


def _reading_order(key: tuple[Activity, int]) -> tuple[int, int]:
    return list(Activity).index(key[0]), key[1]
