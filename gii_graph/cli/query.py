"""`gii-graph query`: ask the graph, or an endpoint, in SPARQL."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from typing import IO, TYPE_CHECKING, Any, NamedTuple, Protocol

import click

from gii_graph.cli.graphs import default_graphs
from gii_graph.cli.options import output_option, talk_options
from gii_graph.errors import CallError, EndpointError, QueryError, StoppedError

if TYPE_CHECKING:
    from pathlib import Path

    from pyoxigraph import QuerySolutions, Store

    from gii_graph.sparql.engine import Answer

__all__ = ["command"]

_FORMATS_OF_ROWS = ("table", "csv", "tsv", "json", "xml", "markdown")
_FORMATS_OF_GRAPHS = ("turtle", "ntriples", "jsonld")
_STREAM_FORMATS = ("trig", "ttl", "nt", "nq", "jsonld", "rdf")
# Bytes of RDF text: to parse as much takes about a second, and to look for an index some milliseconds.
_WORTH_AN_INDEX = 5_000_000
_ENDPOINT_SECONDS = 60.0  # an endpoint may never answer; a query over files may run as long as it likes


class _AnswerTo(Protocol):
    """Answers a query, with bindings for its parameters."""

    def __call__(self, text: str, bindings: Mapping[str, Sequence[str]] | None, /) -> Answer: ...


@click.command("query", add_help_option=False)
@click.argument("arguments", nargs=-1, metavar="QUERY [GRAPH]...")
@click.option("-q", "--execute", metavar="SPARQL", help="The query itself, in place of QUERY.")
@click.option("-p", "--param", "params", multiple=True, metavar="NAME=VALUE", help="Bind a parameter; may be repeated.")
@click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice(_FORMATS_OF_ROWS + _FORMATS_OF_GRAPHS),
    help="[default: table; turtle for graphs]",
)
@output_option(None)
@click.option("--list", "list_queries", is_flag=True, help="List the shipped queries and what they answer.")
@click.option("--endpoint", metavar="URL", help="Ask this SPARQL endpoint, not files.")
@click.option("--edition", type=int, metavar="YEAR", help="Ask only what this edition states.")
@click.option("--graph", metavar="IRI", help="Ask this named graph, not the default graph.")
@click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True),
    metavar="SECONDS",
    help="Stop after so long.  [default: never for files, 60 for an endpoint]",
)
@click.option(
    "--input-format",
    type=click.Choice(_STREAM_FORMATS),
    default="trig",
    help="What GRAPH - is written in.  [default: trig, which reads ttl and nt too]",
)
@click.option(
    "--index/--no-index",
    default=True,
    help="Keep an index beside a large graph, so that the next query answers at once.  [default: index]",
)
@click.option("--allow-service", is_flag=True, help="Let the query ask other endpoints (SERVICE).")
@click.option("--explain", is_flag=True, help="Show the query as sent and its algebra; do not run it.")
@click.option("--time", "timed", is_flag=True, help="Say how long reading and answering took.")
@talk_options
@click.option("-h", "--help", "wants_help", is_flag=True, help="Show this; after QUERY, what it asks and takes.")
@click.pass_context
def command(
    context: click.Context,
    arguments: tuple[str, ...],
    execute: str | None,
    params: tuple[str, ...],
    form: str | None,
    output: Path | None,
    list_queries: bool,
    endpoint: str | None,
    edition: int | None,
    graph: str | None,
    timeout: float | None,
    input_format: str,
    index: bool,
    allow_service: bool,
    explain: bool,
    timed: bool,
    quiet: bool,
    verbose: bool,
    wants_help: bool,
) -> int:
    """Ask the graph a question in SPARQL.

    QUERY is the name of a shipped query, a .rq file, or - for standard input. GRAPH is any number of RDF
    files (Turtle, N-Triples, TriG, N-Quads, JSON-LD, RDF/XML, also with .gz behind), or - for standard input;
    without one it is output/gii.ttl, and output/links.ttl where there is one. An endpoint that asks for a
    login gets GII_GRAPH_USER and GII_GRAPH_PASSWORD, or GII_GRAPH_TOKEN, from the environment.

    \b
    gii-graph query --list
    gii-graph query top-partners
    gii-graph query top-applicants --param cluster=kunming --format csv > kunming.csv
    gii-graph query -q 'SELECT ?name { ?c a gii:Cluster ; rdfs:label ?name }'
    gii-graph query top-partners --help
    """
    if list_queries:
        click.echo(_listing())
        return 0
    if wants_help and (not arguments or execute is not None):
        click.echo(context.get_help())
        return 0
    text = execute if execute is not None else _query_text(arguments, context)
    if wants_help:
        click.echo(_question_help(arguments[0], text))
        return 0
    graphs = arguments if execute is not None else arguments[1:]
    if endpoint and graphs:
        raise CallError("Files and --endpoint exclude each other; give one of them.")
    if endpoint and edition is not None:
        raise CallError("--edition is for files; of an endpoint ask the named graph of an edition with --graph.")
    if execute is None and arguments[0] == "-" and "-" in graphs:
        raise CallError("Standard input can be the query or a graph, not both.")
    seconds = timeout or (_ENDPOINT_SECONDS if endpoint else None)
    call = _Call(
        text, graphs, _given(params), form, endpoint, edition, graph, seconds,
        input_format, index, allow_service, explain, verbose,
    )  # fmt: skip
    clock = _Clock()
    rows = _stoppable(call, output, clock)
    if rows is not None and not quiet:
        click.echo(f"{rows:,} row{'' if rows == 1 else 's'}", err=True)
    if timed:
        click.echo(str(clock), err=True)
    return 0


class _Call(NamedTuple):
    """What one call asks, of what, and how."""

    text: str
    graphs: Sequence[str]
    given: Mapping[str, Sequence[str]]
    form: str | None
    endpoint: str | None
    edition: int | None
    graph: str | None
    seconds: float | None
    input_format: str
    may_index: bool
    allow_service: bool
    explain: bool
    verbose: bool


def _stoppable(call: _Call, output: Path | None, clock: _Clock) -> int | None:
    """Answer the call under watch; on its time limit or Ctrl-C say so and end the process."""
    try:
        return _run(lambda out: _answer(call, out, clock), output, call.seconds)
    except (StoppedError, KeyboardInterrupt) as stop:
        click.echo(f"Error: {stop}" if isinstance(stop, StoppedError) else "Stopped.", err=True)
        from gii_graph.cli.watch import leave

        leave(3 if isinstance(stop, StoppedError) else 130)


def _answer(call: _Call, out: IO[bytes], clock: _Clock) -> int | None:
    """Write the answer, and return the number of rows where it is a table for people."""
    index = None if call.endpoint else _indexed(call)
    answer_to = _remote(call) if call.endpoint else _local(call, index)
    clock.split("read")
    bindings = _bindings(call.text, call.given, answer_to)
    if call.verbose:
        for name, terms in bindings.items():
            click.echo(f"{name} = {', '.join(terms)}", err=True)
    if call.explain:
        from gii_graph.sparql.algebra import explained

        out.write(explained(call.text, bindings).encode())
        return None
    try:
        rows = _write(answer_to(call.text, bindings), call.form, out)
    except SyntaxError as error:
        raise EndpointError(f"{call.endpoint}: its answer breaks off or is damaged ({error}).") from error
    clock.split("answered")
    if index is None and _is_worth_an_index(call):
        _index_for_next_time(call)
    return rows


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


def _run(work: Callable[[IO[bytes]], int | None], output: Path | None, seconds: float | None) -> int | None:
    """Do the work under watch, with the output it writes to: a file that is whole or not there, or standard output."""
    from gii_graph.cli.watch import watched

    if output is None or str(output) == "-":
        out = sys.stdout.buffer
        rows = watched(lambda: work(out), seconds)
        out.flush()
        return rows
    from gii_graph.files import replacing

    with replacing(output) as stream:
        return watched(lambda: work(stream.buffer), seconds)


def _query_text(arguments: Sequence[str], context: click.Context) -> str:
    """Return the text of QUERY: a file by its ending or its folder, else a shipped name."""
    if not arguments:
        raise click.UsageError("Name a query, or give one with -q; --list shows the shipped ones.", context)
    name = arguments[0]
    if name == "-":
        return _decoded(sys.stdin.buffer.read(), "standard input")
    if name.endswith((".rq", ".sparql")) or "/" in name or "\\" in name:
        try:
            from pathlib import Path

            from gii_graph.files import read_small_text

            return read_small_text(Path(name))
        except UnicodeDecodeError as error:
            raise _not_utf8(error, name) from error
        except OSError as error:
            raise QueryError(
                f"{name}: cannot be read ({error.strerror or error}); expected a file with a query."
            ) from error
    if "{" in name:
        raise QueryError("QUERY names a query; give its text with -q, as in: gii-graph query -q 'SELECT ...'")
    from gii_graph.sparql.shipped import shipped_text

    return shipped_text(name)


def _decoded(text: bytes, name: str) -> str:
    try:
        return text.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _not_utf8(error, name) from error


def _not_utf8(error: UnicodeDecodeError, name: str) -> QueryError:
    return QueryError(f"{name}: byte {error.start + 1} is no UTF-8, which a query must be written in.")


def _given(params: Sequence[str]) -> dict[str, list[str]]:
    """Return the values given for each parameter, in order."""
    given: dict[str, list[str]] = {}
    for param in params:
        name, equals, value = param.partition("=")
        if not equals or not name.strip():
            raise QueryError(f"--param {param}: found {param!r}, expected NAME=VALUE.")
        given.setdefault(name.strip().lstrip("?$"), []).append(value)
    return given


def _bindings(text: str, given: Mapping[str, Sequence[str]], answer_to: _AnswerTo) -> dict[str, list[str]]:
    from gii_graph.sparql.header import read_header

    header = read_header(text)
    if not given and all(parameter.optional and parameter.default is None for parameter in header.parameters):
        return {}
    from gii_graph.sparql.parameters import bind

    def ask(question: str) -> QuerySolutions:
        return answer_to(question, None)  # type: ignore[return-value]

    return bind(header, given, ask)


def _local(call: _Call, index: Store | None) -> _AnswerTo:
    from gii_graph.sparql.engine import answer

    store = _read(call) if index is None else index
    if call.edition is not None:
        store = _of_edition(store, call.edition)
    return lambda text, bindings: answer(store, text, bindings, graph=call.graph, allow_service=call.allow_service)


def _of_edition(store: Store, year: int) -> Store:
    import pyoxigraph

    from gii_graph.graph.editions import of_edition

    kept = pyoxigraph.Store()
    stated = of_edition(sorted({quad.triple for quad in store}, key=str), year)
    kept.extend(pyoxigraph.Quad(triple.subject, triple.predicate, triple.object) for triple in stated)
    return kept


def _read(call: _Call) -> Store:
    from gii_graph.sparql.dataset import read_files

    return read_files(call.graphs or default_graphs(), sys.stdin.buffer, call.input_format)


def _indexed(call: _Call) -> Store | None:
    """Return the index of a large graph, None where there is none yet."""
    if not _is_worth_an_index(call):
        return None
    from gii_graph.cli.cache import indexes

    return indexes().opened(call.graphs or default_graphs())


def _is_worth_an_index(call: _Call) -> bool:
    graphs = call.graphs or default_graphs()
    if not call.may_index or call.endpoint or not all(map(os.path.isfile, graphs)):
        return False
    return sum(map(os.path.getsize, graphs)) >= _WORTH_AN_INDEX


def _index_for_next_time(call: _Call) -> None:
    """Start to index a large graph, in a process that outlives this one, so that its answer waits for nothing."""
    import subprocess

    subprocess.Popen(  # noqa: S603  # our own command
        [sys.executable, "-m", "gii_graph", "cache", "add", "--quiet", *(call.graphs or default_graphs())],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip


def _remote(call: _Call) -> _AnswerTo:
    from gii_graph.remote.endpoint import Endpoint

    endpoint = Endpoint(str(call.endpoint), graph=call.graph, seconds=call.seconds or _ENDPOINT_SECONDS)
    return lambda text, bindings: endpoint.answer(text, bindings, allow_service=call.allow_service)


def _write(found: Answer, form: str | None, out: IO[bytes]) -> int | None:
    """Write an answer, and return the number of rows where it is a table for people."""
    kind = type(found).__name__
    solutions, truth = kind == "QuerySolutions", kind == "QueryBoolean"
    chosen = form or ("table" if solutions or truth else "turtle")
    possible = _FORMATS_OF_ROWS if solutions or truth else _FORMATS_OF_GRAPHS
    if chosen not in possible:
        holds = "rows" if solutions else "true or false" if truth else "a graph"
        raise QueryError(f"The query gives {holds}, which {chosen} cannot hold; choose {', '.join(possible)}.")
    if solutions and chosen in {"table", "markdown"}:
        return _write_table(found, chosen, out)  # type: ignore[arg-type]
    from gii_graph.sparql import formats

    if solutions:
        formats.write_solutions(found, chosen, out)  # type: ignore[arg-type]
    elif truth:
        formats.write_boolean(found, chosen if chosen in formats.SOLUTION_FORMATS else "csv", out)  # type: ignore[arg-type]
    else:
        formats.write_triples(found, chosen, out)  # type: ignore[arg-type]
    return None


def _write_table(found: QuerySolutions, form: str, out: IO[bytes]) -> int:
    from gii_graph.cli.answer_table import markdown_lines, table_lines

    rows = 0

    def count() -> None:
        nonlocal rows
        rows += 1

    lines = markdown_lines(found, count) if form == "markdown" else table_lines(found, _terminal_width(), count)
    for line in lines:
        out.write(f"{line}\n".encode())
    return rows


def _terminal_width() -> int | None:
    """Return the columns of the terminal that reads the answer; None where a file or a pipe does."""
    if not sys.stdout.isatty():
        return None
    import shutil

    return shutil.get_terminal_size().columns


def _listing() -> str:
    from gii_graph.cli.tables import plain_table
    from gii_graph.sparql.header import read_header
    from gii_graph.sparql.shipped import shipped_names, shipped_text

    rows = []
    for name in shipped_names():
        header = read_header(shipped_text(name))
        rows.append((name, header.question, ", ".join(parameter.name for parameter in header.parameters)))
    return plain_table(("QUERY", "ANSWERS", "TAKES"), rows)


def _question_help(name: str, text: str) -> str:
    """Return what a query asks and takes, from its header."""
    from gii_graph.sparql.header import TYPES, read_header

    header = read_header(text)
    formatter = click.HelpFormatter()
    takes = " [--param NAME=VALUE]..." if header.parameters else ""
    formatter.write_usage("gii-graph query", f"{name}{takes} [GRAPH]...")
    for paragraph in (header.question or "The query says nothing of itself.", header.remarks):
        if paragraph:
            formatter.write_paragraph()
            with formatter.indentation():
                formatter.write_text(paragraph)
    if header.parameters:
        with formatter.section("Parameters"):
            formatter.write_dl(
                [
                    (f"{parameter.name}", f"{parameter.purpose}: {TYPES[parameter.type]}  [{_need(parameter)}]")
                    for parameter in header.parameters
                ]
            )
    formatter.write_paragraph()
    formatter.write_text("All options: gii-graph query --help")
    return formatter.getvalue().rstrip()


def _need(parameter: Any) -> str:
    if parameter.default is not None:
        return f"default: {parameter.default}"
    return "may be left out" if parameter.optional else "required"
