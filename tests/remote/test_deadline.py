"""All steps of an exchange share one deadline, which moves with what is sent and received."""

from __future__ import annotations

import socket
import sys
import threading
import time
from pathlib import Path

import httpcore
import pytest

from gii_graph.cli import watch
from gii_graph.errors import EndpointError
from gii_graph.remote.http import Connection
from gii_graph.remote.timed_network import Deadline
from tests.conftest import called
from tests.remote.conftest import Scripted
from tests.remote.test_behaviours import CALLS, WAYS


def test_what_moves_has_more_time(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1000.0
    monkeypatch.setattr(time, "monotonic", lambda: now)
    deadline = Deadline(60)
    assert deadline.left() == 60
    now += 60
    deadline.moved(5_000_000)  # 5 MB in a minute
    assert deadline.left() == 100
    deadline.start()
    assert deadline.left() == 60


def test_a_byte_a_second_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1000.0
    monkeypatch.setattr(time, "monotonic", lambda: now)
    deadline = Deadline(60)
    for _ in range(60):
        assert deadline.left() > 0
        now += 1
        deadline.moved(1)
    now += 1
    with pytest.raises(httpcore.ReadTimeout):
        deadline.left()


@pytest.mark.parametrize("way", WAYS.values())
def test_a_host_that_is_looked_up_for_ever_is_left(way: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(watch, "leave", sys.exit)
    hangs = threading.Event()
    looked_up = socket.getaddrinfo
    monkeypatch.setattr(
        socket,
        "getaddrinfo",
        lambda host, *rest, **more: hangs.wait(20) and [] if host == "slow.example" else looked_up(host, *rest, **more),
    )
    graph = tmp_path / "graph.ttl"
    graph.write_text(
        "@prefix gii: <https://w3id.org/gii-graph/ontology#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . "
        '<http://a/o> a gii:Organization ; rdfs:label "Lumen" .',
        "utf-8",
    )
    names = {"GRAPH": str(graph), "OUT": str(tmp_path / "out")}
    started = time.monotonic()
    arguments = [names.get(word, word.replace("URL", "http://slow.example/")) for word in CALLS[way].arguments]
    code, out, error = called(*arguments, "--timeout", "1")
    hangs.set()
    assert (code, out) == (3, "")
    assert time.monotonic() - started < 10
    assert "the look-up of the host slow.example did not end" in error or "The query was stopped after 1" in error


def test_each_address_of_a_host_is_tried(monkeypatch: pytest.MonkeyPatch, scripted: Scripted) -> None:
    addresses = [("127.0.0.3", 0), ("127.0.0.1", 0)]  # nobody listens at the first
    looked_up = socket.getaddrinfo
    monkeypatch.setattr(
        socket,
        "getaddrinfo",
        lambda host, *rest, **more: (
            [(socket.AF_INET, socket.SOCK_STREAM, 6, "", address) for address in addresses]
            if host == "several.example"
            else looked_up(host, *rest, **more)
        ),
    )
    scripted.behaviour = lambda handler, body: (200, {}, b"")
    with Connection(scripted.url.replace("127.0.0.1", "several.example"), None, 5) as connection:
        assert connection.send("GET").status == 200
    assert scripted.requests[0][2]["Host"].startswith("several.example:")
    addresses.pop()
    gone = Connection(scripted.url.replace("127.0.0.1", "several.example"), None, 5)
    with gone, pytest.raises(EndpointError, match="nothing answers there"):
        gone.send("GET")
