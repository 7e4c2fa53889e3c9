"""Cities from a file of GeoNames.

Its format: https://download.geonames.org/export/dump/readme.txt (cities15000.zip and its like).
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TextIO

from gii_graph.clusters import City, city_key
from gii_graph.errors import RegistryError

__all__ = ["read_geonames"]

_FIELDS = 19
_LONGEST_LINE = 1_000_000  # characters


def read_geonames(path: Path, wanted: Collection[str]) -> Iterator[tuple[str, City]]:
    """Yield the places of a GeoNames file (zip or text) under each of their names that is one of `wanted`.

    Raises RegistryError where the file cannot be read or is not in GeoNames' form.
    """
    keys = {city_key(name) for name in wanted}
    try:
        with _text_of(path) as stream:
            # A place with names in every language has some tens of thousands of characters.
            for number, line in enumerate(iter(partial(stream.readline, _LONGEST_LINE), ""), start=1):
                fields = line.rstrip("\n").split("\t")
                if len(fields) != _FIELDS:
                    raise RegistryError(
                        str(path),
                        f"has {len(fields)} of the {_FIELDS} columns of GeoNames; give cities15000.zip or its text",
                        number,
                    )
                names = {fields[1], fields[2], *fields[3].split(",")}
                found = [name for name in names if city_key(name) in keys]
                if found and fields[6] == "P":  # a populated place, not a province or a lake of that name
                    place = _place(path, number, fields)
                    yield from ((name, place) for name in sorted(found))
    except (OSError, zipfile.BadZipFile, UnicodeDecodeError) as error:
        raise RegistryError(str(path), f"cannot be read as a GeoNames file ({error})") from error


def _place(path: Path, number: int, fields: Sequence[str]) -> City:
    try:
        return City(
            fields[1],
            fields[8],
            "",
            int(fields[0]),
            float(fields[4]),
            float(fields[5]),
            population=int(fields[14] or 0),
        )
    except ValueError as error:
        raise RegistryError(str(path), f"has a number that cannot be read ({error})", number) from error


@contextmanager
def _text_of(path: Path) -> Iterator[TextIO]:
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            members = [name for name in archive.namelist() if name.endswith(".txt") and "readme" not in name.lower()]
            if len(members) != 1:
                raise RegistryError(str(path), f"holds {len(members)} text files where one is expected")
            with archive.open(members[0]) as stream:
                yield io.TextIOWrapper(stream, encoding="utf-8", newline="\n")
    else:
        with path.open(encoding="utf-8", newline="\n") as text:
            yield text
