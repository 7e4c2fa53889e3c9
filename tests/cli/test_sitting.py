"""A whole sitting: hundreds of questions answered in a terminal or on the page, applied, undone, redone and merged.

The names are made up. `make thorough` answers 300 questions in one sitting, the usual run some of them.
"""

from __future__ import annotations

import json
import shlex
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from gii_graph.authorities import ror
from gii_graph.links.review import ReviewRow, read_review
from gii_graph.links.sitting import Question, Sitting
from tests.conftest import ROOT, THOROUGH, run
from tests.links.conftest import record

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

QUESTIONS = 300 if THOROUGH else 30
# Each profile leaves six questions: four of records, one of another name, one of a kind.
PROFILES = QUESTIONS // 6
DALIAN = (ROOT / "seeds" / "dalian.txt").read_text(encoding="utf-8")
LISTED = {
    "DALIAN UNIVERSITY OF TECH.": "{city} OPTICS",
    "DICP, CAS": "{city} OPTICS TRADING",
    "CRRC DALIAN CO., LTD.": "{city}MAN, Q. X.",
    "DALIAN UNIVERSITY OF TECHNOLOGY": "{city} UNIVERSITI OF FORESTRY",
    "DALIAN MARITIME UNIVERSITY": "{city} OCEANOGRAPY COLLEGE",
    "DALIAN INSTITUTE OF CHEMICAL PHYSICS, CAS": "{city} MUSEUM OF CLOCKS AND WATCHES",
}
REGISTERED = ("Optical Works", "University of Forestry", "Oceanography College", "Optics Group")
SYLLABLES = "ba do fe gu ka lo mi ne pa ru".split()
OUTPUTS = ("gii.ttl", "links.ttl", "links.sssom.tsv", "review.tsv")
ANNA, BEN = "Anna Lee", "Ben Wu"


def city(number: int) -> str:
    return "Z" + "".join(SYLLABLES[int(digit)] for digit in f"{number:03}")


def ror_identifier(number: int) -> str:
    body = f"0{number:06}"
    return next(name for name in (f"{body}{check:02}" for check in range(2, 99)) if not ror.AUTHORITY.fault(name))


