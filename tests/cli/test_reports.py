"""Every command that answers for people answers in what their tools open: by the ending of `-o`."""

from __future__ import annotations

import csv
import io
import shutil
from pathlib import Path

import docx
import openpyxl
import pyarrow.parquet
import pytest

from tests.conftest import called

ENDINGS = ("csv", "tsv", "xlsx", "parquet", "json", "md", "html", "docx")


@pytest.fixture
def graph(committed_graph: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(committed_graph, tmp_path / "gii.ttl"))


def call_of(command: str, graph: Path) -> list[object]:
    return {
        "show": ["show", "kunming", graph],
        "diff": ["diff", graph, graph],
        "analyse": ["analyse", graph, "--of", "tables"],
        "validate": ["validate", graph],
    }[command]


def made(command: str, graph: Path, ending: str, *options: object) -> Path:
    target = graph.with_name(f"made.{ending}")
    code, out, err = called(*call_of(command, graph), *options, "-o", target, "--quiet")
    assert (code, out, err) == (0, "", "")
    return target


@pytest.mark.parametrize("command", ["show", "diff", "analyse", "validate"])
def test_each_form_by_its_ending(command: str, graph: Path) -> None:
    beginnings = {"xlsx": b"PK", "docx": b"PK", "parquet": b"PAR1", "html": b"<!doctype html>", "md": b"# "}
    for ending in ENDINGS:
        content = made(command, graph, ending).read_bytes()
        if command == "analyse" and ending == "md":
            assert content.startswith(b"# Measures of tables\n")
        assert content.startswith(beginnings.get(ending, b"")), ending
    code, out, err = called(*call_of(command, graph), "-o", graph)
    assert (code, out) == (2, "")
    assert "gii.ttl" in err, "what is read is not overwritten, in whatever form"
    code, out, err = called(*call_of(command, graph), "-o", graph.with_name("x.csv"), "-f", "json")
    assert (code, out) == (2, "")
    assert "ends in .csv, but -f says json" in err


def test_a_sheet_for_each_section(graph: Path) -> None:
    book = openpyxl.load_workbook(made("show", graph, "xlsx", "--quotes"))
    assert book.sheetnames == [
        "Identity",
        "Figures, 2024",
        "Top PCT applicants, 2024",
        "Top publishing organizat…, 2024",
        "Implied by counts and ro…, 2024",
        "Partners for patents, 2024",
        "Partners for articles, 2024",
        "Evidence",
        "Documents",
        "Sources",
    ]
    applicants = [[cell.value for cell in row] for row in book["Top PCT applicants, 2024"].iter_rows(max_row=2)]
    assert applicants[0][:4] == ["rank", "name", "applications", "share, percent"]
    assert applicants[1][:4] == [1, "CHINA TOBACCO", 120, 31]
    assert applicants[1][-1] == "kunming.txt:21"
    assert [cell.value for cell in book["Evidence"][2]] == ["kunming.txt", 8, None, "Kunming, China"]


def test_measures_say_what_they_mean(graph: Path) -> None:
    document = docx.Document(str(made("analyse", graph, "docx")))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "herfindahl: " in text
    assert "Cannot say:" in text


def test_measures_as_facts_by_the_ending(graph: Path) -> None:
    (by_ending := graph.with_name("measures.ttl"), by_option := graph.with_name("too.ttl"))
    assert called("analyse", graph, "-o", by_ending, "--quiet")[0] == 0
    assert called("analyse", graph, "--ttl", by_option, "--quiet")[0] == 0
    assert by_ending.read_bytes() == by_option.read_bytes()
    code, _, err = called("analyse", graph, "--ttl", graph.with_name("m.csv"))
    assert (code, "--ttl" in err, "it is written as turtle, .ttl." in err) == (2, True, True)
    assert called("analyse", graph, "--ttl", graph)[0] == 2


def test_changes_are_rows_with_both_values(three_editions: Path, tmp_path: Path) -> None:
    target = tmp_path / "changes.csv"
    code, _, _ = called("diff", "--editions", "2023", "2025", three_editions, "-o", target)
    assert code == 1
    rows = list(csv.DictReader(io.StringIO(target.read_text("utf-8"), newline="")))
    (rank,) = [row for row in rows if row["cluster"] == "Dalian" and row["about"] == "rank by size"]
    assert (rank["old"], rank["new"], rank["old evidence"]) == ("80", "60", "dalian.txt:9")
    tables = docx.Document(str(_diffed(three_editions, tmp_path / "changes.docx"))).tables
    assert [cell.text for cell in tables[0].rows[0].cells] == ["what", "change", "old evidence", "new evidence"]
    page = _diffed(three_editions, tmp_path / "changes.html").read_text("utf-8")
    assert "<td>rank by size</td><td>80 → 60 (up 20)</td>" in page


