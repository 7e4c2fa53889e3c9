"""`-o` says in what form to write; what it cannot mean is refused in a sentence, and nothing read is overwritten."""

from __future__ import annotations

import csv
import io
import shutil
from pathlib import Path

import openpyxl
import pytest

from tests.conftest import called, run


@pytest.fixture
def graph(committed_graph: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(committed_graph, tmp_path / "gii.ttl"))


@pytest.mark.parametrize(
    ("ending", "beginning"),
    [
        (".csv", b"edition,rank,place"),
        (".tsv", b"?edition\t?rank"),
        (".xlsx", b"PK"),
        (".parquet", b"PAR1"),
        (".json", b'{"head"'),
        (".xml", b"<?xml"),
        (".md", b"| edition |"),
        (".html", b"<!doctype html>"),
        (".docx", b"PK"),
        (".svg", b"<?xml"),
        (".png", b"\x89PNG"),
        (".TXT", b"edition  rank"),
        ("", b"edition  rank"),
    ],
)
def test_the_ending_says_the_form(graph: Path, ending: str, beginning: bytes) -> None:
    target = graph.with_name(f"ranks{ending}")
    code, out, _ = called("query", "ranks", graph, "-o", target)
    assert (code, out) == (0, "")
    assert target.read_bytes().startswith(beginning)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["-o", "r.csv", "-f", "xlsx"], "r.csv ends in .csv, but -f says xlsx; leave one of the two out."),
        (["-o", "r.xls"], "r.xls: nothing is written here as .xls; the endings are .txt, .csv, .tsv, .json"),
        (["-o", "r.gexf"], "r.gexf: nothing is written here as .gexf; the endings are"),
        (["-o", "r.xlsx", "--excel"], "--excel is for CSV, and this is written as xlsx; XLSX needs no locale."),
        (["-o", "r.csv", "--excel=-f"], "--excel=-f: no such locale"),
        (["-o", "r.csv", "--excel", "pt-BR"], "The value of --excel stands behind an equals sign: --excel=pt-BR."),
        (["by-economy"], "by-economy is a question, and one is asked at a time; behind it stand graphs, as files."),
        (["--excel=ranks"], "--excel=ranks: no such locale; name one such as de, fr or zh_CN"),
        (["-o", "r.ttl"], "The query gives rows, which turtle cannot hold; choose table, csv"),
    ],
)
def test_what_it_cannot_mean_is_refused(
    graph: Path, arguments: list[str], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(graph.parent)
    code, out, err = called("query", "ranks", graph, *arguments)
    assert (code, out) == (2, "")
    assert said in err
    assert list(graph.parent.iterdir()) == [graph]


def test_a_form_that_is_named_needs_no_ending(graph: Path) -> None:
    for name in ("data.out", "data.txt", "data"):
        target = graph.with_name(name)
        assert called("query", "ranks", graph, "-f", "csv", "-o", target)[0] == 0
        assert target.read_bytes().startswith(b"edition,")


def test_in_a_folder_the_file_is_called_after_the_question(graph: Path) -> None:
    (graph.parent / "there").mkdir()
    for folder in ("there", "new/"):
        target = f"{graph.parent}/{folder}"
        code, _, err = called("query", "ranks", graph, "-f", "csv", "-o", target)
        assert code == 0
        assert err.startswith(f"Wrote {target.rstrip('/')}/ranks.csv.\n")
        assert (Path(target) / "ranks.csv").is_file()


@pytest.mark.parametrize("spelling", ["gii.ttl", "./gii.ttl", "link.ttl"])
def test_a_graph_that_is_read_is_not_overwritten(graph: Path, spelling: str) -> None:
    (graph.parent / "link.ttl").symlink_to(graph)
    before = graph.read_bytes()
    everything = "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }"
    done = run("query", "-q", everything, "gii.ttl", "-o", spelling, cwd=graph.parent)
    assert done.returncode == 2
    assert done.stderr == f"Error: {spelling} is read here and would be overwritten; name another file with -o.\n"
    assert graph.read_bytes() == before


def test_excel_without_a_locale_takes_that_of_the_user(graph: Path) -> None:
    german = {"LC_ALL": "de_DE.UTF-8"}
    done = run("query", "--excel", "largest-share", graph, env=german)
    assert done.returncode == 0
    assert done.stdout.startswith("\ufeffedition;place;")
    assert run("query", "largest-share", graph, "--excel=en", env=german).stdout.startswith("\ufeffedition,place,")


EXCEL_CALLS = [
    ("query", "largest-share"),
    ("show", "kunming"),
    ("analyse", "--of", "agents"),
    ("validate",),
    ("diff", "--editions", "2024", "2024"),
]  # and `cache`, in its own tests


@pytest.mark.parametrize("call", EXCEL_CALLS, ids=lambda call: call[0])
def test_excel_never_takes_the_word_behind_it(
    graph: Path, call: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    name, *more = call
    plain, german = (called(name, *more, graph, excel)[1] for excel in ("--excel", "--excel=de"))
    assert plain.startswith("\ufeff")
    assert german.startswith("\ufeff")
    [english_names], [german_names] = (
        csv.reader([text.splitlines()[0]], delimiter=mark) for text, mark in ((plain, ","), (german, ";"))
    )
    assert english_names == german_names
    for words in (("--excel", *more, graph), (*more, "--excel", graph)):
        assert called(name, *words)[1] == plain
    code, _, error = called(name, "--excel=de", *more, "--excel", graph)
    assert (code, "--excel was given 2 times" in error) == (2, True)


def test_excel_as_a_value_or_an_argument_is_only_a_word(graph: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(graph.parent)
    assert called("query", "ranks", graph, "-o", "--excel")[0] == 0
    assert (graph.parent / "--excel").read_text("utf-8").startswith("edition  rank")
    assert "--excel" in called("query", "-q", "--excel", graph)[2]
    assert "--excel=" not in called("query", "-q", "--excel", graph)[2]
    assert called("show", graph, "--", "--excel")[2] == called("show", graph, "--", "--Excel")[2].replace(
        "Excel", "excel"
    )
    code, out, err = called("query", "-p", "--excel", "top-applicants", graph)
    assert (code, out) == (2, "")
    assert err == "Error: --param --excel: found '--excel', expected NAME=VALUE.\n"


def test_a_workbook_says_what_it_rests_on(graph: Path) -> None:
    target = graph.with_name("top.xlsx")
    query = "SELECT ?c ?share { ?l gii:cluster ?c ; gii:share ?share ; gii:rank 1 }"
    run("query", "-q", query, graph, "-o", target, env={"SOURCE_DATE_EPOCH": "1735689600"})
    book = openpyxl.load_workbook(io.BytesIO(target.read_bytes()))
    assert book.sheetnames == ["Answer", "Documents", "Evidence", "Sources"]
    assert [cell.data_type for cell in book["Answer"][2]] == ["s", "n"]
    documents = [[cell.value for cell in row] for row in book["Documents"].iter_rows(min_row=2)]
    assert [row[0] for row in documents] == [
        "beijing.txt",
        "changsha.txt",
        "chongqing.txt",
        "dalian.txt",
        "kunming.txt",
    ]
    assert all(len(row[4]) == 64 for row in documents)
    evidence = {tuple(cell.value for cell in row)[:3] for row in book["Evidence"].iter_rows(min_row=2)}
    assert ("cluster:kunming", "kunming.txt", 8) in evidence
    sources = {row[0].value: row[1].value for row in book["Sources"].iter_rows(min_row=2)}
    assert sources["Query"] == query
    assert sources["Editions"] == "2024"
    assert sources["Files"] == str(graph)
    assert sources["Written"].startswith("2025-01-01 00:00 UTC, gii-graph ")
