"""Parameters are declared in a query's header, given by name, and looked up in the data."""

from __future__ import annotations

import pyoxigraph
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gii_graph.errors import QueryError
from gii_graph.sparql.engine import answer
from gii_graph.sparql.header import Header, Parameter, read_header
from gii_graph.sparql.parameters import bind

CLUSTER = "https://w3id.org/gii-graph/id/cluster/"
DATA = """
@base <https://w3id.org/gii-graph/id/> .
@prefix gii: <https://w3id.org/gii-graph/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<cluster/beijing> a gii:Cluster ; rdfs:label "Beijing"@en .
<cluster/zurich> a gii:Cluster ; rdfs:label "Zürich"@en .
<cluster/shanghai-suzhou> a gii:Cluster ; rdfs:label "Shanghai–Suzhou"@en ; skos:altLabel "Shanghai-Suzhou region"@en .
<organization/hkc> a gii:Organization ; rdfs:label "HKC" .
<person/hkc> a gii:Person ; rdfs:label "HKC" .
<profile/2024/beijing> a gii:ClusterProfile ; gii:edition 2024 .
"""


@pytest.fixture(scope="module")
def store() -> pyoxigraph.Store:
    store = pyoxigraph.Store()
    store.load(DATA, format=pyoxigraph.RdfFormat.TURTLE)
    return store


def bound(store: pyoxigraph.Store, declaration: str, **given: str) -> dict[str, list[str]]:
    header = read_header(f"# What?\n# param {declaration}\nASK {{}}")
    values = {name: [value] for name, value in given.items()}
    return bind(header, values, lambda question: answer(store, question))


def test_the_header_is_read() -> None:
    header = read_header(
        "\ufeff# Who?\r\n#\r\n# More,\r\n# and more.\r\n# param x: cluster = san jose -- which\r\n"
        "#param y : edition? -- when\r\nSELECT * {}\r\n# param z: nothing"
    )
    assert header.question == "Who?"
    assert header.remarks == "More, and more."
    assert header.parameters == (
        Parameter("x", "cluster", "which", "san jose", False),
        Parameter("y", "edition", "when", None, True),
    )


def test_a_query_without_a_header_asks_and_takes_nothing() -> None:
    assert read_header("ASK {}") == Header("", "", ())


@pytest.mark.parametrize("line", ["param x", "param x: city -- which", "param x: cluster = a", "param : string -- x"])
def test_a_wrong_declaration_is_shown_with_its_line(line: str) -> None:
    with pytest.raises(QueryError, match="line 2"):
        read_header(f"# What?\n# {line}\nASK {{}}")


@pytest.mark.parametrize(
    "value", ["zurich", "Zürich", "zürich", "ZURICH", f"{CLUSTER}zurich", f"<{CLUSTER}zurich>", "cluster:zurich"]
)
def test_an_entity_is_named_by_label_slug_or_iri(value: str, store: pyoxigraph.Store) -> None:
    assert bound(store, "x: cluster -- which", x=value) == {"x": [f"<{CLUSTER}zurich>"]}


@pytest.mark.parametrize("value", ["Shanghai-Suzhou", "shanghai — suzhou", "Shanghai-Suzhou region"])
def test_any_dash_and_any_spelling_on_record_will_do(value: str, store: pyoxigraph.Store) -> None:
    assert bound(store, "x: cluster -- which", x=value) == {"x": [f"<{CLUSTER}shanghai-suzhou>"]}


@pytest.mark.parametrize(
    ("declaration", "given_value", "message"),
    [
        ("x: cluster -- which", "bejing", "no cluster 'bejing'; did you mean 'beijing'?"),
        ("x: cluster -- which", "quito", "no cluster 'quito'; there is beijing, shanghai-suzhou, zurich"),
        ("x: economy -- which", "china", "the graph has none at all"),
        ("x: agent -- which", "HKC", "names several things"),
        ("x: edition -- which", "2023", "no edition 2023; there is 2024"),
        ("x: edition -- which", "next", "expected the year of an edition"),
        ("x: integer -- which", "1.5", "expected a whole number"),
        ("x: decimal -- which", "NaN", "expected a number"),
        ("x: iri -- which", "no iri", "expected an IRI"),
    ],
)
def test_a_value_that_is_not_there_or_ill_typed_is_named(
    declaration: str, given_value: str, message: str, store: pyoxigraph.Store
) -> None:
    with pytest.raises(QueryError) as caught:
        bound(store, declaration, x=given_value)
    assert message in str(caught.value)


def test_unknown_and_missing_parameters_are_named(store: pyoxigraph.Store) -> None:
    with pytest.raises(QueryError, match="no parameter 'cluter'; did you mean 'cluster'"):
        bound(store, "cluster: cluster? -- which", cluter="beijing")
    with pytest.raises(QueryError, match=r"needs 'cluster': which .* --param cluster=VALUE"):
        bound(store, "cluster: cluster -- which")
    with pytest.raises(QueryError, match="takes no parameters"):
        bind(read_header("ASK {}"), {"x": ["1"]}, lambda question: [])


