"""Table cells that span rows or columns, put where a reader sees them: in every row that they reach into.

https://html.spec.whatwg.org/multipage/tables.html#forming-a-table
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

__all__ = ["Cell", "SpannedRow", "spread"]

T = TypeVar("T")
# What browsers allow.
_MOST_COLUMNS = 1_000
_MOST_ROWS = 65_534
# A cell over thousands of columns would fill the memory; no table has as many.
_WIDEST = 200


@dataclass(slots=True)
class Cell(Generic[T]):
    """A cell: what it holds, and how many columns and rows it reaches over; 0 rows are all that are left."""

    content: T
    columns: int = 1
    rows: int = 1

    @staticmethod
    def span(stated: str | None, most: int = _MOST_COLUMNS) -> int:
        """Return a span as an attribute states it, 1 where it is no number.

        >>> Cell.span("2"), Cell.span("many"), Cell.span(None)
        (2, 1, 1)
        """
        digits = (stated or "").strip()
        return min(int(digits), most) if digits.isascii() and digits.isdigit() and len(digits) < 7 else 1


@dataclass(slots=True)
class SpannedRow(Generic[T]):
    """A row of cells; cells span only rows of the same group."""

    group: int
    cells: list[Cell[T]] = field(default_factory=list)


def spread(rows: Sequence[SpannedRow[T]]) -> Iterator[list[T | None]]:
    """Yield for each row what stands in each of its columns: the content of a cell, None where there is nothing.

    A cell over several columns stands in the first of them; one over several rows in each of them.
    """
    # Column: what reaches down into it, how many columns wide it is, how many rows it still reaches over.
    reaching: dict[int, tuple[T, int, int]] = {}
    for number, row in enumerate(rows):
        if number and rows[number - 1].group != row.group:
            reaching.clear()
        yield _filled(row, reaching)


def _filled(row: SpannedRow[T], reaching: dict[int, tuple[T, int, int]]) -> list[T | None]:
    columns: list[T | None] = []
    cells = iter(row.cells)
    cell = next(cells, None)
    while cell is not None or any(column >= len(columns) for column in reaching):
        column = len(columns)
        if column > _WIDEST:
            break
        if column in reaching:
            content, width, left = reaching.pop(column)
            if left > 1:
                reaching[column] = content, width, left - 1
        elif cell is not None:
            content, width = cell.content, max(1, cell.columns)
            if cell.rows != 1:
                reaching[column] = content, width, (cell.rows or _MOST_ROWS) - 1
            cell = next(cells, None)
        else:
            columns.append(None)
            continue
        columns += [content, *[None] * (width - 1)]
    return columns
