"""`gii-graph build`: profile texts into a graph in Turtle, with a report of what was read."""

from __future__ import annotations

import gc
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gii_graph.assembly import Contents, Made, Recipe, Record
from gii_graph.cli.cache_command import cache_folder
from gii_graph.cli.catalogue_record import describe_graph, description_of
from gii_graph.cli.options import (
    DEFAULT_GRAPH,
    DEFAULT_PROFILES,
    REVIEW_TABLE,
    STANDARD_STREAM,
    base_iri_option,
    output_option,
    talk_options,
)
from gii_graph.cli.outputs import Written, write_bytes, write_output
from gii_graph.cli.terminal import counted, plain_table, visible
from gii_graph.reading import find_names

if TYPE_CHECKING:
    from gii_graph.assembly import Account, Assembly, Notes
    from gii_graph.identity import Kind, Word

__all__ = ["command"]

# Fewer files than this are built in less time than it takes to wonder whether they have changed.
_WORTH_A_RECORD = 100
# So many profiles are listed one by one; of more only those with a gap.
_MOST_ROWS = 100


@click.command("build")
@click.argument("profiles", nargs=-1, type=click.Path(path_type=Path, readable=False))
@output_option(DEFAULT_GRAPH)
@base_iri_option
@click.option(
    "--report", type=click.Path(path_type=Path), metavar="FILE", help="Write the report as JSON; - is standard output."
)
@click.option("--strict", is_flag=True, help="Refuse to write a graph if anything was missing or not understood.")
@click.option(
    "--overrides",
    type=click.Path(path_type=Path, exists=True, dir_okay=False, readable=False),
    metavar="FILE",
    help="Tab-separated names that are an organization or a person, against the rules.",
)
@click.option(
    "--decisions",
    type=click.Path(path_type=Path, exists=True, dir_okay=False, readable=False),
    metavar="FILE",
    help="A review table with a person's word on which names are one.  [default: review.tsv beside the graph, if any]",
)
@click.option(
    "-j", "--jobs", type=click.IntRange(min=1), metavar="N", help="Work in so many processes.  [default: by the work]"
)
@talk_options
def command(
    profiles: tuple[Path, ...],
    output: Path,
    base_iri: str,
    report: Path | None,
    strict: bool,
    overrides: Path | None,
    decisions: Path | None,
    jobs: int | None,
    quiet: bool,
    verbose: bool,
) -> int:
    """Turn profile texts into a graph in Turtle.

    PROFILES are text, Markdown or HTML files, or folders of them (default: seeds/). Every fact keeps the line
    that states it; what is missing or not understood is reported. Beside the graph stands its description for
    catalogues (DCAT, VoID): gii.dataset.ttl beside gii.ttl.

    \b
    gii-graph build                          seeds/ to output/gii.ttl
    gii-graph build 2023/ 2024/ -o both.ttl  two editions in one graph
    gii-graph build page.html -o -           to standard output
    """
    if report == STANDARD_STREAM and output == STANDARD_STREAM:
        raise click.UsageError("Both the graph and the report go to standard output; give one of them a file.")
    files = find_names(profiles or (DEFAULT_PROFILES,))
    decisions = decisions or _decisions_beside(output)
    look = partial(_recipe, files, (overrides, decisions), base_iri, (strict, verbose))
    record, recipe = None, None
    if len(files) >= _WORTH_A_RECORD and output != STANDARD_STREAM:
        record = Record(cache_folder() / "builds", output)
        recipe = look(record.rested())
    made = record.of(recipe) if record and recipe else None
    if made and report is None and description_of(output).exists():
        _say([*made.said, f"{output} is as it was: nothing has changed."], quiet)
        return made.code
    from gii_graph.assembly import Notes, assembled

    memory = record.memory(recipe) if record and recipe else None
    notes = Notes() if recipe else None
    # A build keeps all that it makes until its end: looking for garbage would go over it again and again.
    gc.disable()
    with assembled(files, _kinds(overrides), _word(decisions), jobs, memory) as assembly:
        written = None if _is_refused(assembly, strict) else _write(assembly, output, base_iri, notes)
        if report:
            write_output(report, [json.dumps(assembly.report(), ensure_ascii=False, indent=2), "\n"])
    said = [*_told(assembly, verbose)]
    _say(said, quiet)
    if written is None:
        reason = "--strict allows no gap" if assembly.accounts else "no profile could be read"
        click.echo(f"No graph written: {reason}.", err=True)
        return 3
    code = 0 if assembly.complete else 1
    if record and recipe and notes and _is_made_of(assembly, recipe, look):
        record.keep(recipe, Made(code, said), written.sha256, notes)
    if output != STANDARD_STREAM:
        _say([f"Wrote {output}: {_summary(assembly)}."], quiet)
    return code


