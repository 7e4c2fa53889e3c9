"""Redirects are followed by rule: what we send stays with the host that the user named, and stays encrypted.

Both hosts live, so that a refusal is ours and not that of a closed port.
"""

from __future__ import annotations

from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from gii_graph.errors import EndpointError
from gii_graph.remote.endpoint import Endpoint
from gii_graph.remote.http import Connection
from gii_graph.remote.login import login_from
from tests.conftest import run
from tests.remote.conftest import Answer, Scripted

JSON = {"Content-Type": "application/sparql-results+json"}
EMPTY = b'{"head":{"vars":["s"]},"results":{"bindings":[]}}'
SELECT = "SELECT ?s { ?s ?p 1 }"
CODES = (301, 302, 303, 307, 308)


def sending_to(target: str, code: int = 307) -> Callable[[BaseHTTPRequestHandler, bytes], Answer]:
    return lambda handler, body: (code, {"Location": target}, b"")


def elsewhere(other: Scripted) -> str:
    return other.url.replace("/sparql", "/elsewhere")


@pytest.fixture
def calls(tmp_path: Path) -> dict[str, Callable[[str], tuple[object, ...]]]:
    """How each command that speaks HTTP is called with an address."""
    graph = tmp_path / "graph.ttl"
    graph.write_text(
        "@prefix gii: <https://w3id.org/gii-graph/ontology#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . "
        '<http://a/o> a gii:Organization ; rdfs:label "Secret" ; gii:filedPatents <http://a/c> . '
        '<http://a/c> a gii:Cluster ; rdfs:label "Beijing" .',
        "utf-8",
    )
    out = ("-o", tmp_path / "out", "--cache", tmp_path / "cache")
    return {
        "query": lambda url: ("query", "-q", SELECT, "--endpoint", url),
        "push": lambda url: ("push", graph, "--endpoint", url),
        "push --count-at": lambda url: ("push", graph, "--endpoint", url, "--count-at", url),
        "link --reconcile": lambda url: ("link", graph, "--reconcile", url, *out),
    }


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("command", ["query", "push", "push --count-at", "link --reconcile"])
def test_another_host_hears_nothing(calls, command: str, code: int, scripted: Scripted, other_host: Scripted) -> None:
    scripted.behaviour = sending_to(elsewhere(other_host), code)
    done = run(*calls[command](scripted.url))
    assert other_host.requests == []
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr == (
        f"Error: {scripted.url} sends its visitors on to {elsewhere(other_host)}, which is another host; nothing was "
        "sent there. Give that address if you trust it.\n"
    )


def test_a_graph_is_not_sent_to_another_host_after_it_was_counted(
    calls, scripted: Scripted, other_host: Scripted
) -> None:
    scripted.behaviour = lambda handler, body: (
        (404, {}, b"") if handler.command == "GET" else (307, {"Location": elsewhere(other_host)}, b"")
    )
    done = run(*calls["push"](scripted.url))
    assert done.returncode == 3
    assert "which is another host" in done.stderr
    assert other_host.requests == []


def test_names_are_not_sent_to_another_host_after_the_manifest(calls, scripted: Scripted, other_host: Scripted) -> None:
    manifest = b'{"name": "n", "identifierSpace": "http://i/", "versions": ["0.2"]}'
    scripted.behaviour = lambda handler, body: (
        (200, {}, manifest) if handler.command == "GET" else (308, {"Location": elsewhere(other_host)}, b"")
    )
    done = run(*calls["link --reconcile"](scripted.url))
    assert done.returncode == 3
    assert "which is another host" in done.stderr
    assert other_host.requests == []


@pytest.mark.parametrize("command", ["query", "push", "link --reconcile"])
def test_https_is_not_left_for_http(calls, command: str, encrypted: Scripted, scripted: Scripted) -> None:
    encrypted.behaviour = sending_to(scripted.url)
    done = run(*calls[command](encrypted.url))
    assert scripted.requests == []
    assert done.returncode == 3
    assert f"sends its visitors on to {scripted.url}, which is not encrypted; nothing was sent there" in done.stderr
    assert len(encrypted.requests) == 1


def test_http_is_left_for_https_and_never_again(scripted: Scripted, encrypted: Scripted) -> None:
    scripted.behaviour = sending_to(encrypted.url)
    encrypted.behaviour = lambda handler, body: (200, JSON, EMPTY)
    with Endpoint(scripted.url, seconds=5) as endpoint:
        assert list(endpoint.answer(SELECT)) == []
        assert len(encrypted.requests) == 1
        encrypted.behaviour = sending_to(scripted.url)
        with pytest.raises(EndpointError, match="which is not encrypted"):
            endpoint.answer(SELECT)


