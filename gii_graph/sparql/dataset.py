"""RDF files of every usual format into one dataset that Oxigraph can search.

Triples go to the default graph. A named graph (TriG, N-Quads) keeps its name for `GRAPH`, and its triples
are in the default graph as well: several files are one dataset, and a plain pattern sees all of it.

Oxigraph parses and stores by itself where that is all the same. A file that may hold blank nodes, or literals that
Oxigraph would answer in another form, goes through Python, a statement at a time: its blank nodes get labels in the
order in which they come (`b0`, `b1`, ...), so that answers are the same on every run, and what changes is told.
"""

from __future__ import annotations

import io
import os
import warnings
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import IO, TYPE_CHECKING, Any, Final, cast

from gii_graph.errors import GraphFileWarning
from gii_graph.rdf_files import OnWarning, RdfFile, format_of, opened, unpacked
from gii_graph.stale_links import leave_out_stale_links

if TYPE_CHECKING:
    from pyoxigraph import BlankNode, Literal, Quad, Store

__all__ = ["LARGE", "of_edition", "read_files"]

# Bytes of RDF text, a tenth of what their triples take in memory: to parse as much takes about a second, and to look
# for an index some milliseconds.
LARGE: Final = 5_000_000
_MOST_HELD: Final = 32_000_000  # bytes of a file; the parser would ask for two thousand at a time
_WORTH_A_THREAD: Final = 500_000  # bytes, which are looked at in some milliseconds


# Formats that can be looked at without parsing them, and whether blank nodes have no other form than labels there.
_LABELS_ALONE: Final = {"Turtle": False, "TriG": False, "N-Triples": True, "N-Quads": True}


def read_files(
    paths: Iterable[str | os.PathLike[str]],
    standard_input: IO[bytes] | None = None,
    input_format: str = "trig",
    into: Store | None = None,
    on_warning: OnWarning = warnings.warn,
    before_read: Callable[[], None] | None = None,
) -> Store:
    """Return the dataset that the files hold together, in memory or `into` a store; a file may be compressed by gzip.

    The ending of a name says its format: one of `rdf_files.FILE_FORMATS`, with `.gz` behind it or not. The path `-` is
    `standard_input`, where that is given, in `input_format`; TriG reads Turtle and N-Triples too. `on_warning` is
    called with what a file loses on its way into the dataset, `before_read` before each piece is read from a file; what
    that raises ends the reading.
    Raises GraphFileError for a file that cannot be read, is no RDF, or has another ending.
    """
    from pyoxigraph import Store

    loading = _Loading(Store() if into is None else into, into is not None, on_warning)
    names = list(paths)
    for path in names:
        name = os.fspath(path)
        if name == "-" and standard_input is not None:
            file_format = format_of(f"-.{input_format}")
            with unpacked(standard_input, "standard input", file_format, on_warning=on_warning) as stream:
                loading.load_by_statement("standard input", RdfFile(stream, file_format, None))
        else:
            with opened(name, on_warning) as file:
                loading.load(name, _interruptible(file, before_read) if before_read else file)
    leave_out_stale_links(loading.store, [os.fspath(name) for name in names], on_warning)
    _spread_named_graphs(loading.store)
    return loading.store


def of_edition(store: Store, year: int) -> Store:
    """Return what one edition states. Raises CallError for an edition that the dataset does not have."""
    from pyoxigraph import Quad, Store

    from gii_graph.graph.editions import of_editions

    part = Store()
    stated = of_editions({quad.triple for quad in store}, (year,))
    part.extend(Quad(triple.subject, triple.predicate, triple.object) for triple in stated)
    return part


def _interruptible(file: RdfFile, before_read: Callable[[], None]) -> RdfFile:
    return file._replace(stream=cast("IO[bytes]", _InterruptibleStream(file.stream, before_read)))


class _InterruptibleStream:
    """A stream that calls somebody before each piece that is read."""

    def __init__(self, stream: IO[bytes], before_read: Callable[[], None]) -> None:
        self._stream = stream
        self._before_read = before_read

    def __getattr__(self, name: str) -> object:
        return getattr(self._stream, name)

    def read(self, size: int = -1) -> bytes:
        self._before_read()
        return self._stream.read(size)


