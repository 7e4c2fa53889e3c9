"""The registry in every form that it is published in reads the same; what is broken is refused in one sentence."""

from __future__ import annotations

import gzip
import json
import os
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gii_graph.authorities import ror
from gii_graph.authorities.records import NameKind, RecordName, RegistryCity, RegistryRecord
from gii_graph.authorities.ror import read_ror, ror_release
from gii_graph.errors import RegistryError
from gii_graph.identity.names import the_reader
from gii_graph.links.index import RegistryIndex, build_index
from gii_graph.links.registry import open_registry
from tests.links.conftest import RECORDS


def written(folder: Path, form: str) -> Path:
    array = json.dumps(RECORDS, indent=4).encode()
    lines = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in RECORDS).encode()
    path = folder / f"v2.0-2026-01-01-ror-data.{form}"
    if form == "zip":
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("v2.0-ror-data.csv", "id\n")
            archive.writestr("v2.0-ror-data.json", "[]")
            archive.writestr("v2.0-ror-data_schema_v2.json", array)
    else:
        path.write_bytes(
            {"json": array, "jsonl": lines, "json.gz": gzip.compress(array), "jsonl.gz": gzip.compress(lines)}[form]
        )
    return path


@pytest.mark.parametrize("form", ["json", "jsonl", "json.gz", "jsonl.gz", "zip"])
def test_every_published_form_reads_the_same(form: str, tmp_path: Path) -> None:
    records = list(read_ror(written(tmp_path, form)))
    assert [record.id for record in records] == [entry["id"][-9:] for entry in RECORDS]
    assert ror_release(tmp_path / f"v2.0-2026-01-01-ror-data.{form}") == "v2.0-2026-01-01"


def test_both_schemas_give_the_same_kind_of_record(registry_file: Path) -> None:
    records = {record.id: record for record in read_ror(registry_file)}
    tsinghua, dicp = records["03cve4549"], records["00prkya54"]
    assert tsinghua.names == (RecordName("Tsinghua University", NameKind.DISPLAY), RecordName("THU", NameKind.ACRONYM))
    assert (tsinghua.country, tsinghua.cities) == ("CN", (RegistryCity("Beijing", 1816670),))
    assert tsinghua.identifiers == {"wikidata": "Q16955"}
    assert dicp.name == "Dalian Institute of Chemical Physics"
    assert dicp.identifiers == {"wikidata": "Q5210926", "grid": "grid.423905.9", "isni": "0000 0004 1793 300X"}
    assert records["0006jh821"].successors == ("038c3w259",)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "has no record"),
        (b"[]", "has no record"),
        (b"name,country\nx,y\n", "not whole or not JSON near 'name,country x,y'"),
        (b'[{"id": "https://ror.org/1"}]', "has a record (https://ror.org/1) of an unknown form"),
        (b'[{"id": "https://ror.org/1", "nam', "not whole or not JSON"),
        (b"[1, 2]", "holds 1 where a record should be"),
        (b"\xff\xfe", "cannot be read"),
        (b"PK\x03\x04broken", "cannot be read"),
        (b"\x1f\x8bbroken", "cannot be read"),
    ],
)
def test_what_is_no_registry_is_refused(content: bytes, said: str, tmp_path: Path) -> None:
    path = tmp_path / "ror.json"
    path.write_bytes(content)
    with pytest.raises(RegistryError) as refusal:
        list(read_ror(path))
    assert said in str(refusal.value)
    assert str(refusal.value).startswith(str(path))
    with pytest.raises(RegistryError):
        open_registry(ror.AUTHORITY, path, tmp_path / "cache", the_reader())
    assert not list((tmp_path / "cache").glob("*")), "no half-made index is left"


@settings(deadline=None)
@given(st.lists(st.text(max_size=30).filter(lambda name: name.strip()), min_size=1, max_size=5))
def test_any_names_come_back_from_the_index(names: list[str]) -> None:
    import tempfile

    record = RegistryRecord("01", "active", tuple(RecordName(name, NameKind.LABEL) for name in names), "CN")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "index.sqlite"
        build_index([record], path, the_reader(), {})
        with RegistryIndex(path) as index:
            back = index.record_by_id("01")
    assert back is not None
    assert [name.value for name in back.names] == [" ".join(name.split()) for name in names]


def test_the_index_is_made_once_and_anew_for_other_content(registry_file: Path, tmp_path: Path) -> None:
    said: list[str] = []
    for _ in range(2):
        open_registry(ror.AUTHORITY, registry_file, tmp_path, the_reader(), said.append)
    assert said == ["Reading v2.0-2026-01-01-ror-data.json for the first time."]
    other = tmp_path / "other.json"
    other.write_text(json.dumps(RECORDS[:2]), encoding="utf-8")
    assert open_registry(ror.AUTHORITY, other, tmp_path, the_reader(), said.append).index.record_count == 2
    assert len(said) == 2


def test_a_record_that_comes_twice_is_told(registry_file: Path, tmp_path: Path) -> None:
    twice = tmp_path / "twice.json"
    twice.write_text(json.dumps([RECORDS[0], *RECORDS]), encoding="utf-8")
    with pytest.raises(RegistryError, match="holds the record 03cve4549 more than once"):
        open_registry(ror.AUTHORITY, twice, tmp_path / "cache", the_reader())


def test_two_processes_of_one_number_index_side_by_side(tmp_path: Path) -> None:
    """As in two containers that share the cache: neither takes away what the other has half written."""
    path = tmp_path / "index.sqlite"

    def records(names: list[str], meanwhile: Callable[[], None]) -> Iterator[RegistryRecord]:
        for number, name in enumerate(names):
            yield RegistryRecord(f"0{number}", "active", (RecordName(name, NameKind.LABEL),), "CN")
            meanwhile()

    def other() -> None:
        build_index(records(["Alpha", "Beta"], lambda: None), path, the_reader(), {})

    build_index(records(["Alpha", "Beta"], other), path, the_reader(), {})
    with RegistryIndex(path) as index:
        assert [index.record_by_id(f"0{number}").names[0].value for number in range(2)] == ["Alpha", "Beta"]
    assert [file.name for file in tmp_path.iterdir()] == ["index.sqlite"]


def test_what_a_killed_process_left_is_cleared(tmp_path: Path) -> None:
    path, left, at_work = (
        tmp_path / name for name in ("index.sqlite", ".index.sqlite.aa.part", ".index.sqlite.b.part")
    )
    left.write_bytes(b"half")
    at_work.write_bytes(b"half")
    os.utime(left, (0, 0))
    build_index([], path, the_reader(), {})
    assert sorted(tmp_path.iterdir()) == [at_work, path]
