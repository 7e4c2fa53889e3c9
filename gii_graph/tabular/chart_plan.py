"""How a table is drawn as a chart."""

from __future__ import annotations

from typing import Literal, NamedTuple

__all__ = ["ChartPlan"]


class ChartPlan(NamedTuple):
    """How a table is drawn.

    A bar chart has `names`, the columns that together name a bar, and `values`, one column. A scatter chart has two
    columns of `values`, across and up, and `names` for its points. Each value of the column `series` has a colour of
    its own. `axes` are the words at each axis of values, with the unit; an axis of ranks begins with "rank", and has
    the first at its far end.
    """

    kind: Literal["bar", "scatter"]
    names: tuple[str, ...]
    values: tuple[str, ...]
    series: str | None
    axes: tuple[str, ...]
