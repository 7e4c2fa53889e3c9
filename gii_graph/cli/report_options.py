"""What commands share that answer with a report of tables: CSV for spreadsheets, writing, and what it rests on."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Final

from gii_graph.cli.destination import Destination, destination
from gii_graph.errors import CallError

if TYPE_CHECKING:
    from gii_graph.cli.store_options import GraphFiles
    from gii_graph.sparql.parameters import Ask
    from gii_graph.tabular.data_table import DataTable, TableReport
    from gii_graph.tabular.report_files import CellWriting

__all__ = [
    "CREDIT",
    "basis_of",
    "cells_for",
    "report_destination",
    "report_on",
    "write_report_to",
]

CREDIT: Final = "WIPO, Global Innovation Index, cluster profiles"


def cells_for(excel: str | None, form: str, guard: Callable[[str], str] | None = None) -> CellWriting:
    """Return how CSV and TSV write cells. Raises CallError where `--excel` names no locale or the form is not CSV."""
    from gii_graph.formula_cells import guarded
    from gii_graph.tabular.report_files import CellWriting
    from gii_graph.tabular.spreadsheet_locale import separators_of, users_separators

    if excel is None:
        return CellWriting(guard=guard or guarded)
    if form != "csv":
        raise CallError(f"--excel is for CSV, and this is written as {form}; XLSX needs no locale.")
    return CellWriting(separators_of(excel) if excel else users_separators(), guard or guarded)


def report_destination(
    output: str | None,
    form: str | None,
    excel: str | None,
    formats: Sequence[str],
    stem: str,
    reads: Iterable[object],
) -> tuple[Destination, CellWriting]:
    """Return where a report goes, by default in the first of `formats`, and how its cells are written as CSV.

    Raises CallError as `destination` and `cells_for` do.
    """
    default = formats[0] if excel is None else "csv"
    where = destination(output, form, formats, default, stem, map(str, reads))
    return where, cells_for(excel, where.form)


def write_report_to(destination: Destination, report: TableReport, cells: CellWriting) -> None:
    """Write a report to its destination; a file is replaced as a whole."""
    from gii_graph.cli.outputs import binary_output
    from gii_graph.tabular.report_files import write_report

    with binary_output(destination.path) as out:
        write_report(report, destination.form, out, cells)


def report_on(
    title: str,
    tables: Iterable[DataTable],
    graphs: GraphFiles,
    editions_read: Sequence[int],
    form: str,
    more: Iterable[tuple[str, str]] = (),
    ask: Ask | None = None,
) -> TableReport:
    """Return a report of tables that were made from graphs; a workbook names the documents these were read from.

    `ask` asks the graphs, where they are in memory already.
    """
    from gii_graph.cli.report_sources import DOCUMENTS_PART, asking, documents
    from gii_graph.tabular.data_table import TableReport

    sources = [documents(ask or asking(graphs.files(DOCUMENTS_PART)))] if form == "xlsx" else []
    named = tuple(source for source in sources if source.rows)
    return TableReport(title, tuple(tables), basis_of(graphs.names, editions_read, more), named)


def basis_of(
    files: Iterable[object], editions: Sequence[int] = (), more: Iterable[tuple[str, str]] = ()
) -> tuple[tuple[str, str], ...]:
    """Return what a report rests on: the credit, the files read, the editions, more of the command's, and when."""
    from gii_graph.files import readable_name

    years = ", ".join(map(str, editions))
    return (
        ("Source", CREDIT),
        ("Files", ", ".join(readable_name(str(file)) for file in files)),
        *((("Editions", years),) if years else ()),
        *more,
        ("Written", _written_now()),
    )


def _written_now() -> str:
    """Return when this is written and by what; SOURCE_DATE_EPOCH sets the clock (https://reproducible-builds.org)."""
    from datetime import UTC, datetime

    from gii_graph import __version__

    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    moment = datetime.fromtimestamp(int(epoch), UTC) if epoch.isdecimal() else datetime.now(UTC)
    return f"{moment:%Y-%m-%d %H:%M} UTC, gii-graph {__version__}"
