"""The exported tables with typed cells, for data frames and the like."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from decimal import Decimal

from pyoxigraph import Triple

from gii_graph.export.table_schema import TABLES
from gii_graph.export.tables import table_rows
from gii_graph.formula_cells import without_guard
from gii_graph.tabular.data_table import DataCell, DataTable, IriLink

__all__ = ["typed_tables"]

_TYPES: dict[str, Callable[[str], DataCell]] = {
    "integer": int,
    "decimal": Decimal,
    "date": date.fromisoformat,
    "anyURI": str,
}


def typed_tables(triples: Sequence[Triple], *, linked: bool = False) -> Iterator[DataTable]:
    """Yield each table of the export: numbers and dates as such, text as it was before cells were guarded.

    `triples` come sorted and each once, as `read_triples` gives them. An IRI alone in its cell is a link where
    tables are to be `linked`, else text.
    """
    rows = table_rows(triples)
    for table in TABLES:
        columns = table.all_columns
        convert = [
            _link
            if linked and column.datatype == "anyURI" and not column.many
            else _TYPES.get(column.datatype, without_guard)
            for column in columns
        ]
        cells = [
            [change(cell) if cell else None for change, cell in zip(convert, row, strict=True)]
            for row in rows[table.name]
        ]
        yield DataTable(table.name, tuple(column.name for column in columns), cells, table.description)


def _link(iri: str) -> IriLink:
    return IriLink(iri, iri)
