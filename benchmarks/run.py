# ruff: noqa: E501
"""Measure gii-graph and its peers on the same files in one run, and write the table of docs/performance.md.

    python benchmarks/run.py                             # 5, 100 and 1,000 profiles: a quarter of an hour
    python benchmarks/run.py --sizes 5 100 1000 10000 100000    # an hour on two idle processors, with 12 GB
    python benchmarks/run.py --morph-kgc VENV/bin/python --oxigraph oxigraph --ror FILE

Every command is started anew, the peers in turn with ours so that a busy machine slows all alike, and the median
counts (a query only if it gives the right answer, anything else only if it ends well): seconds by the clock, processor
seconds of the command and all its processes, and the memory of the largest of them. Up to 1,000 profiles each command
runs five times, at 10,000 three times, beyond that once; what takes over 20 seconds runs once. A peer that is not
installed, takes longer than the limit, or would by what it took for fewer profiles, is told so in the table.
"""

from __future__ import annotations

import argparse
import math
import os
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from operator import truediv
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "performance.md"
BEGIN, END = "<!-- table: made by benchmarks/run.py -->", "<!-- end of table -->"
SELECTIVE = """SELECT ?rank ?partner {
  ?tie a gii:CollaborationTie ; gii:inProfile ?profile ; gii:rank ?rank ; gii:toCluster ?partner .
  ?profile a gii:ClusterProfile ; gii:rank 1 .
} ORDER BY ?rank ?partner"""
AGGREGATE = """SELECT ?partner (COUNT(*) AS ?named) {
  ?tie a gii:CollaborationTie ; gii:toCluster ?partner
} GROUP BY ?partner ORDER BY DESC(?named) ?partner LIMIT 10"""
BARE = """import sys, pyoxigraph
store = pyoxigraph.Store()
store.bulk_load(path=sys.argv[1], format=pyoxigraph.RdfFormat.TURTLE)
for row in store.query(open(sys.argv[2]).read()): print(*row)
"""
RDFLIB_BUILD = """import sys
from pathlib import Path
from gii_graph.graph import describe, to_rdflib
from gii_graph.identity import Mentions, identify
from gii_graph.reading import find_files, read_file
from gii_graph.vocabulary import BASE
profiles = [read_file(path).profile for path in find_files([Path(sys.argv[1])])]
to_rdflib(describe(profiles, identify(Mentions.of(profiles))), BASE).serialize(sys.argv[2], format="turtle")
"""
PYSHACL = """import sys, pyshacl
pyshacl.validate(sys.argv[1], shacl_graph=sys.argv[2], data_graph_format="turtle", shacl_graph_format="turtle")
"""


PYVIS = """import sys, networkx
from pathlib import Path
from gii_graph.network import read_network
from pyvis.network import Network
read = read_network([Path(sys.argv[1])])
graph = networkx.MultiDiGraph()
for iri, node in read.nodes.items(): graph.add_node(iri, label=node.label)
for edge in read.edges: graph.add_edge(edge.source, edge.target, title=edge.kind)
page = Network(directed=True, cdn_resources="in_line")
page.from_nx(graph)
open(sys.argv[2], "w").write(page.generate_html())
"""
LONG = 20  # seconds; what takes longer is run once
OURS_AT_MOST = 3600  # seconds; a peer's limit is an option


class Cost(NamedTuple):
    """What one run of a command took: seconds by the clock, processor seconds, megabytes of its largest process."""

    wall: float
    processor: float
    memory: float


class Result(NamedTuple):
    """The median of some runs and how many they were, or why there is none."""

    cost: Cost | None
    note: str = ""
    runs: int = 0


