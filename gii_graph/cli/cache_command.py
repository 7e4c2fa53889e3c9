"""`gii-graph cache`: see, make and clear what is kept to answer faster."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final, NamedTuple

import click

from gii_graph.cache_folder import cache_folder
from gii_graph.cli.destination import destination_option, excel_option
from gii_graph.cli.index_folder import indexes
from gii_graph.cli.options import quiet_option
from gii_graph.cli.outputs import write_output
from gii_graph.cli.report_options import report_destination, write_report_to
from gii_graph.cli.table_layout import plain_table, terminal_columns
from gii_graph.cli.terminal import visible
from gii_graph.tabular.report_files import REPORT_FORMATS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

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

    After the first query on a large graph an index of it is made in the background; later queries on the same
    files open it and need not parse them again. An index is found by what its files hold, so a changed file is
    never answered from an old index. `build` notes there what it made of which files, so that building again reads
    only what has changed. All of it lies in your system's cache folder, or in GII_GRAPH_CACHE.

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
    from gii_graph.build_cache import entries

    where, cells = report_destination(output, form, excel, _FORMATS, "cache", ())
    kept = [
        *(_Kept("index", " ".join(index.files), index.size, index.used) for index in indexes().listed()),
        *(_Kept("build", entry.output, entry.size, entry.built) for entry in entries(cache_folder() / "builds")),
    ]
    if where.form == "text":
        write_output(where.path, [f"{_listing(kept, terminal_columns(where.file))}\n"])
    else:
        write_report_to(where, _report(kept), cells)
    where.say_name(quiet=False)


class _Kept(NamedTuple):
    """Something that is kept: its kind, an index of files or notes on a build; of what; bytes; seconds since 1970."""

    kind: str
    name: str
    size: int
    when: float

    @property
    def moment(self) -> datetime:
        """When it was last used or made, on the user's clock."""
        from datetime import datetime

        return datetime.fromtimestamp(self.when).replace(microsecond=0)


def _listing(kept: Sequence[_Kept], limit: int | None) -> str:
    tables = []
    for kind, header in (
        ("index", ("INDEX OF", "SIZE", "LAST USED")),
        ("build", ("NOTES ON THE BUILD OF", "SIZE", "BUILT")),
    ):
        rows = [
            (visible(one.name), f"{one.size / 1e6:,.1f} MB", f"{one.moment:%Y-%m-%d %H:%M}")
            for one in kept
            if one.kind == kind
        ]
        tables += [plain_table(header, rows, limit=limit)] if rows else []
    return "\n\n".join(tables) or "Nothing is kept."


def _report(kept: Sequence[_Kept]) -> TableReport:
    from gii_graph.tabular.data_table import DataTable, TableReport

    rows = [(one.kind, one.name, one.size, one.moment) for one in kept]
    caption = "An index is of files that were asked, with the time of its last use; a build is of its output."
    return TableReport("Cache", (DataTable("Cache", ("kind", "of", "bytes", "time"), rows, caption),))


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
