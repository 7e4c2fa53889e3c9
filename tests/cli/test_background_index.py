"""A large graph that was just written is indexed by a process that nobody waits for, and that is in nobody's way."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from benchmarks.profiles import write_profiles
from gii_graph.cli import background_indexing
from gii_graph.cli.background_indexing import is_affordable
from gii_graph.cli.query_source import QuerySource, opened
from gii_graph.sparql import ahead
from gii_graph.sparql.graph_index import Indexes
from tests.background import makers, wait_for_index
from tests.conftest import ROOT, run

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
SOON = 60.0  # seconds; a busy machine is no failure
ON_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="what a process is can be seen under /proc alone")


@pytest.fixture(scope="module")
def profiles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """As many profiles as make a graph that is large enough for an index."""
    folder = tmp_path_factory.mktemp("profiles")
    write_profiles(500, folder)
    return folder


@pytest.fixture(scope="module")
def large(profiles: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The graph of them, in the place where a query looks for it."""
    folder = tmp_path_factory.mktemp("large")
    assert run("build", profiles, "--quiet", cwd=folder).returncode == 0
    return folder / "output" / "gii.ttl"


def environment(cache: Path, **more: str) -> dict[str, str]:
    return {"GII_GRAPH_CACHE": str(cache), "GII_GRAPH_INDEX": "1", **more}


def start(*arguments: object, cache: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "gii_graph", *map(str, arguments)],
        env={**os.environ, "PYTHONPATH": str(ROOT), "GII_GRAPH_CACHE": str(cache)},
        stderr=subprocess.PIPE,
        text=True,
    )


def wait_until(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + SOON
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.005)
    assert condition()


def unfinished(cache: Path) -> list[Path]:
    return list(cache.glob("indexes/*.part"))


@contextmanager
def held_up(graph: Path, cache: Path) -> Iterator[Path]:
    """Yield the folder of an index of which the making does not get on."""
    indexes = Indexes(cache / "indexes")
    assert indexes.make([str(graph)])
    [index] = indexes.listed()
    folder = index.folder.with_name(f"{index.folder.name}-x.part")
    with indexes._lock(index.folder.name.partition("-")[0], 0):
        index.folder.rename(folder)
        (folder / "files.json").write_text(json.dumps(index.files), "ascii")
        yield folder