@dataclass
class Bench:
    """A run: its folder, how often, and how long a command may take."""

    folder: Path
    runs: int
    limit: float
    environment: dict[str, str] = field(default_factory=dict)
    rows: list[tuple[str, int, str, Result]] = field(default_factory=list)

    def race(
        self,
        work: str,
        size: int,
        commands: dict[str, list[str] | str],
        answer: str | None = None,
        before: Mapping[str, Callable[[], object]] | None = None,
        needed: str = "",
    ) -> None:
        """Run the commands in turn, some after something `before`; a text instead of a command says why there is none.

        A command that prints an answer must print `answer` somewhere; any other must end with exit code 0, or 1 if it
        is ours, where that means done with a remark. The command that is `needed` runs even where it will take long.
        """
        costs: dict[str, list[Cost]] = {name: [] for name in commands}
        notes = {name: command for name, command in commands.items() if isinstance(command, str)}
        asked = commands.keys() - {*notes, needed}
        notes |= {name: note for name in asked if (note := self.too_long(work, size, name))}
        for _ in range(min(self.runs, 5 if size <= 1000 else 3 if size <= 10_000 else 1)):
            for name, command in commands.items():
                if name in notes or isinstance(command, str) or (costs[name] and costs[name][0].wall > LONG):
                    continue
                if before and name in before:
                    before[name]()
                cost = self.once(command, answer, name.startswith("gii-graph"))
                if isinstance(cost, str):
                    notes[name] = cost
                else:
                    costs[name].append(cost)
        for name, taken in costs.items():
            result = Result(None, notes[name]) if name in notes else Result(median(taken), runs=len(taken))
            self.rows.append((work, size, name, result))
            print(f"{work:32} {size:>7,}  {name:24} {shown(result)}", file=sys.stderr, flush=True)

    def too_long(self, work: str, size: int, name: str) -> str:
        """Return why a peer is left out at a size: it failed at a smaller one, or two of them lead beyond the limit."""
        before = [(smaller, result) for other, smaller, who, result in self.rows if (other, who) == (work, name)]
        if name.startswith("gii-graph") or not before:
            return ""
        last, result = before[-1]
        if result.cost is None:
            return result.note
        if len(before) < 2 or before[-2][1].cost is None:
            return ""
        first, earlier = before[-2][0], before[-2][1].cost
        expected = result.cost.wall + (result.cost.wall - earlier.wall) * (size - last) / (last - first)
        return f"left out: {result.cost.wall:,.0f} s for {last:,} profiles" if expected > self.limit else ""

    def once(self, command: list[str], answer: str | None, is_ours: bool) -> Cost | str:
        """Run a command once; return what it took, or what went wrong."""
        limit = OURS_AT_MOST if is_ours else self.limit
        started = time.perf_counter()
        with (self.folder / "said").open("wb") as said, (self.folder / "printed").open("wb") as printed:
            process = subprocess.Popen(
                command, cwd=self.folder, env=self.environment, stdout=printed, stderr=said,
                start_new_session=True,
            )  # fmt: skip
        while True:
            done, status, usage = os.wait4(process.pid, os.WNOHANG)
            wall = time.perf_counter() - started
            if done:
                break
            if wall > limit:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
                return f"over {limit:.0f} s"
            time.sleep(min(0.002, wall))
        code = os.waitstatus_to_exitcode(status)
        if answer is not None and answer not in (self.folder / "printed").read_text("utf-8", "replace"):
            return f"no right answer, exit code {code}"
        if answer is None and code not in ((0, 1) if is_ours else (0,)):
            return f"failed, exit code {code}"
        return Cost(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def median(costs: Sequence[Cost]) -> Cost:
    return Cost(*(statistics.median(column) for column in zip(*costs, strict=True)))


def shown(result: Result) -> str:
    if result.cost is None:
        return result.note
    return f"{result.cost.wall:.2f} s, processor {result.cost.processor:.2f} s, {result.cost.memory:.0f} MB"


def installed(name: str, *arguments: str) -> list[str] | str:
    found = shutil.which(name)
    return [str(Path(found).absolute()), *arguments] if found else "not installed"


def ours(*arguments: object) -> list[str]:
    return [sys.executable, "-c", "from gii_graph.__main__ import main; main()", *map(str, arguments)]


def python(code: str, *arguments: object) -> list[str]:
    return [sys.executable, "-c", code, *map(str, arguments)]


def measure(bench: Bench, sizes: Sequence[int], options: argparse.Namespace) -> None:
    """Measure everything at every size."""
    bench.race(
        "start", 0,
        {
            "import gii_graph": python("import gii_graph"),
            "click and pyoxigraph": python("import click, pyoxigraph"),
            "gii-graph --help": ours("--help"),
            "stock pyvis, import alone": python("import pyvis.network"),
        },
    )  # fmt: skip
    for size in sizes:
        profiles, graph = bench.folder / f"profiles-{size}", bench.folder / f"{size}.ttl"
        subprocess.run(
            [sys.executable, ROOT / "benchmarks" / "profiles.py", str(size), profiles],
            check=True,
            env=bench.environment,
        )
        if size == 1000:
            reading(bench, size, profiles)
        build(bench, size, profiles, graph, options)
        if options.only_build:
            continue
        query(bench, size, graph, options)
        validate(bench, size, graph, options)
        if size <= 10_000:
            view(bench, size, graph)
        for work, registry in (("link", []), ("link, with the registry", ["--ror", options.ror])):
            if not registry or options.ror:
                target = bench.folder / f"{work}-{size}"
                bench.race(work, size, {"gii-graph": ours("link", graph, *registry, "-o", target, "--quiet")})
        bench.rows.append(("triples", size, "gii-graph", Result(None, f"{triples(graph):,}")))
    if options.only_build:
        return
    chain = bench.folder / "chain.nt"
    chain.write_text("".join(f"<urn:n{n}> <urn:next> <urn:n{n + 1}> .\n" for n in range(100_000)), "utf-8")
    path = "SELECT (COUNT(*) AS ?n) { <urn:n0> <urn:next>+ ?end }"
    bench.race("path over a chain", 100_000, {"gii-graph": ours("query", "-q", path, chain)})


def reading(bench: Bench, size: int, profiles: Path) -> None:
    command = [sys.executable, str(ROOT / "benchmarks" / "reading.py"), str(profiles)]
    printed = subprocess.run(command, env=bench.environment, check=True, capture_output=True, text=True).stdout
    found = re.search(r"[\d.]+ MB/s", printed)
    bench.rows.append(("reading", size, "gii-graph", Result(None, found[0] if found else printed)))


def build(bench: Bench, size: int, profiles: Path, graph: Path, options: argparse.Namespace) -> None:
    fresh, other = bench.folder / "fresh", bench.folder / "other.ttl"
    # With a cache of its own, which is empty each time.
    nothing = ["env", f"GII_GRAPH_CACHE={fresh}", *ours("build", profiles, "-o", other, "--quiet")]
    clear = partial(shutil.rmtree, fresh, ignore_errors=True)
    commands: dict[str, list[str] | str] = {"gii-graph": nothing}
    if 100 <= size <= 10_000:
        target = bench.folder / "rdflib.ttl"
        commands["rdflib, add and serialise"] = python(RDFLIB_BUILD, profiles, target)
        tables = bench.folder / f"tables-{size}"
        subprocess.run(
            [sys.executable, ROOT / "benchmarks" / "rml.py", profiles, tables], check=True, env=bench.environment
        )
        commands["Morph-KGC, from CSV"] = installed(options.morph_kgc, "-m", "morph_kgc", str(tables / "config.ini"))
    bench.race("build", size, commands, before={"gii-graph": clear})
    again = ours("build", profiles, "-o", graph, "--quiet")
    subprocess.run(again, env=bench.environment, check=False)
    bench.race("build again", size, {"gii-graph": again})
    if size >= 100:
        bench.race(
            "build again, a figure changed", size,
            {"gii-graph": again, "gii-graph, from nothing": nothing},
            before={"gii-graph": partial(change, profiles), "gii-graph, from nothing": clear},
        )  # fmt: skip


def change(profiles: Path) -> None:
    """Change a figure in one profile."""
    first = min(profiles.rglob("*.txt"))
    figure = time.time_ns() % 9000 + 1
    first.write_text(re.sub(r"(filed \*\*)[0-9,]+", rf"\g<1>{figure}", first.read_text("utf-8")), "utf-8")


def query(bench: Bench, size: int, graph: Path, options: argparse.Namespace) -> None:
    from gii_graph.sparql.prefixes import KNOWN_PREFIXES
    from gii_graph.sparql.syntax import with_prefixes

    if size > 10_000:  # one cold query says what there is to say, and an index takes minutes to make
        ask = ours("query", "-q", AGGREGATE, graph, "--no-index", "-f", "csv", "--quiet")
        bench.race("cold query, aggregate", size, {"gii-graph": ask})
        return
    questions = {"selective": SELECTIVE, "aggregate": AGGREGATE}
    for name, text in questions.items():
        file = bench.folder / f"{name}.rq"
        file.write_text(with_prefixes(text, KNOWN_PREFIXES, "\n"), "utf-8")
        bare = python(BARE, graph, file)
        ask = ours("query", file, graph, "--no-index", "-f", "csv", "--quiet")
        found = subprocess.run(ask, env=bench.environment, check=True, capture_output=True, text=True).stdout
        # Every format prints the IRI of the last row.
        answer = re.findall(r"https://[^,\s]+", found)[-1]
        commands: dict[str, list[str] | str] = {
            "gii-graph": ask,
            "click and pyoxigraph": python(f"import click, pyoxigraph; print({answer!r})"),
            "bare pyoxigraph": bare,
        }
        if name == "aggregate":
            commands["oxigraph command"] = oxigraph(options.oxigraph, graph, file)
            commands["roqet"] = installed("roqet", "-q", "-r", "csv", "-D", str(graph), str(file))
            commands["rdflib sparqlquery"] = python(
                "from rdflib.tools.sparqlquery import main; main()", graph, "-qf", file
            )
            commands["Apache Jena arq"] = installed(options.arq, "--data", str(graph), "--query", str(file))
            commands["Comunica"] = installed(options.comunica, str(graph), "-f", str(file))
        bench.race(f"cold query, {name}", size, commands, answer=answer)
        if graph.stat().st_size >= 5_000_000:
            subprocess.run(ours("cache", "add", graph, "--quiet"), check=True, env=bench.environment)
            again: dict[str, list[str] | str] = {"gii-graph": ours("query", file, graph, "-f", "csv")}
            bench.race(f"query again, {name}", size, again, answer=answer)


def oxigraph(program: str, graph: Path, query: Path) -> list[str] | str:
    """Return a command that loads a graph into a store and asks it, as that command must."""
    found = installed(program)
    if isinstance(found, str):
        return found
    load = f'{found[0]} load -l "$0" -f {graph} && {found[0]} query -l "$0" --query-file {query} --results-format csv'
    return ["sh", "-c", f'd=$(mktemp -d) && sh -c \'{load}\' "$d"; rm -rf "$d"']


def validate(bench: Bench, size: int, graph: Path, options: argparse.Namespace) -> None:
    shapes = ROOT / "ontology" / "shapes.ttl"
    commands: dict[str, list[str] | str] = {"gii-graph": ours("validate", graph, "--quiet")}
    if size >= 100:
        commands["pyshacl, queries parsed once"] = ours("validate", graph, "--engine", "shacl", "--quiet")
        commands["pyshacl"] = python(PYSHACL, graph, shapes)
        commands["Apache Jena shacl"] = installed(
            options.shacl, "validate", "--shapes", str(shapes), "--data", str(graph)
        )
    bench.race("validate", size, commands, needed="Apache Jena shacl" if size <= 10_000 else "")


def view(bench: Bench, size: int, graph: Path) -> None:
    page = bench.folder / "page.html"
    bench.race("view", size, {"gii-graph": ours("view", graph, "-o", page, "--quiet")})
    if size >= 100:
        every: dict[str, list[str] | str] = {
            "gii-graph": ours("view", graph, "--all", "-o", page, "--quiet"),
            "stock pyvis, from_nx": python(PYVIS, graph, page),
        }
        bench.race("view, every node", size, every)


def triples(graph: Path) -> int:
    import pyoxigraph

    return sum(1 for _ in pyoxigraph.parse(path=str(graph), format=pyoxigraph.RdfFormat.TURTLE))


def table(rows: Sequence[tuple[str, int, str, Result]]) -> Iterator[str]:
    """Yield the rows as a Markdown table, each peer with its ratio to ours."""
    yield "| work | profiles | command | runs | seconds | processor seconds | MB | against ours |"
    yield "|---|---:|---|---:|---:|---:|---:|---:|"
    reference: dict[tuple[str, int], float] = {}
    for work, size, name, (cost, note, runs) in rows:
        if cost is None:
            yield f"| {work} | {size:,} | {name} | | {note} | | | |"
            continue
        base = reference.setdefault((work, size), cost.wall)
        ratio = "" if base == cost.wall else f"{cost.wall / base:.1f} ×"
        yield (
            f"| {work} | {size:,} | {name} | {runs} | {cost.wall:.2f} | {cost.processor:.2f} | {cost.memory:,.0f} | {ratio} |"
        )


def bounds(rows: Sequence[tuple[str, int, str, Result]]) -> Iterator[str]:
    """Yield row by row what must be reached, what was, and whether it is met; what lacks a measurement says so."""
    measured = {(work, size, name): result.cost for work, size, name, result in rows if result.cost}

    def cost(work: str, size: int, name: str = "gii-graph") -> Cost:
        return measured[work, size, name]

    notes = {(work, size, name): result.note for work, size, name, result in rows}

    def share(work: str, size: int, name: str) -> float:
        if over := re.fullmatch(r"over (\d+) s", notes.get((work, size, name), "")):
            return cost(work, size).wall / int(over[1])  # or less
        return cost(work, size).wall / cost(work, size, name).wall

    def again(kind: str) -> float:
        peer = cost(f"cold query, {kind}", 10_000, "bare pyoxigraph")
        return cost(f"query again, {kind}", 10_000).wall / peer.wall

    def changed(size: int) -> tuple[Cost, Cost]:
        work = "build again, a figure changed"
        return cost(work, size), cost(work, size, "gii-graph, from nothing")

    cold, pace = "cold query, aggregate", reading_pace(rows)
    checks: list[tuple[str, float, Callable[[], float]]] = [
        ("cold query, 5: times `import click, pyoxigraph`", 1.3, lambda: share(cold, 5, "click and pyoxigraph")),
        ("cold query, 5: share of rdflib's processor time", 1 / 6, lambda: cost(cold, 5).processor / cost(cold, 5, "rdflib sparqlquery").processor),
        ("cold query, 100: share of the oxigraph command's time", 1, lambda: share(cold, 100, "oxigraph command")),
        ("cold query, 100: share of rdflib's time", 1 / 12, lambda: share(cold, 100, "rdflib sparqlquery")),
        ("cold query, 10,000: times bare pyoxigraph", 1.2, lambda: share(cold, 10_000, "bare pyoxigraph")),
        ("selective query again, 10,000: share of bare pyoxigraph's time", 1 / 20, lambda: again("selective")),
        ("aggregate query again, 10,000: share of bare pyoxigraph's time", 1 / 4, lambda: again("aggregate")),
        ("reading text, 1,000: microseconds for each kilobyte (15 MB/s)", 1000 / 15, lambda: pace["reading"]),
        ("build, 100: seconds", 0.6, lambda: cost("build", 100).wall),
        ("build, 10,000: share of Morph-KGC's time", 1 / 2, lambda: share("build", 10_000, "Morph-KGC, from CSV")),
        ("build, 10,000: gigabytes of the largest process", 1, lambda: cost("build", 10_000).memory / 1000),
        ("build again, 10,000: seconds beyond start-up", 0.3, lambda: cost("build again", 10_000).wall - cost("build again", 5).wall),
        ("build again, 1,000, a figure changed: share of the processor time from nothing", 1 / 10, lambda: truediv(*(one.processor for one in changed(1000)))),
        ("build again, 10,000, a figure changed: share of the time from nothing", 1 / 10, lambda: truediv(*(one.wall for one in changed(10_000)))),
        ("build, 100,000: times 10,000", 11, lambda: cost("build", 100_000).wall / cost("build", 10_000).wall),
        ("build, 100,000: gigabytes of the largest process", 3, lambda: cost("build", 100_000).memory / 1000),
        ("validate, 100: share of pyshacl's time", 1 / 10, lambda: share("validate", 100, "pyshacl")),
        ("validate, 1,000: share of pyshacl's time", 1 / 10, lambda: share("validate", 1000, "pyshacl")),
        ("validate, 1,000: share of Jena's time", 1, lambda: share("validate", 1000, "Apache Jena shacl")),
        ("validate, 10,000: share of Jena's time", 1, lambda: share("validate", 10_000, "Apache Jena shacl")),
        ("view, 100 (about 700 nodes): seconds", 1.5, lambda: cost("view", 100).wall),
        ("view of every node: slope of growth from 100 profiles", 1.05, lambda: slope(measured, "view, every node", 100)),
        ("path over a chain of 100,000: seconds to an answer", 60, lambda: cost("path over a chain", 100_000).wall),
        *(
            (f"{work}: slope of growth, log over log, {start}", 1.05, lambda work=work, least=least: slope(measured, work, least))
            for work in ("build", "link", "validate")
            for start, least in (("all sizes", 1), ("from 100 profiles, where starting no longer counts", 100))
        ),
    ]  # fmt: skip
    yield "| to reach | at most | reached | |"
    yield "|---|---:|---:|---|"
    for name, most, value in checks:
        try:
            reached = value()
        except (KeyError, statistics.StatisticsError):
            yield f"| {name} | {most:.3g} | | not measured |"
        else:
            yield f"| {name} | {most:.3g} | {reached:.3g} | {'met' if reached <= most else '**not met**'} |"


def reading_pace(rows: Sequence[tuple[str, int, str, Result]]) -> dict[str, float]:
    """Return the figures that are no times of commands: microseconds for each kilobyte of text read."""
    notes = [result.note for work, size, _, result in rows if (work, size) == ("reading", 1000)]
    return {"reading": 1000 / float(notes[0].removesuffix(" MB/s"))} if notes else {}


def slope(cost: dict[tuple[str, int, str], Cost], wanted: str, least: int) -> float:
    """Return how steeply processor time grows with size, from `least` profiles on: 1 is in proportion."""
    points = [
        (math.log(size), math.log(taken.processor))
        for (work, size, name), taken in cost.items()
        if work == wanted and name == "gii-graph" and size >= least
    ]
    if len(points) < 3:
        raise statistics.StatisticsError("three sizes are needed")
    return statistics.linear_regression(*zip(*points, strict=True)).slope


def machine() -> str:
    return f"{os.cpu_count()} processors, Python {sys.version.split()[0]}, {time.strftime('%Y-%m-%d')}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[5, 100, 1000])
    parser.add_argument("--runs", type=int, default=5, help="at most; fewer at large sizes")
    parser.add_argument("--limit", type=float, default=120, help="seconds that a peer may take")
    parser.add_argument("--morph-kgc", default="", metavar="PYTHON", help="of an environment with morph-kgc")
    parser.add_argument("--oxigraph", default="oxigraph", metavar="PROGRAM")
    parser.add_argument("--arq", default="arq", metavar="PROGRAM", help="of Apache Jena")
    parser.add_argument("--shacl", default="shacl", metavar="PROGRAM", help="of Apache Jena")
    parser.add_argument("--comunica", default="comunica-sparql-file", metavar="PROGRAM")
    parser.add_argument("--ror", metavar="FILE", help="a ROR dump, to measure linking too")
    parser.add_argument("--only-build", action="store_true", help="measure reading and building alone")
    parser.add_argument("--write", action="store_true", help="write the table into docs/performance.md")
    options = parser.parse_args()
    sys.path.insert(0, str(ROOT))
    with tempfile.TemporaryDirectory() as folder:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
        environment |= {"PYTHONPATH": str(ROOT), "GII_GRAPH_CACHE": f"{folder}/cache"}
        bench = Bench(Path(folder), options.runs, options.limit, environment)
        measure(bench, options.sizes, options)
    lines = [machine(), "", *bounds(bench.rows), "", *table(bench.rows)]
    print("\n".join(lines))
    if options.write:
        before, _, rest = PAGE.read_text("utf-8").partition(BEGIN)
        PAGE.write_text("\n".join([before + BEGIN, "", *lines, "", END]) + rest.partition(END)[2], "utf-8")


if __name__ == "__main__":
    main()
