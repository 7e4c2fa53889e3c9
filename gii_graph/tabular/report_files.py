"""The forms in which a report of tables is written: each has one writer."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Mapping
from typing import IO, Final, NamedTuple

from gii_graph.formula_cells import guarded
from gii_graph.tabular.data_table import TableReport
from gii_graph.tabular.spreadsheet_locale import PROGRAMS, Separators

__all__ = ["REPORT_ENDINGS", "REPORT_FORMATS", "CellWriting", "write_report"]


class CellWriting(NamedTuple):
    """How CSV and TSV write cells: the separators, and what to write for text that a spreadsheet would run."""

    separators: Separators = PROGRAMS
    guard: Callable[[str], str] = guarded


def write_report(report: TableReport, form: str, out: IO[bytes], cells: CellWriting = CellWriting()) -> None:  # noqa: B008  # frozen
    """Write a report in one of `REPORT_FORMATS`; CSV, TSV and Parquet hold its tables as one.

    Raises CallError, with nothing written, for what a form cannot hold and where a library is not installed.
    """
    _WRITERS[form](report, out, cells)


def _csv(report: TableReport, out: IO[bytes], cells: CellWriting) -> None:
    from gii_graph.tabular.delimited import csv_lines

    _write_text(csv_lines(report.as_one_table(), cells.separators, cells.guard), out)


def _tsv(report: TableReport, out: IO[bytes], cells: CellWriting) -> None:
    from gii_graph.tabular.delimited import tsv_lines

    _write_text(tsv_lines(report.as_one_table(), cells.guard), out)


def _markdown(report: TableReport, out: IO[bytes], _cells: CellWriting) -> None:
    from gii_graph.tabular.markdown import markdown_lines

    _write_text((f"{line}\n" for line in markdown_lines(report)), out)


def _html(report: TableReport, out: IO[bytes], _cells: CellWriting) -> None:
    from gii_graph.tabular.html_page import html_parts

    _write_text(html_parts(report), out)


def _xlsx(report: TableReport, out: IO[bytes], _cells: CellWriting) -> None:
    from gii_graph.tabular.workbook import write_workbook

    _write_whole(lambda whole: write_workbook(report, whole), out)


def _parquet(report: TableReport, out: IO[bytes], _cells: CellWriting) -> None:
    from gii_graph.tabular.parquet_file import write_parquet

    _write_whole(lambda whole: write_parquet(report.as_one_table(), report.basis, whole), out)


def _docx(report: TableReport, out: IO[bytes], _cells: CellWriting) -> None:
    from gii_graph.tabular.word_document import write_word_document

    _write_whole(lambda whole: write_word_document(report, whole), out)


_WRITERS: Final[Mapping[str, Callable[[TableReport, IO[bytes], CellWriting], None]]] = {
    "csv": _csv,
    "tsv": _tsv,
    "xlsx": _xlsx,
    "parquet": _parquet,
    "markdown": _markdown,
    "html": _html,
    "docx": _docx,
}
REPORT_FORMATS: Final = tuple(_WRITERS)
# What the name of a file ends in: its form.
REPORT_ENDINGS: Final = {f".{form}": form for form in REPORT_FORMATS if form != "markdown"} | {".md": "markdown"}


def _write_text(parts: Iterable[str], out: IO[bytes]) -> None:
    out.writelines(part.encode() for part in parts)


def _write_whole(write: Callable[[IO[bytes]], None], out: IO[bytes]) -> None:
    """Write what its library goes back and forth in, which a pipe cannot do."""
    whole = io.BytesIO()
    write(whole)
    out.write(whole.getvalue())
