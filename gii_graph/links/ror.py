"""The ROR registry as published: a zip, its JSON, or JSON lines (each also gzipped), schema 2 or 1, read as a stream.

Formats: https://ror.readme.io/docs/ror-data-structure (schema 2) and https://ror.readme.io/docs/schema-v1.
"""

from __future__ import annotations

import codecs
import gzip
import json
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from enum import IntEnum
from operator import attrgetter
from pathlib import Path
from typing import IO, Any, NamedTuple, cast

from gii_graph.errors import RegistryError

__all__ = ["City", "NameKind", "RorName", "RorRecord", "read_ror", "ror_release"]

_CHUNK = 1 << 20  # bytes; a record is a few kilobytes
# One record never comes near this; what is longer without an end is no registry.
_LONGEST_RECORD = 1 << 24
_BETWEEN_RECORDS = re.compile(r"[\s,\[\]\ufeff]*")
_RELEASE = re.compile(r"v\d+(?:\.\d+)+(?:-\d{4}-\d{2}-\d{2})?")


class NameKind(IntEnum):
    """What a record's name is; the smaller, the nearer to its own name."""

    DISPLAY = 0
    LABEL = 1
    ALIAS = 2
    ACRONYM = 3


class RorName(NamedTuple):
    """One name of a record."""

    value: str
    kind: NameKind


class City(NamedTuple):
    """A record's place: the name that GeoNames has for it, and its GeoNames number."""

    name: str
    geonames: int | None


class RorRecord(NamedTuple):
    """One organisation of the registry.

    `id` is the part after https://ror.org/; `country` an ISO 3166-1 alpha-2 code; `wikidata` a Q-number; `successors`
    are `id`s. `status` is "active", "inactive" or "withdrawn".
    """

    id: str
    status: str
    names: tuple[RorName, ...]
    country: str
    cities: tuple[City, ...] = ()
    wikidata: str | None = None
    grid: str | None = None
    isni: str | None = None
    successors: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The name that the registry displays."""
        return self.names[0].value


def ror_release(path: Path) -> str:
    """Return the release that the file's name states ("v2.0-2025-12-16"), or an empty string."""
    match = _RELEASE.search(path.name)
    return match.group() if match else ""


def read_ror(path: Path) -> Iterator[RorRecord]:
    """Yield the records of a registry file, a few at a time in memory.

    Raises RegistryError where the file cannot be read or is not a registry.
    """
    found = False
    try:
        with _opened(path) as stream:
            for data in _json_values(stream, path):
                found = True
                yield _record(data, path)
    except (OSError, EOFError, zipfile.BadZipFile, zlib.error, UnicodeDecodeError) as error:
        raise RegistryError(str(path), f"cannot be read ({error}); download the registry file anew") from error
    if not found:
        raise RegistryError(str(path), "has no record; give the registry's zip or its JSON")


@contextmanager
def _opened(path: Path) -> Iterator[IO[bytes]]:
    """Open the JSON inside a zip (schema 2 before schema 1), a gzip file, or a plain file."""
    with path.open("rb") as file:
        magic = file.read(4)
    if magic[:2] == b"PK":
        with zipfile.ZipFile(path) as archive:
            members = [name for name in archive.namelist() if name.lower().endswith(".json")]
            if not members:
                raise RegistryError(str(path), "has no JSON file inside; give the zip as the registry publishes it")
            with archive.open(max(members, key=lambda name: ("schema_v2" in name, name))) as member:
                yield member
    elif magic[:2] == b"\x1f\x8b":
        with gzip.open(path) as unzipped:
            yield cast("IO[bytes]", unzipped)
    else:
        with path.open("rb") as plain:
            yield plain


def _json_values(stream: IO[bytes], path: Path) -> Iterator[Mapping[str, Any]]:
    """Yield the objects of a JSON array, or of JSON values one after another.

    The standard decoder on a moving window: measured faster than the streaming parsers, and as small in memory.
    """
    decode = json.JSONDecoder().raw_decode
    decoder = codecs.getincrementaldecoder("utf-8")()
    text, position, ended = "", 0, False
    while not ended:
        chunk = stream.read(_CHUNK)
        ended = not chunk
        text = text[position:] + decoder.decode(chunk, ended)
        position = 0
        while True:
            match = _BETWEEN_RECORDS.match(text, position)
            position = match.end() if match else position
            try:
                value, position = decode(text, position)
            except ValueError:
                break
            except RecursionError:
                raise RegistryError(
                    str(path), "nests JSON deeper than a registry does; download the registry file anew"
                ) from None
            if not isinstance(value, dict):
                raise RegistryError(
                    str(path), f"holds {value!r:.40} where a record should be; give the registry's JSON"
                )
            yield value
        rest = len(text) - position
        if rest > _LONGEST_RECORD or (ended and rest):
            start = " ".join(text[position : position + 40].split())
            raise RegistryError(str(path), f"is not whole or not JSON near '{start}'; download the registry file anew")


def _record(data: Mapping[str, Any], path: Path) -> RorRecord:
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


def _version_2(data: Mapping[str, Any]) -> RorRecord:
    names = []
    for name in data["names"]:
        types = name["types"]
        kind = _KINDS[types[0]] if len(types) == 1 else min((_KINDS[kind] for kind in types), default=NameKind.ALIAS)
        names.append(RorName(name["value"], kind))
    if len(names) > 1:
        names.sort(key=_by_kind)
    places = data["locations"]
    external = {entry["type"]: entry for entry in data["external_ids"]}
    return RorRecord(
        id=_suffix(data["id"]),
        status=data["status"],
        names=tuple(names),
        country=places[0]["geonames_details"]["country_code"] if places else "",
        cities=tuple([City(place["geonames_details"]["name"], place["geonames_id"]) for place in places]),
        wikidata=_preferred(external.get("wikidata")),
        grid=_preferred(external.get("grid")),
        isni=_preferred(external.get("isni")),
        successors=_related(data["relationships"], "successor"),
    )


def _version_1(data: Mapping[str, Any]) -> RorRecord:
    names = [RorName(data["name"], NameKind.DISPLAY)]
    names += [RorName(label["label"], NameKind.LABEL) for label in data["labels"]]
    names += [RorName(alias, NameKind.ALIAS) for alias in data["aliases"]]
    names += [RorName(acronym, NameKind.ACRONYM) for acronym in data["acronyms"]]
    external = data["external_ids"]
    return RorRecord(
        id=_suffix(data["id"]),
        status=data["status"],
        names=tuple(names),
        country=data["country"]["country_code"],
        cities=tuple(
            City(place["city"], (place.get("geonames_city") or {}).get("id"))
            for place in data["addresses"]
            if place.get("city")
        ),
        wikidata=_preferred(external.get("Wikidata")),
        grid=_preferred(external.get("GRID")),
        isni=_preferred(external.get("ISNI")),
        successors=_related(data["relationships"], "successor"),
    )


def _suffix(iri: str) -> str:
    return iri.rpartition("/")[2]


def _preferred(entry: Mapping[str, Any] | None) -> str | None:
    """Return the identifier that the registry prefers, else its first."""
    if not entry:
        return None
    every = entry["all"]
    return cast("str | None", entry["preferred"] or (every if isinstance(every, str) else every[0] if every else None))


def _related(relationships: list[Mapping[str, str]], kind: str) -> tuple[str, ...]:
    return tuple([_suffix(related["id"]) for related in relationships if related["type"].lower() == kind])
