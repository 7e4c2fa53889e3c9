"""Which files are taken, and what is said of those that cannot be."""

from __future__ import annotations

from pathlib import Path

import pytest

from gii_graph.errors import CallError, SourceError
from gii_graph.reading import MAX_BYTES, find_files, look_through, read_file

SEED = Path(__file__).resolve().parents[2] / "seeds" / "beijing.txt"


def test_a_folder_gives_its_profiles_sorted_and_once(tmp_path: Path) -> None:
    inner = tmp_path / "inner"
    inner.mkdir()
    names = ["b.txt", "a.md", "C.HTML", "d.htm", "f.PDF", "g.docx", "h.mhtml", "i.odt", ".hidden.txt", "inner/e.txt"]
    for name in names:
        (tmp_path / name).touch()
    (inner / "loop").symlink_to(tmp_path)
    (tmp_path / "broken.txt").symlink_to(tmp_path / "nowhere")
    found = [path.relative_to(tmp_path).as_posix() for path in find_files([tmp_path, tmp_path / "b.txt"])]
    assert found == [
        "C.HTML",
        "a.md",
        "b.txt",
        "broken.txt",
        "d.htm",
        "f.PDF",
        "g.docx",
        "h.mhtml",
        "i.odt",
        "inner/e.txt",
    ]


def test_a_folder_names_what_it_leaves_out(tmp_path: Path) -> None:
    for name in [
        "a.txt",
        "photo.png",
        "old.doc",
        "Makefile",
        "deep/x.zip",
        "page.html",
        "page_files/x.js",
        "b_files/y.js",
    ]:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    for name in ["README", "readme.md", "LICENSE.txt", ".hidden", "Thumbs.db", "~$a.docx", "a.txt.source"]:
        (tmp_path / name).touch()
    files = look_through([tmp_path])
    assert [Path(name).name for name in files.names] == ["a.txt", "page.html"]
    assert [(error.file, error.found) for error in files.left_out] == [
        ("Makefile", "a file without ending"),
        ("y.js", "a file that ends in .js"),
        ("x.zip", "a file that ends in .zip"),
        ("old.doc", "a file that ends in .doc"),
        ("photo.png", "a file that ends in .png"),
    ]


def test_a_file_named_itself_is_always_taken(tmp_path: Path) -> None:
    odd = tmp_path / "profile.text"
    odd.touch()
    assert find_files([odd, odd]) == [odd]


def test_a_path_that_is_not_there_is_a_wrong_call(tmp_path: Path) -> None:
    with pytest.raises(CallError, match="There is no file or folder"):
        find_files([tmp_path / "nowhere"])


def test_an_empty_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="found a folder without profiles"):
        find_files([tmp_path])


def test_a_file_is_read_under_its_name() -> None:
    reading = read_file(SEED)
    assert reading.profile.source.name == "beijing.txt"
    assert reading.profile.source.encoding == "utf-8"


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    huge = tmp_path / "huge.txt"
    with huge.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    with pytest.raises(SourceError, match=r"huge\.txt: found 5,000,001 bytes"):
        read_file(huge)


@pytest.mark.parametrize("name", ["", "missing.txt"])
def test_what_cannot_be_opened_is_told(tmp_path: Path, name: str) -> None:
    with pytest.raises(SourceError, match="expected a readable file"):
        read_file(tmp_path / name)
