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
def page(chromium: Browser, tmp_path: Path):
    path = tmp_path / "review.html"
    path.write_text(review_page(Sitting(ROWS).questions(), ""), encoding="utf-8")
    context = chromium.new_context(offline=True, viewport=DESKTOP, accept_downloads=True)
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


def state(watched: Watched) -> list[str]:
    """The questions that are shown, with a star at the current one."""
    cards = watched.page.locator("article").all()
    return [
        card.locator("h2").inner_text().split(",")[0] + "*" * bool(card.get_attribute("aria-current")) for card in cards
    ]


def test_every_answer_is_a_key_and_leads_to_the_next_open_question(page: Watched, tmp_path: Path) -> None:
    keyboard = page.page.keyboard
    page.page.get_by_label("Your name").fill("Anna")
    page.page.locator("h1").click()
    for key in ["j", "k", "r", "2", "c", "1"]:
        keyboard.press(key)
    assert page.page.locator("#progress").inner_text().startswith("1 of 5 answered")
    keyboard.press("j")  # past the hostile one
    keyboard.press("#")
    keyboard.type("its own page")
    keyboard.press("Enter")
    keyboard.press("i")
    keyboard.type("00py81415")
    keyboard.press("Enter")
    for key in ["p", "n"]:
        keyboard.press(key)
    rows = {(one.name, one.decision, one.candidate, one.note) for one in saved(page, tmp_path)}
    assert rows == {
        ("FIRST", "close", "https://ror.org/03cve4549", ""),
        ("FIRST", "reject", "https://ror.org/023hj5876", ""),
        ("SECOND", "accept", "https://ror.org/00py81415", "its own page"),
        ("KIND", "person", "", ""),
        ("THIRD", "none", "", ""),
    }


def test_a_mere_no_leaves_the_other_candidates_open(page: Watched) -> None:
    page.page.keyboard.press("r")
    page.page.keyboard.press("2")
    assert page.page.locator("#progress").inner_text().startswith("0 of 5 answered")
    page.page.keyboard.press("r")
    page.page.keyboard.press("1")
    assert page.page.locator("#progress").inner_text().startswith("1 of 5 answered")


def test_undo_and_redo_go_back_to_the_question_also_of_many_answers_at_once(page: Watched) -> None:
    page.page.get_by_role("button", name="Accept", exact=True).click()
    assert "FIRST" not in state(page)
    page.page.get_by_role("button", name="Undo").click()
    assert "FIRST*" in state(page)
    page.page.keyboard.press("Control+y")
    assert page.page.locator("#progress").inner_text().startswith("1 of 5 answered")
    page.page.keyboard.press("Control+z")
    page.page.keyboard.press("u")  # nothing is left to be undone
    assert page.page.locator("#progress").inner_text().startswith("0 of 5 answered")


def test_what_is_typed_into_a_field_is_no_key(page: Watched) -> None:
    first = page.page.locator("article", has_text="FIRST")
    first.get_by_label("note").fill("1 d n")
    first.get_by_label("note").press("Escape")
    assert page.page.locator("#progress").inner_text() == "0 of 5 answered"
    page.page.keyboard.press("/")
    page.page.keyboard.type("ird")
    assert state(page) == ["THIRD*"]


def test_only_one_kind_of_question_is_shown(page: Watched) -> None:
    page.page.get_by_label("Kind").select_option("persons or not")
    assert state(page) == ["KIND*"]
    page.page.get_by_label("Kind").select_option("same organisation")
    assert state(page) == []
    assert page.page.locator("#empty").is_visible()


def test_answers_are_here_again_when_the_page_is_opened_again(page: Watched, tmp_path: Path) -> None:
    page.page.get_by_label("Your name").fill("Anna")
    page.page.locator("h1").click()
    page.page.keyboard.press("1")
    page.page.reload()
    assert "1 answer of an earlier visit" in page.page.locator("#restored").inner_text()
    assert page.page.locator("#progress").inner_text() == "1 of 5 answered, not saved as a file"
    assert [(one.author, one.decision) for one in saved(page, tmp_path)] == [("Anna", "accept")]
    page.page.reload()
    assert page.page.locator("#progress").inner_text() == "1 of 5 answered"
