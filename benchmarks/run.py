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
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.beside_stores import build_on_dask, validate_in_store  # noqa: E402
from benchmarks.peers import BARE, PARSE, PYSHACL, PYVIS, RDFLIB_BUILD  # noqa: E402
from benchmarks.races import Bench, Result, installed, ours, python  # noqa: E402
from benchmarks.targets import AFTER_A_BUILD, FIRST_QUESTION, PARSING, bounds, table  # noqa: E402

PAGE = ROOT / "docs" / "performance.md"
BEGIN, END = "<!-- table: made by benchmarks/run.py -->", "<!-- end of table -->"
FIGURE = r"(?<=filed \*\*)[0-9,]+"
SELECTIVE = """SELECT ?rank ?partner {
  ?tie a gii:CollaborationTie ; gii:inProfile ?profile ; gii:rank ?rank ; gii:toCluster ?partner .
  ?profile a gii:ClusterProfile ; gii:rank 1 .
} ORDER BY ?rank ?partner"""
AGGREGATE = """SELECT ?partner (COUNT(*) AS ?named) {
  ?tie a gii:CollaborationTie ; gii:toCluster ?partner
} GROUP BY ?partner ORDER BY DESC(?named) ?partner LIMIT 10"""


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
        if size >= 10_000:  # fewer profiles are one share of the work
            build_on_dask(bench, size, profiles)
        if options.only_build:
            continue
        query(bench, size, graph, options)
        first_question(bench, size, profiles, graph)
        validate(bench, size, graph, options)
        if size == 1000:
            validate_in_store(bench, size, graph)
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
    """Change a figure in one profile by one, to and fro: a graph with it may be at odds with nothing."""
    first = min(profiles.rglob("*.txt"))
    text = first.read_text("utf-8")
    first.write_text(re.sub(FIGURE, lambda found: f"{int(found[0].replace(',', '')) ^ 1}", text, count=1), "utf-8")


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
            again: dict[str, list[str] | str] = {"gii-graph": ours("query", file, graph, "--index", "-f", "csv")}
            bench.race(f"query again, {name}", size, again, answer=answer)


def first_question(bench: Bench, size: int, profiles: Path, graph: Path) -> None:
    """Measure a question that comes after a build and a while, in which the graph is indexed."""
    if size != 10_000:
        return
    ask = ours("query", bench.folder / "selective.rq", graph, "-f", "csv", "--quiet")
    right = subprocess.run([*ask, "--no-index"], env=bench.environment, check=True, capture_output=True, text=True)

    def build_and_wait() -> None:
        subprocess.run(ours("cache", "clear"), check=True, env=bench.environment, stderr=subprocess.DEVNULL)
        subprocess.run(ours("build", profiles, "-o", graph, "--quiet", "--index"), check=False, env=bench.environment)
        time.sleep(AFTER_A_BUILD)

    bench.race(
        FIRST_QUESTION, size, {"gii-graph": [*ask, "--index"]},
        answer=right.stdout.splitlines()[-1], before={"gii-graph": build_and_wait},
    )  # fmt: skip


def oxigraph(program: str, graph: Path, query: Path) -> list[str] | str:
    """Return a command that loads a graph into a store and asks it, as that command must."""
    found = installed(program)
    if isinstance(found, str):
        return found
    load = f'{found[0]} load -l "$0" -f {graph} && {found[0]} query -l "$0" --query-file {query} --results-format csv'
    return ["sh", "-c", f'd=$(mktemp -d) && sh -c \'{load}\' "$d"; rm -rf "$d"']


def validate(bench: Bench, size: int, graph: Path, options: argparse.Namespace) -> None:
    from gii_graph.validation.shapes import shapes_files

    shapes = bench.folder / "shapes.ttl"  # all rules that ours are held to: those in SHACL Core, and those in SPARQL
    shapes.write_text("".join(file.read_text("utf-8") for file in shapes_files()), "utf-8")
    commands: dict[str, list[str] | str] = {
        "gii-graph": ours("validate", graph, "--quiet"),
        PARSING: python(PARSE, graph),
    }
    if size >= 100:
        commands["pyshacl, queries parsed once"] = ours("validate", graph, "--engine", "shacl", "--quiet")
        commands["pyshacl"] = python(PYSHACL, graph, shapes)
        commands["Apache Jena shacl"] = installed(
            options.shacl, "validate", "--shapes", str(shapes), "--data", str(graph)
        )
    bench.race("validate", size, commands, needed="Apache Jena shacl" if size <= 10_000 else "")


def view(bench: Bench, size: int, graph: Path) -> None:
    page = bench.folder / "page.html"
    bench.race("view", size, {"gii-graph": ours("view", graph, "-o", page, "--quiet"), PARSING: python(PARSE, graph)})
    if size >= 100:
        every: dict[str, list[str] | str] = {
            "gii-graph": ours("view", graph, "--all", "-o", page, "--quiet"),
            "stock pyvis, from_nx": python(PYVIS, graph, page),
        }
        bench.race("view, every node", size, every)


def triples(graph: Path) -> int:
    import pyoxigraph

    return sum(1 for _ in pyoxigraph.parse(path=str(graph), format=pyoxigraph.RdfFormat.TURTLE))


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
    with tempfile.TemporaryDirectory() as folder:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
        environment |= {"PYTHONPATH": str(ROOT), "GII_GRAPH_CACHE": f"{folder}/cache"}
        environment["GII_GRAPH_INDEX"] = "0"  # what is measured next has the machine to itself
        bench = Bench(Path(folder), options.runs, options.limit, environment)
        measure(bench, options.sizes, options)
    lines = [machine(), "", *bounds(bench.rows), "", *table(bench.rows)]
    print("\n".join(lines))
    if options.write:
        before, _, rest = PAGE.read_text("utf-8").partition(BEGIN)
        PAGE.write_text("\n".join([before + BEGIN, "", *lines, "", END]) + rest.partition(END)[2], "utf-8")


if __name__ == "__main__":
    main()
