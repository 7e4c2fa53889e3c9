"""Another state of the files: read whole by another process, which answers from then on; before that the old one."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from typing import Final

from gii_graph.errors import GiiGraphError
from gii_graph.server.held_graph import FileStates, states_of
from gii_graph.server.worker_pool import GraphProcess, WorkerPool

__all__ = ["GraphReload"]

_LOOK_EVERY: Final = 0.5  # seconds; a file that is as it was at two looks is taken for whole


class GraphReload:
    """Reads some files again when they have changed; `problem` is why the newest state of them is not served.

    `tell` hears what becomes of it. `read` is when what is served was read (seconds since the epoch).
    """

    def __init__(self, pool: WorkerPool, files: Sequence[str], base: str, tell: Callable[[str], None]) -> None:
        self._pool = pool
        self._files = files
        self._base = base
        self._tell = tell
        self._seen = pool.process.states  # what has been read, whether or not it could be used
        self.problem: str | None = None
        self.read = time.time()

    async def watch(self) -> None:
        """Look at the files again and again, until this is cancelled."""
        last = self._seen
        while True:
            await asyncio.sleep(_LOOK_EVERY)
            states = self._states()
            if states is not None and states == last and (states != self._seen or self._pool.process.has_ended):
                await self._read_again(states)
            last = states or []

    def _states(self) -> FileStates | None:
        try:
            return states_of(self._files)
        except OSError as error:
            self._fail(f"{error.filename}: is not there any more ({error.strerror})")
            return None

    async def _read_again(self, states: FileStates) -> None:
        self._seen = states
        try:
            process = await GraphProcess.started(self._files, self._base, self._pool.limits.memory)
        except (GiiGraphError, OSError) as error:  # also where the system has no room for another process
            self._fail(str(error))
            return
        for warned in process.warned:
            self._tell(f"Warning: {warned}")
        self._seen = process.states
        self.problem, self.read = None, time.time()
        await self._pool.replace(process)
        self._tell(f"Read again: {process.triples:,} statements.")

    def _fail(self, why: str) -> None:
        if why != self.problem:
            self._tell(f"Error: {why} What was read before is served on.")
        self.problem = why
