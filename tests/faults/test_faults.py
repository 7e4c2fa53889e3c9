"""What the system may refuse or hand in by mistake: a plain message, the right exit code, bounded memory."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from gii_graph.files import replacing
from tests.conftest import ROOT, run

unix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has other links, names and limits")
pytestmark = unix
HUGE = 2 * 1024**3
MEMORY = 1_500_000_000  # bytes of address space: half of a huge file and the libraries


def limited(*arguments: object) -> subprocess.CompletedProcess[str]:
    """Run a command that may not take the memory that a huge file would."""
    import resource

    return subprocess.run(
        [sys.executable, "-m", "gii_graph", *map(str, arguments)],
        env={**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"},
        capture_output=True,
        check=False,
        encoding="utf-8",
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY)),
    )


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 64 kB, already full."""
    folder = tmp_path / "tiny"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(folder)], check=False, capture_output=True
    )
    if mounted.returncode:
        pytest.skip("a small file system can only be mounted by root")
    try:
        for arguments in WRITERS.values():
            (folder / str(arguments[-1])).write_text("as it was", "utf-8")
        with suppress(OSError), (folder / "full").open("wb", buffering=0) as stream:
            while True:
                stream.write(b"x" * 4096)
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


@pytest.fixture
def read_only(tmp_path: Path) -> Iterator[Path]:
    """A folder that takes no files, not even from root."""
    folder = tmp_path / "read-only"
    folder.mkdir()
    if os.geteuid():
        folder.chmod(0o500)
        yield folder
        folder.chmod(0o700)
        return
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "ro", "tmpfs", str(folder)], check=False).returncode:
        pytest.skip("root may write everywhere, and cannot mount a file system here")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


# What each writes, named last.
WRITERS = {
    "build": ["build", ROOT / "seeds", "-o", "gii.ttl"],
    "view": ["view", ROOT / "output" / "gii.ttl", "-o", "gii.html"],
    "validate": ["validate", ROOT / "output" / "gii.ttl", "-o", "gii.ttl"],
    "derived": ["validate", ROOT / "output" / "gii.ttl", "--derived", "gii.ttl"],
    "export": ["export", ROOT / "output" / "gii.ttl", "-f", "jsonld", "-o", "gii.jsonld"],
    "query": ["query", "ranks", ROOT / "output" / "gii.ttl", "-o", "gii.csv"],
}


@pytest.mark.parametrize("command", WRITERS)
def test_a_full_disk(command: str, tiny_disk: Path) -> None:
    before = sorted(tiny_disk.iterdir())
    result = run(*WRITERS[command], cwd=tiny_disk)
    name = WRITERS[command][-1]
    assert result.returncode == 3
    assert result.stderr.endswith(
        f"{name}: cannot be written (No space left on device); choose another place with -o.\n"
    )
    assert (tiny_disk / str(name)).read_text("utf-8") == "as it was"
    assert sorted(tiny_disk.iterdir()) == before


def test_link_on_a_full_disk(tiny_disk: Path) -> None:
    result = run("link", ROOT / "output" / "gii.ttl", "-o", tiny_disk)
    assert result.returncode == 3
    assert "links.ttl: cannot be written (No space left on device)" in result.stderr


def test_parts_on_a_full_disk(tiny_disk: Path) -> None:
    before = sorted(tiny_disk.iterdir())
    result = run("export", ROOT / "output" / "gii.ttl", "-f", "nquads", "--parts", "2", "-o", "parts", cwd=tiny_disk)
    assert result.returncode == 3
    assert (
        result.stderr == "Error: parts: cannot be written (database or disk is full); choose another place with -o.\n"
    )
    assert sorted(tiny_disk.iterdir()) == before


@pytest.mark.parametrize("command", ["build", "view", "validate", "export"])
def test_a_read_only_folder(command: str, read_only: Path) -> None:
    result = run(*WRITERS[command], cwd=read_only)
    assert result.returncode == 3
    assert f"{WRITERS[command][-1]}: cannot be written (" in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("command", ["build", "validate", "export", "query"])
def test_standard_output_that_is_full(command: str) -> None:
    arguments = [*map(str, WRITERS[command][:-1]), "-"]
    with Path("/dev/full").open("wb") as full:
        result = subprocess.run(
            [sys.executable, "-m", "gii_graph", *arguments],
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
            encoding="utf-8",
        )
    assert (result.returncode, result.stderr.splitlines()[-1]) == (
        3,
        "Error: standard output: No space left on device.",
    )


