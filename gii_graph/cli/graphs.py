"""What the commands that read graphs share: which files, which edition."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import click

from gii_graph.cli.options import PATHS, completing
from gii_graph.errors import GraphFileError

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["default_graphs", "edition_option", "graphs_argument", "graphs_or_default"]

F = TypeVar("F", bound=Callable[..., Any])


def graphs_argument(function: F) -> F:
    """Add the argument GRAPH..., any number of RDF files; what cannot be read is told as for every input."""
    from pathlib import Path

    kind = click.Path(path_type=Path, readable=False)
    return click.argument("graphs", nargs=-1, metavar="[GRAPH]...", type=kind)(function)


def edition_option(function: F) -> F:
    """Add `--edition YEAR`, which keeps to what one edition states."""
    return click.option(
        "--edition",
        type=int,
        metavar="YEAR",
        shell_complete=completing("edition"),
        help="Keep to what this edition states.",
    )(function)


def graphs_or_default(graphs: Sequence[Path]) -> list[Path]:
    """Return the files given, or the default ones; raises GraphFileError where these are not there yet."""
    from pathlib import Path

    return list(graphs) or [Path(name) for name in default_graphs()]


def default_graphs() -> list[str]:
    """Return the files that are read where none is named: the default graph, and its links where they are there.

    Raises GraphFileError where the graph is not there yet. Names, not paths: loading pathlib would delay
    the start of a query.
    """
    graph, links = PATHS["DEFAULT_GRAPH"], PATHS["DEFAULT_LINKS"]
    if not os.path.exists(graph):
        raise GraphFileError(graph, None, "is not there; make it with `gii-graph build`, or name a graph")
    return [graph, *([links] if os.path.exists(links) else [])]
