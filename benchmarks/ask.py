"""Measure a page that carries the engine (`view --ask`) in a browser; write docs/picture.md's table of questions.

    python benchmarks/ask.py tests/view/ask_engine/node_modules     # 5, 100 and 300 profiles

The engine is the npm package `oxigraph` in the folder given. The page opens in Chromium, from a file, with the network
off. `loaded` is the time from the first question until its answer is there: the engine unpacked and compiled, the graph
read. Then every shipped query is asked; `each question` is the median and the longest of the times that the engine took
for the answer. Medians of the runs. What it answers is compared with what the command answers, byte for byte.
"""

from __future__ import annotations

import argparse
import io
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from gii_graph.cli.formula_guard import FormulaGuard  # noqa: E402
from gii_graph.network import read_network  # noqa: E402
from gii_graph.sparql.dataset import read_files  # noqa: E402
from gii_graph.sparql.engine import answer  # noqa: E402
from gii_graph.sparql.result_formats import write_solutions  # noqa: E402
from gii_graph.sparql.shipped import shipped_names, shipped_text  # noqa: E402
from gii_graph.view import render  # noqa: E402
from gii_graph.view.ask_engine import AskEngine, engine_at  # noqa: E402
from gii_graph.view.carried_graph import CarriedGraph  # noqa: E402
from tests.view.worlds import made_up  # noqa: E402

PAGE = ROOT / "docs" / "picture.md"
BEGIN, END = "<!-- table: made by benchmarks/ask.py -->", "<!-- end of table of questions -->"
FIRST = "ASK { ?s ?p ?o }"
TIMED = """
async text => {
    const start = performance.now();
    const csv = await giiGraph.engine.csv(text);
    return [csv, performance.now() - start];
}
"""


def row(browser: Browser, name: str, graph: Path, engine: AskEngine, folder: Path, runs: int) -> str:
    store = read_files([graph])
    network = read_network([graph])
    sizes, seconds = [], []
    for carried in (None, engine):
        start = time.perf_counter()
        page = render(network, name, graph=CarriedGraph(store), engine=carried)
        seconds.append(time.perf_counter() - start)
        sizes.append(len(page.encode()))
    (folder / "ask.html").write_text(page, encoding="utf-8")
    expected = {}
    for query in shipped_names():
        out = io.BytesIO()
        solutions = answer(store, shipped_text(query))
        write_solutions(solutions, "csv", out, FormulaGuard(False).text)  # type: ignore[arg-type]
        expected[query] = out.getvalue().decode()
    loaded, times = [], []
    for _ in range(runs):
        context = browser.new_context(viewport={"width": 1440, "height": 900}, offline=True)
        opened = context.new_page()
        opened.goto((folder / "ask.html").as_uri())
        opened.wait_for_function("() => globalThis.giiGraph !== undefined", timeout=120_000)
        loaded.append(opened.evaluate(TIMED, FIRST)[1])
        for query in shipped_names():
            csv, took = opened.evaluate(TIMED, shipped_text(query))
            assert csv == expected[query], query
            times.append(took)
        context.close()
    kilobytes = " | ".join(f"{size / 1000:,.0f} kB" for size in sizes)
    made = f"{seconds[0]:.1f} s | {seconds[1]:.1f} s"
    each = f"{statistics.median(times):.0f} ms, {max(times):.0f} ms"
    return (
        f"| {name}: {len(store):,} triples | {kilobytes} | {made} | {statistics.median(loaded) / 1000:.1f} s | {each} |"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("engine", type=Path, help="a folder with the npm package")
    parser.add_argument("--runs", type=int, default=3)
    asked = parser.parse_args()
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        sys.exit("No Chromium on this machine.")
    engine = engine_at(asked.engine)
    lines = [
        "| graph | page | with `--ask` | made in | with `--ask` | loaded | each question |",
        "|---|--:|--:|--:|--:|--:|--:|",
    ]
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        graphs = {"five profiles": ROOT / "output/gii.ttl"}
        for profiles in (100, 300):
            graphs[f"{profiles} made-up profiles"] = folder / f"{profiles}.ttl"
            graphs[f"{profiles} made-up profiles"].write_text(made_up(profiles), encoding="utf-8")
        for title, graph in graphs.items():
            lines.append(row(browser, title, graph, engine, folder, asked.runs))
            print(lines[-1], flush=True)
        browser.close()
    text = PAGE.read_text(encoding="utf-8")
    head, rest = text.split(BEGIN, 1)
    tail = rest.split(END, 1)[1]
    table = "\n".join(lines)
    PAGE.write_text(f"{head}{BEGIN}\n{table}\n{END}{tail}", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
