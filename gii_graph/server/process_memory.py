"""How much memory this process has taken, where the system tells it."""

from __future__ import annotations

import resource
from pathlib import Path
from typing import NamedTuple

__all__ = ["MemoryTaken", "memory_taken"]


class MemoryTaken(NamedTuple):
    """Bytes of address space, and bytes that lie in memory."""

    addressed: int
    resident: int


def memory_taken() -> MemoryTaken | None:
    """Return what this process has taken; None where the system does not tell (proc(5), statm)."""
    try:
        addressed, resident = Path("/proc/self/statm").read_text("ascii").split()[:2]
    except OSError:
        return None
    page = resource.getpagesize()
    return MemoryTaken(int(addressed) * page, int(resident) * page)
