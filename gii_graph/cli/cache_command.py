"""`gii-graph cache`: see, make and clear what is kept to answer faster."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gii_graph.cli.options import quiet_option
from gii_graph.cli.table_layout import plain_table, terminal_columns
from gii_graph.cli.terminal import visible

if TYPE_CHECKING:
    from gii_graph.sparql.graph_index import Indexes

__all__ = ["cache_folder", "command", "indexes"]


def cache_folder() -> Path:
    """Return GII_GRAPH_CACHE, else the folder that the system has for a user's caches."""
    if folder := os.environ.get("GII_GRAPH_CACHE"):
        return Path(folder)
    from platformdirs import user_cache_path

    return user_cache_path("gii-graph", appauthor=False)


def indexes() -> Indexes:
    """Return the indexes of this user."""
    from gii_graph.sparql.graph_index import Indexes

    return Indexes(cache_folder() / "indexes")


@click.group("cache", invoke_without_command=True)
@click.pass_context
def command(context: click.Context) -> None:
    """See, make and clear what is kept to answer faster.

    After the first query on a large graph an index of it is made in the background; later queries on the same
    files open it and need not parse them again. An index is found by what its files hold, so a changed file is
    never answered from an old index. `build` notes there what it made of which files, so that building again reads
    only what has changed. All of it lies in your system's cache folder, or in GII_GRAPH_CACHE.

    \b
    gii-graph cache                    what is there
    gii-graph cache add output/gii.ttl make an index now
    gii-graph cache clear              remove everything
    """
    if context.invoked_subcommand is None:
        from gii_graph.build_cache import entries

        kept = [_row(" ".join(index.files), index.size, index.used) for index in indexes().listed()]
        noted = [_row(entry.output, entry.size, entry.built) for entry in entries(cache_folder() / "builds")]
        tables = [
            plain_table(header, rows, limit=terminal_columns())
            for header, rows in (
                (("INDEX OF", "SIZE", "LAST USED"), kept),
                (("NOTES ON THE BUILD OF", "SIZE", "BUILT"), noted),
            )
            if rows
        ]
        click.echo("\n\n".join(tables) or "Nothing is kept.")


def _row(name: str, size: int, when: float) -> tuple[str, str, str]:
    from datetime import datetime

    # The time is that on the user's clock.
    return visible(name), f"{size / 1e6:,.1f} MB", f"{datetime.fromtimestamp(when):%Y-%m-%d %H:%M}"


@command.command("add")
@click.argument("graphs", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False))
@quiet_option
def add(graphs: tuple[str, ...], quiet: bool) -> int:
    """Index the files now, as one dataset, as a query that names the same files in the same order takes them."""
    if hasattr(os, "nice"):
        os.nice(10)  # other work goes first
    indexes().make(graphs)
    if not quiet:
        click.echo(f"Indexed {' '.join(map(visible, graphs))}.", err=True)
    return 0


@command.command("clear")
def clear() -> int:
    """Remove all that is kept; it is made again when it is needed."""
    import shutil

    from gii_graph.build_cache import entries

    freed = indexes().clear() + sum(entry.size for entry in entries(cache_folder() / "builds"))
    shutil.rmtree(cache_folder() / "builds", ignore_errors=True)
    click.echo(f"Removed {freed / 1e6:,.1f} MB.", err=True)
    return 0
