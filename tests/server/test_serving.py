"""The server as a process: its limits, what it does when files change, and its end."""

from __future__ import annotations

import concurrent.futures
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import httpx
import pytest

from tests.conftest import ROOT, called, run
from tests.server.served import ENDLESS, Served, served

LARGE = "SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 200000"
GREEDY = "SELECT ?a { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY RAND()"


def children(process: int) -> list[int]:
    """Return the numbers of the processes that a process has started, and of theirs."""
    try:
        listed = Path(f"/proc/{process}/task/{process}/children").read_text("ascii").split()
    except OSError:
        return []
    return [number for child in map(int, listed) for number in (child, *children(child))]


def processor_time(process: int) -> float:
    """Return the seconds of a processor that a process has taken; none where it has ended."""
    try:
        # https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html: utime is the 14th field, the name the 2nd.
        fields = Path(f"/proc/{process}/stat").read_text("utf-8").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return int(fields[11]) / os.sysconf("SC_CLK_TCK")


def wait_for_work(process: int) -> None:
    """Wait until something that a process has started is at work on a query."""
    if not Path("/proc/self/stat").exists():
        time.sleep(0.5)
        return
    before = {child: processor_time(child) for child in children(process)}
    end = time.monotonic() + 30
    while time.monotonic() < end:
        if any(processor_time(child) > before.get(child, 0.0) + 0.1 for child in children(process)):
            return
        time.sleep(0.05)
    raise AssertionError("no query is being answered")


def test_a_query_that_never_ends_holds_nobody_up(server: Served) -> None:
    with concurrent.futures.ThreadPoolExecutor() as pool:
        endless = pool.submit(server.ask, ENDLESS)
        wait_for_work(server.process.pid)
        assert server.ask("ASK {}").status_code == 200
        assert not endless.done()
        response = endless.result()
    assert response.status_code == 503
    assert "longer than 5 seconds" in response.text
    assert "retry-after" not in response.headers
    assert server.ask("ASK {}").status_code == 200


def test_endless_queries_of_many_end_in_time(server: Served) -> None:
    """Twelve of them are more than there are workers: all are told within their time limit and the wait for a turn."""
    begun = time.monotonic()
    with concurrent.futures.ThreadPoolExecutor(12) as pool:
        responses = list(pool.map(server.ask, [ENDLESS] * 12))
    assert {response.status_code for response in responses} == {503}
    # Who was not answered for others may try again; the same question alone would end in the same way.
    for response in responses:
        assert ("retry-after" in response.headers) == ("busy" in response.text)
    assert time.monotonic() - begun < 60
    assert server.ask("ASK {}").status_code == 200


def test_a_client_that_leaves_keeps_no_worker_busy(committed_graph: Path, tmp_path: Path) -> None:
    with served(tmp_path, [committed_graph], "--workers", "1", "--timeout", "60") as server:
        for _ in range(3):
            with pytest.raises(httpx.ReadTimeout):
                httpx.get(f"{server.url}/sparql", params={"query": ENDLESS}, timeout=0.5, trust_env=False)
        begun = time.monotonic()
        assert server.ask("ASK {}").status_code == 200
        assert time.monotonic() - begun < 30


def test_an_answer_has_a_size_and_a_worker_its_memory(committed_graph: Path, tmp_path: Path) -> None:
    with served(tmp_path, [committed_graph], "--max-answer", "1", "--memory", "64") as server:
        response = server.ask(LARGE)
        assert (response.status_code, "1,000,000 bytes" in response.text) == (503, True)
        if sys.platform == "linux":
            response = server.ask(GREEDY)
            assert (response.status_code, "memory" in response.text) == (503, True)
        assert server.ask("ASK {}").status_code == 200


def test_a_worker_that_has_grown_is_replaced(committed_graph: Path, tmp_path: Path) -> None:
    """What an engine has once taken it seldom gives back: the memory of all workers together must not add up."""
    if sys.platform != "linux":
        pytest.skip("only Linux tells how much memory a process has")
    with served(tmp_path, [committed_graph], "--workers", "1", "--max-answer", "1000") as server:
        assert server.ask("ASK {}").status_code == 200
        workers = children(server.process.pid)
        assert server.ask("ASK {}").status_code == 200
        assert children(server.process.pid) == workers
        # Some thousand rows of 30 kB each, which are all held to be sorted.
        row = f"BIND(CONCAT('{'x' * 30_000}', STR(?a), STR(?d), STR(?c)) AS ?row)"
        grown = f"SELECT ?row {{ ?a ?b ?c . ?d gii:nationalRank ?f {row} }} ORDER BY ?row LIMIT 1"
        assert server.post("/sparql", data={"query": grown}).status_code == 200
        for _ in range(5):
            assert server.ask("ASK {}").status_code == 200
        assert children(server.process.pid) != workers


