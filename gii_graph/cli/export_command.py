"""`gii-graph export`: a graph in the forms that other tools read."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Callable, Collection, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gii_graph.cli.destination import destination, destination_option, refuse_file_name, refuse_shared
from gii_graph.cli.graphs import edition_option, graphs_argument
from gii_graph.cli.options import STANDARD_STREAM, absolute_iri, base_iri_option, talk_options
from gii_graph.cli.outputs import binary_output, write_output
from gii_graph.cli.parts_output import folder_for_parts, write_graphs_in_parts
from gii_graph.cli.store_options import GraphFiles, store_options

if TYPE_CHECKING:
    from pyoxigraph import Triple

    from gii_graph.export.dataset_description import Publication
    from gii_graph.export.tables import TableSource
    from gii_graph.graph.editions import Editions
    from gii_graph.network import Network

__all__ = ["command"]

_SHOWN = 10  # names of clusters in a message
_RDF = {"turtle", "jsonld", "ntriples", "trig", "nquads"}
_FOLDERS = {"csv": "CSV", "parquet": "Parquet"}  # forms that are a folder of tables

_DEFAULT_OUTPUTS = {
    "turtle": Path("output/export.ttl"),
    "jsonld": Path("output/gii.jsonld"),
    "ntriples": Path("output/gii.nt"),
    "trig": Path("output/gii.trig"),
    "nquads": Path("output/gii.nq"),
    "graphml": Path("output/gii.graphml"),
    "gexf": Path("output/gii.gexf"),
    "geojson": Path("output/gii.geojson"),
    "csv": Path("output/csv"),
    "xlsx": Path("output/gii.xlsx"),
    "parquet": Path("output/parquet"),
    "zip": Path("output/gii.zip"),
}


@click.command("export")
@graphs_argument
@click.option(
    "-f", "--format", "form", type=click.Choice(list(_DEFAULT_OUTPUTS)), help="What to write, where -o does not say it."
)
@destination_option
@edition_option
@click.option(
    "--parts",
    type=click.IntRange(min=1),
    metavar="N",
    help="For nquads: N files of about equal size, compressed, in a new folder, and how to load them.",
)
@click.option(
    "--license",
    "license_iri",
    metavar="IRI",
    callback=absolute_iri,
    help="For zip: the licence that you pass the data on under.",
)
@click.option(
    "--address",
    metavar="URL",
    callback=absolute_iri,
    help="For zip: where the unpacked files will be, for catalogues.",
)
@base_iri_option
@store_options()
@talk_options
def command(
    graphs: GraphFiles,
    form: str | None,
    output: str | None,
    edition: int | None,
    parts: int | None,
    license_iri: str | None,
    address: str | None,
    base_iri: str,
    quiet: bool,
    verbose: bool,
) -> int:
    """Write a graph in a form that other tools read.

    GRAPH is any number of RDF files (default: output/gii.ttl, and output/links.ttl where it is). Each form can be
    read back to the same facts; docs/exporting.md says how.

    \b
    jsonld    compact JSON-LD with its context inside
    ntriples  one statement a line, sorted
    trig      a named graph for each edition
    nquads    the same, one statement a line
    turtle    Turtle, the several files as one
    gexf      for Gephi and Gephi Lite; one edge for each row and named partner
    geojson   the cities of clusters as points, for QGIS
    graphml   for Gephi, yEd, Cytoscape, igraph, networkx
    csv       a folder of tables, described by CSVW metadata
    xlsx      the same tables as sheets of a workbook
    parquet   the same tables for DuckDB, Spark, pandas and polars
    zip       RDF, CSV and network files, with description (DCAT, VoID), licence and attribution

    \b
    gii-graph export -f gexf                         output/gii.gexf
    gii-graph export -o gii.xlsx                     what the ending says
    gii-graph export -f csv --edition 2024 -o tables
    gii-graph export -f nquads --parts 8 -o parts    for the bulk loaders of triple stores

    Without -o the result goes to output/. Exit codes: 0 done; 2 called wrongly; 3 nothing could be written.
    """
    named, target = _target(output, form) if parts is None else ("nquads", folder_for_parts(output, form))
    publication = _publication(named, license_iri, address)
    refuse_shared(str(target), graphs.names)
    if parts is not None:
        written = write_graphs_in_parts(graphs.files(), target, parts, edition, base_iri)
    else:
        written = _export(graphs, named, target, edition, publication, base_iri)
    if not quiet and target != STANDARD_STREAM:
        click.echo(f"Wrote {target}: {written}.", err=True)
    return 0


def _target(output: str | None, form: str | None) -> tuple[str, Path]:
    """Return what to write and where. Raises CallError and UsageError where that cannot be told or cannot be."""
    if output is None:
        if form is None:
            raise click.UsageError("Say what to write: with -f, or with -o and a name whose ending says it.")
        return form, _DEFAULT_OUTPUTS[form]
    ending = Path(output).suffix.lower().removeprefix(".")
    if form in _FOLDERS:
        if output == "-":
            raise click.UsageError(
                f"{_FOLDERS[form]} is a folder of several tables and cannot go to standard output; name one with -o."
            )
        refuse_file_name(output)
        return form, Path(output)
    if form is None and ending in _FOLDERS:
        said = f"-f {ending} -o {Path(output).stem}"
        raise click.UsageError(f"{_FOLDERS[ending]} is a folder of several tables, not {output}; write it with {said}.")
    where = destination(output, form, [name for name in _DEFAULT_OUTPUTS if name not in _FOLDERS], form or "", "gii")
    if not where.form:
        raise click.UsageError(f"{output} does not say what to write; say it with -f.")
    return where.form, where.path


def _export(
    graphs: GraphFiles, form: str, target: Path, edition: int | None, publication: Publication, base: str
) -> str:
    """Write the export and return what is in it, in words."""
    from gii_graph.export.capabilities import refuse_what_cannot_be_held

    if form in ("gexf", "graphml"):
        return _write_network(graphs, form, target, edition)
    if form == "geojson":
        return _write_cities(graphs, target, edition)
    if form in _RDF:
        return _write_rdf(graphs.files(), form, target, edition, base)
    if form != "zip":
        return _write_tables(graphs, form, target, edition)
    triples = _triples(graphs.files(), edition)
    refuse_what_cannot_be_held(triples, form)
    _write_package(triples, target, publication, base)
    return f"{len(triples):,} statements"


def _write_network(graphs: GraphFiles, form: str, target: Path, edition: int | None) -> str:
    from gii_graph.cli.sorted_graph import sorted_graph
    from gii_graph.export.attributes import network_file_part
    from gii_graph.graph.graph_statements import GraphStatements
    from gii_graph.network.reading import network_of, read_network

    part = network_file_part(() if edition is None else (edition,))
    if edition is None:
        network = read_network(graphs.files(part), (), part)
    else:
        with sorted_graph(graphs.files(part), target, edition) as held:
            network = network_of(GraphStatements(held.triples, part))
    write_output(target, _network_text(form, network))
    edges = sum(len(edge.mentions) or 1 for edge in network.edges)
    return f"{len(network.nodes):,} nodes, {edges:,} edges"


def _write_cities(graphs: GraphFiles, target: Path, edition: int | None) -> str:
    """Write where the cities of clusters are, return how many, and say which clusters have none."""
    from gii_graph.cli.sorted_graph import sorted_graph
    from gii_graph.errors import GraphFileWarning
    from gii_graph.export.geojson import city_features, geojson
    from gii_graph.network import network_part

    with sorted_graph(graphs.files(network_part(() if edition is None else (edition,))), target, edition) as held:
        cities = city_features(held.triples)
    write_output(target, geojson(cities))
    if cities.without:
        number = len(cities.without)
        shown = ", ".join(cities.without[:_SHOWN]) + (f" and {number - _SHOWN:,} more" if number > _SHOWN else "")
        said = f"of {number:,} cluster{'' if number == 1 else 's'} no city is known, so none is written: {shown}"
        warnings.warn(GraphFileWarning(", ".join(graphs.names), said), stacklevel=2)
    return f"{len(cities.features):,} cit{'y' if len(cities.features) == 1 else 'ies'}"


def _publication(form: str, license_iri: str | None, address: str | None) -> Publication:
    """Return how the data is published. Raises UsageError where a form cannot say it."""
    from gii_graph.export.dataset_description import Publication

    if form != "zip" and (license_iri or address):
        raise click.UsageError(f"{'--license' if license_iri else '--address'} is for --format zip only.")
    return Publication(license_iri, address)


def _triples(graphs: Sequence[Path], edition: int | None) -> list[Triple]:
    from gii_graph.graph.editions import of_editions
    from gii_graph.graph.loading import read_triples

    triples = read_triples(graphs)
    return triples if edition is None else of_editions(triples, (edition,))


def _write_rdf(graphs: Sequence[Path], form: str, target: Path, edition: int | None, base: str) -> str:
    """Write the graphs in a form of RDF, sorted on the disk, whatever their size."""
    from gii_graph.cli.sorted_graph import sorted_graph

    with sorted_graph(graphs, target, edition) as held:
        return _write_statements(form, target, held.triples, held.editions, base)


def _write_statements(
    form: str, target: Path, triples: Collection[Triple], editions: Callable[[], Editions], base: str
) -> str:
    from gii_graph.export.capabilities import refuse_what_cannot_be_held

    refuse_what_cannot_be_held(triples, form)
    write_output(target, _rdf_text(form, triples, editions, base))
    return f"{len(triples):,} statements"


def _rdf_text(form: str, triples: Iterable[Triple], editions: Callable[[], Editions], base: str) -> Iterable[str]:
    from gii_graph.export.jsonld import Context, json_ld
    from gii_graph.export.rdf_syntaxes import n_quads, n_triples, trig, turtle_of_triples
    from gii_graph.resources import ontology_folder

    if form == "jsonld":
        return json_ld(triples, Context.from_file(ontology_folder() / "context.jsonld"))
    if form == "turtle":
        return turtle_of_triples(triples)
    if form == "ntriples":
        return n_triples(triples)
    return trig(editions(), base) if form == "trig" else n_quads(editions(), base)


def _network_text(form: str, network: Network) -> Iterable[str]:
    from gii_graph.export.gexf import gexf
    from gii_graph.export.graphml import graphml

    return gexf(network) if form == "gexf" else graphml(network)


def _write_tables(graphs: GraphFiles, form: str, target: Path, edition: int | None) -> str:
    """Write the graphs as a folder of CSV or of Parquet, or as the sheets of one workbook."""
    from gii_graph.cli.sorted_graph import tables_of
    from gii_graph.export.csvw import csv_files

    with tables_of(graphs.files(), form, target, edition) as tables:
        if form == "csv":
            for name, text in csv_files(tables):
                write_output(target / name, text)
        else:
            _write_typed_tables(tables, form, target, graphs.names)
        return f"{tables.number:,} statements"


def _write_typed_tables(tables: TableSource, form: str, target: Path, names: Sequence[str]) -> None:
    """Write the tables as sheets of one workbook, or each as a Parquet file in a folder."""
    from gii_graph.cli.report_options import basis_of
    from gii_graph.export.typed_tables import typed_tables
    from gii_graph.tabular.data_table import TableReport
    from gii_graph.tabular.report_files import write_report

    filled = tuple(table for table in typed_tables(tables, linked=form == "xlsx") if any(True for _ in table.rows))
    if form == "xlsx":
        with binary_output(target) as out:
            write_report(TableReport("The graph as tables", filled, basis_of(names)), "xlsx", out)
        return
    for table in filled:
        with binary_output(target / f"{table.name}.parquet") as out:
            write_report(TableReport(table.name, (table,)), "parquet", out)


def _write_package(triples: Sequence[Triple], target: Path, publication: Publication, base: str) -> None:
    from gii_graph.export.package import package
    from gii_graph.files import replacing_bytes
    from gii_graph.resources import ontology_folder

    content = package(triples, ontology_folder(), base, publication)
    if target == STANDARD_STREAM:
        sys.stdout.buffer.write(content)
        return
    with replacing_bytes(target) as stream:
        stream.write(content)
