"""How an answer is written: for people as a table, for programs in the formats of the W3C."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import IO, TYPE_CHECKING

from gii_graph.errors import QueryError

if TYPE_CHECKING:
    from pyoxigraph import QuerySolutions

    from gii_graph.sparql.engine import Answer

__all__ = ["FORMATS_OF_GRAPHS", "FORMATS_OF_ROWS", "write_answer"]

FORMATS_OF_ROWS = ("table", "csv", "tsv", "json", "xml", "markdown")
FORMATS_OF_GRAPHS = ("turtle", "ntriples", "jsonld")


def write_answer(answer: Answer, form: str | None, out: IO[bytes], guard: Callable[[str], str] = str) -> int | None:
    """Write an answer, and return the number of rows where it is a table for people.

    `guard` says what to write for the text of a cell in CSV and TSV.

    Raises QueryError for a format that cannot hold it.
    """
    kind = type(answer).__name__
    solutions, truth = kind == "QuerySolutions", kind == "QueryBoolean"
    chosen = form or ("table" if solutions or truth else "turtle")
    possible = FORMATS_OF_ROWS if solutions or truth else FORMATS_OF_GRAPHS
    if chosen not in possible:
        holds = "rows" if solutions else "true or false" if truth else "a graph"
        raise QueryError(f"The query gives {holds}, which {chosen} cannot hold; choose {', '.join(possible)}.")
    if solutions and chosen in {"table", "markdown"}:
        return _write_table(answer, chosen, out)  # type: ignore[arg-type]
    from gii_graph.sparql import result_formats

    if solutions:
        result_formats.write_solutions(answer, chosen, out, guard)  # type: ignore[arg-type]
    elif truth:
        written = chosen if chosen in result_formats.SOLUTION_FORMATS else "csv"
        result_formats.write_boolean(answer, written, out)  # type: ignore[arg-type]
    else:
        result_formats.write_triples(answer, chosen, out)  # type: ignore[arg-type]
    return None


def _write_table(answer: QuerySolutions, form: str, out: IO[bytes]) -> int:
    from gii_graph.cli.answer_table import markdown_lines, table_lines

    rows = 0

    def count() -> None:
        nonlocal rows
        rows += 1

    lines = markdown_lines(answer, count) if form == "markdown" else table_lines(answer, _terminal_width(), count)
    for line in lines:
        out.write(f"{line}\n".encode())
    return rows


def _terminal_width() -> int | None:
    """Return the columns of the terminal that reads the answer; None where a file or a pipe does."""
    if not sys.stdout.isatty():
        return None
    import shutil

    return shutil.get_terminal_size().columns
