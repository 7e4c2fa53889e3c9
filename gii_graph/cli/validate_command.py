"""`gii-graph validate`: what is wrong in a graph, in words, with the line of the source."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gii_graph.cli.destination import Destination, destination_option, excel_option, refuse_shared, refuse_wrong_ending
from gii_graph.cli.graphs import graphs_argument
from gii_graph.cli.options import STANDARD_STREAM, talk_options
from gii_graph.cli.outputs import write_output
from gii_graph.cli.report_options import report_destination, report_on, write_report_to
from gii_graph.cli.store_options import GraphFiles, store_options, tell_left_out
from gii_graph.cli.table_layout import plain_table, terminal_columns
from gii_graph.cli.terminal import counted, visible
from gii_graph.tabular.report_files import REPORT_FORMATS
from gii_graph.vocabulary import BASE, GII

if TYPE_CHECKING:
    from gii_graph.intervals import Implied
    from gii_graph.sparql.parameters import Ask
    from gii_graph.validation.check import Outcome
    from gii_graph.validation.derivation import ImpliedFigures
    from gii_graph.validation.finding import Finding

__all__ = ["command"]

_FORMATS = ("text", "json", "turtle", *REPORT_FORMATS)


@click.command("validate")
@graphs_argument
@click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice(_FORMATS),
    help="How to report; turtle is a SHACL validation report.  [default: what -o ends in, else text]",
)
@excel_option
@click.option(
    "--engine",
    type=click.Choice(["sparql", "shacl"]),
    default="sparql",
    show_default=True,
    help="Who asks the rules: Oxigraph, fast, or pyshacl, the reference.",
)
@click.option(
    "--derived",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Also write the implied totals and populations as Turtle, marked as derived facts.",
)
@destination_option
@store_options()
@talk_options
def command(
    graphs: GraphFiles,
    form: str | None,
    excel: str | None,
    engine: str,
    derived: Path | None,
    output: str | None,
    quiet: bool,
    verbose: bool,
) -> int:
    """Check a graph against the rules of its vocabulary and against its own arithmetic.

    GRAPH are RDF files that are checked together (default: output/gii.ttl, and output/links.ttl where it is
    there). Every finding names the node, the rule, and the line of the source. Exit code 1 says that something
    was found. A graph of a store is fetched, or checked piece by piece where it has over a million statements.

    \b
    gii-graph validate                             output/gii.ttl and output/links.ttl
    gii-graph validate mine.ttl -f json            for programs
    gii-graph validate -o findings.xlsx            for a spreadsheet
    gii-graph validate --derived output/derived.ttl    implied totals as triples
    """
    files = [] if graphs.are_stored else graphs.files()
    where, cells = report_destination(output, form, excel, _FORMATS, "findings", files)
    _check_derived(derived, where, files)
    outcome, ask = _checked(graphs, engine, quiet=quiet)
    if derived is not None:
        from gii_graph.graph import turtle
        from gii_graph.validation.derivation import derived_blocks
        from gii_graph.vocabulary import PREFIXES, PROV

        prefixes = {**PREFIXES, "prov": PROV.NAMESPACE}
        write_output(derived, turtle(derived_blocks(outcome.implied), BASE, prefixes))
    if where.form in REPORT_FORMATS:
        from gii_graph.validation.finding_tables import outcome_tables

        report = report_on("Findings", outcome_tables(outcome), graphs, (), where.form, ask=ask)
        write_report_to(where, report, cells)
    else:
        write_output(where.path, _report(outcome, where.form, terminal_columns(where.path)))
    where.say_name(quiet=quiet)
    if not quiet:
        click.echo(_summary(outcome, verbose), err=True)
    return 1 if outcome.findings else 0


def _checked(graphs: GraphFiles, engine: str, *, quiet: bool) -> tuple[Outcome, Ask | None]:
    """Return what a check of graphs found, and what asks them, where they are here."""
    # What is read is kept until the end: looking for garbage would go over it again and again.
    gc.disable()
    in_pieces = _checked_in_pieces(graphs, quiet=quiet) if graphs.are_stored and engine == "sparql" else None
    return (in_pieces, None) if in_pieces else _checked_whole(graphs.files(), engine)


def _checked_in_pieces(graphs: GraphFiles, *, quiet: bool) -> Outcome | None:
    """Return what a check of a large graph of a store found; None where the graph can be read whole, or must be."""
    from gii_graph.validation.piecewise import check_stored, with_blank_nodes

    name = ", ".join(graphs.names)
    with graphs.asked() as endpoint:
        outcome = check_stored(endpoint)
        if outcome:
            tell_left_out(name, with_blank_nodes(endpoint))
    if outcome and not quiet:
        click.echo(f"Checked {visible(name)} in pieces.", err=True)
    return outcome


def _checked_whole(files: Sequence[Path], engine: str) -> tuple[Outcome, Ask]:
    from gii_graph.sparql.answered_statements import answered_statements
    from gii_graph.sparql.dataset import read_files
    from gii_graph.sparql.engine import answer
    from gii_graph.validation.check import Engine, check, check_statements

    store = cache(lambda: read_files(files, sys.stdin.buffer))
    statements = answered_statements(files) if engine == Engine.SPARQL else None
    outcome = check(store(), Engine(engine)) if statements is None else check_statements(statements, store)
    return outcome, lambda question: answer(store(), question)


def _check_derived(derived: Path | None, where: Destination, files: Sequence[Path]) -> None:
    if derived is None:
        return
    if derived == STANDARD_STREAM:
        if where.file is None:
            raise click.UsageError(
                "Both the report and the derived facts go to standard output; give one of them a file."
            )
        return
    refuse_wrong_ending(str(derived), "turtle", "--derived")
    refuse_shared(str(derived), map(str, files))
    if where.file is not None and derived.resolve() == where.path.resolve():
        raise click.UsageError(f"Both the report and the derived facts go to {derived}; give one of them another file.")


def _report(outcome: Outcome, form: str, limit: int | None) -> Iterable[str]:
    if form == "text":
        return (f"{line}\n" for line in _text(outcome, limit))
    from gii_graph.validation.outcome_report import as_json, as_shacl_report

    return [f"{as_json(outcome)}\n" if form == "json" else as_shacl_report(outcome)]


def _text(outcome: Outcome, limit: int | None) -> Iterator[str]:
    for finding in outcome.findings:
        yield from _finding(finding)
    rows = [_row(figures) for figures in outcome.implied if figures.totals]
    if rows:
        if outcome.findings:
            yield ""
        yield "What the figures imply (counts and rounded shares give totals; totals and intensities give inhabitants):"
        header = ("profile", "PCT applications", "articles", "inhabitants")
        yield plain_table(header, rows, numeric=(1, 2, 3), limit=limit)


def _finding(finding: Finding) -> Iterator[str]:
    first = finding.citations[0] if finding.citations else None
    place = f"{first.file}:{first.line}: " if first else ""
    yield visible(f"{place}{finding.rule}: {finding.message}.")
    yield visible(f"    node: {_short(finding.node)}")
    for citation in finding.citations:
        yield visible(f"    {citation.file}:{citation.line}: {_one_line(citation.quote or '')}")


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _short(iri: str) -> str:
    return iri.removeprefix(BASE)


def _row(figures: ImpliedFigures) -> tuple[str, str, str, str]:
    totals = (figures.totals.get(GII.patents), figures.totals.get(GII.articles))
    return (visible(_short(figures.profile)), *map(_interval, totals), _interval(figures.population))  # type: ignore[return-value]


def _interval(implied: Implied[str] | None) -> str:
    return "-" if implied is None else str(implied.interval)


def _summary(outcome: Outcome, verbose: bool) -> str:
    from gii_graph.validation.shapes import shipped_rules

    found = len(outcome.findings)
    said = f"{counted(len(outcome.implied), 'profile')}: {f'{found:,} wrong' if found else 'nothing wrong'}."
    return f"{said} {len(shipped_rules())} rules were asked." if verbose else said
