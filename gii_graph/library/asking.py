"""Questions to a graph from Python: SPARQL, or the shipped ones by name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from pyoxigraph import QueryBoolean, QuerySolutions, Store

from gii_graph.errors import CallError
from gii_graph.library.notebook_html import html_table
from gii_graph.library.solutions import Solutions, rdflib_term
from gii_graph.sparql.engine import answer
from gii_graph.sparql.engine_failures import empty_frames
from gii_graph.sparql.header import Parameter, read_header
from gii_graph.sparql.parameters import bind
from gii_graph.sparql.premises import premises
from gii_graph.sparql.shipped import shipped_names, shipped_text
from gii_graph.sparql.unknown_terms import unknown_terms

if TYPE_CHECKING:
    import rdflib

__all__ = ["Questions", "ShippedQuestion", "asked", "questions"]


class ShippedQuestion(NamedTuple):
    """A shipped question: its name, what it asks, what more is to know, and the parameters that it takes."""

    name: str
    text: str
    remarks: str
    parameters: tuple[Parameter, ...]


class Questions(tuple[ShippedQuestion, ...]):
    """The shipped questions, which a notebook shows as a table."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "\n".join(f"{question.name}: {question.text}" for question in self)

    def _repr_html_(self) -> str:
        rows = [(one.name, one.text, ", ".join(parameter.name for parameter in one.parameters)) for one in self]
        return html_table(("question", "asks", "parameters"), rows)


def questions() -> Questions:
    """Return the questions that come with gii-graph, with their parameters."""
    headers = ((name, read_header(shipped_text(name))) for name in shipped_names())
    return Questions(ShippedQuestion(name, head.question, head.remarks, head.parameters) for name, head in headers)


@empty_frames()
def asked(
    store: Store, sparql: str | None, shipped: str | None, parameters: Mapping[str, object] | None
) -> Solutions | bool | rdflib.Graph:
    """Return the answer to a SPARQL text or a shipped query; see `gii_graph.query`."""
    if (sparql is None) == (shipped is None):
        raise CallError("Give a query either as text or by the name of a shipped one.")
    text = sparql if sparql is not None else shipped_text(str(shipped))
    given = {name: _texts(value) for name, value in (parameters or {}).items()}
    header = read_header(text)
    bindings = bind(header, given, lambda question: answer(store, question))
    result: Any = answer(store, text, bindings)
    if isinstance(result, QuerySolutions):
        notes = [*premises(header, given, bindings, lambda question, bound: answer(store, question, bound))]
        if shipped is None:
            notes += unknown_terms(text, lambda question, bound: answer(store, question, bound))
        return Solutions(result, notes)
    if isinstance(result, QueryBoolean):
        return bool(result)
    import rdflib

    graph = rdflib.Graph()
    for triple in result:
        subject, predicate, value = (rdflib_term(term) for term in triple)
        graph.add((subject, predicate, value))  # type: ignore[arg-type]
    return graph


def _texts(value: object) -> list[str]:
    return [str(part) for part in value] if isinstance(value, list | tuple) else [str(value)]
