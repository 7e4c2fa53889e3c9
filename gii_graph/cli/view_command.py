"""`gii-graph view`: a graph as one interactive HTML file."""

from __future__ import annotations

from pathlib import Path

import click

from gii_graph.cli.graphs import graphs_argument, graphs_or_default
from gii_graph.cli.options import DEFAULT_PAGE, STANDARD_STREAM, completing, output_option, talk_options
from gii_graph.cli.outputs import write_output

__all__ = ["command"]

# A browser draws more, but a person no longer reads it.
LIMIT = 2000
_PICTURES = frozenset({".png", ".svg", ".jpg", ".jpeg", ".gif", ".webp", ".pdf"})


@click.command(name="view")
@graphs_argument
@output_option(DEFAULT_PAGE)
@click.option("--title", metavar="TEXT", callback=lambda _c, _o, text: text, help="The page's title.")
@click.option(
    "--only",
    multiple=True,
    metavar="cluster=NAME",
    callback=lambda _context, _option, values: tuple(_cluster_name(value) for value in values),
    shell_complete=completing("name"),
    help="Show this cluster and all it has a tie with; may be given several times.",
)
@click.option(
    "--min-rank", type=click.IntRange(min=1), metavar="N", help="Leave out clusters ranked below Nth by size."
)
@click.option(
    "--edition", type=int, metavar="YEAR", shell_complete=completing("edition"), help="Show one edition only."
)
@click.option("--embed", is_flag=True, help="For a frame in another page: a slim bar, and the wheel scrolls the page.")
@click.option("--all", "everything", is_flag=True, help=f"Show every node, even above {LIMIT:,}.")
@talk_options
def command(
    graphs: tuple[Path, ...],
    output: Path,
    title: str | None,
    only: tuple[str, ...],
    min_rank: int | None,
    edition: int | None,
    embed: bool,
    everything: bool,
    quiet: bool,
    verbose: bool,
) -> None:
    """Show a graph as one interactive HTML file that needs no network, and nothing but a browser.

    GRAPH is any Turtle file of this vocabulary; several are shown as one. Without one: output/gii.ttl and, where
    there is one, output/links.ttl.

    \b
    gii-graph view                                 output/gii.html
    gii-graph view --only cluster=Beijing -o b.html
    """
    if output.suffix.lower() in _PICTURES:
        raise click.UsageError(
            f"{output} would hold a page, not a picture; write {output.with_suffix('.html')}, open it and choose Save, "
            "which gives PNG and SVG."
        )
    from gii_graph.network import Selection, read_network, select, thin
    from gii_graph.view import default_title, render

    editions = () if edition is None else (edition,)
    network = select(read_network(graphs_or_default(graphs), editions), Selection(only, min_rank))
    shown = network if everything else thin(network, LIMIT)
    note = ""
    if len(shown.nodes) < len(network.nodes):
        note = f"Thinned to the first {len(shown.nodes):,} of {len(network.nodes):,} nodes by rank."
        _say(f"{note} Use --all to show every one.", quiet=quiet)
    page = render(shown, title or default_title(shown), note, embed=embed)
    write_output(output, [page])
    if output != STANDARD_STREAM:
        _say(f"{output}: {len(shown.nodes):,} nodes, {len(shown.edges):,} ties.", quiet=quiet)
        if embed:
            _say(
                f'Put it into a page with: <iframe src="{output.name}" width="100%" height="520"></iframe>', quiet=quiet
            )
        if verbose and not quiet:
            click.echo(f"{len(page.encode()):,} bytes; open it in any browser.", err=True)


def _cluster_name(text: str) -> str:
    kind, separator, name = text.partition("=")
    if kind != "cluster" or not separator or not name.strip():
        raise click.BadParameter(f"{text!r} is not of the form cluster=NAME, for instance cluster=Beijing.")
    return name.strip()


def _say(text: str, *, quiet: bool) -> None:
    if not quiet:
        click.echo(text, err=True)
