"""`gii-graph diff`: what changed between two graphs, or between two editions in one."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import click

from gii_graph.cli.destination import destination_option, excel_option
from gii_graph.cli.options import DEFAULT_GRAPH, talk_options
from gii_graph.cli.outputs import write_output
from gii_graph.cli.report_options import basis_of, report_destination, write_report_to
from gii_graph.cli.store_options import GraphFiles, store_options, tell_left_out
from gii_graph.cli.terminal import visible
from gii_graph.comparison import Change, Comparison, compare
from gii_graph.comparison.change_tables import change_table, group_tables
from gii_graph.comparison.changes import pairs_of_editions
from gii_graph.comparison.wording import markdown, plain, title_of, topic
from gii_graph.files import readable_name
from gii_graph.graph.loading import read_triples
from gii_graph.network.elements import Evidence
from gii_graph.tabular.data_table import DataTable, TableReport
from gii_graph.tabular.report_files import REPORT_FORMATS

if TYPE_CHECKING:
    from gii_graph.comparison.in_batches import ComparedGraph, GraphAtHand, GraphInStore

__all__ = ["command"]

_FORMATS = ("text", "json", *REPORT_FORMATS)
_FOR_A_TEXT = {"html", "docx"}  # a table for each cluster, as Markdown has; the other forms have one row a change


@click.command("diff")
@click.argument("graphs", nargs=-1, metavar="[OLD] [NEW]", type=click.Path(path_type=Path, readable=False))
@click.option(
    "--editions", type=(int, int), metavar="OLD NEW", help="Compare these editions, in one graph or in OLD and NEW."
)
@click.option("-f", "--format", "form", type=click.Choice(_FORMATS), help="[default: what -o ends in, else text]")
@excel_option
@click.option("--exit-zero", is_flag=True, help="Exit with 0 even where there are differences.")
@destination_option
@store_options(most=2)
@talk_options
def command(
    graphs: GraphFiles,
    editions: tuple[int, int] | None,
    form: str | None,
    excel: str | None,
    exit_zero: bool,
    output: str | None,
    quiet: bool,
    verbose: bool,
) -> int:
    """Say what changed between two graphs, two folders of profiles, or two editions in one.

    OLD and NEW are RDF files, or profiles and folders of them, which are read as by build. Editions that both have
    are compared each with itself, and the newest of OLD with the newest of NEW. With --editions one graph is enough
    (default: output/gii.ttl).

    \b
    gii-graph diff old.ttl new.ttl
    gii-graph diff profiles/2024 profiles/2025
    gii-graph diff --editions 2023 2024 both.ttl
    gii-graph diff old.ttl new.ttl -o changes.docx

    Compared are clusters with a profile, their figures, partners, tables and fields; evidence is shown, not compared.
    A graph of a store is fetched, or compared some clusters at a time where it has over a million statements.
    Exit codes: 0 no difference; 1 differences (0 with --exit-zero); 2 called wrongly; 3 nothing could be compared.
    """
    old_graph, new_graph = _two([] if graphs.are_default else graphs.each(), one_is_enough=editions is not None)
    names = (_name(old_graph), _name(new_graph))
    files = [path for graph in (old_graph, new_graph) for path in graph.named]
    where, cells = report_destination(output, form, excel, _FORMATS, "changes", files)
    comparisons, told = _compared(old_graph, new_graph, editions, quiet=quiet)
    if where.form in REPORT_FORMATS and where.form != "markdown":
        write_report_to(where, _report(comparisons, *names, where.form), cells)
    else:
        write_output(where.path, _written(comparisons, *names, where.form))
    where.say_name(quiet=quiet)
    if not quiet:
        for line in dict.fromkeys(told):
            click.echo(visible(line), err=True)
    differs = any(comparison.changes for comparison in comparisons)
    return 1 if differs and not exit_zero else 0


_Pair: TypeAlias = tuple[int | None, int | None]


def _compared(
    old: GraphFiles, new: GraphFiles, editions: _Pair | None, *, quiet: bool
) -> tuple[list[Comparison], list[str]]:
    """Return what changed, and what is to be told of the graphs.

    Large graphs of a store are compared in batches, where nothing in them hinders that.
    """
    with ExitStack() as stack:
        in_store = [_large(graph, stack) for graph in ([old] if new is old else [old, new])]
        if any(in_store):
            from gii_graph.comparison.cluster_batch import UnfitForBatchesError

            with suppress(UnfitForBatchesError):
                return _compared_in_batches(old, new, in_store, editions, quiet=quiet)
    before = _read(old)
    after = before if new is old else _read(new)
    pairs = [editions] if editions else pairs_of_editions(before.graph.editions, after.graph.editions)
    comparisons = [compare(before.graph.side(one), after.graph.side(other)) for one, other in pairs]
    return comparisons, [*before.told, *after.told]


def _compared_in_batches(
    old: GraphFiles, new: GraphFiles, in_store: Sequence[GraphInStore | None], editions: _Pair | None, *, quiet: bool
) -> tuple[list[Comparison], list[str]]:
    from gii_graph.comparison.in_batches import compare_in_batches

    large = [graph for graph in in_store if graph]
    for graph in large:
        graph.refuse_unfit()
    files = [old] if new is old else [old, new]
    told: list[str] = []
    graphs: list[ComparedGraph] = []
    for graph_files, graph_in_store in zip(files, in_store, strict=True):
        if graph_in_store is None:
            at_hand = _read(graph_files)
            told += at_hand.told
        graphs.append(graph_in_store or at_hand.graph)
    before, after = graphs[0], graphs[-1]
    pairs = [editions] if editions else pairs_of_editions(before.editions, after.editions)
    comparisons = compare_in_batches(before, after, pairs)
    for graph_files, graph_in_store in zip(files, in_store, strict=True):
        if graph_in_store:
            graph_in_store.confirm()
            tell_left_out(_name(graph_files), graph_in_store.with_blank_nodes)
            if not quiet:
                click.echo(f"Compared {visible(_name(graph_files))} in batches.", err=True)
    return comparisons, told


def _large(graph: GraphFiles, stack: ExitStack) -> GraphInStore | None:
    """Return a graph of a store that is too large to be fetched, None for another."""
    if not graph.are_stored:
        return None
    from gii_graph.comparison import in_batches

    in_store = in_batches.GraphInStore(stack.enter_context(graph.asked()))
    return in_store if in_store.statements > in_batches.LARGE else None


class _Input(NamedTuple):
    """What one argument holds, and what is to be told of it."""

    graph: GraphAtHand
    told: Sequence[str] = ()


def _read(graph: GraphFiles) -> _Input:
    """Read a graph; or the profiles of a folder, or of a text, as `build` does.

    Raises GraphFileError for a graph that cannot be read, SourceError where no profile can be.
    """
    from gii_graph.comparison.in_batches import GraphAtHand
    from gii_graph.reading.profile_files import SUFFIXES

    (path,) = graph.files()
    is_text = path.is_dir() or path.suffix.lower() in SUFFIXES
    return _built(path) if is_text else _Input(GraphAtHand(read_triples([path])))


def _built(path: Path) -> _Input:
    from gii_graph.comparison.in_batches import GraphAtHand
    from gii_graph.errors import SourceError
    from gii_graph.library import build

    graph, assembly = build(path)
    if not assembly.accounts:
        raise SourceError(str(path), None, "no profile", "a profile text, or a folder of them", "name another folder")
    unread = {account.source.name: len(account.unread) for account in assembly.accounts if account.unread}
    told = [
        f"{name}: {count} lines were not understood; `gii-graph build` names them." for name, count in unread.items()
    ]
    triples = [quad.triple for quad in graph.store]
    return _Input(GraphAtHand(triples, frozenset(unread)), (*map(str, assembly.refused), *told))


def _name(graph: GraphFiles) -> str:
    (name,) = graph.names
    return readable_name(name)


def _two(graphs: Sequence[GraphFiles], *, one_is_enough: bool) -> tuple[GraphFiles, GraphFiles]:
    if len(graphs) == 2:
        old, new = graphs
        return old, old if (old.named, old.names) == (new.named, new.names) else new
    if one_is_enough and len(graphs) < 2:
        graph = graphs[0] if graphs else GraphFiles([DEFAULT_GRAPH])
        return graph, graph
    raise click.UsageError("Name two graphs, OLD and NEW; or one graph and two editions with --editions OLD NEW.")


def _written(comparisons: Sequence[Comparison], old: str, new: str, form: str) -> Iterator[str]:
    if form == "json":
        found = [_json(comparison, old, new) for comparison in comparisons]
        yield json.dumps(found, ensure_ascii=False, indent=2) + "\n"
        return
    for place, comparison in enumerate(comparisons):
        lines = (markdown if form == "markdown" else plain)(comparison, old, new, visible)
        yield "\n" if place else ""
        yield from (f"{line}\n" for line in lines)


def _report(comparisons: Sequence[Comparison], old: str, new: str, form: str) -> TableReport:
    titles = [title_of(comparison, old, new) for comparison in comparisons]
    basis = basis_of(dict.fromkeys((old, new)))
    if form not in _FOR_A_TEXT:
        return TableReport("; ".join(titles), (change_table(comparisons),), basis)
    tables: list[DataTable] = []
    for comparison, title in zip(comparisons, titles, strict=True):
        part = list(group_tables(comparison, title))
        # With several comparisons a heading alone would not say of which it is.
        tables += part if len(titles) == 1 else [replace(table, name=f"{table.name} ({title})") for table in part]
    return TableReport("; ".join(titles), tuple(tables), basis)


def _json(comparison: Comparison, old: str, new: str) -> dict[str, Any]:
    return {
        "old": {"graph": old, "edition": comparison.old_edition},
        "new": {"graph": new, "edition": comparison.new_edition},
        "different": bool(comparison.changes),
        "changes": [_change(change) for change in comparison.changes],
    }


def _change(change: Change) -> dict[str, Any]:
    key = change.key
    old_evidence, new_evidence = change.evidence
    return {
        "change": change.sort,
        "cluster": {"iri": key.cluster, "name": change.cluster},
        "topic": key.topic,
        "activity": key.activity or None,
        "subject": key.subject or None,
        "absence": change.absence,
        "label": change.label if key.topic != "figure" else topic(change),
        "old": change.old.value if change.old else None,
        "new": change.new.value if change.new else None,
        "old_evidence": [_place(line) for line in old_evidence],
        "new_evidence": [_place(line) for line in new_evidence],
    }


def _place(line: Evidence) -> dict[str, Any]:
    return {"file": line.file, "line": line.line, "quote": line.quote}
