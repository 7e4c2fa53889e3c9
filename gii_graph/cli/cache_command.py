"""`gii-graph cache`: see, make and clear what is kept to answer faster."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

import click

from gii_graph.cli.destination import destination_option, excel_option
from gii_graph.cli.index_folder import indexes
from gii_graph.cli.kept_files import HEADERS, kept_files, remove_kept_files
from gii_graph.cli.options import quiet_option
from gii_graph.cli.outputs import write_output
from gii_graph.cli.report_options import report_destination, write_report_to
from gii_graph.cli.table_layout import plain_table, terminal_columns
from gii_graph.cli.terminal import visible
from gii_graph.tabular.report_files import REPORT_FORMATS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gii_graph.cli.kept_files import Kept
    from gii_graph.tabular.data_table import TableReport

__all__ = ["command"]

_FORMATS: Final = ("text", *REPORT_FORMATS)


@click.group("cache", invoke_without_command=True)
@click.option(
    "-f", "--format", "form", type=click.Choice(_FORMATS), help="How to list.  [default: what -o ends in, else text]"
)
@excel_option
@destination_option
@click.pass_context
def command(context: click.Context, form: str | None, excel: str | None, output: str | None) -> None:
    """See, make and clear what is kept to answer faster.

    A large graph (5 MB) is indexed in the background when `build` has written it, or after the first query on it;
    later queries on the same files open the index and need not parse them. An index is found by what its files hold,
    so a changed file is never answered from an old index. Kept are also what `build` made of which files, so that
    building again reads only what has changed; registries as `link` has read them, and the candidates that names had
    in them; answers of reconciliation services; the engine of a page that asks. All of it lies in your system's cache
    folder, or in GII_GRAPH_CACHE.

    \b
    gii-graph cache                    what is there
    gii-graph cache -o kept.csv        the same for a spreadsheet or a program
    gii-graph cache add output/gii.ttl make an index now
    gii-graph cache clear              remove everything
    """
    if context.invoked_subcommand is not None:
        if (form, excel, output) != (None, None, None):
            raise click.UsageError(f"-f, -o and --excel are for the list, not for {context.invoked_subcommand}.")
        return
    where, cells = report_destination(output, form, excel, _FORMATS, "cache", ())
    kept = kept_files()
    if where.form == "text":
        write_output(where.path, [f"{_listing(kept, terminal_columns(where.file))}\n"])
    else:
        write_report_to(where, _report(kept), cells)
    where.say_name(quiet=False)


def _listing(kept: Sequence[Kept], limit: int | None) -> str:
    tables = []
    for kind, (of, when) in HEADERS.items():
        rows = [
            (visible(one.name), f"{one.size / 1e6:,.1f} MB", f"{one.moment:%Y-%m-%d %H:%M}")
            for one in kept
            if one.kind == kind
        ]
        tables += [plain_table((of, "SIZE", when), rows, limit=limit)] if rows else []
    return "\n\n".join(tables) or "Nothing is kept."


def _report(kept: Sequence[Kept]) -> TableReport:
    from gii_graph.tabular.data_table import DataTable, TableReport

    rows = [(one.kind, one.name, one.size, one.moment) for one in kept]
    caption = "; ".join(f"{kind}: {of.lower()}, {when.lower()}" for kind, (of, when) in HEADERS.items())
    return TableReport("Cache", (DataTable("Cache", ("kind", "of", "bytes", "time"), rows, f"{caption}."),))


@command.command("add")
@click.argument("graphs", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False))
@click.option("--background", is_flag=True, hidden=True, help="Give way to all else; do nothing where means are short.")
@quiet_option
def add(graphs: tuple[str, ...], background: bool, quiet: bool) -> int:
    """Index the files now, as one dataset, as a query that names the same files in the same order takes them."""
    if background:
        from gii_graph.cli.background_indexing import PATIENCE, give_way, is_affordable

        give_way()
        return int(not (is_affordable(graphs) and indexes().make(graphs, PATIENCE)))
    if hasattr(os, "nice"):
        os.nice(10)  # other work goes first
    names = " ".join(map(visible, graphs))
    if not quiet and indexes().is_in_the_making(graphs):
        click.echo(f"Another process indexes {names}; it is waited for.", err=True)
    if not indexes().make(graphs):
        click.echo(f"Error: {names} or the cache was changed while it was indexed; run the command again.", err=True)
        return 3
    if not quiet:
        click.echo(f"Indexed {names}.", err=True)
    return 0


@command.command("clear")
def clear() -> int:
    """Remove all that is kept; it is made again when it is needed."""
    click.echo(f"Removed {remove_kept_files() / 1e6:,.1f} MB.", err=True)
    return 0
