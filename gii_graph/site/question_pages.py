"""The shipped questions with their answers: what each asks, what its answer rests on, and its text in SPARQL."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, Final

from pyoxigraph import Quad, QuerySolutions, Store

from gii_graph.site.page_elements import PageDraft, SiteRow, SiteSection, TextCell
from gii_graph.site.site_graph import SiteGraph
from gii_graph.sparql.answer_cells import typed_rows
from gii_graph.sparql.engine import answer
from gii_graph.sparql.header import Header, read_header
from gii_graph.sparql.parameters import bind
from gii_graph.sparql.premises import premises
from gii_graph.sparql.shipped import shipped_names, shipped_text
from gii_graph.tabular.data_table import DataCell, IriLink, is_number, text_of

__all__ = ["question_pages"]

_ROWS: Final = 500  # of an answer; the whole of it is what `gii-graph query` gives


def question_pages(graph: SiteGraph) -> Iterator[PageDraft]:
    """Yield the list of questions and a page for each, answered over the whole graph."""
    store = Store()
    store.bulk_extend(Quad(*triple) for triple in graph.triples)
    headers = {name: read_header(shipped_text(name)) for name in shipped_names()}
    yield PageDraft(
        "questions",
        "questions.html",
        "Questions",
        "questions",
        description="Questions to this graph, with their answers.",
        content={"questions": [(name, header.question) for name, header in headers.items()]},
    )
    for name, header in headers.items():
        yield _question(graph, store, name, header)


def _question(graph: SiteGraph, store: Store, name: str, header: Header) -> PageDraft:
    text = shipped_text(name)

    def ask(asked: str, bound: Mapping[str, Sequence[str]] | None) -> Any:
        return answer(store, asked, bound)

    missing = [one.name for one in header.parameters if one.default is None and not one.optional]
    content: dict[str, Any] = {"header": header, "name": name, "text": text, "missing": missing, "sections": []}
    if not missing:
        bindings = bind(header, {}, lambda question: answer(store, question))
        content["notes"] = [*premises(header, {}, bindings, ask)]
        content |= _answered(graph, ask(text, bindings))
    title = header.question or name
    return PageDraft(f"question/{name}", "question.html", title, "questions", description=title, content=content)


def _answered(graph: SiteGraph, answered: Any) -> dict[str, Any]:
    if not isinstance(answered, QuerySolutions):
        return {"truth": "yes" if bool(answered) else "no"} if type(answered).__name__ == "QueryBoolean" else {}
    columns = [variable.value for variable in answered.variables]
    rows = [SiteRow([_cell(graph, cell) for cell in row]) for row in islice(typed_rows(answered), _ROWS + 1)]
    remark = f"The first {_ROWS} rows." if len(rows) > _ROWS else ""
    return {"sections": [SiteSection("Answer", columns, rows[:_ROWS], remark=remark)], "rows": len(rows)}


def _cell(graph: SiteGraph, cell: DataCell) -> TextCell:
    if isinstance(cell, IriLink):
        link = graph.link(cell.iri)
        if link:
            return TextCell(graph.label(cell.iri), link)
        is_web = cell.iri.startswith(("https://", "http://"))
        return TextCell(cell.text, cell.iri if is_web else "", is_web)
    text = text_of(cell)
    # Questions answer with names: a name that only one thing has is that thing's.
    return TextCell(text, graph.link_called(text), is_number=is_number(cell))
