"""The stores that the tests of this folder talk to: two real ones, and one that fails on demand."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

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

    def __init__(self) -> None:
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

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._server.server_port}/sparql"

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
