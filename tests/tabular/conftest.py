"""A report with a cell of each kind, and with what a spreadsheet would make something else of."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest

from gii_graph.tabular.data_table import DataTable, IriLink, TableReport

COLUMNS = ("name", "count", "share", "measure", "listed", "day", "moment", "node")
ROWS: list[tuple[object, ...]] = [
    ("Shanghai–Suzhou", 9607, Decimal("33.5"), 0.25, True, date(2024, 9, 26), datetime(2024, 9, 26, 8, 30),
     IriLink("https://example.org/id/shanghai", "id:shanghai")),
    ("=HYPERLINK(\"http://x\")", -3, Decimal("0.5"), 1e-7, False, None, None, None),
    ("北京大学 \"Beida\"", None, None, None, None, None, None, IriLink("urn:x", "urn:x")),
]  # fmt: skip


@pytest.fixture
def table() -> DataTable:
    return DataTable("Who: what/how?", COLUMNS, ROWS, "Shares are in percent.")  # type: ignore[arg-type]


@pytest.fixture
def report(table: DataTable) -> TableReport:
    documents = DataTable("Documents", ("file",), [("beijing.txt",)])
    return TableReport("A title", (table,), (("Source", "WIPO"), ("Query", "SELECT *\n{ }")), (documents,))
