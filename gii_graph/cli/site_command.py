"""`gii-graph site`: a graph as a static site, a page for every thing in it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from gii_graph.cli.destination import refuse_file_name
from gii_graph.cli.graphs import graphs_argument, graphs_or_default
from gii_graph.cli.options import absolute_iri, talk_options
from gii_graph.errors import CallError

if TYPE_CHECKING:
    from gii_graph.site import Site
    from gii_graph.site.site_folder import WrittenFiles

__all__ = ["command"]

_DEFAULT = Path("output/site")


def _base_url(_context: click.Context, _option: click.Parameter, url: str | None) -> str:
    if not url:
        return ""
    from gii_graph.site.addresses import folder_url

    try:
        return folder_url(url)
    except CallError as error:
        raise click.BadParameter(str(error)) from None


@click.command("site")
@graphs_argument
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    default=_DEFAULT,
    show_default=True,
    metavar="FOLDER",
    help="Where to write the site.",
)
@click.option(
    "--base-url",
    metavar="URL",
    callback=_base_url,
    help="Where the site will be: for the site map, catalogues, and rules of w3id.org.",
)
@click.option("--title", metavar="TEXT", callback=lambda _c, _o, text: text or "", help="The site's title.")
@click.option(
    "--license",
    "license_iri",
    metavar="IRI",
    callback=absolute_iri,
    help="The licence that you pass the data on under.",
)
@talk_options
def command(
    graphs: tuple[Path, ...],
    output: Path,
    base_url: str,
    title: str,
    license_iri: str | None,
    quiet: bool,
    verbose: bool,
) -> int:
    """Write a graph as a static site, with a page for every thing in it.

    GRAPH is any number of RDF files (default: output/gii.ttl, and output/links.ttl where it is). Each cluster,
    organization, person, economy, edition and source has a page with its facts and their sentences, and beside it the
    same statements in Turtle and JSON-LD. The site needs no program to serve it, loads nothing from elsewhere, can be
    read without JavaScript, and holds rules for Apache, nginx, Caddy, Netlify and w3id.org, by which the graph's IRIs
    lead to it.

    \b
    gii-graph site                                       output/site/index.html
    gii-graph site -o public --base-url https://example.org/gii/

    Written again, files that did not change are left alone, and what is gone is removed. A folder that holds
    anything else is refused.

    Exit codes: 0 done; 2 called wrongly; 3 nothing could be written.
    """
    from gii_graph.graph.loading import read_triples
    from gii_graph.site import Site, SiteWish
    from gii_graph.site.site_folder import read_inventory, write_site

    refuse_file_name(str(output))
    files = graphs_or_default(graphs)
    _refuse_sources(output, files)
    before = read_inventory(output)
    site = Site(read_triples(files), SiteWish(title, base_url, license_iri), before.former)
    written = write_site(output, site, before)
    if not quiet:
        _say(output, site, written, verbose=verbose)
    return 0


def _refuse_sources(folder: Path, files: list[Path]) -> None:
    for file in files:
        if file.resolve().is_relative_to(folder.resolve()):
            raise CallError(f"{file} is read here and lies within {folder}; name another folder with -o.")


def _say(folder: Path, site: Site, written: WrittenFiles, *, verbose: bool) -> None:
    numbers = ((written.new, "new"), (written.changed, "changed"), (written.removed, "removed"))
    parts = [f"{number:,} {what}" for number, what in numbers if number] or ["nothing changed"]
    is_first = not (written.unchanged or written.changed or written.removed)
    files = "" if is_first and not verbose else f"; files: {', '.join(parts)}"
    click.echo(f"Wrote {folder}: pages of {len(site.titles):,} things{files}.", err=True)
    if not site.wish.base_url:
        click.echo("Without --base-url there is no site map, and no rules for w3id.org.", err=True)
    if verbose:
        click.echo(f"IRIs begin with {site.graph.addresses.base}; removed so far: {len(site.gone):,} pages.", err=True)
