"""Changes as tables: all in one for programs, or one for each heading for a text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gii_graph.comparison.changes import Change, Comparison
from gii_graph.comparison.facts import Fact
from gii_graph.comparison.wording import change_groups, describe_value, places, topic
from gii_graph.tabular.data_table import DataCell, DataTable, IriLink

__all__ = ["change_table", "group_tables"]

_COLUMNS = (
    "old edition", "new edition", "change", "cluster", "iri", "topic", "activity", "about", "old", "new", "absence",
    "old evidence", "new evidence",
)  # fmt: skip


def change_table(comparisons: Sequence[Comparison]) -> DataTable:
    """Return every change as a row: what happened, to what, both values, and where each stands."""
    rows = [_row(comparison, change) for comparison in comparisons for change in comparison.changes]
    return DataTable("Changes", _COLUMNS, rows)


def _row(comparison: Comparison, change: Change) -> tuple[DataCell, ...]:
    key = change.key
    return (
        comparison.old_edition,
        comparison.new_edition,
        change.sort,
        change.cluster,
        IriLink(key.cluster, key.cluster),
        key.topic,
        key.activity or None,
        topic(change) if key.topic == "figure" else change.label,
        _value(change.old),
        _value(change.new),
        change.absence,
        *(places(lines) for lines in change.evidence),
    )


def _value(fact: Fact | None) -> DataCell:
    """Return a figure as the number it is; a fact of several figures in words."""
    if fact is None:
        return None
    return fact.value["value"] if "value" in fact.value else describe_value(fact)


def group_tables(comparison: Comparison, title: str) -> Iterator[DataTable]:
    """Yield a table for each cluster, and for those that entered or left; one without rows where nothing changed."""
    for heading, rows in change_groups(comparison):
        yield DataTable(heading, ("what", "change", "old evidence", "new evidence"), rows)
    if not comparison.changes:
        yield DataTable(title, ("what", "change"), (), "No difference.")
