"""An answer as a report of one table, or as a chart, with what it rests on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import IO, TYPE_CHECKING, Any, Final, Literal, NamedTuple, cast

from gii_graph.cli.query_source import Answering, QuerySource
from gii_graph.cli.report_options import CREDIT, basis_of, cells_for
from gii_graph.cli.report_sources import documents, editions, evidence
from gii_graph.errors import CallError
from gii_graph.sparql.answer_cells import typed_rows
from gii_graph.sparql.header import read_header
from gii_graph.tabular.data_table import DataTable, TableReport

if TYPE_CHECKING:
    from pyoxigraph import QuerySolutions

    from gii_graph.sparql.parameters import Ask

__all__ = ["AskedFor", "write_answer_report"]

_CHARTS = ("svg", "png")
_FIRST_ROW: Final = 2  # of a sheet, below the header


class AskedFor(NamedTuple):
    """What was asked, by what name, of what, with which parameters, and how it is to be written."""

    name: str
    text: str
    given: Mapping[str, Sequence[str]]
    bindings: Mapping[str, Sequence[str]]  # the terms that all parameters are bound to
    source: QuerySource
    form: str
    excel: str | None
    guard: Callable[[str], str]
    notes: Sequence[str] = ()  # what a reader must know of the answer: what is missing, what was assumed


def write_answer_report(asked: AskedFor, rows: QuerySolutions, answer_to: Answering, out: IO[bytes]) -> int:
    """Write the rows of an answer in one of the forms of reports, or as a chart; return how many they are.

    Raises CallError for what the form cannot hold.
    """
    columns = tuple(variable.value for variable in rows.variables)
    header = read_header(asked.text)
    title = header.question or "Answer"
    name = asked.name if asked.form == "xlsx" else title  # a sheet's name is short
    caption = " ".join((header.remarks.replace("`", ""), *asked.notes)).strip()
    terms = [tuple(row) for row in rows]
    table = DataTable(name, columns, typed_rows(terms), caption).held()
    if asked.form in _CHARTS:
        _write_chart(asked, table, answer_to, out)
    else:
        from gii_graph.tabular.report_files import write_report

        write_report(
            _report(asked, title, table, terms, answer_to),
            asked.form,
            out,
            cells_for(asked.excel, asked.form, asked.guard),
        )
    return len(cast("Sequence[object]", table.rows))


def _report(
    asked: AskedFor, title: str, table: DataTable, terms: Sequence[Sequence[Any]], answer_to: Answering
) -> TableReport:
    if asked.form in {"csv", "tsv"}:
        return TableReport(title, (table,))
    more = [("Parameter", f"{name} = {', '.join(values)}") for name, values in asked.given.items()]
    more.append(("Query", asked.text.strip()))
    if asked.source.endpoint:
        return TableReport(title, (table,), basis_of([asked.source.endpoint], (), more))
    sources = []
    if asked.form == "xlsx":
        ask: Ask = lambda question: answer_to(question, None)  # noqa: E731  # it is asked twice
        sources = [documents(ask), evidence(ask, _supported(asked, len(table.columns), terms, answer_to))]
    basis = basis_of(asked.source.files, _editions(asked, answer_to), more)
    return TableReport(title, (table,), basis, tuple(source for source in sources if source.rows))


def _supported(
    asked: AskedFor, shown: int, terms: Sequence[Sequence[Any]], answer_to: Answering
) -> Mapping[str, Sequence[int]]:
    """Return the nodes that the rows have, and those that they rest on, with the numbers of these rows in a sheet."""
    names = read_header(asked.text).evidence
    hidden: Mapping[tuple[Any, ...], Sequence[str]] = {}
    if names:
        from gii_graph.sparql.row_nodes import nodes_of_rows, with_nodes

        answered = cast("QuerySolutions", answer_to(with_nodes(asked.text, names), asked.bindings))
        hidden = nodes_of_rows([tuple(row) for row in answered], shown)
    supported: dict[str, list[int]] = {}
    for number, row in enumerate(terms, start=_FIRST_ROW):
        own = [term.value for term in row if type(term).__name__ == "NamedNode"]
        for iri in dict.fromkeys([*own, *hidden.get(tuple(row), ())]):
            supported.setdefault(iri, []).append(number)
    return supported


def _write_chart(asked: AskedFor, table: DataTable, answer_to: Answering, out: IO[bytes]) -> None:
    plan = read_header(asked.text).chart
    if plan is None:
        raise CallError(
            "The query does not say how to draw it; in a query of your own add a line to its head such as "
            f"`# chart bar: {table.columns[0]}, {table.columns[-1]} -- what is counted, in which unit`."
        )
    from gii_graph.tabular.chart import write_chart

    years = ", ".join(map(str, _editions(asked, answer_to)))
    given = "; ".join(f"{name} = {', '.join(values)}" for name, values in asked.given.items())
    source = f"Source: {CREDIT}{f', {years}' if years else ''}.{f' {given}.' if given else ''}"
    write_chart(table, plan, source, cast('Literal["svg", "png"]', asked.form), out)


def _editions(asked: AskedFor, answer_to: Answering) -> list[int]:
    if asked.source.edition is not None:
        return [asked.source.edition]
    return [] if asked.source.endpoint else editions(lambda question: answer_to(question, None))
