"""A graph into a store by the SPARQL 1.1 Graph Store HTTP Protocol, https://www.w3.org/TR/sparql11-http-rdf-update/.

A graph goes in one request, so the store takes all of it or nothing, and it is counted there afterwards.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Final, NamedTuple, Self, cast

import httpx
from pyoxigraph import DefaultGraph, RdfFormat, parse

from gii_graph.errors import CallError, EndpointError
from gii_graph.remote.endpoint import Body, Endpoint
from gii_graph.remote.http import Connection, login_from, plain_failures, refuse_failure

if TYPE_CHECKING:
    from pyoxigraph import QuerySolutions, Store

    from gii_graph.remote.http import Login

__all__ = ["GraphStore", "Pushed"]

# N-Triples are Turtle, and every store reads Turtle.
_SENT_AS: Final = "text/turtle; charset=utf-8"
_READ_AS: Final = "application/n-triples, text/turtle;q=0.9, application/rdf+xml;q=0.5"
_TRANSIENT: Final = frozenset({408, 425, 429, 500, 502, 503, 504})
_LONGEST_PAUSE: Final = 60.0  # seconds, whatever a Retry-After says
_CHUNK: Final = 1 << 16  # bytes

Progress = Callable[[int, int], None]
Wait = Callable[[float, str], None]


class Pushed(NamedTuple):
    """How many triples were sent, and how many the graph in the store held before (None: not asked) and holds now."""

    sent: int
    before: int | None
    after: int


class GraphStore:
    """A graph store at its Graph Store Protocol address.

    `seconds` is the longest wait for each step of an exchange; `retries` is how often a transient failure is tried
    again, after pauses of 1, 2, 4 ... seconds or as long as the store asks. `count_at` is the address of a SPARQL
    endpoint that counts; without it the graph is read back and counted here. The login comes from the environment
    unless given.
    """

    def __init__(
        self,
        url: str,
        *,
        seconds: float = 60.0,
        retries: int = 4,
        count_at: str | None = None,
        login: Login = None,
        pause: Wait = lambda seconds, reason: time.sleep(seconds),
    ) -> None:
        self.url = url
        self._login = login or login_from()
        self._connection = Connection(url, self._login, seconds)
        self._retries = retries
        self._pause = pause
        self._counter = Endpoint(count_at, seconds=seconds, login=self._login) if count_at else None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the connections."""
        self._connection.close()
        if self._counter is not None:
            self._counter.close()

    def push(
        self, store: Store, graph: str | None, *, add: bool = False, progress: Progress = lambda done, total: None
    ) -> Pushed:
        """Send the triples of a dataset's default graph to the graph named `graph`, or to the default graph.

        What is there is replaced, or kept where `add` is true. `progress` hears bytes sent and bytes in all.
        Raises EndpointError where the store refuses, fails for good, or does not hold afterwards what was sent.
        """
        with _as_ntriples(store) as (body, triples, has_blank_nodes):
            if not triples:
                raise CallError("There is no triple to push.")
            before = self._count(graph)  # also settles the login, before a long body goes out
            again = not (add and has_blank_nodes)  # a second POST would add blank nodes a second time
            self._send("POST" if add else "PUT", graph, body, progress, again)
        after = self._count(graph)
        least, most = (max(before, triples), before + triples) if add else (triples, triples)
        if not least <= after <= most:
            expected = f"{least:,}" if least == most else f"{least:,} to {most:,}"
            raise EndpointError(
                f"{self.url}: accepted {triples:,} triples, but the graph holds {after:,} now, expected {expected}; "
                "the push is not done."
            )
        return Pushed(triples, before, after)

    def _send(self, method: str, graph: str | None, body: str, progress: Progress, again: bool) -> None:
        size = os.stat(body).st_size
        for attempt in range(self._retries + 1):
            last = attempt == self._retries or not again
            if self._sent(method, graph, _FileBody(body, size, progress), size, last, attempt):
                return

    def _sent(self, method: str, graph: str | None, body: _FileBody, size: int, last: bool, attempt: int) -> bool:
        """Send a request; return False, after a pause, where it failed in a way that may pass."""
        headers = {"Content-Type": _SENT_AS, "Content-Length": str(size)}
        try:
            response = self._connection.send(method, _graph_named(graph), headers=headers, body=body)
            with plain_failures(self.url):
                try:
                    if response.status_code not in _TRANSIENT or last:
                        refuse_failure(self.url, response)
                        return True
                    reason = f"{response.status_code} {response.reason_phrase}"
                    seconds = _asked_pause(response) or float(2**attempt)
                finally:
                    response.close()
        except EndpointError as error:
            if last or not isinstance(error.__cause__, httpx.TransportError):
                raise
            reason, seconds = str(error), float(2**attempt)
        self._pause(seconds, reason)
        return False

    def _count(self, graph: str | None) -> int:
        if self._counter is not None:
            inside = f"GRAPH <{graph}> {{ ?s ?p ?o }}" if graph else "?s ?p ?o"
            found = cast("QuerySolutions", self._counter.answer(f"SELECT (COUNT(*) AS ?n) {{ {inside} }}"))
            return next(int(row[0].value) for row in found)
        for attempt in range(self._retries + 1):
            counted = self._counted(graph, attempt)
            if counted is not None:
                return counted
        raise AssertionError("the last attempt counts or raises")

    def _counted(self, graph: str | None, attempt: int) -> int | None:
        """Return the triples that a graph holds; None, after a pause, for a failure that may pass."""
        last = attempt == self._retries
        response = self._connection.send("GET", _graph_named(graph), headers={"Accept": _READ_AS})
        with plain_failures(self.url):
            if response.status_code == httpx.codes.NOT_FOUND:
                response.close()
                return 0
            if response.status_code in _TRANSIENT and not last:
                response.close()
                self._pause(_asked_pause(response) or float(2**attempt), str(response.status_code))
                return None
            refuse_failure(self.url, response)
            return _triples_in(self.url, response)


