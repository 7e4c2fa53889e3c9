"""A query's text is understood well enough to bind values in it, and never to be broken by one."""

from __future__ import annotations

from contextlib import suppress
from itertools import pairwise

import pyoxigraph
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gii_graph.errors import QueryError, QuerySyntaxError
from gii_graph.sparql.engine import answer
from gii_graph.sparql.syntax import columns, form, tokens, with_prefixes, with_values

DATA = """
@prefix e: <http://e/> .
e:a e:p e:b ; e:n 1 . e:b e:p e:c ; e:n 2 . e:c e:p e:a ; e:n 3 .
"""


@pytest.fixture(scope="module")
def store() -> pyoxigraph.Store:
    store = pyoxigraph.Store()
    store.load(DATA, format=pyoxigraph.RdfFormat.TURTLE)
    return store


def rows(store: pyoxigraph.Store, text: str, **bound: str) -> list[list[str]]:
    bindings = {name: [term] for name, term in bound.items()}
    return [[term and str(term) for term in row] for row in answer(store, "PREFIX e: <http://e/>\n" + text, bindings)]


@settings(deadline=None)
@given(st.text())
def test_tokens_cover_any_text_in_order(text: str) -> None:
    found = tokens(text)
    assert all(text[token.start : token.end] == token.text for token in found)
    assert all(one.end <= other.start for one, other in pairwise(found))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("select * {}", "SELECT"),
        ("# SELECT\nASK {}", "ASK"),
        ("BASE <http://SELECT/> PREFIX a: <http://ASK/> CONSTRUCT WHERE {}", "CONSTRUCT"),
        ("PREFIX a: <http://a/> insert data {}", "INSERT"),
        (r"PREFIX a: <http://a/\u0041#b> ASK {}", "ASK"),
        ("VERSION '1.2' DESCRIBE <a>", "DESCRIBE"),
        ("", None),
        ("{ SELECT }", None),
    ],
)
def test_form_is_the_first_word_after_the_prologue(text: str, expected: str | None) -> None:
    assert form(tokens(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"<http://a/\u0041#b> ?x", [r"<http://a/\u0041#b>", "?x"]),
        (r"<\U00000041> <a\b>", [r"<\U00000041>", "<", "a", "\\", "b", ">"]),
        ("FILTER (?a<?b&&?c>?d)", ["FILTER", "(", "?a", "<", "?b", "&&", "?c", ">", "?d", ")"]),
        ("(?a<1#>\n)", ["(", "?a", "<", "1", ")"]),
        ("(?a<<http://a/#b>)", ["(", "?a", "<", "<http://a/#b>", ")"]),
        ("<<<a> <b> <c>>>", ["<<", "<a>", "<b>", "<c>", ">>"]),
        ("?s<b#c>?o", ["?s", "<b#c>", "?o"]),
        ("a:b.c. a:d.", ["a:b.c", ".", "a:d", "."]),
        (r"a:b\#c a:%20#x", [r"a:b\#c", "a:%20"]),
        ("'a#b' # c\r'd'", ["'a#b'", "'d'"]),
        ("?a\u00b7b?c", ["?a\u00b7b", "?c"]),
        ("a\u00a0b", ["a", "\u00a0", "b"]),
        ("'x'@ar--rtl", ["'x'", "@ar--rtl"]),
        ("\u00e9:b\u0301", ["\u00e9:b\u0301"]),
    ],
)
def test_tokens_are_those_of_the_grammar(text: str, expected: list[str]) -> None:
    assert [token.text for token in tokens(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SELECT ?o { ?x e:p ?o }", [["<http://e/b>"]]),
        (
            "SELECT ?o WHERE { { ?x e:p ?o } UNION { ?o e:p ?y FILTER (?y = ?x) } }",
            [["<http://e/b>"], ["<http://e/c>"]],
        ),
        (
            "SELECT ?s ?o { ?s e:n ?n OPTIONAL { ?s e:p ?o FILTER (?s = ?x) } FILTER (?n < 3) }",
            [["<http://e/a>", "<http://e/b>"], ["<http://e/b>", None]],
        ),
        ("SELECT ?o { { SELECT ?o { ?x e:p ?o } } }", [["<http://e/b>"]]),
        ("SELECT ?o { ?o e:n ?n FILTER EXISTS { ?x e:p ?o } }", [["<http://e/b>"]]),
        ("SELECT ?o { ?o e:n ?n FILTER NOT EXISTS { ?x e:p ?o } }", [["<http://e/a>"], ["<http://e/c>"]]),
        ("SELECT ?o { ?o e:n ?n MINUS { ?x e:p ?o } }", [["<http://e/a>"], ["<http://e/c>"]]),
        ("SELECT (SUM(?n) AS ?sum) { ?x e:p/e:n ?n }", [['"2"^^<http://www.w3.org/2001/XMLSchema#integer>']]),
        ("SELECT ?o { VALUES ?o { e:b e:c } ?x e:p ?o }", [["<http://e/b>"]]),
        ("SELECT ?x ?o { $x e:p ?o }", [["<http://e/a>", "<http://e/b>"]]),
        ("SELECT ?l { BIND ('{ ?x } #' AS ?l) ?x e:n 1 }", [['"{ ?x } #"']]),
        ("SELECT ?y { { SELECT (STR(?x) AS ?y) { } } }", [['"http://e/a"']]),
        ("SELECT ?y { { SELECT (STR(?x) AS ?y) { ?o e:n 1 } } }", [['"http://e/a"']]),
        (
            "SELECT ?y { { { SELECT (STR(?x) AS ?y) WHERE { } LIMIT 1 } } UNION { BIND (STR(?x) AS ?y) } }",
            [['"http://e/a"']] * 2,
        ),
        ("SELECT ?y { { SELECT (STR(?x) AS ?y) (SAMPLE(?o) AS ?z) { ?o e:n ?n } GROUP BY ?x } }", [['"http://e/a"']]),
        ("SELECT ?o { { SELECT ?o { ?o e:n ?n } ORDER BY DESC(?o = ?x) LIMIT 1 } }", [["<http://e/a>"]]),
        (
            "SELECT ?y { { SELECT (IF(BOUND(?x), 'bound', 'not') AS ?y) { { SELECT ?o { ?o e:n 1 } } } } }",
            [['"bound"']],
        ),
        ("SELECT ?o { ?x e:p ?o {| e:q ?x |} }", []),
    ],
)
def test_a_bound_variable_is_bound_wherever_it_is_used(
    text: str, expected: list[list[str | None]], store: pyoxigraph.Store
) -> None:
    assert rows(store, text, x="<http://e/a>") == expected


