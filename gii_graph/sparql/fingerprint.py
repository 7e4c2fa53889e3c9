"""The SHA-256 of a large file, remembered so that an unchanged file is not read again to know that it is unchanged.

What is remembered is the hash with what the system says of the file: size, times of change, inode, device. Where all of
them are as they were, so is the content. Two changes within one tick of a file system's clock leave the same times, so
only a file that had rested for longer than a tick is remembered: the rule that git has for its index ("racily clean",
https://git-scm.com/docs/racy-git).
"""

from __future__ import annotations

import os
import time
from contextlib import suppress
from pathlib import Path
from typing import Final

__all__ = ["fingerprint"]

# Nanoseconds: FAT, the coarsest of the clocks, ticks every two seconds.
_TICK: Final = 2_000_000_000


def fingerprint(path: Path, notes: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal; `notes` is the folder where hashes are remembered.

    Raises OSError where the file cannot be read; a folder that cannot be written only means hashing each time.
    """
    import hashlib

    place = path.resolve()
    note = notes / hashlib.sha256(os.fsencode(place)).hexdigest()
    with suppress(OSError, ValueError):
        *state, content = note.read_text("ascii").split()
        if state == _state(place.stat()):
            return content
    started = time.time_ns()
    with place.open("rb") as stream:
        before = os.fstat(stream.fileno())
        content = hashlib.file_digest(stream, "sha256").hexdigest()
    rested = max(before.st_mtime_ns, before.st_ctime_ns) + _TICK < started
    if rested and _state(before) == _state(place.stat()):
        with suppress(OSError):
            _write(note, " ".join([*_state(before), content]))
    return content


def _state(status: os.stat_result) -> list[str]:
    """Return what changes whenever a file is written, replaced or renamed over."""
    parts = (status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino, status.st_dev)
    return [str(part) for part in parts]


def _write(note: Path, text: str) -> None:
    note.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    unfinished = note.with_name(f"{note.name}.{os.getpid()}")
    unfinished.write_text(text, "ascii")
    unfinished.replace(note)
