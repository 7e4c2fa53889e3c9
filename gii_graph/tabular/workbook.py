"""XLSX: numbers as numbers, IRIs as links, the header frozen, and a sheet that says what the tables rest on.

Limits of the format: https://support.microsoft.com/office/1672b34d-7043-467e-8e27-269d656771c3.
The same report gives the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import IO, TYPE_CHECKING, Any, Final

from gii_graph.errors import CallError
from gii_graph.tabular.data_table import DataCell, DataTable, IriLink, TableReport, is_number, text_of
from gii_graph.text_width import width

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

__all__ = ["sheet_name", "write_workbook"]

_MOST_ROWS: Final = 1_048_575  # below the header
_LONGEST_CELL: Final = 32_767
_LONGEST_LINK: Final = 2_079
_MOST_LINKS: Final = 65_530
_EXACT_DIGITS: Final = 15  # of a number; what has more is kept as text, so that no digit changes
_FIRST_DAY: Final = date(1900, 3, 1)  # before it the format counts a day that never was
_WIDEST: Final = 60
_NO_CLOCK: Final = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)


def write_workbook(report: TableReport, out: IO[bytes]) -> None:
    """Write a report: a sheet for each table, and a last one, "Sources", for what they rest on and their captions.

    A sheet holds its table alone, so that whoever imports it gets no row that is none.

    Raises CallError for what the format cannot hold: too many rows, too long a text.
    """
    from xlsxwriter import Workbook

    book = Workbook(out, {"in_memory": True, "strings_to_urls": False, "strings_to_formulas": False})
    # xlsxwriter would write the moment; what matters of it is in the sheet of sources.
    book.set_properties({"title": report.title, "created": _NO_CLOCK})
    pen = _Pen(book)
    names: list[str] = []
    for table in (*report.tables, *report.sources):
        names.append(sheet_name(table.name, names))
        pen.write(book.add_worksheet(names[-1]), table)
    captions = [(name, table.caption) for name, table in zip(names, report.tables, strict=False) if table.caption]
    if report.basis:
        rests_on = DataTable("Sources", ("what", "value"), [*report.basis, *captions])
        taken = {name.casefold() for name in names}
        pen.write(book.add_worksheet("About the tables" if "sources" in taken else "Sources"), rests_on)
    book.close()


def sheet_name(name: str, taken: Collection[str]) -> str:
    """Return a name that the format takes for a sheet: at most 31 letters, none of `[]:*?/\\`, borne once.

    >>> sheet_name("Top PCT applicants: patents", []), sheet_name("a/b", ["A b"]), sheet_name("History", [])
    ('Top PCT applicants patents', 'a b (2)', 'History (2)')
    """
    plain = " ".join(re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", name).split()).strip("'") or "Table"
    if len(plain) > 31:
        plain = f"{plain[:24]}…{plain[-6:]}"  # an edition stands at the end
    used = {*(other.casefold() for other in taken), "history"}
    chosen, number = plain, 1
    while chosen.casefold() in used:
        number += 1
        chosen = f"{plain[: 31 - len(f' ({number})')]} ({number})"
    return chosen


class _Pen:
    """Writes tables into the sheets of a workbook."""

    def __init__(self, book: Workbook) -> None:
        self._header = book.add_format({"bold": True, "bottom": 1, "valign": "top"})
        self._day = book.add_format({"num_format": "yyyy-mm-dd"})
        self._moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        self._links = 0

    def write(self, sheet: Worksheet, table: DataTable) -> None:
        """Write a table."""
        self._links = 0
        widths = [width(name) for name in table.columns]
        last = 0
        for last, row in enumerate(table.rows, 1):
            if last > _MOST_ROWS:
                raise CallError(
                    f"The table has over {_MOST_ROWS:,} rows, which XLSX cannot hold; write .csv or .parquet."
                )
            for column, cell in enumerate(row):
                self._cell(sheet, last, column, cell)
                widths[column] = min(max(widths[column], _shown_width(cell)), _WIDEST)
        sheet.write_row(0, 0, table.columns, self._header)
        for column, size in enumerate(widths):
            sheet.set_column(column, column, size + 2)
        sheet.freeze_panes(1, 0)
        if last and table.columns:
            sheet.autofilter(0, 0, last, len(table.columns) - 1)

    def _cell(self, sheet: Worksheet, row: int, column: int, cell: DataCell) -> None:
        if cell is None or cell == "":
            return
        if isinstance(cell, bool):
            sheet.write_boolean(row, column, cell)
        elif is_number(cell) and _is_exact(cell):
            sheet.write_number(row, column, cell)
        elif isinstance(cell, date) and _day_of(cell) >= _FIRST_DAY:
            has_time = isinstance(cell, datetime)
            sheet.write_datetime(row, column, cell, self._moment if has_time else self._day)
        elif isinstance(cell, IriLink) and self._may_link(cell.iri):
            sheet.write_url(row, column, cell.iri, string=cell.text, tip=None if cell.text == cell.iri else cell.iri)
        else:
            _write_text(sheet, row, column, cell.iri if isinstance(cell, IriLink) else text_of(cell))

    def _may_link(self, iri: str) -> bool:
        """Say whether an IRI can be a link on this sheet, which holds so many; count it then."""
        fits = iri.startswith(("https://", "http://")) and len(iri) <= _LONGEST_LINK and self._links < _MOST_LINKS
        self._links += fits
        return fits


def _write_text(sheet: Worksheet, row: int, column: int, text: str, style: Format | None = None) -> None:
    if len(text.encode("utf-16-le")) // 2 > _LONGEST_CELL:
        raise CallError(
            f"A text of row {row} has over {_LONGEST_CELL:,} letters, which XLSX cannot hold; write .csv or .parquet."
        )
    sheet.write_string(row, column, text, style)


def _is_exact(number: Any) -> bool:
    if isinstance(number, float):
        return number - number == 0  # neither infinite nor no number
    digits: Sequence[int] = Decimal(number).normalize().as_tuple().digits
    return Decimal(number).is_finite() and len(digits) <= _EXACT_DIGITS


def _day_of(moment: date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def _shown_width(cell: DataCell) -> int:
    return width(text_of(cell).partition("\n")[0])
