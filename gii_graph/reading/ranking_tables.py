"""Ranking tables of the index: each row is what one edition says of one cluster, with a line of its own.

The edition stands in a line before the table, in a column, in the title of the sheet, or in the file's name; what is
found first in this order counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from gii_graph.economies import without_footnote_marks
from gii_graph.errors import SourceError
from gii_graph.profile import Profile, Share, Source, Stated
from gii_graph.reading import numbers
from gii_graph.reading.economy_lists import economies_of
from gii_graph.reading.furniture import is_furniture
from gii_graph.reading.grids import SEPARATORS, Grid, GridRow, lines_grid, separated_grid
from gii_graph.reading.headings import ClusterHeading, read_heading, unknown_economy
from gii_graph.reading.profiles import Reading
from gii_graph.reading.ranking_columns import SHARES, RankingColumn, find_columns, parted_headings
from gii_graph.reading.remarks import Furniture
from gii_graph.reading.source_lines import SourceLines
from gii_graph.reading.wordings import edition_in

__all__ = ["RankingTable", "find_table", "read_table", "table_in_lines"]

# A table's headings stand within so many rows of the file.
_MOST_ROWS_BEFORE = 200
_MOST_HEADING_ROWS = 3
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_PERIOD = re.compile(r"(?<!\d)(?:19|20)\d\d\s*[-\u2010-\u2015/]\s*(?:(?:19|20)?\d\d)(?!\d)")
_TITLE = re.compile(r"cluster|ranking|\bGII\b|innovation index", re.IGNORECASE)
_FOOTNOTE = re.compile(
    r"[*†‡¹²³⁴]\s?\S.{0,500}|\(?\d\)\s.{1,500}|(?:data |own )?(?:sources?|notes?)\b.{0,1000}", re.IGNORECASE
)
# What stands around the rows on every page: the index's name, with the year or without.
_RUNNING_TITLE = re.compile(r".{0,40}Global Innovation Index(?: \d{4})?.{0,20}", re.IGNORECASE)
_ABSENT = frozenset({"", "-", "–", "—", "n/a", "n.a.", "na", "..", "..."})
_A_ROW = "a row of the ranking table"


class RankingTable(NamedTuple):
    """A table that was found: its grid, which row its first values stand in, headings, columns, headings not known."""

    grid: Grid
    first: int
    headings: Sequence[str]
    columns: Sequence[RankingColumn]
    unknown: Sequence[str]

    @property
    def width(self) -> int:
        """How many cells a row has: as many as there are headings, up to the last."""
        return max(at for at, heading in enumerate(self.headings, start=1) if heading)


@dataclass(slots=True)
class _Edition:
    """The edition of a table: the year, where it is from, and the text that says so; it is quoted before each row."""

    year: int | None = None
    origin: str = ""
    quote: str = ""


def table_in_lines(lines: SourceLines, text: str = "") -> RankingTable | None:
    """Return the ranking table in the lines of a file, None where there is none.

    `text` is the whole text where it is a plain one, whose cells may be parted by commas and quoted.
    """
    for separator in SEPARATORS if text else "":
        table = find_table(separated_grid(text, separator))
        if table:
            return table
    return find_table(lines_grid(lines)) or _find_table_in_words(lines)


def find_table(grid: Grid) -> RankingTable | None:
    """Return the ranking table in a grid, None where there is none; its headings may take several rows."""
    for number, row in enumerate(grid.rows[:_MOST_ROWS_BEFORE]):
        if len(row.cells) < 3:
            continue
        for rows in range(1, _MOST_HEADING_ROWS + 1):
            headings = _joined(grid.rows[number : number + rows])
            found = find_columns(headings) if headings else None
            if found:
                return RankingTable(grid, number + rows, headings, *found)
    return None


def _find_table_in_words(lines: SourceLines) -> RankingTable | None:
    """Return the ranking table in lines whose cells are parted by single spaces, None where there is none.

    Behind the rank and the name stand the economy, then one word for each figure; other orders cannot be told apart.
    """
    for number, line in enumerate(lines.clean[:_MOST_ROWS_BEFORE]):
        headings = parted_headings(line)
        found = find_columns(headings) if headings else None
        if headings and found and [column.states for column in found[0][:3]] == ["rank", "cluster", "economy"]:
            rows = [
                GridRow(at, read.strip(), _parted(cleaned, len(headings)) or (cleaned.strip(),))
                for at, read, cleaned in zip(lines.numbers, lines.read, lines.clean, strict=True)
            ]
            rows[number] = rows[number]._replace(cells=tuple(headings))
            return RankingTable(Grid(rows), number + 1, headings, *found)
    return None


def _parted(line: str, columns: int) -> tuple[str, ...] | None:
    """Return the cells of a row whose cells are parted by single spaces."""
    words = line.split()
    figures = columns - 3
    if len(words) < columns or numbers.rank(words[0]) is None:
        return None
    middle, values = words[1 : len(words) - figures], words[len(words) - figures :]
    for at in range(1, len(middle)):
        economy = " ".join(middle[at:])
        if economies_of(economy):
            return (words[0], " ".join(middle[:at]), economy, *values)
    return None


def _joined(rows: Sequence[GridRow]) -> list[str]:
    """Return the headings of several rows, one below the other, where all have as many cells."""
    if len({len(row.cells) for row in rows}) != 1:
        return []
    return [" ".join(filter(None, cells)) for cells in zip(*(row.cells for row in rows), strict=True)]


def read_table(source: Source, table: RankingTable) -> list[Reading | SourceError]:
    """Return what each row states of its cluster, and an error for each row and column that cannot be used."""
    return [*_Rows(source, table, table.columns).outcomes()]


@dataclass(slots=True)
class _Rows:
    """Reads the rows of one table."""

    source: Source
    table: RankingTable
    columns: Sequence[RankingColumn]
    edition: _Edition = field(default_factory=_Edition)
    furniture: list[Furniture] = field(default_factory=list)

    def outcomes(self) -> Iterator[Reading | SourceError]:
        rows = self.table.grid.rows
        yield from self._before(rows[: self.table.first])
        if self.edition.year is None and not self._has_column("edition"):
            self._edition_from_names()
        if self.edition.year is None and not self._has_column("edition"):
            raise SourceError(
                self.source.name, None, "a ranking table without edition",
                "a line such as 'Global Innovation Index 2023', a column 'edition', or a year in the file's name",
                "add one of these",
            )  # fmt: skip
        read = [self._outcome(row) for row in rows[self.table.first :] if any(row.cells)]
        readings = [one for one in read if isinstance(one, Reading)]
        errors = [one for one in read if isinstance(one, SourceError)]
        if not readings:
            nothing = SourceError(self.source.name, None, "a ranking table without rows", _A_ROW, "check the file")
            raise errors[0] if errors else nothing
        yield from errors
        yield from self._without_heading(rows[self.table.first :])
        said = (f"edition {self.edition.year} is taken from {self.edition.origin}",) if self.edition.origin else ()
        yield readings[0]._replace(assumptions=said, furniture=tuple(self.furniture))
        yield from readings[1:]

    def _has_column(self, states: str) -> bool:
        return any(column.states == states for column in self.columns)

    # What stands before the rows

    def _before(self, rows: Sequence[GridRow]) -> Iterator[SourceError]:
        """Take the title lines and the headings."""
        for name in self.table.unknown:
            yield SourceError(
                self.source.name, rows[-1].number, f"the column {name!r}", "one that is known",
                "rename it if it is one of those that are documented",
            )  # fmt: skip
        for row in rows:
            text = " ".join(filter(None, row.cells))
            if text:
                self.furniture.append(Furniture(row.number, row.text))
                self._edition_from_title(row, text)

    def _edition_from_title(self, row: GridRow, text: str) -> None:
        if self.edition.year is not None:
            return
        named = edition_in(text)
        years = {str(named.year)} if named else _years(text) if _TITLE.search(text) and len(row.cells) < 3 else set()
        if len(years) == 1:
            self.edition = _Edition(int(years.pop()), f"line {row.number}", row.text.strip())

    def _edition_from_names(self) -> None:
        title = self.table.grid.title
        for text, origin in ((title, f"the sheet's title {title!r}"), (self.source.name, "the file's name")):
            years = _years(text.replace("_", " "))
            if len(years) == 1:
                self.edition = _Edition(int(years.pop()), origin, text)
                return

    def _without_heading(self, rows: Sequence[GridRow]) -> Iterator[SourceError]:
        """Yield an error for each column that has values and no heading."""
        for at, heading in enumerate(self.table.headings[: self.table.width]):
            valued = [row for row in rows if not heading and at < len(row.cells) and row.cells[at]]
            if valued:
                first = valued[0]
                yield SourceError(
                    self.source.name, first.number, f"{first.cells[at]!r} in column {at + 1}, without a heading",
                    "a heading for each column that has values", "give it one of those that are documented",
                )  # fmt: skip

    # Rows

    def _outcome(self, row: GridRow) -> Reading | SourceError | None:
        values = {column: _cell(row, column) for column in self.columns}
        rank = numbers.rank(next(value for column, value in values.items() if column.states == "rank"))
        if rank is None or len(row.cells) < 3:
            return self._no_row(row)
        if len(row.cells) < self.table.width or any(row.cells[self.table.width :]):
            return self._broken_row(row)
        try:
            return Reading(self._profile(row, values), (), (), (), (), ())
        except ValueError as problem:
            return self._error(row, str(problem))

    def _no_row(self, row: GridRow) -> SourceError | None:
        text = " ".join(row.text.split())
        again = find_columns(row.cells)
        if again:
            self.columns, self.table = again[0], self.table._replace(headings=row.cells)
        if again or is_furniture(text) or _FOOTNOTE.fullmatch(text) or _RUNNING_TITLE.fullmatch(text):
            self.furniture.append(Furniture(row.number, row.text))
            return None
        is_broken = len(list(filter(None, row.cells))) > 1 and len(row.cells) != self.table.width
        return self._broken_row(row) if is_broken else self._error(row, f"{text[:80]!r}")

    def _broken_row(self, row: GridRow) -> SourceError:
        """Return the error of a row that has more or fewer cells than the table has headings."""
        cells, width = len(row.cells), self.table.width
        text = " ".join(row.text.split())[:80]
        return SourceError(
            self.source.name, row.number, f"{cells} cells in {text!r}", f"{width}, one for each heading",
            "put a cell that holds the sign between two cells in double quotes" if cells > width
            else "write a dash for a value that is missing, and close its quotes",
        )  # fmt: skip

    def _error(self, row: GridRow, found: str) -> SourceError:
        return SourceError(self.source.name, row.number, found, _A_ROW, "correct the row")

    def _profile(self, row: GridRow, values: Mapping[RankingColumn, str]) -> Profile:
        """Return what a row states. Raises ValueError that says what is wrong with it."""
        line = row.number
        edition = self._edition_of(values)
        heading = self._place(values)
        facts: dict[str, Any] = {}
        for column, value in values.items():
            if value.strip().lower() in _ABSENT or column.states in {"cluster", "economy", "edition"}:
                continue
            attribute, stated = _figure(column, value, edition)
            if attribute:
                facts[attribute] = Stated(stated, line)
        quote = f"{self.edition.quote}\n{row.text}" if self.edition.quote else row.text
        states = Profile(self.source, Stated(edition, line), Stated(heading.name, line), is_table_row=True)
        return states._replace(
            economies=tuple(Stated(name, line) for name in heading.economies),
            regions=heading.regions,
            quotes={line: quote},
            sheet=self.table.grid.sheet,
            **facts,
        )

    def _edition_of(self, values: Mapping[RankingColumn, str]) -> int:
        printed = next((value for column, value in values.items() if column.states == "edition"), "")
        years = _years(printed)
        own = int(years.pop()) if len(years) == 1 else None
        year = self.edition.year
        if year is None and own is None:
            raise ValueError(f"the edition {printed!r}")
        if year is not None and own is not None and year != own:
            raise ValueError(f"edition {own} where {self.edition.origin} says {year}")
        return year or own or 0

    def _place(self, values: Mapping[RankingColumn, str]) -> ClusterHeading:
        """Return the cluster and its economies."""
        name = without_footnote_marks(next(value for column, value in values.items() if column.states == "cluster"))
        if not name:
            raise ValueError("no name of a cluster")
        if not self._has_column("economy"):
            heading = read_heading(name)
            if heading and heading.problem:
                raise ValueError(heading.problem)
            return heading or ClusterHeading(name, ())
        printed = next(value for column, value in values.items() if column.states == "economy")
        economies = economies_of(printed)
        if not printed:
            raise ValueError("no economy")
        if not economies:
            raise ValueError(unknown_economy(name, printed).problem or f"the economy {printed!r}")
        # A region that is written out behind a name is no part of it.
        heading = read_heading(f"{name} ({'; '.join(economies)})") if "," in name else None
        return heading if heading and not heading.problem else ClusterHeading(name, economies)


def _years(text: str) -> set[str]:
    """Return the years that a text names, without the ends of a period such as 2018–2022."""
    return set(_YEAR.findall(_PERIOD.sub(" ", text)))


def _cell(row: GridRow, column: RankingColumn) -> str:
    return row.cells[column.at] if column.at < len(row.cells) else ""


def _figure(column: RankingColumn, value: str, edition: int) -> tuple[str, int | Share | None]:
    """Return which figure a cell states, and its value. Raises ValueError for a value that is none."""
    attribute = column.states
    if attribute == "rank" and column.year not in (None, edition):
        if column.year != edition - 1:
            raise ValueError(f"a rank of {column.year} in the edition {edition}")
        attribute = "previous_rank"
    stated: int | Share | None
    if attribute in SHARES.values():
        stated = numbers.share(value if "%" in value else f"{value}%")
    else:
        stated = numbers.rank(value) if attribute.endswith("rank") else numbers.count(value)
    if stated is None:
        raise ValueError(f"{value!r} as {attribute.replace('_', ' ')}")
    return attribute, stated
