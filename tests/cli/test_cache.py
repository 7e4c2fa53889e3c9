"""Indexes of large graphs: the same answers at once, and nothing trusted that is old or not whole."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from benchmarks.profiles import write_profiles
from gii_graph.assembly import assemble_graph
from gii_graph.reading import find_files
from gii_graph.sparql.graph_index import Indexes
from gii_graph.vocabulary import BASE
from tests.background import wait_for_index
from tests.conftest import ROOT, run

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A graph of six megabytes: large enough for an index."""
    folder = tmp_path_factory.mktemp("large")
    write_profiles(600, folder / "profiles")
    path = folder / "large.ttl"
    path.write_text("".join(assemble_graph(find_files([folder / "profiles"])).turtle(BASE)), "utf-8")
    return path


def ask(cache: Path, *arguments: object) -> str:
    environment = {"GII_GRAPH_CACHE": str(cache), "GII_GRAPH_INDEX": "1"}
    result = run("query", *arguments, "-f", "csv", "--quiet", env=environment)
    assert result.returncode == 0, result.stderr
    return result.stdout


def test_a_large_graph_is_indexed_for_the_next_query(large: Path, tmp_path: Path) -> None:
    first = ask(tmp_path, "top-partners", large)
    wait_for_index(tmp_path)
    assert ask(tmp_path, "top-partners", large) == first
    assert ask(tmp_path, "top-partners", large, "--no-index") == first
    listed = run("cache", env={"GII_GRAPH_CACHE": str(tmp_path)}).stdout
    assert listed.splitlines()[2].startswith(str(large))
    cleared = run("cache", "clear", env={"GII_GRAPH_CACHE": str(tmp_path)})
    assert (cleared.returncode, cleared.stderr.startswith("Removed ")) == (0, True)
    assert run("cache", env={"GII_GRAPH_CACHE": str(tmp_path)}).stdout == "Nothing is kept.\n"


def test_the_index_answers_and_a_changed_file_does_not_meet_it(large: Path, tmp_path: Path) -> None:
    graph = tmp_path / "graph.ttl"
    graph.write_bytes(large.read_bytes())
    indexes = Indexes(tmp_path / "indexes")
    assert indexes.opened([str(graph)]) is None
    indexes.make([str(graph)])
    whole = ask(tmp_path, "--execute", COUNT, graph)
    store = indexes.opened([str(graph)])
    assert store is not None
    assert whole == f"n\n{len(store)}\n"
    with graph.open("a", encoding="utf-8") as stream:
        stream.write("\n<cluster/new> a gii:Cluster .\n")
    assert indexes.opened([str(graph)]) is None
    assert ask(tmp_path, "--execute", COUNT, graph) == f"n\n{len(store) + 1}\n"


def test_a_file_with_the_same_size_and_time_does_not_meet_the_index_of_another(large: Path, tmp_path: Path) -> None:
    graph = tmp_path / "graph.ttl"
    graph.write_bytes(large.read_bytes())
    os.utime(graph, (0, 0))
    indexes = Indexes(tmp_path / "indexes")
    indexes.make([str(graph)])
    assert indexes.opened([str(graph)]) is not None
    graph.write_bytes(large.read_bytes().replace(b"2024", b"2025"))
    os.utime(graph, (0, 0))
    assert indexes.opened([str(graph)]) is None


def test_a_small_graph_and_no_index_leave_nothing(committed_graph: Path, large: Path, tmp_path: Path) -> None:
    ask(tmp_path, "top-partners", committed_graph)
    ask(tmp_path, "top-partners", large, "--no-index")
    time.sleep(0.5)
    assert list(tmp_path.iterdir()) == []


def test_queries_at_the_same_moment_are_both_right(large: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "gii_graph", "query", "-q", COUNT, str(large), "-f", "csv", "--quiet"]
    env = {"GII_GRAPH_CACHE": str(tmp_path), "PYTHONPATH": str(ROOT), "GII_GRAPH_INDEX": "1"}
    both = [subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    answers = {process.communicate()[0] for process in both}
    assert len(answers) == 1
    wait_for_index(tmp_path)
    assert {ask(tmp_path, "--execute", COUNT, large)} == answers


def test_a_killed_indexing_leaves_nothing_that_is_trusted(large: Path, tmp_path: Path) -> None:
    script = (
        "import json, os\n"
        "from gii_graph.sparql import graph_index as index\n"
        "json.dumps = lambda *arguments: os._exit(9)\n"  # as if killed before the last step
        f"index.Indexes(index.Path({str(tmp_path / 'indexes')!r})).make([{str(large)!r}])\n"
    )
    killed = subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=False)
    assert killed.returncode == 9
    assert len(list(tmp_path.glob("indexes/*.part"))) == 1
    indexes = Indexes(tmp_path / "indexes")
    assert indexes.opened([str(large)]) is None
    assert indexes.listed() == []
    indexes.make([str(large)])
    assert not list(tmp_path.glob("indexes/*.part"))
    assert indexes.opened([str(large)]) is not None


