"""What a notebook shows of tables and pictures: plain HTML, with nothing in it that was not escaped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from itertools import islice
from typing import Final

from gii_graph.tabular.data_table import DataCell, IriLink, is_number, text_of

__all__ = ["framed", "html_table", "paragraph"]

_SHOWN: Final = 60  # rows; as many as data frames show


def html_table(columns: Sequence[str], rows: Iterable[Sequence[DataCell]], caption: str = "") -> str:
    """Return a table of the first rows, and how many more there are; IRIs are links, numbers stand right."""
    held = list(rows)
    head = "".join(f"<th>{escape(name)}</th>" for name in columns)
    body = "".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in islice(held, _SHOWN))
    more = len(held) - _SHOWN
    said = [caption, f"{more:,} more rows" if more > 0 else ""]
    below = "".join(map(paragraph, filter(None, said)))
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{below}"


def _cell(cell: DataCell) -> str:
    if isinstance(cell, IriLink):
        if cell.iri.startswith(("http://", "https://")):
            return f'<td><a href="{escape(cell.iri)}" target="_blank" rel="noopener">{escape(cell.text)}</a></td>'
        return f"<td>{escape(cell.text)}</td>"
    side = "right" if is_number(cell) else "left"
    return f'<td style="text-align: {side}">{escape(text_of(cell))}</td>'


def paragraph(text: str) -> str:
    """Return a paragraph of plain text."""
    return f"<p>{escape(text)}</p>"


def framed(page: str, title: str, height: int) -> str:
    """Return a page of its own in a frame, which reaches nothing of the notebook around it."""
    return (
        f'<iframe title="{escape(title)}" width="100%" height="{height}" style="border: 1px solid #ccc" '
        f'sandbox="allow-scripts allow-downloads allow-popups" srcdoc="{escape(page)}"></iframe>'
    )
