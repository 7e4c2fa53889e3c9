"""A service that speaks the Reconciliation Service API 0.2 over HTTP, asked as users do."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest

from gii_graph.errors import EndpointError
from gii_graph.remote.reconciliation_service import ReconciliationService
from tests.conftest import run

MANIFEST = {
    "versions": ["0.1", "0.2"],
    "name": "Registry of Tests",
    "identifierSpace": "https://ror.org/",
    "schemaSpace": "https://example.org/schema",
}
HKC = {"id": "00g41ma48", "name": "Hasheminejad Kidney Center", "score": 60, "match": True, "description": "Tehran"}


class Service:
    """What the server does: `answers` are (status, headers, body) to give first, then it behaves."""

    def __init__(self) -> None:
        self.manifest: Any = MANIFEST
        self.answers: list[tuple[int, dict[str, str], str]] = []
        self.batches: list[dict[str, Any]] = []
        self.requests = 0
        self.url = ""

    def result(self, query: dict[str, Any]) -> list[dict[str, Any]]:
        return [HKC, {"id": "https://example.org/2", "name": "Other", "score": 0.5}] if query["query"] == "HKC" else []


@contextmanager
def serving(service: Service) -> Iterator[Service]:
    class Handler(BaseHTTPRequestHandler):
        def answer(self, status: int, headers: dict[str, str], body: str) -> None:
            self.send_response(status)
            for name, value in {"Content-Type": "application/json", **headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body.encode())))
            self.end_headers()
            self.wfile.write(body.encode())

        def do_GET(self) -> None:
            service.requests += 1
            self.answer(
                200, {}, json.dumps(service.manifest) if not isinstance(service.manifest, str) else service.manifest
            )

        def do_POST(self) -> None:
            service.requests += 1
            form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            if service.answers:
                self.answer(*service.answers.pop(0))
                return
            queries = json.loads(form["queries"][0])
            service.batches.append(queries)
            self.answer(200, {}, json.dumps({key: {"result": service.result(query)} for key, query in queries.items()}))

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    service.url = f"http://127.0.0.1:{server.server_port}/reconcile"
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def service() -> Iterator[Service]:
    with serving(Service()) as one:
        yield one


def asked(service: Service, cache: Path) -> ReconciliationService:
    return ReconciliationService(service.url, seconds=5, cache=cache)


def test_candidates_have_iri_name_score_and_what_the_service_says(service: Service, tmp_path: Path) -> None:
    found = asked(service, tmp_path).candidates(["HKC", "BOE"], 5)
    assert [(one.iri, one.name, one.score) for one in found["HKC"]] == [
        ("https://ror.org/00g41ma48", "Hasheminejad Kidney Center", 0.6),
        ("https://example.org/2", "Other", 0.5),
    ]
    assert found["HKC"][0].remark == ", which calls it a certain match (Tehran)"
    assert found["BOE"] == []
    assert service.batches == [{"q0": {"query": "HKC", "limit": 5}, "q1": {"query": "BOE", "limit": 5}}]


def test_names_go_in_batches_each_once(service: Service, tmp_path: Path) -> None:
    names = [f"name {number}" for number in range(60)]
    assert len(asked(service, tmp_path).candidates([*names, "name 0"], 1)) == 60
    assert [len(batch) for batch in service.batches] == [25, 25, 10]


def test_answers_are_kept(service: Service, tmp_path: Path) -> None:
    first = asked(service, tmp_path).candidates(["HKC"], 5)
    asked_before = service.requests
    assert asked(service, tmp_path).candidates(["HKC"], 5) == first
    assert service.requests == asked_before


def test_a_busy_service_is_given_the_time_it_asks_for(service: Service, tmp_path: Path, monkeypatch) -> None:
    pauses: list[float] = []
    monkeypatch.setattr(time, "sleep", pauses.append)
    service.answers = [
        (503, {"Retry-After": "7"}, ""),
        (429, {"Retry-After": "Wed, 21 Oct 2015 07:28:00 GMT"}, ""),
        (502, {}, ""),
    ]
    assert asked(service, tmp_path).candidates(["HKC"], 5)["HKC"]
    assert pauses == [7.0, 0.0, 4.0]


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ([(503, {"Retry-After": "9999"}, "")], "asks to be left alone for 9999 seconds; try again later"),
        ([(500, {}, "broken inside")], "500"),
        ([(200, {}, "<html>")], "its answer is not JSON; is it a reconciliation service?"),
        ([(200, {}, "[]")], "its answer is not a JSON object"),
        ([(200, {}, "{}")], "found no result for 'HKC' in its answer; it breaks the protocol"),
        ([(200, {}, '{"q0": {"result": [{"name": "x"}]}}')], "a candidate has no 'id'; it breaks the protocol"),
    ],
)
def test_a_wrong_answer_is_told_plainly(service: Service, tmp_path: Path, answers, said: str) -> None:
    service.answers = answers
    with pytest.raises(EndpointError, match=r"^http://127\.0\.0\.1") as refusal:
        asked(service, tmp_path).candidates(["HKC"], 5)
    assert said in str(refusal.value)


def test_a_wrong_answer_is_not_kept(service: Service, tmp_path: Path) -> None:
    service.answers = [(200, {}, "{}")]
    with pytest.raises(EndpointError):
        asked(service, tmp_path).candidates(["HKC"], 5)
    assert asked(service, tmp_path).candidates(["HKC"], 5)["HKC"]


@pytest.mark.parametrize(
    ("manifest", "said"),
    [
        ({"hello": 1}, "found no manifest with a name and an identifierSpace"),
        ({**MANIFEST, "versions": ["1.0-draft"]}, "speaks version 1.0-draft, expected 0.2"),
        ("<html>", "its answer is not JSON"),
    ],
)
def test_what_is_no_such_service_is_told(service: Service, tmp_path: Path, manifest, said: str) -> None:
    service.manifest = manifest
    with pytest.raises(EndpointError) as refusal:
        asked(service, tmp_path)
    assert said in str(refusal.value)


def test_link_puts_a_services_candidates_to_a_person(service: Service, committed_graph: Path, tmp_path: Path) -> None:
    done = run("link", committed_graph, "-o", tmp_path, "--cache", tmp_path / "cache", "--reconcile", service.url)
    assert done.returncode == 0, done.stderr
    review = (tmp_path / "review.tsv").read_text(encoding="utf-8")
    assert (
        "HKC\tChongqing\tror:00g41ma48\tHasheminejad Kidney Center\t0.60\t"
        "proposed by Registry of Tests, which calls it a certain match (Tehran)\t\t\t\t\n"
    ) in review
    assert "00g41ma48" not in (tmp_path / "links.ttl").read_text(encoding="utf-8")


def test_a_service_that_is_not_there_is_told_in_a_sentence(committed_graph: Path, tmp_path: Path) -> None:
    with serving(Service()) as gone:
        url = gone.url
    done = run("link", committed_graph, "-o", tmp_path, "--cache", tmp_path / "cache", "--reconcile", url)
    assert done.returncode == 3
    assert done.stderr.startswith(f"Error: {url}: nothing answers there")
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "links.ttl").exists()
