"""`gii-graph build`: profile texts into a graph in Turtle, with a report of what was read."""

from __future__ import annotations

import gc
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click
from click.core import ParameterSource

from gii_graph.build_cache import BuildInputs, BuildOutcome, BuildSession
from gii_graph.cli.build_report import report_lines, summary
from gii_graph.cli.catalogue_record import describe_graph, description_of, graph_description
from gii_graph.cli.destination import refuse_wrong_ending
from gii_graph.cli.options import (
    DEFAULT_GRAPH,
    DEFAULT_PROFILES,
    REVIEW_TABLE,
    STANDARD_STREAM,
    background_index_option,
    base_iri_option,
    output_option,
    talk_options,
)
from gii_graph.cli.outputs import Written, write_bytes, write_output
from gii_graph.cli.terminal import visible
from gii_graph.errors import CallError
from gii_graph.reading import DISK, look_through
from gii_graph.reading.origins import find_origins
from gii_graph.reading.profile_limits import MAX_DOCUMENT_BYTES

if TYPE_CHECKING:
    from gii_graph.assembly import Assembly, FilePart
    from gii_graph.errors import SourceError
    from gii_graph.graph import Tally
    from gii_graph.identity import Kind, Word
    from gii_graph.reading import Storage
    from gii_graph.reading.origins import Origins
    from gii_graph.remote.cluster_shard import ClusterShard

__all__ = ["command"]

# What standard input is called as a source.
_STANDARD_INPUT = "standard-input"


@click.command("build")
@click.argument("profiles", nargs=-1, type=click.Path(readable=False))
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
    help="Tab-separated names: an organization, a person, same-as or different, against the rules.",
)
@click.option(
    "--decisions",
    type=click.Path(path_type=Path, exists=True, dir_okay=False, readable=False),
    metavar="FILE",
    help="A review table with a person's word on which names are one.  [default: review.tsv beside the graph, if any]",
)
@click.option(
    "--sources",
    type=click.Path(path_type=Path, exists=True, dir_okay=False, readable=False),
    metavar="FILE",
    help="A table with the columns file, url, fetched: where texts come from.  [also: TEXT.source beside a text]",
)
@click.option(
    "-j", "--jobs", type=click.IntRange(min=1), metavar="N", help="Work in so many processes.  [default: by the work]"
)
@click.option(
    "--scheduler",
    metavar="ADDRESS",
    help="Have the workers of this Dask cluster read and describe, e.g. tcp://host:8786.  [needs the extra dask]",
)
@click.option(
    "--parts-to",
    metavar="FOLDER",
    help="Have the workers write the graph's parts to this empty folder or address, e.g. s3://bucket/gii/.",
)
@background_index_option
@talk_options
def command(profiles: tuple[str, ...], **options: Any) -> int:
    """Turn profile texts into a graph in Turtle.

    PROFILES are files or folders of them (default: seeds/), or - for standard input: texts, Markdown, HTML, web
    archives, PDF, Word and OpenDocument texts. With the extra dask they may be addresses such as s3://bucket/profiles/
    of any place that fsspec reaches. Every fact keeps the line that states it; what is missing or not
    understood is reported, and what a folder holds and is not read is named. Beside the graph stands its description
    for catalogues (DCAT, VoID): gii.dataset.ttl beside gii.ttl. A large graph is then indexed in the background, so
    that the first question is answered at once.

    \b
    gii-graph build                          seeds/ to output/gii.ttl
    gii-graph build 2023/ 2024/ -o both.ttl  two editions in one graph
    gii-graph build page.html -o -           to standard output
    cat seeds/*.txt | gii-graph build -      from standard input

    \b
    gii-graph build s3://bucket/profiles/ --scheduler tcp://10.0.0.5:8786
    """
    request = _Request(**options)
    _check_is_for_cluster(profiles, request)
    if request.report == request.output:
        where = "standard output" if request.output == STANDARD_STREAM else str(request.output)
        raise click.UsageError(f"Both the graph and the report go to {where}; give one of them another file.")
    with ExitStack() as stack:
        names = stack.enter_context(_standard_input_as_file(profiles or (str(DEFAULT_PROFILES),)))
        shard = _cluster_shard(stack, request.scheduler) if request.scheduler else None
        return _build(_Sources.at(names, shard), request)


class _Request(NamedTuple):
    """The options of a build, as the command line gives them."""

    output: Path
    base_iri: str
    report: Path | None
    strict: bool
    overrides: Path | None
    decisions: Path | None
    sources: Path | None
    jobs: int | None
    scheduler: str | None
    parts_to: str | None
    may_index: bool
    quiet: bool
    verbose: bool


