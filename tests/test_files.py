"""Outputs are whole or not there, and nothing but a file is replaced."""

from __future__ import annotations

import io
import os
import stat
import sys
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gii_graph import files
from gii_graph.errors import OutputError
from gii_graph.files import replacing, replacing_bytes, text_lines

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


@given(st.text(st.sampled_from("a,\n\r\u2028\v東 "), max_size=40), st.booleans())
def test_lines_are_those_of_the_whole_text(tmp_path_factory: pytest.TempPathFactory, text: str, marked: bool) -> None:
    path = tmp_path_factory.mktemp("lines") / "text.txt"
    path.write_bytes(text.encode("utf-8-sig" if marked else "utf-8"))
    assert list(text_lines(path)) == list(io.StringIO(text, newline=""))


def test_a_byte_that_is_no_utf8_is_told_with_its_place_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "text.txt"
    path.write_bytes(b"one\ntwo\nth\xffree\n")
    with pytest.raises(UnicodeDecodeError) as raised:
        list(text_lines(path))
    assert files.reason(raised.value) == "byte 11 is no UTF-8"


def test_a_file_of_any_size_is_read_but_no_line_of_any_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "_SMALL", 10)
    path = tmp_path / "text.txt"
    path.write_text("123456789\n" * 5)
    assert len(list(text_lines(path))) == 5
    path.write_text("123456789\n1234567890\n")
    with pytest.raises(OSError, match="over 10 bytes in a line"):
        list(text_lines(path))
