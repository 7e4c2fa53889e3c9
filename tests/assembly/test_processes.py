"""Calls to shards: held by the type checker, eager in their errors, and a process that dies is told in a sentence."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from benchmarks.profiles import write_profiles
from gii_graph.assembly import ProfileShard, Shard
from gii_graph.assembly.processes import InProcess, Worker, worker_processes
from gii_graph.errors import SourceError, WorkerError
from tests.conftest import ROOT
from tests.processes import all_end, children_of

CALLS = """
from collections.abc import Sequence

from gii_graph.assembly.processes import InProcess, Worker
from gii_graph.assembly.shard import ProfileShard, Shard

def calls(worker: Worker, paths: Sequence[str]) -> None:
    worker.submit(Shard.read, paths)()[0]
    InProcess(ProfileShard()).submit(Shard.describe, [])
    worker.submit(Shard.reed, paths)  # wrong
    worker.submit("read", paths)  # wrong
    worker.submit(Shard.read)  # wrong
    worker.submit(Shard.read, paths, 1)  # wrong
    worker.submit(Shard.read, 1)  # wrong
    worker.submit(Shard.read, path=paths)  # wrong
    worker.submit(str.upper)  # wrong
    worker.submit(Shard.readings, [0])().text  # wrong
    InProcess(ProfileShard()).submit(Shard.described, [])  # wrong
"""


@pytest.fixture
def room(tmp_path: Path) -> Path:
    """A copy of the room that builds graphs."""
    package = tmp_path / "gii_graph"
    shutil.copytree(ROOT / "gii_graph", package, ignore=shutil.ignore_patterns("*.pyc", "assets", "data"))
    return package / "assembly"


def lines_with_type_errors(room: Path) -> set[tuple[str, int]]:
    """Return where mypy finds a fault in the room; what the room imports from others is of any type."""
    api = pytest.importorskip("mypy.api")
    arguments = ["--follow-imports=skip", "--no-error-summary", "--no-color-output", "--config-file="]
    said, _, _ = api.run([*arguments, "--cache-dir", str(room / "cache"), *map(str, sorted(room.glob("*.py")))])
    return {(Path(file).name, int(line)) for file, line in re.findall(r"(?m)^(.+\.py):(\d+): error", said)}


def test_a_call_that_is_wrong_is_a_type_error(room: Path) -> None:
    (room / "calls.py").write_text(CALLS, "utf-8")
    wrong = {("calls.py", number) for number, line in enumerate(CALLS.splitlines(), 1) if line.endswith("# wrong")}
    assert lines_with_type_errors(room) == wrong


def test_a_method_that_is_renamed_is_a_type_error(room: Path) -> None:
    shard = room / "shard.py"
    text = shard.read_text("utf-8")
    before, implementation = text.split("class ProfileShard:")
    shard.write_text(f"{before}class ProfileShard:{implementation.replace('def mentioned(', 'def named(')}", "utf-8")
    assert {file for file, _ in lines_with_type_errors(room)} == {"graph_assembly.py"}
    shard.write_text(text.replace("def mentioned(", "def named("), "utf-8")
    assert {file for file, _ in lines_with_type_errors(room)} == {"graph_assembly.py"}


def a_misspelt_call(worker: Worker) -> object:
    return worker.submit(Shard.reed, [])  # type: ignore[attr-defined]


def a_call_with_an_argument_too_many(worker: Worker) -> object:
    return worker.submit(Shard.read, [], [])  # type: ignore[call-arg]


def a_call_that_fails(worker: Worker) -> object:
    return worker.submit(Shard.readings, [0])


@pytest.mark.parametrize("call", [a_misspelt_call, a_call_with_an_argument_too_many, a_call_that_fails])
def test_a_call_that_fails_is_noticed_though_nobody_asks_for_its_answer(call: Callable[[Worker], object]) -> None:
    with pytest.raises((AttributeError, TypeError, LookupError)):
        call(InProcess(ProfileShard()))
    with pytest.raises((AttributeError, WorkerError)), worker_processes(ProfileShard, 2) as workers:
        call(workers[1])


def test_an_error_of_ours_is_the_same_from_another_process(seeds: Path, tmp_path: Path) -> None:
    none = tmp_path / "none.txt"
    none.write_text("no profile", "utf-8")
    paths = [str(seeds / "beijing.txt"), str(none)]
    with worker_processes(ProfileShard, 1) as (worker,):
        answers = worker.submit(Shard.read, paths)()
    assert isinstance(answers[1], SourceError)
    alone = InProcess(ProfileShard()).submit(Shard.read, paths)()
    assert (answers[0], str(answers[1])) == (alone[0], str(alone[1]))


class Faulty(ProfileShard):
    """A shard that has too little memory for its files."""

    def read(self, paths: object) -> Any:
        raise MemoryError

    def mentioned(self, slots: object) -> Any:
        os.kill(os.getpid(), signal.SIGKILL)


def test_what_a_process_dies_of_is_a_sentence() -> None:
    with pytest.raises(WorkerError, match="a process of the build failed with MemoryError; "):  # noqa: SIM117
        with worker_processes(Faulty, 2) as workers:
            workers[0].submit(Shard.read, [])()
    with pytest.raises(WorkerError, match="ended from outside"):  # noqa: SIM117
        with worker_processes(Faulty, 2) as workers:
            workers[0].submit(Shard.mentioned, [])()


@pytest.mark.skipif(os.name != "posix", reason="processes are listed by ps")
@pytest.mark.parametrize("moment", [0, 0.1, 0.2])
def test_a_killed_process_of_a_build_leaves_the_old_graph(tmp_path: Path, moment: float) -> None:
    write_profiles(1200, tmp_path / "profiles")
    output = tmp_path / "out" / "gii.ttl"
    output.parent.mkdir()
    output.write_text("# as it was\n", "utf-8")
    building = subprocess.Popen(
        [sys.executable, "-m", "gii_graph", "build", "profiles", "-o", "out/gii.ttl", "-j", "2"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT), "GII_GRAPH_CACHE": str(tmp_path / "cache")},
        stderr=subprocess.PIPE,
        text=True,
    )
    while len(workers := children_of(building.pid)) < 2 and building.poll() is None:
        time.sleep(0.01)
    time.sleep(moment)
    os.kill(workers[-1], signal.SIGKILL)
    said = building.communicate(timeout=60)[1]
    assert building.returncode == 3, said
    assert said.startswith("Error: one of the processes of the build was ended from outside")
    assert said.count("\n") == 1
    assert output.read_text("utf-8") == "# as it was\n"
    assert [path.name for path in output.parent.iterdir()] == ["gii.ttl"]
    assert not (tmp_path / "cache").exists()
    assert all_end(workers)
