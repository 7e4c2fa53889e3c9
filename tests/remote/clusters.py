"""A Dask cluster on this machine: a scheduler and workers, each a process of its own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.conftest import ROOT

# Seconds for a process to start on a busy machine.
_TO_START = 60


@dataclass
class LocalCluster:
    """A scheduler with workers, whose processes belong to whoever started it; files of theirs go to a folder."""

    folder: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    protocol: str = "tcp"
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def address(self) -> str:
        """Where the scheduler is."""
        return str(json.loads(self._told.read_text("utf-8"))["address"])

    @property
    def _told(self) -> Path:
        return self.folder / "scheduler.json"

    def start(self, *arguments: str, environment: Mapping[str, str] | None = None) -> subprocess.Popen[bytes]:
        """Start a process of Dask."""
        with (self.folder / f"{len(self.processes)}.log").open("wb") as log:
            started = subprocess.Popen(
                [sys.executable, "-m", "dask", *arguments, "--scheduler-file", str(self._told)],
                cwd=self.folder,
                env={**os.environ, "PYTHONPATH": str(ROOT), **self.environment, **(environment or {})},
                stdout=log,
                stderr=log,
            )
        self.processes.append(started)
        return started

    def start_scheduler(self) -> None:
        """Start the scheduler and wait until it says where it is."""
        host = f"{self.protocol}://127.0.0.1"
        self.start("scheduler", "--host", host, "--port", "0", "--no-dashboard")
        deadline = time.monotonic() + _TO_START
        while not self._told.exists() or not self._told.read_text("utf-8").endswith("}"):
            assert time.monotonic() < deadline, (self.folder / "0.log").read_text("utf-8")
            time.sleep(0.05)

    def start_worker(self, environment: Mapping[str, str] | None = None) -> subprocess.Popen[bytes]:
        """Start a worker with one thread."""
        nearby = (
            "--nthreads",
            "1",
            "--no-nanny",
            "--death-timeout",
            "30",
            "--no-dashboard",
            "--local-directory",
            str(self.folder),
        )
        return self.start("worker", *nearby, environment=environment)

    def end(self) -> None:
        """End all of it."""
        for process in self.processes:
            process.send_signal(signal.SIGKILL)
            process.wait()


@contextmanager
def local_cluster(folder: Path, workers: int, **settings: object) -> Iterator[LocalCluster]:
    """Start a cluster with some workers, and end it with the block."""
    cluster = LocalCluster(folder, **settings)  # type: ignore[arg-type]
    try:
        cluster.start_scheduler()
        for _ in range(workers):
            cluster.start_worker()
        yield cluster
    finally:
        cluster.end()
