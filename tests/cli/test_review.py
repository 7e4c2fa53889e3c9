"""`gii-graph review` in the terminal: question by question, all that are sure at once, and what others decided."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from gii_graph.links.review import ReviewRow, read_review, review_table
from gii_graph.links.sitting import Sitting
from gii_graph.vocabulary import BASE
from tests.cli.test_link import link, linked, objects
from tests.conftest import run

TODAY = date.today().isoformat()


def row(name: str, candidate: str = "", score: float | None = None, **more: Any) -> ReviewRow:
    subject = f"{BASE}organization/{name.lower().replace(' ', '-')}"
    return ReviewRow(subject, name, "Dalian", candidate, f"{candidate} name", score, more.pop("reason", "why"), **more)


DUT, DMU, TSINGHUA = "https://ror.org/023hj5876", "https://ror.org/002b7nr53", "https://ror.org/03cve4549"
ROWS = [
    row("DALIAN TECH", DUT, 0.91),
    row("DALIAN TECH", DMU, 0.72),
    row("TSINGHUA", TSINGHUA, 0.99),
    row("TIED", DUT, 0.98),
    row("TIED", DMU, 0.98),
    row("TSINGHUA", f"{BASE}organization/tsinghua-university", 0.8),
    row("LUO CAN", reason="kind: two words without a comma"),
    row("BOE"),
]


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "review.tsv"
    path.write_text("".join(review_table(ROWS)), encoding="utf-8")
    return path


def review(table: Path, *options: object, typed: Iterable[str] = (), code: int = 0):
    author = () if "--author" in options else ("--author", "Anna")
    done = run("review", table, *author, *options, stdin="".join(f"{line}\n" for line in typed))
    assert done.returncode == code, done.stderr
    return done


def decisions(table: Path) -> dict[str, list[tuple[str, str]]]:
    decided: dict[str, list[tuple[str, str]]] = {}
    for one in read_review(table):
        if one.decision:
            decided.setdefault(one.name, []).append((one.decision, one.candidate))
    return decided


def test_the_best_is_asked_first_and_why_each_candidate(table: Path) -> None:
    shown = review(table, typed=["q"]).stdout
    assert "TSINGHUA, Dalian   (6 open)\nWhich record is it?\n" in shown
    assert "  1  0.99  ror:03cve4549  https://ror.org/03cve4549 name\n           why\n" in shown
    assert "TIED" not in shown


def test_every_kind_of_answer_is_saved_with_author_day_and_note(table: Path) -> None:
    done = review(table, typed=["1 # its own page", "c 2", "r 1", "d", "a", "n", "p"])
    assert "7 questions answered, 0 open" in done.stderr
    assert {name: sorted(decided) for name, decided in decisions(table).items()} == {
        "TSINGHUA": [("accept", TSINGHUA), ("reject", f"{BASE}organization/tsinghua-university")],
        "TIED": [("close", DUT)],
        "DALIAN TECH": [("accept", DMU), ("reject", DUT)],
        "LUO CAN": [("person", "")],
        "BOE": [("none", "")],
    }
    told = {(one.author, one.date) for one in read_review(table) if one.decision}
    assert told == {("Anna", TODAY)}
    assert [one.note for one in read_review(table) if one.candidate == TSINGHUA] == ["its own page"]


def test_what_was_put_off_is_asked_again_the_next_time(table: Path) -> None:
    done = review(table, typed=["", "later", "l", "l", "l", "l"])
    assert "0 questions answered, 6 open." in done.stderr
    assert decisions(table) == {}


def test_an_answer_can_be_taken_back(table: Path) -> None:
    before = sorted(read_review(table), key=str)
    review(table, typed=["1", "1", "u", "u", "q"])
    assert [(one.subject, one.candidate, one.decision) for one in sorted(read_review(table), key=str)] == [
        (one.subject, one.candidate, one.decision) for one in before
    ]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("7", "give one number of a candidate from 1 to 1"),
        ("what", "'what' is no answer; ? lists them"),
        ("i javascript:alert(1)", "'javascript:alert(1)' is neither an identifier"),
        ("i 03cve4548", "'03cve4548' has wrong check digits"),
        ("s", "same as which name?"),
        ("s TSINGHAU", "the table has no 'TSINGHAU'; the nearest name is 'TSINGHUA'"),
        ("?", "undo the last answer"),
        ("l\nl\nl\nn", "of this question d says no"),
    ],
)
def test_what_cannot_be_understood_is_told_and_asked_again(table: Path, typed: str, said: str) -> None:
    done = review(table, typed=[typed, "q"])
    assert said in done.stdout
    assert decisions(table) == {}


def test_another_identifier_and_another_name(table: Path) -> None:
    review(table, typed=["i 00py81415", "s BOE", "q"])
    assert decisions(table)["TSINGHUA"] == [("accept", "https://ror.org/00py81415")]
    assert decisions(table)["TIED"] == [("same-as BOE", "")]


def test_a_dry_run_lists_what_is_sure_and_changes_nothing(table: Path) -> None:
    before = table.read_bytes()
    done = review(table, "--accept-above", "0.9", "--dry-run")
    assert done.stdout.splitlines() == [
        "0.99  TSINGHUA: ror:03cve4549  https://ror.org/03cve4549 name (why)",
        "0.91  DALIAN TECH: ror:023hj5876  https://ror.org/023hj5876 name (why)",
    ]
    assert "2 candidates would be accepted; 6 open." in done.stderr
    assert table.read_bytes() == before


def test_what_is_sure_is_accepted_at_once_but_no_tie(table: Path) -> None:
    done = review(table, "--accept-above", "0.9")
    assert "2 candidates accepted; 4 open." in done.stderr
    assert decisions(table) == {"TSINGHUA": [("accept", TSINGHUA)], "DALIAN TECH": [("accept", DUT)]}


def test_decisions_alone_go_to_another_file(table: Path, tmp_path: Path) -> None:
    before = table.read_bytes()
    review(table, "-o", tmp_path / "mine.tsv", typed=["1", "q"])
    assert table.read_bytes() == before
    assert [one.candidate for one in read_review(tmp_path / "mine.tsv")] == [TSINGHUA]


def test_two_reviewers_are_merged_and_their_conflict_is_named(table: Path, tmp_path: Path) -> None:
    anna, ben = tmp_path / "anna.tsv", tmp_path / "ben.tsv"
    review(table, "-o", anna, typed=["1", "1", "q"])
    review(table, "--author", "Ben", "-o", ben, typed=["d", "l", "1", "q"])
    done = review(table, "--merge", anna, "--merge", ben, code=1)
    assert f"{anna}:" in done.stderr
    assert "(Ben) says reject ror:03cve4549" in done.stderr
    assert set(decisions(table)) == {"TIED", "DALIAN TECH"}
    assert any(one.name == "TSINGHUA" and one.candidate == TSINGHUA and not one.decision for one in read_review(table))


def test_a_second_reviewer_who_contradicts_the_table_makes_link_apply_neither(
    committed_graph: Path, tmp_path: Path
) -> None:
    link(committed_graph, tmp_path)
    table, ben = tmp_path / "out" / "review.tsv", tmp_path / "ben.tsv"
    review(table, "--author", "Ben", "-o", ben, typed=["d", "q"])
    review(table, typed=["1", "q"])
    for _ in range(2):
        done = review(table, "--merge", ben, code=1)
        assert "they contradict each other and none is applied" in done.stderr
        assert [one.author for one in read_review(table) if one.decision] == ["Anna", "Ben"]
    assert "none is applied" in link(committed_graph, tmp_path, code=1).stderr
    assert not objects(linked(tmp_path), "organization/hkc")


def test_a_hostile_name_does_not_steer_the_terminal(tmp_path: Path) -> None:
    path = tmp_path / "review.tsv"
    path.write_text("".join(review_table([row("RED \x1b[31m\u202e", DUT, 0.5)])), encoding="utf-8")
    shown = review(path, typed=["q"]).stdout
    assert "\x1b[31m" not in shown
    assert "\u202e" not in shown
    assert "RED \\x1b[31m" in shown


def test_without_a_table_it_says_what_to_do(tmp_path: Path) -> None:
    done = review(tmp_path / "none.tsv", code=3)
    assert "`gii-graph link` writes it." in done.stderr


def test_what_is_decided_is_applied_by_link(committed_graph: Path, tmp_path: Path) -> None:
    link(committed_graph, tmp_path)
    table = tmp_path / "out" / "review.tsv"
    typed = ["l"] * len(Sitting(read_review(table)).questions())
    names = [one.subject.name for one in Sitting(read_review(table)).questions()]
    typed[names.index("BOE TECHNOLOGY")] = "i 00py81415 # by hand"
    review(table, typed=typed)
    link(committed_graph, tmp_path)
    assert objects(linked(tmp_path), "organization/boe-technology") == {"https://ror.org/00py81415"}
    mappings = (tmp_path / "out" / "links.sssom.tsv").read_text(encoding="utf-8")
    assert f"\tAnna\t{TODAY}\ta person decided: accept (by hand)" in mappings


@pytest.mark.parametrize("ending", ["tsv", "csv"])
def test_decisions_go_where_and_in_the_form_that_is_named_and_come_back(table: Path, ending: str) -> None:
    decided = table.with_name(f"decided.{ending}")
    review(table, "--accept-above", "0.97", "-o", decided)
    mark = {"tsv": "\t", "csv": ","}[ending]
    assert decided.read_text("utf-8").splitlines()[0].split(mark)[:4] == ["subject", "name", "place", "candidate"]
    assert decisions(table) == {}
    review(table, "--merge", decided)
    assert decisions(table) == {"TSINGHUA": [("accept", TSINGHUA)]}


def test_decisions_as_a_workbook_have_scores_that_are_numbers(table: Path) -> None:
    decided = table.with_name("decided.xlsx")
    review(table, "--accept-above", "0.97", "-o", decided)
    sheet = openpyxl.load_workbook(decided).worksheets[0]
    [header, only] = sheet.iter_rows(values_only=True)
    assert dict(zip(header, only, strict=True))["score"] == 0.99


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["-o", "decided.ttl", "--accept-above", "1"], "decided.ttl: nothing is written here as .ttl"),
        (["-o", "review.tsv", "--accept-above", "1"], "review.tsv is read here and would be overwritten"),
        (["-o", "d.csv", "--accept-above", "1", "--dry-run"], "-o is for decisions, and nothing is decided here"),
        (["-o", "d.csv", "--html", "page.html"], "-o is for decisions, and nothing is decided here"),
    ],
)
def test_what_an_output_cannot_mean_is_refused(table: Path, options: list[str], said: str) -> None:
    before = table.read_bytes()
    done = run("review", "review.tsv", *options, cwd=table.parent)
    assert done.returncode == 2
    assert said in done.stderr
    assert table.read_bytes() == before
    assert list(table.parent.iterdir()) == [table]
