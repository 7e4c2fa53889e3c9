"""The documentation of exports names every form and every table."""

from __future__ import annotations

from gii_graph.cli.export_command import command
from gii_graph.export.table_schema import TABLES
from tests.conftest import ROOT

TEXT = (ROOT / "docs" / "exporting.md").read_text(encoding="utf-8")


def test_every_form_is_explained() -> None:
    (forms,) = (parameter.type.choices for parameter in command.params if parameter.name == "form")
    for form in forms:
        assert f"| `{form}` |" in TEXT


def test_every_table_is_explained() -> None:
    for table in TABLES:
        assert f"| `{table.name}.csv` |" in TEXT
