"""A query that may ask other endpoints (SERVICE) asks them by the rules of every other exchange."""

from __future__ import annotations

import gzip
import os
import socket
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from pyoxigraph import Store

from gii_graph.errors import EndpointError, QueryError
from gii_graph.remote.service_relay import ServiceRelay
from gii_graph.sparql.engine import answer
from tests.conftest import called, run
from tests.remote.conftest import Answer, Scripted

JSON = {"Content-Type": "application/sparql-results+json"}
XML = {"Content-Type": "application/sparql-results+xml"}
ROWS = b'{"head":{"vars":["s"]},"results":{"bindings":[{"s":{"type":"literal","value":"from afar"}}]}}'
ROWS_IN_XML = (
    b'<sparql xmlns="http://www.w3.org/2005/sparql-results#"><head><variable name="s"/></head><results>'
    b'<result><binding name="s"><literal>from afar</literal></binding></result></results></sparql>'
)


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)


def asking(url: str, silent: str = "") -> str:
    return f"SELECT ?s {{ SERVICE {silent} <{url}> {{ ?s ?p ?o }} }}"


def asked(url: str, seconds: float = 5, silent: str = "") -> list[str]:
    with ServiceRelay(seconds) as relay:
        return [row["s"].value if row["s"] else "" for row in answer(Store(), asking(url, silent), relay=relay)]


@pytest.mark.parametrize(("headers", "body"), [(JSON, ROWS), (XML, ROWS_IN_XML)], ids=["JSON", "XML"])
@pytest.mark.parametrize("packed", [False, True])
def test_the_endpoint_gets_its_question_and_its_rows_come_back(headers, body, packed, scripted: Scripted) -> None:
    sent = {**headers, "Content-Encoding": "gzip"} if packed else headers
    scripted.behaviour = lambda handler, _: (200, sent, gzip.compress(body) if packed else body)
    assert asked(scripted.url) == ["from afar"]
    [(method, path, received, question)] = scripted.requests
    assert (method, path) == ("POST", "/sparql")
    assert parse_qs(question.decode())["query"] == ["SELECT * WHERE { ?s ?p ?o . }"]
    assert received["User-Agent"] == "gii-graph"
    assert "Authorization" not in received


def test_the_command_asks_it(scripted: Scripted, monkeypatch: pytest.MonkeyPatch, committed_graph: Path) -> None:
    monkeypatch.setenv("GII_GRAPH_TOKEN", "of another")
    scripted.behaviour = lambda handler, body: (200, JSON, ROWS)
    code, out, error = called("query", "--allow-service", "-f", "csv", "-q", asking(scripted.url), committed_graph)
    assert (code, out, error) == (0, "s\r\nfrom afar\r\n", "")
    assert "Authorization" not in scripted.requests[0][2]


@pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
def test_another_host_hears_nothing(code: int, scripted: Scripted, other_host: Scripted) -> None:
    scripted.behaviour = lambda handler, body: (code, {"Location": other_host.url}, b"")
    other_host.behaviour = lambda handler, body: (200, JSON, ROWS)
    done = run("query", "--allow-service", "-q", asking(scripted.url), "-", stdin="")
    assert other_host.requests == []
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr == (
        f"Error: {scripted.url} sends its visitors on to {other_host.url}, which is another host; nothing was "
        "sent there. Give that address if you trust it.\n"
    )


def test_https_is_not_left_for_http(encrypted: Scripted, scripted: Scripted) -> None:
    encrypted.behaviour = lambda handler, body: (200, JSON, ROWS)
    assert asked(encrypted.url) == ["from afar"]
    encrypted.behaviour = lambda handler, body: (307, {"Location": scripted.url}, b"")
    with pytest.raises(EndpointError, match="which is not encrypted"):
        asked(encrypted.url)
    assert scripted.requests == []