def _graph_named(graph: str | None) -> dict[str, str]:
    """Return the parameters that name a graph (protocol, section 4.2: indirect graph identification)."""
    return {"graph": graph} if graph else {"default": ""}


class _FileBody:
    """A file as the body of a request, which may be sent again from its start."""

    def __init__(self, path: str, size: int, progress: Progress) -> None:
        self._path = path
        self._size = size
        self._progress = progress

    def __iter__(self) -> Iterator[bytes]:
        sent = 0
        with open(self._path, "rb") as stream:
            while chunk := stream.read(_CHUNK):
                yield chunk
                sent += len(chunk)
                self._progress(sent, self._size)


@contextmanager
def _as_ntriples(store: Store) -> Iterator[tuple[str, int, bool]]:
    """Write the default graph to a temporary file; yield its path, its triples, and whether it has blank nodes."""
    handle, path = tempfile.mkstemp(suffix=".nt")
    try:
        with os.fdopen(handle, "wb") as stream:
            store.dump(stream, format=RdfFormat.N_TRIPLES, from_graph=DefaultGraph())
        triples, has_blank_nodes = 0, False
        with open(path, "rb") as stream:
            for line in stream:
                triples += 1
                has_blank_nodes = has_blank_nodes or line.startswith(b"_:") or b" _:" in line
        yield path, triples, has_blank_nodes
    finally:
        os.unlink(path)


def _asked_pause(response: httpx.Response) -> float | None:
    """Return the seconds that Retry-After asks for (RFC 9110, 10.2.3), where it asks for seconds."""
    asked = response.headers.get("retry-after", "")
    return min(float(asked), _LONGEST_PAUSE) if asked.isdigit() else None


def _triples_in(url: str, response: httpx.Response) -> int:
    media_type = response.headers.get("content-type", "").partition(";")[0].strip()
    rdf_format = RdfFormat.from_media_type(media_type) if media_type else None
    if rdf_format is None:
        raise EndpointError(
            f"{url}: found an answer of type {media_type or 'unknown'!r}, expected RDF; "
            "is this the address of a graph store?"
        )
    body = cast("IO[bytes]", Body(url, response))
    try:
        return sum(1 for _ in parse(body, rdf_format, base_iri=url))
    except SyntaxError as error:
        raise EndpointError(f"{url}: the graph it holds does not read back ({error}).") from error
