"""What the commands that read graphs share: which files, which edition."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click

from gii_graph.cli.options import DEFAULT_GRAPH, DEFAULT_LINKS

__all__ = ["edition_option", "graphs_argument", "graphs_or_default"]

F = TypeVar("F", bound=Callable[..., Any])


def graphs_argument(function: F) -> F:
    """Add the argument GRAPH..., any number of RDF files."""
    return click.argument("graphs", nargs=-1, metavar="[GRAPH]...", type=click.Path(path_type=Path))(function)


def edition_option(function: F) -> F:
    """Add `--edition YEAR`, which keeps to what one edition states."""
    return click.option("--edition", type=int, metavar="YEAR", help="Keep to what this edition states.")(function)


def graphs_or_default(graphs: Sequence[Path]) -> list[Path]:
    """Return the files given, or the default graph with its links where they have been made."""
    if graphs:
        return list(graphs)
    return [DEFAULT_GRAPH, DEFAULT_LINKS] if DEFAULT_LINKS.is_file() else [DEFAULT_GRAPH]
