"""`gii-graph push`: a graph into a triple store."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Any

import click

from gii_graph.cli.options import absolute_iri, talk_options
from gii_graph.cli.terminal import unguarded

__all__ = ["command"]

_PATIENCE = 1.0  # seconds before a progress bar appears


@click.command("push")
@click.argument("graphs", nargs=-1, metavar="[GRAPH]...")
@click.option("--endpoint", required=True, metavar="URL", help="The store's Graph Store Protocol address.")
@click.option(
    "--graph", metavar="IRI", callback=absolute_iri, help="The graph to write.  [default: the store's default graph]"
)
@click.option("--add", is_flag=True, help="Add to what the graph holds; without this it is replaced.")
@click.option(
    "--count-at",
    metavar="URL",
    help="Count at this SPARQL endpoint.  [default: as the store's manual says, else the graph is read back]",
)
@click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True),
    default=60.0,
    show_default=True,
    metavar="SECONDS",
    help="How long an exchange may take; a graph has a second more for each 50 kB.",
)
@click.option("--retries", type=click.IntRange(min=0), default=4, show_default=True, help="After transient failures.")
@talk_options
def command(
    graphs: tuple[str, ...],
    endpoint: str,
    graph: str | None,
    add: bool,
    count_at: str | None,
    timeout: float,
    retries: int,
    quiet: bool,
    verbose: bool,
) -> int:
    """Push a graph into a triple store by the SPARQL 1.1 Graph Store Protocol.

    GRAPH is any number of RDF files, pushed as one graph; without one it is output/gii.ttl, and
    output/links.ttl where there is one. Literals go as they are written. The store takes all of it or nothing,
    and its triples are counted there afterwards. A login comes from GII_GRAPH_USER and GII_GRAPH_PASSWORD, or
    GII_GRAPH_TOKEN, in the environment.

    \b
    gii-graph push --endpoint http://127.0.0.1:7878/store --graph https://example.org/gii
    gii-graph query top-partners --endpoint http://127.0.0.1:7878/query --graph https://example.org/gii
    """
    from gii_graph.cli.graphs import default_graphs
    from gii_graph.graph.loading import read_triples
    from gii_graph.remote.graph_store import GraphStore

    def pause(seconds: float, reason: str) -> None:
        if not quiet:
            click.echo(f"{reason} Trying again in {seconds:g} s.", err=True)
        time.sleep(seconds)

    triples = read_triples(map(Path, graphs or default_graphs()), standard_input=sys.stdin.buffer)
    if verbose:
        click.echo(f"{endpoint}: {'adding to' if add else 'replacing'} {graph or 'the default graph'}.", err=True)
    with (
        GraphStore(endpoint, seconds=timeout, retries=retries, count_at=count_at, pause=pause) as store,
        _Progress(quiet) as progress,
    ):
        pushed = store.push(triples, graph, add=add, progress=progress.reached)
    if not quiet:
        click.echo(
            f"{pushed.sent:,} triples pushed to {graph or 'the default graph'}; "
            f"it held {pushed.before:,} and holds {pushed.after:,} now.",
            err=True,
        )
    return 0


class _Progress:
    """A bar on standard error, for a person who watches something that takes over a second."""

    def __init__(self, quiet: bool) -> None:
        self._wanted = not quiet and sys.stderr.isatty()
        self._started = time.monotonic()
        self._bar: Any = None

    def __enter__(self) -> _Progress:
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.render_finish()

    def reached(self, done: int, total: int) -> None:
        if not self._wanted or time.monotonic() - self._started < _PATIENCE:
            return
        if self._bar is None:
            self._bar = click.progressbar(length=total, label="Sending", file=unguarded(sys.stderr))
            self._bar.render_progress()
        self._bar.update(done - self._bar.pos)
