"""One folder as people have it: profiles and tables in every form, dragged together, and what is neither."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Store

from tests.conftest import run
from tests.reading.documents import as_html, as_open_document, as_pdf, as_web_archive, as_word
from tests.reading.test_ranking_tables import separated, workbook

PNG = bytes.fromhex("89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489")
# Invented counts, each of which agrees with the rows of the profile.
COUNTS = {"Beijing": (3, "41,800"), "Changsha": (32, "1,200"), "Chongqing": (39, "1,480"), "Dalian": (65, "1,030")}


def of_2023(text: str, rank: int) -> str:
    lines = text.replace("2024", "2023").split("\n")
    return "\n".join(
        f"{rank}th largest {line.split(' largest ')[1]}" if " largest " in line else line for line in lines
    )


@pytest.fixture(scope="module")
def folder(seeds: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("mixed")
    texts = {path.stem: path.read_text("utf-8") for path in seeds.glob("*.txt")}
    ranking = [[str(rank), name, "CN", count, "–"] for name, (rank, count) in COUNTS.items()]
    files = {
        "beijing.txt": texts["beijing"].encode(),
        "changsha.md": texts["changsha"].replace("Global", "# Global", 1).encode(),
        "chongqing.html": as_html(texts["chongqing"]).encode(),
        "dalian.docx": as_word(texts["dalian"]),
        "kunming.pdf": as_pdf(texts["kunming"], side_by_side=True, widths=(20, 110, 50, 45)),
        "older/two.txt": (of_2023(texts["beijing"], 4) + of_2023(texts["dalian"], 66)).encode(),
        "older/kunming.mhtml": as_web_archive(of_2023(texts["kunming"], 90)),
        "older/changsha.odt": as_open_document(of_2023(texts["changsha"], 32)),
        "2024.xlsx": workbook(ranking, "GII 2024"),
        "older/2023.csv": separated(",")([["1", "Tokyo–Yokohama", "JP", "127,418", "115,020"]]),
        "photo.png": PNG,
        "README.md": b"About this folder",
        "notes.txt": b"Ask Ann about Kunming.",
    }
    for name, content in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


def test_all_is_read_or_named_with_its_reason(folder: Path, tmp_path: Path) -> None:
    result = run("build", folder, "-o", "gii.ttl", "--report", "report.json", cwd=tmp_path)
    assert "Traceback" not in result.stderr
    assert result.returncode == 1
    report = json.loads((tmp_path / "report.json").read_text("utf-8"))
    assert [(error["file"], error["message"].split(",")[0]) for error in report["refused"]] == [
        ("notes.txt", "notes.txt: found no cluster"),
        ("photo.png", "photo.png: found a file that ends in .png"),
    ]
    assert [line for profile in report["profiles"] for line in profile["not_understood"]] == []
    assert {(one["cluster"], one["edition"]): one["facts"] for one in report["profiles"]} == {
        ("Beijing", 2024): 24,
        ("Changsha", 2024): 24,
        ("Chongqing", 2024): 24,
        ("Dalian", 2024): 24,
        ("Kunming", 2024): 23,
        ("Beijing", 2023): 23,
        ("Changsha", 2023): 23,
        ("Dalian", 2023): 23,
        ("Kunming", 2023): 23,
        ("Tokyo–Yokohama", 2023): 6,
    }
    assert [(one["file"], one["assumed"]) for one in report["assumptions"]] == [
        ("2023.csv", "edition 2023 is taken from line 1"),
        ("2024.xlsx", "edition 2024 is taken from the sheet's title 'GII 2024'"),
    ]


def test_its_graph_is_sound_and_names_pages(folder: Path, tmp_path: Path) -> None:
    graph = tmp_path / "gii.ttl"
    assert run("build", folder, "-o", graph).returncode == 1
    checked = run("validate", graph)
    assert (checked.returncode, [line for line in checked.stdout.splitlines() if "wrong" in line]) == (0, [])
    store = Store()
    store.load(graph.read_bytes(), format=RdfFormat.TURTLE)
    question = """
        PREFIX gii: <https://w3id.org/gii-graph/ontology#>
        SELECT DISTINCT ?name WHERE { ?evidence gii:page ?page ; gii:source/gii:fileName ?name } ORDER BY ?name
    """
    assert [row["name"].value for row in store.query(question)] == ["2024.xlsx", "kunming.pdf"]  # type: ignore[index, union-attr]
    shown = run("show", "Beijing", graph).stdout
    assert "41,800, which agrees" in shown
    assert re.search(r"2024\.xlsx:\d \(page 1\)", shown)
