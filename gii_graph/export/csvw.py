"""Tables as CSV files (RFC 4180) with a description of every column (CSV on the Web).

Format: https://www.w3.org/TR/tabular-metadata/. UTF-8 without a byte order mark, one header line, lines end in
CR LF. Free text that a spreadsheet would run as a formula is guarded by an apostrophe, see `guarded`.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from gii_graph.export.table_schema import TABLES, Column, Table
from gii_graph.export.tables import TableRow, TableSource
from gii_graph.vocabulary import RDFS

__all__ = ["METADATA", "csv_files"]

METADATA = "csv-metadata.json"
_BATCH = 5_000  # rows turned into text at a time
_GUARD_NOTE = (
    "Free text that starts with =, +, -, @, a tab, a carriage return or an apostrophe has an apostrophe put before it, "
    "so that no spreadsheet runs it; take that one apostrophe away to have the text as it is."
)


def csv_files(tables: TableSource) -> Iterator[tuple[str, Iterable[str]]]:
    """Yield name and text of each CSV file, then of the metadata that describes them.

    Each text is to be gone through before the next one.
    """
    references = {table.name: _References(table, tables) for table in TABLES}
    for table in TABLES:
        yield f"{table.name}.csv", _csv_text(table, tables, references[table.name])
    yield METADATA, [json.dumps(_metadata(references), ensure_ascii=False, indent=2) + "\n"]


class _References:
    """Which columns of a table refer to another one in every row."""

    def __init__(self, table: Table, tables: TableSource) -> None:
        self._tables = tables
        self._to = {table.name: table for table in TABLES}
        self.columns = [(place, column) for place, column in enumerate(table.all_columns) if column.table]

    def look_at(self, rows: Collection[TableRow]) -> None:
        self.columns = [
            (place, column)
            for place, column in self.columns
            if self._tables.are_nodes({row[place] for row in rows}, self._to[column.table or ""])
        ]


def _csv_text(table: Table, tables: TableSource, references: _References) -> Iterator[str]:
    yield _csv_lines([[column.name for column in table.all_columns]])
    rows = iter(tables.rows(table))
    while batch := list(islice(rows, _BATCH)):
        references.look_at(batch)
        yield _csv_lines(batch)


def _csv_lines(rows: Iterable[TableRow]) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue()


def _metadata(references: Mapping[str, _References]) -> dict[str, Any]:
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "dc:title": "Clusters, agents, listings and ties",
        "dc:description": _GUARD_NOTE,
        "dialect": {"encoding": "utf-8", "header": True, "lineTerminators": ["\r\n"], "trim": "false"},
        "tables": [_table(table, references[table.name]) for table in TABLES],
    }


def _table(table: Table, references: _References) -> dict[str, Any]:
    schema: dict[str, Any] = {"columns": [_column(column) for column in table.all_columns]}
    if table.key:
        schema["primaryKey"] = list(table.key)
    if table.kinds:
        schema["aboutUrl"] = "{+iri}"
    keys = [_foreign_key(column.name, column.table) for _, column in references.columns if column.table]
    if keys:
        schema["foreignKeys"] = keys
    return {"url": f"{table.name}.csv", "dc:description": table.description, "tableSchema": schema}


def _foreign_key(column: str, table: str) -> dict[str, Any]:
    """Refer to another table; only stated where every row keeps to it."""
    reference = {"resource": f"{table}.csv", "columnReference": "iri"}
    return {"columnReference": column, "reference": reference}


def _column(column: Column) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "name": column.name,
        "titles": column.name,
        "dc:description": column.description,
        "datatype": column.datatype,
    }
    if column.required:
        entry["required"] = True
    if column.language:
        entry["lang"] = column.language
    if column.many and column.name_of:
        return entry | {"suppressOutput": True}  # the names are stated where their nodes are
    if column.many:
        entry["separator"] = " "
    if column.property and column.inverse:
        entry |= {"aboutUrl": f"{{+{column.name}}}", "propertyUrl": column.property, "valueUrl": "{+iri}"}
    elif column.property:
        entry["propertyUrl"] = column.property
        if column.datatype == "anyURI" and not column.many:
            entry["valueUrl"] = f"{{+{column.name}}}"
    elif column.name_of:
        entry |= {"aboutUrl": f"{{+{column.name_of}}}", "propertyUrl": RDFS.label}
    return entry
