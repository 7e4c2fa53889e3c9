"""The workers that answer for the server: a bounded number of them, each asked one question at a time.

A question may take so long, its answer be so large, and so many may wait; beyond that it is refused. Whoever asks a
question that does not end loses the worker, not the server: the worker is ended and another one forked.
"""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import socket
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, Final, NamedTuple

from gii_graph.errors import GraphFileError, ServerBusyError, StoppedError
from gii_graph.server.held_graph import FileStates
from gii_graph.server.messages import read_answer

__all__ = ["GraphProcess", "Limits", "ServedAnswer", "WorkerPool"]

_IN_MEMORY: Final = 1 << 18  # bytes of an answer; more lie in a file without a name
_MOST_WAITING: Final = 200  # questions
_SOON_ENDED: Final = 2.0  # seconds
_MOST_STORED: Final = 8  # times the largest answer: what all answers on their way may take on the disk

_ENDED: Final = "The process that answered was ended, mostly for want of memory; ask for less."
_ENDING: Final = "This server is ending."


class Limits(NamedTuple):
    """What a server does at most: `seconds` for a question, bytes of an answer and of memory, number of workers."""

    seconds: float
    answer: int
    memory: int
    workers: int


class ServedAnswer(NamedTuple):
    """An answer: its head (see `gii_graph.server.answering`), its body and the size of that in bytes."""

    head: Mapping[str, Any]
    body: IO[bytes]
    size: int


class _Worker(NamedTuple):
    process: GraphProcess
    number: int
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter


class GraphProcess:
    """A process that holds the graph as it was read at one moment, and the workers that it forks.

    `states` is what the files were then, `triples` how many statements there are, `warned` what is to be said of them.
    """

    def __init__(self, process: asyncio.subprocess.Process, control: socket.socket, folder: str) -> None:
        self._process = process
        self._control = control
        self._folder = folder
        self._turn = asyncio.Lock()
        self._said = b""
        self.states: FileStates = []
        self.triples = 0
        self.warned: list[str] = []

    @classmethod
    async def started(cls, files: Sequence[str], base: str, memory: int) -> GraphProcess:
        """Return the process once it has read the files. Raises GraphFileError where they cannot be used."""
        ours, theirs = socket.socketpair()
        ours.setblocking(False)
        folder = tempfile.mkdtemp(prefix="gii-graph-")
        settings = {"files": list(files), "base": base, "indexes": folder, "memory": memory}
        with theirs:
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "gii_graph.server.graph_process", str(theirs.fileno()), json.dumps(settings),
                pass_fds=[theirs.fileno()], stdin=asyncio.subprocess.DEVNULL, env=_environment(),
            )  # fmt: skip
        started = cls(process, ours, folder)
        try:
            said = await started._heard()
        except BaseException:
            await started.close()
            raise
        if "failure" in said:
            await started.close()
            raise _UnusableError(said["failure"])
        started.states, started.triples, started.warned = said["states"], said["triples"], said["warned"]
        return started

    @property
    def has_ended(self) -> bool:
        """Whether the process is there no more, though nobody closed it."""
        return self._process.returncode is not None

    async def forked(self) -> _Worker:
        """Return a new worker."""
        ours, theirs = socket.socketpair()
        with theirs:
            said = await self._told({"do": "fork"}, [theirs.fileno()])
        reader, writer = await asyncio.open_unix_connection(sock=ours)
        return _Worker(self, said["worker"], reader, writer)

    async def end(self, worker: _Worker) -> None:
        """End a worker, whatever it does."""
        worker.writer.close()
        with suppress(OSError, GraphFileError):
            await self._told({"do": "end", "worker": worker.number})

    async def close(self) -> None:
        """End the process; workers that have nothing to do end with it, and others when they have answered."""
        self._control.close()
        with suppress(ProcessLookupError):
            if self._process.returncode is None:
                try:
                    async with asyncio.timeout(_SOON_ENDED):
                        await self._process.wait()
                except TimeoutError:
                    self._process.kill()
                    await self._process.wait()
        shutil.rmtree(self._folder, ignore_errors=True)

    async def _told(self, command: Mapping[str, Any], channels: Sequence[int] = ()) -> dict[str, Any]:
        async with self._turn:
            socket.send_fds(self._control, [json.dumps(command).encode()], channels)
            return await self._heard()

    async def _heard(self) -> dict[str, Any]:
        loop = asyncio.get_running_loop()
        while b"\n" not in self._said:
            piece = await loop.sock_recv(self._control, 1 << 16)
            if not piece:
                raise _UnusableError(
                    "The process that reads the graph was ended; is there enough memory for these files?"
                )
            self._said += piece
        line, _, self._said = self._said.partition(b"\n")
        said: dict[str, Any] = json.loads(line)
        return said


def _environment() -> dict[str, str]:
    """Return the environment of a process that finds this package where this one did."""
    here = str(Path(__file__).resolve().parents[2])
    others = os.environ.get("PYTHONPATH")
    return {**os.environ, "PYTHONPATH": f"{here}{os.pathsep}{others}" if others else here}


class _UnusableError(GraphFileError):
    """What the process that reads the graph says of it: a whole sentence."""

    def __init__(self, sentence: str) -> None:
        super().__init__("", None, sentence)

    def __str__(self) -> str:
        return self.problem


