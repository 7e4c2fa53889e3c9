"""Where a command's result goes: a file that is replaced as a whole, or standard output."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, NamedTuple

from gii_graph.cli.options import STANDARD_STREAM
from gii_graph.files import replacing, replacing_bytes

__all__ = ["Written", "binary_output", "write_bytes", "write_output"]


@contextmanager
def binary_output(path: Path) -> Iterator[BinaryIO]:
    """Open `path` for bytes, a file that is replaced when the block ends well; `-` is standard output."""
    if path == STANDARD_STREAM:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    with replacing_bytes(path) as stream:
        yield stream


def write_output(path: Path, parts: Iterable[str]) -> None:
    """Write text as UTF-8 to `path`; `-` is standard output. Raises OutputError where the file cannot be written."""
    if path == STANDARD_STREAM:
        # Bytes, because the text stream would follow the locale.
        sys.stdout.buffer.writelines(part.encode() for part in parts)
        sys.stdout.buffer.flush()
        return
    with replacing(path) as stream:
        stream.writelines(parts)


class Written(NamedTuple):
    """What was written: its size in bytes and its SHA-256 in hexadecimal digits."""

    size: int
    sha256: str


def write_bytes(path: Path, parts: Iterable[bytes]) -> Written:
    """Write bytes as `write_output` writes text, and say what they were."""
    digest, size = hashlib.sha256(), 0
    with binary_output(path) as stream:
        for part in parts:
            stream.write(part)
            digest.update(part)
            size += len(part)
    return Written(size, digest.hexdigest())