def test_a_slow_download_keeps_no_worker_busy(committed_graph: Path, tmp_path: Path) -> None:
    with served(tmp_path, [committed_graph], "--workers", "1") as server:
        host, port = server.url.removeprefix("http://").split(":")
        request = httpx.Request("GET", f"{server.url}/sparql", params={"query": LARGE.replace("200000", "50000")})
        with socket.create_connection((host, int(port))) as slow:
            slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            slow.sendall(b"GET " + request.url.raw_path + b" HTTP/1.1\r\nHost: x\r\n\r\n")
            assert slow.recv(100).startswith(b"HTTP/1.1 200 OK")
            for _ in range(5):
                assert server.ask("ASK {}").status_code == 200
                assert slow.recv(1000)


def test_a_changed_file_is_read_again(tmp_path: Path) -> None:
    graph = tmp_path / "graph.ttl"

    def write(number: int, tail: str = "") -> None:
        (tmp_path / "new").write_text("".join(f"<urn:{n}> a <urn:c> .\n" for n in range(number)) + tail, "utf-8")
        (tmp_path / "new").replace(graph)

    def counted() -> str:
        rows = server.ask("SELECT (COUNT(*) AS ?n) { ?s a <urn:c> }").json()["results"]["bindings"]
        number: str = rows[0]["n"]["value"]
        return number

    write(10)
    with served(tmp_path, [graph]) as server:
        assert counted() == "10"
        write(20_000)
        seen = {counted()}
        while not server.waits_to_say("Read again: 20,000", 0.05):
            seen.add(counted())
        assert seen <= {"10", "20000"}
        assert counted() == "20000"
        # A half-written file: what was read before is served on, and it says why.
        write(5, "<urn:broken")
        assert server.waits_to_say("graph.ttl:6")
        assert "What was read before is served on" in server.said
        assert counted() == "20000"
        assert server.get("/health").json()["newest_files_are_served"] is False
        graph.unlink()
        assert server.waits_to_say("is not there any more")
        assert counted() == "20000"
        write(7)
        assert server.waits_to_say("Read again: 7")
        assert (counted(), server.get("/health").json()["newest_files_are_served"]) == ("7", True)


def test_an_answer_begun_is_of_one_state(tmp_path: Path) -> None:
    """Files change again and again while many ask: each answer is of one state, whole."""
    graph = tmp_path / "graph.ttl"
    sizes = [3000, 6000]

    def write(number: int) -> None:
        (tmp_path / "new").write_text("".join(f"<urn:{n}> a <urn:{number}> .\n" for n in range(number)), "utf-8")
        (tmp_path / "new").replace(graph)

    write(sizes[0])
    stop = threading.Event()
    with served(tmp_path, [graph], "--workers", "2") as server, concurrent.futures.ThreadPoolExecutor(4) as pool:

        def asked() -> set[tuple[str, ...]]:
            seen = set()
            while not stop.is_set():
                response = server.ask("SELECT ?c (COUNT(*) AS ?n) { ?s a ?c } GROUP BY ?c")
                assert response.status_code == 200, response.text
                seen.add(
                    tuple(row["c"]["value"] + "=" + row["n"]["value"] for row in response.json()["results"]["bindings"])
                )
            return seen

        asking = [pool.submit(asked) for _ in range(3)]
        try:
            for turn in range(1, 4):
                write(sizes[turn % 2])
                end = time.monotonic() + 30
                while server.said.count("Read again") < turn and time.monotonic() < end:
                    time.sleep(0.1)
        finally:
            stop.set()
        seen = set().union(*(future.result() for future in asking))
    assert seen == {(f"urn:{size}={size}",) for size in sizes}


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_and_all_it_has_started(number: int, committed_graph: Path, tmp_path: Path) -> None:
    with served(tmp_path, [committed_graph], "--timeout", "60") as server:
        with concurrent.futures.ThreadPoolExecutor() as pool:
            endless = pool.submit(server.ask, ENDLESS)
            wait_for_work(server.process.pid)
            started = children(server.process.pid)
            begun = time.monotonic()
            assert server.stop(number) == 0
            assert time.monotonic() - begun < 20
            assert (endless.result().status_code, "is ending" in endless.result().text) == (503, True)
        assert server.said.rstrip().endswith("Stopped.")
    end = time.monotonic() + 5
    while any(Path(f"/proc/{child}").exists() for child in started) and time.monotonic() < end:
        time.sleep(0.05)
    assert [child for child in started if Path(f"/proc/{child}").exists()] == []
    assert list(tmp_path.glob("gii-graph-*")) == []


