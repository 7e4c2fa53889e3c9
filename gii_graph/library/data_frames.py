"""Rows as data frames of pandas and polars, each an extra of its own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from gii_graph.errors import CallError
from gii_graph.tabular.data_table import IriLink

if TYPE_CHECKING:
    import pandas
    import polars

__all__ = ["pandas_frame", "polars_frame"]


def pandas_frame(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> pandas.DataFrame:
    """Return rows as a data frame of pandas. Raises CallError where pandas is not installed."""
    try:
        import pandas
    except ImportError as error:
        raise CallError("A data frame needs pandas; install it with `pip install 'gii-graph[pandas]'`.") from error
    return pandas.DataFrame([[_plain(cell) for cell in row] for row in rows], columns=list(columns))


def polars_frame(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> polars.DataFrame:
    """Return rows as a data frame of polars, each column of one type. Raises CallError without polars."""
    try:
        import polars
    except ImportError as error:
        raise CallError("This data frame needs polars; install it with `pip install 'gii-graph[polars]'`.") from error
    by_column = list(zip(*rows, strict=True)) or [()] * len(columns)
    return polars.DataFrame({name: _of_one_type(cells) for name, cells in zip(columns, by_column, strict=True)})


def _plain(cell: Any) -> Any:
    return cell.iri if isinstance(cell, IriLink) else cell


def _of_one_type(cells: Sequence[Any]) -> list[Any]:
    """Return cells that a column of one type holds: numbers of several kinds as floats, other mixtures as text."""
    plain = [_plain(cell) for cell in cells]
    kinds = {type(cell) for cell in plain if cell is not None}
    if len(kinds) <= 1:
        return plain
    if kinds <= {int, float, Decimal}:
        return [None if cell is None else float(cell) for cell in plain]
    return [None if cell is None else str(cell) for cell in plain]
