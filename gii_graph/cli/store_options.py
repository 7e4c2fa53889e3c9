"""`--endpoint` and `--graph` for the commands that read graphs.

What a command needs of a graph of a store is fetched, and then read as from a file. So it says what that is: each
reader of graphs has its part, which is all that it reads of a file too.
"""

from __future__ import annotations

import functools
import os
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from copy import copy
from itertools import count
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

from gii_graph.cli.graphs import graphs_or_default
from gii_graph.cli.options import absolute_iri
from gii_graph.errors import CallError

if TYPE_CHECKING:
    from pathlib import Path

    from pyoxigraph import Triple

    from gii_graph.graph.graph_part import GraphPart
    from gii_graph.remote.endpoint import Endpoint
    from gii_graph.remote.stored_graph import StoredGraph

__all__ = ["GraphFiles", "store_options", "tell_left_out"]

F = TypeVar("F", bound=Callable[..., Any])
_SECONDS: Final = 60.0


class GraphFiles:
    """The graphs that a command reads: files that were named, and graphs of a store, of which files are made.

    `named` are the files of the command line. Files of a store are there while the command runs, and called what its
    graphs are called.
    """

    def __init__(self, named: Sequence[Path] = (), store: _Store | None = None) -> None:
        self.named = tuple(named)
        self._store = store

    @property
    def are_default(self) -> bool:
        """Whether no graph was named."""
        return not self.named and self._store is None

    @property
    def are_stored(self) -> bool:
        """Whether they are graphs of a store."""
        return self._store is not None

    def each(self) -> list[GraphFiles]:
        """Return each graph by itself, those of a store last; the default ones are none."""
        stored = self._store.each() if self._store else []
        return [*(GraphFiles([path]) for path in self.named), *(GraphFiles(store=store) for store in stored)]

    @contextmanager
    def asked(self) -> Iterator[Endpoint]:
        """Give the endpoint of a store, asked of all its graphs as one."""
        if self._store is None:
            raise ValueError("files have no endpoint")
        with self._store.asked(self._store.graphs) as endpoint:
            yield endpoint

    @property
    def names(self) -> list[str]:
        """What the graphs are called, the default ones where none was named."""
        if self._store is None:
            return list(map(str, graphs_or_default(self.named)))
        return [*map(str, self.named), *(self._store.graphs or [self._store.endpoint])]

    def files(self, part: GraphPart | None = None) -> list[Path]:
        """Return files that hold all of the graphs, or more than what a reader of a `part` would read of them.

        Raises GraphFileError where no graph was named and the default one is not there, EndpointError where a store
        does not give what it has.
        """
        stored = self._store.files(lambda graph: graph.statements(part)) if self._store else []
        return [*self.named, *stored] if self._store else graphs_or_default(self.named)

    def files_with(self, wanted: Callable[[StoredGraph], Iterable[Triple]]) -> list[Path]:
        """Return files that hold all of the graphs; or one with what is `wanted` of those of a store, asked as one."""
        return [self._store.file(self._store.graphs, wanted)] if self._store else graphs_or_default(self.named)


class _Store:
    """Graphs of a store, and a folder for the files that are made of them."""

    def __init__(self, endpoint: str, graphs: Sequence[str], seconds: float, folder: Path, *, quiet: bool) -> None:
        self.endpoint = endpoint
        self.graphs = graphs
        self._seconds = seconds
        self._folder = folder
        self._names = ExitStack()
        self._quiet = quiet
        self._made = count()

    def each(self) -> list[_Store]:
        """Return each graph by itself."""
        return [self._only([graph]) for graph in self.graphs] or [self]

    def _only(self, graphs: Sequence[str]) -> _Store:
        only = copy(self)
        only.graphs = graphs
        return only

    def close(self) -> None:
        """Forget what the files are called."""
        self._names.close()

    def asked(self, graphs: Sequence[str]) -> Endpoint:
        """Return the endpoint, asked of some graphs as one."""
        from gii_graph.remote.endpoint import Endpoint

        return Endpoint(self.endpoint, graphs=graphs, seconds=self._seconds)

    def files(self, wanted: Callable[[StoredGraph], Iterable[Triple]]) -> list[Path]:
        """Return a file for each graph, with what is wanted of it."""
        return [self.file([graph], wanted) for graph in self.graphs] or [self.file([], wanted)]

    def file(self, graphs: Sequence[str], wanted: Callable[[StoredGraph], Iterable[Triple]]) -> Path:
        """Return a file with what is wanted of some graphs together."""
        from pyoxigraph import RdfFormat, serialize

        from gii_graph.cli.terminal import counted, visible
        from gii_graph.errors import EndpointError
        from gii_graph.files import standing_for
        from gii_graph.remote.stored_graph import StoredGraph

        path = self._folder / f"{next(self._made)}.nt"
        name = ", ".join(graphs) or self.endpoint
        self._names.enter_context(standing_for(os.fspath(path), name))
        with self.asked(graphs) as asked, path.open("wb") as out:
            stored = StoredGraph(asked)
            serialize(wanted(stored), out, RdfFormat.N_TRIPLES)
            if not (stored.received or stored.left_out) and stored.is_empty():
                raise EndpointError(_nothing_in(visible(self.endpoint), [visible(graph) for graph in graphs]))
        tell_left_out(name, stored.left_out)
        if not self._quiet:
            click.echo(f"Fetched {counted(stored.received, 'statement')} of {visible(name)}.", err=True)
        return path


