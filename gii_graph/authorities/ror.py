"""ROR, the Research Organization Registry.

Its file as published is a zip, its JSON, or JSON lines (each also gzipped), schema 2 or 1, read as a stream.
Formats: https://ror.readme.io/docs/ror-data-structure (schema 2) and https://ror.readme.io/docs/schema-v1.
Identifiers: https://ror.readme.io/docs/identifier
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from operator import attrgetter
from pathlib import Path
from typing import Any, cast

from gii_graph.authorities.authority import CC0, Authority
from gii_graph.authorities.records import NameKind, RecordName, RegistryCity, RegistryRecord
from gii_graph.errors import RegistryError

__all__ = ["AUTHORITY", "read_ror", "ror_release"]

_RELEASE = re.compile(r"v\d+(?:\.\d+)+(?:-\d{4}-\d{2}-\d{2})?")
# Douglas Crockford's base 32: neither i, l, o nor u.
_SIGNS = "0123456789abcdefghjkmnpqrstvwxyz"


def _is_sound(identifier: str) -> bool:
    """Check the last two digits by ISO 7064 MOD 97-10 over the six signs between them and the leading 0."""
    number = 0
    for sign in identifier[1:-2]:
        number = number * 32 + _SIGNS.index(sign)
    return 98 - number * 100 % 97 == int(identifier[-2:])


def ror_release(path: Path) -> str:
    """Return the release that the file's name states ("v2.0-2025-12-16"), or an empty string."""
    match = _RELEASE.search(path.name)
    return match.group() if match else ""


def read_ror(path: Path) -> Iterator[RegistryRecord]:
    """Yield the records of a registry file, a few at a time in memory.

    Raises RegistryError where the file cannot be read or is not a registry.
    """
    from gii_graph.registry_files import json_objects, opened_registry

    is_empty = True
    with opened_registry(path, _member) as stream:
        for data in json_objects(stream, path):
            is_empty = False
            yield _record(data, path)
    if is_empty:
        raise RegistryError(str(path), "has no record; give the registry's zip or its JSON")


def _member(names: Sequence[str]) -> str | None:
    """Return the JSON inside the zip, schema 2 before schema 1."""
    members = [name for name in names if name.lower().endswith(".json")]
    return max(members, key=lambda name: ("schema_v2" in name, name), default=None)


def _record(data: Mapping[str, Any], path: Path) -> RegistryRecord:
    try:
        return _version_1(data) if "name" in data else _version_2(data)
    except (KeyError, TypeError, IndexError, AttributeError, ValueError) as error:
        name = str(data.get("id", "without an id"))
        raise RegistryError(
            str(path), f"has a record ({name}) of an unknown form ({error!r}); schema 2 and 1 are known"
        ) from error


_by_kind = attrgetter("kind")
_KINDS = {
    "ror_display": NameKind.DISPLAY,
    "label": NameKind.LABEL,
    "alias": NameKind.ALIAS,
    "acronym": NameKind.ACRONYM,
}


def _version_2(data: Mapping[str, Any]) -> RegistryRecord:
    names = []
    for name in data["names"]:
        types = name["types"]
        kind = _KINDS[types[0]] if len(types) == 1 else min((_KINDS[kind] for kind in types), default=NameKind.ALIAS)
        names.append(RecordName(name["value"], kind))
    if len(names) > 1:
        names.sort(key=_by_kind)
    places = data["locations"]
    external = {entry["type"]: entry for entry in data["external_ids"]}
    return RegistryRecord(
        id=_suffix(data["id"]),
        status=data["status"],
        names=tuple(names),
        country=places[0]["geonames_details"]["country_code"] if places else "",
        cities=tuple(
            [
                RegistryCity(details["name"], place["geonames_id"], _position(details))
                for place in places
                for details in [place["geonames_details"]]
            ]
        ),
        identifiers=_identifiers(external),
        successors=_related(data["relationships"], "successor"),
        parents=_related(data["relationships"], "parent"),
        children=len(_related(data["relationships"], "child")),
    )


def _version_1(data: Mapping[str, Any]) -> RegistryRecord:
    names = [RecordName(data["name"], NameKind.DISPLAY)]
    names += [RecordName(label["label"], NameKind.LABEL) for label in data["labels"]]
    names += [RecordName(alias, NameKind.ALIAS) for alias in data["aliases"]]
    names += [RecordName(acronym, NameKind.ACRONYM) for acronym in data["acronyms"]]
    external = {kind.lower(): entry for kind, entry in data["external_ids"].items()}
    return RegistryRecord(
        id=_suffix(data["id"]),
        status=data["status"],
        names=tuple(names),
        country=data["country"]["country_code"],
        cities=tuple(
            RegistryCity(place["city"], (place.get("geonames_city") or {}).get("id"), _position(place))
            for place in data["addresses"]
            if place.get("city")
        ),
        identifiers=_identifiers(external),
        successors=_related(data["relationships"], "successor"),
        parents=_related(data["relationships"], "parent"),
        children=len(_related(data["relationships"], "child")),
    )


def _suffix(iri: str) -> str:
    return iri.rpartition("/")[2]


def _position(place: Mapping[str, Any]) -> tuple[float, float] | None:
    latitude, longitude = place.get("lat"), place.get("lng")
    return None if latitude is None or longitude is None else (float(latitude), float(longitude))


def _identifiers(external: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    stated = {kind: _preferred(external.get(kind)) for kind in ("wikidata", "grid", "isni")}
    return {kind: identifier for kind, identifier in stated.items() if identifier}


def _preferred(entry: Mapping[str, Any] | None) -> str | None:
    """Return the identifier that the registry prefers, else its first."""
    if not entry:
        return None
    every = entry["all"]
    return cast("str | None", entry["preferred"] or (every if isinstance(every, str) else every[0] if every else None))


def _related(relationships: list[Mapping[str, str]], kind: str) -> tuple[str, ...]:
    return tuple([_suffix(related["id"]) for related in relationships if related["type"].lower() == kind])


AUTHORITY = Authority(
    key="ror",
    name="ROR",
    home="https://ror.org/",
    namespace="https://ror.org/",
    pages=("https://www.ror.org/",),
    pattern="0[0-9a-hjkmnp-tv-z]{6}[0-9]{2}",
    form="0, six letters or digits and two check digits, such as 03cve4549",
    names=("organization",),
    tidy=str.lower,
    is_sound=_is_sound,
    license=CC0,
    credit="Research Organization Registry (ROR), CC0 1.0",
    read=read_ror,
    release=ror_release,
    file_help="The ROR registry as published: the zip, or its JSON.",
)
