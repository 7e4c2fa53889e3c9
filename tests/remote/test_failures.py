"""What goes wrong on a network is said plainly, tried again where that can help, and never taken for success."""

from __future__ import annotations

import base64
import os
import socket
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pyoxigraph
import pytest

from gii_graph.errors import CallError, EndpointError, QuerySyntaxError
from gii_graph.remote.endpoint import Endpoint
from gii_graph.remote.graph_store import GraphStore, Pushed
from gii_graph.remote.login import login_from
from tests.conftest import ROOT, run
from tests.remote.conftest import Answer, Scripted

JSON = {"Content-Type": "application/sparql-results+json"}
ONE_ROW = b'{"head":{"vars":["n"]},"results":{"bindings":[{"n":{"type":"literal","value":"1"}}]}}'
SELECT = "SELECT ?n { ?n ?p ?o }"


def dataset(text: str = "<http://a/1> <http://a/p> 1, 2 .") -> list[pyoxigraph.Triple]:
    return [quad.triple for quad in pyoxigraph.parse(text, format=pyoxigraph.RdfFormat.TURTLE)]


def rows(scripted: Scripted) -> list[str]:
    with Endpoint(scripted.url, seconds=5) as endpoint:
        return [row["n"].value for row in endpoint.answer(SELECT)]


def test_a_query_goes_as_a_form_with_its_prefixes_and_values(scripted: Scripted) -> None:
    scripted.behaviour = lambda handler, body: (200, JSON, ONE_ROW)
    with Endpoint(scripted.url) as endpoint:
        endpoint.answer("SELECT ?n { ?n a gii:Cluster }", {"n": ["<http://a/>"]})
    method, _, headers, body = scripted.requests[0]
    assert (method, headers["Content-Type"]) == ("POST", "application/x-www-form-urlencoded")
    assert b"PREFIX+gii%3A" in body
    assert b"VALUES+%3Fn+%7B+%3Chttp%3A%2F%2Fa%2F%3E+%7D" in body


def test_an_endpoint_that_is_down() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    done = run("query", "-q", SELECT, "--endpoint", f"http://127.0.0.1:{port}/sparql")
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.startswith(f"Error: http://127.0.0.1:{port}/sparql: nothing answers there")
    assert "Traceback" not in done.stderr


def test_an_endpoint_that_never_answers(scripted: Scripted) -> None:
    release = threading.Event()
    scripted.behaviour = lambda handler, body: release.wait(30) and None
    try:
        done = run("query", "-q", SELECT, "--endpoint", scripted.url, "--timeout", "1")
    finally:
        release.set()
    assert done.returncode == 3
    assert "time limit" in done.stderr


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        ((200, {"Content-Type": "text/html"}, b"<html>"), "found an answer of type 'text/html', expected SPARQL"),
        ((200, {}, b"?"), "found an answer of type 'unknown'"),
        ((200, JSON, b"{oops"), "is not the application/sparql-results"),
        ((200, JSON, b'{"head":{"vars":["n"]},"results":{"bindings":["'), "breaks off or is damaged"),
        ((200, JSON, b'{"head":{"vars":["n\xff\xfe"]},"results":{"bindings":[]}}'), "is not the application/sparql"),
        ((500, {}, b"out of \xff memory \x1b[31m"), "answered 500 Internal Server Error: out of"),
        ((404, {}, b""), "answered 404 Not Found."),
        ((401, {}, b""), "a login is needed (401)"),
        ((200, {**JSON, "Content-Length": "1000"}, ONE_ROW), "broke off"),
    ],
)
def test_a_wrong_answer_is_named(answer: tuple[int, dict[str, str], bytes], message: str, scripted: Scripted) -> None:
    scripted.behaviour = lambda handler, body: answer
    done = run("query", "-q", SELECT, "--endpoint", scripted.url, "--format", "json")
    assert done.returncode == 3
    assert message in done.stderr
    assert "\x1b" not in done.stderr
    assert "Traceback" not in done.stderr


def test_a_redirect_within_the_host_is_followed(scripted: Scripted) -> None:
    scripted.behaviour = lambda handler, body: (
        (200, JSON, ONE_ROW) if handler.path == "/new" else (307, {"Location": "/new"}, b"")
    )
    assert rows(scripted) == ["1"]


@pytest.mark.parametrize("target", ["http://localhost:1/", "ftp://127.0.0.1/x", "file:///etc/passwd", "/sparql"])
def test_a_redirect_elsewhere_is_not(target: str, scripted: Scripted) -> None:
    scripted.behaviour = lambda handler, body: (307, {"Location": target}, b"")
    with pytest.raises(EndpointError):
        rows(scripted)