def test_a_killed_server_leaves_no_process(committed_graph: Path, tmp_path: Path) -> None:
    if sys.platform != "linux":
        pytest.skip("only Linux ends a process with its parent")
    with (
        served(tmp_path, [committed_graph], "--timeout", "60") as server,
        concurrent.futures.ThreadPoolExecutor() as pool,
    ):
        endless = pool.submit(server.ask, ENDLESS)
        wait_for_work(server.process.pid)
        started = children(server.process.pid)
        assert len(started) >= 2
        server.process.kill()
        with pytest.raises(httpx.HTTPError):
            endless.result()
        end = time.monotonic() + 5
        while any(Path(f"/proc/{child}").exists() for child in started) and time.monotonic() < end:
            time.sleep(0.05)
        assert [child for child in started if Path(f"/proc/{child}").exists()] == []


def test_a_worker_that_is_killed_is_replaced(committed_graph: Path, tmp_path: Path) -> None:
    with served(tmp_path, [committed_graph], "--workers", "1", "--timeout", "20") as server:
        assert server.ask("ASK {}").status_code == 200
        graph_process, *workers = children(server.process.pid)
        for worker in workers:
            os.kill(worker, signal.SIGKILL)
        time.sleep(0.2)
        assert server.ask("ASK {}").status_code == 200
        # So is the process that holds the graph; until then it says that it cannot answer.
        os.kill(graph_process, signal.SIGKILL)
        assert server.waits_to_say("Read again")
        assert server.ask("ASK {}").status_code == 200


def test_the_log_has_no_query_and_no_header(server: Served) -> None:
    server.get("/sparql?query=ASK%7B%22s3cret%22%7D", headers={"Authorization": "Basic s3cret", "Cookie": "s3cret"})
    server.get("/id/%1b%5b31mred%0aline")
    assert server.waits_to_say("GET /sparql 400")
    assert "s3cret" not in server.said
    assert "\x1b" not in server.said
    assert "\nline" not in server.said


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["-"], 2, "standard input"),
        (["no-such.ttl"], 3, "no-such.ttl: is not there"),
        (["broken.ttl"], 3, "broken.ttl:1"),
        (["good.ttl", "--port", "99999"], 2, "99999"),
        (["good.ttl", "--timeout", "0"], 2, "0"),
        (["good.ttl", "--host", "no.such.host.invalid"], 3, "Cannot listen at no.such.host.invalid"),
        (["good.ttl", "--public-url", "here"], 2, "absolute IRI"),
    ],
)
def test_what_is_wrong_with_the_call(words: list[str], code: int, said: str, tmp_path: Path) -> None:
    (tmp_path / "broken.ttl").write_text("<a", "utf-8")
    (tmp_path / "good.ttl").write_text("<urn:a> a <urn:b> .", "utf-8")
    done = run("serve", *words, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (code, "")
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_a_port_in_use_is_told(server: Served, committed_graph: Path) -> None:
    port = server.url.rpartition(":")[2]
    code, _, error = called("serve", committed_graph, "--port", port)
    assert code == 3
    assert f"port {port}: Address already in use" in error


def test_a_missing_extra_is_named(committed_graph: Path) -> None:
    code = (
        "import sys; sys.modules['uvicorn'] = None; from gii_graph.cli import run; "
        f"sys.exit(run(['serve', {str(committed_graph)!r}]))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, encoding="utf-8", cwd=ROOT)
    assert (done.returncode, done.stdout) == (2, "")
    assert "pip install 'gii-graph[serve]'" in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_file_of_any_name_is_served(committed_graph: Path, tmp_path: Path) -> None:
    graph = tmp_path / "g\udcef \x1b[31m.ttl"
    try:
        graph.write_bytes(committed_graph.read_bytes())
    except OSError:
        pytest.skip("this file system takes no such name")
    with served(tmp_path, [graph]) as server:
        assert json.loads(server.get("/health").text)["statements"] == 1255


def test_a_large_file_is_read_by_a_process_of_the_server_itself(tmp_path: Path) -> None:
    """What watches over the memory of other commands would pass a second signal on, which ends a server at once."""
    graph = tmp_path / "large.ttl"
    graph.write_text("".join(f"<urn:{n}> a <urn:a-class-with-a-long-name> .\n" for n in range(30_000)), "utf-8")
    assert graph.stat().st_size > 1_000_000
    with served(tmp_path, [graph]) as server:
        (graph_process, *_) = children(server.process.pid)
        if Path("/proc").exists():
            assert b"graph_process" in Path(f"/proc/{graph_process}/cmdline").read_bytes()
        assert server.stop() == 0
