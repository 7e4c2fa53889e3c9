"""`gii-graph analyse`: measures of the collaboration network, of agents and of tables."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import click

from gii_graph.analysis.catalogue import AGENT_MEASURES, CLUSTER_MEASURES, NETWORK_MEASURES, TABLE_MEASURES
from gii_graph.analysis.collaboration import ActivityChoice
from gii_graph.analysis.measure import Measure
from gii_graph.analysis.measured_tables import measured_table
from gii_graph.analysis.measurement_triples import MEASUREMENT_PREFIXES, Measured, measurements
from gii_graph.analysis.measuring import SECTIONS, measure_sections
from gii_graph.analysis.sections import MeasuredRow, MeasuredSection
from gii_graph.cli.destination import Destination, destination_option, excel_option, refuse_shared, refuse_wrong_ending
from gii_graph.cli.graphs import graphs_argument
from gii_graph.cli.options import base_iri_option, completing, talk_options
from gii_graph.cli.outputs import write_output
from gii_graph.cli.report_options import report_destination, report_on, write_report_to
from gii_graph.cli.store_options import GraphFiles, store_options
from gii_graph.cli.table_layout import plain_table, terminal_columns
from gii_graph.cli.terminal import visible
from gii_graph.network.elements import Network
from gii_graph.tabular.data_table import TableReport
from gii_graph.tabular.report_files import REPORT_FORMATS, CellWriting

__all__ = ["command"]

_FORMATS = ("table", "json", *REPORT_FORMATS, "turtle")
_FOR_PEOPLE = {"table", "markdown", "html", "docx"}  # in which a table of all measures would be too wide
_ONE_TABLE = {"csv", "tsv", "parquet"}

_ALL_MEASURES: dict[str, Sequence[Measure[Any, Any]]] = {
    "clusters": CLUSTER_MEASURES,
    "network": NETWORK_MEASURES,
    "agents": AGENT_MEASURES,
    "tables": TABLE_MEASURES,
}
# What fits a terminal; --measure and the other formats have the rest.
_FIRST = {
    "clusters": (
        "in_degree",
        "times_named",
        "weighted_in_degree",
        "out_degree",
        "page_rank",
        "betweenness",
        "closeness",
        "core",
        "community",
    )
}


class _Explained(click.Command):
    """A command whose help ends with what each measure means, where its formula is from, what it cannot say."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        for name, measures in _ALL_MEASURES.items():
            with formatter.section(f"Measures of {name}" if name != "network" else "Measures of the network"):
                formatter.write_dl(
                    [(one.name, f"{one.meaning} Source: {one.source} Cannot say: {one.limit}") for one in measures]
                )


@click.command("analyse", cls=_Explained)
@graphs_argument
@click.option(
    "--of",
    "sections",
    type=click.Choice([*SECTIONS, "all"]),
    default="clusters",
    show_default=True,
    help="What to measure.",
)
@click.option(
    "--activity",
    type=click.Choice(["patents", "articles", "both"]),
    default="both",
    show_default=True,
    help="Ties and tables of which activity to take.",
)
@click.option(
    "--edition",
    "wanted",
    type=int,
    multiple=True,
    metavar="YEAR",
    shell_complete=completing("edition"),
    help="Take this edition only; may be repeated.",
)
@click.option(
    "--measure",
    "chosen",
    multiple=True,
    metavar="NAME",
    shell_complete=completing("measure"),
    help="Show this measure only; may be repeated.",
)
@click.option(
    "--sort",
    "by",
    metavar="NAME",
    shell_complete=completing("measure"),
    help="Sort by this measure, the highest first; one with bounds by its lowest.",
)
@click.option("--top", type=click.IntRange(min=1), metavar="N", help="Show the first N rows only.")
@click.option("-f", "--format", "form", type=click.Choice(_FORMATS), help="[default: what -o ends in, else table]")
@excel_option
@destination_option
@click.option("--ttl", type=click.Path(path_type=Path), metavar="FILE", help="Write the values as derived facts, too.")
@base_iri_option
@store_options()
@talk_options
def command(
    graphs: GraphFiles,
    sections: str,
    activity: ActivityChoice,
    wanted: tuple[int, ...],
    chosen: tuple[str, ...],
    by: str | None,
    top: int | None,
    form: str | None,
    excel: str | None,
    output: str | None,
    ttl: Path | None,
    base_iri: str,
    quiet: bool,
    verbose: bool,
) -> int:
    """Measure the collaboration network, its clusters, the agents and their tables.

    GRAPH is any number of RDF files (default: output/gii.ttl, and output/links.ttl where it is).

    \b
    gii-graph analyse                              the most named clusters
    gii-graph analyse --activity patents -o a.xlsx all measures, for patents
    gii-graph analyse --of agents --top 10         who is listed in most clusters
    gii-graph analyse --of tables --sort herfindahl    where one applicant weighs most
    gii-graph analyse --of all -f json             everything, with what it means
    gii-graph analyse --ttl output/measures.ttl    as facts to query

    A profile names its top three partners only, and clusters without a profile name nobody: no tie does not mean no
    collaboration. "-" in a table is what cannot be known.
    """
    where, cells = report_destination(output, form, excel, _FORMATS, sections, graphs.names)
    if where.form in _ONE_TABLE and sections == "all":
        raise click.UsageError(f"{where.form.upper()} holds one table; name one with --of, or use -f xlsx or json.")
    _check_ttl(ttl, where, graphs.names)
    from gii_graph.cli.sorted_graph import files_of_editions
    from gii_graph.network import network_part, read_network

    part = network_part(wanted)
    with files_of_editions(graphs, part, wanted, where.path) as (files, editions):
        network = read_network(files, editions, part)
    measured = measure_sections(network, SECTIONS if sections == "all" else (sections,), activity)
    shown = [_selected(part, chosen, by, top, everything=where.form not in _FOR_PEOPLE) for part in measured.sections]
    for path in [*([ttl] if ttl else []), *([where.path] if where.form == "turtle" else [])]:
        _write_facts(path, measured, network, base_iri)
    _write(shown, measured, graphs, where, cells)
    where.say_name(quiet=quiet)
    for caveat in () if quiet else measured.caveats:
        click.echo(f"Note: {visible(caveat)}", err=True)
    return 0


