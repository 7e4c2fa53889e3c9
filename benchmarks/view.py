"""Measure the picture in a browser, beside stock pyvis on the same network; write docs/picture.md's table.

    python benchmarks/view.py                # the five profiles and 700 nodes
    python benchmarks/view.py --limit 180    # wait longer for stock pyvis's physics

Both pages open in turn in the same Chromium, from files, with the network off. `ready` is the time from the start of
loading until the page has drawn its network and takes input: for ours the script's end and one frame, for stock pyvis
the end of its stabilization. `processor` is the time the page's own thread worked until then, which a busy machine
changes little; `longest task` is how long the page did not answer at most. Medians of the runs.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Error, sync_playwright
from pyvis.network import Network as StockNetwork

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from gii_graph.network import Network, read_network  # noqa: E402
from gii_graph.view import render  # noqa: E402
from tests.view.worlds import made_up  # noqa: E402

PAGE = ROOT / "docs" / "picture.md"
BEGIN, END = "<!-- table: made by benchmarks/view.py -->", "<!-- end of table -->"

WATCH = """
window.longest = 0;
new PerformanceObserver(list => { for (const e of list.getEntries()) longest = Math.max(longest, e.duration); })
    .observe({type: "longtask", buffered: true});
"""
# Stock pyvis keeps its network in a global of that name, and draws when its physics has come to rest.
READY = {
    "gii-graph": "() => globalThis.giiGraph !== undefined",
    "stock pyvis": """() => {
        if (typeof network === "undefined" || !network?.physics) return false;
        window.rested ??= (network.once("stabilizationIterationsDone", () => { window.done = true; }), true);
        return window.done === true || network.physics.stabilized === true;
    }""",
}


@dataclass
class Measured:
    """One opening of one page."""

    ready: float | None
    longest: float
    busy: float
    heap: float
    requests: int


def stock_page(network: Network, path: Path) -> None:
    """Write the page that pyvis's own documentation leads to: nodes, edges, `generate_html`, everything in line."""
    stock = StockNetwork(directed=True, cdn_resources="in_line")
    for iri, node in network.nodes.items():
        stock.add_node(iri, label=node.label)
    for edge in network.edges:
        stock.add_edge(edge.source, edge.target, title=edge.kind)
    path.write_text(stock.generate_html(), encoding="utf-8")


def opened(browser: Browser, path: Path, who: str, limit: float) -> Measured:
    context = browser.new_context(viewport={"width": 1440, "height": 900}, offline=True)
    page = context.new_page()
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.add_init_script(WATCH)
    tools = context.new_cdp_session(page)
    tools.send("Performance.enable", {"timeDomain": "threadTicks"})
    start = time.perf_counter()
    ready: float | None = None
    longest = busy = heap = float("nan")
    try:
        page.goto(path.as_uri(), timeout=limit * 1000)
        page.wait_for_function(READY[who], timeout=limit * 1000)
        page.evaluate("() => new Promise(requestAnimationFrame)")
        ready = time.perf_counter() - start
        metrics = tools.send("Performance.getMetrics")["metrics"]
        busy = next(one["value"] for one in metrics if one["name"] == "TaskDuration")
        page.wait_for_timeout(300)
        longest = page.evaluate("() => longest") / 1000
        heap = page.evaluate("() => performance.memory.usedJSHeapSize") / 1e6
    except Error:  # too slow, or broken: the row says so
        pass
    context.close()
    return Measured(ready, longest, busy, heap, len([url for url in requests if url != path.as_uri()]))


def rows(browser: Browser, name: str, network: Network, folder: Path, runs: int, limit: float) -> Iterator[str]:
    ours, stock = folder / "ours.html", folder / "stock.html"
    start = time.perf_counter()
    ours.write_text(render(network, name), encoding="utf-8")
    made = time.perf_counter() - start
    stock_page(network, stock)
    size = f"{len(network.nodes):,} nodes, {len(network.edges):,} ties"
    pages = (("gii-graph", ours), ("stock pyvis", stock))
    measured: dict[str, list[Measured]] = {who: [] for who, _ in pages}
    for _ in range(runs):
        for who, path in pages:
            if not measured[who] or measured[who][-1].ready is not None:  # what never ends is waited for once
                measured[who].append(opened(browser, path, who, limit))
    for who, path in pages:
        yield f"| {name}: {size} | {who} | {path.stat().st_size / 1000:,.0f} kB | {summary(measured[who], limit)} |"
    yield f"| | made by gii-graph in | {made:.2f} s | | | | | |"


def summary(measured: list[Measured], limit: float) -> str:
    times = [one.ready for one in measured if one.ready is not None]
    if not times:
        return f"not within {limit:.0f} s | | | | {measured[0].requests}"
    done = [one for one in measured if one.ready is not None]
    longest, busy, heap = (
        statistics.median(getattr(one, part) for one in done) for part in ("longest", "busy", "heap")
    )
    figures = f"{statistics.median(times):.2f} s | {busy:.2f} s | {longest:.2f} s | {heap:.0f} MB"
    return f"{figures} | {measured[0].requests}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--limit", type=float, default=60, help="seconds to wait for a page")
    asked = parser.parse_args()
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        sys.exit("No Chromium on this machine.")
    lines = [
        "| network | page | size | ready | processor | longest task | heap | requests |",
        "|---|---|--:|--:|--:|--:|--:|--:|",
    ]
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--enable-precise-memory-info"]
        )
        (folder / "world.ttl").write_text(made_up(100), encoding="utf-8")
        for title, graph in (("five profiles", ROOT / "output/gii.ttl"), ("made up", folder / "world.ttl")):
            lines += rows(browser, title, read_network([graph]), folder, asked.runs, asked.limit)
        browser.close()
    table = "\n".join(lines)
    print(table)
    text = PAGE.read_text(encoding="utf-8")
    head, rest = text.split(BEGIN, 1)
    tail = rest.split(END, 1)[1]
    PAGE.write_text(f"{head}{BEGIN}\n{table}\n{END}{tail}", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
