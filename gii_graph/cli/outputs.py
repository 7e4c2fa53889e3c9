"""Where a command's result goes: a file that is replaced as a whole, or standard output."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

from gii_graph.cli.options import STANDARD_STREAM
from gii_graph.files import replacing

__all__ = ["write_output"]


def write_output(path: Path, parts: Iterable[str]) -> None:
    """Write text as UTF-8 to `path`; `-` is standard output. Raises OutputError where the file cannot be written."""
    if path == STANDARD_STREAM:
        # Bytes, because the text stream would follow the locale.
        sys.stdout.buffer.writelines(part.encode() for part in parts)
        sys.stdout.buffer.flush()
        return
    with replacing(path) as stream:
        stream.writelines(parts)