class WorkerPool:
    """Asks workers of the newest graph; those of an older one answer what they were asked and end."""

    def __init__(self, process: GraphProcess, limits: Limits) -> None:
        self.limits = limits
        self._process = process
        self._idle: list[_Worker] = []
        self._busy: dict[GraphProcess, int] = {}
        self._free = asyncio.Semaphore(limits.workers)
        self._waiting = 0
        self._stored = 0
        self._is_ending = False

    @property
    def process(self) -> GraphProcess:
        """The process that holds the graph that is asked now."""
        return self._process

    async def replace(self, process: GraphProcess) -> None:
        """Ask another graph from now on; what is being answered is answered by the old one to its end."""
        old, self._process = self._process, process
        idle, self._idle = self._idle, []
        for worker in idle:
            worker.writer.close()
        if not self._busy.get(old):
            await old.close()

    async def close(self) -> None:
        """End all workers and processes; who still waits for an answer is told."""
        self._is_ending = True
        for process in {*self._busy, self._process}:
            await process.close()

    async def ask(self, question: Mapping[str, Any]) -> ServedAnswer:
        """Return the answer to a question; who asked may stop waiting at any time (cancel).

        Raises StoppedError where there is no answer within the limits, ServerBusyError where others keep it from one.
        """
        if self._stored > _MOST_STORED * self.limits.answer:
            raise ServerBusyError("Too many large answers are on their way to others; try again later.")
        await self._take_turn()
        try:
            if self._is_ending:
                raise ServerBusyError(_ENDING)
            worker = await self._worker()
            process = worker.process
            self._busy[process] = self._busy.get(process, 0) + 1
            try:
                return await self._asked(worker, {**question, "seconds": self.limits.seconds})
            finally:
                await asyncio.shield(self._finished(process))
        finally:
            self._free.release()

    def sent(self, answer: ServedAnswer) -> None:
        """Forget an answer that has been sent, or will not be."""
        answer.body.close()
        self._stored -= answer.size

    async def _take_turn(self) -> None:
        if self._waiting >= _MOST_WAITING:
            raise ServerBusyError(f"More than {_MOST_WAITING} others wait for an answer; try again later.")
        self._waiting += 1
        try:
            async with asyncio.timeout(self.limits.seconds):
                await self._free.acquire()
        except TimeoutError as error:
            raise ServerBusyError("All workers are busy with the questions of others; try again later.") from error
        finally:
            self._waiting -= 1

    async def _worker(self) -> _Worker:
        while self._idle:
            worker = self._idle.pop()
            if not worker.reader.at_eof():
                return worker
            worker.writer.close()
        forking = asyncio.ensure_future(self._process.forked())
        try:
            # Who stops waiting must not leave half of an exchange with the process behind.
            return await asyncio.shield(forking)
        except asyncio.CancelledError:
            forking.add_done_callback(self._keep)
            raise

    def _keep(self, forking: asyncio.Future[_Worker]) -> None:
        """Keep a worker that nobody waits for any more."""
        if not forking.cancelled() and forking.exception() is None:
            self._release(forking.result())

    def _release(self, worker: _Worker) -> None:
        """Let a worker that has nothing to do answer the next question, if it has the newest graph."""
        if worker.process is self._process:
            self._idle.append(worker)
        else:
            worker.writer.close()

    async def _finished(self, process: GraphProcess) -> None:
        self._busy[process] -= 1
        if not self._busy[process]:
            del self._busy[process]
            if process is not self._process:
                await process.close()

    async def _asked(self, worker: _Worker, question: Mapping[str, Any]) -> ServedAnswer:
        try:
            async with asyncio.timeout(self.limits.seconds):
                answer = await self._exchanged(worker, question)
        except BaseException as error:
            await asyncio.shield(worker.process.end(worker))
            if isinstance(error, TimeoutError):
                raise StoppedError(
                    f"The answer took longer than {self.limits.seconds:g} seconds, the limit of this server."
                ) from error
            if isinstance(error, asyncio.IncompleteReadError | ConnectionError):
                raise (ServerBusyError(_ENDING) if self._is_ending else StoppedError(_ENDED)) from error
            raise
        if answer.head["is_last"]:
            worker.writer.close()
        else:
            self._release(worker)
        return answer

    def _refuse_too_large(self, size: int) -> None:
        most = self.limits.answer
        if size > most:
            raise StoppedError(f"The answer is larger than {most:,} bytes, the limit of this server; ask for less.")

    async def _exchanged(self, worker: _Worker, question: Mapping[str, Any]) -> ServedAnswer:
        content = json.dumps(question).encode()
        worker.writer.write(len(content).to_bytes(4, "big") + content)
        await worker.writer.drain()
        body = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115  # whoever sends it closes it
        try:
            size = 0
            pieces = read_answer(worker.reader)
            async for piece in pieces:
                if not piece:
                    break
                size += len(piece)
                self._refuse_too_large(size)
                body.write(piece)
            head = json.loads(await anext(pieces))
        except BaseException:
            body.close()
            raise
        body.seek(0)
        self._stored += size
        return ServedAnswer(head, body, size)
