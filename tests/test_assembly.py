"""Many profiles in several processes: the same graph, and nothing left behind."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from benchmarks.profiles import write_profiles
from gii_graph.assembly import assembled
from gii_graph.assembly.shard import Kept, Shard
from gii_graph.graph import describe, to_rdflib
from gii_graph.identity import Mentions, identify
from gii_graph.reading import find_files, read_file
from gii_graph.vocabulary import BASE
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def profiles(tmp_path_factory: pytest.TempPathFactory, seeds: Path) -> Path:
    """Made-up profiles, a copy of one, another that contradicts it, one with a shared rank, and a file that is none."""
    folder = tmp_path_factory.mktemp("profiles")
    write_profiles(60, folder)
    shutil.copytree(seeds, folder / "real")
    beijing = (seeds / "beijing.txt").read_text("utf-8")
    (folder / "copy.txt").write_text(beijing, "utf-8")
    (folder / "contradiction.txt").write_text(beijing.replace("3rd largest", "4th largest"), "utf-8")
    kunming = (seeds / "kunming.txt").read_text("utf-8")
    (folder / "shared.txt").write_text(kunming.replace("Kunming", "Lunming").replace("2\tLUO", "1\tLUO"), "utf-8")
    (folder / "none.txt").write_text("no profile", "utf-8")
    return folder


def text_of(paths: list[Path], processes: int | None = None) -> tuple[str, object]:
    with assembled(paths, processes=processes) as assembly:
        return "".join(assembly.turtle(BASE)), assembly.report()


def test_the_same_bytes_and_report_whatever_the_number_of_processes(profiles: Path) -> None:
    paths = find_files([profiles])
    alone = text_of(paths)
    assert "<listing/2024/lunming/patents/1-luo-can>" in alone[0]
    assert len(alone[1]["refused"]) == 2
    assert alone[1]["duplicates"] == [{"file": "copy.txt", "same_as": "beijing.txt"}]
    for processes in (2, 3):
        assert text_of(paths, processes) == alone
    assert text_of(paths[::-1], 2) == alone


def test_a_draft_comes_to_the_part_that_is_described_at_once(profiles: Path) -> None:
    files = [str(path) for path in [*find_files([profiles / "real"]), profiles / "shared.txt"]]
    drafting, at_once = Shard(), Shard()
    kept = [Kept(place, f"source/{place}") for place, _ in enumerate(drafting.read(files))]
    at_once.read(files)
    names = identify(at_once.mentions([one.place for one in kept])).agents
    drafting.draft(kept)
    for shard in (drafting, at_once):
        shard.name({name: agent.path for name, agent in names.items()})
    assert drafting.parts(kept, noted=True) == at_once.parts(kept, noted=True)
    assert [tally.plain for tally in drafting.tallies()] == [tally.plain for tally in at_once.tallies()]
    # The last has a shared rank and waits for its agents.
    with pytest.raises(KeyError):
        drafting.readings([0])
    assert drafting.readings([kept[-1].place])


def test_a_graph_can_be_written_twice(profiles: Path) -> None:
    with assembled(find_files([profiles / "real"]), processes=2) as assembly:
        assert "".join(assembly.turtle(BASE)) == "".join(assembly.turtle(BASE))


def test_pieces_described_apart_are_the_graph_described_whole(profiles: Path) -> None:
    import rdflib

    paths = find_files([profiles / "real", profiles / "000"])
    records = [read_file(path).profile for path in paths]
    whole = to_rdflib(describe(records, identify(Mentions.of(records))), BASE)
    assert set(rdflib.Graph().parse(data=text_of(paths, 2)[0], format="turtle")) == set(whole)


@pytest.mark.skipif(os.name != "posix", reason="processes are listed by ps")
def test_workers_end_when_their_parent_is_killed(profiles: Path, tmp_path: Path) -> None:
    code = f"""
import sys, time
from pathlib import Path
from gii_graph.assembly import assembled
from gii_graph.reading import find_files
if __name__ == "__main__":
    with assembled(find_files([Path({str(profiles)!r})]), processes=2) as assembly:
        print("ready", flush=True)
        time.sleep(60)
"""
    script = tmp_path / "wait.py"
    script.write_text(code, "utf-8")
    parent = subprocess.Popen(
        [sys.executable, script], env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE, text=True
    )
    assert parent.stdout is not None
    assert parent.stdout.readline() == "ready\n"
    children = children_of(parent.pid)
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    parent.stdout.close()
    deadline = time.monotonic() + 20
    while any(map(is_running, children)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert len(children) >= 2
    assert not any(map(is_running, children))


def children_of(process: int) -> list[int]:
    listed = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    pairs = [tuple(map(int, line.split())) for line in listed.splitlines()]
    return [child for child, parent in pairs if parent == process]


def is_running(process: int) -> bool:
    state = subprocess.run(["ps", "-o", "stat=", "-p", str(process)], capture_output=True, text=True, check=False)
    return bool(state.stdout.strip()) and not state.stdout.startswith("Z")