def _write(
    sections: Sequence[MeasuredSection],
    measured: Measured,
    graphs: GraphFiles,
    where: Destination,
    cells: CellWriting,
) -> None:
    if where.form in REPORT_FORMATS:
        write_report_to(where, _report(sections, measured, graphs, where.form), cells)
    elif where.form != "turtle":
        write_output(where.path, _text(sections, measured, where.form, terminal_columns(where.path)))


def _report(sections: Sequence[MeasuredSection], measured: Measured, graphs: GraphFiles, form: str) -> TableReport:
    title = f"Measures of {', '.join(section.name for section in sections)}"
    tables = [measured_table(section, measured.caveats) for section in sections]
    return report_on(title, tables, graphs, measured.editions, form, _definitions(sections))


def _write_facts(path: Path, measured: Measured, network: Network, base_iri: str) -> None:
    from gii_graph.graph import turtle

    write_output(path, turtle(measurements(measured, network, base_iri), base_iri, MEASUREMENT_PREFIXES))


def _check_ttl(ttl: Path | None, where: Destination, names: Sequence[str]) -> None:
    if ttl is None:
        return
    refuse_wrong_ending(str(ttl), "turtle", "--ttl")
    refuse_shared(str(ttl), names)
    if where.file is not None and ttl.resolve() == where.path.resolve():
        raise click.UsageError(f"Both the measures and the facts go to {ttl}; give one of them another file.")


def _definitions(sections: Sequence[MeasuredSection]) -> list[tuple[str, str]]:
    """Return what the measures mean, where their formula is from and what they cannot say."""
    measures = {measure.name: measure for section in sections for measure in section.measures}
    return [(name, f"{one.meaning} Source: {one.source} Cannot say: {one.limit}") for name, one in measures.items()]


def _selected(
    section: MeasuredSection, chosen: Sequence[str], by: str | None, top: int | None, *, everything: bool
) -> MeasuredSection:
    """Return a section with the measures and rows asked for.

    Raises UsageError for a measure that it does not have.
    """
    columns = section.columns()
    bounds = {measure.name: [f"{measure.name}_low", f"{measure.name}_high"] for measure in section.measures}
    for name in (*chosen, *([by] if by else [])):
        if name not in columns and name not in bounds:
            raise click.UsageError(f"There is no measure {name!r} of {section.name}; there are: {', '.join(columns)}.")
    # A measure with bounds is shown with both and sorted by what it surely is.
    chosen = [column for name in chosen for column in ([name] if name in columns else bounds[name])]
    by = bounds[by][0] if by in bounds and by not in columns else by
    shown = chosen or (columns if everything else _FIRST.get(section.name, columns))
    rows = list(section.rows)
    if by:
        rows.sort(key=lambda row: _descending(row.values[by]))
    rows = [MeasuredRow(row.subject, row.keys, {name: row.values[name] for name in shown}) for row in rows[:top]]
    measures = [
        measure for measure in section.measures if not chosen or any(name.startswith(measure.name) for name in chosen)
    ]
    return MeasuredSection(section.name, measures, rows)


def _descending(value: float | None) -> float:
    return float("inf") if value is None else -value


def _text(sections: Sequence[MeasuredSection], measured: Measured, form: str, limit: int | None) -> Iterable[str]:
    if form == "json":
        yield json.dumps(_json(sections, measured), ensure_ascii=False, indent=2) + "\n"
    else:
        yield "\n".join(_table(section, limit, titled=len(sections) > 1) for section in sections)


def _json(sections: Sequence[MeasuredSection], measured: Measured) -> dict[str, Any]:
    return {
        "activity": measured.activity,
        "editions": list(measured.editions),
        "caveats": list(measured.caveats),
        "measures": {
            section.name: {
                one.name: {"meaning": one.meaning, "source": one.source, "cannot_say": one.limit}
                for one in section.measures
            }
            for section in sections
        },
        **{
            section.name: [{"iri": row.subject or None, **row.keys, **row.values} for row in section.rows]
            for section in sections
        },
    }


def _table(section: MeasuredSection, limit: int | None, *, titled: bool) -> str:
    title = f"{section.name.capitalize()}\n" if titled else ""
    if not section.rows:
        return f"{title}No {section.name}.\n"
    if section.name == "network":
        lines = [(name, _number(value)) for name, value in section.rows[0].values.items()]
        return f"{title}{plain_table(('measure', 'value'), lines, numeric=(1,), limit=limit)}\n"
    first = section.rows[0]
    header = [*first.keys, *first.values]
    cells = [(*map(_key, row.keys.values()), *map(_number, row.values.values())) for row in section.rows]
    numeric = range(len(first.keys), len(header))
    return f"{title}{plain_table(header, cells, numeric=numeric, limit=limit)}\n"


def _key(value: str | int | None) -> str:
    return "-" if value is None else visible(str(value))


def _number(value: float | None) -> str:
    """Write a number with up to four decimals, as people write it: 33.5, not 33.5000."""
    if value is None:
        return "-"
    return f"{value:,.4f}".rstrip("0").rstrip(".") if isinstance(value, float) else f"{value:,}"
