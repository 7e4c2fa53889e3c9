"""The SHA-256 of a large file, remembered so that an unchanged file is not read again to know that it is unchanged."""

from __future__ import annotations

import os
import time
from contextlib import suppress
from pathlib import Path

from gii_graph.errors import OutputError
from gii_graph.file_state import had_rested, state_of

__all__ = ["fingerprint"]


def fingerprint(path: Path, notes: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal; `notes` is the folder where hashes are remembered.

    Raises OSError where the file cannot be read; a folder that cannot be written only means hashing each time.
    """
    import hashlib

    target = path.resolve()
    note = notes / hashlib.sha256(os.fsencode(target)).hexdigest()
    with suppress(OSError, ValueError):
        *state, content = note.read_text("ascii").split()
        if [*map(int, state)] == state_of(target.stat()):
            return content
    started = time.time_ns()
    with target.open("rb") as stream:
        before = os.fstat(stream.fileno())
        content = hashlib.file_digest(stream, "sha256").hexdigest()
    if had_rested(before, started) and state_of(before) == state_of(target.stat()):
        with suppress(OSError, OutputError):
            _write(note, " ".join([*map(str, state_of(before)), content]))
    return content


def _write(note: Path, text: str) -> None:
    from gii_graph.files import replacing_bytes

    note.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with replacing_bytes(note, lasting=False) as stream:
        stream.write(text.encode("ascii"))
