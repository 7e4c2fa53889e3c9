"""What stands in for a standard stream that was closed before the program began (`>&-`): there is none in Python then.

Its file descriptor is taken, too, or the next file that is opened would get it, and what is meant for the stream.
"""

from __future__ import annotations

import errno
import io
import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer, WriteableBuffer

__all__ = ["stand_in"]

_STANDARD_ERROR = 2


class _Closed(io.RawIOBase):
    """A stream that cannot be used and says which one it is."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name

    def _refuse(self) -> OSError:
        return OSError(errno.EBADF, "it was closed when the program began", self._name)

    def readable(self) -> bool:
        return True

    def writable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        raise self._refuse()

    def write(self, content: ReadableBuffer, /) -> int:
        raise self._refuse()


def stand_in() -> None:
    """Put a stream in the place of each that is not there: messages go nowhere, reading and writing fail."""
    while (descriptor := os.open(os.devnull, os.O_RDWR)) <= _STANDARD_ERROR:
        pass  # the system gives the lowest number that is free
    os.close(descriptor)
    if sys.stdin is None:
        sys.stdin = io.TextIOWrapper(io.BufferedReader(_Closed("standard input")), "utf-8")
    if sys.stdout is None:
        sys.stdout = io.TextIOWrapper(io.BufferedWriter(_Closed("standard output")), "utf-8")
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123  # for as long as the program runs
