"""The identifiers that come with the package, held against the records that they were proved from."""

from __future__ import annotations

from pathlib import Path

import pytest

from gii_graph.authorities import identify, ror
from gii_graph.identity.names import the_reader
from gii_graph.links.acceptance import accept
from gii_graph.links.curated import CURATED
from gii_graph.links.model import NO_TERM_FOUND
from gii_graph.links.place import Place
from gii_graph.links.registry import Registry, open_registry
from gii_graph.links.sssom import SssomRow, read_sssom
from tests.conftest import ROOT

RECORDS = ROOT.parent / "shared" / "data" / "ror-records.jsonl.gz"
ROWS = [row for row in read_sssom(CURATED) if row.cells["subject_category"] == "organization"]


def test_every_identifier_is_sound_and_every_name_has_one_record_in_its_place() -> None:
    records: dict[tuple[str, str, str], set[str]] = {}
    for row in ROWS:
        cells = row.cells
        if row.object != NO_TERM_FOUND:
            assert identify(row.object, "organization").fault == ""
        if ror.AUTHORITY.holds(row.object):
            records.setdefault((cells["subject_label"], cells["place"], cells["country"]), set()).add(row.object)
    assert all(len(objects) == 1 for objects in records.values())


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Registry:
    if not RECORDS.is_file():
        pytest.skip("the ROR records are not here")
    return open_registry(ror.AUTHORITY, Path(RECORDS), tmp_path_factory.mktemp("ror"), the_reader())


def compared(row: SssomRow) -> bool:
    return row.cells["mapping_justification"] == "semapv:LexicalMatching" and ror.AUTHORITY.holds(row.object)


def test_what_was_compared_is_what_the_rules_accept_in_the_records(real: Registry) -> None:
    rows = [row for row in ROWS if compared(row)]
    assert len(rows) >= 70
    for row in rows:
        cells = row.cells
        record = real.record(ror.AUTHORITY.local(row.object))
        assert record is not None
        assert (record.name, record.status, record.country) == (cells["object_label"], "active", cells["country"])
        there = Place(frozenset({record.country}), record.cities)
        accepted = accept([cells["subject_label"]], there, real.index, real.reader)
        assert accepted is not None
        assert accepted.record.id == record.id


def test_an_identifier_of_wikidata_is_what_the_record_states(real: Registry) -> None:
    records = {
        (row.cells["subject_label"], row.cells["place"]): ror.AUTHORITY.local(row.object)
        for row in ROWS
        if compared(row)
    }
    for row in ROWS:
        key = row.cells["subject_label"], row.cells["place"]
        if row.object.startswith("http://www.wikidata.org/") and key in records:
            record = real.record(records[key])
            assert record is not None
            assert row.object.endswith(f"/{record.identifiers['wikidata']}")
