"""What a query asks in vain is said in a sentence, with the exit code of its kind."""

from __future__ import annotations

import json
from collections.abc import Callable

import pyoxigraph
import pytest

from gii_graph.errors import EndpointError, EngineError, QueryError
from gii_graph.sparql.engine import answer
from gii_graph.sparql.engine_failures import engine_failures
from gii_graph.sparql.header import Header, Parameter
from gii_graph.sparql.parameters import bind
from tests.conftest import ROOT, run

IN_VAIN = {
    "a function": ("SELECT (<http://a/f>(1) AS ?x) {}", "The query calls the function <http://a/f>, which is none"),
    "a function in a filter": ("ASK { ?s ?p ?o FILTER(<http://a/f>(?o)) }", "calls the function <http://a/f>"),
    "a function of rows": ("SELECT ?s { ?s ?p ?o } ORDER BY <http://a/f>(?o)", "calls the function <http://a/f>"),
    "a function that groups": ("SELECT (<http://a/f>(DISTINCT ?o) AS ?n) { ?s ?p ?o }", "<http://a/f>"),
    "a function of a graph": ("CONSTRUCT { ?s ?p ?x } { ?s ?p ?o BIND(<http://a/f>(?o) AS ?x) }", "<http://a/f>"),
    "an endpoint without a name": (
        "SELECT * { SERVICE ?e { ?s ?p ?o } }",
        "by the variable ?e; give its address as an IRI",
    ),
    "the same among others": ("ASK { ?s ?p ?o . SERVICE ?nobody { ?s ?p ?o } }", "by the variable ?nobody"),
}


@pytest.mark.parametrize(("text", "said"), IN_VAIN.values(), ids=IN_VAIN)
def test_what_is_asked_in_vain_is_a_wrong_call(text: str, said: str) -> None:
    done = run("query", "-q", text, "--allow-service", cwd=ROOT)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_an_endpoint_that_is_not_there_is_no_wrong_call() -> None:
    text = "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }"
    done = run("query", "-q", text, "--allow-service", cwd=ROOT)
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.startswith("Error: http://127.0.0.1:1/: nothing answers there ")


def test_what_the_system_says_of_an_output_is_not_taken_for_the_engine() -> None:
    with pytest.raises(BrokenPipeError), engine_failures():
        raise BrokenPipeError(32, "Broken pipe")
    with pytest.raises(EngineError, match="cannot answer this query: something else"), engine_failures():
        raise RuntimeError("something else")


def solutions(columns: list[str], *rows: dict[str, object]) -> pyoxigraph.QuerySolutions:
    text = json.dumps({"head": {"vars": columns}, "results": {"bindings": rows}})
    found = pyoxigraph.parse_query_results(text, pyoxigraph.QueryResultsFormat.JSON)
    assert isinstance(found, pyoxigraph.QuerySolutions)
    return found


def truth() -> object:
    return pyoxigraph.parse_query_results('{"head":{},"boolean":true}', pyoxigraph.QueryResultsFormat.JSON)


IRI = {"type": "uri", "value": "http://a/beijing"}
TEXT = {"type": "literal", "value": "Beijing"}
ANSWERS: dict[str, Callable[[], object]] = {
    "one column": lambda: solutions(["entity"], {"entity": IRI}),
    "three columns": lambda: solutions(["entity", "name", "more"], {"entity": IRI, "name": TEXT}),
    "other names": lambda: solutions(["a", "b"], {"a": IRI, "b": TEXT}),
    "no columns": lambda: solutions([]),
    "a truth value": truth,
    "triples": lambda: iter(()),
    "nothing": lambda: None,
}


@pytest.mark.parametrize("kind", ["cluster", "edition", "entity"])
@pytest.mark.parametrize("found", ANSWERS.values(), ids=ANSWERS)
def test_a_lookup_answered_with_something_else_is_told(kind: str, found: Callable[[], object]) -> None:
    header = Header("", "", (Parameter("x", kind, "what for", None, optional=False),))
    with pytest.raises(EndpointError, match=r"found an answer with .*, expected the columns"):
        bind(header, {"x": ["2024"]}, lambda _: found())


def test_rows_of_a_lookup_that_hold_other_terms_are_no_names() -> None:
    header = Header("", "", (Parameter("x", "entity", "what for", None, optional=False),))
    rows = [{"entity": IRI, "name": IRI}, {"name": TEXT}, {"entity": TEXT, "name": TEXT}, {"entity": IRI}]
    with pytest.raises(QueryError, match="the graph has none at all"):
        bind(header, {"x": ["Beijing"]}, lambda _: solutions(["entity", "name"], *rows))
    turned = solutions(["name", "entity"], {"entity": IRI, "name": TEXT})
    assert bind(header, {"x": ["Beijing"]}, lambda _: turned) == {"x": ["<http://a/beijing>"]}


def test_python_gets_the_same_sentence() -> None:
    with pytest.raises(QueryError, match="calls the function"):
        list(answer(pyoxigraph.Store(), "SELECT (<http://a/f>(1) AS ?x) {}"))
