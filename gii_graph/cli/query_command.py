"""`gii-graph query`: ask the graph, or an endpoint, in SPARQL."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from typing import IO, TYPE_CHECKING, NamedTuple, TypedDict, Unpack, cast

import click

from gii_graph.cli.answer import FORMATS_OF_GRAPHS, FORMATS_OF_REPORTS, FORMATS_OF_ROWS, emptiness, write_answer
from gii_graph.cli.destination import Destination, destination, destination_option, excel_option
from gii_graph.cli.formula_guard import FormulaGuard
from gii_graph.cli.options import absolute_iri, completing, talk_options
from gii_graph.cli.query_source import Answering, QuerySource, drop_index, opened
from gii_graph.cli.question import (
    base_of,
    bindings_of,
    given_values,
    is_shipped,
    listing,
    notes_on,
    query_text,
    question_help,
    refuse_questions,
)
from gii_graph.cli.table_layout import terminal_columns
from gii_graph.cli.terminal import counted, visible
from gii_graph.errors import CallError, EndpointError, EngineError, StoppedError
from gii_graph.sparql.engine_failures import engine_failures

if TYPE_CHECKING:
    from pyoxigraph import QuerySolutions

__all__ = ["command"]

_FORMATS = FORMATS_OF_ROWS + FORMATS_OF_REPORTS + FORMATS_OF_GRAPHS
_STREAM_FORMATS = ("trig", "ttl", "nt", "nq", "jsonld", "rdf")


class _SourceOptions(TypedDict):
    """The options that say where to look for the answer, by their names in QuerySource."""

    endpoint: str | None
    edition: int | None
    graph: str | None
    timeout: float | None
    input_format: str
    may_index: bool
    allow_service: bool


class _Options(_SourceOptions):
    """The other options that say what to answer and how."""

    params: tuple[str, ...]
    form: str | None
    raw: bool
    excel: str | None
    output: str | None
    exit_status: bool
    explain: bool
    verbose: bool


def _listed(context: click.Context, _: click.Parameter, is_asked: bool) -> None:
    if is_asked:
        click.echo(listing())
        context.exit()


@click.command("query", add_help_option=False)
@click.argument("arguments", nargs=-1, metavar="QUERY [GRAPH]...", shell_complete=completing("question"))
@click.option("-q", "--execute", metavar="SPARQL", help="The query itself, in place of QUERY.")
@click.option(
    "-p",
    "--param",
    "params",
    multiple=True,
    metavar="NAME=VALUE",
    shell_complete=completing("parameter"),
    help="Bind a parameter; may be repeated.",
)
@click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice(_FORMATS),
    help="[default: what -o ends in, else table; turtle for graphs]",
)
@click.option("--raw", is_flag=True, help="Leave CSV and TSV as the W3C has them, with cells that spreadsheets run.")
@excel_option
@destination_option
@click.option(
    "--list",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_listed,
    help="List the shipped queries and what they answer.",
)
@click.option("--endpoint", metavar="URL", help="Ask this SPARQL endpoint, not files.")
@click.option(
    "--edition",
    type=int,
    metavar="YEAR",
    shell_complete=completing("edition"),
    help="Ask only what this edition states.",
)
@click.option("--graph", metavar="IRI", callback=absolute_iri, help="Ask this named graph, not the default graph.")
@click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True),
    metavar="SECONDS",
    help="Stop after so long.  [default: never for files, 60 for each endpoint asked]",
)
@click.option(
    "--input-format",
    type=click.Choice(_STREAM_FORMATS),
    default="trig",
    help="What GRAPH - is written in.  [default: trig, which reads ttl and nt too]",
)
@click.option(
    "--index/--no-index",
    "may_index",
    default=True,
    envvar="GII_GRAPH_INDEX",
    help="Keep an index beside a large graph, so that the next query answers at once.  [default: index]",
)
@click.option("--allow-service", is_flag=True, help="Let the query ask other endpoints (SERVICE).")
@click.option("--exit-status", is_flag=True, help="End with exit code 1 where ASK is false or there are no rows.")
@click.option("--explain", is_flag=True, help="Show the query as sent and its algebra; do not run it.")
@click.option("--time", "timed", is_flag=True, help="Say how long reading and answering took.")
@talk_options
@click.option("-h", "--help", "wants_help", is_flag=True, help="Show this; after QUERY, what it asks and takes.")
@click.pass_context
def command(
    context: click.Context,
    arguments: tuple[str, ...],
    execute: str | None,
    timed: bool,
    quiet: bool,
    wants_help: bool,
    **options: Unpack[_Options],
) -> int:
    """Ask the graph a question in SPARQL.

    QUERY is the name of a shipped query, a .rq file, or - for standard input. GRAPH is any number of RDF
    files (Turtle, N-Triples, TriG, N-Quads, JSON-LD, RDF/XML, also with .gz behind), or - for standard input;
    without one it is output/gii.ttl, and output/links.ttl where there is one. An endpoint that asks for a
    login gets GII_GRAPH_USER and GII_GRAPH_PASSWORD, or GII_GRAPH_TOKEN, from the environment.

    \b
    gii-graph query --list
    gii-graph query top-partners
    gii-graph query top-applicants --param cluster=kunming -o kunming.xlsx
    gii-graph query ranks -o ranks.csv --excel=de
    gii-graph query largest-share -o shares.svg
    gii-graph query -q 'SELECT ?name { ?c a gii:Cluster ; rdfs:label ?name }'
    gii-graph query top-partners --help
    """
    if wants_help:
        click.echo(_help(context, arguments, execute))
        return 0
    text = execute if execute is not None else query_text(arguments, context)
    call = _call(text, arguments, execute is not None, options)
    clock = _Clock()
    written, parsed = _stoppable(call, clock)
    call.where.say_name(quiet=quiet)
    if not quiet:
        _tell(written, call)
    if timed:
        click.echo(str(clock), err=True)
    if parsed and call.source.is_worth_an_index:
        from gii_graph.cli.background_indexing import index_in_background

        index_in_background(call.source.files)
    return int(written.is_empty)


def _call(text: str, arguments: Sequence[str], is_query_option: bool, options: _Options) -> _Call:
    """Return the call that the options make; raises CallError for what contradicts itself."""
    name = None if is_query_option else arguments[0]
    source = _source(arguments, is_query_option, options)
    stem = os.path.splitext(os.path.basename(name or "").lstrip("-"))[0] or "Answer"
    where = _destination(options["output"], options["form"], options["excel"], stem, [name] if name else [], source)
    return _Call(
        stem,
        text,
        name is not None and is_shipped(name),
        given_values(options["params"]),
        source,
        where,
        # Of a query whose answer is a graph the table is not the default.
        where.form if options["form"] or where.form != "table" else None,
        options["excel"],
        FormulaGuard(options["raw"]),
        options["exit_status"],
        options["explain"],
        options["verbose"],
    )


def _destination(
    output: str | None, form: str | None, excel: str | None, stem: str, asked: Sequence[str], source: QuerySource
) -> Destination:
    """Return where the answer goes; raises CallError where it cannot go there, or would take the place of an input."""
    reads = () if source.endpoint or output in {None, "-"} else (*source.files, *asked)
    where = destination(output, form, _FORMATS, "table" if excel is None else "csv", stem, reads)
    if excel is not None:
        from gii_graph.cli.report_options import cells_for

        cells_for(excel, where.form)
    return where


def _help(context: click.Context, arguments: Sequence[str], execute: str | None) -> str:
    """Return the help of QUERY where one is named, else that of the command."""
    if not arguments or execute is not None:
        return context.get_help()
    return question_help(arguments[0], query_text(arguments, context))


def _source(arguments: Sequence[str], is_query_option: bool, options: _SourceOptions) -> QuerySource:
    """Return where to look for the answer; raises CallError for arguments that exclude each other."""
    graphs = arguments if is_query_option else arguments[1:]
    if options["endpoint"] and graphs:
        raise CallError("Files and --endpoint exclude each other; give one of them.")
    if options["endpoint"] and options["edition"] is not None:
        raise CallError("--edition is for files; of an endpoint ask the named graph of an edition with --graph.")
    if not is_query_option and arguments[0] == "-" and "-" in graphs:
        raise CallError("Standard input can be the query or a graph, not both.")
    refuse_questions(graphs)
    return QuerySource(
        graphs,
        base=None if is_query_option else base_of(arguments[0]),
        endpoint=options["endpoint"],
        edition=options["edition"],
        graph=options["graph"],
        timeout=options["timeout"],
        input_format=options["input_format"],
        may_index=options["may_index"],
        allow_service=options["allow_service"],
    )


def _tell(written: _Written, call: _Call) -> None:
    # A terminal that shows the table shows its caption.
    is_shown = call.where.form in {"table", "markdown"} and call.where.file is None and sys.stdout.isatty()
    if written.notes and not is_shown:
        click.echo("\n".join(map(visible, written.notes)), err=True)
    if written.rows is not None:
        click.echo(counted(written.rows, "row"), err=True)
    if call.guard.cells:
        click.echo(call.guard.note, err=True)


class _Call(NamedTuple):
    """What one call asks, of what, and how it is told."""

    name: str
    text: str
    shipped: bool
    given: Mapping[str, Sequence[str]]
    source: QuerySource
    where: Destination
    form: str | None
    excel: str | None
    guard: FormulaGuard
    exit_status: bool
    explain: bool
    verbose: bool


class _Written(NamedTuple):
    """How many rows were written, where a table for people; what is said of them; whether there are none."""

    rows: int | None = None
    notes: Sequence[str] = ()
    is_empty: bool = False


class _Answered(NamedTuple):
    """What was written, and whether files were parsed for it."""

    written: _Written
    parsed: bool


def _stoppable(call: _Call, clock: _Clock) -> _Answered:
    """Answer the call under watch; on its time limit or Ctrl-C say so and end the process."""
    try:
        return _run(lambda out: _answer(call, out, clock), call.where, call.source.seconds)
    except (StoppedError, KeyboardInterrupt) as stop:
        click.echo(f"Error: {stop}" if isinstance(stop, StoppedError) else "Stopped.", err=True)
        from gii_graph.cli.watch import leave

        leave(3 if isinstance(stop, StoppedError) else 130)


def _answer(call: _Call, out: IO[bytes], clock: _Clock) -> _Answered:
    """Write the answer."""
    source = opened(call.source)
    clock.split("read")
    counting = _Counting(out)
    try:
        with engine_failures(source.relay):
            written = _write(call, source.answer, cast("IO[bytes]", counting))
    except SyntaxError as error:
        raise EndpointError(f"{call.source.endpoint}: its answer breaks off or is damaged ({error}).") from error
    except EngineError:
        if source.parsed or call.source.endpoint or counting.written:
            raise
        # An index is not worth an error: what it cannot answer the files may.
        drop_index(call.source)
        return _answer(call._replace(source=call.source._replace(may_index=False)), out, clock)
    clock.split("answered")
    return _Answered(written, source.parsed)


def _write(call: _Call, answer_to: Answering, out: IO[bytes]) -> _Written:
    """Write the answer, or what explains the query."""
    bindings = bindings_of(call.text, call.given, answer_to)
    if call.verbose:
        for name, terms in bindings.items():
            click.echo(f"{name} = {', '.join(terms)}", err=True)
    if call.explain:
        from gii_graph.sparql.algebra import explained

        out.write(explained(call.text, bindings, call.source.base).encode())
        return _Written()
    answer = answer_to(call.text, bindings)
    is_empty = False
    if call.exit_status:
        answer, is_empty = emptiness(answer)
    notes = _notes(call, bindings, answer_to)
    if type(answer).__name__ == "QuerySolutions" and (call.form in FORMATS_OF_REPORTS or call.excel is not None):
        from gii_graph.cli.answer_report import AskedFor, write_answer_report

        asked = AskedFor(
            call.name,
            call.text,
            call.given,
            bindings,
            call.source,
            call.form or "csv",
            call.excel,
            call.guard.text,
            notes,
        )
        rows: int | None = write_answer_report(asked, cast("QuerySolutions", answer), answer_to, out)
    else:
        rows = write_answer(answer, call.form, out, call.guard.text, notes, terminal_columns(call.where.file))
    return _Written(rows, notes, is_empty)


def _notes(call: _Call, bindings: Mapping[str, Sequence[str]], answer_to: Answering) -> list[str]:
    """Return what is to be said with the answer; shipped queries, which tests ask, name no term that there is not."""
    resting_on = notes_on(call.text, call.given, bindings, answer_to)
    notes = [f"Note: {' '.join(resting_on)}"] if resting_on else []
    if not call.shipped:
        from gii_graph.sparql.unknown_terms import unknown_terms

        notes += [f"Warning: {sentence}" for sentence in unknown_terms(call.text, answer_to)]
    if call.source.endpoint:
        from gii_graph.sparql.asked_graphs import warning_for_a_store

        notes += [f"Warning: {sentence}" for sentence in [warning_for_a_store(call.text)] if sentence]
    return notes


class _Counting:
    """An output that counts the bytes that it gets."""

    def __init__(self, out: IO[bytes]) -> None:
        self._out = out
        self.written = 0

    def __getattr__(self, name: str) -> object:
        return getattr(self._out, name)

    def write(self, content: bytes) -> int:
        self.written += len(content)
        return self._out.write(content)


class _Clock:
    """Seconds of wall time between the steps of a call."""

    def __init__(self) -> None:
        self._last = time.perf_counter()
        self._steps: list[str] = []

    def split(self, step: str) -> None:
        now = time.perf_counter()
        self._steps.append(f"{step} in {now - self._last:.3f} s")
        self._last = now

    def __str__(self) -> str:
        return ", ".join(self._steps)


def _run(work: Callable[[IO[bytes]], _Answered], output: Destination, seconds: float | None) -> _Answered:
    """Do the work under watch, with the output it writes to: a file that is whole or not there, or standard output."""
    from gii_graph.cli.watch import watched

    if output.file is None:
        out = sys.stdout.buffer
        answered = watched(lambda: work(out), seconds)
        out.flush()
        return answered
    from gii_graph.files import replacing

    with replacing(output.path) as stream:
        return watched(lambda: work(stream.buffer), seconds)
