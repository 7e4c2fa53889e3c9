"""Charts: title, unit, source, every row drawn or counted, the same bytes each time."""

from __future__ import annotations

import io
import sys
import xml.etree.ElementTree as ET
from decimal import Decimal
from pathlib import Path

import pytest

from gii_graph.errors import CallError, QueryError
from gii_graph.resources import queries_folder
from gii_graph.sparql.header import read_header
from gii_graph.tabular.chart import write_chart
from gii_graph.tabular.chart_plan import ChartPlan
from gii_graph.tabular.data_table import DataTable
from tests.conftest import called

BARS = ChartPlan("bar", ("edition", "name"), ("share",), "activity", ("share, in percent",))
POINTS = ChartPlan("scatter", ("name",), ("edition", "share"), None, ("year", "rank by size"))
TABLE = DataTable(
    "Who has most?",
    ("edition", "name", "activity", "share"),
    [(2024, "BOE $x$", "patents", Decimal("23.5")), (2024, "HKC", "articles", 7), (2024, "TCL", "patents", "<1")],
)


def drawn(plan: ChartPlan, table: DataTable = TABLE, form: str = "svg") -> bytes:
    out = io.BytesIO()
    write_chart(table, plan, "Source: WIPO.", form, out)  # type: ignore[arg-type]
    return out.getvalue()


def words(svg: bytes) -> list[str]:
    return ["".join(text.itertext()) for text in ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]


@pytest.mark.parametrize("plan", [BARS, POINTS], ids=lambda plan: plan.kind)
def test_the_same_bytes_each_time(plan: ChartPlan) -> None:
    assert drawn(plan) == drawn(plan)
    assert b"dc:date" not in drawn(plan)
    assert drawn(plan, form="png").startswith(b"\x89PNG")


def test_bars_say_what_they_are() -> None:
    said = words(drawn(BARS))
    for text in ("Who has most?", "Source: WIPO.", "share, in percent", "23.5", "7", "patents", "articles"):
        assert text in said
    assert "BOE $x$" in said, "the edition, the same for all, tells nothing apart; a dollar sign is no formula"
    assert "1 without a number is left out." in said


def test_points_have_names_and_ranks_begin_at_the_far_end() -> None:
    said = words(drawn(POINTS))
    assert {"BOE $x$", "HKC", "year", "rank by size"} <= set(said)


def test_more_bars_than_can_be_read_are_counted() -> None:
    table = DataTable("Many", ("edition", "name", "activity", "share"), [(2024, f"n{i}", "a", i) for i in range(70)])
    said = words(drawn(BARS, table))
    assert "The first 60 of 70 are drawn." in said
    assert "n59" in said
    assert "n60" not in said


def test_what_cannot_be_drawn() -> None:
    with pytest.raises(CallError, match="'share' is not in the answer, which has a"):
        drawn(BARS._replace(names=("a",)), DataTable("t", ("a",), []))
    with pytest.raises(CallError, match="no row with a number"):
        drawn(BARS, DataTable("t", TABLE.columns, []))


def test_without_matplotlib_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(CallError, match=r"pip install 'gii-graph\[charts\]'"):
        drawn(BARS)


@pytest.mark.parametrize(
    ("line", "plan"),
    [
        ("chart bar: edition, name, share by activity -- share, in percent", BARS),
        ("chart scatter: edition, share, name -- year; rank by size", POINTS),
    ],
)
def test_a_head_says_how_to_draw(line: str, plan: ChartPlan) -> None:
    assert read_header(f"# Who?\n# {line}\nSELECT * {{ }}").chart == plan


@pytest.mark.parametrize(
    "line", ["chart bar: share -- x", "chart bar: a, b", "chart scatter: a, b -- x; y", "chart bar: a, b -- x; y"]
)
def test_a_head_that_says_it_wrongly(line: str) -> None:
    with pytest.raises(QueryError, match=r"line 2: found `chart .*expected `chart bar: NAME, VALUE by COLOUR -- UNIT"):
        read_header(f"# Who?\n# {line}\nSELECT * {{ }}")


DECLARED = [path for path in sorted(Path(queries_folder()).glob("*.rq")) if read_header(path.read_text("utf-8")).chart]


@pytest.mark.parametrize("path", DECLARED, ids=lambda path: path.stem)
def test_a_shipped_question_is_drawn(path: Path, three_editions: Path, tmp_path: Path) -> None:
    code, out, err = called("query", path.stem, three_editions, "-o", tmp_path / "chart.svg", "--quiet")
    assert (code, out, err) == (0, "", "")
    said = " ".join(words((tmp_path / "chart.svg").read_bytes()))
    header = read_header(path.read_text("utf-8"))
    assert header.question in said
    assert header.chart
    assert all(axis in said for axis in header.chart.axes)
    assert "Source: WIPO, Global Innovation Index, cluster profiles, 2023, 2024, 2025." in said