def run_without_rights(*arguments: object) -> subprocess.CompletedProcess[str]:
    """Run a command as somebody whom permissions bind: root, too, once its capabilities are taken away."""
    if not hasattr(os, "geteuid") or (not os.geteuid() and shutil.which("setpriv") is None):
        pytest.skip("no way to be bound by permissions here")
    bound = ["setpriv", "--inh-caps=-all", "--bounding-set=-all"] if not os.geteuid() else []
    return subprocess.run(
        [*bound, sys.executable, "-m", "gii_graph", *map(str, arguments)],
        capture_output=True,
        check=False,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


def test_an_unreadable_profile_is_named_and_the_rest_is_read(seeds: Path, tmp_path: Path) -> None:
    path = tmp_path / "locked.txt"
    path.write_text("Global Innovation Index 2024")
    path.chmod(0)
    alone = run_without_rights("build", path, "-o", tmp_path / "gii.ttl")
    assert alone.returncode == 3
    assert "locked.txt: found permission denied" in alone.stderr
    beside = run_without_rights("build", path, seeds, "-o", tmp_path / "gii.ttl")
    assert beside.returncode == 1
    assert "5 profiles," in beside.stderr


def test_an_unreadable_folder_is_named_and_the_rest_is_read(seeds: Path, tmp_path: Path) -> None:
    shutil.copytree(seeds, tmp_path / "profiles")
    locked = tmp_path / "profiles" / "locked"
    locked.mkdir(mode=0)
    result = run_without_rights("build", tmp_path / "profiles", "-o", tmp_path / "gii.ttl")
    locked.chmod(0o700)
    assert result.returncode == 1
    assert "locked: found permission denied" in result.stderr
    assert "5 profiles," in result.stderr


@pytest.mark.parametrize(
    "before",
    [["validate"], ["query", "ranks"], ["link"], ["view"], ["export", "-f", "jsonld"], ["show", "beijing"], ["diff"]],
    ids=str,
)
def test_an_unreadable_graph(before: list[str], tmp_path: Path) -> None:
    path = tmp_path / "locked.ttl"
    path.touch(0)
    result = run_without_rights(*before, path, *([path] if before == ["diff"] else []))
    assert (result.returncode, result.stdout) == (3, "")
    assert result.stderr == f"Error: {path}: cannot be read (Permission denied).\n"


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="needs a file that nobody can read")
def test_a_file_that_fails_while_it_is_read(tmp_path: Path) -> None:
    result = run("build", "/proc/self/mem", "-o", tmp_path / "gii.ttl")
    assert result.returncode == 3
    assert "mem: found input/output error, expected a readable file" in result.stderr


def test_folders_where_files_are_expected(tmp_path: Path) -> None:
    folder = tmp_path / "x.txt"
    folder.mkdir()
    for arguments in (["validate", folder], ["query", "ranks", folder], ["view", folder]):
        result = run(*arguments)
        assert result.returncode in (2, 3)
        assert "Traceback" not in result.stderr
    graph = tmp_path / "x.ttl"
    graph.mkdir()
    result = run("build", ROOT / "seeds", "-o", graph)
    assert (result.returncode, result.stderr) == (3, f"Error: {graph}: is a folder; name a file to write.\n")
    assert [*graph.iterdir()] == []
    result = run("validate", ROOT / "output" / "gii.ttl", "-o", folder)
    assert (result.returncode, len([*folder.iterdir()])) == (0, 1)  # under a name that says what it is


def test_links_that_go_in_circles(seeds: Path, tmp_path: Path) -> None:
    shutil.copy(seeds / "kunming.txt", tmp_path)
    (tmp_path / "loop.txt").symlink_to("loop.txt")
    (tmp_path / "again").symlink_to(".")
    result = run("build", tmp_path, "-o", tmp_path / "gii.ttl")
    assert result.returncode == 1
    assert "loop.txt: found too many levels of symbolic links" in result.stderr
    assert "1 profile," in result.stderr
    assert run("build", tmp_path / "loop.txt", "-o", tmp_path / "gii.ttl").returncode == 3