@pytest.mark.parametrize(
    ("target", "why"),
    [
        ("//127.0.0.2:{port}/x", "which is another host"),
        ("http://localhost:{port}/x", "which is another host"),
        ("http://127.0.0.1.:{port}/x", "which is another host"),
        ("http://127.0.0.1@127.0.0.2:{port}/x", "which is another host"),
        ("http://127.0.0.1%2f@127.0.0.2:{port}/x", "which is another host"),
        ("http://127.0.0.1%00.127.0.0.2:{port}/x", "which is another host"),
        ("http://127.0.0.%32:{port}/x", "which is another host"),
        (" http://127.0.0.2:{port}/x", "which is another host"),
        ("http://127.0.0.1:80;@127.0.0.2:{port}/x", "which is another host"),
        ("http://[::ffff:127.0.0.1]:{port}/x", "which is another host"),
        ("http://127.1:{port}/x", "which is another host"),
        ("http://2130706433:{port}/x", "which is another host"),
        ("http://me:secret@127.0.0.1:{port}/x", "which has a login in it"),
        ("ftp://127.0.0.1/x", "which is not http or https"),
        ("file:///etc/passwd", "which is not http or https"),
        ("javascript:alert(1)", "which is not http or https"),
        ("http://[::1", "which is no URL"),
        ("http://127.0.0.1:99999999/", "which has a port that cannot be"),
        ("", "without saying where"),
    ],
)
def test_why_a_redirect_is_refused(target: str, why: str, scripted: Scripted, other_host: Scripted) -> None:
    port = urlsplit(other_host.url).port
    scripted.behaviour = sending_to(target.format(port=port))
    with Endpoint(scripted.url, seconds=5) as endpoint, pytest.raises(EndpointError, match=why):
        endpoint.answer(SELECT)
    assert other_host.requests == []
    assert len(scripted.requests) == 1


def test_circles_end(scripted: Scripted) -> None:
    scripted.behaviour = sending_to("/sparql")
    with Endpoint(scripted.url, seconds=5) as endpoint, pytest.raises(EndpointError, match="more than 5 times"):
        endpoint.answer(SELECT)
    assert len(scripted.requests) == 6


@pytest.mark.parametrize("code", [301, 302, 307, 308])
@pytest.mark.parametrize("method", ["POST", "PUT"])
def test_the_same_request_goes_on(method: str, code: int, scripted: Scripted) -> None:
    scripted.behaviour = lambda handler, body: (
        (200, {}, b"") if handler.path == "/new" else (code, {"Location": "/new"}, b"")
    )
    pieces = [b"all ", b"of it"]
    headers = {"Content-Type": "text/plain", "Content-Length": "9"}
    with Connection(scripted.url, None, 5) as connection:
        assert connection.send(method, headers=headers, body=pieces).status == 200
    again = scripted.requests[1]
    assert (again[0], again[1], again[2]["Content-Type"], again[3]) == (method, "/new", "text/plain", b"all of it")


@pytest.mark.parametrize("method", ["POST", "PUT"])
def test_see_other_is_fetched_without_what_was_sent(method: str, scripted: Scripted) -> None:
    scripted.behaviour = lambda handler, body: (
        (200, {}, b"") if handler.path == "/new" else (303, {"Location": "new"}, b"")
    )
    headers = {"Content-Type": "text/plain", "Accept": "text/turtle"}
    with Connection(scripted.url, None, 5) as connection:
        connection.send(method, headers=headers, body=b"secret")
    again = scripted.requests[1]
    assert (again[0], again[1], again[2].get("Content-Type"), again[3]) == ("GET", "/new", None, b"")
    assert again[2]["Accept"] == "text/turtle"


def test_a_login_does_not_go_to_another_port(scripted: Scripted) -> None:
    neighbour = Scripted()
    try:
        neighbour.behaviour = lambda handler, body: (200, JSON, EMPTY)
        scripted.behaviour = sending_to(neighbour.url)
        with Endpoint(scripted.url, seconds=5, login=login_from({"GII_GRAPH_TOKEN": "t0ken"})) as endpoint:
            assert list(endpoint.answer(SELECT)) == []
    finally:
        neighbour.close()
    assert scripted.requests[0][2]["Authorization"] == "Bearer t0ken"
    assert "Authorization" not in neighbour.requests[0][2]
    assert parse_qs(neighbour.requests[0][3].decode())["query"][0].endswith(SELECT)
