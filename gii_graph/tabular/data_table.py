"""A table with typed cells, and a report of several tables that says what it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple, TypeAlias

__all__ = ["DataCell", "DataTable", "IriLink", "TableReport", "is_number", "text_of"]


class IriLink(NamedTuple):
    """An IRI, with the words that people see."""

    iri: str
    text: str


# None is an empty cell. A datetime has no time zone: a cell of a spreadsheet has none.
DataCell: TypeAlias = str | int | float | Decimal | bool | date | datetime | IriLink | None


@dataclass(frozen=True, slots=True)
class DataTable:
    """Rows under named columns; `caption` says what a reader must know: units, what is missing or assumed."""

    name: str
    columns: tuple[str, ...]
    rows: Iterable[Sequence[DataCell]]
    caption: str = ""

    def held(self) -> DataTable:
        """Return the table with its rows in memory, to be gone through more than once."""
        return replace(self, rows=[tuple(row) for row in self.rows])


@dataclass(frozen=True, slots=True)
class TableReport:
    """Tables under a title; `basis` is what they rest on, as pairs of words; `sources` are tables that say more."""

    title: str
    tables: tuple[DataTable, ...]
    basis: tuple[tuple[str, str], ...] = ()
    sources: tuple[DataTable, ...] = ()

    def as_one_table(self) -> DataTable:
        """Return all rows in one table, for a form that holds one: a column `table` says where each row is from."""
        if len(self.tables) == 1:
            return self.tables[0]
        columns = tuple(dict.fromkeys(column for table in self.tables for column in table.columns))
        rows = (
            (table.name, *map(dict(zip(table.columns, row, strict=True)).get, columns))
            for table in self.tables
            for row in table.rows
        )
        captions = dict.fromkeys(table.caption for table in self.tables if table.caption)
        return DataTable(self.title, ("table", *columns), rows, " ".join(captions))


def is_number(cell: DataCell) -> bool:
    """Tell whether a cell holds a number; a truth value is none."""
    return isinstance(cell, int | float | Decimal) and not isinstance(cell, bool)


def text_of(cell: DataCell) -> str:
    """Return a cell as people read it.

    >>> text_of(Decimal("33.5")), text_of(IriLink("http://a/b", "a:b")), text_of(None), text_of(True)
    ('33.5', 'a:b', '', 'true')
    """
    if cell is None:
        return ""
    if isinstance(cell, IriLink):
        return cell.text
    if isinstance(cell, bool):
        return str(cell).lower()
    return format(cell, "f") if isinstance(cell, Decimal) else str(cell)
