"""What a file holds is known without reading it only where nothing can have changed."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from gii_graph.build_cache.contents import Contents

LONG_AGO = 1_000_000_000


def file(path: Path, content: bytes) -> str:
    path.write_bytes(content)
    return str(path)


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@pytest.fixture
def _after_a_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every file have rested: the clock that is looked at is a minute ahead."""
    from gii_graph.build_cache import contents

    ahead = contents.time.time_ns() + 60_000_000_000
    monkeypatch.setattr(contents.time, "time_ns", lambda: ahead)


def test_a_file_that_just_changed_is_read_again(tmp_path: Path) -> None:
    path = file(tmp_path / "a.txt", b"one")
    assert Contents.of([path], {}) == ({path: sha256(b"one")}, {})


@pytest.mark.usefixtures("_after_a_rest")
def test_a_file_at_rest_is_not_read_again(tmp_path: Path) -> None:
    path = file(tmp_path / "a.txt", b"one")
    hashes, rested = Contents.of([path], {})
    assert hashes == {path: sha256(b"one")}
    pretended = {path: [*rested[path][:-1], "as noted"]}
    assert Contents.of([path], pretended) == ({path: "as noted"}, pretended)


@pytest.mark.usefixtures("_after_a_rest")
def test_a_change_is_seen_even_under_the_old_date(tmp_path: Path) -> None:
    path = file(tmp_path / "a.txt", b"one")
    os.utime(path, (LONG_AGO, LONG_AGO))
    rested = Contents.of([path], {}).rested
    file(tmp_path / "a.txt", b"two")
    os.utime(path, (LONG_AGO, LONG_AGO))
    assert Contents.of([path], rested).hashes == {path: sha256(b"two")}
    other = file(tmp_path / "b.txt", b"six")
    os.utime(other, (LONG_AGO, LONG_AGO))
    Path(other).replace(path)
    assert Contents.of([path], rested).hashes == {path: sha256(b"six")}


def test_what_is_no_profile_is_not_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as stream:
        stream.truncate(50_000_000)
    with pytest.raises(OSError, match="too large"):
        Contents.of([str(path)], {})
