"""Lines to what they are: headings, table rows, technology fields, and passages of running text.

A passage is a run of lines without a blank one between them; a sentence may be wrapped over its lines.
Nothing is decided here about which cluster or edition a file is of; `assembly` does that.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from gii_graph.profile import Activity
from gii_graph.reading import phrases
from gii_graph.reading.headings import ClusterHeading, has_separator, read_heading
from gii_graph.reading.phrases import Section
from gii_graph.reading.sentences import LONGEST, Remainder, Statement, read_prose, remainders
from gii_graph.reading.source_lines import SourceLines
from gii_graph.reading.table_rows import Field, FieldReader, Row, RowReader, is_header

__all__ = ["Edition", "Heading", "Passage", "Scan", "scan"]

# A wrapped sentence is joined over at most so many passages parted by blank lines.
_MOST_JOINED = 12
# A profile has half a dozen sentences; a text with many more broken ones is none.
_MOST_ATTEMPTS = 60
_OPEN_END = re.compile(r"\w[-\u2010-\u2015]$")
_OPEN_START = re.compile(r"[-\u2010-\u2015]\w")
_BARE_PLACE = re.compile(r"=?\d{1,3}(?:st|nd|rd|th)=?|[\w-]+(?:st|nd|rd|th)", re.IGNORECASE)
_ACTIVITY_HEADINGS = {
    **dict.fromkeys(
        (
            "patents",
            "patent applications",
            "pct applications",
            "pct patent applications",
            "technology fields",
        ),
        Activity.PATENTS,
    ),
    **dict.fromkeys(
        ("publications", "articles", "scientific publications", "scientific articles", "subject fields"),
        Activity.ARTICLES,
    ),
}


@dataclass(frozen=True, slots=True)
class Edition:
    """A line that names an edition; `whole` if it says nothing else."""

    index: int
    year: int
    whole: bool


@dataclass(frozen=True, slots=True)
class Heading:
    """A line made of a name and economies."""

    index: int
    read: ClusterHeading


@dataclass(frozen=True, slots=True)
class Passage:
    """Lines joined to one text: their indices, where each starts in it, and what the text states."""

    text: str
    indices: tuple[int, ...]
    starts: tuple[int, ...]
    statements: Sequence[Statement]
    rest: Sequence[Remainder]

    def index_at(self, offset: int) -> int:
        """Return the index of the line that a place in the text belongs to."""
        return self.indices[bisect_right(self.starts, offset) - 1]


@dataclass(slots=True)
class Scan:
    """What the lines of one text are; every index counts lines from 0."""

    editions: list[Edition] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    sections: list[tuple[int, Section]] = field(default_factory=list)
    field_headings: list[tuple[int, str]] = field(default_factory=list)
    rows: list[tuple[Activity, int, Row]] = field(default_factory=list)
    fields: list[tuple[Activity, int, Field]] = field(default_factory=list)
    passages: list[Passage] = field(default_factory=list)


def scan(sheet: SourceLines) -> Scan:
    """Return what each line of a sheet is."""
    scanner = _Scanner(sheet)
    for index, clean in enumerate(sheet.clean):
        line = clean.strip()
        if line:
            scanner.line(index, line)
        else:
            scanner.blank()
    scanner.leave_section()
    scanner.found.passages = _passages(sheet.clean, scanner.runs)
    return scanner.found


class _Scanner:
    """The state of a scan: which section the walk is in, and the run of prose it gathers."""

    def __init__(self, sheet: SourceLines) -> None:
        self.found = Scan()
        # Runs of prose lines; an empty run is a wall that no sentence reaches over.
        self.runs: list[list[int]] = []
        self._clean = sheet.clean
        self._run: list[int] = []
        self._section: Section | None = None
        self._section_at = 0
        self._activity = Activity.PATENTS
        self._rows = RowReader()
        self._fields = FieldReader()
        self._started = False

    def blank(self) -> None:
        if self._run:
            self.runs.append(self._run)
            self._run = []

    def line(self, index: int, line: str) -> None:
        lowered = line.rstrip(" :").lower() if len(line) <= 300 else ""
        section = phrases.SECTIONS.get(lowered)
        if section is not None:
            self._enter(index, section)
        elif lowered.startswith("top ") and (name := phrases.FIELDS_OF.fullmatch(line)):
            self._enter(index, Section.FIELDS)
            self.found.field_headings.append((index, name["name"].rstrip(":")))
        elif self._section is not None and self._in_section(index, line, lowered):
            pass
        elif not self._preamble(index, line):
            self._prose(index)

    def leave_section(self) -> None:
        """Close what is open: the table row, the label that waits for its share, the run of prose."""
        self._close_rows()
        self._give_back_label()
        self.blank()
        self._section = None

    def _enter(self, index: int, section: Section) -> None:
        self.leave_section()
        self.runs.append([])
        self._section, self._section_at, self._started = section, index, True
        self._activity = section.activity
        self.found.sections.append((index, section))

    def _in_section(self, index: int, line: str, lowered: str) -> bool:
        if self._section is Section.FIELDS:
            return self._field(index, line, lowered)
        return self._row(index, line)

    def _row(self, index: int, line: str) -> bool:
        if "\t" in line and self._rows.takes_whole(index, line):
            self.blank()
            return True
        if _is_prose(line):
            self.leave_section()
            return False
        if not phrases.FURNITURE.fullmatch(line) and self._rows.takes(index, line):
            self.blank()
            return True
        return is_header(line)

    def _close_rows(self) -> None:
        self._rows.finish()
        self.found.rows += ((self._activity, self._section_at, row) for row in self._rows.rows)
        self._rows.rows.clear()

    def _field(self, index: int, line: str, lowered: str) -> bool:
        activity = _ACTIVITY_HEADINGS.get(lowered)
        if activity is not None:
            self._give_back_label()
            self._close_fields()
            self._activity = activity
            return True
        if _is_prose(line):
            self.leave_section()
            return False
        if self._fields.takes(index, line):
            self._close_fields()
            return True
        self._give_back_label()
        if is_header(line) or phrases.FURNITURE.fullmatch(line):
            return is_header(line)
        self._fields.waiting = (index, line.strip(" |\t:"))
        return True

    def _close_fields(self) -> None:
        self.found.fields += ((self._activity, self._section_at, field) for field in self._fields.fields)
        self._fields.fields.clear()

    def _give_back_label(self) -> None:
        """Take a label that no share followed for prose."""
        if self._fields.waiting is not None:
            self._prose(self._fields.waiting[0])
            self._fields.waiting = None

    def _preamble(self, index: int, line: str) -> bool:
        """Take the lines that name edition and cluster."""
        edition = phrases.EDITION.search(line) if "ndex" in line or "GII" in line or "NDEX" in line else None
        if edition and len(line) <= 300:
            rest = (line[: edition.start()] + line[edition.end() :]).strip(" |:,–—-\t")
            if _is_prose(rest):
                return False
            self.found.editions.append(Edition(index, int(edition["year"]), not rest))
            self._wall()
            if rest and not self._started and (named := read_heading(rest)):
                self.found.headings.append(Heading(index, named))
            return True
        if self._started or not has_separator(line) or (named := read_heading(line)) is None:
            return False
        self.found.headings.append(Heading(index, named))
        self._wall()
        return True

    def _wall(self) -> None:
        self.blank()
        self.runs.append([])

    def _prose(self, index: int) -> None:
        self._run.append(index)
        if not self._started and _is_prose(self._clean[index]):
            self._started = True


def _is_prose(line: str) -> bool:
    """Return whether a line speaks of a fact in a sentence."""
    return len(line) > 8 and phrases.KEY_PHRASE.search(line) is not None


def _passages(clean: Sequence[str], runs: Sequence[list[int]]) -> list[Passage]:
    passages: list[Passage] = []
    at = attempts = 0
    while at < len(runs):
        run = runs[at]
        at += 1
        if sum(len(clean[index]) for index in run) > LONGEST:
            passages += (_passage(clean, (index,)) for index in run)
        elif run:
            passage = _passage(clean, run)
            if attempts < _MOST_ATTEMPTS and _breaks_off(passage):
                attempts += 1
                passage, more = _joined_passage(clean, runs, at, passage)
                at += more
            passages.append(passage)
    return passages


def _joined_passage(clean: Sequence[str], runs: Sequence[list[int]], at: int, alone: Passage) -> tuple[Passage, int]:
    """Return a passage that breaks off, joined to the runs that make it whole, and how many they are."""
    indices = list(alone.indices)
    for more, run in enumerate(runs[at : at + _MOST_JOINED], start=1):
        indices += run
        if not run or sum(len(clean[index]) for index in indices) > LONGEST:
            break
        joined = _passage(clean, indices)
        if len(joined.statements) > len(alone.statements) and not _breaks_off(joined):
            return joined, more
    return alone, 0


def _breaks_off(passage: Passage) -> bool:
    if not passage.statements and len(passage.text) < 24 and _BARE_PLACE.fullmatch(passage.text):
        return True
    return any(phrases.KEY_PHRASE.search(passage.text, rest.start, rest.end) is not None for rest in passage.rest)


def _passage(clean: Sequence[str], indices: Sequence[int]) -> Passage:
    text, starts = _joined([clean[index] for index in indices])
    statements = read_prose(text)
    return Passage(text, tuple(indices), starts, statements, tuple(remainders(text, statements)))


def _joined(lines: Sequence[str]) -> tuple[str, tuple[int, ...]]:
    """Return lines as one text, without a space where a name is broken at a dash, and their places."""
    if len(lines) == 1:
        return lines[0].strip(), (0,)
    pieces: list[str] = []
    starts: list[int] = []
    length = 0
    last = ""
    for line in lines:
        piece = " ".join(line.split())
        if pieces and not (_OPEN_END.search(last[-2:]) or (last[-1:].isalpha() and _OPEN_START.match(piece))):
            pieces.append(" ")
            length += 1
        starts.append(length)
        pieces.append(piece)
        length += len(piece)
        last = piece
    return "".join(pieces), tuple(starts)
