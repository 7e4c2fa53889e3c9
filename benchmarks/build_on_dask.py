"""Build the same made-up profiles on one machine and on a Dask cluster of it, in turn, and compare the bytes.

    python benchmarks/build_on_dask.py                      # 100,000 profiles, four workers: ten minutes, 3 GB of disk
    python benchmarks/build_on_dask.py --size 10000 --runs 3 --workers 2
    python benchmarks/build_on_dask.py --kill               # one of the workers, in the middle (kill -9)

Told for each run: seconds by the clock, processor seconds of all processes, and the most memory that the process that
builds, the largest worker and the scheduler have had. Workers have one thread each and live for one run. Linux only: it
reads /proc.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
TICKS = os.sysconf("SC_CLK_TCK")
TO_START = 60  # seconds


class Cost(NamedTuple):
    """Seconds by the clock, processor seconds of all, megabytes of the builder, the largest worker, the scheduler."""

    wall: float
    processor: float
    builder: float
    worker: float = 0
    scheduler: float = 0


class Run(NamedTuple):
    """What a build took, and the SHA-256 of its graph."""

    cost: Cost
    sha256: str


def build(folder: Path, profiles: Path, *options: str) -> Run:
    """Build once from nothing."""
    output = folder / "graph.ttl"
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "GII_GRAPH_CACHE": tempfile.mkdtemp(dir=folder)}
    command = [sys.executable, "-m", "gii_graph", "build", str(profiles), "-o", str(output), "--quiet", *options]
    started = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, env=environment)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{' '.join(command)}: exit code {process.returncode}")
    with output.open("rb") as stream:
        sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
    return Run(Cost(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024), sha256)


def build_on_dask(folder: Path, profiles: Path, workers: int, kill_after: float | None = None) -> Run:
    """Build once on a cluster of so many workers, of which one is killed after so many seconds."""
    with cluster(folder, workers) as (address, processes):
        before = {process.pid: seconds(process.pid) for process in processes}
        killer = kill_later(processes[-1].pid, kill_after) if kill_after else None
        run = build(folder, profiles, "--scheduler", address)
        if killer:
            killer.wait()
        alive = [process for process in processes if process.poll() is None]
        used = sum(seconds(process.pid) - before[process.pid] for process in alive)
        scheduler, *memory = (most_memory(process.pid) for process in alive)
        processor = run.cost.processor + used
        return Run(run.cost._replace(processor=processor, worker=max(memory), scheduler=scheduler), run.sha256)


def kill_later(process: int, after: float) -> subprocess.Popen[bytes]:
    return subprocess.Popen(["sh", "-c", f"sleep {after}; kill -9 {process}"])


@contextmanager
def cluster(folder: Path, workers: int) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """Start a scheduler and workers; give its address and all their processes, the scheduler's first."""
    told = folder / "scheduler.json"
    told.unlink(missing_ok=True)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    processes: list[subprocess.Popen[bytes]] = []

    def start(*arguments: str) -> None:
        command = [sys.executable, "-m", "dask", *arguments, "--scheduler-file", str(told), "--no-dashboard"]
        quiet = subprocess.DEVNULL
        processes.append(subprocess.Popen(command, cwd=folder, env=environment, stdout=quiet, stderr=quiet))

    try:
        start("scheduler", "--host", "127.0.0.1", "--port", "0")
        deadline = time.monotonic() + TO_START
        while not told.exists() or '"address"' not in told.read_text("utf-8"):
            if time.monotonic() > deadline:
                sys.exit("the scheduler does not start")
            time.sleep(0.1)
        for _ in range(workers):
            start("worker", "--nthreads", "1", "--no-nanny", "--memory-limit", "1GB")
        time.sleep(5)  # for all workers to be there; a build would begin with the first
        yield told.read_text("utf-8").split('"address": "')[1].split('"')[0], processes
    finally:
        for process in processes:
            process.send_signal(signal.SIGKILL)
            process.wait()


def seconds(process: int) -> float:
    """Return the processor seconds of a process (proc(5), stat: utime and stime)."""
    fields = Path(f"/proc/{process}/stat").read_text("utf-8").rpartition(")")[2].split()
    return sum(map(int, fields[11:13])) / TICKS


def most_memory(process: int) -> float:
    """Return the most megabytes that a process has had at once (proc(5), status: VmHWM, in kB)."""
    lines = Path(f"/proc/{process}/status").read_text("utf-8").splitlines()
    return int(next(line for line in lines if line.startswith("VmHWM:")).split()[1]) / 1024


def table(size: int, runs: Mapping[str, Sequence[Run]]) -> Iterator[str]:
    yield "| build | profiles | runs | seconds | processor seconds | MB: builder | largest worker | scheduler | ratio |"
    yield "|---|---:|---:|---:|---:|---:|---:|---:|---:|"
    alone = statistics.median(run.cost.wall for run in next(iter(runs.values())))
    for name, each in runs.items():
        wall, processor = (statistics.median(run.cost[column] for run in each) for column in (0, 1))
        memory = " | ".join(f"{max(run.cost[column] for run in each):,.0f}" for column in (2, 3, 4))
        yield f"| {name} | {size:,} | {len(each)} | {wall:.1f} | {processor:.1f} | {memory} | {wall / alone:.2f} |"


def main() -> None:
    """Measure what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=100_000)
    parser.add_argument("--workers", type=int, default=4)
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument(
        "--kill", action="store_true", help="kill one worker in the middle of each build on the cluster"
    )
    parser.add_argument("--profiles", type=Path, help="a folder with profiles of this size, made before")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder, profiles = Path(name), options.profiles
        if not profiles:
            profiles = folder / "profiles"
            command = [sys.executable, str(ROOT / "benchmarks" / "profiles.py"), str(options.size), str(profiles)]
            subprocess.run(command, check=True)
        alone, on_dask = f"one machine, {os.cpu_count()} processors", f"Dask, {options.workers} workers"
        runs: dict[str, list[Run]] = {alone: [], on_dask: []}
        for _ in range(options.runs):
            runs[alone].append(build(folder, profiles))
            kill_after = runs[alone][0].cost.wall / 2 if options.kill else None
            runs[on_dask].append(build_on_dask(folder, profiles, options.workers, kill_after))
        print("\n".join(table(options.size, runs)))
        same = len({run.sha256 for each in runs.values() for run in each}) == 1
        print("The bytes are the same." if same else "The bytes differ.")
        sys.exit(not same)


if __name__ == "__main__":
    main()