@pytest.mark.parametrize(
    "url",
    [
        "ftp://a/",
        "file:///etc/passwd",
        "a.ttl",
        "http://",
        "http://user:pass@a/",
        "http://a:65536/",
        "http://a:0/",
        "http://xn--/",
        "http://[::1",
    ],
)
def test_a_url_that_is_no_endpoint_is_refused(url: str) -> None:
    with pytest.raises(CallError):
        Endpoint(url)


def test_a_syntax_error_is_ours_to_explain(scripted: Scripted) -> None:
    scripted.behaviour = lambda handler, body: (400, {}, b"Virtuoso 37000 Error SP030")
    with Endpoint(scripted.url) as endpoint:
        with pytest.raises(QuerySyntaxError):
            endpoint.answer("SELECT ?n { ?n ?p }")
        with pytest.raises(EndpointError, match="SP030"):
            endpoint.answer(SELECT)


def test_logins_come_from_the_environment_and_go_as_the_server_asks(scripted: Scripted) -> None:
    scripted.behaviour = lambda handler, body: (
        (200, JSON, ONE_ROW)
        if handler.headers.get("Authorization")
        else (401, {"WWW-Authenticate": 'Basic realm="x"'}, b"")
    )
    basic = login_from({"GII_GRAPH_USER": "me", "GII_GRAPH_PASSWORD": "p:w"})
    with Endpoint(scripted.url, login=basic) as endpoint:
        assert all(row["n"].value == "1" for _ in range(2) for row in endpoint.answer(SELECT))
    sent = [headers.get("Authorization") for _, _, headers, _ in scripted.requests]
    assert sent == [None, *["Basic " + base64.b64encode(b"me:p:w").decode()] * 2]
    with Endpoint(scripted.url, login=login_from({"GII_GRAPH_TOKEN": "t0ken"})) as endpoint:
        endpoint.answer(SELECT)
    assert scripted.requests[-1][2]["Authorization"] == "Bearer t0ken"


def test_half_a_login_is_refused() -> None:
    with pytest.raises(CallError, match="both GII_GRAPH_USER and GII_GRAPH_PASSWORD"):
        login_from({"GII_GRAPH_USER": "me"})
    assert login_from({}) is None


def push(scripted: Scripted, triples: list[pyoxigraph.Triple], graph: str | None = None, **options: Any) -> Pushed:
    """Push and close; a pause takes no time unless the test says otherwise."""
    sending = {name: options.pop(name) for name in ("add", "progress") if name in options}
    with GraphStore(scripted.url, **{"pause": lambda seconds, reason: None, **options}) as graph_store:
        return graph_store.push(triples, graph, **sending)


class Flaky:
    """A graph store that keeps one graph, after failing as it is told."""

    def __init__(self, *failures: Answer | None, keeps: bool = True) -> None:
        self.failures = list(failures)
        self.keeps = keeps
        self.graph = b""

    def __call__(self, handler, body: bytes):
        if handler.command == "GET":
            return (200, {"Content-Type": "application/n-triples"}, self.graph)
        if self.failures:
            return self.failures.pop(0)
        if self.keeps:
            self.graph = body if handler.command == "PUT" else self.graph + body
        return (204, {}, b"")


