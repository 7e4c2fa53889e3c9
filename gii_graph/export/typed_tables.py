"""The exported tables with typed cells, for data frames and the like."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal

from gii_graph.export.table_schema import TABLES
from gii_graph.export.tables import TableRow, TableSource
from gii_graph.formula_cells import without_guard
from gii_graph.tabular.data_table import DataCell, DataTable, IriLink

__all__ = ["typed_tables"]

_TYPES: dict[str, Callable[[str], DataCell]] = {
    "integer": int,
    "decimal": Decimal,
    "date": date.fromisoformat,
    "anyURI": str,
}


def typed_tables(tables: TableSource, *, linked: bool = False) -> Iterator[DataTable]:
    """Yield each table of the export: numbers and dates as such, text as it was before cells were guarded.

    An IRI alone in its cell is a link where tables are to be `linked`, else text. Rows are made whenever they are gone
    through.
    """
    for table in TABLES:
        columns = table.all_columns
        convert = [
            _link
            if linked and column.datatype == "anyURI" and not column.many
            else _TYPES.get(column.datatype, without_guard)
            for column in columns
        ]
        rows = _TypedRows(tables.rows(table), convert)
        yield DataTable(table.name, tuple(column.name for column in columns), rows, table.description)


class _TypedRows:
    """Rows of text as rows of typed cells."""

    def __init__(self, rows: Iterable[TableRow], convert: Sequence[Callable[[str], DataCell]]) -> None:
        self._rows = rows
        self._convert = convert

    def __iter__(self) -> Iterator[list[DataCell]]:
        for row in self._rows:
            yield [change(cell) if cell else None for change, cell in zip(self._convert, row, strict=True)]


def _link(iri: str) -> IriLink:
    return IriLink(iri, iri)
