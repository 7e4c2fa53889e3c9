"""Real triple stores take the graph and give the answers that the files give."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from gii_graph.remote.endpoint import Endpoint
from gii_graph.remote.login import login_from
from gii_graph.sparql.header import read_header
from gii_graph.sparql.parameters import bind
from gii_graph.sparql.result_formats import write_solutions
from gii_graph.sparql.shipped import shipped_names, shipped_text
from tests.conftest import run
from tests.remote.servers import Server

pytestmark = pytest.mark.server

GOLDEN = Path(__file__).resolve().parent.parent / "golden"
GRAPH = "https://example.org/gii"


@pytest.fixture(scope="module")
def filled(store_server: Server, committed_graph: Path) -> Server:
    done = run("push", committed_graph, "--endpoint", store_server.store, "--graph", GRAPH, env=store_server.login)
    assert done.returncode == 0, done.stderr
    assert "triples pushed to https://example.org/gii; it held 0 and holds" in done.stderr
    return store_server


@pytest.fixture(scope="module")
def endpoint(filled: Server) -> Iterator[Endpoint]:
    with Endpoint(filled.query, graphs=[GRAPH], seconds=30, login=login_from(filled.login)) as opened:
        yield opened


@pytest.mark.parametrize("name", shipped_names())
def test_a_shipped_query_gives_the_same_answer_as_over_the_file(name: str, endpoint: Endpoint) -> None:
    text, written = shipped_text(name), io.BytesIO()
    write_solutions(endpoint.answer(text, bind(read_header(text), {}, endpoint.answer)), "csv", written)
    assert written.getvalue().decode() == (GOLDEN / f"{name}.csv").read_bytes().decode()


def test_the_command_asks_a_store_as_it_asks_a_file(filled: Server) -> None:
    there = ("--endpoint", filled.query, "--graph", GRAPH)
    table = run("query", "top-applicants", "-p", "cluster=Kunming", *there, env=filled.login)
    assert table.returncode == 0, table.stderr
    assert "LUO, CAN" in table.stdout
    unknown = run("query", "top-applicants", "-p", "cluster=kumming", *there, env=filled.login)
    assert (unknown.returncode, unknown.stdout) == (2, "")
    assert unknown.stderr == "Error: There is no cluster 'kumming'; did you mean 'kunming'?\n"


def test_ask_and_construct_work_over_the_protocol(endpoint: Endpoint) -> None:
    assert bool(endpoint.answer("ASK { ?c a gii:Cluster }"))
    assert not bool(endpoint.answer("ASK { ?c a gii:NoSuchClass }"))
    triples = endpoint.answer("CONSTRUCT { ?c a gii:Cluster } { ?c a gii:Cluster ; gii:hasProfile ?p }")
    assert len(set(triples)) == 5


def test_several_graphs_that_the_store_may_not_merge_are_warned_of(filled: Server) -> None:
    asked = f"SELECT (COUNT(*) AS ?n) FROM <{GRAPH}> FROM <https://example.org/other> {{ ?c a gii:ClusterProfile }}"
    done = run("query", "-q", asked, "--endpoint", filled.query, "-f", "csv", env=filled.login)
    assert (done.returncode, done.stdout) == (0, "n\n5\n")
    assert "Warning: FROM names several graphs, and some stores" in done.stderr
    one = run("query", "-q", asked.replace("other", "gii"), "--endpoint", filled.query, env=filled.login)
    assert "Warning" not in one.stderr


def test_a_wrong_query_is_explained_as_over_a_file(filled: Server) -> None:
    done = run("query", "-q", "SELECT ?s { ?s a gii:Cluster FILER (?s) }", "--endpoint", filled.query, env=filled.login)
    assert done.returncode == 2
    assert "Did you mean FILTER?" in done.stderr


def test_push_replaces_and_adds(store_server: Server, tmp_path: Path) -> None:
    one, two = tmp_path / "one.ttl", tmp_path / "two.ttl"
    one.write_text("<http://a/1> <http://a/p> 1, 'x'@en .", "utf-8")
    two.write_text("<http://a/1> <http://a/p> 1, 2.5, 'y' .", "utf-8")
    there = ("--endpoint", store_server.store, "--graph", "https://example.org/small")
    said = [
        run("push", one, *there, env=store_server.login).stderr,
        run("push", two, *there, "--add", env=store_server.login).stderr,
        run("push", two, *there, env=store_server.login).stderr,
    ]
    assert [line.rpartition("; ")[2].strip() for line in said] == [
        "it held 0 and holds 2 now.",
        "it held 2 and holds 4 now.",
        "it held 4 and holds 3 now.",
    ]


def test_a_graph_with_more_triples_than_the_store_answers_rows_is_counted_whole(
    store_server: Server, committed_graph: Path, tmp_path: Path
) -> None:
    more, graph = tmp_path / "more.nt", "https://example.org/limited"
    more.write_text("<http://a/1> <http://a/p> <http://a/2> .\n", "utf-8")
    there = ("--endpoint", store_server.store, "--graph", graph)
    first = run("push", committed_graph, *there, env=store_server.login)
    second = run("push", more, *there, "--add", env=store_server.login)
    assert (first.returncode, second.returncode) == (0, 0), first.stderr + second.stderr
    assert first.stderr.endswith("it held 0 and holds 1,255 now.\n")
    assert second.stderr.endswith("it held 1,255 and holds 1,256 now.\n")


def test_a_store_that_needs_a_login_says_so(store_server: Server, committed_graph: Path) -> None:
    if not store_server.login:
        pytest.skip(f"{store_server.name} lets anyone write")
    there = ("--endpoint", store_server.store, "--graph", "https://example.org/locked")
    none = run("push", committed_graph, *there)
    assert (none.returncode, none.stdout) == (3, "")
    assert "a login is needed (401); set GII_GRAPH_USER and GII_GRAPH_PASSWORD" in none.stderr
    wrong = run("push", committed_graph, *there, env={**store_server.login, "GII_GRAPH_PASSWORD": "wrong"})
    assert wrong.returncode == 3
    assert "the login was refused (401)" in wrong.stderr
