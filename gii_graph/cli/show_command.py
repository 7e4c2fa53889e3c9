"""`gii-graph show`: one cluster, organisation or person, with all that is known of it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from gii_graph.cli.destination import destination_option, excel_option
from gii_graph.cli.graphs import edition_option
from gii_graph.cli.options import completing, talk_options
from gii_graph.cli.outputs import write_output
from gii_graph.cli.report_options import report_destination, report_on, write_report_to
from gii_graph.cli.store_options import GraphFiles, store_options
from gii_graph.cli.table_layout import plain_table, terminal_columns
from gii_graph.cli.terminal import counted, visible
from gii_graph.graph.editions import DATING_PART
from gii_graph.lookup import (
    NAMES_PART,
    NamedEconomy,
    Sheet,
    SheetSection,
    economy_called,
    find,
    near_names,
    neighbourhood,
    sheet,
)
from gii_graph.lookup.sheet_tables import sheet_tables
from gii_graph.network import read_network
from gii_graph.network.elements import Evidence, Network
from gii_graph.references import REFERENCE_FORMS, Reference, references_to, written
from gii_graph.tabular.data_table import DataTable
from gii_graph.tabular.report_files import REPORT_FORMATS

__all__ = ["command"]

_FORMATS = ("text", "json", *REPORT_FORMATS)


@click.command("show")
@click.argument("name", shell_complete=completing("name"))
@click.argument("graphs", nargs=-1, metavar="[GRAPH]...", type=click.Path(path_type=Path, readable=False))
@edition_option
@click.option("-f", "--format", "form", type=click.Choice(_FORMATS), help="[default: what -o ends in, else text]")
@excel_option
@click.option("--quotes", is_flag=True, help="Print the lines of the sources that state it, too.")
@click.option(
    "--cite",
    type=click.Choice(REFERENCE_FORMS),
    help="Print references to its sources in place of what is known: in words, for BibTeX, or for reference managers.",
)
@destination_option
@store_options()
@talk_options
def command(
    name: str,
    graphs: GraphFiles,
    edition: int | None,
    form: str | None,
    excel: str | None,
    quotes: bool,
    cite: str | None,
    output: str | None,
    quiet: bool,
    verbose: bool,
) -> int:
    """Show all that is known of one cluster, organization or person, with evidence.

    NAME is any spelling: dashes, accents and capitals make no difference; the name as a source prints it, an IRI or
    its end do as well. GRAPH is any number of RDF files (default: output/gii.ttl, and output/links.ttl where it is).

    \b
    gii-graph show kunming
    gii-graph show "Shenzhen-Hong Kong-Guangzhou" --quotes
    gii-graph show "LUO, CAN" -f json
    gii-graph show kunming --cite bibtex > kunming.bib
    gii-graph show kunming -o kunming.docx

    Evidence is file:line. Exit codes: 0 shown; 2 called wrongly; 3 nobody is called that (near names are offered).
    """
    formats = REFERENCE_FORMS if cite else _FORMATS
    where, cells = report_destination(output, cite or form, excel, formats, name, graphs.names)
    wanted = {"by_edition": edition is not None, "has_basis": where.form in REPORT_FORMATS, "is_cited": bool(cite)}
    files = graphs.files_with(lambda graph: neighbourhood(graph, name, **wanted))
    network = read_network(files, () if edition is None else (edition,))
    found = find(network, name)
    if not found:
        click.echo(_why_nobody(graphs, files, name, edition), err=True)
        return 3
    sheets = [sheet(network, node) for node in found]
    if cite:
        write_output(where.path, [written(_references(network, sheets), cite)])
    elif where.form in REPORT_FORMATS:
        title = ", ".join(dict.fromkeys(one.node.label for one in sheets))
        tables = [*sheet_tables(sheets), *([_quotes_table(sheets)] if quotes else [])]
        write_report_to(where, report_on(title, tables, graphs, network.editions(), where.form), cells)
    elif where.form == "json":
        parts = [json.dumps([_json(one) for one in sheets], ensure_ascii=False, indent=2), "\n"]
        write_output(where.path, parts)
    else:
        limit = terminal_columns(where.path)
        write_output(where.path, ["\n".join(_text(one, limit, quotes=quotes) for one in sheets)])
    where.say_name(quiet=quiet)
    return 0


def _references(network: Network, sheets: Sequence[Sheet]) -> list[Reference]:
    """Return references to all documents that state something of what was found."""
    lines = {line for one in sheets for section in one.sections for entry in section.lines for line in entry.evidence}
    return references_to(network, lines)


def _speaking_of(name: str, graphs: Sequence[Path]) -> list[int]:
    """Return the editions that speak of somebody of that name."""
    return [year for year in read_network(graphs).editions() if find(read_network(graphs, (year,)), name)]


def _why_nobody(graphs: GraphFiles, files: Sequence[Path], name: str, edition: int | None) -> str:
    """Say why nobody of that name is shown; `files` hold all that there is of the name."""
    elsewhere = () if edition is None else _speaking_of(name, files)
    return _other_editions(name, edition, elsewhere) if elsewhere else _nobody(graphs, name, edition)


def _other_editions(name: str, edition: int | None, editions: Sequence[int]) -> str:
    return (
        f"Edition {edition} says nothing of '{visible(name)}'; there is something in {', '.join(map(str, editions))}."
    )


def _nobody(graphs: GraphFiles, name: str, edition: int | None) -> str:
    editions = () if edition is None else (edition,)
    part = NAMES_PART | DATING_PART if editions else NAMES_PART
    network = read_network(graphs.files(part), editions, part)
    economy = economy_called(network, name)
    if economy:
        return (
            f"{visible(economy.name)} is an economy; show knows clusters, organizations and persons. {_has(economy)}."
        )
    near = near_names(network, name)
    advice = (
        "Near names: " + "; ".join(f"{visible(node.label)} ({node.kind})" for node in near)
        if near
        else "gii-graph query --list names queries that list what there is"
    )
    return f"No cluster, organization or person is called '{visible(name)}'. {advice}."


def _has(economy: NamedEconomy) -> str:
    if not economy.clusters:
        return "The graph has no cluster there"
    number = len(economy.clusters)
    return f"It has {counted(number, 'cluster')} here: {'; '.join(map(visible, economy.clusters))}"


def _text(one: Sheet, limit: int | None, *, quotes: bool) -> str:
    parts = [f"{visible(one.node.label)}\n{'=' * len(visible(one.node.label))}\n"]
    for section in one.sections:
        title = section.title if section.edition is None else f"{section.title}, {section.edition}"
        parts.append(f"\n{title}\n{_table(section, limit)}\n")
    if quotes:
        parts.append(_quotes(one))
    return "".join(parts)


def _table(section: SheetSection, limit: int | None) -> str:
    """Return a section as a table of the columns that say something."""
    columns: list[tuple[str, list[str], bool]] = []
    for place, name in enumerate(section.columns):
        cells = [line.cells[place] for line in section.lines]
        if any(cell is not None for cell in cells):
            numeric = all(cell is None or isinstance(cell, int) or cell.endswith("%") for cell in cells)
            columns.append((name, [_cell(cell, grouped=name != "edition") for cell in cells], numeric))
    evidence = [_places(line.evidence) for line in section.lines]
    if any(evidence):
        columns.append(("evidence", evidence, False))
    rows = list(zip(*(cells for _, cells, _ in columns), strict=True))
    numbers = [place for place, (_, _, numeric) in enumerate(columns) if numeric]
    return plain_table([name for name, _, _ in columns], rows, numeric=numbers, limit=limit)


def _cell(cell: str | int | None, *, grouped: bool) -> str:
    if cell is None:
        return "-"
    return f"{cell:,}" if isinstance(cell, int) and grouped else visible(str(cell))


def _places(evidence: Sequence[Evidence]) -> str:
    """Return where it stands, the lines of one file together: `kunming.txt:10, 12`, `kunming.pdf:10 (page 1)`."""
    lines: dict[str, list[str]] = {}
    for line in evidence:
        lines.setdefault(line.file, []).append(_place(line))
    return "; ".join(f"{visible(file)}:{', '.join(dict.fromkeys(numbers))}" for file, numbers in lines.items())


def _quotes_table(sheets: Sequence[Sheet]) -> DataTable:
    lines = dict.fromkeys(line for one in sheets for line in _evidence_lines(one))
    rows = [(line.file, line.line, line.page, line.quote) for line in lines]
    return DataTable("Evidence", ("file", "line", "page", "quote"), rows)


def _evidence_lines(one: Sheet) -> list[Evidence]:
    """Return the lines that state what a sheet says, in the order of the documents."""
    return sorted({line for section in one.sections for entry in section.lines for line in entry.evidence}, key=_order)


def _quotes(one: Sheet) -> str:
    lines = _evidence_lines(one)
    rows = [f"  {visible(line.file)}:{_place(line)}\n    {_quote(line)}\n" for line in lines]
    return "\nEvidence\n" + "".join(rows) if rows else ""


def _quote(line: Evidence) -> str:
    """Return a line of a source with its cells apart by spaces."""
    return visible(line.quote.replace("\t", "  "))


def _in_json(line: Evidence) -> dict[str, Any]:
    page = {} if line.page is None else {"page": line.page}
    return {"file": line.file, "line": line.line, **page, "quote": line.quote}


def _place(line: Evidence) -> str:
    return f"{line.line}" if line.page is None else f"{line.line} (page {line.page})"


def _order(line: Evidence) -> tuple[str, int, str]:
    return line.file, line.line or 0, line.quote


def _json(one: Sheet) -> dict[str, Any]:
    return {
        "iri": one.node.iri,
        "kind": one.node.kind,
        "name": one.node.label,
        "sections": [
            {
                "title": section.title,
                "edition": section.edition,
                "lines": [
                    {
                        **dict(zip(section.columns, line.cells, strict=True)),
                        "evidence": [_in_json(place) for place in line.evidence],
                    }
                    for line in section.lines
                ],
            }
            for section in one.sections
        ],
    }
