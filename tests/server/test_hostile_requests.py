"""Requests made to do harm: nothing outside is served, nothing is run, no answer shows the inside of the program."""

from __future__ import annotations

import json
import socket
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.server.served import Served

LEAKS = (b"Traceback", b'File "', b"root:", b"site-packages", b"/gii_graph/", b"panicked")
UP = "/.." * 12
PATHS = [
    f"{UP}/etc/passwd",
    "/%2e%2e" * 12 + "/etc/passwd",
    f"/id{UP}/etc/passwd",
    "/id/" + "..%2f" * 12 + "etc%2fpasswd",
    "/id/" + "..%5c" * 12 + "etc%5cpasswd.ttl",
    "/id//etc/passwd",
    "//etc/passwd",
    "/id/file%3A%2F%2F%2Fetc%2Fpasswd",
    "/id/file:///etc/passwd.html",
    "/id/%00.ttl",
    "/id/cluster/kunming%00.html",
    "/id/%ff%fe.nt",
    "/id/%",
    "/id/%zz.jsonld",
    "/id/%0d%0aSet-Cookie:%20a=b",
    "/id/" + "a/" * 5000,
    "/served.css/../thing.html",
    "/thing.html",
    "/assets/thing.html",
    "/../server/running.py",
    "/id/javascript:alert(1)",
    "/id/{{7*7}}",
    "/id/cluster/kunming.ttl.html.nt",
    "/sparql/../../etc/passwd",
    "/sparql?query=" + quote("SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }"),
    "/sparql?query=" + "(" * 30_000,
    "/reconcile/suggest/..%2f..%2fetc",
    "/reconcile/suggest/entity?prefix=" + "a" * 30_000,
    "/reconcile/preview?id=" + quote("../../../../etc/passwd"),
    "/reconcile/preview?id=" + quote("{{ self.__init__.__globals__ }}"),
    "/reconcile?queries=" + quote('{"q": {"query": "' + "A" * 20_000 + '"}}'),
    "/reconcile?callback=alert(1)&queries=" + quote('{"q": {"query": "a"}}'),
]
REQUESTS = [
    b"GET / HTTP/1.1\r\n\r\n",
    b"GET / HTTP/1.0\r\n\r\n",
    b"GET http://127.0.0.1:1/ HTTP/1.1\r\nHost: x\r\n\r\n",
    b"CONNECT 127.0.0.1:22 HTTP/1.1\r\nHost: x\r\n\r\n",
    b'GET /reconcile HTTP/1.1\r\nHost: "><script>alert(1)</script>\r\n\r\n',
    b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"a" * 100_000 + b"\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: x\r\n" + b"X: a\r\n" * 20_000 + b"\r\n",
    b"GET /\x00 HTTP/1.1\r\nHost: x\r\n\r\n",
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    b"\r\n\r\n\r\n",
    b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
    b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 50\r\n\r\nASK{}",
    b"POST /sparql HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\nzz\r\n",
    b"GET /sparql HTTP/1.1\r\nHost: x\r\nAccept: \xff\xfe\r\n\r\n",
    b"GET /sparql HTTP/1.1\r\nHost: x\r\nAccept: " + b"a/b," * 10_000 + b"\r\n\r\n",
    b"GET /id/cluster/kunming HTTP/1.1\r\nHost: x\r\nAccept: ;;;/;q=x\r\n\r\n",
    b"GET /sparql?query=ASK%7B%7D HTTP/1.1\r\nHost: x\r\nRange: bytes=0-\r\nIf-None-Match: *\r\n\r\n",
    b"OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n",
    b"BREW /coffee HTTP/1.1\r\nHost: x\r\n\r\n",
]
QUERIES = [
    "SELECT * { GRAPH <file:///etc/passwd> { ?s ?p ?o } }",
    "SELECT * FROM NAMED <file:///etc/passwd> { GRAPH ?g { ?s ?p ?o } }",
    "SELECT * { SERVICE <file:///etc/passwd> { ?s ?p ?o } }",
    "SELECT * { SERVICE SILENT <http://127.0.0.1:1/> { ?s ?p ?o } }",
    "LOAD <file:///etc/passwd>",
    "INSERT DATA { <http://a/> <http://b/> <http://c/> }",
    "SELECT (<java:java.lang.System>(1) AS ?x) {}",
    "ASK " + "{" * 20_000,
    "SELECT * { " + "OPTIONAL { " * 5000,
    "ASK { FILTER(" + "!" * 50_000 + "true) }",
    "SELECT * { ?s ?p ?o FILTER(REGEX(STR(?o), '" + "(a+)+" * 50 + "$')) }",
    "ASK { FILTER(REPEAT('a', 9999999999)) }",
    "SELECT (GROUP_CONCAT(?o) AS ?x) { ?s ?p ?o . ?t ?q ?r . ?u ?v ?w }",
    "BASE <javascript:alert(1)> SELECT (IRI('x') AS ?x) {}",
    "\x00",
    "SELECT ?\u202e { ?\u202e a ?b }",
]


