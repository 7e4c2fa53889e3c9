"""GLEIF, the Global Legal Entity Identifier Foundation: companies and other legal entities by their LEI.

Site: https://www.gleif.org/. Its data is CC0 (https://www.gleif.org/en/about/open-data). An LEI is ISO 17442: eighteen
signs and two check digits by ISO 7064 MOD 97-10. The file is the Golden Copy of level 1 (LEI-CDF), CSV or JSON,
https://www.gleif.org/en/lei-data/gleif-golden-copy/download-the-golden-copy; that of level 2 (RR-CDF) says who owns
whom. The IRI is that of the legal entity in GLEIF's own RDF.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from gii_graph.authorities.authority import CC0, Authority, iso_7064_remainder
from gii_graph.authorities.records import NameKind, RecordName, RegistryCity, RegistryRecord
from gii_graph.errors import RegistryError

__all__ = ["AUTHORITY", "gleif_release", "read_gleif", "read_owners"]

_RELEASE = re.compile(r"(?<!\d)20\d{2}-?\d{2}-?\d{2}(?!\d)")
_NEEDED = ("LEI", "Entity.LegalName", "Entity.LegalAddress.Country")
# Of each kind of other name the CSV has so many columns.
_MOST_NAMES = 5
_OTHER_NAMES = (
    "Entity.OtherEntityNames.OtherEntityName",
    "Entity.TransliteratedOtherEntityNames.TransliteratedOtherEntityName",
)
_SUCCESSORS = "Entity.SuccessorEntity"
# An LEI that was never valid, or whose entity has another: whatever is said of the entity, it is not to be used.
_NOT_TO_BE_USED = frozenset({"ANNULLED", "CANCELLED", "DUPLICATE", "MERGED", "RETIRED"})
_RELATION = "Relationship"
_NEEDED_OF_RELATIONS = tuple(
    f"{_RELATION}.{name}" for name in ("StartNode.NodeID", "EndNode.NodeID", "RelationshipType", "RelationshipStatus")
)
# What makes another a parent; the direct one before the ultimate.
_OWNED = ("IS_DIRECTLY_CONSOLIDATED_BY", "IS_INTERNATIONAL_BRANCH_OF", "IS_ULTIMATELY_CONSOLIDATED_BY")
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
    for entry in _entries(path, _flat, _NEEDED, "level 1"):
        if entry.get("Entity.EntityCategory") not in _LEFT_OUT:
            yield _record(entry)


def read_owners(path: Path) -> dict[str, str]:
    """Return the LEI of the owner of each legal entity that has one: who consolidates it, or whose branch it is.

    Raises RegistryError where the file cannot be read or is no Golden Copy of level 2.
    """
    owners: dict[str, tuple[int, str]] = {}
    for entry in _entries(path, _flat_relation, _NEEDED_OF_RELATIONS, "level 2"):
        owned, owner, kind, status = (entry[name] for name in _NEEDED_OF_RELATIONS)
        if status == "ACTIVE" and kind in _OWNED and owned != owner:
            owners[owned] = min(owners.get(owned, (len(_OWNED), "")), (_OWNED.index(kind), owner))
    return {owned: owner for owned, (_, owner) in owners.items()}


def _entries(
    path: Path, flat: Callable[[Mapping[str, Any]], Mapping[str, str]], needed: Sequence[str], level: str
) -> Iterator[Mapping[str, str]]:
    """Yield the rows of a Golden Copy file by the names of its CSV's columns; `flat` makes them of JSON."""
    from gii_graph.registry_files import begins_as_json, json_objects, opened_registry, registry_rows

    is_empty = True
    with opened_registry(path, _member) as stream:
        if begins_as_json(stream):
            entries: Iterator[Mapping[str, str]] = map(flat, json_objects(stream, path))
        else:
            entries = (row for _, row in registry_rows(stream, path))
        for entry in entries:
            if missing := [name for name in needed if name not in entry]:
                raise RegistryError(str(path), f"has no {', '.join(missing)}; give GLEIF's Golden Copy of {level}")
            is_empty = False
            yield entry
    if is_empty:
        raise RegistryError(str(path), f"has no record; give GLEIF's Golden Copy of {level} as CSV or JSON")


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
    flat["Registration.RegistrationStatus"] = _text((data.get("Registration") or {}).get("RegistrationStatus"))
    for column in _OTHER_NAMES:
        _, several, one = column.split(".")
        for number, name in enumerate(_listed((entity.get(several) or {}).get(one)), start=1):
            flat[f"{column}.{number}"] = _text(name)
    for number, successor in enumerate(_listed(entity.get("SuccessorEntity")), start=1):
        flat[f"{_SUCCESSORS}.{number}.SuccessorLEI"] = _text((successor or {}).get("SuccessorLEI"))
    return flat


def _flat_relation(data: Mapping[str, Any]) -> dict[str, str]:
    """Return a JSON relationship by the names of the columns of the CSV; nothing where it is none."""
    relation = (data.get("RelationshipRecord") or data).get(_RELATION)
    if not relation:
        return {}
    ends = {f"{end}.NodeID": _text((relation.get(end) or {}).get("NodeID")) for end in ("StartNode", "EndNode")}
    told = {name: _text(relation.get(name)) for name in ("RelationshipType", "RelationshipStatus")}
    return {f"{_RELATION}.{name}": value for name, value in (ends | told).items()}


def _listed(elements: object) -> list[Any]:
    """Return what stands once or several times as a list."""
    return elements if isinstance(elements, list) else [elements] if elements else []


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
    registration = entry.get("Registration.RegistrationStatus", "")
    is_unused = registration in _NOT_TO_BE_USED
    return RegistryRecord(
        id=entry["LEI"],
        status=(registration if is_unused else entry.get("Entity.EntityStatus", "")).lower() or "active",
        names=tuple(RecordName(name, kind) for name, kind in names.items()),
        country=entry.get("Entity.HeadquartersAddress.Country") or entry["Entity.LegalAddress.Country"],
        cities=tuple(RegistryCity(name) for name in dict.fromkeys(cities) if name),
        successors=tuple(filter(None, [entry.get(f"{_SUCCESSORS}.1.SuccessorLEI", "")])),
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
    read_parents=read_owners,
    parents_help="GLEIF's Golden Copy of level 2, who owns whom, for the reasons beside candidates.",
)
