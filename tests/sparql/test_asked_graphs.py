"""Several graphs that are the default graph of a query together are one graph: a statement of two counts once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, QueryBoolean, QuerySolutions, Store, Triple

from gii_graph.errors import EngineError, QueryError, QuerySyntaxError
from gii_graph.sparql.asked_graphs import AskedGraphs, merged, named_by_clauses, warning_for_a_store
from gii_graph.sparql.engine import answer

NODES = [NamedNode(f"urn:n{number}") for number in range(3)]
GRAPHS = [NamedNode(f"urn:g{number}") for number in range(3)]
P = NamedNode("urn:p")
QUADS = st.lists(
    st.builds(Quad, st.sampled_from(NODES), st.just(P), st.sampled_from([*NODES, Literal(1)]), st.sampled_from(GRAPHS)),
    max_size=12,
)
CLAUSES = st.lists(st.tuples(st.booleans(), st.sampled_from(GRAPHS)), min_size=1, max_size=5)
QUESTIONS = (
    "SELECT (COUNT(*) AS ?n) {} {{ ?s ?p ?o }}",
    "SELECT * {} {{ ?s <urn:p> ?o }}",
    "SELECT ?s ?end (COUNT(?o) AS ?n) {} WHERE {{ ?s <urn:p> ?o . ?o <urn:p>+ ?end }} GROUP BY ?s ?end",
    "SELECT * {} {{ ?s ?p ?o OPTIONAL {{ GRAPH ?g {{ ?o ?q ?r }} }} }}",
)


def rows(store: Store, query: str, **options: Any) -> list[list[Any]]:
    return [list(row) for row in cast("QuerySolutions", answer(store, query, **options))]


def count(store: Store, query: str, **options: Any) -> int:
    return int(rows(store, query, **options)[0][0].value)


@pytest.fixture
def shared() -> Store:
    store = Store()
    for graph in GRAPHS[:2]:
        store.add(Quad(NODES[0], P, NODES[1], graph))
    store.add(Quad(NODES[1], P, NODES[2], GRAPHS[2]))
    return store


@pytest.mark.parametrize(
    "query",
    [
        "SELECT (COUNT(*) AS ?n) FROM <urn:g0> FROM <urn:g1> { ?s ?p ?o }",
        "SELECT (COUNT(*) AS ?n) FROM<urn:g0>FROM<urn:g1>{ ?s ?p ?o }",
        "SELECT (COUNT(*) AS ?n) from <urn:g0> # FROM <urn:g2>\nFrom <urn:g1> { ?s ?p ?o }",
        "SELECT (COUNT(*) AS ?n) FROM <urn:g0> FROM <urn:g0> { ?s ?p ?o }",
        "SELECT (COUNT(*) AS ?n) FROM <urn:g0> FROM NAMED <urn:g2> FROM <urn:g1> { ?s ?p ?o }",
        "PREFIX u: <urn:> PREFIX from: <urn:> SELECT (COUNT(*) AS ?n) FROM u:g0 FROM from:g1 { ?s ?p ?o }",
        "BASE <http://graphs/> SELECT (COUNT(*) AS ?n) FROM <0> FROM <1> { ?s ?p ?o }",
    ],
)
def test_a_statement_of_two_graphs_counts_once(shared: Store, query: str) -> None:
    for number in range(2):
        shared.add(Quad(NODES[0], P, NODES[1], NamedNode(f"http://graphs/{number}")))
    assert count(shared, query) == 1


def test_other_forms_and_the_graphs_of_the_protocol(shared: Store) -> None:
    both = AskedGraphs(("urn:g0", "urn:g1"), ())
    assert count(shared, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", graphs=both) == 1
    assert count(shared, "SELECT (COUNT(*) AS ?n) FROM <urn:g2> { ?s ?p ?o }", graphs=both) == 1
    assert count(shared, "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }", graphs=both) == 0
    only = "FROM <urn:g0> FROM <urn:g1>"
    made = answer(shared, f"CONSTRUCT {{ ?s ?p ?o }} {only} WHERE {{ ?s ?p ?o }}")
    assert list(cast("Any", made)) == [Triple(NODES[0], P, NODES[1])]
    assert bool(cast("QueryBoolean", answer(shared, f"ASK {only} {{ ?s ?p ?o }}")))
    assert len(list(cast("Any", answer(shared, f"DESCRIBE <urn:n0> {only}")))) == 1


@given(QUADS, CLAUSES, st.sampled_from(QUESTIONS))
def test_the_default_graph_is_the_union(
    quads: list[Quad], clauses: Sequence[tuple[bool, NamedNode]], question: str
) -> None:
    store, union = Store(), Store()
    store.extend(quads)
    default = [graph for is_named, graph in clauses if not is_named]
    named = [graph for is_named, graph in clauses if is_named]
    union.extend(Quad(*quad.triple) for quad in quads if quad.graph_name in default)
    union.extend(quad for quad in quads if quad.graph_name in named)
    written = " ".join(f"FROM {'NAMED ' * is_named}{graph}" for is_named, graph in clauses)
    assert rows(store, question.format(written)) == rows(union, question.format(""))


def test_graphs_without_a_common_statement_are_asked_where_they_are(shared: Store) -> None:
    apart = AskedGraphs(("urn:g0", "urn:g2"), ())
    assert merged(shared, apart)[0] is shared
    assert merged(shared, AskedGraphs(("urn:g0", "urn:g1"), ()))[0] is not shared


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * FROM <urn:g0> { ?s ?p 'from' }",
        "SELECT * { ?from ?p ?o } # from here, from there",
        "PREFIX from: <urn:from/> SELECT * { from:a from:b ?o }",
    ],
)
def test_less_than_two_names_are_left_to_the_engine(query: str) -> None:
    assert named_by_clauses(query) is None
    assert warning_for_a_store(query) is None


@pytest.mark.parametrize(
    "clauses", ["FROMu:g0 FROM u:g1", "FROM <urn:g0> FROMNAMED <urn:g1>", "FROM u:g0 FROM NAMEDu:g1"]
)
def test_words_run_together_are_refused(shared: Store, clauses: str) -> None:
    with pytest.raises(QueryError, match="write FROM, NAMED and each name apart"):
        answer(shared, f"PREFIX u: <urn:> SELECT * {clauses} {{ ?s ?p ?o }}")


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * FROM <urn:g0> FROM { ?s ?p ?o }",
        "SELECT * FROM x:a FROM x:b { ?s ?p ?o }",
        "SELECT ?s FROM ?g FROM ?h { ?s ?p ?o }",
        "SELECT ?s FROM 'a' FROM 'b' { ?s ?p ?o }",
        "ASK FROM <urn:g0> FROM 1 { ?s ?p ?o }",
        "ASK FROM FROM",
    ],
)
def test_a_wrong_query_is_diagnosed_as_ever(shared: Store, query: str) -> None:
    with pytest.raises(QuerySyntaxError):
        answer(shared, query)


def test_an_index_that_fails_while_graphs_are_merged_is_told_in_a_sentence() -> None:
    class Failing:
        def query(self, *_: object, **__: object) -> None:
            raise OSError("Corruption: block checksum mismatch")

    with pytest.raises(EngineError, match="block checksum mismatch"):
        answer(cast("Store", Failing()), "ASK FROM <urn:g0> FROM <urn:g1> { ?s ?p ?o }")