def _check_is_for_cluster(profiles: Sequence[str], request: _Request) -> None:
    """Raise UsageError where options do not go with a cluster, or need one."""
    if request.parts_to and not request.scheduler:
        raise click.UsageError("--parts-to needs --scheduler: the workers of a cluster write the parts.")
    if request.scheduler and request.jobs:
        raise click.UsageError("-j is how many processes work here; with --scheduler the cluster has its own number.")
    if request.scheduler and str(STANDARD_STREAM) in profiles:
        raise click.UsageError("Workers cannot read standard input; name files or folders.")
    source = click.get_current_context().get_parameter_source("output")
    if request.parts_to and source is not ParameterSource.DEFAULT:
        raise click.UsageError("The graph goes into one file with -o, or in parts with --parts-to; give one of them.")


def _cluster_shard(stack: ExitStack, address: str) -> ClusterShard:
    """Connect to a cluster until the stack is closed."""
    from gii_graph.remote.cluster_shard import ClusterShard
    from gii_graph.remote.dask_cluster import dask_cluster

    return ClusterShard(stack.enter_context(dask_cluster(address)))


class _Sources(NamedTuple):
    """The profile files, what folders hold beside them, where they lie, and the cluster that reads them, if any."""

    files: list[str]
    left_out: list[SourceError]
    storage: Storage
    shard: ClusterShard | None

    @classmethod
    def at(cls, names: Sequence[str], shard: ClusterShard | None) -> _Sources:
        """Look through paths and addresses."""
        if not any("://" in name for name in names):
            return cls(*look_through(map(Path, names)), DISK, shard)
        from gii_graph.remote.stored_files import STORED_FILES, look_through_places

        return cls(*look_through_places(names), STORED_FILES, shard)


def _build(sources: _Sources, request: _Request) -> int:
    """Build the graph of files and folders; return the exit code."""
    output, overrides, quiet = request.output, request.overrides, request.quiet
    _not_among(sources.files, output)
    refuse_wrong_ending(str(output), "turtle", "-o")
    if request.report is not None:
        refuse_wrong_ending(str(request.report), "json", "--report")
    decisions = request.decisions or (None if request.parts_to else _decisions_beside(output))
    origins = find_origins(sources.files, request.sources, sources.storage)
    session = _session(sources, request, decisions, origins)
    before = session.outcome()
    if before and request.report is None and description_of(output).exists():
        _say([*before.said, f"{output} is as it was: nothing has changed."], quiet)
        return before.code
    from gii_graph.assembly import assembled

    # A build keeps all that it makes until its end: looking for garbage would go over it again and again.
    gc.disable()
    kinds, word, conflicts = _said_by_people(overrides, decisions)
    with assembled(
        sources.files, kinds, word, request.jobs, session.last_build(), sources.left_out, sources.storage, sources.shard
    ) as assembly:
        refused = not assembly.accounts or (request.strict and not assembly.complete)
        written = None if refused else _write(assembly, session, sources.shard, request, origins)
        if request.report:
            told = assembly.report() | {"addresses_unused": [*origins.unused]}
            write_output(request.report, [json.dumps(told, ensure_ascii=False, indent=2), "\n"])
    said = [*report_lines(assembly, request.verbose), *map(visible, (*origins.unused, *conflicts))]
    _say(said, quiet)
    if written is None:
        reason = "--strict allows no gap" if assembly.accounts else "no profile could be read"
        click.echo(f"No graph written: {reason}.", err=True)
        return 3
    is_done = assembly.complete and not (origins.unused or conflicts or (overrides and assembly.names.unapplied))
    outcome = BuildOutcome(0 if is_done else 1, said)
    session.keep(assembly, outcome, written.sha256)
    if output != STANDARD_STREAM:
        _say([f"Wrote {request.parts_to or output}: {summary(assembly)}."], quiet)
        if request.may_index and not request.parts_to:
            _index(output)
    return outcome.code


def _session(sources: _Sources, request: _Request, decisions: Path | None, origins: Origins) -> BuildSession:
    """Return the build beside what the last one noted; nothing is noted of files that only workers may have near."""
    # What is said of a build hangs on these too.
    settings = (
        request.strict, request.verbose, [*map(str, sources.left_out)], sorted(origins.by_content.items()),
        origins.unused,
    )  # fmt: skip
    inputs = BuildInputs(sources.files, (request.overrides, decisions), request.base_iri, settings)
    is_noted = request.output != STANDARD_STREAM and sources.storage is DISK and sources.shard is None
    return BuildSession(_folder_of_builds if is_noted else None, request.output, inputs)


