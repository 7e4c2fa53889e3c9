"""The page of open questions in a browser: it asks no server, obeys no table, and saves what `review --merge` reads."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from gii_graph.links.review import ReviewRow, read_review
from gii_graph.links.review_page import review_page
from gii_graph.links.sitting import Sitting
from gii_graph.vocabulary import BASE
from tests.view.conftest import DESKTOP, Watched

if TYPE_CHECKING:
    from playwright.sync_api import Browser

HOSTILE = '</script><script>document.title = "owned"</script><img src=x onerror=\'document.title="owned"\'>'


def row(name: str, candidate: str, score: float | None, reason: str = "why") -> ReviewRow:
    return ReviewRow(f"{BASE}organization/{abs(hash(name))}", name, "Dalian", candidate, "A record", score, reason)


ROWS = [
    row("FIRST", "https://ror.org/03cve4549", 0.99),
    row("FIRST", "https://ror.org/023hj5876", 0.7),
    row("SECOND", "https://ror.org/002b7nr53", 0.5),
    row("THIRD", "", None),
    row("KIND", "", None, "kind: two words without a comma"),
    row(HOSTILE, "javascript:alert(1)", 0.98, HOSTILE),
]


@pytest.fixture
def page(browser: Browser, tmp_path: Path):
    path = tmp_path / "review.html"
    path.write_text(review_page(Sitting(ROWS).questions(), ""), encoding="utf-8")
    context = browser.new_context(offline=True, viewport=DESKTOP, accept_downloads=True)
    watched = Watched(context.new_page())
    watched.page.on("request", lambda request: watched.requests.append(request.url))
    watched.page.on("console", lambda message: watched.complaints.append(message.text))
    watched.page.on("pageerror", lambda error: watched.complaints.append(str(error)))
    watched.page.goto(path.as_uri())
    yield watched
    assert [url for url in watched.requests if not url.startswith(("file:", "blob:"))] == []
    assert watched.complaints == []
    context.close()


def saved(watched: Watched, tmp_path: Path) -> list[ReviewRow]:
    with watched.page.expect_download() as download:
        watched.page.get_by_role("button", name="Save decisions").click()
    assert download.value.suggested_filename == "decisions.tsv"
    download.value.save_as(tmp_path / "decisions.tsv")
    return list(read_review(tmp_path / "decisions.tsv"))


def test_what_the_table_says_is_only_text(page: Watched) -> None:
    assert page.page.title() == "5 questions of linking"
    assert page.page.locator("article", has_text="document.title").locator("h2").inner_text() == f"{HOSTILE}, Dalian"
    assert page.page.locator("main img, main script").count() == 0
    assert page.page.locator("a[href^='javascript']").count() == 0


def test_a_person_decides_and_saves(page: Watched, tmp_path: Path) -> None:
    page.page.get_by_label("Your name").fill("Anna Lee")
    page.page.get_by_label("open only").uncheck()
    first = page.page.locator("article", has_text="FIRST")
    first.get_by_role("button", name="accept A record").first.click()
    first.get_by_label("note").fill("its own page")
    first.get_by_label("note").press("Tab")
    second = page.page.locator("article", has_text="SECOND")
    second.get_by_label("another identifier").fill("00py81415")
    second.get_by_label("another identifier").press("Tab")
    page.page.locator("article", has_text="THIRD").get_by_role("button", name="there is none").click()
    page.page.locator("article", has_text="KIND").get_by_role("button", name="person").click()
    rows = {(one.name, one.decision, one.candidate, one.note) for one in saved(page, tmp_path)}
    assert rows == {
        ("FIRST", "accept", "https://ror.org/03cve4549", "its own page"),
        ("SECOND", "accept", "https://ror.org/00py81415", ""),
        ("THIRD", "none", "", ""),
        ("KIND", "person", "", ""),
    }
    assert {(one.author, len(one.date)) for one in saved(page, tmp_path)} == {("Anna Lee", 10)}


def test_all_that_are_sure_are_accepted_at_once_and_one_is_changed(page: Watched, tmp_path: Path) -> None:
    page.page.get_by_label("Your name").fill("Anna")
    page.page.get_by_label("open only").uncheck()
    assert page.page.locator("#would").inner_text() == "1 would be accepted"
    page.page.get_by_role("button", name="Accept", exact=True).click()
    first = page.page.locator("article", has_text="FIRST")
    first.get_by_role("button", name="accept A record").nth(1).click()
    assert [(one.name, one.candidate) for one in saved(page, tmp_path)] == [("FIRST", "https://ror.org/023hj5876")]


def test_nothing_is_saved_without_a_name(page: Watched) -> None:
    page.page.get_by_role("button", name="Save decisions").click()
    assert "write your name first" in page.page.locator("#progress").inner_text()