@pytest.mark.parametrize(
    ("name", "arguments", "said"),
    [
        ("big.txt", ["build", "big.txt", "-o", "out.ttl"], "2,147,483,648 bytes"),
        ("big.html", ["build", "big.html", "-o", "out.ttl"], "2,147,483,648 bytes"),
        ("big.tsv", ["build", ROOT / "seeds", "--overrides", "big.tsv", "-o", "out.ttl"], "over 50,000,000 bytes"),
        ("big.tsv", ["link", ROOT / "output/gii.ttl", "--decisions", "big.tsv", "-o", "."], "over 50,000,000 bytes"),
        ("big.tsv", ["link", ROOT / "output/gii.ttl", "--places", "big.tsv", "-o", "."], "1 of the 19 columns"),
        ("big.json", ["link", ROOT / "output/gii.ttl", "--ror", "big.json", "-o", "."], "not whole or not JSON"),
        ("big.rq", ["query", "big.rq", ROOT / "output/gii.ttl"], "over 50,000,000 bytes"),
        ("big.ttl", ["validate", "big.ttl"], "big.ttl:1"),
        ("big.ttl", ["query", "ranks", "big.ttl"], "big.ttl:1"),
        ("big.ttl", ["view", "big.ttl", "-o", "out.html"], "big.ttl:1"),
    ],
)
def test_two_gigabytes_take_no_memory(
    name: str, arguments: list[object], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with Path(name).open("wb") as sparse:
        sparse.truncate(HUGE)
    result = limited(*arguments)
    assert said in result.stderr
    assert "Traceback" not in result.stderr
    assert result.returncode in (2, 3)


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="needs /dev/zero")
def test_a_file_without_an_end(tmp_path: Path) -> None:
    result = limited("build", "/dev/zero", "-o", tmp_path / "gii.ttl")
    assert result.returncode == 3
    assert "zero: found 5,000,001 bytes, expected at most 5,000,000" in result.stderr


def test_a_file_that_grows_while_it_is_read(seeds: Path, tmp_path: Path) -> None:
    path = tmp_path / "growing.txt"
    shutil.copy(seeds / "kunming.txt", path)
    done = threading.Event()

    def grow() -> None:
        with path.open("ab") as stream:
            while not done.is_set():
                stream.write(b"\nmore and more" * 100)
                stream.flush()

    writer = threading.Thread(target=grow)
    writer.start()
    try:
        result = run("build", path, "-o", tmp_path / "gii.ttl")
    finally:
        done.set()
        writer.join()
    assert result.returncode in (0, 1, 3)
    assert "Traceback" not in result.stderr


def test_ten_thousand_files_that_are_no_profiles(tmp_path: Path) -> None:
    for number in range(10_000):
        (tmp_path / f"{number:05}.txt").touch()
    result = limited("build", tmp_path, "-o", tmp_path / "gii.ttl")
    assert result.returncode == 3
    assert len(result.stderr.splitlines()) == 10_001
    assert result.stderr.endswith("No graph written: no profile could be read.\n")


@pytest.mark.skipif(sys.platform == "darwin", reason="macOS takes no names that are not UTF-8")
def test_names_with_line_ends_escapes_and_bytes_that_are_no_utf8(seeds: Path, tmp_path: Path) -> None:
    names = {"beijing.txt": b"bad\xff.txt", "dalian.txt": b"new\nline.txt", "kunming.txt": b"red\x1b[31m.txt"}
    folder = tmp_path / "profiles"
    folder.mkdir()
    for seed, name in names.items():
        Path(os.fsdecode(os.fsencode(folder) + b"/" + name)).write_bytes((seeds / seed).read_bytes())
    report = tmp_path / "report.json"
    result = run("build", folder, "-o", tmp_path / "gii.ttl", "--report", report)
    assert result.returncode == 0, result.stderr
    shown = [line.split("  ")[0] for line in result.stderr.splitlines()[2:5]]
    assert shown == ["bad\\xff.txt", "new\\nline.txt", "red\\x1b[31m.txt"]
    assert report.read_text("utf-8")
    assert run("validate", tmp_path / "gii.ttl").returncode == 0


@pytest.mark.parametrize("before", [["validate"], ["link"], ["view"]], ids=str)
def test_a_name_with_line_ends_stays_in_its_sentence(before: list[str]) -> None:
    result = run(*before, "no\nsuch\r.ttl")
    assert (result.returncode, result.stderr) == (
        3,
        "Error: no\\nsuch\\r.ttl: cannot be read (No such file or directory).\n",
    )


def test_what_a_killed_run_left_is_removed_once_it_is_old(tmp_path: Path) -> None:
    old, new, other = (tmp_path / name for name in (".out.ttl.a.part", ".out.ttl.b.part", ".else.ttl.a.part"))
    for path in (old, new, other):
        path.touch()
    for path in (old, other):
        os.utime(path, (0, 0))
    with replacing(tmp_path / "out.ttl") as stream:
        stream.write("whole")
    assert sorted(path.name for path in tmp_path.iterdir()) == [".else.ttl.a.part", ".out.ttl.b.part", "out.ttl"]
