"""Hashes worked out aside are those of the whole content."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gii_graph import hashing
from gii_graph.hashing import FileHash, StreamHash


@pytest.fixture(scope="module", autouse=True)
def _small_blocks() -> Iterator[None]:
    """Let blocks be small, so that a short text has many."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(hashing, "_BLOCK", 16)
        yield


@given(st.lists(st.binary(max_size=40), max_size=60))
def test_pieces_have_the_hash_of_the_whole(pieces: list[bytes]) -> None:
    with StreamHash() as stream:
        for piece in pieces:
            stream.update(piece)
    assert stream.hexdigest() == hashlib.sha256(b"".join(pieces)).hexdigest()


def test_a_file_has_its_hash_and_a_missing_one_none(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"text" * 1000)
    assert FileHash(path).hexdigest() == hashlib.sha256(b"text" * 1000).hexdigest()
    assert FileHash(tmp_path / "missing").hexdigest() is None