@pytest.mark.parametrize(
    "text",
    [
        "CONSTRUCT { ?x e:says ?o } { ?x e:p ?o }",
        "CONSTRUCT WHERE { ?x e:p ?o }",
        "DESCRIBE ?x",
        "DESCRIBE ?x { ?x e:p ?o }",
    ],
)
def test_a_bound_variable_is_bound_in_graph_queries(text: str, store: pyoxigraph.Store) -> None:
    found = answer(store, "PREFIX e: <http://e/>\n" + text, {"x": ["<http://e/a>"]})
    assert {str(triple.subject) for triple in found} == {"<http://e/a>"}


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_a_bound_text_stays_a_text(value: str) -> None:
    found = answer(pyoxigraph.Store(), "SELECT ?x {}", {"x": [str(pyoxigraph.Literal(value))]})
    assert [row["x"].value for row in found] == [value]


def test_rows_without_an_order_come_sorted_and_others_as_they_ask(store: pyoxigraph.Store) -> None:
    assert len(rows(store, "SELECT ?s { ?s e:p ?o } LIMIT 2 # ORDER BY ?s")) == 2
    assert rows(store, "SELECT ?s { ?s e:p ?o } # ORDER BY") == [["<http://e/a>"], ["<http://e/b>"], ["<http://e/c>"]]
    assert rows(store, "SELECT ?s { ?s e:p ?o } order by DESC(?s) limit 1") == [["<http://e/c>"]]
    inner = "SELECT ?s { { SELECT ?s { ?s e:p ?o } ORDER BY DESC(?s) LIMIT 2 } }"
    assert rows(store, inner) == [["<http://e/b>"], ["<http://e/c>"]]


