"""How an answer is written: for people as a table, for programs in the formats of the W3C."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from typing import IO, TYPE_CHECKING, cast

from gii_graph.errors import QueryError

if TYPE_CHECKING:
    from pyoxigraph import QuerySolutions, Triple

    from gii_graph.sparql.engine import Answer

__all__ = ["FORMATS_OF_GRAPHS", "FORMATS_OF_REPORTS", "FORMATS_OF_ROWS", "emptiness", "write_answer"]

FORMATS_OF_ROWS = ("table", "csv", "tsv", "json", "xml", "markdown")
FORMATS_OF_REPORTS = ("xlsx", "parquet", "html", "docx", "svg", "png")  # of rows, with what they rest on
FORMATS_OF_GRAPHS = ("turtle", "ntriples", "jsonld")


def emptiness(answer: Answer) -> tuple[Answer, bool]:
    """Return the answer, still to be read from its beginning, and whether it is false, or has no rows or triples."""
    from itertools import islice

    kind = type(answer).__name__
    if kind == "QueryBoolean":
        return answer, not answer
    if kind != "QuerySolutions":
        triples = iter(cast("Iterator[Triple]", answer))
        first = list(islice(triples, 1))
        return chain(first, triples), not first
    from gii_graph.sparql.stable_rows import as_solutions

    solutions = cast("QuerySolutions", answer)
    head = list(islice(solutions, 1))
    return as_solutions([variable.value for variable in solutions.variables], chain(head, solutions)), not head


def write_answer(
    answer: Answer,
    form: str | None,
    out: IO[bytes],
    guard: Callable[[str], str] = str,
    notes: Sequence[str] = (),
    limit: int | None = None,
) -> int | None:
    """Write an answer, and return the number of rows where it is a table for people.

    `guard` says what to write for the text of a cell in CSV and TSV. `notes` are the caption of a table for people:
    what the answer rests on; `limit` is the width of the terminal that shows it.

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
        return _write_table(answer, chosen, out, notes, limit)  # type: ignore[arg-type]
    from gii_graph.sparql import result_formats

    if solutions:
        result_formats.write_solutions(answer, chosen, out, guard)  # type: ignore[arg-type]
    elif truth:
        written = chosen if chosen in result_formats.SOLUTION_FORMATS else "csv"
        result_formats.write_boolean(answer, written, out)  # type: ignore[arg-type]
    else:
        result_formats.write_triples(answer, chosen, out)  # type: ignore[arg-type]
    return None


def _write_table(answer: QuerySolutions, form: str, out: IO[bytes], notes: Sequence[str], limit: int | None) -> int:
    from gii_graph.cli.answer_table import caption_lines, markdown_lines, table_lines

    rows = 0

    def count() -> None:
        nonlocal rows
        rows += 1

    lines = markdown_lines(answer, count) if form == "markdown" else table_lines(answer, limit, count)
    for line in chain(lines, caption_lines(notes, form, limit)):
        out.write(f"{line}\n".encode())
    return rows
