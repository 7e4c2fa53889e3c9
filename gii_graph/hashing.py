"""The SHA-256 of large content, worked out on another processor: hashing needs the interpreter next to nothing."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from pathlib import Path
from queue import Queue
from threading import Thread
from typing import Final, Self

__all__ = ["FileHash", "StreamHash"]

# Bytes that are hashed in one go; for fewer another thread is not worth its start.
_BLOCK: Final = 1 << 20
# So many blocks wait for the other thread at most.
_WAITING: Final = 8


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
        self._block = bytearray()
        self._blocks: Queue[bytearray] = Queue(_WAITING)
        self._thread: Thread | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def update(self, piece: bytes) -> None:
        """Hash the next piece."""
        self._block += piece
        if len(self._block) >= _BLOCK:
            if self._thread is None:
                self._thread = Thread(target=self._work, daemon=True)
                self._thread.start()
            self._blocks.put(self._block)
            self._block = bytearray()

    def hexdigest(self) -> str:
        """Return the hexadecimal digits of all pieces; no more may follow."""
        self._end()
        self._hash.update(self._block)
        self._block = bytearray()
        return self._hash.hexdigest()

    def _work(self) -> None:
        while block := self._blocks.get():
            self._hash.update(block)

    def _end(self) -> None:
        if self._thread:
            self._blocks.put(bytearray())
            self._thread.join()
            self._thread = None