def profile(place: str) -> str:
    """The profile of Dalian as that of another city, with other names in its tables."""
    text = DALIAN
    for printed, name in LISTED.items():
        text = text.replace(f"\t{printed}\t", f"\t{name.format(city=place.upper())}\t")
    return text.replace("Dalian", place)


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with profiles, a registry whose names are spelt a little otherwise, and what build and link made."""
    folder = tmp_path_factory.mktemp("asked")
    (folder / "profiles").mkdir()
    records = []
    for number in range(PROFILES):
        place = city(number)
        (folder / "profiles" / f"{number:03}.txt").write_text(profile(place), encoding="utf-8")
        for kind, name in enumerate(REGISTERED):
            names = {f"{place} {name}": "ror_display"}
            records.append(record(ror_identifier(10 * number + kind), names, (place, 7_000_000 + number)))
    (folder / "ror.json").write_text(json.dumps(records), encoding="utf-8")
    applied(folder)
    return folder


def applied(folder: Path, *decisions: object, code: int = 0) -> dict[str, bytes]:
    """Build and link, with decisions or with none but those of the folder; return the bytes of what was written."""
    out = folder / "out"
    for command in (
        ["build", folder / "profiles", "-o", out / "gii.ttl"],
        ["link", out / "gii.ttl", "-o", out, "--cache", folder / "cache", "--ror", folder / "ror.json"],
    ):
        said = [part for file in decisions for part in ("--decisions", file)]
        done = run(*command, "--quiet", *said)
        assert done.returncode == code, done.stderr
    return {name: (out / name).read_bytes() for name in OUTPUTS}


@pytest.fixture
def folder(asked: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(asked, tmp_path / "sitting"))


def questions(folder: Path) -> list[Question]:
    return Sitting(read_review(folder / "out" / "review.tsv")).questions()


def keys(question: Question, number: int) -> str:
    """What a person types at a question: everything that can be said comes up."""
    if question.kind == "kind":
        return "po"[number % 2]
    if question.kind == "same":
        return "1d"[number % 2]
    if not question.candidates:
        return "n"
    return ("1", "c1", "d", "n", "1")[number % 5]


def decisions_of(path: Path) -> list[ReviewRow]:
    return [row for row in read_review(path) if row.decision]


def test_undone_all_is_as_before_and_redone_as_at_first(folder: Path) -> None:
    """Whatever was decided, in whatever way, can be taken back and brought again to the byte."""
    before = {name: (folder / "out" / name).read_bytes() for name in OUTPUTS}
    mine = folder / "mine.tsv"
    typed = [" ".join(keys(question, number)) for number, question in enumerate(questions(folder))]
    run("review", folder / "out" / "review.tsv", "--author", ANNA, "-o", mine, stdin="\n".join([*typed, "q", ""]))
    assert len({row.subject for row in decisions_of(mine)}) > PROFILES
    first = applied(folder, mine)
    assert all(first[name] != before[name] for name in OUTPUTS)
    assert applied(folder) == first  # link keeps decisions in its own table
    (folder / "out" / "review.tsv").unlink()
    assert applied(folder) == before
    assert applied(folder, mine) == first


# --- the page -------------------------------------------------------------------------------------------------------


@contextmanager
def opened(browser: Browser, path: Path) -> Iterator[Page]:
    context = browser.new_context(offline=True, viewport={"width": 1280, "height": 800}, accept_downloads=True)
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(path.as_uri())
    yield page
    assert complaints == []
    context.close()


def pressed(page: Page, key: str) -> None:
    for sign in key:
        page.keyboard.press(sign)


def saved(page: Page, path: Path) -> list[ReviewRow]:
    with page.expect_download() as download:
        page.get_by_role("button", name="Save decisions").click()
    download.value.save_as(path)
    return decisions_of(path)


def current(page: Page) -> int:
    return int(page.locator("article[aria-current]").get_attribute("data-question") or -1)


def test_a_sitting_on_the_page_by_keys_alone(browser: Browser, folder: Path) -> None:
    """All questions in one sitting; the page is closed half-way; what is saved is applied, undone and redone."""
    before = {name: (folder / "out" / name).read_bytes() for name in OUTPUTS}
    run("review", folder / "out" / "review.tsv", "--author", ANNA, "--html", folder / "review.html")
    open_questions = questions(folder)
    with opened(browser, folder / "review.html") as page:
        page.locator("body").click(position={"x": 5, "y": 5})
        for number, question in enumerate(open_questions):
            assert current(page) == number
            pressed(page, keys(question, number))
            if number == len(open_questions) // 2:
                page.reload()
                assert f"{number + 1} answers of an earlier visit" in page.locator("#restored").inner_text()
        total = len(open_questions)
        assert page.locator("#progress").inner_text().startswith(f"{total} of {total} answered")
        for _ in range(5):
            pressed(page, "u")
        assert page.locator("#progress").inner_text().startswith(f"{total - 5} of {total} answered")
        for _ in range(5):
            pressed(page, "U")
        rows = saved(page, folder / "decisions.tsv")
    wanted = Counter(keys(question, number) for number, question in enumerate(open_questions))
    told = Counter(row.decision for row in rows)
    assert told["accept"] == wanted["1"]
    assert told["close"] == wanted["c1"]
    assert told["none"] == wanted["n"]
    assert told["person"] == wanted["p"]
    assert told["organization"] == wanted["o"]
    assert {row.author for row in rows} == {ANNA}
    first = applied(folder, folder / "decisions.tsv")
    assert first["links.ttl"] != before["links.ttl"]
    (folder / "out" / "review.tsv").unlink()
    assert applied(folder) == before
    assert applied(folder, folder / "decisions.tsv") == first


def test_two_reviewers_of_the_page_are_merged_and_each_conflict_names_both(browser: Browser, folder: Path) -> None:
    table = folder / "out" / "review.tsv"
    for author in (ANNA, BEN):
        run("review", table, "--author", author, "--html", folder / f"{author}.html")
        with opened(browser, folder / f"{author}.html") as page:
            page.locator("body").click(position={"x": 5, "y": 5})
            for number, question in enumerate(questions(folder)):
                # Ben disagrees on the best two, which have candidates.
                pressed(page, "d" if author == BEN and number < 2 else keys(question, number))
            saved(page, folder / f"{author}.tsv")
    files = [folder / f"{author}.tsv" for author in (ANNA, BEN)]
    agreed = {question.subject.question for question in questions(folder)[2:]}
    done = run("review", table, "--merge", files[0], "--merge", files[1])
    assert done.returncode == 1
    conflicts = [line for line in done.stderr.splitlines() if line.startswith("Error: ")]
    assert len(conflicts) == 2
    assert all(
        str(file) in line and author in line
        for line in conflicts
        for file, author in zip(files, (ANNA, BEN), strict=True)
    )
    assert len(questions(folder)) == 2
    assert not agreed & {question.subject.question for question in questions(folder)}
    assert len(run("review", table, "--merge", files[0], "--merge", files[1]).stderr) == len(done.stderr)


# --- the terminal -----------------------------------------------------------------------------------------------------


@pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed")
def test_a_sitting_in_a_terminal(folder: Path, tmp_path: Path) -> None:
    """All questions typed into a terminal of 24 lines; the last answers are taken back and given again."""
    table = folder / "out" / "review.tsv"
    open_questions = questions(folder)
    command = shlex.join([sys.executable, "-m", "gii_graph", "review", str(table), "--author", ANNA])

    def tmux(*arguments: str) -> str:
        return subprocess.run(
            ["tmux", "-S", str(tmp_path / "socket"), *arguments], capture_output=True, check=True, encoding="utf-8"
        ).stdout

    def shown(text: str) -> None:
        for _ in range(600):
            screen = tmux("capture-pane", "-p", "-t", "sitting")
            if text in screen:
                return
            time.sleep(0.05)
        raise AssertionError(f"{text!r} was never shown:\n{screen}")

    tmux(
        "new-session",
        "-d",
        "-s",
        "sitting",
        "-x",
        "100",
        "-y",
        "24",
        f"cd {shlex.quote(str(ROOT))} && {command}; sleep 60",
    )
    try:
        total = len(open_questions)
        for number, question in enumerate(open_questions):
            shown(f"({total - number} open)")
            tmux("send-keys", "-t", "sitting", "-l", " ".join(keys(question, number)))
            tmux("send-keys", "-t", "sitting", "Enter")
            if number == total // 2:
                shown(f"({total - number - 1} open)")
                tmux("send-keys", "-t", "sitting", "u", "Enter")
                shown(f"({total - number} open)")
                tmux("send-keys", "-t", "sitting", "-l", " ".join(keys(question, number)))
                tmux("send-keys", "-t", "sitting", "Enter")
        shown(f"{total} questions answered, 0 open.")
    finally:
        tmux("kill-server")
    first = applied(folder)
    # A person who is an organization after all raises questions of its own.
    answered = {question.subject.question for question in open_questions}
    assert not answered & {question.subject.question for question in questions(folder)}
    assert b"a person decided" in first["links.sssom.tsv"]
