"""Candidates of an earlier run: the same as found anew, of the same names, place, registry and program alone."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from gii_graph.authorities import ror
from gii_graph.authorities.records import RegistryCity
from gii_graph.identity.names import the_reader
from gii_graph.links import kept_candidates
from gii_graph.links.place import Place
from gii_graph.links.registry import Registry, open_registry

NAMES = ("TSINGHAU UNIVERSITY",)
BEIJING = Place(frozenset({"CN"}), (RegistryCity("Beijing", 1816670),))


@pytest.fixture
def reopen(registry_file: Path, tmp_path: Path):
    return lambda: open_registry(ror.AUTHORITY, registry_file, tmp_path, the_reader())


def kept_file(folder: Path) -> Path:
    (path,) = folder.glob("*.candidates")
    return path


def never(*_: object) -> None:
    raise AssertionError("asked again")


def asked_again(registry: Registry, monkeypatch: pytest.MonkeyPatch, place: Place = BEIJING, limit: int = 5) -> bool:
    monkeypatch.setattr(registry.finder, "find", never, raising=True)
    try:
        registry.proposed(NAMES, place, limit)
    except AssertionError:
        return True
    return False


def test_the_next_run_has_them_as_they_were(reopen, monkeypatch: pytest.MonkeyPatch) -> None:
    registry = reopen()
    rows = registry.proposed(NAMES, BEIJING, 5)
    assert rows[0][:2] == ("03cve4549", "Tsinghua University")
    registry.kept.save()
    again = reopen()
    monkeypatch.setattr(again.finder, "find", never)
    assert again.proposed(NAMES, BEIJING, 5) == rows


def test_another_place_number_or_program_is_another_question(
    reopen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    registry = reopen()
    registry.proposed(NAMES, BEIJING, 5)
    registry.kept.save()
    assert not asked_again(reopen(), monkeypatch)
    assert asked_again(reopen(), monkeypatch, Place())
    assert asked_again(reopen(), monkeypatch, limit=3)
    monkeypatch.setattr(kept_candidates, "state_of_program", lambda: "another program")
    assert asked_again(reopen(), monkeypatch)
    registry = reopen()
    registry.proposed(NAMES, Place(), 5)
    registry.kept.save()
    with sqlite3.connect(kept_file(tmp_path)) as database:
        assert database.execute("SELECT program FROM answer").fetchall() == [("another program",)]


def test_what_was_changed_or_spoilt_is_found_anew(reopen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    registry = reopen()
    rows = registry.proposed(NAMES, BEIJING, 5)
    registry.kept.save()
    with sqlite3.connect(kept_file(tmp_path)) as database:
        database.execute("UPDATE answer SET rows = replace(rows, '03cve4549', '02v51f717')")
    database.close()
    assert asked_again(reopen(), monkeypatch)
    kept_file(tmp_path).write_bytes(b"no database at all" * 100)
    registry = reopen()
    assert registry.proposed(NAMES, BEIJING, 5) == rows
    registry.kept.save()  # removes it
    registry.kept.save()
    assert not asked_again(reopen(), monkeypatch)


def test_nothing_is_lost_where_nothing_can_be_written(reopen, tmp_path: Path) -> None:
    registry = reopen()
    rows = registry.proposed(NAMES, BEIJING, 5)
    kept_file_path = next(tmp_path.glob("*.sqlite")).with_suffix(".candidates")
    kept_file_path.mkdir()
    registry.kept.save()
    assert reopen().proposed(NAMES, BEIJING, 5) == rows
