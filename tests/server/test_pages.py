"""What the pages on a served graph show: programs that are run, and the query page as people use it."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.conftest import ROOT
from tests.docs.consoles import WrittenFile, steps
from tests.server.served import Served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PAGES = ROOT / "docs" / "how-to"


def test_the_program_for_pandas(server: Served) -> None:
    pytest.importorskip("pandas", reason="pandas is not installed")
    page = PAGES / "pandas-and-r.md"
    program = next(step for step in steps(page) if isinstance(step, WrittenFile))
    code = program.content.replace("http://127.0.0.1:8000", server.url)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, text=True)
    assert done.returncode == 0, done.stderr
    shown = re.search(r"```text\n(.*?)```", page.read_text("utf-8"), re.DOTALL)
    assert shown is not None
    assert done.stdout == shown[1]


@pytest.fixture
def page(browser: Browser, server: Served) -> Iterator[Page]:
    opened = browser.new_page()
    problems: list[str] = []
    opened.on("pageerror", lambda error: problems.append(str(error)))
    opened.goto(f"{server.url}/sparql")
    yield opened
    opened.close()
    assert problems == []


@pytest.mark.browser
def test_a_query_is_asked_on_the_page(page: Page) -> None:
    from playwright.sync_api import expect

    page.get_by_role("button", name="Ask").click()
    expect(page.locator("#said")).to_have_text("5 rows.")
    expect(page.get_by_role("cell", name="Kunming", exact=True)).to_be_visible()
    page.get_by_label("Query").fill("SELECT * {")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("alert")).to_contain_text("line 1")
    page.get_by_label("Query").fill("ASK {}")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#answer")).to_have_text("true")


@pytest.mark.browser
def test_words_are_completed(page: Page) -> None:
    from playwright.sync_api import expect

    editor = page.get_by_label("Query")
    editor.fill("")
    editor.type("SELECT ?name { ?name gii:patentsP")
    expect(page.get_by_role("button", name="gii:patentsPerMillion")).to_be_visible()
    page.keyboard.press("Tab")
    expect(editor).to_have_value("SELECT ?name { ?name gii:patentsPerMillion")
    editor.type(" cluster:kunm")
    page.get_by_role("button", name="cluster:kunming").click()
    editor.type(" . ?na")
    page.keyboard.press("Tab")
    expect(editor).to_have_value("SELECT ?name { ?name gii:patentsPerMillion cluster:kunming . ?name")


@pytest.mark.browser
@pytest.mark.parametrize("path", ["/sparql", "/", "/id/cluster/kunming.html", "/reconcile/preview?id=cluster/kunming"])
def test_pages_break_no_rule_of_accessibility(browser: Browser, server: Served, path: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
    opened = browser.new_page()
    try:
        failed: list[str] = []
        opened.on("requestfailed", lambda request: failed.append(request.url))
        opened.goto(server.url + path)
        violations = axe.Axe().run(opened).response["violations"]
        assert [(one["id"], one["nodes"][0]["html"]) for one in violations] == []
        assert failed == []
    finally:
        opened.close()