def test_the_first_question_after_a_build_is_answered_from_an_index(profiles: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    assert run("build", profiles, "--quiet", cwd=tmp_path, env=environment(cache)).returncode == 0
    wait_for_index(cache)
    [index] = Indexes(cache / "indexes").listed()
    assert index.files == (str(tmp_path / "output" / "gii.ttl"),)
    before = index.folder.stat().st_mtime
    asked = ("query", "-q", COUNT, "-f", "csv", "--quiet")
    answer = run(*asked, cwd=tmp_path, env=environment(cache)).stdout
    assert answer == run(*asked, "--no-index", cwd=tmp_path, env=environment(cache)).stdout
    assert index.folder.stat().st_mtime > before  # it was opened


def test_links_are_indexed_with_their_graph(large: Path, tmp_path: Path) -> None:
    folder, cache = large.parent.parent, tmp_path / "cache"
    linked = run("link", "--quiet", "--no-curated", cwd=folder, env=environment(cache))
    assert (linked.returncode, linked.stderr) == (0, "")
    wait_for_index(cache)
    [index] = Indexes(cache / "indexes").listed()
    assert index.files == (str(large), str(large.with_name("links.ttl")))
    elsewhere = run("link", "--quiet", "--no-curated", large, "-o", tmp_path, cwd=tmp_path, env=environment(cache))
    assert (elsewhere.returncode, makers(cache)) == (0, [])


@ON_LINUX
def test_the_process_holds_nothing_of_the_user_and_comes_last(large: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    script = (
        "import sys\nfrom gii_graph.cli.background_indexing import index_in_background\n"
        f"index_in_background([{str(large)!r}])\nprint('done')\n"
    )
    command = [sys.executable, "-c", script]
    variables = {**os.environ, "PYTHONPATH": str(ROOT), **environment(cache)}
    # It ends although the other still runs: that holds no pipe.
    assert subprocess.run(command, env=variables, cwd=tmp_path, capture_output=True, check=True).stdout == b"done\n"
    seen: list[tuple[int, ...]] = []

    def is_humble() -> bool:
        for process in map(str, makers(cache)):
            try:
                status = Path("/proc", process, "stat").read_text().rpartition(")")[2].split()
                session, terminal, nice, policy = (int(status[place]) for place in (3, 4, 16, 38))
                streams = {str(Path(f"/proc/{process}/fd/{number}").readlink()) for number in range(3)}
                where = Path(f"/proc/{process}/cwd").readlink()
                badness = int(Path(f"/proc/{process}/oom_score_adj").read_text())
            except OSError:
                continue
            assert (terminal, where) == (0, cache)
            assert session != os.getsid(0)
            assert streams == {"/dev/null"}
            seen.append((nice, policy, badness))
        return (19, os.SCHED_IDLE, 1000) in seen

    wait_until(is_humble)
    wait_for_index(cache)
    wait_until(lambda: not makers(cache))
    assert sorted(path.suffix for path in (cache / "indexes").iterdir() if path.is_file()) == [".lock"]


@pytest.mark.parametrize(
    ("options", "variables"),
    [(["--no-index"], {}), ([], {"GII_GRAPH_INDEX": "0"}), ([], {"CI": "true", "GII_GRAPH_INDEX": ""})],
    ids=["option", "variable", "integration"],
)
def test_none_is_started_where_none_is_wanted(
    large: Path, tmp_path: Path, options: list[str], variables: dict[str, str]
) -> None:
    cache, folder = tmp_path / "cache", large.parent.parent
    arguments = ("link", "--quiet", "--no-curated", *options)
    assert run(*arguments, cwd=folder, env=environment(cache, **variables)).returncode == 0
    assert (makers(cache), (cache / "indexes").exists()) == ([], False)


def test_of_a_small_graph_none_is_made(tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    assert run("build", ROOT / "seeds", "--quiet", cwd=tmp_path, env=environment(cache)).returncode == 0
    assert (makers(cache), cache.exists()) == ([], False)


def test_none_is_begun_where_memory_or_disk_are_short(
    large: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GII_GRAPH_CACHE", str(tmp_path))
    size = large.stat().st_size
    monkeypatch.setattr(background_indexing, "_available", lambda: 41.0 * size)
    assert is_affordable([str(large)])
    monkeypatch.setattr(background_indexing, "_available", lambda: 39.0 * size)
    assert not is_affordable([str(large)])
    monkeypatch.undo()
    monkeypatch.setenv("GII_GRAPH_CACHE", str(tmp_path))
    monkeypatch.setattr(background_indexing, "_DISK", 1 << 40)
    assert not is_affordable([str(large)])


@pytest.mark.parametrize("change", ["file", "cache"])
def test_what_is_not_wanted_any_more_is_not_finished(large: Path, tmp_path: Path, change: str) -> None:
    cache, graph = tmp_path / "cache", tmp_path / "graph.ttl"
    graph.write_bytes(large.read_bytes())
    process = start("cache", "add", graph, cache=cache)
    wait_until(lambda: unfinished(cache))
    if change == "file":
        graph.write_bytes(b"# another\n")
    else:
        assert run("cache", "clear", env=environment(cache)).returncode == 0
    said = process.communicate()[1]
    assert (process.returncode, "while it was indexed" in said) == (3, True)
    assert not list(cache.glob("indexes/*.part"))
    assert Indexes(cache / "indexes").listed() == []


@ON_LINUX
def test_only_itself_gives_way(tmp_path: Path) -> None:
    """A session shares the processors as one: that of whoever starts it is not slowed."""
    session = Path("/proc/self/autogroup")
    if not session.exists():
        pytest.skip("sessions share nothing here")
    before = session.read_text()
    assert run("cache", "add", "--background", ROOT / "output" / "gii.ttl", env=environment(tmp_path)).returncode == 0
    assert session.read_text() == before


@ON_LINUX
def test_one_that_the_system_ends_leaves_nothing(large: Path, tmp_path: Path) -> None:
    process = start("cache", "add", "--background", large, cache=tmp_path)
    wait_until(lambda: unfinished(tmp_path))
    process.send_signal(signal.SIGTERM)
    process.communicate()
    assert process.returncode
    assert not unfinished(tmp_path)


@pytest.mark.skipif(os.name != "posix", reason="there is no kill -9")
def test_one_that_is_killed_is_neither_trusted_nor_in_the_way(large: Path, tmp_path: Path) -> None:
    process = start("cache", "add", "--background", large, cache=tmp_path)
    wait_until(lambda: unfinished(tmp_path))
    process.kill()
    process.communicate()
    indexes = Indexes(tmp_path / "indexes")
    wait_until(lambda: not indexes.is_in_the_making([str(large)]))
    assert (indexes.listed(), indexes.in_the_making()) == ([], [])
    assert indexes.make([str(large)])
    assert not unfinished(tmp_path)


def test_a_second_one_waits_for_the_first(large: Path, tmp_path: Path) -> None:
    first = start("cache", "add", large, cache=tmp_path)
    wait_until(lambda: unfinished(tmp_path))
    second = run("cache", "add", large, env=environment(tmp_path))
    assert (first.wait(), second.returncode) == (0, 0)
    assert "Another process indexes" in second.stderr
    first.communicate()
    assert len(Indexes(tmp_path / "indexes").listed()) == 1


def test_a_new_index_takes_the_place_of_what_the_file_held_before(tmp_path: Path) -> None:
    graph, indexes = tmp_path / "graph.nt", Indexes(tmp_path / "indexes")
    other = tmp_path / "other.nt"
    for triple in ("<urn:a> <urn:b> <urn:c> .\n", "<urn:a> <urn:b> <urn:d> .\n"):
        for path in (graph, other):
            path.write_text(triple, "ascii")
            assert indexes.make([str(path)])
    assert len(indexes.listed()) == 2
    assert all(indexes.opened([str(path)]) is not None for path in (graph, other))


def test_a_query_takes_the_index_that_is_ready_before_the_files_are_read(
    large: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GII_GRAPH_CACHE", str(tmp_path))
    hold = threading.Event()
    monkeypatch.setattr(ahead, "read_files", lambda *_, **__: hold.wait(SOON))  # it takes for ever
    source = QuerySource([str(large)], None, None, None, None, "trig", True, False)
    with held_up(large, tmp_path) as folder:
        threading.Timer(0.3, lambda: folder.rename(folder.with_name(folder.name.removesuffix("-x.part")))).start()
        answering = opened(source)
    hold.set()
    assert not answering.parsed


def test_a_query_does_not_wait_for_an_index_that_is_not_ready(large: Path, tmp_path: Path) -> None:
    asked = ("query", "-q", COUNT, large, "-f", "csv", "--quiet")
    with held_up(large, tmp_path):
        answered = run(*asked, env=environment(tmp_path))
        assert makers(tmp_path) == []  # nor is another begun
        listed = run("cache", env=environment(tmp_path)).stdout
    assert answered.stdout == run(*asked, "--no-index").stdout
    assert "INDEX IN THE MAKING OF" in listed
    assert str(large) in listed
