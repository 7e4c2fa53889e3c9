"""Parquet, for DuckDB, Spark, pandas and polars: a type for each column; the metadata says what the table rests on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import IO, TYPE_CHECKING, Any, Final

from gii_graph.errors import CallError
from gii_graph.tabular.data_table import DataCell, DataTable, IriLink, text_of

if TYPE_CHECKING:
    import pyarrow

__all__ = ["write_parquet"]

_INT64: Final = 2**63
_MOST_DIGITS: Final = 38  # of a decimal


def write_parquet(table: DataTable, basis: Sequence[tuple[str, str]], out: IO[bytes]) -> None:
    """Write one table; a column whose cells are of several types is text, as is one of IRIs.

    Raises CallError where pyarrow is not installed.
    """
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError as error:
        raise CallError("Parquet needs pyarrow; install it with `pip install 'gii-graph[parquet]'`.") from error
    rows = [tuple(row) for row in table.rows]
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(table.columns)
    arrays = [_array(pyarrow, cells) for cells in columns]
    fields = [pyarrow.field(name, array.type) for name, array in zip(table.columns, arrays, strict=True)]
    told = {"title": table.name, **({"caption": table.caption} if table.caption else {}), **dict(basis)}
    data = pyarrow.Table.from_arrays(arrays, schema=pyarrow.schema(fields, metadata=told))
    parquet.write_table(data, out, compression="zstd")


def _array(pyarrow: Any, cells: Sequence[DataCell]) -> pyarrow.Array:
    kinds = {type(cell) for cell in cells if cell is not None}
    if not kinds:
        return pyarrow.array(cells, pyarrow.string())
    fitting = _CONVERSIONS.get(frozenset(kinds))
    if fitting is not None and all(_fits(cell) for cell in cells):
        name, convert = fitting
        kind = getattr(pyarrow, name)() if name else None
        return pyarrow.array([None if cell is None else convert(cell) for cell in cells], kind)
    return pyarrow.array([None if cell is None else _as_text(cell) for cell in cells], pyarrow.string())


# Types of the cells of a column: its type in Arrow (none: as Arrow finds by itself), how a cell becomes one of it.
_CONVERSIONS: Final[dict[frozenset[type], tuple[str, Callable[[Any], Any]]]] = {
    frozenset({bool}): ("bool_", bool),
    frozenset({int}): ("int64", int),
    frozenset({float}): ("float64", float),
    frozenset({int, float}): ("float64", float),
    frozenset({Decimal}): ("", Decimal),
    frozenset({int, Decimal}): ("", Decimal),
    frozenset({date}): ("date32", lambda day: day),
    frozenset({datetime}): ("", lambda moment: moment),
}


def _fits(cell: DataCell) -> bool:
    if isinstance(cell, Decimal):
        _, digits, exponent = cell.as_tuple()
        return isinstance(exponent, int) and len(digits) + abs(exponent) <= _MOST_DIGITS
    return not isinstance(cell, int) or -_INT64 <= cell < _INT64


def _as_text(cell: DataCell) -> str:
    return cell.iri if isinstance(cell, IriLink) else text_of(cell)
