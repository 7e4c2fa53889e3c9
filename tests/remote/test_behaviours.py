"""Whatever a server does, every command that speaks HTTP ends in a sentence and the exit code of the contract."""

from __future__ import annotations

import ast
import contextlib
import gc
import re
import socket
import struct
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import click
import pytest

from gii_graph.cli import COMMANDS, command, watch
from gii_graph.remote.connection_keeper import ConnectionKeeper
from tests.conftest import ROOT, called
from tests.remote.behaviours import (
    GOOD,
    JSON_RESULTS,
    OF_ANY,
    OF_GRAPHS,
    OF_RESULTS,
    OF_SERVICES,
    RESET,
    Script,
    http,
    typed,
)

MANIFEST = typed("application/json", '{"versions": ["0.2"], "name": "n", "identifierSpace": "http://i/"}')
LONGEST = 10.0  # seconds, on a busy machine; a server that drips goes on for 25
EMPTY_GRAPH = typed("application/n-triples", "")
NOTHING_COUNTED = typed(
    JSON_RESULTS, GOOD.replace('"s"', '"n"').replace('"uri","value":"http://a/"', '"literal","value":"0"')
)


class Sender:
    """A server on a socket: each request gets the next of `answers`, and the last of them from then on."""

    def __init__(self) -> None:
        self.answers: list[Script] = []
        self._socket = socket.create_server(("127.0.0.1", 0), backlog=64)
        self._closing = threading.Event()
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}/x"
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self._socket.accept()
                threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with connection, contextlib.suppress(OSError, ValueError):
            if self._request(connection):
                script = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
                for part in script:
                    if part is RESET:
                        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                        return
                    if isinstance(part, float):
                        self._closing.wait(part)
                    else:
                        connection.sendall(part)
                connection.shutdown(socket.SHUT_WR)

    @staticmethod
    def _request(connection: socket.socket) -> bool:
        stream = connection.makefile("rb")
        head = b""
        while (line := stream.readline()) not in {b"", b"\r\n"}:
            head += line
        length = re.search(rb"(?i)content-length: (\d+)", head)
        stream.read(int(length[1]) if length else 0)
        return bool(head)

    def close(self) -> None:
        self._closing.set()
        self._socket.close()


@pytest.fixture(scope="module")
def sender() -> Iterator[Sender]:
    server = Sender()
    gc.collect()
    gc.freeze()  # so that what is left of each call is looked for in what that call has made, alone
    yield server
    gc.unfreeze()
    server.close()


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("graph") / "graph.ttl"
    path.write_text(
        "@prefix gii: <https://w3id.org/gii-graph/ontology#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . "
        '<http://a/o> a gii:Organization ; rdfs:label "Lumen" ; gii:filedPatents <http://a/c> . '
        '<http://a/c> a gii:Cluster ; rdfs:label "Beijing" .',
        "utf-8",
    )
    return path


class Call(NamedTuple):
    """A way to reach a server: the arguments, what it may meet, and the good answers that come before that."""

    arguments: list[str]
    meets: dict[str, Script]
    before: tuple[Script, ...] = ()


QUERY = ["query", "--endpoint", "URL", "-q"]
PUSH = ["push", "GRAPH", "--endpoint", "URL", "--retries", "1"]
COUNTED_AT = [*PUSH, "--count-at", "URL"]
STORED = ["--endpoint", "URL"]
# The commands that fetch a graph do that in one place: one of them meets all.
FEW = dict([*OF_ANY.items()][::10])
LINK = ["link", "GRAPH", "--reconcile", "URL", "-o", "OUT", "--cache", "OUT", "--no-curated"]
CALLS = {
    "query": Call([*QUERY, "SELECT ?s {?s ?p ?o}"], OF_ANY | OF_RESULTS),
    "query -f json": Call([*QUERY, "SELECT ?s {?s ?p ?o}", "-f", "json", "-o", "OUT/a"], OF_RESULTS),
    "ask": Call([*QUERY, "ASK {?s ?p ?o}"], OF_RESULTS),
    "construct": Call([*QUERY, "CONSTRUCT WHERE {?s ?p ?o}"], OF_GRAPHS),
    "parameter": Call(["query", "top-applicants", "-p", "cluster=beijing", "--endpoint", "URL"], OF_RESULTS),
    "service": Call(
        ["query", "--allow-service", "-q", "SELECT ?s { SERVICE <URL> {?s ?p ?o} }", "GRAPH"], OF_ANY | OF_RESULTS
    ),
    "push": Call(PUSH, OF_ANY | OF_GRAPHS),
    "push, sending": Call(PUSH, OF_ANY, (EMPTY_GRAPH,)),
    "push, counting again": Call(PUSH, OF_GRAPHS, (EMPTY_GRAPH, http("204 No Content"))),
    "push --count-at": Call(COUNTED_AT, OF_RESULTS),
    "push --count-at, again": Call(COUNTED_AT, OF_RESULTS, (NOTHING_COUNTED, http("204 No Content"))),
    "validate": Call(["validate", *STORED], OF_ANY | OF_RESULTS),
    "show": Call(["show", "kunming", *STORED], FEW),
    "analyse": Call(["analyse", *STORED], FEW),
    "diff": Call(["diff", "GRAPH", *STORED], FEW),
    "view": Call(["view", "-o", "-", *STORED], FEW),
    "export": Call(["export", "-f", "ntriples", "-o", "-", *STORED], FEW),
    "link a stored graph": Call(["link", "-o", "OUT", *STORED], FEW),
    "link": Call(LINK, OF_ANY | OF_SERVICES),
    "link, candidates": Call(LINK, OF_RESULTS | OF_SERVICES, (MANIFEST,)),
}


