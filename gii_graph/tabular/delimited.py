"""CSV and TSV: for programs (RFC 4180, UTF-8 without a byte order mark), and CSV for people's spreadsheets.

A spreadsheet takes a CSV file for UTF-8 only by its byte order mark, and reads numbers and columns by the separators
of its user's locale.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence

from gii_graph.formula_cells import guarded
from gii_graph.tabular.data_table import DataCell, DataTable, IriLink, is_number, text_of
from gii_graph.tabular.spreadsheet_locale import PROGRAMS, Separators

__all__ = ["BYTE_ORDER_MARK", "csv_lines", "tsv_lines"]

BYTE_ORDER_MARK = "\ufeff"
_Guard = Callable[[str], str]


def csv_lines(table: DataTable, separators: Separators = PROGRAMS, guard: _Guard = guarded) -> Iterator[str]:
    """Yield the lines of a table as CSV; text that a spreadsheet would run is written as `guard` says."""
    yield BYTE_ORDER_MARK if separators is not PROGRAMS else ""
    rows: Iterable[Sequence[str]] = ([_text(cell, separators.decimal, guard) for cell in row] for row in table.rows)
    yield from _written([[guard(name) for name in table.columns]], separators.column)
    yield from _written(rows, separators.column)


def tsv_lines(table: DataTable, guard: _Guard = guarded) -> Iterator[str]:
    """Yield the lines of a table parted by tabs; a tab or line end within a cell becomes a space."""
    yield "\t".join(table.columns) + "\n"
    for row in table.rows:
        yield "\t".join(" ".join(_text(cell, ".", guard).splitlines()).replace("\t", " ") for cell in row) + "\n"


def _text(cell: DataCell, decimal: str, guard: _Guard) -> str:
    if isinstance(cell, IriLink):
        return guard(cell.iri)
    if isinstance(cell, float):
        # As a spreadsheet reads it: 1e-05 is a number, too, in every locale.
        return repr(cell).replace(".", decimal)
    if is_number(cell):
        return text_of(cell).replace(".", decimal)
    return guard(cell) if isinstance(cell, str) else text_of(cell)


def _written(rows: Iterable[Sequence[str]], delimiter: str) -> Iterator[str]:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=delimiter)
    for row in rows:
        writer.writerow(row)
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
