"""When a file is surely as it was, so that it need not be read to know what it holds.

It is where all that the system says of it is as it was: size, times of change, inode, device. Two changes within one
tick of a file system's clock leave the same times, so that holds only of a file that had rested for longer than a tick
when it was read: the rule that git has for its index ("racily clean", https://git-scm.com/docs/racy-git).
"""

from __future__ import annotations

import hashlib
import os
from typing import Final

import gii_graph

__all__ = ["had_rested", "state_of", "state_of_program"]

# Nanoseconds: FAT, the coarsest of the clocks, ticks every two seconds.
_TICK: Final = 2_000_000_000


def state_of(status: os.stat_result) -> list[int]:
    """Return what changes whenever a file is written, replaced or renamed over."""
    return [status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino, status.st_dev]


def had_rested(status: os.stat_result, moment: int) -> bool:
    """Tell whether a file had not changed for longer than a tick at a moment (nanoseconds since the epoch)."""
    return max(status.st_mtime_ns, status.st_ctime_ns) + _TICK < moment


def state_of_program() -> str:
    """Return a digest that changes when the program does, its version number or, in a checkout, only its files."""
    stats: list[tuple[str, int, int]] = []
    for folder, _, names in os.walk(os.path.dirname(gii_graph.__file__)):
        for name in names:
            if name.endswith((".py", ".tsv", ".txt")):
                path = os.path.join(folder, name)
                status = os.stat(path)
                stats.append((path, status.st_size, status.st_mtime_ns))
    return hashlib.sha256(repr((gii_graph.__version__, sorted(stats))).encode()).hexdigest()
