"""What was found in one text to one profile: whose it is, of which edition, and what it states.

Each fact is taken once. The same value stated again changes nothing; a different value for the same fact
means that the text is no profile of one cluster and edition, and it is refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from gii_graph.clusters import listed_clusters
from gii_graph.errors import SourceError
from gii_graph.profile import Activity, FieldShare, Listing, Partner, Profile, Source, Stated
from gii_graph.reading import phrases
from gii_graph.reading.cluster_names import LONGEST_NAME, same_cluster
from gii_graph.reading.coverage import Rest
from gii_graph.reading.headings import economies_of, unknown_economy
from gii_graph.reading.scan import Edition, Heading, Passage, Scan
from gii_graph.reading.sentences import Collaboration, Flows, Intensity, National, Size, Statement
from gii_graph.reading.source_lines import SourceLines
from gii_graph.reading.table_rows import Row

__all__ = ["compose"]

_ONE_PROFILE = "the text of one cluster profile of the Global Innovation Index"
_SPLIT = "give each profile a file of its own"


def compose(source: Source, sheet: SourceLines, found: Scan) -> tuple[Profile, Rest]:
    """Return the profile that was found, and what is to be said of the text's other lines.

    Raises:
        SourceError: no edition or no cluster is named, nothing is stated, or two values contradict.

    """
    assembly = _Assembly(source, sheet, found)
    return assembly.profile(), assembly.rest


class _Assembly:
    """The facts taken so far, and the lines they stand on."""

    def __init__(self, source: Source, sheet: SourceLines, found: Scan) -> None:
        self._source = source
        self._sheet = sheet
        self._found = found
        self._statements = [(passage, statement) for passage in found.passages for statement in passage.statements]
        self.rest = Rest()
        self._facts: dict[str, Stated[Any]] = {}
        # First line of a statement -> the last one, as indices.
        self._quoted: dict[int, int] = {}
        self._cluster = ""
        self._edition = 0

    def profile(self) -> Profile:
        economies = self._take_cluster()
        self._take_edition()
        self._refuse_second_profile()
        partners: dict[tuple[Activity, int], Partner] = {}
        for passage, statement in self._statements:
            problem = statement.problem or self._foreign(passage, statement)
            if problem is None:
                self._take(passage, statement, partners)
            else:
                self._report(passage, statement, problem)
        listings = tuple(self._listings())
        fields = tuple(self._fields())
        edition, cluster = self._facts.pop("edition"), self._facts.pop("cluster")
        if not (self._facts or listings or partners or fields):
            raise self._refusal(None, "no fact of a cluster", _ONE_PROFILE, "check that the right page was saved")
        return Profile(
            self._source,
            edition,
            cluster,
            economies,
            listings=listings,
            partners=tuple(partners[key] for key in sorted(partners, key=_reading_order)),
            field_shares=fields,
            quotes=self._quotes(),
            **self._facts,
        )

    # Whose profile it is

    def _take_cluster(self) -> tuple[Stated[str], ...]:
        """Find the cluster's name and economies.

        Of the lines made of a name and economies, the heading is the one whose name the sentences speak
        of; failing that a line with that name and an economy we do not know; failing that the last one
        before the first fact; failing that the name is the sentences' own.
        """
        spoken = self._spoken_names()
        heading = self._spoken_heading(spoken) or self._unusual_heading(spoken) or self._last_heading()
        if heading is None:
            return self._cluster_of_sentences(spoken)
        index, read = heading.index, heading.read
        self._cluster = read.name
        self._state("cluster", read.name, index, index)
        if read.problem:
            self.rest.problems[index] = read.problem
            if not read.economies:
                return ()
        economy_index = index if read.economies else self._economy_line_after(index)
        if economy_index is None:
            return ()
        economies = read.economies or economies_of(self._sheet.clean[economy_index])
        self._quote(economy_index, economy_index)
        self.rest.continued.update((index, economy_index))
        return tuple(Stated(name, self._number(economy_index)) for name in economies)

    def _spoken_heading(self, spoken: list[tuple[str, int]]) -> Heading | None:
        """Return the first line made of a name and economies whose name the sentences speak of."""
        return next(
            (line for line in self._found.headings if any(same_cluster(line.read.name, name) for name, _ in spoken)),
            None,
        )

    def _last_heading(self) -> Heading | None:
        """Return the last line made of a name and economies; of the loose form only with a name that we know."""
        certain = [line for line in self._found.headings if not line.read.is_loose or listed_clusters(line.read.name)]
        return certain[-1] if certain else None

    def _spoken_names(self) -> list[tuple[str, int]]:
        """Return the names that sentences and headings of sections speak of, each with its line."""
        spoken = [(name, index) for index, name in self._found.field_headings]
        whole: list[tuple[str, int]] = []
        for passage, statement in self._statements:
            if isinstance(statement, Collaboration):
                spoken.append((statement.subject, passage.index_at(statement.start)))
            elif isinstance(statement, National):
                subjects = _subjects(passage, statement.start, statement.subject_end)
                whole += ((name, passage.index_at(start)) for start, name in subjects)
        return whole + spoken

    def _unusual_heading(self, spoken: list[tuple[str, int]]) -> Heading | None:
        """Return the line that is a spoken name, alone or before economies that we do not know."""
        wanted = {name for name, _ in spoken}
        for passage in self._found.passages:
            for index in passage.indices:
                line = self._sheet.clean[index].strip()
                if len(line) > LONGEST_NAME or phrases.KEY_PHRASE.search(line):
                    continue
                cuts = [len(line), *(place for place, mark in enumerate(line) if mark in ",(|:-–")]
                for cut in cuts[:8]:
                    if any(same_cluster(line[:cut], name) for name in wanted):
                        return Heading(index, unknown_economy(line[:cut], line[cut + 1 :]))
            if passage.statements:
                return None
        return None

    def _economy_line_after(self, index: int) -> int | None:
        for following in range(index + 1, min(index + 4, len(self._sheet.clean))):
            line = self._sheet.clean[following].strip()
            if line:
                return following if len(line) <= LONGEST_NAME and economies_of(line) else None
        return None

    def _cluster_of_sentences(self, spoken: list[tuple[str, int]]) -> tuple[Stated[str], ...]:
        if not spoken:
            raise self._refusal(None, "no cluster", _ONE_PROFILE, "check that the right page was saved whole")
        counts = [sum(same_cluster(name, other) for other, _ in spoken) for name, _ in spoken]
        name, index = spoken[counts.index(max(counts))]
        self._cluster = name
        self._state("cluster", name, index, index)
        return ()

    def _take_edition(self) -> None:
        """Find the edition: of the lines that name one, that which the sentences agree with."""
        years = [
            (year, passage.index_at(statement.end - 1))
            for passage, statement in self._statements
            if isinstance(statement, National | Size | Intensity) and (year := statement.year)
        ]
        stated = {year for year, _ in years}
        lines = sorted(self._found.editions, key=lambda line: (line.year not in stated, not line.whole))
        if lines and (lines[0].year in stated or not stated):
            self._use_edition(lines[0])
        elif lines:
            self._use_edition(self._nearest_edition(lines))
        elif years:
            self._edition = years[0][0]
            self._state("edition", self._edition, years[0][1], years[0][1])
        else:
            raise self._refusal(None, "no edition", _ONE_PROFILE, "check that the right page was saved whole")

    def _nearest_edition(self, lines: list[Edition]) -> Edition:
        first = self._statements[0][0].indices[0]
        return min(lines, key=lambda line: (line.index > first, abs(line.index - first)))

    def _use_edition(self, line: Edition) -> None:
        self._edition = line.year
        self._state("edition", line.year, line.index, line.index)

    def _refuse_second_profile(self) -> None:
        nationals = [pair for pair in self._statements if isinstance(pair[1], National)]
        foreign = [(passage, one, why) for passage, one in nationals if (why := self._foreign(passage, one))]
        if foreign and len(foreign) < len(nationals):
            passage, statement, why = foreign[0]
            index = passage.index_at(statement.end - 1)
            raise self._refusal(index, f"a second profile ({why})", "one profile in a file", _SPLIT)

    def _foreign(self, passage: Passage, statement: Statement) -> str | None:
        """Return why a statement is not about this cluster or edition, None if it is."""
        if isinstance(statement, National | Size | Intensity) and statement.year not in (None, self._edition):
            return f"it is about {statement.year}, not {self._edition}"
        if isinstance(statement, Collaboration):
            subject, agrees = statement.subject, same_cluster(statement.subject, self._cluster)
        elif isinstance(statement, National | Flows):
            subjects = _subjects(passage, statement.start, statement.subject_end)
            subject, agrees = subjects[-1][1], self._subject_start(passage, statement) is not None
        else:
            return None
        return None if agrees else f"it is about {subject or 'another cluster'}, not {self._cluster}"

    def _subject_start(self, passage: Passage, statement: National | Flows) -> int | None:
        for start, name in _subjects(passage, statement.start, statement.subject_end):
            if same_cluster(name, self._cluster):
                return start
            if isinstance(statement, Flows) and name.lower() in phrases.AGREED_SUBJECTS:
                return start
        return None

    # What it states

    def _take(self, passage: Passage, statement: Statement, partners: dict[tuple[Activity, int], Partner]) -> None:
        start = statement.start
        if isinstance(statement, National | Flows):
            start = self._subject_start(passage, statement) or start
        first, last = passage.index_at(start), passage.index_at(statement.end - 1)
        if isinstance(statement, National):
            self._state("national_rank", statement.rank, first, last)
            self._state("clusters_in_economy", statement.clusters, first, last)
        elif isinstance(statement, Flows):
            self._state("patents_per_million", statement.patents, first, last)
            self._state("articles_per_million", statement.articles, first, last)
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
            self.rest.problems[first] = (
                f"it announces {statement.announced} locations and names {len(statement.partners)}"
            )
        for rank, name in enumerate(statement.partners, start=1):
            partner = Partner(activity, rank, name, self._number(first))
            before = partners.setdefault((activity, rank), partner)
            if not same_cluster(before.name, name):
                raise self._contradiction(first, name, before.name, before.line)

    def _listings(self) -> Iterator[Listing]:
        """Yield the rows of both tables; a table printed again must agree with the first."""
        taken: dict[tuple[Activity, int], list[tuple[int, Listing]]] = {}
        for activity, table, row in self._found.rows:
            if row.problem:
                self.rest.problems.update(dict.fromkeys(row.lines, row.problem))
                continue
            listing = Listing(activity, row.rank, row.name, row.count, row.share, self._number(row.lines[0]))
            same_rank = taken.setdefault((activity, row.rank), [])
            if self._is_repeated(listing, table, row, same_rank):
                continue
            same_rank.append((table, listing))
            self._use(row.lines[0], row.lines[-1])
        for activity in Activity:
            for rank_activity, rank in sorted(taken, key=lambda key: key[1]):
                if rank_activity is activity:
                    yield from (listing for _, listing in taken[rank_activity, rank])

    def _is_repeated(self, listing: Listing, table: int, row: Row, before: list[tuple[int, Listing]]) -> bool:
        if not before:
            return False
        if any(_row_values(listing) == _row_values(other) for _, other in before):
            return True
        first_table, other = before[0]
        if first_table == table:
            return False  # a tie
        raise self._contradiction(
            row.lines[0], f"{listing.rank} {listing.name}", f"{other.rank} {other.name}", other.line
        )

    def _fields(self) -> Iterator[FieldShare]:
        foreign = self._foreign_field_sections()
        taken: dict[tuple[Activity, str], FieldShare] = {}
        for activity, section, field in self._found.fields:
            if section in foreign:
                self.rest.problems.update(dict.fromkeys(field.lines, foreign[section]))
                continue
            share = FieldShare(activity, field.name, field.share, self._number(field.lines[0]))
            before = taken.setdefault((activity, field.name.casefold()), share)
            if before.share != field.share:
                raise self._contradiction(field.lines[0], field.name, before.field, before.line)
            self._use(field.lines[0], field.lines[-1])
        for activity in Activity:
            yield from (share for share in taken.values() if share.activity is activity)

    def _foreign_field_sections(self) -> dict[int, str]:
        """Return the headings of technology fields that name another cluster; one may be wrapped."""
        foreign = {}
        for index, name in self._found.field_headings:
            following = self._sheet.clean[index + 1].strip() if index + 1 < len(self._sheet.clean) else ""
            if same_cluster(name, self._cluster):
                continue
            if any(same_cluster(name + space + following, self._cluster) for space in ("", " ")):
                self.rest.continued.add(index + 1)
                continue
            foreign[index] = self.rest.problems[index] = f"it is about {name}, not {self._cluster}"
        return foreign

    # Lines and errors

    def _state(self, fact: str, value: object, first: int, last: int) -> None:
        if value is None:
            return
        before = self._facts.setdefault(fact, Stated(value, self._number(first)))
        if before.value != value:
            raise self._contradiction(first, f"{fact} {value}", f"{before.value}", before.line)
        self._use(first, last)

    def _use(self, first: int, last: int) -> None:
        self.rest.used.update(range(first, last + 1))
        self._quote(first, last)

    def _quote(self, first: int, last: int) -> None:
        self._quoted[first] = max(last, self._quoted.get(first, first))

    def _quotes(self) -> dict[int, str]:
        """Return the text as read of every statement, by the line it starts on."""
        quotes: dict[int, str] = {}
        for first in sorted(self._quoted):
            read = self._sheet.read[first : self._quoted[first] + 1]
            text = "\n".join(line.strip() for line in read if line.strip())
            number = self._number(first)
            quotes[number] = f"{quotes[number]}\n{text}" if number in quotes else text
        return quotes

    def _report(self, passage: Passage, statement: Statement, problem: str) -> None:
        start = statement.start
        if isinstance(statement, National | Flows):
            start = _subjects(passage, start, statement.subject_end)[-1][0]
        for index in range(passage.index_at(start), passage.index_at(statement.end - 1) + 1):
            if index in passage.indices:
                self.rest.problems[index] = problem

    def _number(self, index: int) -> int:
        return self._sheet.numbers[index]

    def _contradiction(self, index: int, found: str, before: str, line: int) -> SourceError:
        return self._refusal(index, found, f"{before} as in line {line}", f"correct the text or {_SPLIT}")

    def _refusal(self, index: int | None, found: str, expected: str, advice: str) -> SourceError:
        line = None if index is None else self._number(index)
        return SourceError(self._source.name, line, found, expected, advice)


def _subjects(passage: Passage, start: int, end: int) -> list[tuple[int, str]]:
    """Return what may be a sentence's subject, the longest first: it starts with a line or a sentence."""
    places = {start, *(place for place in passage.starts if start < place < end)}
    for mark in (". ", ": "):
        place = passage.text.rfind(mark, start, end)
        if place >= 0:
            places.add(place + 2)
    return [(place, passage.text[place:end].strip(" ,:;")) for place in sorted(places)]


def _row_values(listing: Listing) -> tuple[object, ...]:
    return listing.rank, listing.name, listing.count, listing.share


def _reading_order(key: tuple[Activity, int]) -> tuple[int, int]:
    return list(Activity).index(key[0]), key[1]
