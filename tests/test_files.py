"""Outputs are whole or not there, and nothing but a file is replaced."""

from __future__ import annotations

import os
import stat
import sys
import threading
from pathlib import Path

import pytest

from gii_graph.errors import OutputError
from gii_graph.files import replacing, replacing_bytes

unix = pytest.mark.skipif(sys.platform == "win32", reason="needs named pipes and links")


def test_the_old_file_stays_until_the_new_one_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "out.txt"
    path.write_text("old")
    with pytest.raises(ZeroDivisionError), replacing(path) as stream:
        stream.write(f"half {1 / 0}")
    assert path.read_text() == "old"
    with replacing(path) as stream:
        stream.write("東京\r\n")
        assert path.read_text() == "old"
    assert path.read_bytes() == "東京\r\n".encode()
    assert list(tmp_path.iterdir()) == [path]


@unix
def test_a_named_pipe_is_written_to_and_stays(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    with replacing_bytes(pipe) as stream:
        stream.write(b"through")
    reader.join()
    assert read == [b"through"]
    assert stat.S_ISFIFO(pipe.stat().st_mode)


@unix
def test_the_file_that_a_link_leads_to_is_replaced(tmp_path: Path) -> None:
    target, link = tmp_path / "folder" / "target.txt", tmp_path / "link.txt"
    target.parent.mkdir()
    target.write_text("old")
    link.symlink_to(target)
    with replacing(link) as stream:
        stream.write("new")
    assert link.is_symlink()
    assert target.read_text() == "new"


@unix
def test_a_link_that_leads_to_itself_is_an_error(tmp_path: Path) -> None:
    link = tmp_path / "loop"
    link.symlink_to(link)
    with pytest.raises(OutputError), replacing(link) as stream:
        stream.write("never")


def test_a_folder_is_not_replaced(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="is a folder; name a file to write"), replacing(tmp_path) as stream:
        stream.write("never")
