"""N-Quads in parts are the quads of N-Quads in one, in files of one size and the same bytes, whole or not there."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import random
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import Quad, RdfFormat, Triple, parse

from gii_graph.errors import CallError, OutputError
from gii_graph.export.parts import write_parts
from gii_graph.export.rdf_syntaxes import n_quads
from gii_graph.graph import triples_on_disk
from gii_graph.graph.editions import split_by_edition
from gii_graph.graph.loading import parse_file, read_triples
from gii_graph.vocabulary import BASE
from tests.conftest import ROOT, THOROUGH, run


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def quads(folder: Path) -> list[str]:
    files = [gzip.decompress(packed) for name, packed in content(folder).items() if name.endswith(".gz")]
    return [line for file in files for line in file.decode().splitlines()]


def streamed(*paths: Path) -> Iterator[Triple]:
    return (quad.triple for path in paths for quad in parse_file(path))


@pytest.mark.parametrize("number", [1, 2, 7])
def test_they_are_the_quads_of_nquads(number: int, three_editions: Path, tmp_path: Path) -> None:
    done = run("export", three_editions, "-f", "nquads", "--parts", number, "-o", tmp_path / "parts")
    assert (done.returncode, done.stdout) == (0, "")
    whole = run("export", three_editions, "-f", "nquads", "-o", "-").stdout.splitlines()
    assert sorted(quads(tmp_path / "parts")) == sorted(whole)
    said = f"{number} part{'' if number == 1 else 's'}, {len(whole):,} statements in 4 graphs"
    assert done.stderr == f"Wrote {tmp_path / 'parts'}: {said}; LOADING.md in it has the commands of loaders.\n"


def test_one_edition_alone(three_editions: Path, tmp_path: Path) -> None:
    one = ("export", three_editions, "-f", "nquads", "--edition", "2025")
    assert run(*one, "--parts", "2", "-o", tmp_path / "parts").returncode == 0
    assert sorted(quads(tmp_path / "parts")) == sorted(run(*one, "-o", "-").stdout.splitlines())


def test_the_list_says_what_there_is(three_editions: Path, tmp_path: Path) -> None:
    write_parts(tmp_path / "parts", streamed(three_editions), 3, BASE)
    stated = json.loads((tmp_path / "parts" / "parts.json").read_text("utf-8"))
    files = content(tmp_path / "parts")
    for part in stated["parts"]:
        packed = files.pop(part["file"])
        assert part["bytes"] == len(packed)
        assert part["sha256"] == hashlib.sha256(packed).hexdigest()
        assert part["quads"] == gzip.decompress(packed).count(b"\n")
    assert sorted(files) == ["LOADING.md", "parts.json"]
    assert stated["quads"] == len(quads(tmp_path / "parts"))
    text = "\n".join(quads(tmp_path / "parts"))
    counted = Counter(getattr(quad.graph_name, "value", None) for quad in parse(text, RdfFormat.N_QUADS))
    assert {graph["graph"]: graph["quads"] for graph in stated["graphs"]} == counted
    assert len(counted) == 4


def test_parts_have_about_the_same_size(three_editions: Path, tmp_path: Path) -> None:
    write_parts(tmp_path / "parts", streamed(three_editions), 5, BASE)
    sizes = [len(gzip.decompress(packed)) for name, packed in content(tmp_path / "parts").items() if "part-" in name]
    assert len(sizes) == 5
    assert max(sizes) < 1.1 * min(sizes)


def test_the_same_bytes_whatever_the_order_of_files_and_the_clock(
    three_editions: Path, committed_graph: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_parts(tmp_path / "one", streamed(three_editions, committed_graph), 4, BASE)
    monkeypatch.setattr(time, "time", lambda: 10**9)
    write_parts(tmp_path / "two", streamed(committed_graph, three_editions, committed_graph), 4, BASE)
    assert content(tmp_path / "one") == content(tmp_path / "two")


def test_blank_nodes_are_in_one_file_under_the_names_that_all_exports_give(tmp_path: Path) -> None:
    graph = tmp_path / "graph.ttl"
    lines = [f"<http://a/{number}> <http://a/p> [ <http://a/q> {number} ] , 'a longer text' ." for number in range(50)]
    graph.write_text("\n".join(lines), "utf-8")
    done = run("export", graph, "-f", "nquads", "--parts", "9", "-o", tmp_path / "parts")
    assert " parts in place of 9, 150 statements" in done.stderr
    files = [gzip.decompress(path.read_bytes()).decode() for path in sorted((tmp_path / "parts").glob("*.gz"))]
    assert sum("_:" in file for file in files) == 1
    assert set(parse("".join(files), RdfFormat.N_QUADS)) == {
        Quad(triple.subject, triple.predicate, triple.object) for triple in read_triples([graph])
    }
    assert sorted("".join(files).splitlines()) == sorted(
        "".join(n_quads(split_by_edition(read_triples([graph])), BASE)).splitlines()
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["-f", "nquads"], "--parts writes several files; name a folder for them with -o."),
        (["-f", "nquads", "-o", "-"], "--parts writes several files; name a folder for them with -o."),
        (["-f", "trig", "-o", "parts"], "--parts is for -f nquads, not for trig."),
        (["-o", "parts"], "--parts is for -f nquads."),
        (["-f", "nquads", "-o", "parts.nq"], "it is a folder that several files go to; name a folder."),
        (["-f", "nquads", "-o", "parts", "--license", "https://a/b"], "--license is for --format zip only."),
        (["-f", "nquads", "-o", "filled"], "filled is there already; remove it, or name a new folder with -o."),
        (["-f", "nquads", "-o", "file"], "file is there already; remove it, or name a new folder with -o."),
    ],
)
def test_what_cannot_be_is_refused(arguments: list[str], said: str, committed_graph: Path, tmp_path: Path) -> None:
    (tmp_path / "filled").mkdir()
    (tmp_path / "filled" / "mine").touch()
    (tmp_path / "file").touch()
    before = sorted(tmp_path.rglob("*"))
    done = run("export", committed_graph, "--parts", "2", *arguments, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert sorted(tmp_path.rglob("*")) == before


def test_nothing_is_left_of_what_failed(committed_graph: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.ttl"
    broken.write_text("<https://x/a> a\n<https://x/b> <> .\n", "utf-8")
    done = run("export", committed_graph, broken, "-f", "nquads", "--parts", "2", "-o", "parts", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (3, "")
    assert f"{broken}:2:" in done.stderr
    with pytest.raises(CallError, match="no statement"):
        write_parts(tmp_path / "parts", [], 2, BASE)
    assert list(tmp_path.iterdir()) == [broken]


def test_an_empty_folder_is_filled_and_one_that_was_filled_meanwhile_is_not(
    committed_graph: Path, tmp_path: Path
) -> None:
    (tmp_path / "empty").mkdir()
    assert len(write_parts(tmp_path / "empty", streamed(committed_graph), 2, BASE).parts) == 2

    def filling() -> Iterator[Triple]:
        yield from streamed(committed_graph)
        (tmp_path / "filled").mkdir()
        (tmp_path / "filled" / "mine").touch()

    with pytest.raises(OutputError, match="filled: cannot be written"):
        write_parts(tmp_path / "filled", filling(), 2, BASE)
    assert sorted(path.name for path in tmp_path.rglob("*") if "part-" not in path.name) == [
        "LOADING.md", "empty", "filled", "mine", "parts.json"
    ]  # fmt: skip


def test_a_full_disk_is_told_and_nothing_is_left(
    committed_graph: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    limit = "PRAGMA max_page_count = 30"
    monkeypatch.setattr(triples_on_disk, "_TABLES", f"{limit};{triples_on_disk._TABLES}")
    with pytest.raises(OutputError, match=r"parts: cannot be written \(database or disk is full\)"):
        write_parts(tmp_path / "parts", streamed(committed_graph), 2, BASE)
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_run_left_is_removed_after_an_hour(committed_graph: Path, tmp_path: Path) -> None:
    old, young = tmp_path / ".parts.0123456789ab.part", tmp_path / ".parts.0123456789ac.part"
    long_ago = time.time() - 4000
    for folder in (old, young):
        folder.mkdir()
        (folder / "part-0001.nq.gz").touch()
        os.utime(folder / "part-0001.nq.gz", (long_ago, long_ago))
        os.utime(folder, (long_ago, long_ago))
    (young / "part-0001.nq.gz").touch()
    write_parts(tmp_path / "parts", streamed(committed_graph), 2, BASE)
    assert sorted(path.name for path in tmp_path.iterdir()) == [young.name, "parts"]
    shutil.rmtree(young)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_a_killed_run_leaves_no_folder_or_a_whole_one(three_editions: Path, tmp_path: Path) -> None:
    arguments = ["export", str(three_editions), "-f", "nquads", "--parts", "3", "--quiet", "-o"]
    assert run(*arguments, tmp_path / "expected").returncode == 0
    expected, chance = content(tmp_path / "expected"), random.Random(20241122)
    for turn in range(200 if THOROUGH else 3):
        target = tmp_path / "parts"
        process = subprocess.Popen(
            [sys.executable, "-m", "gii_graph", *arguments, str(target)], env={**os.environ, "PYTHONPATH": str(ROOT)}
        )
        while process.poll() is None and not any(tmp_path.glob(".parts.*.part")):
            time.sleep(0.001)
        time.sleep(chance.uniform(0, 0.15))
        process.kill()
        process.wait()
        assert not target.exists() or content(target) == expected, f"kill {turn} left {sorted(target.iterdir())}"
        shutil.rmtree(target, ignore_errors=True)
        for unfinished in tmp_path.glob(".parts.*.part"):
            shutil.rmtree(unfinished)
