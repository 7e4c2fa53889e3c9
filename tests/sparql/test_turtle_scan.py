"""No blank node of a file goes unseen, so that its label never comes by chance."""

from __future__ import annotations

import io

import pyoxigraph
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gii_graph.sparql.turtle_scan import needs_inspection

SUBJECTS = st.sampled_from(["<http://e/a>", r"<http://e/\u0041#b>", "e:a", r"e:a\#b", "_:x", "[]", "e:_a", "e_:a"])
TEXTS = st.sampled_from(
    ['"a"', "'b'", '"a#[b"', "'\"'", '"\\""', "'''a\n[ _:b\n'''", '"""x"""', "'#'", '"("', "e:c", "<http://e/#(>", "1"]
)
NODES = st.sampled_from(["[ e:q 1 ]", "( 1 )", "()", "[]", "_:b", "<< e:a e:b e:c >>", "<<( e:a e:b [] )>>"])
ENDS = st.sampled_from([" .\n", " . # [ ' \"\n", ".\r\n", ' . # """\n', "\t.\n"])
STATEMENTS = st.tuples(SUBJECTS, TEXTS | NODES, ENDS).map(lambda parts: f"{parts[0]} e:p {parts[1]}{parts[2]}")
PREFIXES = "@prefix e: <http://e/> . @prefix e_: <http://e/> .\n"


@settings(max_examples=500)
@given(st.lists(STATEMENTS, max_size=6))
def test_a_text_with_blank_nodes_needs_care(statements: list[str]) -> None:
    text = (PREFIXES + "".join(statements)).encode()
    quads = list(pyoxigraph.parse(text, pyoxigraph.RdfFormat.TURTLE))
    if any("_:" in str(quad).replace("e_:", "") for quad in quads):
        assert needs_inspection(io.BytesIO(text), labels_alone=False)


@pytest.mark.parametrize("text", ['<a> <b> "[ ( _: <<" . # [ ]', "<a(b)> <c> 'x' .", r"<a> <b> '\'[' ."])
def test_signs_in_texts_iris_and_comments_are_none(text: str) -> None:
    assert not needs_inspection(io.BytesIO(text.encode()), labels_alone=False)


@pytest.mark.parametrize(
    "literal",
    [
        '"007"^^xsd:integer',
        "'007'^^xsd:integer",
        '"""007"""^^xsd:integer',
        "'''007'''^^xsd:integer",
        '"007"\n^^xsd:integer',
        '"007"^^\n xsd:integer',
        r'"0\u00307"^^xsd:integer',
        '"a"^^xsd:string, "007"^^xsd:integer',
    ],
)
def test_a_typed_literal_that_changes_needs_care(literal: str) -> None:
    text = f"@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n<http://e/a> <http://e/p> {literal} .\n".encode()
    assert len(list(pyoxigraph.parse(text, pyoxigraph.RdfFormat.TURTLE))) == literal.count("^^")
    assert needs_inspection(io.BytesIO(text), labels_alone=False)


def test_the_committed_graph_needs_none(committed_graph) -> None:
    with committed_graph.open("rb") as stream:
        assert not needs_inspection(stream, labels_alone=False)
