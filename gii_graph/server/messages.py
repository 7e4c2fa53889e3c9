"""Messages between the server and the processes that answer for it, over a socket that both have an end of.

A message is its length in four bytes, the first the highest, and so many bytes. A question is one message. An answer is
any number of pieces of its body, a message of no length, and one that says what the pieces are.
"""

from __future__ import annotations

import io
import json
from collections.abc import AsyncIterator, Mapping
from typing import IO, TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import asyncio

    from _typeshed import ReadableBuffer

__all__ = ["AnswerBody", "read_answer", "read_question", "write_message"]

_LENGTH: Final = 4
_PIECE: Final = 1 << 16  # bytes


def write_message(out: IO[bytes], content: bytes) -> None:
    """Write one message."""
    out.write(len(content).to_bytes(_LENGTH, "big"))
    out.write(content)


def read_question(stream: IO[bytes]) -> dict[str, Any] | None:
    """Return the next question, a JSON object; None where the other end is closed."""
    head = stream.read(_LENGTH)
    if len(head) < _LENGTH:
        return None
    content = stream.read(int.from_bytes(head, "big"))
    question: dict[str, Any] = json.loads(content)
    return question


class AnswerBody(io.RawIOBase):
    """The body of an answer as a file to write: it goes out in pieces."""

    def __init__(self, out: IO[bytes]) -> None:
        self._out = out
        self._waiting = bytearray()

    def writable(self) -> bool:
        """Whether it can be written: always."""
        return True

    def write(self, content: ReadableBuffer) -> int:
        """Take some bytes."""
        self._waiting += content
        if len(self._waiting) >= _PIECE:
            self._pass_on()
        return memoryview(content).nbytes

    def discard(self) -> None:
        """Forget what has not gone out yet."""
        self._waiting.clear()

    def end(self, head: Mapping[str, Any]) -> None:
        """Say that this was all, and what it is."""
        self._pass_on()
        write_message(self._out, b"")
        write_message(self._out, json.dumps(head).encode())
        self._out.flush()

    def _pass_on(self) -> None:
        if self._waiting:
            write_message(self._out, bytes(self._waiting))
            self._waiting.clear()


async def read_answer(reader: asyncio.StreamReader) -> AsyncIterator[bytes]:
    """Yield the pieces of an answer, and last, behind an empty one, what says what they are, a JSON object.

    Raises asyncio.IncompleteReadError where the other end closes before that.
    """
    piece = b"first"
    while piece:
        piece = await _read_message(reader)
        yield piece
    yield await _read_message(reader)


async def _read_message(reader: asyncio.StreamReader) -> bytes:
    length = int.from_bytes(await reader.readexactly(_LENGTH), "big")
    return await reader.readexactly(length)
