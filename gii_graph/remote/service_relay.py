"""A relay on this machine by which the query engine asks other endpoints (SERVICE) through our own door.

The engine cannot be given another HTTP client. So it asks the relay, and the relay asks the endpoint under the rules of
every other exchange: redirects, one deadline, proxies, certificates, answers that say that they are not whole. Nobody
else on this machine can use it, because its address holds a secret.
"""

from __future__ import annotations

import io
import secrets
import threading
import weakref
from collections.abc import Callable
from copy import copy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Final, Self, cast
from urllib.parse import unquote, urlencode

from pyoxigraph import QueryBoolean, QueryResultsFormat, QuerySolutions

from gii_graph.errors import EndpointError, GiiGraphError
from gii_graph.remote.endpoint import SOLUTIONS, parsed_answer
from gii_graph.remote.http import FORM, Connection
from gii_graph.sparql.engine_failures import empty_frames

if TYPE_CHECKING:
    from io import BufferedIOBase

    from _typeshed import ReadableBuffer

__all__ = ["ServiceRelay"]

_JSON_RESULTS: Final = QueryResultsFormat.JSON.media_type
_PIECE: Final = 1 << 16  # bytes
_SOON: Final = 0.02  # seconds between two looks whether the relay is to end


class ServiceRelay:
    """A relay that listens until `close`, or until nobody holds it; an exchange of it takes `seconds` at most.

    `address` is where it listens, to be followed by the percent-encoded address of the endpoint to ask. `failure` is
    why the last call that failed did so.
    """

    def __init__(self, seconds: float) -> None:
        self._calls = _Calls(f"/{secrets.token_urlsafe()}/", seconds)
        server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self._calls))
        server.daemon_threads = True
        self.address = f"http://127.0.0.1:{server.server_port}{self._calls.path}"
        threading.Thread(target=server.serve_forever, args=(_SOON,), name="service relay", daemon=True).start()
        self.close = weakref.finalize(self, _end, server)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def failure(self) -> GiiGraphError | None:
        """Why the last call that failed did so: an error to be raised once."""
        return copy(self._calls.failure)


def _end(server: ThreadingHTTPServer) -> None:
    server.shutdown()
    server.server_close()


class _Calls:
    """What the calls of one relay have in common, and why the last of them that failed did so."""

    def __init__(self, path: str, seconds: float) -> None:
        self.path = path
        self.failure: GiiGraphError | None = None
        self._seconds = seconds

    @empty_frames()
    def answer(self, endpoint: str, question: bytes, out: _Pieces) -> None:
        """Write what an endpoint answers, as SPARQL results in JSON.

        Raises CallError for an address that cannot be one, EndpointError for what is wrong with the answer.
        """
        try:
            with Connection(endpoint, None, self._seconds) as connection:
                body = urlencode({"query": question}).encode()
                reply = connection.send("POST", headers={"Accept": SOLUTIONS, **FORM}, body=body).checked()
                # Read here, because the engine takes some answers that stop in the middle for whole ones.
                _write(cast("QuerySolutions", parsed_answer(endpoint, reply, "SELECT")), out)
        except SyntaxError as error:
            self.failure = EndpointError(f"{endpoint}: its answer breaks off or is damaged ({error}).")
            raise copy(self.failure) from error
        except GiiGraphError as error:
            self.failure = copy(error)
            raise


def _write(rows: QuerySolutions, out: _Pieces) -> None:
    if isinstance(rows, QueryBoolean):
        raise SyntaxError("a truth value, expected rows")  # noqa: TRY004  # as the parser says what it does not expect
    buffered = io.BufferedWriter(out, _PIECE)
    try:
        rows.serialize(buffered, QueryResultsFormat.JSON)
    except BaseException:
        out.close()  # nothing that is buffered may follow an error
        raise
    buffered.flush()
    buffered.detach()


class _Pieces(io.RawIOBase):
    """A response in pieces (RFC 9112, 7.1), which begins with the first of them."""

    def __init__(self, begin: Callable[[], None], out: BufferedIOBase) -> None:
        self._begin = begin
        self._out = out
        self.begun = False

    def writable(self) -> bool:
        return True

    def write(self, piece: ReadableBuffer) -> int:
        if not self.begun:
            self._begin()
        self.begun = True
        content = bytes(piece)
        self._out.write(b"%x\r\n%b\r\n" % (len(content), content))
        return len(content)

    def end(self) -> None:
        """Say that this was all; without it the reader takes the response for broken off."""
        self._out.write(b"0\r\n\r\n")


def _handler(calls: _Calls) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"  # for pieces

        def do_POST(self) -> None:
            self.close_connection = True
            question = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            if not self.path.startswith(calls.path):
                self.send_error(404)
                return
            pieces = _Pieces(self._begin, self.wfile)
            try:
                calls.answer(unquote(self.path.removeprefix(calls.path)), question, pieces)
                pieces.end()
            except GiiGraphError:
                if not pieces.begun:
                    self.send_error(502)
            except OSError:
                pass  # the engine has gone

        def _begin(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", _JSON_RESULTS)
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    return Handler
