"""Measure how fast stores take a graph: by `push`, and by their bulk loaders from N-Quads in parts.

    python benchmarks/loading.py                        # 1,000 profiles: two minutes
    python benchmarks/loading.py --profiles 10000       # ten times as many
    python benchmarks/loading.py --write                # into docs/beyond-one-machine.md

A made-up graph (benchmarks/profiles.py) is written in parts and loaded into an empty store, which is started anew each
time, each way in turn. What counts is the median: seconds by the clock from the start of the first command to the end
of the last, and processor seconds of commands and store together. Afterwards the store must have as many statements as
it should. A store that is not installed is told so. Linux alone tells what a running store has taken.

A second table reckons from these rates what a billion statements take, in proportion: what no memory holds any more
takes longer.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from gii_graph.remote.endpoint import Endpoint  # noqa: E402
from tests.remote.servers import Server, oxigraph, program, virtuoso  # noqa: E402

PAGE = ROOT / "docs" / "beyond-one-machine.md"
BEGIN, END = "<!-- table: made by benchmarks/loading.py -->", "<!-- end of table -->"
GRAPH = "https://example.org/gii"
COUNT = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } FILTER(STRSTARTS(STR(?g), '%s')) }"
BUFFERS = 100_000  # of 8 kB: what Virtuoso may hold in memory
BILLION = 1_000_000_000
HOUR = 3600  # seconds
TICKS = os.sysconf("SC_CLK_TCK")


class Taken(NamedTuple):
    """Seconds by the clock, processor seconds of commands and store, megabytes of the largest command."""

    wall: float
    processor: float
    memory: float = 0


def ours(*arguments: object) -> list[str]:
    return [sys.executable, "-c", "from gii_graph.__main__ import main; main()", *map(str, arguments), "--quiet"]


def run(command: list[str], environment: dict[str, str] | None = None, store: int | None = None) -> Taken:
    """Run a command to its end; return what it took, with what the process of a store took meanwhile."""
    started, before = time.perf_counter(), processor_seconds(store)
    process = subprocess.Popen(
        command, env={**os.environ, "PYTHONPATH": str(ROOT), **(environment or {})}, stdout=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - started
    if code := os.waitstatus_to_exitcode(status):
        raise SystemExit(f"{command} ended with {code}.")
    taken = usage.ru_utime + usage.ru_stime + processor_seconds(store) - before
    return Taken(wall, taken, usage.ru_maxrss / 1024)


def processor_seconds(process: int | None) -> float:
    if process is None:
        return 0
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS  # user and system: proc(5)


def held(server: Server, prefix: str) -> int:
    with Endpoint(server.query, seconds=600) as endpoint:
        [[number]] = endpoint.answer(COUNT % prefix)
    return int(number.value)


def by_push(server: Server, graph: Path, triples: int) -> Taken:
    there = ("--endpoint", server.store, "--graph", GRAPH, "--timeout", "600")
    taken = run(ours("push", graph, *there), server.login, server.process)
    check(held(server, GRAPH), triples)
    return taken


def by_bulk_loader(server: Server, parts: Path, quads: int, loaders: int) -> Taken:
    """Load as LOADING.md says, by so many sessions at once."""
    inside = server.folder / "parts"
    shutil.copytree(parts, inside)

    def sql(text: str) -> list[str]:
        return [str(program("isql-vt")), str(server.sql_port), "dba", "dba", f"exec={text}"]

    named = f"ld_dir('{inside}', 'part-*.nq.gz', '{GRAPH}');"
    session = f'"{sql("")[0]}" {server.sql_port} dba dba exec="rdf_loader_run();"'
    together = " & ".join([session] * loaders)
    taken = [
        run(command, store=server.process)
        for command in (sql(named), ["sh", "-c", f"{together} & wait"], sql("checkpoint;"))
    ]
    check(held(server, "https://w3id.org/gii-graph/id/edition/") + held(server, GRAPH), quads)
    return Taken(*(sum(column) for column in zip(*taken, strict=True)))


def by_oxigraph(parts: Path, folder: Path, quads: int) -> Taken:
    files = sorted(map(str, parts.glob("part-*.nq.gz")))
    taken = run([str(program("oxigraph")), "load", "--location", str(folder / "data"), "--file", *files])
    dumped = [str(program("oxigraph")), "dump", "--location", str(folder / "data"), "--format", "nq"]
    check(subprocess.run(dumped, check=True, capture_output=True).stdout.count(b"\n"), quads)
    return taken


def by_jena(parts: Path, folder: Path, quads: int) -> Taken:
    location = ["--loc", str(folder / "data")]
    taken = run([str(program("tdb2.tdbloader")), *location, *sorted(map(str, parts.glob("part-*.nq.gz")))])
    count = "SELECT (COUNT(*) AS ?n) { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"
    asked = [str(program("tdb2.tdbquery")), *location, "--results=CSV", count]
    check(int(subprocess.run(asked, check=True, capture_output=True, text=True).stdout.split()[-1]), quads)
    return taken


def check(number: int, expected: int) -> None:
    if number != expected:
        raise SystemExit(f"The store holds {number:,} statements, expected {expected:,}.")


def ways(graph: Path, parts: Path, triples: int, quads: int) -> Iterator[tuple[str, int, str, Callable[[Path], Taken]]]:
    """Yield what is measured: its name, how many statements it loads, the program it needs, and how to run it."""

    def in_virtuoso(load: Callable[[Server], Taken]) -> Callable[[Path], Taken]:
        def loaded(folder: Path) -> Taken:
            with virtuoso(folder, 10_000, BUFFERS) as server:
                return load(server)

        return loaded

    def pushed_to_oxigraph(folder: Path) -> Taken:
        with oxigraph(folder) as server:
            return by_push(server, graph, triples)

    pushed = "`push`, one graph"
    yield f"Virtuoso, {pushed}", triples, "virtuoso-t", in_virtuoso(lambda server: by_push(server, graph, triples))
    for loaders in (1, 2):
        name = f"Virtuoso, bulk loader, {loaders} session{'s' if loaders > 1 else ''}"
        load = in_virtuoso(lambda server, loaders=loaders: by_bulk_loader(server, parts, quads, loaders))
        yield name, quads, "isql-vt", load
    yield f"Oxigraph's server, {pushed}", triples, "oxigraph", pushed_to_oxigraph
    yield "Oxigraph, `oxigraph load`", quads, "oxigraph", lambda folder: by_oxigraph(parts, folder, quads)
    yield "Jena, `tdb2.tdbloader`", quads, "tdb2.tdbloader", lambda folder: by_jena(parts, folder, quads)


@dataclass
class Step:
    """What was measured of one step: how many statements, what each run took, and how many bytes were on the disk."""

    name: str
    statements: int
    taken: list[Taken] = field(default_factory=list)
    size: int = 0
    missing: str = ""

    @property
    def median(self) -> Taken:
        return Taken(*(statistics.median(column) for column in zip(*self.taken, strict=True)))

    def row(self) -> str:
        if self.missing:
            return f"| {self.name} | | not measured: {self.missing} is not installed | | | | |"
        taken, number = self.median, self.statements
        rates = f"{number / taken.wall:,.0f} | {number / taken.processor:,.0f} | {self.size / number:.0f}"
        return f"| {self.name} | {number:,} | {taken.wall:.1f} | {taken.processor:.1f} | {rates} |"

    def reckoned(self) -> str:
        """Return what a billion statements take, in proportion."""
        taken, times = self.median, BILLION / self.statements
        hours = f"{taken.wall * times / HOUR:,.1f} | {taken.processor * times / HOUR:,.1f}"
        return f"| {self.name} | {hours} | {self.size * times / 1e9:,.0f} |"


def bytes_in(folder: Path) -> int:
    """Return what a folder takes on the disk: some stores make files that are mostly holes."""
    return sum(path.stat().st_blocks * 512 for path in folder.rglob("*") if path.is_file())


def measured(size: int, number: int, runs: int, work: Path) -> list[Step]:
    profiles, graph, parts = work / "profiles", work / "graph.ttl", work / "parts"
    run([sys.executable, str(ROOT / "benchmarks" / "profiles.py"), str(size), str(profiles)])
    built, exported = Step("`build`", 0), Step(f"`export -f nquads --parts {number}`", 0)
    for turn in range(runs):
        built.taken.append(run(ours("build", profiles, "-o", graph), {"GII_GRAPH_CACHE": str(work / f"cache-{turn}")}))
        shutil.rmtree(parts, ignore_errors=True)
        exported.taken.append(run(ours("export", graph, "-f", "nquads", "--parts", number, "-o", parts)))
    run(ours("export", graph, "-f", "ntriples", "-o", work / "graph.nt"))
    built.statements, built.size = (work / "graph.nt").read_bytes().count(b"\n"), graph.stat().st_size
    exported.statements = json.loads((parts / "parts.json").read_text("utf-8"))["quads"]
    exported.size = bytes_in(parts)
    steps = [built, exported]
    loads = {}
    for name, statements, needed, load in ways(graph, parts, built.statements, exported.statements):
        steps.append(Step(name, statements, missing="" if program(needed) else needed))
        loads[name] = load
    for turn in range(runs):
        for place, step in enumerate(steps[2:]):
            if not step.missing:
                folder = work / f"store-{turn}-{place}"
                folder.mkdir()
                step.taken.append(loads[step.name](folder))
                shutil.rmtree(folder / "parts", ignore_errors=True)
                step.size = bytes_in(folder)
                shutil.rmtree(folder)
                print(f"{step.name}: {step.taken[-1]}", file=sys.stderr, flush=True)
    return steps


def tables(steps: list[Step], size: int, runs: int, load: float) -> Iterator[str]:
    machine = f"{os.cpu_count()} processors, a load of {load:.0f} when it began, {time.strftime('%Y-%m-%d')}"
    yield f"{size:,} profiles, {'once' if runs == 1 else f'the median of {runs}'}, {machine}"
    yield ""
    yield "| step | statements | seconds | processor seconds | statements a second | a processor second | bytes each |"
    yield "|---|--:|--:|--:|--:|--:|--:|"
    yield from (step.row() for step in steps)
    yield ""
    yield "A billion statements, four million profiles, in proportion:"
    yield ""
    yield "| step | hours | processor hours | GB on the disk |"
    yield "|---|--:|--:|--:|"
    yield from (step.reckoned() for step in steps if not step.missing)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--profiles", type=int, default=1000)
    parser.add_argument("--parts", type=int, default=8)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--write", action="store_true", help="write the tables into docs/beyond-one-machine.md")
    options = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    load = os.getloadavg()[1]
    with tempfile.TemporaryDirectory() as folder:
        steps = measured(options.profiles, options.parts, options.runs, Path(folder))
    table = "\n".join(tables(steps, options.profiles, options.runs, load))
    print(table)
    if options.write:
        head, rest = PAGE.read_text("utf-8").split(BEGIN, 1)
        PAGE.write_text(f"{head}{BEGIN}\n\n{table}\n\n{END}{rest.split(END, 1)[1]}", "utf-8", newline="\n")


if __name__ == "__main__":
    main()
