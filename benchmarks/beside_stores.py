"""What is measured with other people's engines running beside: Virtuoso, and a Dask cluster of four workers."""

from __future__ import annotations

import importlib.util
import shlex
import subprocess
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from benchmarks.races import Bench, Result, ours
from tests.remote.servers import program, virtuoso

OVER_ENDPOINT = "validate, in Virtuoso"
DOWNLOADED = "gii-graph, download and validate"
ON_DASK = "build, on Dask"
WORKERS = 4
GRAPH = "https://example.org/gii"
ROWS, BUFFERS = 10_000, 100_000  # how many rows Virtuoso answers at most; its memory, of 8 kB


def validate_in_store(bench: Bench, size: int, graph: Path) -> None:
    """Validate a graph that is in Virtuoso, by asking it, and by downloading all of it first."""
    if program("virtuoso-t") is None:
        bench.rows.append((OVER_ENDPOINT, size, "gii-graph", Result(None, "not measured: virtuoso-t is not installed")))
        return
    folder, copy = bench.folder / "virtuoso", bench.folder / "downloaded.nt"
    folder.mkdir()
    with virtuoso(folder, ROWS, BUFFERS) as server:
        push = ours("push", graph, "--endpoint", server.store, "--graph", GRAPH, "--timeout", 600, "--quiet")
        subprocess.run(push, check=True, env={**bench.environment, **server.login})
        there = ("--endpoint", server.query, "--graph", GRAPH, "--quiet")
        download = ours("export", *there, "-f", "ntriples", "-o", copy)
        in_two = f"{shlex.join(download)} && {shlex.join(ours('validate', copy, '--quiet'))}"
        bench.race(OVER_ENDPOINT, size, {"gii-graph": ours("validate", *there), DOWNLOADED: ["sh", "-c", in_two]})


def build_on_dask(bench: Bench, size: int, profiles: Path) -> None:
    """Build with four worker processes of Dask; the memory is that of the largest process of all."""
    if importlib.util.find_spec("distributed") is None:
        bench.rows.append((ON_DASK, size, "gii-graph", Result(None, "not measured: the extra dask is not installed")))
        return
    from tests.remote.clusters import local_cluster

    folder = bench.folder / f"dask-{size}"
    folder.mkdir()
    with local_cluster(folder, WORKERS) as cluster:
        with largest_memory([process.pid for process in cluster.processes]) as largest:
            command = ours("build", profiles, "-o", folder / "graph.ttl", "--scheduler", cluster.address, "--quiet")
            bench.race(ON_DASK, size, {"gii-graph": command})
        work, number, name, result = bench.rows.pop()
        if result.cost:
            cost = result.cost._replace(memory=max(result.cost.memory, *largest))
            result = result._replace(cost=cost)
        bench.rows.append((work, number, name, result))


@contextmanager
def largest_memory(processes: Sequence[int]) -> Iterator[list[float]]:
    """Yield a list that has the most memory of any process so far, in megabytes, while the block runs."""
    most, ended = [0.0], threading.Event()

    def look() -> None:
        while not ended.wait(0.2):
            most[0] = max(most[0], *map(memory, processes))

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield most
    finally:
        ended.set()
        thread.join()


def memory(process: int) -> float:
    """Return how much memory a process has had at its most, in megabytes: proc(5) has it in kilobytes."""
    if not Path(f"/proc/{process}/status").exists():
        return 0
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM")), 0)
