"""The process that reads the graph and forks the workers that answer: all of them share what it has read.

The server starts it with a socket, over which it says what it has read, then does as it is told: fork a worker for a
channel that comes with the message, or end one. It runs no thread, so that a fork of it is whole. It ends when the
server does.
"""

from __future__ import annotations

import gc
import json
import os
import signal
import socket
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, NoReturn

from gii_graph.errors import GiiGraphError
from gii_graph.server.answering import answer_questions
from gii_graph.server.held_graph import HeldGraph, read_graph
from gii_graph.server.process_memory import memory_taken
from gii_graph.supervision import end_with_parent

__all__ = ["main"]

_MESSAGE: Final = 4096  # bytes at most of what the server says


def main(arguments: list[str]) -> None:
    """Read the graph and serve the server; the arguments are the socket's number, and what to read as JSON."""
    end_with_parent(os.getppid())
    # A terminal interrupts the whole group; the server ends its processes itself.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    settings = json.loads(arguments[1])
    with socket.socket(fileno=int(arguments[0])) as control:
        warned: list[str] = []
        try:
            graph = read_graph(
                settings["files"], settings["base"], Path(settings["indexes"]), lambda said: warned.append(str(said))
            )
        except GiiGraphError as error:
            _say(control, {"failure": str(error)})
            return
        except MemoryError:
            _say(control, {"failure": "There is not enough memory for these files."})
            return
        _load_what_workers_need(graph)
        # What is here stays: a worker that looks for garbage would copy all of it.
        gc.freeze()
        _say(control, {"warned": warned, "states": graph.states, "triples": graph.size})
        _Workers(control, graph, settings["memory"]).obey()


def _say(control: socket.socket, said: dict[str, Any]) -> None:
    with suppress(OSError):  # the server has gone
        control.sendall(json.dumps(said).encode() + b"\n")


def _load_what_workers_need(graph: HeldGraph) -> None:
    """Ask one question of each kind, so that what it loads is shared by all workers."""
    import io

    from gii_graph.server.query_answers import answer_query
    from gii_graph.sparql import diagnosis

    question: dict[str, Any] = {"default": [], "named": [], "accept": None, "base": None, "service_seconds": None}
    for query in ("SELECT * { ?s a ?o } LIMIT 1", "ASK {}", "CONSTRUCT { ?s a ?o } { ?s a ?o } LIMIT 1"):
        answer_query(graph.store, {**question, "query": query}, io.BytesIO())
    diagnosis.diagnosed("SELECT", "")


class _Workers:
    """The workers of this process, by their numbers."""

    def __init__(self, control: socket.socket, graph: HeldGraph, memory: int) -> None:
        self._control = control
        self._graph = graph
        self._memory = memory
        self._running: set[int] = set()

    def obey(self) -> None:
        """Do what the server says until it closes the socket."""
        while True:
            said, channels, _, _ = socket.recv_fds(self._control, _MESSAGE, 1)
            if not said:
                return
            self._reap()
            command = json.loads(said)
            if command["do"] == "fork":
                _say(self._control, {"worker": self._fork(channels[0])})
            else:
                self._end(command["worker"])
                _say(self._control, {})

    def _fork(self, channel: int) -> int:
        parent = os.getpid()
        worker = os.fork()
        if worker == 0:
            self._work(parent, channel)
        os.close(channel)
        self._running.add(worker)
        return worker

    def _work(self, parent: int, channel: int) -> NoReturn:
        """Answer questions in a worker until there are no more, and end it."""
        code = 1
        try:
            end_with_parent(parent)
            self._control.close()
            # What a library says as it ends the process is said by the server.
            os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
            _limit_memory(self._memory)
            with socket.socket(fileno=channel) as stream:
                answer_questions(stream.makefile("rb"), stream.makefile("wb"), self._graph)
            code = 0
        finally:
            os._exit(code)

    def _end(self, worker: int) -> None:
        # Until it is waited for its number is nobody else's.
        if worker in self._running:
            os.kill(worker, signal.SIGKILL)
            os.waitpid(worker, 0)
            self._running.discard(worker)

    def _reap(self) -> None:
        """Wait for the workers that have ended."""
        for worker in list(self._running):
            if os.waitpid(worker, os.WNOHANG)[0]:
                self._running.discard(worker)


def _limit_memory(most: int) -> None:
    """Let this process take so many bytes more than it has, where the system tells how many it has."""
    import resource

    taken = memory_taken()
    if taken is not None:
        highest = resource.getrlimit(resource.RLIMIT_AS)[1]
        limit = taken.addressed + most
        resource.setrlimit(
            resource.RLIMIT_AS, (limit if highest == resource.RLIM_INFINITY else min(limit, highest), highest)
        )


if __name__ == "__main__":
    main(sys.argv[1:])
