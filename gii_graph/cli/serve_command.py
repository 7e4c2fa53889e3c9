"""`gii-graph serve`: the graph from a local server, for reading: SPARQL, an address for every thing, reconciliation."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict, Unpack

import click

from gii_graph.cli.graphs import graphs_argument, graphs_or_default
from gii_graph.cli.options import absolute_iri, base_iri_option, quiet_option
from gii_graph.cli.terminal import visible
from gii_graph.errors import CallError, GraphFileError

if TYPE_CHECKING:
    from gii_graph.server.running import ServerSettings

__all__ = ["command"]

_MEGABYTE = 1_000_000
# By default: more than processors, so that a query that does not end holds one of several.
_WORKERS_PER_PROCESSOR = 2
_LEAST_WORKERS, _MOST_WORKERS = 4, 16


class _Options(TypedDict):
    """The options, by their names."""

    host: str
    port: int
    timeout: float
    max_answer: int
    memory: int
    workers: int | None
    allow_service: bool
    site: Path | None
    public_url: str | None
    cors_origin: str
    base_iri: str


@click.command("serve")
@graphs_argument
@click.option("--host", default="127.0.0.1", show_default=True, metavar="ADDRESS", help="Where to listen.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0 takes any free one.")
@click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True, max=86_400),
    default=30.0,
    show_default=True,
    metavar="SECONDS",
    help="Stop an answer after so long.",
)
@click.option(
    "--max-answer",
    type=click.IntRange(min=1),
    default=64,
    show_default=True,
    metavar="MB",
    help="Refuse larger answers.",
)
@click.option(
    "--memory",
    type=click.IntRange(min=16),
    default=1024,
    show_default=True,
    metavar="MB",
    help="What one answer may take beside the graph.",
)
@click.option(
    "--workers",
    type=click.IntRange(1, 64),
    metavar="N",
    help="Answer so many at once.  [default: twice the processors]",
)
@click.option("--allow-service", is_flag=True, help="Let queries ask other endpoints (SERVICE).")
@click.option(
    "--site",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="FOLDER",
    help="Serve the pages of this folder, which `gii-graph site` made.",
)
@click.option(
    "--public-url", metavar="URL", callback=absolute_iri, help="Where others find this server, behind a proxy."
)
@click.option(
    "--cors-origin",
    default="*",
    show_default=True,
    metavar="ORIGIN",
    help="Whose pages may ask from a browser; * is anybody's.",
)
@base_iri_option
@quiet_option
def command(graphs: tuple[Path, ...], quiet: bool, **options: Unpack[_Options]) -> int:
    """Serve a graph over HTTP, for reading, until Ctrl-C or SIGTERM ends it.

    GRAPH is any number of RDF files; without one it is output/gii.ttl, and output/links.ttl where there is one. They
    are read again when they change; until they are read whole, and where they cannot be, what was read before is
    served on. At /sparql is SPARQL 1.1 Protocol with a page to ask from, at /reconcile the Reconciliation
    Service API 0.2 for OpenRefine, at /id/ an address for every thing; /health is for who watches the server.

    \b
    gii-graph serve
    gii-graph serve output/gii.ttl output/links.ttl --port 8080
    gii-graph serve --host 0.0.0.0 --public-url https://clusters.example.org --site site/

    Exit codes: 0 ended by a signal; 2 called wrongly; 3 the files cannot be read, or the address is taken.
    """
    files = _files(graphs_or_default(graphs))
    try:
        from gii_graph.server.running import run_server
    except ModuleNotFoundError as error:
        raise CallError(
            f"`serve` needs {error.name}, which is not installed; install it with pip install 'gii-graph[serve]'."
        ) from error

    def tell(said: str) -> None:
        if not quiet or said.startswith("Error"):
            click.echo(visible(said), err=True)

    run_server(_settings(files, options), tell, tell)
    return 0


def _settings(files: Sequence[str], options: _Options) -> ServerSettings:
    from gii_graph.server.running import ServerSettings
    from gii_graph.server.worker_pool import Limits

    limits = Limits(
        options["timeout"],
        options["max_answer"] * _MEGABYTE,
        options["memory"] * _MEGABYTE,
        options["workers"] or min(max(_LEAST_WORKERS, _WORKERS_PER_PROCESSOR * (os.cpu_count() or 1)), _MOST_WORKERS),
    )
    return ServerSettings(
        files,
        options["host"],
        options["port"],
        options["base_iri"],
        limits,
        options["cors_origin"],
        options["public_url"],
        options["site"],
        options["allow_service"],
    )


def _files(graphs: Sequence[Path]) -> list[str]:
    """Return the names of the files. Raises CallError for standard input, GraphFileError for what is no file."""
    for path in graphs:
        if str(path) == "-":
            raise CallError("`serve` reads its files again when they change, so standard input cannot be one of them.")
        if not path.is_file():
            raise GraphFileError(str(path), None, "is not there, or is no file; name an RDF file")
    return list(map(str, graphs))