def _diffed(graph: Path, target: Path) -> Path:
    assert called("diff", "--editions", "2023", "2025", graph, "-o", target)[0] == 1
    return target


def test_no_difference_is_said(graph: Path) -> None:
    assert "No difference." in made("diff", graph, "html").read_text("utf-8")


def test_what_figures_imply_is_numbers(graph: Path) -> None:
    read = pyarrow.parquet.read_table(made("validate", graph, "parquet")).to_pydict()
    assert read["table"] == ["Implied"] * 5
    assert read["PCT applications at least"][0] == 40881


class TestExport:
    def test_the_ending_says_the_form(self, graph: Path) -> None:
        for ending, beginning in {"ttl": b"@prefix", "nt": b"<", "gexf": b"<?xml", "zip": b"PK", "xlsx": b"PK"}.items():
            target = graph.with_name(f"made.{ending}")
            assert called("export", graph, "-o", target, "--quiet")[0] == 0
            assert target.read_bytes().startswith(beginning)

    def test_what_it_cannot_mean_is_refused(self, graph: Path) -> None:
        for arguments, said in (
            ([], "Say what to write: with -f, or with -o and a name whose ending says it."),
            (["-o", "x.csv"], "CSV is a folder of several tables, not x.csv; write it with -f csv -o x."),
            (["-f", "csv", "-o", "x.csv"], "-o x.csv ends in .csv, but it is a folder that several files go to"),
            (["-f", "gexf", "-o", "x.csv"], "x.csv ends in .csv, but -f says gexf"),
            (["-o", "x"], "x does not say what to write; say it with -f."),
            (["-f", "turtle", "-o", graph], "gii.ttl is read here and would be overwritten"),
        ):
            code, out, err = called("export", graph, *arguments)
            assert (code, out) == (2, "")
            assert said in " ".join(err.split())
        assert sorted(path.name for path in graph.parent.iterdir()) == ["gii.ttl"]

    def test_tables_with_types(self, graph: Path) -> None:
        assert called("export", graph, "-f", "parquet", "-o", graph.with_name("tables"), "--quiet")[0] == 0
        listings = pyarrow.parquet.read_table(graph.with_name("tables") / "listings.parquet")
        kinds = {field.name: str(field.type) for field in listings.schema}
        assert (kinds["count"], kinds["share"], kinds["agent"]) == ("int64", "decimal128(2, 0)", "string")

    def test_partners_have_names(self, graph: Path) -> None:
        assert called("export", graph, "-f", "csv", "-o", graph.with_name("tables"), "--quiet")[0] == 0
        text = (graph.with_name("tables") / "clusters.csv").read_text("utf-8")
        kunming = next(row for row in csv.DictReader(io.StringIO(text, newline="")) if row["name"] == "Kunming")
        assert kunming["patent_partner_names"] == "Chengdu; Shanghai–Suzhou; Zhengzhou"
        assert kunming["economy_names"] == "China"


def test_other_commands_do_not_write_under_a_wrong_name(graph: Path, seeds: Path, tmp_path: Path) -> None:
    for arguments, said in (
        (["build", seeds, "-o", tmp_path / "x.csv"], "ends in .csv, but it is written as turtle, .ttl."),
        (["build", seeds, "-o", tmp_path / "x.ttl", "--report", tmp_path / "r.xlsx"], "it is written as json, .json."),
        (["link", graph, "-o", tmp_path / "links.ttl"], "but it is a folder that several files go to; name a folder."),
    ):
        code, out, err = called(*arguments)
        assert (code, out) == (2, "")
        assert said in " ".join(err.split())
    code, out, err = called("build", seeds, "-o", f"{tmp_path}/new/")
    assert (code, out, err) == (3, "", f"Error: {tmp_path}/new/: is a folder; name a file to write.\n")
    assert [path.name for path in tmp_path.iterdir()] == ["gii.ttl"]
