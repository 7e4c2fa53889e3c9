"""How `gii-graph serve` bears a load, beside Oxigraph's own server on the same data in the same run.

    python benchmarks/serve.py [GRAPH] [--clients 50] [--seconds 60] [--profiles 100] [--oxigraph PROGRAM]

GRAPH is a Turtle file; without one, that of made-up profiles (benchmarks/profiles.py) is built. All clients ask one
question after the other, without a pause, over a connection of their own on loopback: a mix of eight queries. Two more
do harm: one asks a query that never ends, again and again, one downloads a large answer slowly. Each server has the
same time limit. The clients run on the same machine, so that times are those of both.

What is told: requests a second, percentiles of the time from request to the end of the answer, what came of them,
and the memory of all processes of the server together (proportional set size, where the system tells it), at its most.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

PREFIXES = (
    "PREFIX gii: <https://w3id.org/gii-graph/ontology#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "
    "PREFIX id: <https://w3id.org/gii-graph/id/> "
)
QUERIES = (
    "ASK { ?c a gii:Cluster }",
    "SELECT ?c ?name { ?c a gii:Cluster ; rdfs:label ?name } ORDER BY ?name LIMIT 50",
    "SELECT ?name ?rank { ?c rdfs:label ?name ; gii:hasProfile ?p . ?p gii:rank ?rank } ORDER BY ?rank LIMIT 20",
    "SELECT ?a (SUM(?n) AS ?sum) { ?l gii:agent ?a ; gii:count ?n } GROUP BY ?a ORDER BY DESC(?sum) LIMIT 10",
    "SELECT ?a ?b { ?a gii:collaboratesWith ?b . ?b gii:collaboratesWith ?a } ORDER BY ?a ?b LIMIT 100",
    "SELECT ?s ?name { ?s rdfs:label ?name FILTER(CONTAINS(LCASE(STR(?name)), 'univ')) } ORDER BY ?name LIMIT 30",
    "CONSTRUCT { ?c rdfs:label ?name } { ?c a gii:Cluster ; rdfs:label ?name }",
    "SELECT ?e (COUNT(?c) AS ?n) { ?c gii:inEconomy ?e } GROUP BY ?e ORDER BY DESC(?n)",
)  # fmt: skip
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
LARGE = "SELECT * { ?a ?b ?c . ?d gii:rank ?f } LIMIT 100000"
ACCEPT = "application/sparql-results+json, text/turtle;q=0.9"
LIMIT = 5  # seconds, for one query
ROOT = Path(__file__).resolve().parent.parent


@dataclass
class Told:
    """What the clients saw."""

    times: list[float] = field(default_factory=list)
    statuses: Counter[str] = field(default_factory=Counter)
    harmful: Counter[str] = field(default_factory=Counter)
    slow_bytes: int = 0
    memory: int = 0


def request(path: str, query: str) -> bytes:
    address = f"{path}?query={quote(PREFIXES + query)}"
    return f"GET {address} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: {ACCEPT}\r\n\r\n".encode()


async def answer(reader: asyncio.StreamReader) -> int:
    """Read one answer to its end and return its status."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    length = next((line[15:] for line in head.split("\r\n") if line.startswith("content-length:")), None)
    if length is not None:
        await reader.readexactly(int(length))
    else:
        while size := int((await reader.readline()).strip() or b"0", 16):
            await reader.readexactly(size + 2)
        await reader.readline()
    return int(head.split()[1])


