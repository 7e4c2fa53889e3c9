"""`--endpoint` and `--graph` for the commands that read a whole graph: it is fetched, and then read as from a file."""

from __future__ import annotations

import functools
import os
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

from gii_graph.cli.options import absolute_iri
from gii_graph.errors import CallError

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["store_options"]

F = TypeVar("F", bound=Callable[..., Any])
_SECONDS: Final = 60.0


def store_options(*, most: int = 0, has_timeout: bool = False) -> Callable[[F], Callable[..., Any]]:
    """Return what adds `--endpoint`, `--graph` and, unless it `has_timeout`, `--timeout` to a command.

    The command gets the graphs of the store as files in place of its `graphs`; or behind these, where it takes `most`
    of both together.
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
                return function(*context, graphs=graphs, **options)
            _check(len(graphs), max(1, len(named_graphs)), most)
            seconds = options["timeout"] if has_timeout else seconds or _SECONDS
            with _fetched(endpoint, named_graphs, seconds, quiet=options["quiet"]) as files:
                return function(*context, graphs=(*graphs, *files), **options)

        for option in _options(has_timeout):
            option(called)
        return called

    return with_options


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


@contextmanager
def _fetched(endpoint: str, graphs: Sequence[str], seconds: float, *, quiet: bool) -> Iterator[list[Path]]:
    """Fetch graphs into files that are there while the block runs, and called what the graphs are called."""
    import tempfile
    from pathlib import Path

    from gii_graph.files import standing_for

    with tempfile.TemporaryDirectory(prefix="gii-graph-") as folder, ExitStack() as names:
        files = []
        for number, graph in enumerate(graphs or [None]):
            files.append(Path(folder) / f"{number}.nt")
            names.enter_context(standing_for(os.fspath(files[-1]), graph or endpoint))
            _fetch(endpoint, graph, seconds, files[-1], quiet=quiet)
        yield files


def _fetch(endpoint: str, graph: str | None, seconds: float, path: Path, *, quiet: bool) -> None:
    from pyoxigraph import RdfFormat, serialize

    from gii_graph.cli.terminal import counted, visible
    from gii_graph.errors import LossWarning
    from gii_graph.remote.endpoint import Endpoint
    from gii_graph.remote.stored_graph import StoredGraph

    with Endpoint(endpoint, graph=graph, seconds=seconds) as asked, path.open("wb") as out:
        stored = StoredGraph(asked)
        serialize(stored.statements(), out, RdfFormat.N_TRIPLES)
    if stored.left_out:
        said = (
            f"{counted(stored.left_out, 'statement')} with blank nodes left out, whose names hold in one answer only; "
            "export the graph with the store's own tools, and give the file"
        )
        warnings.warn(LossWarning(graph or endpoint, said), stacklevel=2)
    if not quiet:
        click.echo(f"Fetched {visible(graph or endpoint)}.", err=True)
