"""How `push` counts what a store holds: by a query where a manual has an endpoint for it, else by reading back."""

from __future__ import annotations

from http.server import BaseHTTPRequestHandler

import pytest
from pyoxigraph import NamedNode, Triple

from gii_graph.errors import EndpointError
from gii_graph.remote.graph_store import GraphStore
from tests.remote.conftest import Answer, Scripted

GRAPH = "https://example.org/gii"
TRIPLES = [Triple(NamedNode("http://a/1"), NamedNode("http://a/p"), NamedNode(f"http://a/{n}")) for n in range(3)]
COUNT = '{"head":{"vars":["n"]},"results":{"bindings":[{"n":{"type":"literal","value":"%d"}}]}}'


def store(counts: list[int] | None, gives_back: int) -> object:
    """A store that answers counts with these numbers in turn, or not at all, and gives back so many triples."""
    numbers = iter(counts or [])

    def behave(handler: BaseHTTPRequestHandler, _: bytes) -> Answer:
        if handler.path.startswith("/query"):
            if counts is None:
                return 404, {}, b""
            return 200, {"Content-Type": "application/sparql-results+json"}, (COUNT % next(numbers)).encode()
        if handler.command == "GET":
            text = "".join(f"{triple} .\n" for triple in TRIPLES[:gives_back])
            return 200, {"Content-Type": "application/n-triples"}, text.encode()
        return 204, {}, b""

    return behave


def push(scripted: Scripted, graph: str | None = GRAPH) -> tuple[int, int | None, int]:
    with GraphStore(scripted.url.replace("/sparql", "/store"), retries=0) as opened:
        return opened.push(TRIPLES, graph)


def read_back(scripted: Scripted) -> int:
    return sum(command == "GET" and path.startswith("/store") for command, path, _, _ in scripted.requests)


def test_what_is_read_back_may_be_cut_and_the_query_counts(scripted: Scripted) -> None:
    scripted.behaviour = store([2, 3], gives_back=1)  # type: ignore[assignment]
    assert push(scripted) == (3, 2, 3)
    assert read_back(scripted) == 0


def test_no_endpoint_there_and_one_that_may_not_read_are_no_count(scripted: Scripted) -> None:
    for counts in (None, [0, 0]):
        scripted.behaviour = store(counts, gives_back=3)  # type: ignore[assignment]
        assert push(scripted) == (3, 3, 3)
    assert read_back(scripted) == 4


def test_the_default_graph_is_read_back_for_a_query_may_take_all_graphs_for_it(scripted: Scripted) -> None:
    scripted.behaviour = store([100, 100], gives_back=3)  # type: ignore[assignment]
    assert push(scripted, None) == (3, 3, 3)


def test_too_few_read_back_may_be_a_limit(scripted: Scripted) -> None:
    scripted.behaviour = store(None, gives_back=2)  # type: ignore[assignment]
    with pytest.raises(EndpointError, match=r"not done, or the store limits its answers: count with --count-at\.$"):
        push(scripted)
