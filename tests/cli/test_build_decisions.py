"""What a person has decided reaches the graph, for names, clusters and persons alike; what cannot is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import ROOT, run

BASE = "https://w3id.org/gii-graph/id/"
HEADER = "subject\tname\tplace\tcandidate\tcandidate_name\tscore\treason\tdecision\n"
KUNMING = (ROOT / "seeds" / "kunming.txt").read_text(encoding="utf-8")


@pytest.fixture
def profiles(tmp_path: Path) -> Path:
    folder = tmp_path / "profiles"
    folder.mkdir()
    (folder / "kunming.txt").write_text(KUNMING, "utf-8")
    (folder / "lanzhou.txt").write_text(KUNMING.replace("Kunming", "Lanzhou"), "utf-8")
    return folder


def test_two_persons_become_one_by_their_iris(profiles: Path, tmp_path: Path) -> None:
    table = tmp_path / "review.tsv"
    one, other = f"{BASE}person/kunming/luo-can", f"{BASE}person/lanzhou/luo-can"
    table.write_text(f"{HEADER}{one}\tLUO, CAN\t\t{other}\tLUO, CAN\t\tanother\taccept\n", "utf-8")
    graph = run("build", profiles, "-o", "-", "--quiet", "--decisions", table).stdout
    assert "<person/lanzhou/luo-can>" in graph
    assert "<person/kunming/luo-can>" not in graph


def test_a_kind_is_decided_in_the_review_table(profiles: Path, tmp_path: Path) -> None:
    table = tmp_path / "review.tsv"
    subject = f"{BASE}person/kunming/luo-can"
    table.write_text(f"{HEADER}{subject}\tLUO, CAN\t\t\t\t\tkind: a person?\torganization\n", "utf-8")
    graph = run("build", profiles, "-o", "-", "--quiet", "--decisions", table).stdout
    assert "<organization/luo-can>" in graph
    assert "<person/" not in graph


def test_clusters_become_one_and_a_word_on_nobody_is_said(profiles: Path, tmp_path: Path) -> None:
    table = tmp_path / "overrides.tsv"
    table.write_text("name\tkind\nLanzhou\tsame-as Kunming\nKunmin\tdifferent Lanzhou\n", "utf-8")
    result = run("build", profiles, "-o", "-", "--overrides", table)
    assert "<cluster/lanzhou>" not in result.stdout
    assert "a decision speaks of 'Kunmin', which is not here; the nearest name is 'Kunming'" in result.stderr
    assert result.returncode == 1
