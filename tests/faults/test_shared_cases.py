"""Small inputs that went wrong once, by the command, as `expected.txt` beside each of them says."""

from __future__ import annotations

import http.client
import io
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT, run

CASES = ROOT.parent / "shared" / "cases"
ANY = "SELECT * { ?s ?p ?o }"
pytestmark = pytest.mark.skipif(not CASES.is_dir(), reason="the shared cases are not beside this repository")

# Case: what is asked, the exit code, what standard output has in it, what standard error has.
TOLD = {
    "bom-rdf/a.ttl": (["query", "-q", ANY, "a.ttl", "-f", "csv"], 0, "\n", ""),
    "bom-rdf/a.nt": (["query", "-q", ANY, "a.nt", "-f", "csv"], 0, "\n", ""),
    "rdf12-query/": (["query", "-q", ANY, "term.ttl", "-f", "tsv"], 0, "<<( <", ""),
    "rdf12-query/ordered": (["query", "-q", f"{ANY} ORDER BY ?o", "term.ttl", "-f", "tsv"], 0, "<<( <", ""),
    "rdf12-export/": (["export", "-f", "jsonld", "term.ttl", "-o", "-"], 2, "", "JSON-LD cannot hold a triple term"),
    "datatype-messages/": (["validate", "wrong.ttl"], 1, 'found "120" as xsd:string', ""),
    "jsonld-silent-loss/": (["query", "-q", ANY, "space.jsonld"], 1, "", "1 statement is left out"),
    "param-subselect/": (["query", "length.rq", "-p", "x=abc", "g.ttl", "-f", "csv"], 0, "\n3", ""),
    "proxy-environment/": (["query", "-q", "ASK {}", "--endpoint", "http://127.0.0.3:9/"], 3, "", "ALL_PROXY"),
}


@pytest.mark.parametrize("case", TOLD)
def test_what_is_told(case: str) -> None:
    command, code, output, errors = TOLD[case]
    proxies = {"ALL_PROXY": "ftp://127.0.0.1:1080", "NO_PROXY": ""} if case.startswith("proxy") else {}
    done = run(*command, cwd=CASES / case.partition("/")[0], env=proxies)
    assert done.returncode == code, done.stderr
    assert output in done.stdout
    assert errors in done.stderr
    assert "Traceback" not in done.stderr


def test_blank_nodes_have_the_same_labels_in_every_answer() -> None:
    graph = CASES / "blank-labels" / "lists.ttl"
    for form in ("turtle", "ntriples", "jsonld"):
        asked = ("query", "-q", "CONSTRUCT WHERE {?s ?p ?o}", graph, "-f", form)
        assert run(*asked).stdout == run(*asked).stdout != ""


def test_a_name_of_any_bytes_is_written(tmp_path: Path) -> None:
    named = Path(os.fsdecode(os.fsencode(tmp_path) + b"/y\xef.ttl"))
    if sys.platform == "darwin":
        pytest.skip("macOS takes no names that are not UTF-8")
    done = run("build", CASES / "bytes-in-arguments" / "profile.txt", "-o", named)
    assert "Traceback" not in done.stderr
    assert done.returncode in (0, 1)
    assert named.stat().st_size


@pytest.mark.parametrize("number", [1, 2])
def test_a_stream_that_is_closed(number: int, tmp_path: Path) -> None:
    graph = tmp_path / "g.ttl"
    run("build", CASES / "closed-streams" / "profile.txt", "-o", graph, "--quiet")
    done = subprocess.run(
        ["sh", "-c", f'"$@" {number}>&-', "sh", sys.executable, "-m", "gii_graph", "query", "top-partners", graph],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == (3 if number == 1 else 0)
    assert "Traceback" not in done.stderr


@pytest.fixture
def redirecting() -> Iterator[subprocess.Popen[str]]:
    """The case's own servers."""
    command = [sys.executable, CASES / "redirect-guard" / "server.py"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        yield process
        process.kill()


def test_another_host_hears_nothing(redirecting: subprocess.Popen[str], committed_graph: Path, tmp_path: Path) -> None:
    assert redirecting.stdout is not None
    address = redirecting.stdout.readline().strip()
    for command in (
        ["query", "-q", "SELECT ?x {?x ?p 1}", "--endpoint", address],
        ["push", committed_graph, "--endpoint", address],
        ["link", committed_graph, "--reconcile", address, "-o", tmp_path, "--cache", tmp_path],
    ):
        done = run(*command)
        assert done.returncode == 3
        assert "sends its visitors on to http://127.0.0.2" in done.stderr
    redirecting.kill()
    assert redirecting.stdout.read() == ""


def test_an_answer_in_part_is_none(scripted_answer: str) -> None:
    done = run("query", "-q", "SELECT ?x {?x ?p ?o}", "--endpoint", scripted_answer)
    assert (done.returncode, done.stdout) == (3, "")
    assert "its answer is not whole" in done.stderr


@pytest.fixture
def scripted_answer() -> Iterator[str]:
    """The address of a server that answers as the case's file does."""
    import threading
    from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

    head, body = (CASES / "virtuoso-partial" / "response.txt").read_text("utf-8").split("\n\n", 1)
    headers = http.client.parse_headers(io.BytesIO((head.partition("\n")[2] + "\n\n").encode()))

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["content-length"]))
            self.send_response(200)
            for name, value in [*headers.items(), ("Content-Length", str(len(body.encode())))]:
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()
    thread.join()
