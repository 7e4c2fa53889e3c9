"""The stores that the tests of this folder talk to: two real ones, and one that fails on demand."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import trustme

from tests.remote.servers import Server, oxigraph, program, virtuoso

STORES = {"oxigraph": ("oxigraph", oxigraph), "virtuoso": ("virtuoso-t", virtuoso)}


@pytest.fixture(scope="session", params=sorted(STORES))
def store_server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Each real triple store that this machine has."""
    executable, start = STORES[request.param]
    if program(executable) is None:
        pytest.skip(f"{executable} is not installed on this machine")
    with start(tmp_path_factory.mktemp(request.param)) as server:
        yield server


Answer = tuple[int, dict[str, str], bytes]
Behaviour = Callable[[BaseHTTPRequestHandler, bytes], Answer | None]


class Scripted:
    """A server that answers as a test says, and remembers what it was asked."""

    def __init__(self, host: str = "127.0.0.1", tls: ssl.SSLContext | None = None) -> None:
        self.requests: list[tuple[str, str, dict[str, str], bytes]] = []
        self.behaviour: Behaviour = lambda handler, body: (404, {}, b"")
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def handle_any(self) -> None:
                body = self.rfile.read(int(self.headers.get("content-length", 0)))
                outer.requests.append((self.command, self.path, dict(self.headers), body))
                answer = outer.behaviour(self, body)
                if answer is None:
                    self.close_connection = True
                    return
                status, headers, content = answer
                self.send_response(status)
                for name, value in {"Content-Length": str(len(content)), **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(content)

            do_GET = do_POST = do_PUT = handle_any  # noqa: N815

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer((host, 0), Handler)
        if tls:
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})
        self._thread.start()
        self.url = f"{'https' if tls else 'http'}://{host}:{self._server.server_port}/sparql"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@pytest.fixture
def scripted() -> Iterator[Scripted]:
    """A server that answers as the test says."""
    server = Scripted()
    try:
        yield server
    finally:
        server.close()


@pytest.fixture
def other_host() -> Iterator[Scripted]:
    """A server on another host, 127.0.0.2, which notes whatever reaches it."""
    server = Scripted("127.0.0.2")
    try:
        yield server
    finally:
        server.close()


@pytest.fixture
def encrypted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Scripted]:
    """A server on 127.0.0.1 that speaks https, by a certificate that this process and those it starts trust."""
    authority, tls = trustme.CA(), ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(tls)
    authority.cert_pem.write_to_path(str(tmp_path / "authority.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
    server = Scripted(tls=tls)
    try:
        yield server
    finally:
        server.close()
