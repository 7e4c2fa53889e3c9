"""What `link` asks a person beside candidates: whose kind is doubtful, and which namesakes are one."""

from __future__ import annotations

from pathlib import Path

import pytest

from gii_graph.links.review import Decisions, ReviewRow, read_review
from tests.conftest import ROOT, run

KUNMING = (ROOT / "seeds" / "kunming.txt").read_text(encoding="utf-8")


@pytest.fixture
def graph(tmp_path: Path) -> Path:
    folder = tmp_path / "profiles"
    folder.mkdir()
    (folder / "kunming.txt").write_text(KUNMING.replace("KUNMING BOSHITE", "STATE, MATTHEW"), "utf-8")
    text = KUNMING.replace("Kunming, China", "Boston–Cambridge, MA, United States").replace("26 Chinese", "26 US")
    text = text.replace("Kunming", "Boston–Cambridge")
    (folder / "boston.txt").write_text(text.replace("LUO, CAN", "STATE, MATTHEW"), "utf-8")
    (folder / "lanzhou.txt").write_text(KUNMING.replace("Kunming", "Lanzhou"), "utf-8")
    assert run("build", folder, "-o", tmp_path / "graph.ttl", "--quiet").returncode == 0
    return tmp_path / "graph.ttl"


def review(graph: Path) -> list[ReviewRow]:
    assert run("link", graph, "-o", graph.parent, "--quiet").returncode in {0, 1}
    return [*read_review(graph.with_name("review.tsv"))]


def test_a_doubtful_kind_is_a_row_that_build_obeys(graph: Path) -> None:
    rows = [row for row in review(graph) if row.reason.startswith("kind:")]
    assert [(row.name, row.candidate) for row in rows] == [("STATE, MATTHEW", "")]
    table = graph.with_name("review.tsv")
    lines = table.read_text(encoding="utf-8").splitlines(keepends=True)
    at = lines[0].rstrip("\n").split("\t").index("decision")

    def decided(line: str) -> str:
        cells = line.rstrip("\n").split("\t")
        cells[at] = "organization" if "kind:" in line else cells[at]
        return "\t".join(cells) + "\n"

    table.write_text("".join(map(decided, lines)), "utf-8")
    assert list(Decisions.read([table]).kinds().values()) == ["organization"]
    assert run("build", graph.parent / "profiles", "-o", graph, "--quiet").returncode == 0
    assert "<organization/state-matthew>" in graph.read_text("utf-8")
    assert not [row for row in review(graph) if row.reason.startswith("kind:") and not row.decision]


def test_namesakes_and_one_name_in_two_economies_are_asked(graph: Path) -> None:
    asked = {(row.subject.rpartition("/id/")[2], row.candidate.rpartition("/id/")[2]) for row in review(graph)}
    assert ("person/kunming/luo-can", "person/lanzhou/luo-can") in asked
    name = "organization/kunming-medical-university"
    assert {(f"{name}-china", f"{name}-united-states-of-america")} <= asked | {(b, a) for a, b in asked}


def test_two_names_of_one_record_are_asked(tmp_path: Path, registry_file: Path) -> None:
    """`PEKING UNIVERSITY` and 北京大学 have nothing in common but their record in the registry."""
    text = (ROOT / "seeds" / "beijing.txt").read_text(encoding="utf-8")
    (tmp_path / "beijing.txt").write_text(text.replace("TSINGHUA UNIVERSITY", "北京大学"), "utf-8")
    assert run("build", tmp_path / "beijing.txt", "-o", tmp_path / "graph.ttl", "--quiet").returncode == 0
    options = ["--ror", registry_file, "--cache", tmp_path / "cache", "--no-curated", "--quiet"]
    assert run("link", tmp_path / "graph.ttl", "-o", tmp_path, *options).returncode == 0
    asked = [row for row in read_review(tmp_path / "review.tsv") if "both are linked to" in row.reason]
    assert [({row.name, row.candidate_name}, row.score) for row in asked] == [({"PEKING UNIVERSITY", "北京大学"}, 0.95)]
    assert asked[0].reason.endswith("https://ror.org/02v51f717")