@pytest.mark.skipif(os.name != "posix", reason="there is no kill -9")
@pytest.mark.parametrize("files", [1, 8, 12])
def test_an_indexing_killed_at_any_moment_leaves_nothing_that_is_trusted(
    large: Path, tmp_path: Path, files: int
) -> None:
    """It is killed when its store has so many files."""
    whole = ask(tmp_path, "--execute", COUNT, large, "--no-index")
    command = [sys.executable, "-m", "gii_graph", "cache", "add", str(large)]
    process = subprocess.Popen(command, env={"GII_GRAPH_CACHE": str(tmp_path), "PYTHONPATH": str(ROOT)})
    while process.poll() is None and len(list(tmp_path.glob("indexes/*.part/store/*"))) < files:
        time.sleep(0.001)
    process.kill()
    assert process.wait() == -9
    assert Indexes(tmp_path / "indexes").opened([str(large)]) is None
    assert ask(tmp_path, "--execute", COUNT, large) == whole
    wait_for_index(tmp_path)
    assert ask(tmp_path, "--execute", COUNT, large) == whole


def test_a_damaged_index_is_not_used(large: Path, tmp_path: Path) -> None:
    indexes = Indexes(tmp_path / "indexes")
    indexes.make([str(large)])
    [index] = indexes.listed()
    for path in (index.folder / "store").glob("MANIFEST*"):
        path.write_bytes(b"")
    assert indexes.opened([str(large)]) is None
    assert indexes.listed() == []


def test_a_path_over_a_long_chain_is_answered(tmp_path: Path) -> None:
    chain = tmp_path / "chain.nt"
    chain.write_text("".join(f"<urn:n{n}> <urn:next> <urn:n{n + 1}> .\n" for n in range(100_000)), "utf-8")
    query = "SELECT (COUNT(*) AS ?n) { <urn:n0> <urn:next>+ ?end }"
    assert ask(tmp_path, "--execute", query, chain) == "n\n100000\n"


def test_what_is_kept_is_listed_in_the_form_that_is_named(committed_graph: Path, tmp_path: Path) -> None:
    kept = {"GII_GRAPH_CACHE": str(tmp_path / "kept")}
    run("cache", "add", committed_graph, env=kept)
    listed = list(csv.DictReader(run("cache", "-f", "csv", env=kept).stdout.splitlines()))
    assert [(row["kind"], row["of"]) for row in listed] == [("index", str(committed_graph))]
    assert int(listed[0]["bytes"]) > 100_000
    german = run("cache", "--excel=de", env=kept).stdout
    assert german.startswith("\ufeffkind;of;bytes;time")
    target = tmp_path / "kept.xlsx"
    assert run("cache", "-o", target, env=kept).returncode == 0
    assert target.read_bytes().startswith(b"PK")
    refused = run("cache", "-o", tmp_path / "kept.ttl", env=kept)
    assert (refused.returncode, "nothing is written here as .ttl" in refused.stderr) == (2, True)
    misplaced = run("cache", "-o", tmp_path / "x.csv", "clear", env=kept)
    assert (misplaced.returncode, "are for the list, not for clear" in misplaced.stderr) == (2, True)
    assert len(Indexes(tmp_path / "kept" / "indexes").listed()) == 1


def test_all_that_is_kept_is_listed_and_cleared_and_nothing_else(tmp_path: Path) -> None:
    registry = tmp_path / "v2.0-2025-12-16-ror-data.json"
    registry.write_bytes((ROOT / "tests" / "fuzz" / "corpus" / "registry" / "schema-2").read_bytes())
    cache, kept = tmp_path / "cache", {"GII_GRAPH_CACHE": str(tmp_path / "cache")}
    linked = run("link", ROOT / "output" / "gii.ttl", "--ror", registry, "-o", tmp_path / "links", env=kept)
    assert "Wrote" in linked.stderr
    for path in ("reconciliation/a.json", "npm/oxigraph@0.5.11/web.js", "npm/oxigraph@0.5.11/web_bg.wasm"):
        (cache / path).parent.mkdir(parents=True, exist_ok=True)
        (cache / path).write_bytes(b"12345")
    (cache / ".ror-7-x.sqlite.0123456789ab.part").write_bytes(b"of a killed run")
    for name in ("letter.txt", "ror.sqlite"):
        (cache / name).write_text("of the user", "ascii")
    listed = list(csv.DictReader(run("cache", "-f", "csv", env=kept).stdout.splitlines()))
    assert [(row["kind"], row["of"]) for row in listed] == [
        ("candidates", "ROR v2.0-2025-12-16"),
        ("registry", "ROR v2.0-2025-12-16"),
        ("answers", "reconciliation services"),
        ("program", "oxigraph@0.5.11"),
    ]
    assert listed[-1]["bytes"] == "10"
    headers = [line.split("  ")[0] for line in run("cache", env=kept).stdout.splitlines() if "SIZE" in line]
    assert headers == ["REGISTRY", "CANDIDATES OF NAMES FROM", "ANSWERS OF", "PROGRAM OF A PAGE"]
    assert run("cache", "clear", env=kept).stderr.startswith("Removed ")
    assert run("cache", env=kept).stdout == "Nothing is kept.\n"
    assert sorted(path.name for path in cache.iterdir()) == ["letter.txt", "ror.sqlite"]
