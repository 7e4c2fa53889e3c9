"""Measure how fast stores take a graph: by `push`, and by their bulk loaders from N-Quads in parts.

    python benchmarks/loading.py                        # 1,000 profiles: two minutes
    python benchmarks/loading.py --profiles 10000       # ten times as many
    python benchmarks/loading.py --write                # into docs/beyond-one-machine.md

A made-up graph (benchmarks/profiles.py) is written in parts and loaded into an empty store, which is started anew each
time, each way in turn. What counts is the median: seconds by the clock from the start of the first command to the end
of the last, and processor seconds of commands and store together. Afterwards the store must have as many statements as
it should. A store that is not installed is told so. Linux alone tells what a running store has taken.
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


def measured(size: int, number: int, runs: int, work: Path) -> Iterator[str]:
    """Yield the lines of the table."""
    profiles, graph, parts = work / "profiles", work / "graph.ttl", work / "parts"
    run([sys.executable, str(ROOT / "benchmarks" / "profiles.py"), str(size), str(profiles)])
    run(ours("build", profiles, "-o", graph), {"GII_GRAPH_CACHE": str(work / "cache")})
    yield "| loading | statements | seconds | processor seconds | statements a second | a processor second |"
    yield "|---|--:|--:|--:|--:|--:|"
    exports = []
    for _ in range(runs):
        shutil.rmtree(parts, ignore_errors=True)
        exports.append(run(ours("export", graph, "-f", "nquads", "--parts", number, "-o", parts)))
    quads = json.loads((parts / "parts.json").read_text("utf-8"))["quads"]
    yield row(f"`export -f nquads --parts {number}`", quads, exports)
    run(ours("export", graph, "-f", "ntriples", "-o", work / "graph.nt"))
    triples = (work / "graph.nt").read_bytes().count(b"\n")
    results: dict[str, list[Taken]] = {}
    listed = list(ways(graph, parts, triples, quads))
    for turn in range(runs):
        for place, (name, _, needed, load) in enumerate(listed):
            if program(needed) is not None:
                folder = work / f"store-{turn}-{place}"
                folder.mkdir()
                results.setdefault(name, []).append(load(folder))
                shutil.rmtree(folder)
    for name, statements, needed, _ in listed:
        yield (
            row(name, statements, results[name]) if name in results else f"| {name} | | {needed}: not installed | | | |"
        )


def row(name: str, statements: int, taken: list[Taken]) -> str:
    wall, processor, memory = (statistics.median(column) for column in zip(*taken, strict=True))
    print(f"{name}: {wall:.1f} s, processor {processor:.1f} s, {memory:.0f} MB", file=sys.stderr, flush=True)
    return (
        f"| {name} | {statements:,} | {wall:.1f} | {processor:.1f} "
        f"| {statements / wall:,.0f} | {statements / processor:,.0f} |"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--profiles", type=int, default=1000)
    parser.add_argument("--parts", type=int, default=8)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--write", action="store_true", help="write the table into docs/beyond-one-machine.md")
    options = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with tempfile.TemporaryDirectory() as folder:
        lines = list(measured(options.profiles, options.parts, options.runs, Path(folder)))
    day = f"{options.profiles:,} profiles, {os.cpu_count()} processors, {time.strftime('%Y-%m-%d')}"
    table = "\n".join([day, "", *lines])
    print(table)
    if options.write:
        head, rest = PAGE.read_text("utf-8").split(BEGIN, 1)
        PAGE.write_text(f"{head}{BEGIN}\n\n{table}\n\n{END}{rest.split(END, 1)[1]}", "utf-8", newline="\n")


if __name__ == "__main__":
    main()