def _index(output: Path) -> None:
    from gii_graph.cli.background_indexing import asked_with, index_in_background

    index_in_background(asked_with(output) or [str(output)])


def _folder_of_builds() -> Path:
    from gii_graph.cache_folder import cache_folder

    return cache_folder() / "builds"


@contextmanager
def _standard_input_as_file(paths: Sequence[str]) -> Iterator[list[str]]:
    """Give the paths, "-" as a file with what standard input holds, which processes can read as they do others."""
    if str(STANDARD_STREAM) not in paths:
        yield [*paths]
        return
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        file = Path(folder) / _STANDARD_INPUT
        # One byte more than any file may have tells that it is too large.
        file.write_bytes(sys.stdin.buffer.read(MAX_DOCUMENT_BYTES + 1))
        yield [str(file) if path == str(STANDARD_STREAM) else path for path in paths]


def _write(
    assembly: Assembly, session: BuildSession, shard: ClusterShard | None, request: _Request, origins: Origins
) -> Written:
    """Write the graph, and its description beside it."""
    from gii_graph.graph import Tally

    editions = sorted({str(account.edition) for account in assembly.accounts})
    if request.parts_to and shard:
        return _write_parts(assembly, shard, request.parts_to, request.base_iri, origins, editions)
    output, base_iri, tally = request.output, request.base_iri, Tally()
    written = write_bytes(output, _counted(session.parts(assembly, base_iri, origins.by_content), tally))
    if output != STANDARD_STREAM:
        describe_graph(output, written, base_iri, tally, editions)
    return written


def _write_parts(
    assembly: Assembly, shard: ClusterShard, folder: str, base_iri: str, origins: Origins, editions: Sequence[str]
) -> Written:
    """Have the graph written in parts into a folder, with its description; last the list of the parts."""
    from gii_graph.export.dataset_description import File
    from gii_graph.graph import Tally
    from gii_graph.remote.partitioned_graph import write_in_parts
    from gii_graph.remote.written_parts import write_list, write_stored_file

    parts = write_in_parts(assembly, shard, base_iri, origins.by_content, folder)
    tally = Tally()
    for part in parts:
        tally.add(part.tally)
    files = [File(part.name, part.size, part.sha256) for part in parts]
    description = "".join(graph_description(files, base_iri, tally, editions))
    write_stored_file(folder, "gii.dataset.ttl", description.encode())
    write_list(folder, parts, base_iri)
    return Written(sum(part.size for part in parts), "")


def _counted(parts: Iterable[FilePart], tally: Tally) -> Iterator[bytes]:
    """Yield the text of parts of a graph, and count what they hold."""
    held: Counter[Tally] = Counter()
    for part in parts:
        held[part.tally] += 1
        yield part.text
    for part_tally, times in held.items():
        tally.add(part_tally, times)


def _not_among(files: Iterable[str], output: Path) -> None:
    """Raise CallError where the graph would take the place of a profile that it is made from."""
    if output.is_file() and any(Path(file).name == output.name and output.samefile(file) for file in files):
        raise CallError(f"{output} is to be read, and the graph would take its place; name another file with -o.")


def _decisions_beside(graph: Path) -> Path | None:
    """Return the review table that `link` keeps beside a graph, where there is one."""
    table = graph.parent / REVIEW_TABLE
    return table if graph != STANDARD_STREAM and table.is_file() else None


def _said_by_people(overrides: Path | None, decisions: Path | None) -> tuple[Mapping[str, Kind], Word, list[str]]:
    """Return the kinds of names, and the word on pairs of names, that a person's files give, and what contradicts.

    Of a name's kind the overrides speak louder than the decisions of a review.
    """
    from gii_graph.identity.word import NO_WORD, Word

    if not overrides and not decisions:
        return {}, NO_WORD, []
    from gii_graph.identity import Kind, Overrides, read_overrides
    from gii_graph.identity.spelling import comparison_key

    kinds, (same, apart) = read_overrides(overrides) if overrides else Overrides({})
    conflicts: list[str] = []
    if decisions:
        from gii_graph.links.review import Decisions

        said = Decisions.read([decisions])
        conflicts = [str(conflict) for conflict in said.conflicts]
        more_same, more_apart = said.pairs_of_names()
        same, apart = same + more_same, apart + more_apart
        kinds = {comparison_key(name): Kind(kind) for name, kind in said.kinds().items()} | kinds
    return kinds, Word(same, apart), conflicts


def _say(lines: Iterable[str], quiet: bool) -> None:
    if not quiet:
        for line in lines:
            click.echo(line, err=True)