def test_a_certificate_that_is_not_trusted_is_told(encrypted: Scripted, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    with pytest.raises(EndpointError, match=r"https fails there .*certificate verify failed"):
        asked(encrypted.url)


def test_a_proxy_is_used(scripted: Scripted, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{urlsplit(scripted.url).port}")
    scripted.behaviour = lambda handler, body: (200, JSON, ROWS)
    assert asked("http://example.invalid/sparql") == ["from afar"]
    assert scripted.requests[0][1] == "http://example.invalid/sparql"


@pytest.mark.parametrize(
    ("answered", "why"),
    [
        ((206, JSON, ROWS), "206 Partial Content"),
        ((200, {**JSON, "X-SQL-State": "S1TAT"}, ROWS), "its answer is not whole"),
        ((200, {**JSON, "X-SPARQL-MaxRows": "1"}, ROWS), "gives 1 rows at most"),
        ((200, {**JSON, "Link": '</2>; rel="next"'}, ROWS), "one page of several"),
        ((200, XML, ROWS_IN_XML[:-20]), "breaks off or is damaged"),
        ((200, JSON, ROWS[:-2]), "breaks off or is damaged"),
        ((200, JSON, b""), "its answer is not the|breaks off or is damaged"),
        ((200, JSON, b'{"head":{},"boolean":true}'), "breaks off or is damaged"),
        ((200, {"Content-Type": "text/html"}, ROWS), "is this the address of a SPARQL endpoint"),
        ((500, {}, b"out of \x1b[31morder" + b"x" * 100_000), "answered 500 Internal Server Error: out of"),
        ((401, {}, b""), "a login is needed"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_not_whole_is_no_answer(answered: Answer, why: str, scripted: Scripted) -> None:
    scripted.behaviour = lambda handler, body: answered
    with pytest.raises(EndpointError, match=why) as told:
        asked(scripted.url)
    assert len(str(told.value)) < 1000
    assert asked(scripted.url, silent="SILENT") == [""]


@contextmanager
def raw(*pieces: bytes, pause: float) -> Iterator[str]:
    """A server that sends these pieces with pauses between them, and keeps the connection open behind them."""
    server, over = socket.create_server(("127.0.0.1", 0)), threading.Event()

    def serve() -> None:
        connection, _ = server.accept()
        with connection, suppress(OSError):
            connection.recv(10_000)
            for piece in pieces:
                connection.sendall(piece)
                over.wait(pause)
            over.wait(20)

    threading.Thread(target=serve, daemon=True).start()
    yield f"http://127.0.0.1:{server.getsockname()[1]}/"
    over.set()
    server.close()


HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/sparql-results+json\r\nContent-Length: 999\r\n\r\n"


@pytest.mark.parametrize("sent", [(), (HEAD,), (HEAD, *[b" "] * 60)], ids=["nothing", "a head", "byte by byte"])
def test_an_endpoint_that_goes_on_and_on_is_left(sent: tuple[bytes, ...]) -> None:
    started = time.monotonic()
    with raw(*sent, pause=0.05) as url, pytest.raises(EndpointError, match=r"within the time limit of 0\.5 s"):
        asked(url, seconds=0.5)
    assert time.monotonic() - started < 3


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("ftp://127.0.0.1/", "expected a URL that begins http:// or https://"),
        ("file:///etc/passwd", "expected a URL that begins http:// or https://"),
        ("http://me:secret@127.0.0.1/", "A login does not belong in a URL"),
        ("urn:x", "expected a URL that begins http:// or https://"),
    ],
)
def test_what_is_no_address_is_a_wrong_call(address: str, why: str) -> None:
    code, out, error = called("query", "--allow-service", "-q", asking(address))
    assert (code, out) == (2, "")
    assert why in error


def test_a_query_that_is_wrong_for_another_reason_is_told_that() -> None:
    text = f"SELECT (<http://a/f>(1) AS ?x) {{ {asking('http://127.0.0.1:1/', 'SILENT')[10:]} }}"
    with ServiceRelay(1) as relay, pytest.raises(QueryError, match="calls the function <http://a/f>"):
        list(answer(Store(), text, relay=relay))


def test_nobody_else_can_use_the_relay(scripted: Scripted) -> None:
    with ServiceRelay(5) as relay:
        address = urlsplit(relay.address)
        for path in ("/", "/x/", f"/x{address.path}", address.path[:-2] + "/"):
            with pytest.raises(urllib.error.HTTPError, match="404"):
                urllib.request.urlopen(f"http://{address.netloc}{path}{scripted.url}", b"ASK {}", timeout=5)
    assert scripted.requests == []
    with pytest.raises(OSError, match="refused"):
        urllib.request.urlopen(f"http://{address.netloc}/", b"", timeout=5)