def raw(server: Served, request: bytes) -> bytes:
    host, _, port = server.url.removeprefix("http://").rpartition(":")
    answer = b""
    with socket.create_connection((host, int(port)), timeout=10) as connection:
        try:
            connection.sendall(request)
            connection.shutdown(socket.SHUT_WR)
            while piece := connection.recv(1 << 16):
                answer += piece
        except OSError:
            pass  # it does not take all of this
    return answer


def harmless(answer: bytes) -> None:
    head, _, body = answer.partition(b"\r\n\r\n")
    for leak in LEAKS:
        assert leak not in answer
    assert b"<script>alert" not in body
    assert b"\nset-cookie" not in head.lower()
    if answer:
        assert int(answer.split()[1]) not in {500, 501, 502}


def is_well(server: Served) -> None:
    assert server.ask("ASK {}").status_code == 200


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path[:40])
def test_paths(server: Served, path: str) -> None:
    harmless(raw(server, f"GET {path} HTTP/1.1\r\nHost: x\r\nAccept: */*\r\nConnection: close\r\n\r\n".encode()))
    is_well(server)


@pytest.mark.parametrize("request_bytes", REQUESTS, ids=lambda request: repr(request[:40]))
def test_requests(server: Served, request_bytes: bytes) -> None:
    harmless(raw(server, request_bytes))
    is_well(server)


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query[:40])
def test_queries(server: Served, query: str) -> None:
    response = server.post("/sparql", content=query.encode(), headers={"Content-Type": "application/sparql-query"})
    assert response.status_code in {200, 400, 503}
    for leak in LEAKS:
        assert leak not in response.content
    is_well(server)


@settings(max_examples=40)
@given(st.text(max_size=200))
def test_any_name_is_reconciled_or_refused(server: Served, name: str) -> None:
    queries = json.dumps({"q": {"query": name, "properties": [{"pid": "inEconomy", "v": name}]}})
    response = server.post("/reconcile", data={"queries": queries})
    assert response.status_code == 200, response.text


@settings(max_examples=40)
@given(st.binary(max_size=200))
def test_any_bytes_are_answered(server: Served, content: bytes) -> None:
    for headers in (
        {"Content-Type": "application/sparql-query"},
        {"Content-Type": "application/x-www-form-urlencoded"},
    ):
        for path in ("/sparql", "/reconcile"):
            response = server.post(path, content=content, headers=headers)
            assert response.status_code in {200, 400, 403}
            assert b"Traceback" not in response.content


@settings(max_examples=40)
@given(st.text(max_size=100))
def test_any_path_is_answered(server: Served, path: str) -> None:
    address = f"/id/{quote(path, errors='surrogatepass')}"
    harmless(raw(server, f"GET {address} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode()))
