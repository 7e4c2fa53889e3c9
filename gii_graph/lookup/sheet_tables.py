"""What is known of a node as tables with typed cells, each row with the place that states it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gii_graph.lookup.sheet import Line, Percentage, Sheet, SheetCell, SheetSection
from gii_graph.network.elements import Evidence
from gii_graph.tabular.data_table import DataCell, DataTable

__all__ = ["sheet_tables"]


def sheet_tables(sheets: Sequence[Sheet]) -> Iterator[DataTable]:
    """Yield a table for each section of each sheet; with several sheets a table's name says whose it is."""
    for sheet in sheets:
        whose = f"{sheet.node.label}: " if len(sheets) > 1 else ""
        for section in sheet.sections:
            edition = "" if section.edition is None else f", {section.edition}"
            yield _table(f"{whose}{section.title}{edition}", section)


def _table(name: str, section: SheetSection) -> DataTable:
    """Return a section as a table; where all shares of a column are exact they are numbers, in percent."""
    columns = list(zip(*(line.cells for line in section.lines), strict=True))
    exact = [_is_exact(cells) for cells in columns]
    names = [f"{name}, percent" if is_exact else name for name, is_exact in zip(section.columns, exact, strict=True)]
    rows = [(*map(_cell, line.cells, exact), _places(line)) for line in section.lines]
    return DataTable(name, (*names, "evidence"), rows)


def _is_exact(cells: Sequence[SheetCell]) -> bool:
    shares = [cell for cell in cells if isinstance(cell, Percentage)]
    return (
        bool(shares)
        and all(share.value is not None for share in shares)
        and all(cell is None or isinstance(cell, Percentage) for cell in cells)
    )


def _cell(cell: SheetCell, is_exact: bool) -> DataCell:
    return cell.value if is_exact and isinstance(cell, Percentage) else cell


def _places(line: Line) -> str:
    return "; ".join(dict.fromkeys(map(_place, line.evidence)))


def _place(evidence: Evidence) -> str:
    page = "" if evidence.page is None else f" (page {evidence.page})"
    return f"{evidence.file}:{evidence.line}{page}"
