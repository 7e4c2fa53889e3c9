"""What files hold, by their SHA-256; a file that is surely as it was need not be read to know it."""

from __future__ import annotations

import errno
import hashlib
import os
import time
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from gii_graph.file_state import had_rested, state_of
from gii_graph.reading import MAX_BYTES

__all__ = ["Contents"]


class Contents(NamedTuple):
    """The SHA-256 of files by path, and what the system says of those that had rested, in a form ready for JSON."""

    hashes: Mapping[str, str]
    rested: Mapping[str, list[Any]]

    @classmethod
    def of(cls, files: Iterable[str], rested: Mapping[str, list[Any]]) -> Contents:
        """Look at files, of which some had `rested` at an earlier look.

        Raises OSError where a file cannot be read, or is too large to be a profile.
        """
        now = time.time_ns()
        looks = {path: rested[path] if _is_as_it_was(path, rested) else _look(path, now) for path in files}
        return cls(
            {path: look[-1] for path, look in looks.items()},
            {path: look for path, look in looks.items() if len(look) > 1},
        )


def _is_as_it_was(path: str, rested: Mapping[str, list[Any]]) -> bool:
    return path in rested and rested[path][:-1] == state_of(os.stat(path))


def _look(path: str, now: int) -> list[Any]:
    """Return what is to be known of a file: its state, if it rests, and its SHA-256."""
    file = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    try:
        status = os.fstat(file)
        content = os.read(file, min(status.st_size, MAX_BYTES) + 1)
    finally:
        os.close(file)
    if len(content) > MAX_BYTES:
        raise OSError(errno.EFBIG, "too large to be a profile", path)
    return [*(state_of(status) if had_rested(status, now) else ()), hashlib.sha256(content).hexdigest()]
