"""A push that is killed at any moment leaves the old graph in the store, or the new one: never a mixture or a part."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from gii_graph.remote.endpoint import Endpoint
from gii_graph.remote.login import login_from
from tests.conftest import ROOT, run
from tests.remote.servers import Server

pytestmark = pytest.mark.server

MOMENTS = 100 if os.environ.get("GII_GRAPH_THOROUGH") else 2
QUIET = 3.0  # seconds
PATIENCE = 300.0  # seconds
# So many that a push takes some seconds: Virtuoso takes ten times as long for each.
TRIPLES = {"oxigraph": 20_000, "virtuoso": 4_000}
GRAPH = "https://example.org/killed"


def written(path: Path, generation: str, triples: int) -> Path:
    path.write_text(
        "".join(f'<http://a/{number}> <http://a/p> "{generation}" .\n' for number in range(triples)), "utf-8"
    )
    return path


def held(server: Server) -> tuple[int, str, str]:
    """Return how many triples the store holds, and of which generations, from the first to the last."""
    with Endpoint(server.query, seconds=60, login=login_from(server.login)) as endpoint:
        rows = endpoint.answer(
            "SELECT (COUNT(*) AS ?n) (MIN(STR(?of)) AS ?first) (MAX(STR(?of)) AS ?last) "
            f"{{ GRAPH <{GRAPH}> {{ ?s ?p ?of }} }}"
        )
        [row] = rows
        first, last = (row[name].value if row[name] else "" for name in ("first", "last"))
        return int(row["n"].value), first, last


def test_a_killed_push_leaves_the_old_graph_or_the_new(store_server: Server, tmp_path: Path) -> None:
    there = ("--endpoint", store_server.store, "--graph", GRAPH, "--count-at", store_server.query)
    triples = TRIPLES[store_server.name]
    pushed = ["g-start"]
    for _ in range(2):  # to replace a graph takes longer than to write one
        started = time.monotonic()
        done = run("push", written(tmp_path / "start.nt", pushed[0], triples), *there, env=store_server.login)
        assert done.returncode == 0, done.stderr
        whole = time.monotonic() - started
    moments = random.Random(1)
    came = 0
    for number in range(MOMENTS):
        pushed.append(f"g-{number}")
        process = subprocess.Popen(
            [sys.executable, "-m", "gii_graph", "push", written(tmp_path / "new.nt", pushed[-1], triples), *there],
            env={**os.environ, "PYTHONPATH": str(ROOT), **store_server.login},
            stderr=subprocess.DEVNULL,
        )
        time.sleep(whole * moments.uniform(0.1, 1.1))
        process.kill()
        process.wait()
        holds = settled(store_server, triples)
        assert holds in pushed, f"after kill {number}"
        came += holds == pushed[-1]
        # What was sent as a whole may still come, and nothing that was there before this.
        pushed = pushed[pushed.index(holds) :]
    print(f"{store_server.name}: after {MOMENTS} kills {came} times the new graph, else the old")  # noqa: T201  # for `pytest -rP`


def settled(server: Server, triples: int) -> str:
    """Return what the store holds as a whole, when it has done with what it got; fails after five minutes.

    It may still be at work on a push that was killed, and two pushes at once are another question: so what it holds
    must have been the same for a while.
    """
    deadline = time.monotonic() + PATIENCE
    before, since = held(server), time.monotonic()
    while time.monotonic() < deadline:
        time.sleep(0.2)
        now = held(server)
        if now != before:
            before, since = now, time.monotonic()
        count, first, last = now
        if count == triples and first == last and time.monotonic() - since > QUIET:
            return first
    raise AssertionError(f"the store holds {before}")
