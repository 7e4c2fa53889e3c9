"""The overrides file as people save it."""

from __future__ import annotations

from pathlib import Path

import pytest

from gii_graph.errors import SourceError
from gii_graph.identity import Kind, read_overrides
from tests.conftest import ROOT, run

CASE = ROOT.parent / "shared" / "cases" / "review-utf16"
TEXT = "name\tkind\treason\r\nTATA, STEEL\torganization\tits web page\r\n\r\n# a remark\r\nLUO, CAN\tPerson\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "windows-1252"])
@pytest.mark.parametrize("mark", ["\t", ";"])
def test_overrides_are_read_from_any_spreadsheet(tmp_path: Path, encoding: str, mark: str) -> None:
    path = tmp_path / "overrides.tsv"
    path.write_bytes(TEXT.replace("\t", mark).encode(encoding))
    assert read_overrides(path).kinds == {"tata, steel": Kind.ORGANIZATION, "luo, can": Kind.PERSON}


def test_quoted_cells_are_the_names_inside(tmp_path: Path) -> None:
    path = tmp_path / "overrides.csv"
    path.write_text('name,kind\n"TATA, STEEL",organization\n', encoding="utf-8")
    assert read_overrides(path).kinds == {"tata, steel": Kind.ORGANIZATION}


def test_what_is_no_kind_is_told_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "overrides.tsv"
    path.write_text("name\tkind\n\nTATA, STEEL\tcompany\n", encoding="utf-8")
    with pytest.raises(SourceError) as raised:
        read_overrides(path)
    assert raised.value.line == 3


@pytest.mark.skipif(not CASE.is_dir(), reason="the shared cases are not here")
def test_the_case_of_a_table_saved_as_unicode_text(tmp_path: Path) -> None:
    out = tmp_path / "out.ttl"
    done = run("build", CASE / "profile.txt", "--overrides", CASE / "overrides.tsv", "-o", out)
    assert done.returncode in (0, 1), done.stderr
    assert "organization/tata-steel" in out.read_text(encoding="utf-8")


def test_pairs_of_names_are_read_too(tmp_path: Path) -> None:
    path = tmp_path / "overrides.tsv"
    path.write_text("name\tkind\nNew York\tsame-as New York City\nCambridge\tdifferent Cambridge, MA\n", "utf-8")
    word = read_overrides(path).word
    assert word.same == (("New York", "New York City"),)
    assert word.apart == (("Cambridge", "Cambridge, MA"),)
