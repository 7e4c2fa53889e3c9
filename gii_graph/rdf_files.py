"""RDF files as they lie on a disk: the format that a name tells, the bytes unpacked, and what is wrong with them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Final, NamedTuple, cast

from gii_graph.errors import GraphFileError

if TYPE_CHECKING:
    from pyoxigraph import RdfFormat

__all__ = ["FILE_FORMATS", "RdfFile", "format_of", "opened", "unpacked"]

# Ending of a file name: the format's name in Oxigraph.
FILE_FORMATS: Final = {
    "ttl": "TURTLE",
    "nt": "N_TRIPLES",
    "trig": "TRIG",
    "nq": "N_QUADS",
    "jsonld": "JSON_LD",
    "json": "JSON_LD",
    "rdf": "RDF_XML",
    "xml": "RDF_XML",
    "owl": "RDF_XML",
}
_GZIP_MAGIC: Final = b"\x1f\x8b"  # RFC 1952, section 2.3.1


class RdfFile(NamedTuple):
    """An open RDF file: its bytes, unpacked, its format, and the IRI that relative IRIs in it are relative to."""

    stream: IO[bytes]
    format: RdfFormat
    base: str


def format_of(name: str) -> RdfFormat:
    """Return the format that the ending of a name says: one of `FILE_FORMATS`, with `.gz` behind it or not.

    Raises GraphFileError for another ending.
    """
    from pyoxigraph import RdfFormat

    ending = name.lower().removesuffix(".gz").rpartition(".")[2]
    if ending not in FILE_FORMATS:
        raise GraphFileError(
            name, None, f"its ending names no RDF format, expected one of {', '.join(FILE_FORMATS)} (or these with .gz)"
        )
    found: RdfFormat = getattr(RdfFormat, FILE_FORMATS[ending])
    return found


@contextmanager
def opened(path: str | os.PathLike[str]) -> Iterator[RdfFile]:
    """Open an RDF file to be parsed in the block; it may be compressed by gzip.

    Raises GraphFileError for a file that cannot be read, has another ending, or proves not to be of its format.
    """
    name = os.fspath(path)
    file_format = format_of(name)
    try:
        with open(name, "rb") as stream, unpacked(stream, name, file_format) as plain:
            yield RdfFile(plain, file_format, _file_iri(name))
    except OSError as error:
        raise GraphFileError(name, None, f"cannot be read ({error.strerror or error})") from error


def _file_iri(name: str) -> str:
    """Return the IRI that relative IRIs in the file are relative to (RFC 8089)."""
    path = os.path.abspath(name)
    if path.isascii() and path.replace("/", "").replace("-", "").replace("_", "").replace(".", "").isalnum():
        return f"file://{path}"
    from pathlib import Path

    return Path(path).as_uri()


@contextmanager
def unpacked(stream: IO[bytes], name: str, file_format: RdfFormat) -> Iterator[IO[bytes]]:
    """Yield a stream, without its compression if it has one, to be parsed as that format in the block.

    Raises GraphFileError, with the line where it is wrong, for what proves not to be of that format.
    """
    head = stream.peek(2) if hasattr(stream, "peek") else b""
    try:
        if head.startswith(_GZIP_MAGIC):
            with _without_gzip(stream, name) as plain:
                yield plain
        else:
            yield stream
    except SyntaxError as error:
        said = error.msg or str(error)
        place, colon, problem = said.partition(": ")
        told = problem if colon and place.startswith("Parser error") else said
        raise GraphFileError(name, error.lineno, f"is not valid {file_format.name} ({told})") from error
    except (EOFError, ValueError) as error:
        raise GraphFileError(name, None, f"is damaged ({error})") from error


@contextmanager
def _without_gzip(stream: IO[bytes], name: str) -> Iterator[IO[bytes]]:
    import gzip
    import zlib

    try:
        with gzip.GzipFile(fileobj=stream) as plain:
            yield cast("IO[bytes]", plain)
    except (gzip.BadGzipFile, zlib.error) as error:
        raise GraphFileError(name, None, f"is damaged ({error})") from error
