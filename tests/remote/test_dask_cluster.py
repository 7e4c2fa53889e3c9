"""A build on a Dask cluster: the bytes of a build on one machine, whatever becomes of the workers."""

from __future__ import annotations

import json
import os
import pickle
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path

import pytest

from benchmarks.profiles import write_profiles
from gii_graph import __version__
from gii_graph.assembly import assembled, graph_assembly
from gii_graph.errors import CallError, SourceError, WorkerError
from gii_graph.reading import find_names
from gii_graph.remote import cluster_shard, cluster_tasks, dask_cluster, partitioned_graph
from gii_graph.remote.cluster_shard import ClusterShard
from gii_graph.remote.cluster_tasks import ProfilePlace, perform, read, read_again
from gii_graph.vocabulary import BASE
from tests.conftest import ROOT, THOROUGH, called, run
from tests.remote.clusters import LocalCluster, local_cluster

pytest.importorskip("distributed", reason="Dask is not installed")

TABLE = (
    "GII 2024 top clusters\nRank,Cluster,Economy,PCT applications,Scientific articles\n"
    "3,Beijing,CN,38067,279485\n7,Somewhere,Japan,100,200\n"
)


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalCluster]:
    """A scheduler and two workers."""
    with local_cluster(tmp_path_factory.mktemp("cluster"), workers=2) as started:
        yield started


@pytest.fixture(scope="module")
def profiles(tmp_path_factory: pytest.TempPathFactory, seeds: Path, made_up_editions: Path) -> Path:
    """Profiles of three editions, a table that adds to them, one twice, several in a file, and what cannot be used."""
    folder = tmp_path_factory.mktemp("profiles") / "mixed"
    shutil.copytree(seeds, folder / "2024")
    shutil.copytree(made_up_editions, folder / "editions")
    beijing, dalian = ((seeds / name).read_text("utf-8") for name in ("beijing.txt", "dalian.txt"))
    (folder / "again.txt").write_text(beijing, "utf-8")
    (folder / "other.txt").write_text(dalian.replace("9th-ranked", "8th-ranked"), "utf-8")
    (folder / "two.txt").write_text(
        beijing.replace("Beijing", "Elsewhere") + "\n" + dalian.replace("Dalian", "Nowhere"), "utf-8"
    )
    (folder / "ranking.csv").write_text(TABLE, "utf-8")
    (folder / "none.txt").write_text("no profile", "utf-8")
    (folder / "picture.gif").write_bytes(b"GIF89a")
    (folder / "again.txt.source").write_text("url: https://example.org/again\nfetched: 2024-11-20\n", "utf-8")
    return folder


