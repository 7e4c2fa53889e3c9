"""Answers and tables of a notebook as files: in the form that the ending says, as the commands write them."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from gii_graph.errors import CallError
from gii_graph.tabular.data_table import DataTable, TableReport
from gii_graph.tabular.report_files import REPORT_ENDINGS, write_report

__all__ = ["save_report"]


def save_report(
    path: str | os.PathLike[str], title: str, tables: Sequence[DataTable], notes: Sequence[str] = ()
) -> Path:
    """Write tables to a file, whole or not at all, and return it.

    Raises CallError for another ending than those of `REPORT_ENDINGS`, for what the form cannot hold and where its
    library is not installed, OutputError where the file cannot be written.
    """
    from gii_graph.files import replacing_bytes

    target = Path(path)
    form = REPORT_ENDINGS.get(target.suffix.lower())
    if form is None:
        raise CallError(
            f"{target}: nothing is written as {target.suffix or 'a file without an ending'}; "
            f"the endings are {', '.join(REPORT_ENDINGS)}."
        )
    basis = tuple(("Note", note) for note in notes)
    with replacing_bytes(target) as out:
        write_report(TableReport(title, tuple(tables), basis), form, out)
    return target