def _is_refused(assembly: Assembly, strict: bool) -> bool:
    return not assembly.accounts or (strict and not assembly.complete)


def _write(assembly: Assembly, output: Path, base_iri: str, notes: Notes | None) -> Written:
    """Write the graph, and its description beside it."""
    from gii_graph.graph import Tally

    tally = Tally()
    written = write_bytes(output, assembly.encoded(base_iri, tally, notes))
    if output != STANDARD_STREAM:
        describe_graph(output, written, base_iri, tally, _editions(assembly))
    return written


def _editions(assembly: Assembly) -> list[str]:
    return sorted({str(account.edition) for account in assembly.accounts})


def _decisions_beside(graph: Path) -> Path | None:
    """Return the review table that `link` keeps beside a graph, where there is one."""
    table = graph.with_name(REVIEW_TABLE)
    return table if graph != STANDARD_STREAM and table.is_file() else None


def _kinds(overrides: Path | None) -> dict[str, Kind] | None:
    if overrides is None:
        return None
    from gii_graph.identity import read_overrides

    return read_overrides(overrides)


def _word(decisions: Path | None) -> Word | None:
    if decisions is None:
        return None
    from gii_graph.identity import Word
    from gii_graph.links.review import Decisions

    same, apart = Decisions.read([decisions]).pairs_of_names()
    return Word(same, apart)


def _recipe(
    files: Sequence[str],
    decisions: Sequence[Path | None],
    base_iri: str,
    settings: Sequence[object],
    rested: Mapping[str, list[Any]],
) -> Recipe | None:
    """Return what the graph is made of, None where a file cannot be read: the build says so."""
    try:
        return Recipe.of(Contents.of(files, rested), decisions, base_iri, settings)
    except OSError:
        return None


def _is_made_of(assembly: Assembly, recipe: Recipe, look: Callable[[Mapping[str, list[Any]]], Recipe | None]) -> bool:
    """Tell whether the files had, when they were read, the content that the recipe says."""
    if not set(recipe.contents.hashes.values()).issuperset(account.source.sha256 for account in assembly.accounts):
        return False
    # Of a file that cannot be used only its error is left: look again.
    look_again = look({}) if assembly.refused else recipe
    return look_again is not None and look_again.digest == recipe.digest


def _say(lines: Iterable[str], quiet: bool) -> None:
    if not quiet:
        for line in lines:
            click.echo(line, err=True)


def _told(assembly: Assembly, verbose: bool) -> Iterator[str]:
    """Yield the report for people."""
    listed = [account for account in assembly.accounts if account.missing or account.unread]
    if verbose or len(assembly.accounts) <= _MOST_ROWS:
        listed = [*assembly.accounts]
    if listed:
        header = ("file", "cluster", "edition", "facts", "missing", "not understood")
        yield plain_table(header, [*map(_row, listed)], numeric=(2, 3, 4, 5))
    if len(listed) < len(assembly.accounts):
        yield f"{len(assembly.accounts) - len(listed):,} profiles state all that profiles state; -v lists them."
    for account in assembly.accounts:
        yield from _told_of_file(account, verbose)
    for duplicate in assembly.duplicates:
        yield f"{visible(duplicate.file)}: states the same as {visible(duplicate.kept)}; left out."
    for error in assembly.refused:
        yield visible(str(error))


def _row(account: Account) -> tuple[str, ...]:
    return (
        visible(account.source.name),
        visible(account.cluster),
        str(account.edition),
        str(account.facts),
        str(len(account.missing) or "-"),
        str(len(account.unread) or "-"),
    )


def _told_of_file(account: Account, verbose: bool) -> Iterator[str]:
    name = visible(account.source.name)
    if account.missing:
        yield f"{name}: does not state: {'; '.join(account.missing)}."
    if account.short:
        yield f"{name}: shorter than usual: {'; '.join(account.short)}."
    for unread in account.unread:
        yield f"{name}:{unread.line}: not used: {_shown(unread.text)} ({visible(unread.reason)})"
    if not verbose:
        return
    for activity in account.charts_absent:
        yield f"{name}: the chart of {activity} by field has no text."
    for furniture in account.furniture:
        yield f"{name}:{furniture.line}: taken as page furniture: {_shown(furniture.text)}"


def _shown(text: str) -> str:
    """Return a line's text for a message: cells apart by spaces, controls visible, not longer than a screen line."""
    line = visible(text.replace("\t", "  ").strip())
    return line if len(line) <= 100 else f"{line[:97]}..."


def _summary(assembly: Assembly) -> str:
    clusters, agents = assembly.counts
    counts = ((len(assembly.accounts), "profile"), (clusters, "cluster"), (agents, "agent"))
    return ", ".join(counted(count, noun) for count, noun in counts)