def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a few profiles make many tasks."""
    monkeypatch.setattr(cluster_shard, "_BATCH", 20)
    monkeypatch.setattr(graph_assembly, "_BATCH", 20)
    monkeypatch.setattr(partitioned_graph, "_PROFILES", 50)


def local_turtle(folder: Path) -> str:
    return run("build", folder, "-o", "-", "-j", "1").stdout


def test_one_process_two_and_a_cluster_write_the_same_bytes(
    cluster: LocalCluster, profiles: Path, tmp_path: Path
) -> None:
    said = []
    ways = (["-j", "1"], ["-j", "2"], ["--scheduler", cluster.address])
    for number, way in enumerate(ways):
        (tmp_path / str(number)).mkdir()
        done = run("build", profiles, "-o", "gii.ttl", "--report", "told.json", *way, cwd=tmp_path / str(number))
        said.append((done.returncode, done.stdout, done.stderr))
    assert said[0][0] == 1
    assert said[0] == said[1] == said[2]
    for name in ("gii.ttl", "gii.dataset.ttl", "told.json"):
        contents = {(tmp_path / str(number) / name).read_bytes() for number in range(len(ways))}
        assert len(contents) == 1, name


def test_the_parts_that_workers_write_are_the_graph_when_joined(
    cluster: LocalCluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small_batches(monkeypatch)
    write_profiles(220, tmp_path / "profiles")
    parts = tmp_path / "parts"
    asked = ("build", f"file://{tmp_path}/profiles", "--parts-to", f"file://{parts}", "--scheduler", cluster.address)
    assert called(*asked)[:2] == (0, "")
    told = json.loads((parts / "gii.parts.json").read_text("utf-8"))
    names = [part["file"] for part in told["parts"]]
    assert names == sorted(path.name for path in parts.iterdir() if path.name.startswith("gii.ttl."))
    assert [part["profiles"] for part in told["parts"]] == [0, 50, 50, 50, 50, 20, 0]
    joined = b"".join((parts / name).read_bytes() for name in names)
    local = tmp_path / "local" / "gii.ttl"
    assert run("build", tmp_path / "profiles", "-o", local).returncode == 0
    assert joined == local.read_bytes()
    texts = [(folder / "gii.dataset.ttl").read_text("utf-8") for folder in (parts, local.parent)]
    counts, local_counts = ([line for line in text.splitlines() if "void:" in line] for text in texts)
    assert counts == local_counts
    assert "void:triples" in " ".join(counts)
    code, _, said = called(*asked)
    assert (code, said) == (
        3,
        f"Error: file://{parts}: holds gii.dataset.ttl already; name a folder that is new or empty.\n",
    )


def test_what_a_killed_worker_had_is_done_again(
    cluster: LocalCluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small_batches(monkeypatch)
    write_profiles(300, tmp_path)
    with dask_cluster.dask_cluster(cluster.address) as dask:
        doomed = [cluster.start_worker(), cluster.start_worker()]
        while len(dask._client.nthreads()) < 4:
            time.sleep(0.05)
        shard = ClusterShard(dask)
        read_files = shard.read

        def read_with_a_loss(paths: list[str]) -> object:
            answer = read_files(paths)
            doomed[0].send_signal(signal.SIGKILL)
            return answer

        monkeypatch.setattr(shard, "read", read_with_a_loss)
        with assembled(find_names([tmp_path]), cluster=shard) as assembly:
            pieces = assembly.turtle(BASE)
            begin = [*islice(pieces, 5)]
            doomed[1].send_signal(signal.SIGKILL)
            turtle = "".join([*begin, *pieces])
    assert turtle == local_turtle(tmp_path)


def test_what_many_parts_share_comes_once_and_what_was_sent_is_not_kept(cluster: LocalCluster, tmp_path: Path) -> None:
    write_profiles(40, tmp_path)
    with dask_cluster.dask_cluster(cluster.address) as dask:
        shard = ClusterShard(dask)
        with assembled(find_names([tmp_path]), cluster=shard) as assembly:
            parts = shard.describe(assembly.requests())()
        sent = dask._client.scheduler_comm.recent_message_log
    assert len(parts) == 40
    assert len({id(part.tally) for part in parts}) == len({part.tally.key for part in parts})
    assert len(sent) < 2


def test_who_has_another_version_does_nothing() -> None:
    assert pickle.loads(perform(__version__, len, "abc")) == 3
    with pytest.raises(WorkerError, match=re.escape(f"has gii-graph {__version__} and this machine 0.9.0")):
        perform("0.9.0", len, "abc")


def test_a_worker_of_another_version_is_told_before_work(cluster: LocalCluster, tmp_path: Path) -> None:
    old = tmp_path / "gii_graph-0.1.2.dist-info"
    old.mkdir()
    (old / "METADATA").write_text("Metadata-Version: 2.1\nName: gii-graph\nVersion: 0.1.2\n", "utf-8")
    worker = cluster.start_worker({"PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}"})
    try:
        with pytest.raises(WorkerError, match=r"the worker tcp://\S+ has gii-graph 0\.1\.2 and this machine"):  # noqa: PT012
            while worker.poll() is None:
                with dask_cluster.dask_cluster(cluster.address):
                    time.sleep(0.05)
    finally:
        worker.kill()
        worker.wait()


def test_a_fault_of_a_worker_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: object) -> None:
        raise MemoryError

    with pytest.raises(WorkerError, match="a worker of the cluster failed with MemoryError; build without"):
        perform(__version__, broken, ())


def test_a_file_that_only_this_machine_has_is_no_refusal(cluster: LocalCluster, tmp_path: Path) -> None:
    missing = tmp_path / "late.txt"
    with dask_cluster.dask_cluster(cluster.address) as dask:
        (refused,) = ClusterShard(dask).read([str(missing)])()
        assert isinstance(refused, SourceError)
        answer = ClusterShard(dask).read([str(missing)])
        time.sleep(0.5)  # the worker has looked by then; if it has not, it reads what cannot be used
        missing.write_text("no profile", "utf-8")
        with pytest.raises(WorkerError, match=r"cannot read \S+late.txt \(no such file or directory\), which this"):
            answer()


def test_a_file_that_changes_between_two_readings_stops_the_build(tmp_path: Path, seeds: Path) -> None:
    path = tmp_path / "beijing.txt"
    shutil.copy(seeds / "beijing.txt", path)
    ((account,), _, _) = read([str(path)])[0]
    assert not isinstance(account, SourceError)
    place = ProfilePlace(str(path), 0, account.source.sha256)
    assert read_again([place, place])[1].profile.source == account.source
    path.write_text(path.read_text("utf-8") + "\n", "utf-8")
    with pytest.raises(SourceError, match="other text than a moment ago"):
        read_again([place])
    path.unlink()
    with pytest.raises(SourceError, match="other text than a moment ago"):
        read_again([place])


def test_workers_of_several_threads_read_one_file_at_a_time(seeds: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """PDFium is not made for threads."""
    at_once, most = 0, 0

    def watched(*_: object) -> list[object]:
        nonlocal at_once, most
        at_once += 1
        most = max(most, at_once)
        time.sleep(0.02)
        at_once -= 1
        return []

    monkeypatch.setattr(cluster_tasks, "read_content", watched)
    with ThreadPoolExecutor(4) as threads:
        assert len([*threads.map(read, [[str(path)] for path in seeds.iterdir()])]) >= 5
    assert most == 1


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["--scheduler", "nowhere"], 2, "'nowhere' is no address of a scheduler"),
        (["--scheduler", "gopher://127.0.0.1:1"], 2, "gopher://127.0.0.1:1 cannot be connected to"),
        (["--scheduler", "tls://127.0.0.1:1"], 2, "tls://127.0.0.1:1 cannot be connected to"),
        (["--parts-to", "parts"], 2, "--parts-to needs --scheduler"),
        (["--scheduler", "tcp://127.0.0.1:1", "-j", "2"], 2, "-j is how many processes work here"),
        (["--scheduler", "tcp://127.0.0.1:1", "--parts-to", "parts", "-o", "x.ttl"], 2, "give one of them"),
        (["--scheduler", "tcp://127.0.0.1:1", "-"], 2, "Workers cannot read standard input"),
    ],
)
def test_a_call_that_is_wrong(arguments: list[str], code: int, said: str, seeds: Path) -> None:
    told = called("build", seeds, *arguments)
    assert (told[0], told[1]) == (code, "")
    assert said in told[2]
    assert "Traceback" not in told[2]


def test_without_dask_it_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch, seeds: Path) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    monkeypatch.setitem(sys.modules, "fsspec.core", None)
    code, _, said = called("build", seeds, "--scheduler", "tcp://127.0.0.1:1")
    assert (code, said) == (2, "Error: --scheduler needs Dask; install it with `pip install 'gii-graph[dask]'`.\n")
    code, _, said = called("build", "s3://bucket/profiles")
    assert (code, said) == (
        2,
        "Error: s3://bucket/profiles needs fsspec; install it with `pip install 'gii-graph[dask]'`.\n",
    )


@pytest.fixture
def silent() -> Iterator[str]:
    """The address of something that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"tcp://127.0.0.1:{server.getsockname()[1]}"