class _Loading:
    """Loads files into a store, with labels for blank nodes that run on from file to file."""

    def __init__(self, store: Store, on_disk: bool, on_warning: OnWarning) -> None:
        self.store = store
        self._on_disk = on_disk
        self._on_warning = on_warning
        self._blank_nodes = 0

    def load(self, name: str, file: RdfFile) -> None:
        """Load a file by its name, by the fastest way that keeps what it says."""
        # A pipe can be read only once.
        source = _whole_if_small(file.stream) if os.path.isfile(name) else None
        if source is None or not self._load_uninspected(source, file):
            self.load_by_statement(name, file if source is None else file._replace(stream=_stream(source)))

    def _load_uninspected(self, source: IO[bytes] | bytes, file: RdfFile) -> bool:
        """Have Oxigraph load a file by itself, unless what it may hold must be inspected; tell whether that is done."""
        # In memory both take as long, but `load` takes back what it has read where a file turns out to be bad.
        load = self.store.bulk_load if self._on_disk else self.store.load
        load_source = partial(load, input=source, format=file.format, base_iri=file.base)
        can_be_begun_anew = not self._on_disk and not any(True for _ in self.store)
        if can_be_begun_anew and isinstance(source, bytes) and len(source) > _WORTH_A_THREAD:
            from concurrent.futures import ThreadPoolExecutor

            from pyoxigraph import Store

            # To load leaves the interpreter alone, which looks at the text meanwhile.
            with ThreadPoolExecutor(1) as aside:
                loading = aside.submit(load_source)
                is_inspected = _needs_inspection(source, file)
            if is_inspected:
                self.store = Store()
            else:
                loading.result()
        else:
            is_inspected = _needs_inspection(source, file)
            if not is_inspected:
                load_source()
        return not is_inspected

    def load_by_statement(self, name: str, file: RdfFile) -> None:
        """Load a file statement by statement: label its blank nodes, and tell which literals change."""
        from gii_graph.sparql.literal_forms import changed_literals

        literals: dict[Literal, None] = {}
        quads = self._labelled(file, literals)
        (self.store.bulk_extend if self._on_disk else self.store.extend)(quads)
        changed = changed_literals(literals)
        if changed:
            written, answered = next(iter(changed.items()))
            others = f" (and so {len(changed) - 1:,} more)" if len(changed) > 1 else ""
            self._on_warning(
                GraphFileWarning(
                    name, f"{written} is answered as {answered}{others}; `gii-graph export` keeps what is written"
                )
            )

    def _labelled(self, file: RdfFile, literals: dict[Literal, None]) -> Iterator[Quad]:
        from pyoxigraph import BlankNode, Quad, Triple, parse

        labels: dict[str, BlankNode] = {}

        def labelled(term: Any) -> Any:
            kind = type(term).__name__
            if kind == "BlankNode":
                if term.value not in labels:
                    labels[term.value] = BlankNode(f"b{self._blank_nodes}")
                    self._blank_nodes += 1
                return labels[term.value]
            if kind == "Triple":
                return Triple(*map(labelled, term))
            if kind == "Literal":
                literals[term] = None
            return term

        for quad in parse(file.content, format=file.format, base_iri=file.base):
            yield Quad(*map(labelled, quad))


def _whole_if_small(stream: IO[bytes]) -> IO[bytes] | bytes:
    """Return the content of a stream, or the stream where it is large: of bytes the parser need not ask for more."""
    most = LARGE if isinstance(stream, _InterruptibleStream) else _MOST_HELD
    start = stream.tell()
    content = stream.read(most)
    if len(content) < most:
        return content
    stream.seek(start)
    return stream


def _stream(source: IO[bytes] | bytes) -> IO[bytes]:
    return io.BytesIO(source) if isinstance(source, bytes) else source


def _needs_inspection(source: IO[bytes] | bytes, file: RdfFile) -> bool:
    if file.format.name not in _LABELS_ALONE:
        return True
    from gii_graph.sparql.turtle_scan import needs_inspection

    stream = _stream(source)
    start = stream.tell()
    careful = needs_inspection(stream, _LABELS_ALONE[file.format.name])
    stream.seek(start)
    return careful


def _spread_named_graphs(store: Store) -> None:
    from pyoxigraph import Quad

    if any(True for _ in store.named_graphs()):
        store.extend([Quad(quad.subject, quad.predicate, quad.object) for quad in store])
