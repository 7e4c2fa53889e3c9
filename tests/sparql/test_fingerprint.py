"""A remembered hash is the hash of what the file holds now, whatever happened to the file."""

from __future__ import annotations

import hashlib
import os
import time
from pathlib import Path

import pytest

from gii_graph.sparql.fingerprint import fingerprint

LONG_AGO = time.time() - 3600


class Hashed:
    """Counts how often a file's content was read to be hashed."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.times = 0
        whole = hashlib.file_digest

        def counted(stream: object, name: str) -> object:
            self.times += 1
            return whole(stream, name)  # type: ignore[arg-type]

        monkeypatch.setattr(hashlib, "file_digest", counted)


@pytest.fixture
def hashed(monkeypatch: pytest.MonkeyPatch) -> Hashed:
    return Hashed(monkeypatch)


@pytest.fixture
def rested(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file that has not changed for an hour, by every clock."""
    path = tmp_path / "graph.ttl"
    path.write_text("one", "utf-8")
    an_hour_later = time.time_ns() + 3600 * 10**9
    monkeypatch.setattr(time, "time_ns", lambda: an_hour_later)
    return path


def of(path: Path) -> str:
    found = fingerprint(path, path.parent / "notes")
    assert found == hashlib.sha256(path.read_bytes()).hexdigest()
    return found


def test_an_unchanged_file_is_read_once(rested: Path, hashed: Hashed) -> None:
    assert of(rested) == of(rested)
    assert hashed.times == 1


def test_a_file_that_has_just_changed_is_read_each_time(tmp_path: Path, hashed: Hashed) -> None:
    path = tmp_path / "graph.ttl"
    path.write_text("one", "utf-8")
    of(path)
    of(path)
    assert hashed.times == 2
    assert not (tmp_path / "notes").exists()


def test_other_content_of_the_same_size_and_time_is_seen(rested: Path) -> None:
    """`touch -r` and `cp -p` set the time of change to what it was; the time of the change itself they cannot set."""
    status = rested.stat()
    before = of(rested)
    time.sleep(0.02)
    rested.write_text("two", "utf-8")
    os.utime(rested, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert of(rested) != before


def test_another_file_renamed_over_it_is_seen(rested: Path) -> None:
    before = of(rested)
    other = rested.with_name("other")
    other.write_text("two", "utf-8")
    other.replace(rested)
    assert of(rested) != before


def test_a_link_that_leads_elsewhere_is_seen(rested: Path) -> None:
    other = rested.with_name("other.ttl")
    other.write_text("two", "utf-8")
    link = rested.with_name("link.ttl")
    link.symlink_to(rested)
    before = of(link)
    link.unlink()
    link.symlink_to(other)
    assert of(link) != before


@pytest.mark.parametrize("damage", [b"", b"1 2 3", b"\xff\xfe", b"x " * 1000])
def test_a_damaged_note_is_not_believed(rested: Path, damage: bytes) -> None:
    of(rested)
    [note] = (rested.parent / "notes").iterdir()
    note.write_bytes(damage)
    of(rested)


def test_a_folder_that_cannot_be_written_does_no_harm(rested: Path, hashed: Hashed) -> None:
    (rested.parent / "notes").write_text("a file in its place", "utf-8")
    of(rested)
    of(rested)
    assert hashed.times == 2
