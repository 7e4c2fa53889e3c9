"""Wikidata: items of everything, with the identifiers that others have for them.

Site: https://www.wikidata.org/; its data is CC0. There is no file of organisations alone: `read_wikidata` reads what
the query service (https://query.wikidata.org/) returns for the query in docs/linking.md, as CSV or in any of its forms
of JSON. One item may take several rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from gii_graph.authorities.authority import CC0, Authority
from gii_graph.authorities.records import NameKind, RecordName, RegistryCity, RegistryRecord
from gii_graph.errors import RegistryError

__all__ = ["AUTHORITY", "read_wikidata"]

_NEEDED = ("item", "itemLabel")
_IDENTIFIERS = ("ror", "lei", "grid", "isni")
# How the query service writes a position: longitude first.
_POINT = re.compile(r"Point\((-?[0-9.]+) (-?[0-9.]+)\)", re.IGNORECASE)


def read_wikidata(path: Path) -> Iterator[RegistryRecord]:
    """Yield the organisations of an answer of the query service.

    Raises RegistryError where the file cannot be read or has not the query's columns.
    """
    items: dict[str, list[Mapping[str, str]]] = {}
    for line, row in enumerate(_rows(path), start=1):
        if missing := [column for column in _NEEDED if not row.get(column)]:
            raise RegistryError(
                str(path), f"has no {', '.join(missing)} in row {line}; ask with the query in docs/linking.md"
            )
        items.setdefault(row["item"], []).append(row)
    if not items:
        raise RegistryError(str(path), "has no record; give the query service's answer as CSV or JSON")
    for item, rows in items.items():
        if record := _record(item, rows):
            yield record


def _rows(path: Path) -> Iterator[Mapping[str, str]]:
    from gii_graph.registry_files import begins_as_json, json_objects, opened_registry, registry_rows

    with opened_registry(path, lambda names: names[0] if len(names) == 1 else None) as stream:
        if begins_as_json(stream):
            for row in json_objects(stream, path):
                yield {name: _text(cell) for name, cell in row.items()}
        else:
            for _, cells in registry_rows(stream, path):
                yield cells


def _text(cell: Any) -> str:
    value = cell.get("value") if isinstance(cell, dict) else cell
    return value if isinstance(value, str) else ""


def _record(item: str, rows: list[Mapping[str, str]]) -> RegistryRecord | None:
    """Return the record of an item; None for one without a label, for which the service repeats its number."""
    number = AUTHORITY.within(item) or item
    label = rows[0]["itemLabel"]
    if label == number:
        return None
    names = {label: NameKind.DISPLAY}
    for row in rows:
        if alias := row.get("alias", ""):
            names.setdefault(alias, NameKind.ACRONYM if " " not in alias and alias.isupper() else NameKind.ALIAS)
    identifiers = {key: row[key] for row in reversed(rows) for key in _IDENTIFIERS if row.get(key)}
    return RegistryRecord(
        id=number,
        status="active",
        names=tuple(RecordName(name, kind) for name, kind in names.items()),
        country=next((row["country"].upper() for row in rows if row.get("country")), ""),
        cities=tuple({city: None for row in rows if (city := _city(row))}),
        identifiers=dict(sorted(identifiers.items())),
    )


def _city(row: Mapping[str, str]) -> RegistryCity | None:
    if not row.get("cityLabel"):
        return None
    point = _POINT.fullmatch(row.get("position", ""))
    position = (float(point[2]), float(point[1])) if point else None
    geonames = row.get("geonames", "")
    return RegistryCity(
        row["cityLabel"], int(geonames) if geonames.isascii() and geonames.isdigit() else None, position
    )


AUTHORITY = Authority(
    key="wikidata",
    name="Wikidata",
    home="https://www.wikidata.org/",
    namespace="http://www.wikidata.org/entity/",
    reader_page="https://www.wikidata.org/wiki/",
    pages=("https://www.wikidata.org/wiki/", "https://www.wikidata.org/entity/", "https://m.wikidata.org/wiki/"),
    pattern="Q[1-9][0-9]*",
    form="Q and a number, such as Q16955",
    names=("organization", "place", "economy"),
    tidy=str.upper,
    license=CC0,
    credit="Wikidata, CC0 1.0",
    read=read_wikidata,
    file_help="Companies of Wikidata: what the query in docs/linking.md returns, as CSV or JSON.",
)