async def client(port: int, path: str, number: int, until: float, told: Told) -> None:
    """Ask one question after the other."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    questions = [request(path, query) for query in QUERIES]
    while time.monotonic() < until:
        begun = time.perf_counter()
        try:
            writer.write(questions[number % len(questions)])
            status = str(await answer(reader))
        except (OSError, asyncio.IncompleteReadError) as error:
            status = type(error).__name__
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
        told.times.append(time.perf_counter() - begun)
        told.statuses[status] += 1
        number += 1
    writer.close()


async def endless(port: int, path: str, until: float, told: Told) -> None:
    """Ask a query that never ends, again and again."""
    while time.monotonic() < until:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(request(path, ENDLESS))
        try:
            async with asyncio.timeout(4 * LIMIT):
                told.harmful[str(await answer(reader))] += 1
        except (OSError, asyncio.IncompleteReadError, TimeoutError) as error:
            told.harmful[type(error).__name__] += 1
        writer.close()


async def slow(port: int, path: str, until: float, told: Told) -> None:
    """Take a large answer a few bytes at a time."""
    loop = asyncio.get_running_loop()
    with socket.socket() as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.setblocking(False)
        await loop.sock_connect(connection, ("127.0.0.1", port))
        await loop.sock_sendall(connection, request(path, LARGE))
        while time.monotonic() < until and (piece := await loop.sock_recv(connection, 2048)):
            told.slow_bytes += len(piece)
            await asyncio.sleep(0.1)


async def watch(process: int, until: float, told: Told) -> None:
    while time.monotonic() < until:
        told.memory = max(told.memory, sum(map(proportional, family(process))))
        await asyncio.sleep(0.5)


def family(process: int) -> list[int]:
    try:
        children = Path(f"/proc/{process}/task/{process}/children").read_text("ascii").split()
    except OSError:
        return [process]
    return [process, *(one for child in map(int, children) for one in family(child))]


def proportional(process: int) -> int:
    """Return the bytes of memory of a process, with its share of what it has in common with others."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text("ascii").splitlines()
    except OSError:
        return 0
    return next((1024 * int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


async def load(process: int, port: int, path: str, clients: int, seconds: float) -> Told:
    told = Told()
    until = time.monotonic() + seconds
    await asyncio.gather(
        *(client(port, path, number, until, told) for number in range(clients)),
        endless(port, path, until, told),
        slow(port, path, until, told),
        watch(process, until, told),
    )
    return told


def shown(name: str, told: Told, seconds: float) -> str:
    times = sorted(told.times)
    percentiles = [1000 * times[min(len(times) - 1, int(len(times) * share))] for share in (0.5, 0.95, 0.99)]
    figures = "".join(f"{milliseconds:>9.0f}" for milliseconds in percentiles)
    statuses, harmful = (
        ", ".join(f"{status} x {number:,}" for status, number in counter.most_common())
        for counter in (told.statuses, told.harmful)
    )
    return (
        f"{name:16}{len(times) / seconds:>8.0f}{figures}{told.memory / 1e6:>10.0f}   {statuses}\n"
        f"{'':16}never ends: {harmful}; slow download: {told.slow_bytes:,} bytes"
    )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(command: Sequence[str], port: int, path: str, log: Path) -> Iterator[int]:
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, stdout=output, stderr=output, cwd=log.parent, env={**os.environ, "PYTHONPATH": str(ROOT)}
        )
    try:
        for _ in range(600):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}{path}?query=ASK%7B%7D", timeout=2).close()
                break
            except OSError:
                if process.poll() is not None:
                    raise SystemExit(log.read_text("utf-8", "replace")) from None
                time.sleep(0.1)
        yield process.pid
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()


def made_up(folder: Path, number: int) -> Path:
    texts, graph = folder / "profiles", folder / "graph.ttl"
    subprocess.run([sys.executable, ROOT / "benchmarks" / "profiles.py", str(number), texts], check=True)
    gii_graph = [sys.executable, "-m", "gii_graph"]
    subprocess.run([*gii_graph, "build", texts, "-o", graph, "--quiet"], check=True, cwd=ROOT)
    return graph


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("graph", nargs="?", type=Path)
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--profiles", type=int, default=100)
    beside = Path(sys.executable).with_name("oxigraph")
    parser.add_argument("--oxigraph", default=str(beside) if beside.exists() else shutil.which("oxigraph"))
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        graph = (options.graph or made_up(folder, options.profiles)).resolve()
        print(
            f"{graph.stat().st_size:,} bytes, {options.clients} clients, {options.seconds:g} s, limit {LIMIT} s a query"
        )
        print(f"{'':16}{'per s':>8}{'p50 ms':>9}{'p95 ms':>9}{'p99 ms':>9}{'MB':>10}   answers")
        port = free_port()
        ours = [
            sys.executable,
            "-m",
            "gii_graph",
            "serve",
            str(graph),
            "--port",
            str(port),
            "--timeout",
            str(LIMIT),
            "--quiet",
        ]
        with running(ours, port, "/sparql", folder / "ours.log") as process:
            told = asyncio.run(load(process, port, "/sparql", options.clients, options.seconds))
        print(shown("gii-graph serve", told, options.seconds), flush=True)
        if options.oxigraph:
            store = str(folder / "store")
            subprocess.run([options.oxigraph, "load", "-l", store, "-f", str(graph)], check=True, capture_output=True)
            theirs = [
                options.oxigraph,
                "serve-read-only",
                "-l",
                store,
                "-b",
                f"127.0.0.1:{port}",
                "--timeout-s",
                str(LIMIT),
            ]
            with running(theirs, port, "/query", folder / "theirs.log") as process:
                told = asyncio.run(load(process, port, "/query", options.clients, options.seconds))
            print(shown("oxigraph", told, options.seconds))


if __name__ == "__main__":
    main()
