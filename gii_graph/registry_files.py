"""Registry files as they lie on a disk: zipped, gzipped or plain; JSON or CSV, read as a stream."""

from __future__ import annotations

import codecs
import csv
import gzip
import io
import json
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any, cast

from gii_graph.errors import RegistryError

__all__ = ["begins_as_json", "json_objects", "opened_registry", "registry_rows"]

_CHUNK = 1 << 20  # bytes; a record is a few kilobytes
# One record never comes near this; what is longer without an end is no registry.
_LONGEST_RECORD = 1 << 24
_BETWEEN_RECORDS = re.compile(r"[\s,\[\]\ufeff]*")
# GLEIF ("records", "relations") and the Wikidata query service put their records inside an object.
_WRAPPER = re.compile(r'\ufeff?\s*\{\s*(?:"(?:records|relations)"|"head"\s*:.{0,10000}?"bindings")\s*:\s*\[', re.DOTALL)

_UNREADABLE = (OSError, EOFError, zipfile.BadZipFile, zlib.error, UnicodeDecodeError, csv.Error, NotImplementedError)


@contextmanager
def opened_registry(path: Path, choose: Callable[[Sequence[str]], str | None]) -> Iterator[IO[bytes]]:
    """Open the bytes of a registry file: of a zip the member that `choose` takes, else unpacked or as they are.

    Raises RegistryError where the file cannot be read, also while it is read inside the block.
    """
    try:
        with path.open("rb") as file:
            magic = file.read(4)
        if magic[:2] == b"PK":
            with zipfile.ZipFile(path) as archive:
                member = choose(archive.namelist())
                if member is None:
                    raise RegistryError(str(path), "has no registry inside; give the zip as the registry publishes it")
                with archive.open(member) as stream:
                    yield stream
        elif magic[:2] == b"\x1f\x8b":
            with gzip.open(path) as unzipped:
                yield cast("IO[bytes]", unzipped)
        else:
            with path.open("rb") as plain:
                yield plain
    except _UNREADABLE as error:
        raise RegistryError(str(path), f"cannot be read ({error}); download the registry file anew") from error


def begins_as_json(stream: IO[bytes]) -> bool:
    """Whether the first sign of a stream begins JSON; the stream stands at its beginning afterwards."""
    start = stream.read(64)
    stream.seek(0)
    return start.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in {b"{", b"["}


def registry_rows(stream: IO[bytes], path: Path) -> Iterator[tuple[int, Mapping[str, str]]]:
    """Yield the rows of a CSV file with a header, and the line each ends in; missing cells are empty."""
    text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="")
    try:
        table = csv.reader(text)
        header = [name.strip() for name in next(table, [])]
        for cells in table:
            if len(cells) > len(header):
                raise RegistryError(
                    str(path), f"has {len(cells)} cells where the header has {len(header)}", table.line_num
                )
            yield table.line_num, dict.fromkeys(header, "") | dict(zip(header, cells, strict=False))
    finally:
        # The stream is not this wrapper's to close; it is closed already where reading was given up.
        with suppress(ValueError):
            text.detach()


def json_objects(stream: IO[bytes], path: Path) -> Iterator[Mapping[str, Any]]:
    """Yield the objects of a JSON array, or of JSON values one after another.

    The standard decoder on a moving window: measured faster than the streaming parsers, and as small in memory.
    """
    decode = json.JSONDecoder().raw_decode
    decoder = codecs.getincrementaldecoder("utf-8")()
    text, position, ended, wrapped, begun = "", 0, False, False, False
    while not ended:
        chunk = stream.read(_CHUNK)
        ended = not chunk
        text = text[position:] + decoder.decode(chunk, ended)
        position = 0
        if not begun and (wrapper := _WRAPPER.match(text)):
            position, wrapped = wrapper.end(), True
        begun = True
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
        if wrapped and ended and not text[position:].strip(" \t\r\n}"):
            return
        if rest > _LONGEST_RECORD or (ended and rest):
            start = " ".join(text[position : position + 40].split())
            raise RegistryError(str(path), f"is not whole or not JSON near '{start}'; download the registry file anew")
