"""No blank node of a file goes unseen, so that its label never comes by chance."""

from __future__ import annotations

import io

import pyoxigraph
import pytest
from hypothesis import example, given, settings
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


DECLARED = (
    "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix s: <http://www.w3.org/2001/XMLSchema#> .\n"
    "PREFIX i: <http://www.w3.org/2001/XMLSchema#integ> prefix int: <http://www.w3.org/2001/XMLSchema#int>\n"
    "@prefix e: <http://e/> . @base <http://www.w3.org/2001/> .\n"
)
NUMBERS = [
    "007",
    "+7",
    "-0",
    ".5",
    "-.5",
    "1.50",
    "1e0",
    "1E3",
    "1.E3",
    "0",
    "10",
    "-5",
    "2.5",
    "1.1234567890123456789",
]
TYPED = [
    '"007"^^xsd:integer', "'007'^^s:integer", '"007"^^i:er', '"007"^^int:', '"1.50"^^xsd:decimal', '"1"^^xsd:boolean',
    r'"007"^^<http://www.w3.org/2001/XMLSchema#\u0069nteger>', '"007"^^<XMLSchema#integer>', '"007"\t^^\txsd:integer',
    '"007"^^<http://www.w3.org/2001/x/../XMLSchema#integer>', '"007"^^# why\n xsd:integer', '"007"# why\n^^xsd:integer',
    '"7"^^xsd:integer', '"007"^^xsd:string', '"007"^^e:integer', '"007"^^e:int.x', '"7"^^xsd:int', '"x"@en-007',
    '"2024-01-01T24:00:00"^^xsd:dateTime', '"2024-01-05"^^xsd:date', '"a ^^xsd:integer 007"', "'\"007\"^^xsd:integer'",
]  # fmt: skip
BEHIND = [" .\n", ".\n", ".", "# a 007\n.\n", ",1 .\n", ";e:p 1 .\n", "# a\r.\n", ".<http://e/b><http://e/p>1.\n"]


@settings(max_examples=1000)
@given(
    st.lists(
        st.tuples(st.sampled_from([" ", "", "\t", "\n"]), st.sampled_from(NUMBERS + TYPED), st.sampled_from(BEHIND))
    )
)
@example([("", "007", ".")])
@example([(" ", '"007"^^xsd:integer', ".")])
@example([(" ", '"007"^^xsd:integer', "# a 007\n.\n")])
@example([(" ", "# a\r<http://e/a><http://e/p> 007", ".")])
def test_no_literal_changes_unseen(written: list[tuple[str, str, str]]) -> None:
    """Whatever stands around it: what the engine loads by itself holds every literal as the file has it."""
    text = (DECLARED + "".join(f"<http://e/a><http://e/p>{gap}{o}{end}" for gap, o, end in written)).encode()
    try:
        quads = set(pyoxigraph.parse(text, pyoxigraph.RdfFormat.TURTLE))
    except SyntaxError:
        return
    loaded = pyoxigraph.Store()
    loaded.load(text, pyoxigraph.RdfFormat.TURTLE)
    if set(loaded) != quads:
        assert needs_inspection(io.BytesIO(text), labels_alone=False)


@pytest.mark.parametrize(
    "declared",
    [
        "Prefix x: <http://www.w3.org/2001/XMLSchema#>",
        "@prefix # the types\n x: <http://www.w3.org/2001/XMLSchema#> .",
        r"@prefix x: <http://www.w3.org/2001/XMLSchem\u0061#> .",
        "@prefix x: <http://e/> . @prefix x: <http://www.w3.org/2001/XMLSchema#> .",
        "@base <http://www.w3.org/2001/> . @prefix x: <XMLSchema#> .",
    ],
)
def test_a_prefix_declared_otherwise_needs_care(declared: str) -> None:
    text = f'{declared}\n<http://e/a> <http://e/p> "007"^^x:integer .\n'.encode()
    (quad,) = pyoxigraph.parse(text, pyoxigraph.RdfFormat.TURTLE)
    assert quad.object.datatype.value == "http://www.w3.org/2001/XMLSchema#integer"
    assert needs_inspection(io.BytesIO(text), labels_alone=False)


def test_what_is_plain_needs_none() -> None:
    plain = (*NUMBERS[9:13], *TYPED[12:15], TYPED[19])
    text = DECLARED.partition("PREFIX")[0] + "@prefix e: <http://e/> .\n"
    text += "".join(f"<http://e/a> <http://e/p> {written} .\n" for written in plain) + "e:a-007 e:p2.50 e:1e0 . # 007"
    assert len(list(pyoxigraph.parse(text.encode(), pyoxigraph.RdfFormat.TURTLE))) == len(plain) + 1
    assert not needs_inspection(io.BytesIO(text.encode()), labels_alone=False)


def test_the_committed_graph_needs_none(committed_graph) -> None:
    with committed_graph.open("rb") as stream:
        assert not needs_inspection(stream, labels_alone=False)
