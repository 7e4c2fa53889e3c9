"""Reading ahead changes how soon an answer comes, never what it is."""

from __future__ import annotations

import os
import sys
import threading
from pathlib import Path

import pytest

from gii_graph.sparql.ahead import begin, taken
from gii_graph.sparql.dataset import LARGE
from tests.conftest import run

unix = pytest.mark.skipif(sys.platform == "win32", reason="needs named pipes")
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
# The same as a graph, for an output whose ending says that it is one.
COUNTED = f"CONSTRUCT {{ <urn:n> <urn:is> ?n }} {{ {{ {COUNT} }} }}"


def numbered(path: Path, count: int) -> Path:
    """Write so many triples, large enough to be read ahead."""
    path.write_text("".join(f"<urn:a{n}> <urn:number> {n} .\n" for n in range(count)), "utf-8")
    assert path.stat().st_size > 100_000
    return path


def counted(*arguments: object, cwd: Path) -> str:
    done = run("query", "-q", COUNT, *arguments, "-f", "csv", cwd=cwd)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.split()[1]


def test_what_is_named_is_asked(tmp_path: Path) -> None:
    few, many = numbered(tmp_path / "few.ttl", 5000), numbered(tmp_path / "many.ttl", 9000)
    assert counted(few.name, cwd=tmp_path) == "5000"
    assert counted(many.name, few, cwd=tmp_path) == "9000"
    # A guess from the bare arguments would take these for graphs to ask.
    (tmp_path / "output").mkdir()
    (tmp_path / "output" / "gii.ttl").write_text("<urn:a> <urn:b> <urn:c> .")
    answer = numbered(tmp_path / "answer.nt", 9000)
    assert run("query", "-q", COUNTED, "-o", answer, cwd=tmp_path).returncode == 0
    assert answer.read_text().startswith('<urn:n> <urn:is> "1"^^')


@unix
def test_a_pipe_is_left_to_who_asks_for_it(tmp_path: Path) -> None:
    many = numbered(tmp_path / "many.ttl", 200_000)
    assert many.stat().st_size > LARGE
    os.mkfifo(tmp_path / "pipe.ttl")
    writer = threading.Thread(target=lambda: (tmp_path / "pipe.ttl").write_bytes(many.read_bytes()))
    writer.start()
    assert counted("pipe.ttl", "--no-index", cwd=tmp_path) == "200000"
    writer.join()


@unix
def test_a_pipe_that_takes_the_answer_is_not_read(tmp_path: Path) -> None:
    few, pipe, answers = numbered(tmp_path / "few.ttl", 5000), tmp_path / "pipe.ttl", []
    os.mkfifo(pipe)
    reader = threading.Thread(target=lambda: answers.append(pipe.read_text("utf-8")), daemon=True)
    reader.start()
    assert run("query", "-q", COUNTED, few, "-o", pipe, cwd=tmp_path).returncode == 0
    reader.join()
    assert [answer.split()[-4:] for answer in answers] == [["<urn:n>", "<urn:is>", "5000", "."]]


def test_a_damaged_graph_is_told_of_once(tmp_path: Path) -> None:
    path = numbered(tmp_path / "bad.ttl", 5000)
    with path.open("a") as stream:
        stream.write("<a> <b> ?\n")
    done = run("query", "-q", COUNT, path.name, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.startswith("Error: bad.ttl:5001: is not valid Turtle (")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(("asked", "is_there"), [(["few.ttl"], True), (["few.ttl", "few.ttl"], False), ([], False)])
def test_only_who_asks_for_the_same_files_gets_them(
    asked: list[str], is_there: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    numbered(Path("few.ttl"), 5000)
    begin(["-q", COUNT, "few.ttl"])
    store = taken(asked)
    assert (store is not None) == is_there
    assert store is None or len(store) == 5000
    assert taken(["few.ttl"]) is None


@pytest.mark.parametrize("arguments", [["--help"], ["--endpoint=http://localhost"], ["missing.ttl"]])
def test_nothing_is_read_in_vain(arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    numbered(Path("few.ttl"), 5000)
    begin(["few.ttl", *arguments])
    assert taken(["few.ttl"]) is None