def _nothing_in(endpoint: str, graphs: Sequence[str]) -> str:
    """Return what to say where a graph has no statement: its name is another, or it was to be named at all."""
    where = f"the graph {', '.join(graphs)}" if graphs else "its default graph; name another with --graph"
    return (
        f"{endpoint} has no statement in {where}; see which graphs it has: gii-graph query --endpoint {endpoint} "
        "-q 'SELECT DISTINCT ?graph { GRAPH ?graph { ?s ?p ?o } }'"
    )


def tell_left_out(name: str, number: int) -> None:
    """Warn of statements of a graph that could not be read from a store, if there are any."""
    from gii_graph.cli.terminal import counted
    from gii_graph.errors import LossWarning

    if number:
        said = (
            f"{counted(number, 'statement')} with blank nodes left out, whose names hold in one answer only; export "
            "the graph with the store's own tools, and give the file"
        )
        warnings.warn(LossWarning(name, said), stacklevel=2)


def store_options(*, most: int = 0, has_timeout: bool = False) -> Callable[[F], Callable[..., Any]]:
    """Return what adds `--endpoint`, `--graph` and, unless it `has_timeout`, `--timeout` to a command.

    The command gets GraphFiles as its `graphs`: files or graphs of a store, or both where it takes `most` together.
    """

    def with_options(function: F) -> Callable[..., Any]:
        @functools.wraps(function)
        def called(
            *context: object,
            graphs: tuple[Path, ...],
            endpoint: str | None,
            named_graphs: tuple[str, ...],
            seconds: float | None = None,
            **options: Any,
        ) -> Any:
            if endpoint is None:
                if named_graphs:
                    raise CallError("--graph names a graph of a store; name the store with --endpoint.")
                return function(*context, graphs=GraphFiles(graphs), **options)
            _check(len(graphs), max(1, len(named_graphs)), most)
            seconds = options["timeout"] if has_timeout else seconds or _SECONDS
            with _opened(endpoint, named_graphs, seconds, quiet=options["quiet"]) as store:
                return function(*context, graphs=GraphFiles(graphs, store), **options)

        for option in _options(has_timeout):
            option(called)
        return called

    return with_options


@contextmanager
def _opened(endpoint: str, graphs: Sequence[str], seconds: float, *, quiet: bool) -> Iterator[_Store]:
    import tempfile
    from pathlib import Path

    with tempfile.TemporaryDirectory(prefix="gii-graph-") as folder:
        store = _Store(endpoint, graphs, seconds, Path(folder), quiet=quiet)
        with closing(store):
            yield store


def _check(files: int, stored: int, most: int) -> None:
    if files and not most:
        raise CallError("Files and --endpoint exclude each other; give one of them.")
    if most and files + stored > most:
        raise CallError(f"Found {files + stored} graphs, those of the store among them, expected {most} at most.")


def _options(has_timeout: bool) -> Iterator[Callable[[Any], Any]]:
    """Yield the options, the last one first."""
    if not has_timeout:
        yield click.option(
            "--timeout",
            "seconds",
            type=click.FloatRange(min=0, min_open=True),
            metavar="SECONDS",
            help=f"How long each exchange with the endpoint may take.  [default: {_SECONDS:.0f}]",
        )
    yield click.option(
        "--graph",
        "named_graphs",
        multiple=True,
        metavar="IRI",
        callback=_absolute_iris,
        help="With --endpoint: this named graph, not the default graph; may be repeated.",
    )
    yield click.option("--endpoint", metavar="URL", help="Read the graph from this SPARQL endpoint, not from files.")


def _absolute_iris(context: click.Context, option: click.Parameter, values: Sequence[str]) -> tuple[str, ...]:
    for value in values:
        absolute_iri(context, option, value)
    return tuple(values)
