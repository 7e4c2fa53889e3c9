"""Tables in GitHub's Markdown; signs that Markdown would take for its own are escaped."""

from __future__ import annotations

from collections.abc import Iterator

from gii_graph.tabular.data_table import DataTable, TableReport, is_number, text_of

__all__ = ["escaped", "markdown_lines", "markdown_table"]

_SIGNS = str.maketrans({sign: f"\\{sign}" for sign in "\\`*_[]<>|#~&"})


def escaped(text: str) -> str:
    """Return text that Markdown shows as it is, on one line."""
    return " ".join(text.splitlines()).translate(_SIGNS)


def markdown_lines(report: TableReport) -> Iterator[str]:
    """Yield the lines of a report: title, tables with their captions, what they rest on."""
    yield f"# {escaped(report.title)}"
    for table in report.tables:
        yield ""
        if len(report.tables) > 1:
            yield from (f"## {escaped(table.name)}", "")
        yield from markdown_table(table)
        if table.caption:
            yield from ("", escaped(table.caption))
    if report.basis:
        yield ""
        yield from (f"- {escaped(what)}: {escaped(said)}" for what, said in report.basis)


def markdown_table(table: DataTable) -> Iterator[str]:
    """Yield the lines of a table; a column that holds only numbers is aligned to the right."""
    rows = [tuple(row) for row in table.rows]
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(table.columns)
    right = [_is_numeric(cells) for cells in columns]
    yield f"| {' | '.join(map(escaped, table.columns))} |"
    yield f"| {' | '.join('---:' if numeric else '---' for numeric in right)} |"
    for row in rows:
        yield f"| {' | '.join(escaped(text_of(cell)) for cell in row)} |"


def _is_numeric(cells: tuple[object, ...]) -> bool:
    filled = [cell for cell in cells if cell not in (None, "")]
    return bool(filled) and all(is_number(cell) for cell in filled)  # type: ignore[arg-type]
