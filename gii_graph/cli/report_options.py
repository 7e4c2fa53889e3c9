"""What commands share that answer with a report of tables: CSV for spreadsheets, writing, and what it rests on."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

from gii_graph.cli.destination import Destination
from gii_graph.errors import CallError

if TYPE_CHECKING:
    from gii_graph.tabular.data_table import TableReport
    from gii_graph.tabular.report_files import CellWriting

__all__ = ["CREDIT", "basis_of", "cells_for", "excel_option", "write_report_to", "written_now"]

F = TypeVar("F", bound=Callable[..., Any])
CREDIT: Final = "WIPO, Global Innovation Index, cluster profiles"


def excel_option(function: F) -> F:
    """Add `--excel`, which makes CSV that a spreadsheet of the user's locale, or of another, opens as it is meant."""
    return click.option(
        "--excel",
        is_flag=False,
        flag_value="",
        metavar="[LOCALE]",
        help="CSV for a spreadsheet: byte order mark, separators of your locale, or of --excel=de.",
    )(function)


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


def write_report_to(destination: Destination, report: TableReport, cells: CellWriting) -> None:
    """Write a report to its destination; a file is replaced as a whole."""
    from gii_graph.cli.outputs import binary_output
    from gii_graph.tabular.report_files import write_report

    with binary_output(destination.path) as out:
        write_report(report, destination.form, out, cells)


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
        ("Written", written_now()),
    )


def written_now() -> str:
    """Return when this is written and by what; SOURCE_DATE_EPOCH sets the clock (https://reproducible-builds.org)."""
    from datetime import UTC, datetime

    from gii_graph import __version__

    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    moment = datetime.fromtimestamp(int(epoch), UTC) if epoch.isdecimal() else datetime.now(UTC)
    return f"{moment:%Y-%m-%d %H:%M} UTC, gii-graph {__version__}"
