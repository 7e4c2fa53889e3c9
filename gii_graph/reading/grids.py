"""Tables as rows of cells, from comma-separated text, workbooks, and lines whose cells are parted."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from gii_graph.errors import SourceError
from gii_graph.reading.profile_limits import MAX_CELLS

if TYPE_CHECKING:
    from gii_graph.reading.source_lines import SourceLines

__all__ = ["SEPARATORS", "Grid", "GridRow", "lines_grid", "read_workbook", "separated_grid"]

# What parts the cells of a text, beside spaces.
SEPARATORS = ",;\t|"
_GAP = re.compile(r"\t|\s*\|\s*|\s{2,}")


class GridRow(NamedTuple):
    """A row: its number in the file from 1, its text as it stands there, and its cells."""

    number: int
    text: str
    cells: tuple[str, ...]


class Grid(NamedTuple):
    """The rows of a table with what stands before and behind it; a workbook's has its sheet's number and title."""

    rows: Sequence[GridRow]
    sheet: int = 0
    title: str = ""


def separated_grid(text: str, separator: str) -> Grid:
    """Return the rows of a text whose cells are parted by one sign and may be quoted (RFC 4180)."""
    lines = [line.rstrip("\r\n") for line in io.StringIO(text, newline="")]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    rows: list[GridRow] = []
    first = 1
    try:
        for cells in reader:
            rows.append(GridRow(first, "\n".join(lines[first - 1 : reader.line_num]), _clean(cells)))
            first = reader.line_num + 1
    except csv.Error:
        return Grid([])
    return Grid(rows)


def lines_grid(lines: SourceLines) -> Grid:
    """Return the rows of lines whose cells are parted by a tab, a bar or several spaces."""
    return Grid(
        [
            GridRow(number, read.strip(), _clean(_GAP.split(cleaned.lstrip().rstrip(" ").strip("|"))))
            for number, read, cleaned in zip(lines.numbers, lines.read, lines.clean, strict=True)
        ]
    )


def _clean(cells: Sequence[str]) -> tuple[str, ...]:
    return tuple([" ".join(cell.split()) for cell in cells])


def read_workbook(name: str, content: bytes) -> list[Grid]:
    """Return the sheets of a workbook (.xlsx), those and the rows that a reader sees, with values as they are shown.

    Raises:
        SourceError: it is damaged or too large.

    """
    from openpyxl import load_workbook

    try:
        workbook = load_workbook(io.BytesIO(content), data_only=True)
    except Exception as error:  # the library promises nothing of what a damaged workbook raises
        raise SourceError(name, None, "a damaged workbook", "one that opens", "save it again") from error
    sheets = [sheet for sheet in workbook.worksheets if sheet.sheet_state == "visible"]
    if sum(sheet.max_row * sheet.max_column for sheet in sheets) > MAX_CELLS:
        raise SourceError(name, None, f"more than {MAX_CELLS:,} cells", "a ranking table", "save its sheet alone")
    return [
        Grid([*_sheet_rows(sheet)], number, sheet.title)
        for number, sheet in enumerate(workbook.worksheets, start=1)
        if sheet in sheets
    ]


def _sheet_rows(sheet: Any) -> Iterator[GridRow]:
    hidden = {letter for letter, column in sheet.column_dimensions.items() if column.hidden}
    for number, row in enumerate(sheet.iter_rows(), start=1):
        if sheet.row_dimensions[number].hidden:
            continue
        cells = _clean([_shown(cell) for cell in row if getattr(cell, "column_letter", "") not in hidden])
        yield GridRow(number, "\t".join(cells).strip(), cells)


def _shown(cell: Any) -> str:
    """Return a cell's value as its sheet shows it: a share with as many decimals as its format has."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    if cell.number_format.endswith("%"):
        decimals = len(cell.number_format.partition(".")[2].rstrip("%"))
        return f"{value * 100:.{decimals}f}%"
    return str(int(value)) if value == int(value) else repr(value)
