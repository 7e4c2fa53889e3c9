"""A table as a plain bar or scatter chart, as SVG or PNG: title, unit, source line, and how much of it is drawn.

The same table gives the same bytes with the same version of matplotlib.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Sequence
from typing import IO, TYPE_CHECKING, Any, Final, Literal, NamedTuple

from gii_graph.errors import CallError
from gii_graph.tabular.chart_plan import ChartPlan
from gii_graph.tabular.data_table import DataCell, DataTable, is_number, text_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["write_chart"]

_MOST_BARS: Final = 60
_MOST_POINTS: Final = 2000
_MOST_NAMED: Final = 60  # points with a name beside them; more would hide each other
_INCHES: Final = 9.0
_INK, _QUIET, _LINE = "#1f2933", "#5f6b76", "#d5dae0"
# Told apart by people who see colours in other ways, too (Okabe and Ito, https://jfly.uni-koeln.de/color/).
_COLOURS: Final = ("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#000000")
_STYLE: Final[dict[Any, Any]] = {
    "svg.hashsalt": "gii-graph",
    "svg.fonttype": "none",
    "font.family": ["DejaVu Sans"],
    "font.size": 10,
    "text.color": _INK,
    "axes.edgecolor": _LINE,
    "axes.labelcolor": _INK,
    "axes.unicode_minus": False,
    "xtick.color": _QUIET,
    "ytick.color": _INK,
    "text.parse_math": False,
}


class _Mark(NamedTuple):
    """A bar or a point."""

    name: str
    values: tuple[float, ...]
    series: str


def write_chart(table: DataTable, plan: ChartPlan, source: str, form: Literal["svg", "png"], out: IO[bytes]) -> None:
    """Draw a table under its name, with its caption and, at the foot, its source.

    Rows without a number are left out and counted in the chart. Raises CallError where matplotlib is not installed,
    where the table has no such column, or nothing to draw.
    """
    try:
        import matplotlib as mpl
        from matplotlib.figure import Figure
    except ImportError as error:
        raise CallError("A chart needs matplotlib; install it with `pip install 'gii-graph[charts]'`.") from error
    marks, said = _marks(table.held(), plan)
    # A letter that no font here has is drawn as a box; in SVG the reader's own font has it.
    with mpl.rc_context(_STYLE), warnings.catch_warnings(action="ignore"):
        figure = Figure(layout=None)
        axes = figure.add_subplot()
        (_draw_bars if plan.kind == "bar" else _draw_points)(figure, axes, marks, plan)
        _frame(figure, axes, table, " ".join(part for part in (table.caption, said) if part), source)
        figure.savefig(out, format=form, dpi=200, metadata={"Date": None} if form == "svg" else {"Software": None})


def _marks(table: DataTable, plan: ChartPlan) -> tuple[list[_Mark], str]:
    """Return what to draw, and in words what is left out."""
    for column in (*plan.names, *plan.values, *((plan.series,) if plan.series else ())):
        if column not in table.columns:
            raise CallError(
                f"The chart's column {column!r} is not in the answer, which has {', '.join(table.columns)}."
            )
    place = {name: number for number, name in enumerate(table.columns)}
    rows = list(table.rows)
    drawn = [row for row in rows if all(_is_drawable(row[place[name]]) for name in plan.values)]
    if not drawn:
        raise CallError("The answer has no row with a number to draw.")
    # What is the same for all tells nothing apart.
    names = [name for name in plan.names if len({row[place[name]] for row in rows}) > 1] or plan.names[:1]
    most = _MOST_BARS if plan.kind == "bar" else _MOST_POINTS
    marks = [
        _Mark(
            ", ".join(text_of(row[place[name]]) for name in names),
            tuple(float(row[place[name]]) for name in plan.values),  # type: ignore[arg-type]
            text_of(row[place[plan.series]]) if plan.series else "",
        )
        for row in drawn[:most]
    ]
    said = [f"The first {most:,} of {len(drawn):,} are drawn."] if len(drawn) > most else []
    missing = len(rows) - len(drawn)
    said += [f"{missing:,} without a number {'is' if missing == 1 else 'are'} left out."] if missing else []
    return marks, " ".join(said)


def _is_drawable(cell: DataCell) -> bool:
    return is_number(cell) and math.isfinite(cell)  # type: ignore[arg-type]


def _colours(marks: Sequence[_Mark]) -> dict[str, str]:
    series = list(dict.fromkeys(mark.series for mark in marks))
    return {name: _COLOURS[number % len(_COLOURS)] for number, name in enumerate(series)}


def _draw_bars(figure: Figure, axes: Axes, marks: Sequence[_Mark], plan: ChartPlan) -> None:
    figure.set_size_inches(_INCHES, 1.9 + 0.3 * len(marks))
    colours = _colours(marks)
    heights = range(len(marks))
    bars = axes.barh(heights, [mark.values[0] for mark in marks], 0.72, color=[colours[mark.series] for mark in marks])
    axes.bar_label(bars, [_number(mark.values[0]) for mark in marks], padding=4, fontsize=9, color=_QUIET)
    axes.set_yticks(heights, [mark.name for mark in marks])
    axes.set_ylim(len(marks) - 0.4, -0.6)
    axes.tick_params(axis="y", length=0)
    axes.margins(x=0.09)
    axes.grid(axis="x", color=_LINE, linewidth=0.6)
    axes.set_axisbelow(True)
    axes.set_xlabel(plan.axes[0])
    axes.spines[["top", "right", "left"]].set_visible(False)
    _add_key(axes, colours)


def _draw_points(figure: Figure, axes: Axes, marks: Sequence[_Mark], plan: ChartPlan) -> None:
    figure.set_size_inches(_INCHES, 7)
    colours = _colours(marks)
    across, up = ([mark.values[side] for mark in marks] for side in (0, 1))
    axes.scatter(
        across, up, s=42, c=[colours[mark.series] for mark in marks], linewidths=0.8, edgecolors="white", zorder=3
    )
    for mark in marks if len(marks) <= _MOST_NAMED else ():
        axes.annotate(mark.name, (mark.values[0], mark.values[1]), (6, 4), textcoords="offset points", fontsize=8.5)
    axes.set_xlabel(plan.axes[0])
    axes.set_ylabel(plan.axes[1])
    axes.margins(0.08)
    axes.grid(color=_LINE, linewidth=0.6)
    axes.spines[["top", "right"]].set_visible(False)
    for axis, words in ((axes.xaxis, plan.axes[0]), (axes.yaxis, plan.axes[1])):
        axis.set_inverted(words.startswith("rank"))
    _add_key(axes, colours)


def _add_key(axes: Axes, colours: dict[str, str]) -> None:
    if len(colours) < 2:
        return
    from matplotlib.patches import Patch

    keys = [Patch(color=colour, label=name) for name, colour in colours.items()]
    axes.legend(handles=keys, loc="lower right", bbox_to_anchor=(1, 1), ncols=min(len(keys), 4), frameon=False)


def _frame(figure: Figure, axes: Axes, table: DataTable, caption: str, source: str) -> None:
    """Give the drawing its title above and its caption and source below; nothing is cut off or overlaps."""
    _, high = figure.get_size_inches()
    title = _in_lines(table.name, 84)
    notes = [*_in_lines(caption, 150), *_in_lines(source, 150)]
    above, below = 0.35 + 0.24 * len(title), 0.72 + 0.17 * len(notes)
    figure.set_size_inches(_INCHES, high := high + 0.24 * (len(title) - 1) + 0.17 * len(notes))
    figure.text(0.02, 1 - 0.18 / high, "\n".join(title), fontsize=13, fontweight="bold", va="top")
    figure.text(0.02, 0.12 / high, "\n".join(notes), fontsize=8, color=_QUIET, va="bottom")
    renderer: Any = figure.canvas.get_renderer() if hasattr(figure.canvas, "get_renderer") else None
    names = max((label.get_window_extent(renderer).width for label in axes.get_yticklabels()), default=0) / figure.dpi
    left = min(names + (0.62 if axes.get_ylabel() else 0.3), 0.6 * _INCHES)
    figure.subplots_adjust(left / _INCHES, below / high, 1 - 0.25 / _INCHES, 1 - (above + 0.2) / high)


def _in_lines(text: str, letters: int) -> list[str]:
    import textwrap

    return textwrap.wrap(text, letters)


def _number(value: float) -> str:
    return f"{value:,.0f}" if value.is_integer() else f"{value:,.4g}"
