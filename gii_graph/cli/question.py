"""What a query asks: its text, the values of its parameters, and what it says of itself."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from gii_graph.errors import CallError, QueryError

if TYPE_CHECKING:
    from gii_graph.cli.query_source import Answering

__all__ = [
    "base_of",
    "bindings_of",
    "given_values",
    "is_shipped",
    "listing",
    "notes_on",
    "query_text",
    "question_help",
    "refuse_questions",
]


def query_text(arguments: Sequence[str], context: click.Context) -> str:
    """Return the text of QUERY: a file by its ending or its folder, else a shipped name.

    Raises QueryError for a file that cannot be read and a name that is not there.
    """
    if not arguments:
        raise click.UsageError("Name a query, or give one with -q; --list shows the shipped ones.", context)
    name = arguments[0]
    if name == "-":
        return _decoded(sys.stdin.buffer.read(), "standard input")
    if _is_file(name):
        try:
            from gii_graph.files import read_small_text

            return read_small_text(name)
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


def is_shipped(name: str) -> bool:
    """Tell whether QUERY is the name of a shipped query, not a file or standard input."""
    return name != "-" and not _is_file(name)


def refuse_questions(graphs: Sequence[str]) -> None:
    """Raise CallError where a word in the place of a graph is no file but the name of a shipped query."""
    for name in graphs:
        if name != "-" and not os.path.exists(name):
            from gii_graph.sparql.shipped import shipped_names

            if name in shipped_names():
                raise CallError(f"{name} is a question, and one is asked at a time; behind it stand graphs, as files.")


def base_of(name: str) -> str | None:
    """Return what relative IRIs in QUERY are relative to: its file, where it is one (SPARQL 1.1, 4.1.1.2)."""
    if not _is_file(name):
        return None
    from gii_graph.rdf_files import file_iri

    return file_iri(name)


def _is_file(name: str) -> bool:
    return name.endswith((".rq", ".sparql")) or "/" in name or "\\" in name


def _decoded(text: bytes, name: str) -> str:
    try:
        return text.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _not_utf8(error, name) from error


def _not_utf8(error: UnicodeDecodeError, name: str) -> QueryError:
    return QueryError(f"{name}: byte {error.start + 1} is no UTF-8, which a query must be written in.")


def given_values(params: Sequence[str]) -> dict[str, list[str]]:
    """Return the values given for each parameter, in order; raises QueryError for what is not NAME=VALUE."""
    given: dict[str, list[str]] = {}
    for param in params:
        name, equals, value = param.partition("=")
        if not equals or not name.strip():
            raise QueryError(f"--param {param}: found {param!r}, expected NAME=VALUE.")
        given.setdefault(name.strip().lstrip("?$"), []).append(value)
    return given


def bindings_of(text: str, given: Mapping[str, Sequence[str]], answer_to: Answering) -> dict[str, list[str]]:
    """Return the terms that a query's parameters are bound to; raises QueryError for a value that none can take."""
    from gii_graph.sparql.header import read_header

    header = read_header(text)
    if not given and all(parameter.optional and parameter.default is None for parameter in header.parameters):
        return {}
    from gii_graph.sparql.parameters import bind

    return bind(header, given, lambda question: answer_to(question, None))


def notes_on(
    text: str, given: Mapping[str, Sequence[str]], bindings: Mapping[str, Sequence[str]], answer_to: Answering
) -> list[str]:
    """Return what is to be said with the answer: what the graph lacks for it, what was assumed, what is left out."""
    from gii_graph.sparql.header import read_header

    header = read_header(text)
    if not header.needs and not header.leaves_out and all(one.default is None for one in header.parameters):
        return []
    from gii_graph.sparql.premises import premises

    return list(premises(header, given, bindings, answer_to))


def listing() -> str:
    """Return a table of the shipped queries, with what they answer and take."""
    from gii_graph.cli.table_layout import plain_table, terminal_columns
    from gii_graph.sparql.header import read_header
    from gii_graph.sparql.shipped import shipped_names, shipped_text

    rows = []
    for name in shipped_names():
        header = read_header(shipped_text(name))
        rows.append((name, header.question, ", ".join(parameter.name for parameter in header.parameters)))
    return plain_table(("QUERY", "ANSWERS", "TAKES"), rows, limit=terminal_columns())


def question_help(name: str, text: str) -> str:
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
