"""The SHA-256 of content, worked out on another processor, or not at all where a file surely is as it was.

A file is as it was where all that the system says of it is: size, times of change, inode, device. Two changes within
one tick of a file system's clock leave the same times, so that holds only of a file that had rested for longer than a
tick when it was hashed: the rule that git has for its index ("racily clean", https://git-scm.com/docs/racy-git).
"""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from pathlib import Path
from queue import Queue
from threading import Thread
from typing import Final, Self

__all__ = ["FileHash", "StreamHash", "had_rested", "state_of"]

# Bytes that are hashed in one go; for fewer another thread is not worth its start.
_BLOCK: Final = 100_000
# So many blocks wait for the other thread at most.
_WAITING: Final = 32
# Nanoseconds: FAT, the coarsest of the clocks, ticks every two seconds.
_TICK: Final = 2_000_000_000


def state_of(status: os.stat_result) -> list[int]:
    """Return what changes whenever a file is written, replaced or renamed over."""
    return [status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino, status.st_dev]


def had_rested(status: os.stat_result, moment: int) -> bool:
    """Tell whether a file had not changed for longer than a tick at a moment (nanoseconds since the epoch)."""
    return max(status.st_mtime_ns, status.st_ctime_ns) + _TICK < moment


class FileHash:
    """The hash of a file, begun when this is made and ready when it is asked for."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._digest: str | None = None
        self._thread = Thread(target=self._work, daemon=True)
        self._thread.start()

    def _work(self) -> None:
        with suppress(OSError), self._path.open("rb") as stream:
            self._digest = hashlib.file_digest(stream, "sha256").hexdigest()

    def hexdigest(self) -> str | None:
        """Return the hexadecimal digits, None where the file cannot be read."""
        self._thread.join()
        return self._digest


class StreamHash:
    """The hash of bytes that come in pieces. Leaving its block ends the other thread."""

    def __init__(self) -> None:
        self._hash = hashlib.sha256()
        self._pieces: list[bytes] = []
        self._size = 0
        self._blocks: Queue[list[bytes]] = Queue(_WAITING)
        self._thread: Thread | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def update(self, piece: bytes) -> None:
        """Hash the next piece."""
        self._pieces.append(piece)
        self._size += len(piece)
        if self._size >= _BLOCK:
            if self._thread is None:
                self._thread = Thread(target=self._work, daemon=True)
                self._thread.start()
            self._blocks.put(self._pieces)
            self._pieces, self._size = [], 0

    def hexdigest(self) -> str:
        """Return the hexadecimal digits of all pieces; no more may follow."""
        self._end()
        self._hash.update(b"".join(self._pieces))
        self._pieces = []
        return self._hash.hexdigest()

    def _work(self) -> None:
        while pieces := self._blocks.get():
            self._hash.update(b"".join(pieces))

    def _end(self) -> None:
        if self._thread:
            self._blocks.put([])
            self._thread.join()
            self._thread = None
