"""GLEIF, the Global Legal Entity Identifier Foundation: companies and other legal entities by their LEI.

Site: https://www.gleif.org/. Its data is CC0 (https://www.gleif.org/en/about/open-data). An LEI is ISO 17442: eighteen
signs and two check digits by ISO 7064 MOD 97-10. The file is the Golden Copy of level 1 (LEI-CDF), CSV or JSON,
https://www.gleif.org/en/lei-data/gleif-golden-copy/download-the-golden-copy. The IRI is that of the legal entity in
GLEIF's own RDF.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from gii_graph.authorities.authority import CC0, Authority, iso_7064_remainder
from gii_graph.authorities.records import NameKind, RecordName, RegistryCity, RegistryRecord
from gii_graph.errors import RegistryError

__all__ = ["AUTHORITY", "gleif_release", "read_gleif"]

_RELEASE = re.compile(r"(?<!\d)20\d{2}-?\d{2}-?\d{2}(?!\d)")
_NEEDED = ("LEI", "Entity.LegalName", "Entity.LegalAddress.Country")
# Of each kind of other name the CSV has so many columns.
_MOST_NAMES = 5
_OTHER_NAMES = (
    "Entity.OtherEntityNames.OtherEntityName",
    "Entity.TransliteratedOtherEntityNames.TransliteratedOtherEntityName",
)
# Funds are half of all records; none files a patent.
_LEFT_OUT = frozenset({"FUND"})


def gleif_release(path: Path) -> str:
    """Return the day that the file's name states ("20260516-1600-gleif-goldencopy-..."), or an empty string."""
    match = _RELEASE.search(path.name)
    return match.group() if match else ""


def read_gleif(path: Path) -> Iterator[RegistryRecord]:
    """Yield the legal entities of a Golden Copy file but its funds, a few at a time in memory.

    Raises RegistryError where the file cannot be read or is no Golden Copy.
    """
    from gii_graph.registry_files import begins_as_json, json_objects, opened_registry, registry_rows

    is_empty = True
    with opened_registry(path, _member) as stream:
        if begins_as_json(stream):
            entries: Iterator[Mapping[str, str]] = map(_flat, json_objects(stream, path))
        else:
            entries = (row for _, row in registry_rows(stream, path))
        for entry in entries:
            if missing := [name for name in _NEEDED if name not in entry]:
                raise RegistryError(str(path), f"has no {', '.join(missing)}; give GLEIF's Golden Copy of level 1")
            is_empty = False
            if entry.get("Entity.EntityCategory") not in _LEFT_OUT:
                yield _record(entry)
    if is_empty:
        raise RegistryError(str(path), "has no record; give GLEIF's Golden Copy of level 1 as CSV or JSON")


def _member(names: Sequence[str]) -> str | None:
    return next((name for name in names if name.lower().endswith((".csv", ".json", ".jsonl"))), None)


def _flat(data: Mapping[str, Any]) -> dict[str, str]:
    """Return a JSON record by the names of the columns of the CSV: an element's text is under "$"."""
    entity = data.get("Entity") or {}
    flat = {"LEI": _text(data.get("LEI"))}
    for name in ("LegalName", "EntityStatus", "EntityCategory"):
        flat[f"Entity.{name}"] = _text(entity.get(name))
    for address in ("LegalAddress", "HeadquartersAddress"):
        for part in ("City", "Country"):
            flat[f"Entity.{address}.{part}"] = _text((entity.get(address) or {}).get(part))
    for column in _OTHER_NAMES:
        _, several, one = column.split(".")
        names = (entity.get(several) or {}).get(one) or []
        for number, name in enumerate(names if isinstance(names, list) else [names], start=1):
            flat[f"{column}.{number}"] = _text(name)
    return flat


def _text(element: object) -> str:
    value = element.get("$") if isinstance(element, dict) else element
    return value if isinstance(value, str) else ""


def _record(entry: Mapping[str, str]) -> RegistryRecord:
    names = {entry["Entity.LegalName"]: NameKind.DISPLAY}
    for column in _OTHER_NAMES:
        for number in range(1, _MOST_NAMES + 1):
            if name := entry.get(f"{column}.{number}", ""):
                names.setdefault(name, NameKind.ALIAS)
    cities = [entry.get(f"Entity.{address}Address.City", "") for address in ("Headquarters", "Legal")]
    return RegistryRecord(
        id=entry["LEI"],
        status=entry.get("Entity.EntityStatus", "").lower() or "active",
        names=tuple(RecordName(name, kind) for name, kind in names.items()),
        country=entry.get("Entity.HeadquartersAddress.Country") or entry["Entity.LegalAddress.Country"],
        cities=tuple(RegistryCity(name) for name in dict.fromkeys(cities) if name),
    )


AUTHORITY = Authority(
    key="lei",
    name="GLEIF",
    home="https://www.gleif.org/",
    namespace="https://rdf.gleif.org/L1/L-",
    reader_page="https://search.gleif.org/#/record/",
    pages=("https://search.gleif.org/#/record/", "https://www.gleif.org/lei/", "https://lei.info/"),
    pattern="[0-9A-Z]{18}[0-9]{2}",
    form="eighteen letters or digits and two check digits, such as HWUPKR0MPOU8FGXBT394",
    names=("organization",),
    tidy=str.upper,
    is_sound=lambda lei: iso_7064_remainder(lei) == 1,
    license=CC0,
    credit="Legal Entity Identifiers: Global Legal Entity Identifier Foundation (GLEIF), CC0 1.0",
    read=read_gleif,
    release=gleif_release,
    file_help="GLEIF's Golden Copy of level 1: the zip, or its CSV or JSON.",
)