def test_a_scheduler_that_is_not_there_or_says_nothing_is_not_waited_for(
    silent: str, monkeypatch: pytest.MonkeyPatch, seeds: Path, tmp_path: Path
) -> None:
    monkeypatch.setattr(dask_cluster, "_TO_ANSWER", 0.5)
    for address in (silent, "tcp://127.0.0.1:1"):
        code, _, said = called("build", seeds, "-o", tmp_path / "gii.ttl", "--scheduler", address)
        assert code == 3
        assert said.startswith(f"Error: no scheduler answers at {address} (")
        assert said.count("\n") == 1
    assert not (tmp_path / "gii.ttl").exists()


def test_ctrl_c_ends_a_build_that_waits(silent: str, seeds: Path) -> None:
    waiting = subprocess.Popen(
        [sys.executable, "-m", "gii_graph", "build", str(seeds), "-o", "-", "--scheduler", silent],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    time.sleep(2)
    waiting.send_signal(signal.SIGINT)
    out, said = waiting.communicate(timeout=30)
    assert (waiting.returncode, out, said.strip()) == (130, "", "Stopped.")


def test_a_cluster_without_workers_is_not_waited_for(
    tmp_path: Path, seeds: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dask_cluster, "_WITHOUT_WORKERS", 1.0)
    monkeypatch.setattr(dask_cluster, "_TO_ANSWER", 5.0)
    with local_cluster(tmp_path, workers=1) as small, dask_cluster.dask_cluster(small.address) as dask:
        shard = ClusterShard(dask)
        (account,) = shard.read([str(seeds / "beijing.txt")])()
        assert not isinstance(account, SourceError)
        small.processes[-1].kill()
        with pytest.raises(WorkerError, match="has had no worker for 1 seconds"):
            shard.read([str(seeds / "dalian.txt")])()
        waiting = shard.read([str(seeds / "dalian.txt")])
        small.processes[0].kill()
        with pytest.raises(WorkerError, match="was lost or does not answer"):
            waiting()


@pytest.mark.skipif(not THOROUGH, reason="`make thorough` starts more processes")
def test_a_build_over_tls_with_a_worker_killed_in_its_midst(tmp_path: Path) -> None:
    trustme = pytest.importorskip("trustme")
    authority = trustme.CA()
    issued = authority.issue_cert("127.0.0.1")
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    issued.private_key_and_cert_chain_pem.write_to_path(str(tmp_path / "own.pem"))
    settings = {"DASK_DISTRIBUTED__COMM__TLS__CA_FILE": str(tmp_path / "ca.pem")}
    for role in ("SCHEDULER", "WORKER", "CLIENT"):
        settings[f"DASK_DISTRIBUTED__COMM__TLS__{role}__CERT"] = str(tmp_path / "own.pem")
    write_profiles(5000, tmp_path / "profiles")
    (tmp_path / "dask").mkdir()
    with local_cluster(tmp_path / "dask", 4, environment=settings, protocol="tls") as cluster:
        building = subprocess.Popen(
            [sys.executable, "-m", "gii_graph", "build", "profiles", "--scheduler", cluster.address],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(ROOT), **settings},
        )
        time.sleep(6)
        cluster.processes[-1].kill()
        assert building.wait(300) == 0
    assert (tmp_path / "output" / "gii.ttl").read_text("utf-8") == local_turtle(tmp_path / "profiles")


def test_a_part_that_cannot_be_seen_from_here_is_told(tmp_path: Path) -> None:
    from gii_graph.errors import OutputError
    from gii_graph.graph import Tally
    from gii_graph.remote.written_parts import PARTS_LIST, WrittenPart, check_is_free, write_list

    with pytest.raises(OutputError, match=r"part: was written by a worker and is not there, seen from here"):
        write_list(str(tmp_path), [WrittenPart("part", 3, "", 1, Tally())], BASE)
    assert not (tmp_path / PARTS_LIST).exists()
    check_is_free(str(tmp_path))
    check_is_free(str(tmp_path / "new"))


def test_an_address_needs_what_reaches_it(tmp_path: Path) -> None:
    from gii_graph.remote.stored_files import place_at

    with pytest.raises(CallError, match="nowhere://x cannot be reached: Protocol not known: nowhere"):
        place_at("nowhere://x")
