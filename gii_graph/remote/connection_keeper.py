"""A process that keeps our connections open, should we be killed after all was sent and before the server is done.

Some stores replace a graph in steps and stop in the middle where the client is gone: Virtuoso then holds an empty
graph. With the connection open it goes on to the end. What was not sent to its last byte a store drops, as ever.
"""

from __future__ import annotations

import os
import select
import warnings
from contextlib import suppress
from typing import NoReturn

__all__ = ["ConnectionKeeper"]

_DONE = b"."


class ConnectionKeeper:
    """Keeps connections for `seconds` after the end of this process, where it ends before `stop`."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._child = 0
        self._line = -1

    def start(self) -> None:
        """Begin to watch over the connections that are open now; does nothing where the system cannot fork."""
        self.stop()
        if not hasattr(os, "fork"):
            return
        reading, self._line = os.pipe()
        with warnings.catch_warnings():
            # The child makes nothing but system calls, so that no other thread of ours can have left it a lock.
            warnings.simplefilter("ignore", DeprecationWarning)
            self._child = os.fork()
        if self._child == 0:
            _keep(reading, self._line, self._seconds)
        os.close(reading)

    def stop(self) -> None:
        """End the watch: the server has answered."""
        if self._child:
            with suppress(OSError):
                os.write(self._line, _DONE)
                os.waitpid(self._child, 0)
        self.leave()

    def leave(self) -> None:
        """Leave the connections to the watch, as if this process had ended: the server may still be at work."""
        if self._child:
            os.close(self._line)
        self._child = 0


def _keep(reading: int, writing: int, seconds: float) -> NoReturn:
    try:
        os.close(writing)
        os.setsid()  # what interrupts our parent at a terminal is not for us
        null = os.open(os.devnull, os.O_RDWR)
        for stream in range(3):
            os.dup2(null, stream)
        if os.read(reading, 1) != _DONE:
            select.select([], [], [], seconds)
    finally:
        os._exit(0)
