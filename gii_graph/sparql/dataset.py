"""RDF files of every usual format into one dataset that Oxigraph can search.

Triples go to the default graph. A named graph (TriG, N-Quads) keeps its name for `GRAPH`, and its triples
are in the default graph as well: several files are one dataset, and a plain pattern sees all of it.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import IO, TYPE_CHECKING, Final

from gii_graph.rdf_files import format_of, opened, unpacked

if TYPE_CHECKING:
    from pyoxigraph import Store

__all__ = ["LARGE", "read_files"]

# Bytes of RDF text, a tenth of what their triples take in memory: to parse as much takes about a second, and to look
# for an index some milliseconds.
LARGE: Final = 5_000_000


def read_files(
    paths: Iterable[str | os.PathLike[str]],
    standard_input: IO[bytes] | None = None,
    input_format: str = "trig",
    into: Store | None = None,
) -> Store:
    """Return the dataset that the files hold together, in memory or `into` a store; a file may be compressed by gzip.

    The ending of a name says its format: one of `rdf_files.FILE_FORMATS`, with `.gz` behind it or not. The path `-` is
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
            file_format = format_of(f"-.{input_format}")
            with unpacked(standard_input, "standard input", file_format) as stream:
                load(input=stream, format=file_format)
        else:
            with opened(name) as file:
                # A pipe can be read only once.
                source = _whole_if_small(file.stream) if os.path.isfile(name) else file.stream
                load(input=source, format=file.format, base_iri=file.base)
    _spread_named_graphs(store)
    return store


def _whole_if_small(stream: IO[bytes]) -> IO[bytes] | bytes:
    """Return the content of a stream, or the stream where it is large: of bytes the parser need not ask for more."""
    content = stream.read(LARGE)
    if len(content) < LARGE:
        return content
    stream.seek(0)
    return stream


def _spread_named_graphs(store: Store) -> None:
    from pyoxigraph import Quad

    if any(True for _ in store.named_graphs()):
        store.extend([Quad(quad.subject, quad.predicate, quad.object) for quad in store])
