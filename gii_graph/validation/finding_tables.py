"""What a check found as tables with typed cells: findings by the line that shows them, and what figures imply."""

from __future__ import annotations

from collections.abc import Iterator

from gii_graph.activities import ACTIVITIES
from gii_graph.intervals import Implied
from gii_graph.tabular.data_table import DataCell, DataTable, IriLink
from gii_graph.validation.check import Outcome
from gii_graph.validation.derivation import ImpliedFigures
from gii_graph.validation.finding import Finding

__all__ = ["outcome_tables"]


def outcome_tables(outcome: Outcome) -> list[DataTable]:
    """Return the findings, a row for each line that shows one, and the totals that the figures imply."""
    found = [row for number, finding in enumerate(outcome.findings, 1) for row in _rows(number, finding)]
    columns = ("number", "rule", "message", "node", "file", "line", "quote")
    findings = DataTable("Findings", columns, found, "" if found else "Nothing was found.")
    bounds = tuple(f"{words} {end}" for words in _SIZES for end in ("at least", "at most"))
    implied = [_bounds(figures) for figures in outcome.implied if figures.totals]
    caption = "Counts and rounded shares give totals; totals and intensities give inhabitants."
    return [findings, DataTable("Implied", ("profile", "edition", *bounds), implied, caption)]


_SIZES = (*(activity.counted for activity in ACTIVITIES), "inhabitants")


def _rows(number: int, finding: Finding) -> Iterator[tuple[DataCell, ...]]:
    node = IriLink(finding.node, finding.node)
    said = (number, finding.rule, f"{finding.message}.", node)
    if not finding.citations:
        yield (*said, None, None, None)
    for citation in finding.citations:
        yield (*said, citation.file, citation.line, citation.quote)


def _bounds(figures: ImpliedFigures) -> tuple[DataCell, ...]:
    sizes = [*(figures.totals.get(activity.iri) for activity in ACTIVITIES), figures.population]
    bounds = [bound for size in sizes for bound in _ends(size)]
    return (IriLink(figures.profile, figures.profile), figures.edition, *bounds)


def _ends(size: Implied[str] | None) -> tuple[int | None, int | None]:
    return (None, None) if size is None else (size.interval.low, size.interval.high)
