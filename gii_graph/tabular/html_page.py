"""A report as one HTML page that needs nothing but itself: to send, to print, to paste from."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import jinja2

from gii_graph.tabular.data_table import DataCell, IriLink, TableReport, is_number, text_of

__all__ = ["html_parts"]


def html_parts(report: TableReport) -> Iterator[str]:
    """Yield the page in parts, so that a long table is not held twice."""
    yield from _template().generate(report=report)


@cache
def _template() -> jinja2.Template:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["text"] = text_of
    environment.tests["amount"] = is_number
    environment.tests["link"] = _is_web_link
    return environment.get_template("report.html")


def _is_web_link(cell: DataCell) -> bool:
    return isinstance(cell, IriLink) and cell.iri.startswith(("https://", "http://"))
