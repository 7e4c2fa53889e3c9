"""Profiles named by addresses: what is chosen and read of a place is what is chosen and read of a folder."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from gii_graph.errors import CallError, GiiGraphError, OutputError, SourceError
from gii_graph.reading import look_through
from gii_graph.reading.profile_limits import MAX_BYTES, MAX_DOCUMENT_BYTES
from gii_graph.remote.stored_files import STORED_FILES, is_address, look_through_places, place_at
from gii_graph.remote.written_parts import check_is_free, write_stored_file
from tests.conftest import called

fsspec = pytest.importorskip("fsspec", reason="fsspec is not installed")

NAMES = (
    "beijing.txt", "2023/deep/er/dalian.md", "b/a.txt", "b.txt", "b-c/a.txt", "page.html", "page_files/part.html",
    "2023/Page.HTM", "2023/Page-Dateien/part.txt", "2023/other_files/kept.txt", "README.md", "2023/license/in.txt",
    ".hidden/in.txt", "2023/.hidden.txt", "picture.gif", "2023/noending", "again.txt.source", "~$word.docx",
    "page.txt", "page.fichiers/x.txt", "a b/ü%20#.txt",
)  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in NAMES:
        path = tmp_path / "profiles" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name, "utf-8")
    return tmp_path / "profiles"


@pytest.fixture
def memory() -> Iterator[Any]:
    """A place in the memory of this process."""
    system = fsspec.filesystem("memory")
    yield system
    system.store.clear()
    system.pseudo_dirs[:] = [""]


def copied(folder: Path, memory: Any) -> str:
    memory.put(str(folder), "/profiles", recursive=True)
    return "memory://profiles"


def below(files: list[str], root: str) -> list[str]:
    assert all(file.startswith(root) for file in files), (files, root)
    return [file.removeprefix(root) for file in files]


@pytest.mark.parametrize("slash", ["", "/"])
def test_the_same_files_are_chosen_as_in_a_folder(folder: Path, memory: Any, slash: str) -> None:
    names, left_out = look_through([folder])
    assert len(names) == 11
    file, stored = (look_through_places([f"{place}{slash}"]) for place in (f"file://{folder}", copied(folder, memory)))
    assert below(file.names, f"file://{folder}/") == below(names, f"{folder}/")
    assert below(stored.names, "memory:///profiles/") == below(names, f"{folder}/")
    for others in (file, stored):
        assert sorted(map(str, others.left_out)) == sorted(map(str, left_out))
    assert [*STORED_FILES.contents(stored.names)] == [name.encode() for name in below(names, f"{folder}/")]


def test_a_graph_hangs_on_no_address(seeds: Path, tmp_path: Path, memory: Any) -> None:
    shutil.copytree(seeds, tmp_path / "seeds")
    (tmp_path / "seeds" / "beijing.txt.source").write_text("url: https://example.org/b\nfetched: 2024-11-20\n", "utf-8")
    table = tmp_path / "sources.tsv"
    table.write_text("file\turl\tfetched\ndalian.txt\thttps://example.org/d\t2024-11-21\n", "utf-8")
    places = [str(tmp_path / "seeds"), f"file://{tmp_path}/seeds", copied(tmp_path / "seeds", memory)]
    done = [called("build", place, "-o", "-", "--sources", table) for place in places]
    assert done[0] == done[1] == done[2]
    code, turtle, _ = done[0]
    assert code == 0
    assert "https://example.org/b" in turtle
    assert "https://example.org/d" in turtle


def test_one_file_by_its_address_beside_a_path(seeds: Path) -> None:
    both = look_through_places([f"file://{seeds}/dalian.txt", str(seeds / "beijing.txt")])
    assert both == ([f"file://{seeds}/dalian.txt", str(seeds / "beijing.txt")], [])
    contents = [*STORED_FILES.contents(both.names)]
    assert contents == [(seeds / "dalian.txt").read_bytes(), (seeds / "beijing.txt").read_bytes()]


def test_what_cannot_be_read_is_told(memory: Any) -> None:
    memory.pipe_file("/p/large.txt", b"x" * (MAX_BYTES + 1))
    memory.pipe_file("/p/huge.pdf", b"%PDF-1.4" + b"x" * (MAX_DOCUMENT_BYTES + 9))
    code, _, said = called("build", "memory://p/", "-o", "-")
    assert code == 3
    assert f"large.txt: found {MAX_BYTES + 1:,} bytes, expected at most {MAX_BYTES:,}" in said
    assert f"expected at most {MAX_DOCUMENT_BYTES:,}" in said
    ((lost,),) = [[*STORED_FILES.contents(["memory://p/none.txt"])]]
    assert isinstance(lost, SourceError)
    assert str(lost).startswith("none.txt: found ")
    assert "check its address and that you may read it" in str(lost)


@pytest.mark.parametrize(
    ("place", "code", "said"),
    [
        ("memory://nothing", 2, "There is no file or folder memory://nothing"),
        ("file:///nothing/here", 2, "There is no file or folder file:///nothing/here"),
        ("nowhere://x", 2, "nowhere://x cannot be reached: Protocol not known: nowhere"),
    ],
)
def test_a_place_that_is_none(place: str, code: int, said: str) -> None:
    assert called("build", place, "-o", "-")[0] == code
    assert said in called("build", place, "-o", "-")[2]


def test_a_place_without_profiles(memory: Any) -> None:
    memory.pipe_file("/p/picture.gif", b"GIF89a")
    code, _, said = called("build", "memory://p", "-o", "-")
    assert code == 3
    assert said.startswith("Error: memory://p: found a folder without profiles, expected files that end in .txt")


class Refusing(fsspec.AbstractFileSystem):  # type: ignore[misc, name-defined]
    """A place that lets nobody in, as a library without credentials does."""

    protocol = "refusing"

    def info(self, path: str, **_: object) -> object:
        raise RuntimeError("Unable to locate\n credentials.")

    def ls(self, path: str, **_: object) -> object:
        raise RuntimeError("Unable to locate\n credentials.")

    def pipe_file(self, path: str, value: bytes, **_: object) -> object:
        raise RuntimeError("Unable to locate\n credentials.")


def test_an_error_of_a_place_is_a_sentence() -> None:
    fsspec.register_implementation("refusing", Refusing, clobber=True)
    with pytest.raises(GiiGraphError, match="Unable to locate credentials, expected a place that can be listed"):
        look_through_places(["refusing://x"])
    with pytest.raises(OutputError, match=r"cannot be looked into \(Unable to locate credentials\)"):
        check_is_free("refusing://x")
    with pytest.raises(OutputError, match=r"refusing://x/a: cannot be written \(Unable to locate credentials\)"):
        write_stored_file("refusing://x", "a", b"")
    (lost,) = STORED_FILES.contents(["refusing://x/a.txt"])
    assert isinstance(lost, SourceError)


def test_what_an_address_is() -> None:
    assert [name for name in ("s3://a", "file:///a", "C:\\a", "a/b", "://a", "a:b", "-") if is_address(name)] == [
        "s3://a", "file:///a",
    ]  # fmt: skip
    with pytest.raises(CallError):
        place_at("nowhere://x")


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path, memory: Any) -> None:
    write_stored_file(f"file://{tmp_path}/new/folder", "a", b"1")
    write_stored_file("memory://new/folder/", "a", b"1")
    assert [path.name for path in (tmp_path / "new" / "folder").iterdir()] == ["a"]
    assert memory.cat("/new/folder/a") == b"1"
    (tmp_path / "new" / "folder" / "b").mkdir()
    with pytest.raises(OutputError):
        write_stored_file(f"file://{tmp_path}/new/folder", "b", b"1")
    with pytest.raises(OutputError, match="holds a already"):
        check_is_free("memory://new/folder")
