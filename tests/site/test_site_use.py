"""The pages in a browser: no fault that axe knows, in light and dark; the search; nothing asked of anybody else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.site.conftest import site_of, written

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
# One of each kind.
KINDS = (
    "index",
    "cluster/kunming",
    "organization/yunnan-university",
    "person/kunming/luo-can",
    "economy/china",
    "edition/2024",
    "source/kunming.txt-99e44929",
    "clusters",
    "questions",
    "question/ranks",
    "question/partners",
    "ontology",
    "downloads",
    "search",
    "statements",
    "gone",
    "404",
)
# In other colours nothing but the contrast can be different.
RULES = {"light": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"], "dark": ["color-contrast"]}
NAMES = """
<organization/beijing-university> a gii:Organization, gii:Agent ; rdfs:label "北京大学", "Université de Pékin"@fr .
<organization/zurich> a gii:Organization, gii:Agent ; rdfs:label "Universität Zürich" .
<organization/athens> a gii:Organization, gii:Agent ; rdfs:label "Εθνικό Μετσόβιο Πολυτεχνείο" .
<organization/seoul> a gii:Organization, gii:Agent ; rdfs:label "서울대학교" .
"""


@pytest.fixture(scope="module")
def named_folder(committed_graph: Path, linked_graph: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The seeds with names in many scripts."""
    folder = tmp_path_factory.mktemp("named")
    (folder / "named.ttl").write_text(committed_graph.read_text("utf-8") + NAMES, "utf-8")
    return written(site_of(folder / "named.ttl", linked_graph), folder / "site")


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page that fails its test when it asks for what is no file, or complains."""
    context = browser.new_context(offline=True, reduced_motion="reduce")
    opened = context.new_page()
    asked: list[str] = []
    complaints: list[str] = []
    opened.on("request", lambda request: asked.append(request.url))
    opened.on("console", lambda message: complaints.append(message.text))
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    yield opened
    context.close()
    assert all(url.startswith("file:") for url in asked)
    assert not complaints


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(page: Page, named_folder: Path, scheme: Any) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page.emulate_media(color_scheme=scheme)
    faults = {}
    for kind in KINDS:
        page.goto((named_folder / f"{kind}.html").as_uri())
        done = axe.run(page, options={"preload": False, "runOnly": RULES[scheme]})
        if done.violations_count:
            faults[kind] = done.generate_report()
    assert not faults


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_no_page_is_wider_than_the_screen(page: Page, named_folder: Path, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    for kind in KINDS:
        page.goto((named_folder / f"{kind}.html").as_uri())
        assert page.evaluate("() => document.documentElement.scrollWidth") <= width, kind


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("kunming", "Kunming"),
        ("KUNMING MED", "KUNMING MEDICAL UNIVERSITY"),
        ("zurich", "Universität Zürich"),
        ("universite de pekin", "北京大学"),
        ("北京", "北京大学"),
        ("πολυτεχνειο", "Εθνικό Μετσόβιο Πολυτεχνείο"),
        ("서울", "서울대학교"),
        ("shanghai suzhou", "Shanghai–Suzhou"),
        ("univ. of science and tech", "KUNMING UNIVERSITY OF SCIENCE AND TECHNOLOGY"),
    ],
)
def test_the_search_finds_names_in_any_script(page: Page, named_folder: Path, typed: str, first: str) -> None:
    page.goto((named_folder / "cluster" / "kunming.html").as_uri())
    page.fill("#search", typed)
    page.press("#search", "Enter")
    page.wait_for_url("**/search.html?q=*")
    assert first in page.locator("#search-results a").all_inner_texts()[:3]
    page.locator("#search-results a", has_text=first).first.click()
    page.wait_for_load_state()
    assert page.locator("h1").inner_text().startswith(first)


def test_a_search_of_nothing_and_of_no_name(page: Page, named_folder: Path) -> None:
    page.goto((named_folder / "search.html").as_uri())
    assert page.inner_text("#search-count") == "Type a name."
    page.fill("#query", "atlantis <b>")
    assert page.inner_text("#search-count") == "0 names"
    assert page.locator("#search-results li").count() == 0


def test_a_footnote_leads_to_the_sentence_and_on_to_its_line(page: Page, named_folder: Path) -> None:
    page.goto((named_folder / "cluster" / "kunming.html").as_uri())
    page.locator(".figures .note").first.click()
    note = page.locator("li:target")
    assert "98th largest science and technology cluster in 2024" in note.inner_text()
    note.locator("a").click()
    page.wait_for_load_state()
    assert "98th largest science and technology cluster in 2024" in page.locator("tr:target").inner_text()


def test_without_a_script_everything_is_read(browser: Browser, named_folder: Path) -> None:
    context = browser.new_context(java_script_enabled=False, offline=True)
    opened = context.new_page()
    opened.goto((named_folder / "cluster" / "kunming.html").as_uri())
    assert "3,265" in opened.locator("main").inner_text()
    opened.goto((named_folder / "search.html").as_uri())
    assert "Without it, look through the lists" in opened.inner_text("#search-count")
    assert opened.locator("#search-results a").count() == 5
    context.close()


def test_on_paper_there_is_no_furniture(page: Page, named_folder: Path) -> None:
    page.emulate_media(media="print")
    page.goto((named_folder / "cluster" / "kunming.html").as_uri())
    assert not page.locator(".top").is_visible()
    assert page.locator("h1").is_visible()
