"""RDF files as they lie on a disk: the format that a name tells, the bytes unpacked, and what is wrong with them."""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, BinaryIO, Final, NamedTuple, TypeAlias, cast

from gii_graph.errors import GraphFileError, GraphFileWarning, LossWarning

if TYPE_CHECKING:
    import io

    from pyoxigraph import RdfFormat

__all__ = ["FILE_FORMATS", "OnWarning", "RdfFile", "file_iri", "format_of", "opened", "unpacked"]

# Called with what is to be said of a file that can be used.
OnWarning: TypeAlias = Callable[[GraphFileWarning], object]

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
_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"  # in UTF-8; the formats have none, and editors write it all the same


class RdfFile(NamedTuple):
    """An open RDF file: its bytes, unpacked, its format, and the IRI that relative IRIs in it are relative to."""

    stream: IO[bytes]
    format: RdfFormat
    base: str | None

    @property
    def content(self) -> IO[bytes]:
        """The stream for a parser; of XML, reading raises SyntaxError where it is not whole."""
        from pyoxigraph import RdfFormat

        if self.format != RdfFormat.RDF_XML:
            return self.stream
        from gii_graph.whole_xml import WholeXml

        return cast("IO[bytes]", WholeXml(cast("BinaryIO", self.stream)))


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
def opened(path: str | os.PathLike[str], on_warning: OnWarning = warnings.warn) -> Iterator[RdfFile]:
    """Open an RDF file to be parsed in the block; it may be compressed by gzip and begin with a byte order mark.

    `on_warning` is called with what is left out of a file in JSON-LD.
    Raises GraphFileError for a file that cannot be read, has another ending, or proves not to be of its format.
    """
    name = os.fspath(path)
    file_format = format_of(name)
    base = file_iri(name)
    try:
        with open(name, "rb") as stream, unpacked(stream, name, file_format, base, on_warning) as plain:
            yield RdfFile(plain, file_format, base)
    except OSError as error:
        raise GraphFileError(name, None, f"cannot be read ({error.strerror or error})") from error


def file_iri(name: str) -> str:
    """Return the IRI of a file (RFC 8089), which relative IRIs in it are relative to."""
    path = os.path.abspath(name)
    if path.isascii() and path.replace("/", "").replace("-", "").replace("_", "").replace(".", "").isalnum():
        return f"file://{path}"
    from pathlib import Path

    return Path(path).as_uri()


@contextmanager
def unpacked(
    stream: IO[bytes], name: str, file_format: RdfFormat, base: str | None = None, on_warning: OnWarning = warnings.warn
) -> Iterator[IO[bytes]]:
    """Yield a stream, without compression and byte order mark if it has them, to be parsed in the block.

    Raises GraphFileError, with the line where it is wrong, for what proves not to be of that format.
    """
    if not hasattr(stream, "peek"):
        import io

        stream = io.BufferedReader(cast("io.RawIOBase", stream))
    try:
        if _head(stream).startswith(_GZIP_MAGIC):
            with _without_gzip(stream, name) as plain:
                yield _from_the_text(plain, name, file_format, base, on_warning)
        else:
            yield _from_the_text(stream, name, file_format, base, on_warning)
    except SyntaxError as error:
        said = error.msg or str(error)
        place, colon, problem = said.partition(": ")
        told = problem if colon and place.startswith("Parser error") else said
        raise GraphFileError(name, error.lineno, f"is not valid {file_format.name} ({told})") from error
    except (EOFError, ValueError) as error:
        raise GraphFileError(name, None, f"is damaged ({error})") from error


def _head(stream: IO[bytes]) -> bytes:
    return cast("io.BufferedReader", stream).peek(len(_BYTE_ORDER_MARK))


def _from_the_text(
    stream: IO[bytes], name: str, file_format: RdfFormat, base: str | None, on_warning: OnWarning
) -> IO[bytes]:
    """Return the stream where its text begins; of JSON-LD it is said what no reader of RDF will get."""
    if _head(stream).startswith(_BYTE_ORDER_MARK):
        stream.read(len(_BYTE_ORDER_MARK))
    if file_format.name != "JSON-LD":
        return stream
    import io

    from gii_graph.jsonld_losses import lost_statements

    content = stream.read()
    lost, example = lost_statements(content, base or "urn:x-base:")
    if lost:
        because = f", {example!r} among them" if example is not None else ""
        what = "1 statement is" if lost == 1 else f"{lost:,} statements are"
        on_warning(
            LossWarning(
                name,
                f"{what} left out, as JSON-LD leaves out what hangs on a name that is no IRI, is no language tag or is "
                f"not defined by its context{because}",
            )
        )
    return io.BytesIO(content)


@contextmanager
def _without_gzip(stream: IO[bytes], name: str) -> Iterator[IO[bytes]]:
    import gzip
    import zlib

    try:
        with gzip.GzipFile(fileobj=stream) as plain:
            yield cast("IO[bytes]", plain)
    except (gzip.BadGzipFile, zlib.error) as error:
        raise GraphFileError(name, None, f"is damaged ({error})") from error
