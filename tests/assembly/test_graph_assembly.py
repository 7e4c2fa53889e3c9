"""Many profiles in several processes: the same graph, and nothing left behind."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.profiles import write_profiles
from gii_graph.assembly import assembled, naming
from gii_graph.graph import Tally, describe, to_rdflib
from gii_graph.identity import Mentioned, Mentions, identify
from gii_graph.reading import find_files, read_file
from gii_graph.vocabulary import BASE
from tests.conftest import ROOT
from tests.processes import all_end, children_of


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


def test_a_graph_can_be_written_twice(profiles: Path) -> None:
    with assembled(find_files([profiles / "real"]), processes=2) as assembly:
        assert "".join(assembly.turtle(BASE)) == "".join(assembly.turtle(BASE))


def test_what_profiles_share_comes_in_pieces_that_join_to_the_same_text(
    profiles: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with assembled(find_files([profiles]), processes=1) as assembly:
        (whole,) = assembly.names.shared(BASE)
        monkeypatch.setattr(naming, "_BLOCKS", 7)
        pieces = [*assembly.names.shared(BASE)]
    assert len(pieces) > 10
    assert b"".join(piece.text for piece in pieces) == whole.text
    together = Tally()
    for piece in pieces:
        together.add(piece.tally)
    assert together.plain == whole.tally.plain


def test_names_are_held_packed_whatever_they_are_written_with() -> None:
    named = Mentioned("Xi’an\tCN", 2024, ["China"], [["北京"], []], [['A\x00"\ud800', "É"], ["𝔸"]], ["Xi'an\tCN"])
    assert Mentioned.parse(named.packed()) == named


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
    assert len(children) >= 2
    assert all_end(children)