@pytest.mark.parametrize("call", CALLS)
def test_every_behaviour_ends_in_a_sentence(call, sender: Sender, graph: Path, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(time, "sleep", lambda seconds: None)
    monkeypatch.setattr(watch, "leave", sys.exit)
    # The server is in this process: one that keeps our connections open would keep the server's ends open, too.
    monkeypatch.setattr(ConnectionKeeper, "start", lambda keeper: None)
    faults = []
    for number, (name, script) in enumerate(CALLS[call].meets.items()):
        sender.answers = [*CALLS[call].before, script]
        names = {"GRAPH": str(graph), "OUT": str(tmp_path / str(number))}
        seconds = "0.2" if any(isinstance(part, float) for part in script) else "5"
        arguments = [
            names.get(word, word.replace("OUT/", names["OUT"]).replace("URL", sender.url))
            for word in CALLS[call].arguments
        ]
        started = time.monotonic()
        try:
            code, said, error = called(*arguments, "--timeout", seconds)
        except Exception as escaped:  # noqa: BLE001  # whatever it is, a user would see a traceback
            faults.append(f"{name}: {type(escaped).__name__}: {escaped}"[:300])
            continue
        finally:
            gc.collect()  # an answer that broke off must be let go of in its own thread, not in the server's
        if time.monotonic() - started > LONGEST:
            faults.append(f"{name}: took {time.monotonic() - started:.1f} s")
        if code != 3 or not re.match(r"(?s)(.* Trying again in .*\n)*Error: .*\.?\n\Z", error) or "\x1b" in error:
            faults.append(f"{name}: {code} {error!r} {said!r}"[:300])
    assert not faults, "\n".join(faults)


# What the command line takes from the room that talks to a network, and the call above that goes that way.
WAYS = {
    "Endpoint": "query",
    "StoredGraph": "validate",
    "ServiceRelay": "service",
    "GraphStore": "push",
    "ReconciliationService": "link",
}
# What lets another program speak: npm, whose failures are met in tests/view/test_ask_engine.py; fsspec and Dask, in
# test_stored_files.py and test_dask_cluster.py.
SPOKEN_BY_OTHERS = {
    *("npm_files", "STORED_FILES", "look_through_places", "write_list", "write_stored_file"),
    *("ClusterShard", "dask_cluster", "write_in_parts"),
}
# An address that is written into a file and not asked.
NOT_ASKED = {("export", "--address"), ("site", "--base-url"), ("serve", "--public-url")}


def test_every_way_to_a_server_is_walked() -> None:
    """What is new and speaks HTTP, a command or an option that names a server, fails here until it is in `CALLS`."""
    modules = [ast.parse(path.read_text("utf-8")) for path in (ROOT / "gii_graph" / "cli").glob("*.py")]
    taken = {
        name.name
        for module in modules
        for node in ast.walk(module)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("gii_graph.remote")
        for name in node.names
    }
    assert taken - SPOKEN_BY_OTHERS == set(WAYS)
    assert set(WAYS.values()) <= set(CALLS)
    walked = {(call.arguments[0], word) for call in CALLS.values() for word in call.arguments}
    for name in COMMANDS:
        called_command = command.get_command(click.Context(command), name)
        assert called_command is not None
        for option in called_command.params:
            if option.metavar == "URL":
                assert (name, option.opts[-1]) in walked | NOT_ASKED