def test_transient_failures_are_tried_again(scripted: Scripted) -> None:
    scripted.behaviour = Flaky((503, {"Retry-After": "7"}, b""), None, (502, {}, b""))
    pauses: list[float] = []
    reached: list[int] = []
    pushed = push(
        scripted,
        dataset(),
        "http://g/",
        retries=3,
        pause=lambda seconds, reason: pauses.append(seconds),
        progress=lambda done, total: reached.append(done * 100 // total),
    )
    assert pushed == (2, 0, 2)
    assert pauses == [7.0, 2.0, 4.0]
    assert reached[-1] == 100
    assert "graph=http%3A%2F%2Fg%2F" in scripted.requests[1][1]


def test_a_failure_that_lasts_is_reported(scripted: Scripted) -> None:
    scripted.behaviour = Flaky(*[(503, {}, b"busy")] * 3)
    with pytest.raises(EndpointError, match="503 Service Unavailable: busy"):
        push(scripted, dataset(), retries=2)
    assert "default" in scripted.requests[0][1]


def test_a_refusal_is_not_tried_again(scripted: Scripted) -> None:
    scripted.behaviour = Flaky((400, {}, b"no"), (400, {}, b"no"))
    with pytest.raises(EndpointError, match="400"):
        push(scripted, dataset(), pause=lambda seconds, reason: pytest.fail("paused"))


def test_blank_nodes_are_not_added_twice(scripted: Scripted) -> None:
    scripted.behaviour = Flaky((503, {}, b""), (503, {}, b""))
    with pytest.raises(EndpointError, match="503"):
        push(scripted, dataset("[] <http://a/p> 1 ."), add=True)
    assert [method for method, *_ in scripted.requests] == ["GET", "POST"]


def test_a_store_that_takes_and_does_not_keep_is_found_out(scripted: Scripted) -> None:
    scripted.behaviour = Flaky(keeps=False)
    with pytest.raises(EndpointError, match=r"accepted 2 triples, but the graph holds 0 now, expected 2; .* not done"):
        push(scripted, dataset())


def test_counting_may_be_left_to_an_endpoint(scripted: Scripted) -> None:
    counts = iter([b"0", b"2"])

    def behave(handler: BaseHTTPRequestHandler, body: bytes) -> Answer:
        if b"COUNT" in body:
            return (200, JSON, ONE_ROW.replace(b'"1"', b'"' + next(counts) + b'"'))
        return (201, {}, b"")

    scripted.behaviour = behave
    assert push(scripted, dataset(), "http://g/", count_at=scripted.url) == (2, 0, 2)
    assert [method for method, *_ in scripted.requests] == ["POST", "PUT", "POST"]


def test_nothing_to_push_is_said(scripted: Scripted) -> None:
    with pytest.raises(CallError, match="no triple"):
        push(scripted, [])
    assert scripted.requests == []


WRITTEN = """@prefix x: <http://www.w3.org/2001/XMLSchema#> .
<http://a/1> <http://a/p> "007"^^x:integer, "1"^^x:int, "1.50"^^x:decimal,
"2024-1-1"^^x:date, "1e0"^^x:double, "TRUE"^^x:boolean, "P1Y12M"^^x:duration, "x"@EN-gb, "1"^^<http://a/type> ."""


@pytest.mark.parametrize("call", [["graph.ttl"], ["-"], ["graph.trig"]])
def test_literals_go_as_they_are_written(call: list[str], scripted: Scripted, tmp_path) -> None:
    for name in ("graph.ttl", "graph.trig"):
        (tmp_path / name).write_text(WRITTEN, "utf-8")
    store = scripted.behaviour = Flaky()
    done = run("push", *call, "--endpoint", scripted.url, cwd=tmp_path, stdin=WRITTEN)
    assert done.returncode == 0, done.stderr
    sent = {line.rpartition(" <http://a/p> ")[2].removesuffix(" .") for line in store.graph.decode().splitlines()}
    assert {text.partition("^^")[0] for text in sent} == {
        '"007"', '"1"', '"1.50"', '"2024-1-1"', '"1e0"', '"TRUE"', '"P1Y12M"', '"x"@en-gb'
    }  # fmt: skip
    assert '"1"^^<http://www.w3.org/2001/XMLSchema#int>' in sent
    assert "9 triples pushed" in done.stderr


def test_a_store_may_hold_equal_values_as_one(scripted: Scripted) -> None:
    triples = dataset('<http://a/1> <http://a/p> 7, "007"^^<http://www.w3.org/2001/XMLSchema#integer>, 8 .')
    one = b"<http://a/1> <http://a/p> 7, 8 ."
    scripted.behaviour = lambda handler, body: (
        (200, {"Content-Type": "text/turtle"}, one if len(scripted.requests) > 1 else b"")
        if handler.command == "GET"
        else (204, {}, b"")
    )
    assert push(scripted, triples) == (3, 0, 2)


def test_a_killed_push_leaves_no_file(scripted: Scripted, tmp_path: Path) -> None:
    asked, release = threading.Event(), threading.Event()

    def holding(handler: BaseHTTPRequestHandler, body: bytes) -> Answer | None:
        asked.set()
        release.wait(30)
        return None

    scripted.behaviour = holding
    graph, temporary = tmp_path / "graph.nt", tmp_path / "temporary"
    graph.write_text('<http://a/1> <http://a/p> "secret" .', "utf-8")
    temporary.mkdir()
    process = subprocess.Popen(
        [sys.executable, "-m", "gii_graph", "push", graph, "--endpoint", scripted.url],
        env={**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(temporary)},
        stderr=subprocess.DEVNULL,
    )
    assert asked.wait(60)
    process.kill()
    process.wait()
    release.set()
    assert list(temporary.iterdir()) == []
