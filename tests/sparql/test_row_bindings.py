"""What the rows of an answer were made from."""

from __future__ import annotations

from pyoxigraph import Literal, NamedNode, Quad, Store

from gii_graph.sparql.row_bindings import row_bindings


def test_rows_were_made_from_the_graph_that_was_asked() -> None:
    subject, predicate, value = NamedNode("http://a/s"), NamedNode("http://a/p"), Literal("of the graph")
    store = Store()
    store.add(Quad(subject, predicate, value, NamedNode("http://a/graph")))
    text = "SELECT ?o FROM <http://a/graph> WHERE { ?s ?p ?o }"
    assert row_bindings(store, text, ["o"], [[value]]) == [[(subject, predicate, value)]]
