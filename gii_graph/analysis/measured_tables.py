"""Measures as tables with typed cells; what each cannot say is the caption."""

from __future__ import annotations

from collections.abc import Sequence

from gii_graph.analysis.sections import MeasuredSection
from gii_graph.tabular.data_table import DataTable, IriLink

__all__ = ["measured_table"]


def measured_table(section: MeasuredSection, caveats: Sequence[str] = ()) -> DataTable:
    """Return the rows of a section: the IRI, what tells a row apart for people, the values; empty is not known."""
    keys = tuple(section.rows[0].keys) if section.rows else ()
    rows = [
        (IriLink(row.subject, row.subject) if row.subject else None, *row.keys.values(), *row.values.values())
        for row in section.rows
    ]
    return DataTable(section.name.capitalize(), ("iri", *keys, *section.columns()), rows, " ".join(caveats))
