"""What can be proved here of systems that the tests do not run on: Windows and macOS."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import unicodedata
from collections import Counter
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath

import pytest

from gii_graph.files import replacing
from gii_graph.reading import read_file
from tests.conftest import ROOT, run

# https://learn.microsoft.com/windows/win32/fileio/naming-a-file
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)
_FORBIDDEN = re.compile(r'[<>:"\\|?*\x00-\x1f]|[. ]$')


def tracked() -> list[PurePosixPath]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if listed.returncode:
        pytest.skip("not in a repository")
    return [PurePosixPath(name.decode()) for name in listed.stdout.split(b"\0") if name]


def test_every_file_can_be_checked_out_on_windows_and_macos() -> None:
    for path in tracked():
        for part in path.parts:
            assert not _RESERVED.fullmatch(part), path
            assert not _FORBIDDEN.search(part), path
        assert len(str(path)) < 150, "Windows allows 260 characters, the folder it is in included"
        assert unicodedata.is_normalized("NFC", str(path)), path


def test_no_two_files_differ_only_in_capitals() -> None:
    twice = [name for name, count in Counter(str(path).casefold() for path in tracked()).items() if count > 1]
    assert not twice


@pytest.mark.parametrize("path", [PureWindowsPath(r"C:\profiles\2024\kunming.txt"), PurePosixPath("/2024/kunming.txt")])
def test_the_graph_names_a_source_without_its_folders(path: PurePath, tmp_path: Path, seeds: Path) -> None:
    copy = tmp_path / path.name
    copy.write_bytes((seeds / "kunming.txt").read_bytes())
    assert read_file(copy).profile.source.name == "kunming.txt"


def test_a_name_that_macos_has_decomposed_is_the_same_source(tmp_path: Path, seeds: Path) -> None:
    names = {unicodedata.normalize(form, "Curitiba e São José.txt") for form in ("NFC", "NFD")}
    assert len(names) == 2
    sources = set()
    for number, name in enumerate(sorted(names)):
        copy = tmp_path / str(number) / name
        copy.parent.mkdir()
        copy.write_bytes((seeds / "kunming.txt").read_bytes())
        sources.add(read_file(copy).profile.source)
    assert len(sources) == 1


def test_line_ends_of_a_checkout_change_only_the_hash(tmp_path: Path, seeds: Path) -> None:
    copy = tmp_path / "kunming.txt"
    copy.write_bytes((seeds / "kunming.txt").read_bytes().replace(b"\n", b"\r\n"))
    ours, theirs = read_file(seeds / "kunming.txt").profile, read_file(copy).profile
    assert theirs.source.sha256 != ours.source.sha256
    assert theirs.listings == ours.listings
    assert theirs.quotes == ours.quotes


def test_outputs_end_their_lines_the_same_way_everywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "linesep", "\r\n")
    path = tmp_path / "out.txt"
    with replacing(path) as stream:
        stream.write("one\ntwo\n")
    assert path.read_bytes() == b"one\ntwo\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ["build", "seeds", "-o", "-", "--quiet"],
        ["query", "top-partners", "output/gii.ttl", "--quiet"],
        ["show", "kunming", "output/gii.ttl"],
        ["validate", "output/gii.ttl"],
        ["export", "-f", "csv", "output/gii.ttl", "-o", "TARGET/tables"],
        ["export", "-f", "zip", "output/gii.ttl", "-o", "TARGET/all.zip"],
        ["view", "output/gii.ttl", "-o", "TARGET/gii.html"],
        ["link", "output/gii.ttl", "-o", "TARGET/links"],
    ],
    ids=lambda arguments: " ".join(arguments[:3]),
)
def test_no_file_is_opened_in_the_encoding_of_the_locale(arguments: list[str], tmp_path: Path) -> None:
    # PEP 597: the interpreter tells where a text file is opened without naming its encoding.
    strict = {"PYTHONWARNDEFAULTENCODING": "1", "PYTHONWARNINGS": "error::EncodingWarning"}
    said = run(*(one.replace("TARGET", str(tmp_path)) for one in arguments), cwd=ROOT, env=strict)
    assert said.returncode == 0, said.stderr


def test_windows_code_pages_do_not_reach_the_output(seeds: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "gii_graph", "query", "top-partners", "output/gii.ttl", "--format", "csv", "--quiet"],
        cwd=ROOT,
        env={**os.environ, "PYTHONIOENCODING": "cp1252:replace", "PYTHONUTF8": "0"},
        capture_output=True,
        check=True,
    )
    assert "Shanghai–Suzhou".encode() in done.stdout
