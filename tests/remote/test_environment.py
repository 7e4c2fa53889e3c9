"""Proxies and certificates that the environment names: used where they can be, named in a sentence where not."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.conftest import called
from tests.remote.conftest import Scripted
from tests.remote.test_behaviours import WAYS

JSON = {"Content-Type": "application/sparql-results+json"}
EMPTY = b'{"head":{"vars":["s"]},"results":{"bindings":[]}}'
ADDRESS = "http://127.0.0.1:7878/query"


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)


@pytest.fixture
def graph(tmp_path: Path) -> Path:
    path = tmp_path / "graph.ttl"
    path.write_text(
        "@prefix gii: <https://w3id.org/gii-graph/ontology#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . "
        '<http://a/c> a gii:Cluster ; rdfs:label "Beijing" .',
        "utf-8",
    )
    return path


def calls(url: str, graph: Path) -> list[tuple[object, ...]]:
    """Every way to a server, once and more."""
    out = graph.parent / "out"
    ways: dict[str, list[tuple[object, ...]]] = {
        "query": [("query", "-q", "SELECT ?s {?s ?p ?o}", "--endpoint", url)],
        "validate": [("validate", "--endpoint", url)],
        "service": [("query", "--allow-service", "-q", f"SELECT ?s {{ SERVICE <{url}> {{?s ?p ?o}} }}", graph)],
        "push": [
            ("push", graph, "--endpoint", url, "--retries", "0"),
            ("push", graph, "--endpoint", url, "--count-at", url, "--retries", "0"),
        ],
        "link": [("link", graph, "--reconcile", url, "-o", out, "--cache", out, "--no-curated")],
    }
    assert set(ways) == set(WAYS.values())
    return [call for way in ways.values() for call in way]


@pytest.mark.parametrize(
    ("variable", "value", "said"),
    [
        ("ALL_PROXY", "socks5://127.0.0.1:1", "socks5://127.0.0.1:1"),
        ("all_proxy", "socks4://127.0.0.1:1", "expected one of http, https or socks5"),
        ("HTTP_PROXY", "ftp://127.0.0.1:1", "expected one of http, https or socks5"),
        ("http_proxy", "http://[::1", "is no address of a proxy"),
        ("HTTP_PROXY", "http://", "expected one of"),
        ("HTTP_PROXY", "://", "no address of a proxy|expected one of"),
        ("HTTP_PROXY", "http://127.0.0.1:1", "not reached by the proxy http://127.0.0.1:1"),
        ("HTTP_PROXY", "127.0.0.1:1", "not reached by the proxy http://127.0.0.1:1"),
        ("HTTP_PROXY", "http://me:hidden@127.0.0.1:1", "not reached by the proxy http://127.0.0.1:1"),
        ("HTTP_PROXY", "http://me:hidden@[::1", "is no address of a proxy"),
        ("HTTP_PROXY", "ftp://me:hidden@127.0.0.1:1", "names the proxy ftp://127.0.0.1:1"),
        ("HTTP_PROXY", "http://xn--/", "is no address of a proxy"),
        ("HTTP_PROXY", "http://\udcff/", "is no address of a proxy"),
        ("HTTP_PROXY", "http://127.0.0.1:99999", "a port that cannot be"),
    ],
)
def test_a_proxy_that_is_none_is_named(variable: str, value: str, said: str, graph: Path, monkeypatch) -> None:
    monkeypatch.setenv(variable, value)
    for call in calls(ADDRESS, graph):
        code, out, error = called(*call)
        assert (code, out) == (3, "")
        assert error.startswith("Error: ")
        assert variable in error
        assert any(part in error for part in said.split("|")), error
        assert "hidden" not in error


def test_a_proxy_is_used(scripted: Scripted, graph: Path, monkeypatch) -> None:
    scripted.behaviour = lambda handler, body: (200, JSON, EMPTY)
    monkeypatch.setenv("HTTP_PROXY", f"me:secret@127.0.0.1:{urlsplit(scripted.url).port}")
    code, _, error = called("query", "-q", "SELECT ?s {?s ?p ?o}", "--endpoint", "http://example.invalid/sparql")
    assert (code, error) == (0, "0 rows\n")
    method, target, headers, _ = scripted.requests[0]
    assert (method, target) == ("POST", "http://example.invalid/sparql")
    assert headers["Proxy-Authorization"].startswith("Basic ")


def test_a_proxy_that_refuses_is_named(scripted: Scripted, monkeypatch) -> None:
    scripted.behaviour = lambda handler, body: (407, {}, b"")
    monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{urlsplit(scripted.url).port}")
    code, _, error = called("query", "-q", "SELECT ?s {?s ?p ?o}", "--endpoint", "https://example.invalid/sparql")
    assert code == 3
    assert "not reached by the proxy" in error
    assert "HTTPS_PROXY" in error


def test_a_host_may_be_excepted(scripted: Scripted, monkeypatch) -> None:
    scripted.behaviour = lambda handler, body: (200, JSON, EMPTY)
    monkeypatch.setenv("ALL_PROXY", "socks5://127.0.0.1:1")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    assert called("query", "-q", "SELECT ?s {?s ?p ?o}", "--endpoint", scripted.url)[0] == 0


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("SSL_CERT_FILE", "missing.pem"),
        ("SSL_CERT_FILE", "."),
        ("SSL_CERT_FILE", "graph.ttl"),
        ("SSLKEYLOGFILE", "."),
        ("SSLKEYLOGFILE", "missing/key.log"),
    ],
)
def test_certificates_that_cannot_be_read_are_named(name: str, path: str, graph: Path, monkeypatch) -> None:
    monkeypatch.setenv(name, str(graph.parent / path))
    for call in calls("https://127.0.0.1:1/query", graph):
        code, out, error = called(*call)
        assert (code, out) == (3, "")
        assert error.startswith("Error: The certificates that https needs cannot be read")
        assert f"{name}={graph.parent / path}" in error
        assert "standard output" not in error


def test_a_certificate_that_is_not_trusted_is_told(encrypted: Scripted, graph: Path, monkeypatch) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    for call in calls(encrypted.url, graph):
        code, out, error = called(*call)
        assert (code, out) == (3, "")
        assert f"{encrypted.url}: https fails there" in error
        assert "certificate verify failed" in error


def test_http_where_https_was_named_is_told(scripted: Scripted, graph: Path) -> None:
    for call in calls(scripted.url.replace("http:", "https:"), graph):
        code, _, error = called(*call)
        assert code == 3
        assert "https fails there" in error


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("GII_GRAPH_TOKEN", "t\u00f6ken"),
        ("GII_GRAPH_TOKEN", "a\nb"),
        ("GII_GRAPH_TOKEN", "\udcff"),
        ("GII_GRAPH_PASSWORD", "\udcff"),
    ],
)
def test_a_login_that_no_header_can_carry_is_told(name: str, value: str, graph: Path, monkeypatch) -> None:
    monkeypatch.setenv("GII_GRAPH_USER", "me")
    monkeypatch.setenv(name, value)
    with_a_login = [call for call in calls(ADDRESS, graph) if "--allow-service" not in call]
    for call in with_a_login:
        code, out, error = called(*call)
        assert (code, out) == (2, "")
        assert name in error
