"""A graph into a store by the SPARQL 1.1 Graph Store HTTP Protocol, https://www.w3.org/TR/sparql11-http-rdf-update/.

A graph goes in one request, so the store takes all of it or nothing, and it is counted there afterwards.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Final, NamedTuple, Self, cast

from pyoxigraph import BlankNode, Quad, RdfFormat, Store, Triple, parse, serialize

from gii_graph.errors import CallError, EndpointError
from gii_graph.remote.connection_keeper import ConnectionKeeper
from gii_graph.remote.endpoint import Endpoint
from gii_graph.remote.http import Connection, Retries
from gii_graph.remote.login import login_from
from gii_graph.remote.query_addresses import query_address

if TYPE_CHECKING:
    from gii_graph.remote.login import Login
    from gii_graph.remote.reply import Reply

__all__ = ["GraphStore", "Pushed"]

# N-Triples are Turtle, and every store reads Turtle.
_SENT_AS: Final = "text/turtle; charset=utf-8"
_READ_AS: Final = "application/n-triples, text/turtle;q=0.9, application/rdf+xml;q=0.5"
_TRANSIENT: Final = frozenset({408, 425, 429, 500, 502, 503, 504})
_NOT_FOUND: Final = 404
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

    `seconds` is how long an exchange may take, but for a second more for each 50 kB of a graph; `retries` is how often
    a transient failure is tried again, after pauses of 1, 2, 4 ... seconds or as long as the store asks. `count_at` is
    the address of a SPARQL endpoint that counts. Without it a named graph is counted where the store's manual has its
    endpoint; where that does not count it, the graph is read back and counted here. The login comes from the
    environment unless given.
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
        self._seconds = seconds
        self._login = login or login_from()
        self._connection = Connection(url, self._login, seconds)
        self._retries = Retries(retries, _TRANSIENT, lost=False, pause=pause)
        self._is_counter_named = count_at is not None
        address = count_at or query_address(url)
        self._counter = Endpoint(address, seconds=seconds, login=self._login) if address else None

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
        self,
        triples: Collection[Triple],
        graph: str | None,
        *,
        add: bool = False,
        progress: Progress = lambda done, total: None,
    ) -> Pushed:
        """Send triples, each once, with their literals as they are, to the graph named `graph`, or the default graph.

        What is there is replaced, or kept where `add` is true. `progress` hears bytes sent and bytes in all.
        Raises EndpointError where the store refuses, fails for good, or does not hold afterwards what was sent.
        """
        if not triples:
            raise CallError("There is no triple to push.")
        with _as_ntriples(triples) as body:
            before = self._count(graph)  # also settles the login, before a long body goes out
            again = not (add and any(map(_has_blank_node, triples)))  # a second POST would add them a second time
            self._send("POST" if add else "PUT", graph, body, progress, again)
        after = self._count(graph)
        sent = len(triples)
        least, most = (max(before, sent), before + sent) if add else (sent, sent)
        if after < least:
            # Stores that keep numbers by their value hold 7 and 007 as one.
            least -= sent - _distinct_by_value(triples)
        if not least <= after <= most:
            expected = f"{least:,}" if least == most else f"{least:,} to {most:,}"
            limited = "" if self._is_counter_named else ", or the store limits its answers: count with --count-at"
            raise EndpointError(
                f"{self.url}: accepted {sent:,} triples, but the graph holds {after:,} now, expected {expected}; "
                f"the push is not done{limited if after < least else ''}."
            )
        return Pushed(sent, before, after)

    def _send(self, method: str, graph: str | None, body: IO[bytes], progress: Progress, again: bool) -> None:
        size = os.fstat(body.fileno()).st_size
        keeper = ConnectionKeeper(self._seconds)
        try:
            reply = self._connection.send(
                method,
                _graph_named(graph),
                headers={"Content-Type": _SENT_AS, "Content-Length": str(size)},
                body=_FileBody(body, size, progress, keeper),
                retries=self._retries._replace(lost=True, times=self._retries.times if again else 0),
            )
            keeper.stop()
        finally:
            keeper.leave()
        reply.checked().close()

    def _count(self, graph: str | None) -> int:
        if self._counter is not None and self._is_counter_named:
            return _counted_by(self._counter, graph)
        return self._counted_by_query(graph) or self._read_back(graph)

    def _counted_by_query(self, graph: str | None) -> int:
        """Count where the store's manual has its endpoint: what is read back may be cut, as Virtuoso does.

        Return 0 where nothing is counted, as for who may not read. A default graph may be all graphs together there.
        """
        if self._counter is None or graph is None:
            return 0
        try:
            return _counted_by(self._counter, graph)
        except EndpointError:
            return 0

    def _read_back(self, graph: str | None) -> int:
        reply = self._connection.send("GET", _graph_named(graph), headers={"Accept": _READ_AS}, retries=self._retries)
        if reply.status == _NOT_FOUND:
            reply.close()
            return 0
        return _triples_in(self.url, reply.checked())


def _counted_by(endpoint: Endpoint, graph: str | None) -> int:
    inside = f"GRAPH <{graph}> {{ ?s ?p ?o }}" if graph else "?s ?p ?o"
    return endpoint.number(f"SELECT (COUNT(*) AS ?n) {{ {inside} }}", "n")


def _graph_named(graph: str | None) -> dict[str, str]:
    """Return the parameters that name a graph (protocol, section 4.2: indirect graph identification)."""
    return {"graph": graph} if graph else {"default": ""}


class _FileBody:
    """A file as the body of a request, which may be sent again from its start."""

    def __init__(self, stream: IO[bytes], size: int, progress: Progress, keeper: ConnectionKeeper) -> None:
        self._keeper = keeper
        self._stream = stream
        self._size = size
        self._progress = progress

    def __iter__(self) -> Iterator[bytes]:
        sent = 0
        self._stream.seek(0)
        while chunk := self._stream.read(_CHUNK):
            sent += len(chunk)
            if sent >= self._size:
                self._keeper.start()
            yield chunk
            self._progress(sent, self._size)


@contextmanager
def _as_ntriples(triples: Iterable[Triple]) -> Iterator[IO[bytes]]:
    """Write triples to a file that is gone with this process, however it ends."""
    with tempfile.TemporaryFile() as stream:
        serialize(triples, cast("IO[bytes]", stream), RdfFormat.N_TRIPLES)
        stream.flush()
        yield cast("IO[bytes]", stream)


def _has_blank_node(triple: Triple) -> bool:
    return any(_has_blank_node(t) if isinstance(t, Triple) else isinstance(t, BlankNode) for t in triple)


def _distinct_by_value(triples: Iterable[Triple]) -> int:
    store = Store()
    store.extend(Quad(triple.subject, triple.predicate, triple.object) for triple in triples)
    return len(store)


def _triples_in(url: str, reply: Reply) -> int:
    rdf_format = RdfFormat.from_media_type(reply.media_type) if reply.media_type else None
    if rdf_format is None:
        raise EndpointError(
            f"{url}: found an answer of type {reply.media_type or 'unknown'!r}, expected RDF; "
            "is this the address of a graph store?"
        )
    try:
        return sum(1 for _ in parse(reply.stream(), rdf_format, base_iri=url))
    except SyntaxError as error:
        raise EndpointError(f"{url}: the graph it holds does not read back ({error}).") from error
