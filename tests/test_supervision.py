"""A command that runs out of memory, or is ended, says so in a sentence; an exit code passes through."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from gii_graph.vocabulary import GII, RDF, RDFS
from tests.conftest import ROOT, THOROUGH

resource = pytest.importorskip("resource")  # of POSIX
SLOW = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER (?c + ?f > ?i) }"


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A graph that takes some 400 MB in memory, all of which every command reads."""
    path = tmp_path_factory.mktemp("large") / "large.nt"
    with path.open("w", encoding="utf-8") as stream:
        for number in range(150_000):
            stream.write(f"<http://e/s{number}> <{RDF.type}> <{GII.Cluster}> .\n")
            stream.write(f'<http://e/s{number}> <{RDFS.label}> "a text of some length, number {number}" .\n')
    return path


def start(*arguments: object, memory: int | None = None, folder: Path = ROOT) -> subprocess.Popen[str]:
    def limit() -> None:
        # A shell that runs the tests in the background has its children ignore an interrupt.
        signal.signal(signal.SIGINT, signal.default_int_handler)
        if memory is not None:
            resource.setrlimit(resource.RLIMIT_AS, (memory, memory))

    return subprocess.Popen(
        [sys.executable, "-m", "gii_graph", *map(str, arguments)],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "NO_COLOR": "1"},
        preexec_fn=limit,  # noqa: PLW1509  # the tests have no threads here
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.skipif(sys.platform != "linux", reason="where a limit on memory is one")
@pytest.mark.parametrize(
    ("command", "memory"),
    [
        (["query", "--no-index", "-q", "ASK {}"], 110_000_000),
        (["query", "--no-index", "-q", "ASK {}"], 150_000_000),
        (["validate"], 120_000_000),
        (["analyse"], 135_000_000),
        (["show", "beijing"], 135_000_000),
        (["diff", "output/gii.ttl"], 150_000_000),
        (["view", "-o", "-"], 150_000_000),
        (["push", "--endpoint", "http://127.0.0.1:1/", "--retries", "0"], 150_000_000),
        (["export", "-f", "ntriples", "-o", "-"], 120_000_000),
        (["export", "-f", "ntriples", "-o", "-"], 135_000_000),
    ],
)
def test_out_of_memory_is_a_sentence(command: list[str], memory: int, large: Path) -> None:
    process = start(*command, large, memory=memory)
    try:
        output, errors = process.communicate(timeout=30)
    finally:
        process.kill()
    assert (process.returncode, output) == (3, "")
    assert errors.startswith("Error: there is not enough memory for th")
    assert errors.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["-q", "ASK {}", "-f", "csv"], 0, ""),
        (["-q", "ASK {"], 2, "Error: the query is wrong at line 1"),
        (["-q", "ASK {}", "nowhere.ttl"], 3, "Error: nowhere.ttl: cannot be read"),
    ],
)
def test_exit_codes_and_messages_pass_through(arguments: list[str], code: int, said: str, large: Path) -> None:
    process = start("query", "--no-index", *arguments, large)
    _, errors = process.communicate(timeout=120)
    assert process.returncode == code
    assert errors.startswith(said)


def children(process: int) -> list[int]:
    found = subprocess.run(["ps", "-o", "pid=", "--ppid", str(process)], capture_output=True, text=True, check=False)
    return [int(number) for number in found.stdout.split()]


def is_at_work(process: int) -> bool:
    """Tell whether a process runs; one that has ended may wait long for somebody to ask how."""
    try:
        return Path(f"/proc/{process}/stat").read_text("ascii").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.skipif(sys.platform != "linux", reason="who is whose child is asked of ps, and ended by the system")
@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_who_ends_the_command_ends_its_work(sent: signal.Signals, large: Path) -> None:
    process = start("query", "--no-index", "-q", SLOW, large)
    while not (working := children(process.pid)):
        time.sleep(0.02)
    time.sleep(1)
    process.send_signal(sent)
    process.communicate(timeout=30)
    assert process.returncode in (-sent, 130)
    deadline = time.monotonic() + 10
    while is_at_work(working[0]) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not is_at_work(working[0])


@pytest.mark.skipif(sys.platform != "linux", reason="who is whose child is asked of ps")
def test_a_child_that_crashes_is_told(large: Path) -> None:
    process = start("query", "--no-index", "-q", SLOW, large)
    while not (working := children(process.pid)):
        time.sleep(0.02)
    os.kill(working[0], signal.SIGSEGV)
    output, errors = process.communicate(timeout=30)
    assert (process.returncode, output) == (3, "")
    assert errors == "Error: the command was ended by signal 11 (SIGSEGV).\n"


@pytest.fixture(scope="module")
def ten_thousand(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A graph of ours of 105 MB."""
    folder = tmp_path_factory.mktemp("profiles")
    made = [sys.executable, str(ROOT / "benchmarks" / "profiles.py"), "10000", str(folder / "texts")]
    subprocess.run(made, check=True, capture_output=True)
    assert start("build", folder / "texts", "-o", folder / "gii.ttl", "--quiet").wait(300) == 0
    return folder / "gii.ttl"


@pytest.mark.skipif(not THOROUGH, reason="ten thousand profiles by every command take twenty minutes")
@pytest.mark.skipif(sys.platform != "linux", reason="where a limit on memory is one")
@pytest.mark.parametrize(
    "command",
    [
        ["query", "--no-index", "top-partners", "-f", "csv"],
        ["show", "Banababa"],
        ["validate"],
        ["analyse"],
        ["view", "-o", "gii.html"],
        ["link", "-o", "."],
        *(["export", "-f", form, "-o", f"gii.{form}"] for form in ("graphml", "xlsx", "zip", "ntriples", "jsonld")),
    ],
    ids=" ".join,
)
def test_a_gigabyte_for_ten_thousand_profiles_ends_in_an_answer_or_a_sentence(
    command: list[str], ten_thousand: Path, tmp_path: Path
) -> None:
    begun = time.monotonic()
    process = start(*command, ten_thousand, memory=1_000_000 * 1024, folder=tmp_path)
    _, errors = process.communicate(timeout=600)
    assert process.returncode in (0, 1, 3), errors
    if process.returncode == 3:
        assert (errors.count("\n"), errors[:37]) == (1, "Error: there is not enough memory for")
        assert time.monotonic() - begun < 300
