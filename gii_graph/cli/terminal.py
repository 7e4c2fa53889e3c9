"""Text that a terminal shows and does not obey."""

from __future__ import annotations

import codecs
import io
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, BinaryIO, Final, TextIO, cast

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

__all__ = ["counted", "shown_streams", "unguarded", "visible"]

# What a terminal obeys and does not show: escape sequences and the other controls, marks that turn or isolate the
# direction of text, separators of lines and paragraphs, annotation marks, tags. Halves of surrogate pairs are no text.
_MARKS = "\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f\ud800-\udfff"
# Compiled when there is something to write out: that takes longer than to print most answers.
_CONTROL: Final = f"[\x00-\x1f{_MARKS}]"
_CONTROL_IN_LINES: Final = f"[\x00-\x08\x0b\x0c\x0e-\x1f{_MARKS}]|\r(?!\n)"


def counted(count: int, noun: str) -> str:
    """Return how many of a thing there are, in words.

    >>> counted(1, "profile"), counted(10_000, "profile")
    ('1 profile', '10,000 profiles')
    """
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def visible(text: str) -> str:
    r"""Return `text` with control characters written out, so that a terminal shows and does not obey them.

    >>> print(visible("red \x1b[31m"))
    red \x1b[31m
    """
    return text if text.isprintable() else re.sub(_CONTROL, _written_out, text)


def _visible_lines(text: str) -> str:
    """Return `text` with control characters written out, but for tabs and ends of lines."""
    is_plain = text.replace("\n", "").isprintable()
    return text if is_plain else re.sub(_CONTROL_IN_LINES, _written_out, text)


def _written_out(match: re.Match[str]) -> str:
    return match.group().encode("unicode_escape").decode()


class _ShownText(io.TextIOBase):
    """A stream of text for people: lines and tabs pass, every other control character is written out.

    `buffer` is for programs: its bytes pass as they are, unless a terminal shows them.
    """

    def __init__(self, stream: TextIO) -> None:
        super().__init__()
        self.unguarded = stream

    def __getattr__(self, name: str) -> Any:
        return getattr(self.unguarded, name)

    def write(self, text: str, /) -> int:
        self.unguarded.write(_visible_lines(text))
        return len(text)

    def flush(self) -> None:
        self.unguarded.flush()

    def isatty(self) -> bool:
        return self.unguarded.isatty()

    def fileno(self) -> int:
        return self.unguarded.fileno()

    @property
    def encoding(self) -> str:  # type: ignore[override]
        return self.unguarded.encoding

    @property
    def errors(self) -> str | None:  # type: ignore[override]
        return self.unguarded.errors

    @property
    def buffer(self) -> BinaryIO:
        self.unguarded.flush()
        return cast("BinaryIO", _ShownBytes(self.unguarded)) if self.isatty() else self.unguarded.buffer


class _ShownBytes(io.RawIOBase):
    """A stream of bytes for a terminal: shown as text, none of which is obeyed."""

    def __init__(self, stream: TextIO) -> None:
        super().__init__()
        self._out = stream.buffer
        self._decoder = codecs.getincrementaldecoder("utf-8")("backslashreplace")

    def writable(self) -> bool:
        return True

    def write(self, content: ReadableBuffer, /) -> int:
        text = self._decoder.decode(bytes(content))
        self._out.write(_visible_lines(text).encode())
        return len(bytes(content))

    def flush(self) -> None:
        self._out.flush()


@contextmanager
def shown_streams() -> Iterator[None]:
    """Guard the standard streams within the block: nothing that was read from somewhere steers the terminal."""
    out, err = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = cast("TextIO", _ShownText(out)), cast("TextIO", _ShownText(err))
    try:
        yield
    finally:
        sys.stdout, sys.stderr = out, err


def unguarded(stream: TextIO) -> TextIO:
    """Return the stream under a guarded one, for what steers the terminal on purpose: a progress bar, bold letters."""
    return stream.unguarded if isinstance(stream, _ShownText) else stream
