"""Measure what `gii-graph site` takes for made-up profiles: seconds of processor time, and the memory at most.

    python benchmarks/site.py                       # 100 profiles, and as many as make ten thousand pages of things
    python benchmarks/site.py --profiles 100

Each graph is built, then written as a site into a new folder, then again into the same one, where nothing changes.
Processor time (user and system together) is what a busy machine changes little.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
GII_GRAPH = (sys.executable, "-m", "gii_graph")


def graph_of(folder: Path, number: int) -> Path:
    """Build the graph of so many profiles."""
    texts, graph = folder / f"profiles-{number}", folder / f"{number}.ttl"
    subprocess.run([sys.executable, ROOT / "benchmarks" / "profiles.py", str(number), texts], check=True)
    subprocess.run([*GII_GRAPH, "build", texts, "-o", graph, "--quiet"], check=True, cwd=ROOT)
    return graph


def measured(graph: Path, site: Path) -> str:
    """Write a site, and return what that took, in words."""
    begin = time.perf_counter()
    words = [*GII_GRAPH, "site", str(graph), "-o", str(site), "--base-url", "https://example.org/", "-v"]
    process = subprocess.Popen(words, cwd=ROOT, stderr=subprocess.PIPE, encoding="utf-8")
    assert process.stderr is not None
    said = process.stderr.read().partition("\n")[0]
    _, status, used = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(said)
    process.returncode = 0
    taken = f"{used.ru_utime + used.ru_stime:6.2f} s of processor time, {time.perf_counter() - begin:6.2f} s in all"
    return f"{taken}, {used.ru_maxrss / 1024:,.0f} MB   {said}"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--profiles", type=int, nargs="*", default=[100, 1400])
    options = parser.parse_args()
    for number in options.profiles:
        with tempfile.TemporaryDirectory() as name:
            graph = graph_of(Path(name), number)
            site = Path(name) / "site"
            print(f"{number:,} profiles, new:      {measured(graph, site)}", flush=True)
            print(f"{number:,} profiles, the same: {measured(graph, site)}", flush=True)


if __name__ == "__main__":
    main()
