"""Indexes that are made in the background, so that the next question need not parse a large graph.

A process of its own makes them, at the lowest priority: it has no terminal, no pipe and no folder of the user's, and
does not begin where memory or disk are short. What it cannot do it tells nobody, because the files answer all the same.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from gii_graph.cache_folder import cache_folder
from gii_graph.cli.graphs import default_graphs
from gii_graph.cli.index_folder import indexes
from gii_graph.errors import GraphFileError
from gii_graph.sparql.dataset import LARGE

__all__ = ["PATIENCE", "asked_with", "give_way", "index_in_background", "is_affordable"]

# Seconds for which another process that indexes the same files is waited for: where they changed, it stops.
PATIENCE: Final = 10.0
# Bytes of memory (up to a most, because it is made in batches) and of disk that an index takes for each of the graph.
_MEMORY, _MOST_MEMORY, _DISK = 20, 2_000_000_000, 6
_SHARE: Final = 2  # so much of what is free is left to others: one half


def asked_with(written: Path) -> list[str]:
    """Return the files that a query asks where none is named, if the one that was written is among them."""
    with suppress(GraphFileError, OSError):
        files = default_graphs()
        if any(map(written.samefile, files)):
            return files
    return []


def index_in_background(files: Sequence[str]) -> None:
    """Start to index files, if they are large, in a process that outlives this one and nobody waits for."""
    import subprocess

    if not all(map(os.path.isfile, files)) or sum(map(os.path.getsize, files)) < LARGE:
        return
    if not sys.executable or indexes().is_in_the_making(files):
        return
    folder = cache_folder().absolute()
    # It finds this very program, its libraries and the cache, wherever it is started.
    paths = os.pathsep.join(map(os.path.abspath, sys.path))
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        subprocess.Popen(  # noqa: S603  # our own command
            [sys.executable, "-P", "-m", "gii_graph", "cache", "add", "--background", *map(os.path.abspath, files)],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
            cwd=folder, env={**os.environ, "PYTHONPATH": paths, "GII_GRAPH_CACHE": str(folder)},
            creationflags=getattr(subprocess, "DETACHED_PROCESS", 0) | getattr(subprocess, "IDLE_PRIORITY_CLASS", 0),
        )  # fmt: skip


def give_way() -> None:
    """Let every other process have processor, disk and memory first."""
    import signal

    # What was begun is removed when the system is shut down.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(3))
    if hasattr(os, "nice"):
        os.nice(19)
    if sys.platform == "linux":
        _give_way_on_linux()


def _give_way_on_linux() -> None:
    import resource

    with suppress(OSError):
        # Of this class the system serves the disk last, too (ionice(1)).
        os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))
    with suppress(OSError):
        os.setsid()
    # A session has its share of the processors however nice its processes are (sched(7)); one of its own may have less.
    settings = {"autogroup": "19"} if os.getsid(0) == os.getpid() else {}
    # It is the first to be ended where memory runs out (proc(5)).
    for setting, value in {**settings, "oom_score_adj": "1000"}.items():
        with suppress(OSError):
            Path(f"/proc/self/{setting}").write_text(value, "ascii")
    resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))


def is_affordable(files: Sequence[str]) -> bool:
    """Tell whether an index takes no more than half of the memory and of the disk that are free."""
    import shutil

    size = sum(map(os.path.getsize, files))
    memory, disk = min(_MEMORY * size, _MOST_MEMORY), _DISK * size
    free = shutil.disk_usage(cache_folder()).free
    return memory * _SHARE <= _free_memory() and disk * _SHARE <= free


def _free_memory() -> float:
    """Return the bytes of memory that a process may get without harm to others, without end where nobody says."""
    return min(_available(), _left_in_container(), _allowed())


def _available() -> float:
    """Return what the system has (proc(5))."""
    with suppress(OSError):
        for line in Path("/proc/meminfo").read_text("ascii").splitlines():
            if line.startswith("MemAvailable:"):
                return int(line.split()[1]) * 1024
    return float("inf")


def _left_in_container() -> float:
    """Return what the control group leaves (cgroup v2)."""
    with suppress(OSError, ValueError):
        most, used = (Path(f"/sys/fs/cgroup/memory.{name}").read_text("ascii") for name in ("max", "current"))
        return int(most) - int(used)
    return float("inf")


def _allowed() -> float:
    """Return what a limit of the shell (ulimit -v) allows."""
    with suppress(ImportError):
        import resource

        limit = resource.getrlimit(resource.RLIMIT_AS)[0]
        return float("inf") if limit == resource.RLIM_INFINITY else limit
    return float("inf")
