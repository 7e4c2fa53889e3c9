"""What we write is what the W3C's formats say: a second library reads it back as it was."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from xml.etree import ElementTree as ET

import pyoxigraph
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib.query import Result

from gii_graph.sparql.engine import answer
from gii_graph.sparql.result_formats import write_boolean, write_solutions, write_triples

XML_TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"))
TEXT = st.text(st.characters(exclude_categories=["Cs"]))
XSD = "http://www.w3.org/2001/XMLSchema#"


def terms(texts: st.SearchStrategy[str]) -> st.SearchStrategy[pyoxigraph.Literal | pyoxigraph.NamedNode | None]:
    number = st.integers(-(10**12), 10**12).map(pyoxigraph.Literal)
    decimal = st.sampled_from(["0.5", "32", "-7.25"]).map(
        lambda text: pyoxigraph.Literal(text, datatype=pyoxigraph.NamedNode(f"{XSD}decimal"))
    )
    iri = st.from_regex(r"http://a/[a-zé0-9,]{0,8}", fullmatch=True).map(pyoxigraph.NamedNode)
    return st.one_of(
        texts.map(pyoxigraph.Literal),
        texts.map(lambda text: pyoxigraph.Literal(text, language="zh-hans")),
        number,
        decimal,
        iri,
        st.none(),
    )


def solutions(rows: Sequence[Sequence[object]]) -> pyoxigraph.QuerySolutions:
    values = " ".join(f"({' '.join('UNDEF' if term is None else str(term) for term in row)})" for row in rows)
    return pyoxigraph.Store().query(f"SELECT ?a ?b {{ VALUES (?a ?b) {{ {values} }} }}")


def written(rows: Sequence[Sequence[object]], form: str) -> bytes:
    out = io.BytesIO()
    write_solutions(solutions(rows), form, out)
    return out.getvalue()


def as_rdflib(term: object) -> rdflib.term.Identifier | None:
    if term is None:
        return None
    if isinstance(term, pyoxigraph.NamedNode):
        return rdflib.URIRef(term.value)
    if term.language:
        return rdflib.Literal(term.value, lang=term.language)
    datatype = None if term.datatype.value == f"{XSD}string" else rdflib.URIRef(term.datatype.value)
    return rdflib.Literal(term.value, datatype=datatype)


def read_by_rdflib(content: bytes, form: str) -> list[list[rdflib.term.Identifier | None]]:
    result = Result.parse(io.BytesIO(content), format=form)
    names = [rdflib.Variable("a"), rdflib.Variable("b")]
    return [[binding.get(name) for name in names] for binding in result.bindings]


def rows_of(texts: st.SearchStrategy[str]) -> st.SearchStrategy[list[tuple[object, object]]]:
    return st.lists(st.tuples(terms(texts), terms(texts)), max_size=5)


@settings(deadline=None)
@given(rows_of(TEXT))
def test_json_reads_back(rows: list[tuple[object, object]]) -> None:
    assert read_by_rdflib(written(rows, "json"), "json") == [[as_rdflib(term) for term in row] for row in rows]


@settings(deadline=None)
@given(rows_of(XML_TEXT))
def test_xml_reads_back(rows: list[tuple[object, object]]) -> None:
    assert read_by_rdflib(written(rows, "xml"), "xml") == [[as_rdflib(term) for term in row] for row in rows]


@settings(deadline=None)
@given(rows_of(TEXT))
def test_xml_is_well_formed_whatever_is_in_it(rows: list[tuple[object, object]]) -> None:
    root = ET.fromstring(written(rows, "xml"))
    assert len(root.findall(".//{*}result")) == len(rows)


@settings(deadline=None)
@given(rows_of(TEXT))
def test_csv_reads_back_as_plain_text(rows: list[tuple[object, object]]) -> None:
    content = written(rows, "csv").decode()
    found = list(csv.reader(io.StringIO(content, newline="")))
    assert found == [["a", "b"], *([term.value if term else "" for term in row] for row in rows)]


@settings(deadline=None)
@given(rows_of(TEXT))
def test_tsv_reads_back_as_terms(rows: list[tuple[object, object]]) -> None:
    content = written(rows, "tsv").decode()
    assert content.startswith("?a\t?b\n")
    found = pyoxigraph.parse_query_results(content, pyoxigraph.QueryResultsFormat.TSV)
    assert [[term and str(term) for term in row] for row in found] == [
        [term and str(term) for term in row] for row in rows
    ]


def test_the_documents_are_those_of_the_specifications() -> None:
    rows = [
        (pyoxigraph.NamedNode("http://a/"), pyoxigraph.Literal('x,"y"', language="en")),
        (pyoxigraph.Literal(1), None),
    ]
    assert written(rows, "csv") == b'a,b\r\nhttp://a/,"x,""y"""\r\n1,\r\n'
    assert written(rows, "tsv") == b'?a\t?b\n<http://a/>\t"x,\\"y\\""@en\n1\t\n'
    assert json.loads(written(rows, "json")) == {
        "head": {"vars": ["a", "b"]},
        "results": {
            "bindings": [
                {
                    "a": {"type": "uri", "value": "http://a/"},
                    "b": {"type": "literal", "value": 'x,"y"', "xml:lang": "en"},
                },
                {"a": {"type": "literal", "value": "1", "datatype": f"{XSD}integer"}},
            ]
        },
    }
    root = ET.fromstring(written(rows, "xml"))
    assert root.tag == "{http://www.w3.org/2005/sparql-results#}sparql"


@pytest.mark.parametrize(("form", "expected"), [("csv", b"true\n"), ("json", b'{"head":{},"boolean":true}\n')])
def test_truth_is_written(form: str, expected: bytes) -> None:
    out = io.BytesIO()
    write_boolean(answer(pyoxigraph.Store(), "ASK {}"), form, out)
    assert out.getvalue() == expected


@pytest.mark.parametrize(("form", "name"), [("turtle", "turtle"), ("ntriples", "nt"), ("jsonld", "json-ld")])
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")  # of rdflib's own JSON-LD reader
def test_graphs_are_sorted_and_read_back(form: str, name: str) -> None:
    store = pyoxigraph.Store()
    store.load("<http://a/2> <http://a/p> 2, 1 . <http://a/1> a <http://a/C> .", format=pyoxigraph.RdfFormat.TURTLE)
    text = "CONSTRUCT { ?s ?p ?o } { { ?s ?p ?o } UNION { ?s ?p ?o } }"
    out = io.BytesIO()
    write_triples(answer(store, text), form, out)
    graph = rdflib.Graph().parse(data=out.getvalue(), format=name)
    assert len(graph) == 3
    if form == "ntriples":
        lines = out.getvalue().decode().splitlines()
        assert lines == sorted(lines)
        assert len(lines) == 3
