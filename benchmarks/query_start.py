"""How long a shipped query takes from a cold start, against its two bounds.

    python benchmarks/query_start.py [--runs N] [--query NAME]

Prints the median wall and processor time of three commands, run in turn within one run so that a busy machine slows all
alike: the interpreter with click and pyoxigraph imported (the floor), `gii-graph query`, and rdflib's own `sparqlquery`
on the same file and query. Bounds: at most 1.3 times the floor, at least 5 times faster than rdflib, both of processor
time, which other work on the machine changes little.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
GRAPH = ROOT / "output" / "gii.ttl"
MOST_OF_FLOOR = 1.3
LEAST_OF_RDFLIB = 5.0
# What the installed `gii-graph` script does.
SCRIPT = "import sys; from gii_graph.__main__ import main; sys.exit(main())"


# An installed package has its bytecode beside it; a checkout must be allowed to write it, or each run compiles anew.
ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
ENVIRONMENT["PYTHONPATH"] = str(ROOT)


class Seconds(NamedTuple):
    """What a command took."""

    wall: float
    processor: float


def seconds(command: list[str]) -> Seconds:
    started, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, cwd=ROOT, env=ENVIRONMENT, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    wall, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    return Seconds(wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=40)
    parser.add_argument("--query", default="top-partners")
    options = parser.parse_args()
    sys.path.insert(0, str(ROOT))
    from gii_graph.sparql.prefixes import KNOWN_PREFIXES
    from gii_graph.sparql.shipped import shipped_text
    from gii_graph.sparql.syntax import with_prefixes

    with tempfile.TemporaryDirectory() as folder:
        # rdflib's command takes one file; the query stands in it with its prefixes, which rdflib does not know.
        query = Path(folder) / "query.rq"
        query.write_text(with_prefixes(shipped_text(options.query), KNOWN_PREFIXES, "\n"), "utf-8")
        python = sys.executable
        commands = {
            "click and pyoxigraph imported": [python, "-c", "import click, pyoxigraph"],
            "gii-graph query": [python, "-c", SCRIPT, "query", options.query, str(GRAPH)],
            "rdflib sparqlquery": [python, "-m", "rdflib.tools.sparqlquery", str(GRAPH), "-qf", str(query)],
        }
        taken: dict[str, list[Seconds]] = {name: [] for name in commands}
        for run in range(options.runs + 1):
            for name, command in commands.items():
                if run > 3 and name.startswith("rdflib") and run % 4:
                    continue  # the slow one needs fewer runs for its median
                spent = seconds(command)
                if run:  # the first run fills the file cache
                    taken[name].append(spent)
    medians = {name: Seconds(*map(statistics.median, zip(*times, strict=True))) for name, times in taken.items()}
    print(f"{'':32}{'wall':>14}{'processor':>14}")
    for name, median in medians.items():
        times = "".join(f"{part * 1000:11.1f} ms" for part in median)
        print(f"{name:32}{times}  (median of {len(taken[name])})")
    floors, mine, others = medians.values()
    floor, ours, theirs = floors.processor, mine.processor, others.processor
    print(f"{'of the floor':32}{mine.wall / floors.wall:11.2f}   {ours / floor:11.2f}     (at most {MOST_OF_FLOOR})")
    faster = f"{others.wall / mine.wall:11.2f}   {theirs / ours:11.2f}"
    print(f"{'faster than rdflib':32}{faster}     (at least {LEAST_OF_RDFLIB})")
    return int(ours / floor > MOST_OF_FLOOR or theirs / ours < LEAST_OF_RDFLIB)


if __name__ == "__main__":
    sys.exit(main())
