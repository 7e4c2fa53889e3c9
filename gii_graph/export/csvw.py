"""Tables as CSV files (RFC 4180) with a description of every column (CSV on the Web).

Format: https://www.w3.org/TR/tabular-metadata/. UTF-8 without a byte order mark, one header line, lines end in
CR LF. Free text that a spreadsheet would run as a formula is guarded by an apostrophe, see `guarded`.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pyoxigraph import Triple

from gii_graph.export.table_schema import TABLES, Column, Table
from gii_graph.export.tables import TableRow, table_rows
from gii_graph.vocabulary import RDFS

__all__ = ["METADATA", "csv_files"]

METADATA = "csv-metadata.json"
_GUARD_NOTE = (
    "Free text that starts with =, +, -, @, a tab, a carriage return or an apostrophe has an apostrophe put before it, "
    "so that no spreadsheet runs it; take that one apostrophe away to have the text as it is."
)


def csv_files(triples: Sequence[Triple]) -> Iterator[tuple[str, str]]:
    """Yield name and text of each CSV file, then of the metadata that describes them."""
    rows = table_rows(triples)
    for table in TABLES:
        yield f"{table.name}.csv", _csv_text(table, rows[table.name])
    yield METADATA, json.dumps(_metadata(rows), ensure_ascii=False, indent=2) + "\n"


def _csv_text(table: Table, rows: Sequence[TableRow]) -> str:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(column.name for column in table.all_columns)
    writer.writerows(rows)
    return text.getvalue()


def _metadata(rows: Mapping[str, Sequence[TableRow]]) -> dict[str, Any]:
    keys = {table.name: {row[0] for row in rows[table.name]} for table in TABLES if table.kinds}
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "dc:title": "Clusters, agents, listings and ties",
        "dc:description": _GUARD_NOTE,
        "dialect": {"encoding": "utf-8", "header": True, "lineTerminators": ["\r\n"], "trim": "false"},
        "tables": [_table(table, rows[table.name], keys) for table in TABLES],
    }


def _table(table: Table, rows: Sequence[TableRow], keys: Mapping[str, set[str]]) -> dict[str, Any]:
    schema: dict[str, Any] = {"columns": [_column(column) for column in table.all_columns]}
    if table.key:
        schema["primaryKey"] = list(table.key)
    if table.kinds:
        schema["aboutUrl"] = "{+iri}"
    references = [
        _foreign_key(column.name, column.table)
        for place, column in enumerate(table.all_columns)
        if column.table and all(row[place] in keys[column.table] for row in rows)
    ]
    if references:
        schema["foreignKeys"] = references
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
