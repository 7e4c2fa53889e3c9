"""Measure how many frames a second the picture draws while it is dragged and zoomed; write docs/performance.md's table.

    python benchmarks/frames.py               # 700 and 2,000 nodes, everything shown
    python benchmarks/frames.py --seconds 5   # longer

The page opens in Debian's Chromium without a GPU, from a file, in a window of 1,440 by 900. The mouse is pressed on the
picture and moved in circles, or its wheel is turned to and fro, while the frames that the picture draws are counted.
`frames a second` is what was seen, and falls with whatever else the machine does; `could be` is what the time that the
page's thread worked for each frame leaves room for.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from gii_graph.network import read_network  # noqa: E402
from gii_graph.view import render  # noqa: E402
from tests.view.worlds import made_up  # noqa: E402

PAGE = ROOT / "docs" / "performance.md"
BEGIN, END = "<!-- table: made by benchmarks/frames.py -->", "<!-- end of frames -->"
EVERYTHING = "#agents=all&ties=all&groups=none&list=closed"
MIDDLE = (700, 450)

COUNT = """() => {
    window.frames_drawn = 0;
    giiGraph.network.on("afterDrawing", () => { window.frames_drawn += 1; });
}"""


def drag(page: Page, step: int) -> None:
    across, down = ((120, 0), (120, 90), (0, 90), (0, 0))[step // 6 % 4]
    page.mouse.move(MIDDLE[0] + across + step % 6, MIDDLE[1] + down + step % 6)


def zoom(page: Page, step: int) -> None:
    page.mouse.wheel(0, -60 if step // 8 % 2 == 0 else 60)


def measured(browser: Browser, path: Path, seconds: float) -> Iterator[str]:
    """Yield for dragging and for zooming the frames a second, as seen and as the page's thread could."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, offline=True)
    page = context.new_page()
    page.goto(path.as_uri() + EVERYTHING)
    page.wait_for_function("() => globalThis.giiGraph !== undefined")
    page.wait_for_timeout(1000)
    page.evaluate(COUNT)
    page.mouse.move(*MIDDLE)
    tools = context.new_cdp_session(page)
    tools.send("Performance.enable", {"timeDomain": "threadTicks"})
    for move in (drag, zoom):
        if move is drag:
            page.mouse.down()
        page.evaluate("() => { window.frames_drawn = 0; }")
        begun, worked, step = time.perf_counter(), busy(tools), 0
        while time.perf_counter() - begun < seconds:
            move(page, step)
            step += 1
        drawn = page.evaluate("() => window.frames_drawn")
        yield f"{drawn / (time.perf_counter() - begun):.0f} | {drawn / (busy(tools) - worked):.0f}"
        page.mouse.up()
    context.close()


def busy(tools: CDPSession) -> float:
    """Return the seconds that the page's thread has worked so far."""
    metrics = tools.send("Performance.getMetrics")["metrics"]
    return float(next(metric["value"] for metric in metrics if metric["name"] == "TaskDuration"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=4)
    asked = parser.parse_args()
    chromium = shutil.which("chromium") or sys.exit("No Chromium on this machine.")
    lines = [
        "| everything shown | dragging: frames a second | could be | zooming: frames a second | could be |",
        "|---|--:|--:|--:|--:|",
    ]
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for clusters in (100, 285):
            graph, page = Path(name) / "world.ttl", Path(name) / "page.html"
            graph.write_text(made_up(clusters), encoding="utf-8")
            network = read_network([graph])
            page.write_text(render(network, "Frames"), encoding="utf-8")
            rates = measured(browser, page, asked.seconds)
            lines.append(f"| {len(network.nodes):,} nodes, {len(network.edges):,} ties | {' | '.join(rates)} |")
        browser.close()
    table = "\n".join(lines)
    print(table)
    head, rest = PAGE.read_text(encoding="utf-8").split(BEGIN, 1)
    PAGE.write_text(f"{head}{BEGIN}\n{table}\n{END}{rest.split(END, 1)[1]}", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