def test_star_gives_columns_in_the_order_they_are_written(store: pyoxigraph.Store) -> None:
    found = answer(store, "SELECT DISTINCT * { ?s ?p ?o }")
    assert [variable.value for variable in found.variables] == ["s", "p", "o"]
    assert columns("SELECT * { ?b ?a ?b }", ["a", "b"]) == ["b", "a"]


def test_a_large_answer_is_not_held_back(store: pyoxigraph.Store) -> None:
    found = answer(store, "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o . ?q ?r ?s }")
    assert [variable.value for variable in found.variables][:3] == ["a", "b", "c"]
    assert sum(1 for _ in found) == 6**6


def test_a_parameter_that_no_binding_reaches_is_refused(store: pyoxigraph.Store) -> None:
    with pytest.raises(QueryError, match="'x' cannot stand in the SELECT of a query inside EXISTS"):
        rows(store, "ASK { FILTER EXISTS { { SELECT (STRLEN(?x) AS ?y) { } } } }", x='"abc"')


def test_prefixes_are_added_only_where_they_are_missing() -> None:
    text = "PREFIX b: <http://own/>\nASK { a:x b:y 'c:z' }"
    known = {"a": "http://a/", "b": "http://b/", "c": "http://c/"}
    assert with_prefixes(text, known) == "PREFIX a: <http://a/> " + text


def test_values_leave_a_query_that_has_no_group_of_its_own_whole() -> None:
    assert with_values("DESCRIBE ?x", {"x": ["<http://a/>"]}) == "DESCRIBE ?x\n VALUES ?x { <http://a/> }"


@pytest.mark.parametrize(
    ("text", "line", "column", "what", "hint"),
    [
        ("SELECT ?s {\n ?s ?p ?o\n FILER (?o) }", 3, 2, "'FILER' is no word", "FILTER"),
        ("SELEC ?s {}", 1, 1, "'SELEC' is no word", "SELECT"),
        ("SELECT ?s { ?s gi:p ?o }", 1, 16, "`gi:` is not declared", "`gii:`"),
        ("SELECT ?s { ?s ?p ?o", 1, 11, "`{` is never closed", "}"),
        ("SELECT ?s { ?s ?p ?o ) }", 1, 22, "`)` stands where `}`", ""),
        ('SELECT ?s { ?s ?p "x }', 1, 19, "text begins here", "Close it"),
        ("SELECT ?x ?s { ?s ?p ?x } GROUP BY ?x", 1, 11, "?s is neither grouped nor aggregated", "GROUP BY"),
        ("SELECT ?s {\n ?s a gii:Cluster\n ?s ?p ?o }", 3, 2, "a new triple begins here", "`.`"),
        ("SELECT ?s { ?s ?p ?o ; ?q ?r ?t ?u }", 1, 30, "a new triple begins here", "`.`"),
        ("SELECT ?a ?b ?c ?d { VALUES ?a { 1 2 3 4 5 } ?a ?b ?c LIMIT }", 1, 61, "", ""),
        ("SELECT name { ?s ?p ?o }", 1, 8, "'name' is no word", "?name"),
        ("", 1, 1, "no query", "SELECT"),
        ("# nothing\n", 1, 1, "no query", "SELECT"),
        ("FILTER", 1, 1, "this is no query", "SELECT"),
    ],
)
def test_a_broken_query_is_told_where_and_why(text: str, line: int, column: int, what: str, hint: str) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        answer(pyoxigraph.Store(), text)
    error = caught.value
    assert (error.line, error.column) == (line, column)
    assert what in error.what
    assert hint in error.hint
    assert error.excerpt.splitlines()[1].index("^") == column - 1


@settings(deadline=None)
@given(st.text(st.sampled_from(list("SELECT ?s{}()'\"<>:.;#ab\n\t\x1b?*=&|")), max_size=60))
def test_whatever_is_asked_only_our_own_errors_come_back(text: str) -> None:
    with suppress(QueryError):
        answer(pyoxigraph.Store(), text)


@pytest.mark.parametrize(
    "text",
    ["INSERT DATA { <http://a/> <http://b/> 1 }", "PREFIX a: <http://a/> delete where { ?s ?p ?o }", "CLEAR ALL"],
)
def test_updates_are_refused(text: str) -> None:
    with pytest.raises(QueryError, match="only reads"):
        answer(pyoxigraph.Store(), text)