def test_defaults_and_optional_parameters(store: pyoxigraph.Store) -> None:
    assert bound(store, "x: cluster = Beijing -- which") == {"x": [f"<{CLUSTER}beijing>"]}
    assert bound(store, "x: cluster? -- which") == {}


def test_a_repeated_parameter_is_bound_to_each_value(store: pyoxigraph.Store) -> None:
    header = read_header("# param x: cluster -- which\nASK {}")
    both = bind(header, {"x": ["beijing", "zurich"]}, lambda question: answer(store, question))
    assert both == {"x": [f"<{CLUSTER}beijing>", f"<{CLUSTER}zurich>"]}


@pytest.mark.parametrize(
    ("kind", "value", "term"),
    [
        ("integer", "-7", '"-7"^^<http://www.w3.org/2001/XMLSchema#integer>'),
        ("decimal", "7.50", '"7.5"^^<http://www.w3.org/2001/XMLSchema#decimal>'),
        ("decimal", "1e2", '"100"^^<http://www.w3.org/2001/XMLSchema#decimal>'),
        ("iri", "gii:patents", "<https://w3id.org/gii-graph/ontology#patents>"),
        ("edition", "2024", '"2024"^^<http://www.w3.org/2001/XMLSchema#integer>'),
    ],
)
def test_values_become_typed_terms(kind: str, value: str, term: str, store: pyoxigraph.Store) -> None:
    assert bound(store, f"x: {kind} -- which", x=value) == {"x": [term]}


@settings(deadline=None)
@given(value=st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_no_value_breaks_out_of_its_term(value: str) -> None:
    header = read_header("# param x: string -- which\nASK {}")
    terms = bind(header, {"x": [value]}, lambda question: [])
    found = answer(pyoxigraph.Store(), "SELECT ?x { }", terms)
    assert [row[0].value for row in found] == [value]


NUMBERS = "@prefix : <http://a/> . :s :p 1, 2, 3 ; :q :t . :t :p 2 . :u :p 5 ."
# Each asks with ?x as it asks with the number itself in its place.
ASKED = [
    "SELECT ?s ?o { ?s :p ?o } GROUP BY ?s ?o HAVING (?o = ?x) ORDER BY ?s",
    "SELECT ?s { ?s :p ?o } GROUP BY ?s HAVING (COUNT(?o) > ?x)",
    "SELECT (COUNT(?o) AS ?n) { ?s :none ?o } HAVING(COUNT(?o) < ?x)",
    "SELECT ?s { ?s :p ?o } GROUP BY ?s HAVING (SUM(?o * ?x) > 3 * ?x) (?x = ?x)",
    "SELECT ?s (COUNT(?o) > ?x - 1 AS ?many) { ?s :p ?o } GROUP BY ?s ORDER BY ?s",
    "SELECT ?s { ?s :p ?o } GROUP BY ?s ORDERBY(ABS(COUNT(?o) - ?x)) DESC(?x) ?s",
    "SELECT ?s { ?s :p ?o { SELECT ?s { ?s :p ?v } GROUP BY ?s HAVING (MAX(?v) > ?x) } FILTER (?o > ?x) } ORDER BY ?s",
    "SELECT ?s { ?s :q ?t OPTIONAL { SELECT ?s (MIN(?v) + ?x AS ?y) { ?s :p ?v } GROUP BY ?s } } ORDER BY ?y",
    "SELECT ?s (SUM(?o * ?x) AS ?n) { ?s :p ?o } GROUP BY ?s ORDER BY ?s",
    "SELECT ?s (GROUP_CONCAT(STR(?x) ; SEPARATOR=') x') AS ?c) { ?s :p ?o } GROUP BY ?s ORDER BY ?s",
    "SELECT ?y { ?s :p ?o } GROUP BY (?o + ?x AS ?y) HAVING(?y > ?x + 1) ORDER BY ?y",
]


@pytest.mark.parametrize("text", ASKED)
def test_a_value_reaches_where_a_query_groups(text: str) -> None:
    store = pyoxigraph.Store()
    store.load(NUMBERS.encode(), pyoxigraph.RdfFormat.TURTLE)
    asked = f"PREFIX : <http://a/> {text}"
    rows = [[str(term) for term in row] for row in answer(store, asked, {"x": ["2"]})]
    assert rows == [[str(term) for term in row] for row in answer(store, asked.replace("?x", "(2)"))]


@pytest.mark.parametrize("text", [ASKED[0], ASKED[4], ASKED[5], ASKED[6]])
def test_several_values_cannot_stand_where_a_query_groups(text: str) -> None:
    with pytest.raises(QueryError, match="one value only"):
        answer(pyoxigraph.Store(), f"PREFIX : <http://a/> {text}", {"x": ["1", "2"]})


def test_whether_a_parameter_is_bound_is_not_asked_of_groups() -> None:
    with pytest.raises(QueryError, match="cannot be asked of a parameter"):
        answer(pyoxigraph.Store(), "SELECT (COUNT(*) AS ?n) { ?s ?p ?o } HAVING(BOUND(?x))", {"x": ["1"]})
