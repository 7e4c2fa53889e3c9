"""RDF files of every usual format into one dataset that Oxigraph can search.

Triples go to the default graph. A named graph (TriG, N-Quads) keeps its name for `GRAPH`, and its triples
are in the default graph as well: several files are one dataset, and a plain pattern sees all of it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from typing import IO, TYPE_CHECKING, Final, cast

from gii_graph.errors import GraphFileError

if TYPE_CHECKING:
    from pyoxigraph import RdfFormat, Store

__all__ = ["FILE_FORMATS", "read_files"]

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


def read_files(
    paths: Iterable[str | os.PathLike[str]],
    standard_input: IO[bytes] | None = None,
    input_format: str = "trig",
    into: Store | None = None,
) -> Store:
    """Return the dataset that the files hold together, in memory or `into` a store; a file may be compressed by gzip.

    The ending of a name says its format: one of `FILE_FORMATS`, with `.gz` behind it or not. The path `-` is
    `standard_input`, where that is given, in `input_format`; TriG reads Turtle and N-Triples too.
    Raises GraphFileError for a file that cannot be read, is no RDF, or has another ending.
    """
    from pyoxigraph import Store

    store = Store() if into is None else into
    # In memory both take as long, but this one takes back what it has read where a file turns out to be bad.
    load = store.load if into is None else store.bulk_load
    for path in paths:
        name = os.fspath(path)
        if name == "-" and standard_input is not None:
            _load(load, standard_input, "standard input", _format_of(f"-.{input_format}"), None)
            continue
        try:
            with open(name, "rb") as stream:
                _load(load, stream, name, _format_of(name), _file_iri(name))
        except OSError as error:
            raise GraphFileError(name, None, f"cannot be read ({error.strerror or error})") from error
    _spread_named_graphs(store)
    return store


def _file_iri(name: str) -> str:
    """Return the IRI that relative IRIs in the file are relative to (RFC 8089)."""
    path = os.path.abspath(name)
    if path.isascii() and path.replace("/", "").replace("-", "").replace("_", "").replace(".", "").isalnum():
        return f"file://{path}"
    from pathlib import Path

    return Path(path).as_uri()


def _format_of(name: str) -> RdfFormat:
    from pyoxigraph import RdfFormat

    ending = name.lower().removesuffix(".gz").rpartition(".")[2]
    if ending not in FILE_FORMATS:
        raise GraphFileError(
            name, None, f"its ending names no RDF format, expected one of {', '.join(FILE_FORMATS)} (or these with .gz)"
        )
    found: RdfFormat = getattr(RdfFormat, FILE_FORMATS[ending])
    return found


def _load(load: Callable[..., None], stream: IO[bytes], name: str, file_format: RdfFormat, base: str | None) -> None:
    head = stream.peek(2) if hasattr(stream, "peek") else b""
    try:
        if head.startswith(_GZIP_MAGIC):
            import gzip

            with gzip.GzipFile(fileobj=stream) as unpacked:
                load(input=cast("IO[bytes]", unpacked), format=file_format, base_iri=base)
        else:
            load(input=stream, format=file_format, base_iri=base)
    except SyntaxError as error:
        raise _bad_file(name, error) from error
    except (EOFError, ValueError) as error:
        raise GraphFileError(name, None, f"is damaged ({error})") from error


def _bad_file(name: str, error: SyntaxError) -> GraphFileError:
    """Return the parser's complaint with its line number in our own place for it."""
    said = error.msg or str(error)
    place, colon, problem = said.partition(": ")
    return GraphFileError(name, error.lineno, problem if colon and place.startswith("Parser error") else said)


def _spread_named_graphs(store: Store) -> None:
    from pyoxigraph import Quad

    if any(True for _ in store.named_graphs()):
        store.extend([Quad(quad.subject, quad.predicate, quad.object) for quad in store])
