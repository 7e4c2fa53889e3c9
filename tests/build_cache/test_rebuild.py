"""Building again: no work where nothing changed, the bytes of a build from nothing where something did."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from benchmarks.profiles import write_profiles
from tests.conftest import run


@pytest.fixture
def folder(tmp_path: Path, seeds: Path) -> Path:
    """A hundred made-up profiles and a file that is none."""
    write_profiles(100, tmp_path / "profiles")
    shutil.copy(seeds / "beijing.txt", tmp_path / "profiles")
    (tmp_path / "profiles" / "none.txt").write_text("no profile", "utf-8")
    return tmp_path


def build(folder: Path, *arguments: object, output: str = "gii.ttl") -> tuple[int, str, bytes]:
    result = run(
        "build", "profiles", "-o", output, *arguments, cwd=folder, env={"GII_GRAPH_CACHE": str(folder / "cache")}
    )
    return result.returncode, result.stderr, (folder / output).read_bytes()


def test_the_same_again_is_not_built_and_says_the_same(folder: Path) -> None:
    code, said, content = build(folder)
    written = (folder / "gii.ttl").stat()
    again, said_again, same = build(folder)
    assert (code, again) == (1, 1)
    assert same == content
    assert (folder / "gii.ttl").stat().st_mtime_ns == written.st_mtime_ns
    assert said.endswith("Wrote gii.ttl: 101 profiles, 107 clusters, 591 agents.\n"), said
    assert said_again.splitlines()[:-1] == said.splitlines()[:-1]
    assert said_again.endswith("gii.ttl is as it was: nothing has changed.\n")
    assert build(folder, "--quiet") == (1, "", content)


@pytest.mark.parametrize("change", ["edited", "added", "removed", "renamed", "output edited", "output removed"])
def test_after_a_change_the_bytes_are_those_of_a_build_from_nothing(folder: Path, change: str) -> None:
    _, _, before = build(folder)
    profile = folder / "profiles" / "beijing.txt"
    if change == "edited":
        status = profile.stat()
        profile.write_text(profile.read_text("utf-8").replace("9,607", "9,608"), "utf-8")
        os.utime(profile, ns=(status.st_atime_ns, status.st_mtime_ns))
    elif change == "added":
        text = profile.read_text("utf-8").replace("Beijing", "Newtown")
        (folder / "profiles" / "newtown.txt").write_text(text, "utf-8")
    elif change == "removed":
        profile.unlink()
    elif change == "renamed":
        profile.rename(profile.with_name("peking.txt"))
    elif change == "output edited":
        (folder / "gii.ttl").write_bytes(before + b"# a note\n")
    else:
        (folder / "gii.ttl").unlink()
    _, said, after = build(folder)
    assert "Wrote gii.ttl" in said
    shutil.rmtree(folder / "cache")
    assert build(folder, output="fresh.ttl")[2] == after
    assert (after == before) is change.startswith("output")


def test_other_settings_are_another_build(folder: Path) -> None:
    _, _, before = build(folder)
    _, said, after = build(folder, "--base-iri", "https://example.org/id/")
    assert "Wrote gii.ttl" in said
    assert after != before


def test_a_spoilt_entry_is_no_entry(folder: Path) -> None:
    _, _, before = build(folder)
    for entry in (folder / "cache" / "builds").iterdir():
        entry.write_text('{"recipe": 1', "utf-8")
    _, said, after = build(folder)
    assert "Wrote gii.ttl" in said
    assert after == before


def test_what_a_build_noted_is_listed_and_cleared(folder: Path) -> None:
    build(folder)
    environment = {"GII_GRAPH_CACHE": str(folder / "cache")}
    header, _, row = run("cache", env=environment).stdout.splitlines()
    assert header.startswith("NOTES ON THE BUILD OF")
    assert row.startswith(f"{folder / 'gii.ttl'}  0.1 MB")
    assert run("cache", "clear", env=environment).stderr == "Removed 0.1 MB.\n"
    assert run("cache", env=environment).stdout == "Nothing is kept.\n"
