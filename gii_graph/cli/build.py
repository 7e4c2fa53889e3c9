"""`gii-graph build`: profile texts into a graph in Turtle, with a report of what was read."""

from __future__ import annotations

import json
from pathlib import Path

import click

from gii_graph.assembly import Assembly, assemble
from gii_graph.cli.options import (
    DEFAULT_GRAPH,
    DEFAULT_PROFILES,
    STANDARD_STREAM,
    base_iri_option,
    output_option,
    talk_options,
)
from gii_graph.cli.outputs import write_output
from gii_graph.cli.tables import plain_table, visible
from gii_graph.graph import turtle
from gii_graph.identity import Word, read_overrides
from gii_graph.reading import Reading, find_files

__all__ = ["command"]


@click.command("build")
@click.argument("profiles", nargs=-1, type=click.Path(path_type=Path))
@output_option(DEFAULT_GRAPH)
@base_iri_option
@click.option(
    "--report", type=click.Path(path_type=Path), metavar="FILE", help="Write the report as JSON; - is standard output."
)
@click.option("--strict", is_flag=True, help="Refuse to write a graph if anything was missing or not understood.")
@click.option(
    "--overrides",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
    help="Tab-separated names that are an organization or a person, against the rules.",
)
@click.option(
    "--decisions",
    multiple=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
    help="A review table of `link`, whose decisions join or part organisations (default: review.tsv beside the output).",
)
@talk_options
def command(
    profiles: tuple[Path, ...],
    output: Path,
    base_iri: str,
    report: Path | None,
    strict: bool,
    overrides: Path | None,
    decisions: tuple[Path, ...],
    quiet: bool,
    verbose: bool,
) -> int:
    r"""Turn profile texts into a graph in Turtle.

    PROFILES are text, Markdown or HTML files, or folders of them (default: seeds/). Every fact keeps the line
    that states it; what is missing or not understood is reported.

    \b
    gii-graph build                          seeds/ to output/gii.ttl
    gii-graph build 2023/ 2024/ -o both.ttl  two editions in one graph
    gii-graph build page.html -o -           to standard output
    """
    if report == STANDARD_STREAM and output == STANDARD_STREAM:
        raise click.UsageError("Both the graph and the report go to standard output; give one of them a file.")
    assembly = assemble(
        find_files(profiles or (DEFAULT_PROFILES,)),
        read_overrides(overrides) if overrides else None,
        _word_of(decisions or _beside(output)),
    )
    refuse = not assembly.readings or (strict and not assembly.complete)
    if not refuse:
        write_output(output, turtle(assembly.blocks(), base_iri))
    if report:
        write_output(report, [json.dumps(assembly.report(), ensure_ascii=False, indent=2), "\n"])
    if not quiet:
        _tell(assembly, verbose)
    if refuse:
        reason = "--strict allows no gap" if assembly.readings else "no profile could be read"
        click.echo(f"No graph written: {reason}.", err=True)
        return 3
    if not quiet and output != STANDARD_STREAM:
        click.echo(f"Wrote {output}: {_summary(assembly)}.", err=True)
    return 0 if assembly.complete else 1


def _beside(output: Path) -> tuple[Path, ...]:
    """Return the review table that `link` keeps beside the graph, where there is one."""
    review = output.parent / "review.tsv"
    return (review,) if output != STANDARD_STREAM and review.is_file() else ()


def _word_of(tables: tuple[Path, ...]) -> Word | None:
    """Return what a person decided of pairs of names in those review tables."""
    if not tables:
        return None
    from gii_graph.links.review import Decisions

    return Word(*Decisions.read(tables).pairs_of_names())


def _tell(assembly: Assembly, verbose: bool) -> None:
    """Print the report for people on standard error."""
    rows = [
        (
            visible(reading.profile.source.name),
            visible(reading.profile.cluster.value),
            str(reading.profile.edition.value),
            str(reading.facts),
            str(len(reading.missing) or "-"),
            str(len(reading.unread) or "-"),
        )
        for reading in assembly.readings
    ]
    if rows:
        header = ("file", "cluster", "edition", "facts", "missing", "not understood")
        click.echo(plain_table(header, rows, numeric=(2, 3, 4, 5)), err=True)
    for reading in assembly.readings:
        _tell_of_reading(reading, verbose)
    for duplicate in assembly.duplicates:
        click.echo(f"{visible(duplicate.file)}: states the same as {visible(duplicate.kept)}; left out.", err=True)
    for error in assembly.refused:
        click.echo(visible(str(error)), err=True)


def _tell_of_reading(reading: Reading, verbose: bool) -> None:
    name = visible(reading.profile.source.name)
    if reading.missing:
        click.echo(f"{name}: does not state: {'; '.join(reading.missing)}.", err=True)
    for unread in reading.unread:
        click.echo(f"{name}:{unread.line}: not used: {_shown(unread.text)} ({visible(unread.reason)})", err=True)
    if not verbose:
        return
    for activity in reading.charts_absent:
        click.echo(f"{name}: the chart of {activity} by field has no text.", err=True)
    for furniture in reading.furniture:
        click.echo(f"{name}:{furniture.line}: taken as page furniture: {_shown(furniture.text)}", err=True)


def _shown(text: str) -> str:
    """Return a line's text for a message: cells apart by spaces, controls visible, not longer than a screen line."""
    line = visible(text.replace("\t", "  ").strip())
    return line if len(line) <= 100 else f"{line[:97]}..."


def _summary(assembly: Assembly) -> str:
    identity = assembly.identity
    counts = (
        (len(assembly.readings), "profile"),
        (len(set(identity.clusters.values())), "cluster"),
        (len({agent.path for agent in identity.agents.values()}), "agent"),
    )
    return ", ".join(f"{count} {noun}{'' if count == 1 else 's'}" for count, noun in counts)
