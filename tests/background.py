"""Processes that make an index in the background: found by the cache that they are for, and hurried."""

from __future__ import annotations

import os
import time
from contextlib import suppress
from pathlib import Path

from gii_graph.sparql.graph_index import Indexes


def makers(cache: Path) -> list[int]:
    """Return the processes that index for a cache, where the system tells (proc(5))."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            command, environment = ((process / name).read_bytes().split(b"\0") for name in ("cmdline", "environ"))
            if b"--background" in command and b"GII_GRAPH_CACHE=" + os.fsencode(cache) in environment:
                found.append(int(process.name))
    return found


def hurry(cache: Path) -> None:
    """Give those processes their share of a busy machine, where that is allowed: tests have not all day."""
    for process in makers(cache):
        with suppress(OSError):
            Path(f"/proc/{process}/autogroup").write_text("0", "ascii")
        for thread in Path(f"/proc/{process}/task").glob("*"):
            with suppress(OSError):
                os.sched_setscheduler(int(thread.name), os.SCHED_OTHER, os.sched_param(0))
                os.setpriority(os.PRIO_PROCESS, int(thread.name), 0)


def wait_for_index(cache: Path) -> None:
    """Wait until there is one index, and nothing is in the making."""

    def is_made() -> bool:
        return len(Indexes(cache / "indexes").listed()) == 1 and not list(cache.glob("indexes/*.part"))

    deadline = time.monotonic() + 300  # it is made at the lowest priority
    while not is_made() and time.monotonic() < deadline:
        hurry(cache)
        time.sleep(0.05)
    assert is_made()
