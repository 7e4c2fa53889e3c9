"""`validate` over an endpoint, piece by piece: the findings of the file, in memory that does not hang on the graph."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Store

from benchmarks.profiles import write_profiles
from gii_graph.errors import EndpointError
from gii_graph.remote.endpoint import Endpoint
from gii_graph.sparql.dataset import read_files
from gii_graph.validation import piecewise
from gii_graph.validation.check import check
from gii_graph.validation.outcome_report import as_json
from gii_graph.validation.piecewise import check_stored
from gii_graph.vocabulary import BASE, GII, RDFS, SKOS
from tests.conftest import ROOT, THOROUGH, called, run
from tests.remote.conftest import Answer, Scripted
from tests.remote.servers import Server
from tests.remote.test_stored_graphs import Limited
from tests.validation.conftest import FIRST, SECOND, store_of, turtle_of
from tests.validation.test_mutations import MUTATIONS, PROLOGUE

# What stores keep as they are given it: no blank nodes, no numbers that are none.
ALIKE = [
    "two kinds", "misspelt class", "class lost", "misspelt property", "two labels", "economy unknown", "tie deleted",
    "two profiles of one edition", "orphan cluster", "partner of itself", "filed without row", "sameAs",
]  # fmt: skip


def spoilt(*names: str) -> Store:
    store = store_of(turtle_of(FIRST, SECOND))
    for name in names:
        store.update(PROLOGUE + MUTATIONS[name][1])
    return store


def push(server: Server, file: Path, graph: str) -> None:
    assert run("push", file, "--endpoint", server.store, "--graph", graph, env=server.login).returncode == 0


@pytest.mark.server
def test_three_editions_are_checked_in_pieces(store_server: Server, three_editions: Path) -> None:
    push(store_server, three_editions, "https://example.org/to-check")
    with Endpoint(store_server.query, graphs=["https://example.org/to-check"]) as endpoint:
        outcome = check_stored(endpoint, larger_than=0)
    assert outcome == check(read_files([three_editions]))


@pytest.mark.server
@pytest.mark.parametrize("names", [ALIKE[:6], ALIKE[6:]])
def test_what_is_spoilt_is_found_there_too(names: list[str], store_server: Server, tmp_path: Path) -> None:
    store, file, graph = spoilt(*names), tmp_path / "spoilt.ttl", f"https://example.org/spoilt-{ALIKE.index(names[0])}"
    file.write_text(_turtle(store), "utf-8")
    push(store_server, file, graph)
    with Endpoint(store_server.query, graphs=[graph]) as endpoint:
        outcome = check_stored(endpoint, larger_than=0)
    assert outcome is not None
    assert len(outcome.findings) > len(names)
    assert as_json(outcome) == as_json(check(store))


def _turtle(store: Store) -> str:
    return "".join(f"{quad.triple} .\n" for quad in store)


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(piecewise, "LARGE", 0)


@pytest.mark.usefixtures("large")
@pytest.mark.parametrize("most", [100, 5_000])
def test_the_command_says_the_same_of_a_store_that_limits_its_answers(
    most: int, scripted: Scripted, tmp_path: Path
) -> None:
    store, file = spoilt("two kinds", "orphan cluster"), tmp_path / "spoilt.nt"
    file.write_text(_turtle(store), "utf-8")
    scripted.behaviour = Limited(_turtle(store), most)
    code, out, err = called("validate", "--endpoint", scripted.url, "-f", "json")
    assert (code, json.loads(out)) == (1, json.loads(run("validate", file, "-f", "json").stdout))
    assert f"Checked {scripted.url} in pieces." in err


@pytest.mark.usefixtures("large")
@pytest.mark.parametrize(
    "statement",
    [
        f"<http://a/C> <{RDFS.subClassOf}> <{GII.Cluster}> .",
        f"<{BASE}cluster/nowhere> <{SKOS.exactMatch}> <http://a/b> .",
    ],
)
def test_what_pieces_cannot_do_with_is_read_whole(statement: str, scripted: Scripted) -> None:
    scripted.behaviour = Limited(turtle_lines() + statement, 5_000)
    code, _, err = called("validate", "--endpoint", scripted.url)
    assert "Fetched" in err
    assert "in pieces" not in err
    assert code == 0


def turtle_lines() -> str:
    return _turtle(spoilt())


@pytest.mark.usefixtures("large")
def test_blank_nodes_are_told(scripted: Scripted) -> None:
    scripted.behaviour = Limited(f"{turtle_lines()}<http://a/s> <http://a/p> _:b .\n", 5_000)
    code, _, err = called("validate", "--endpoint", scripted.url)
    assert code == 1  # something could not be read
    assert "1 statement with blank nodes left out" in err


class Failing(Limited):
    """A store that does something else after some questions."""

    def __init__(self, text: str, questions: int, answer: Answer | None = None) -> None:
        super().__init__(text, 5_000)
        self.questions, self.answer = questions, answer

    def __call__(self, handler: object, body: bytes) -> Answer:
        answer = super().__call__(handler, body)
        if len(self.queries) == self.questions:
            self.store.load(b"<http://a/new> <http://a/p> <http://a/new> .", format=RdfFormat.N_TRIPLES)
        return self.answer if self.answer and len(self.queries) > self.questions else answer


@pytest.mark.usefixtures("large")
@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (None, "was changed while it was read; try again"),
        ((500, {"Content-Type": "text/plain"}, b"out of memory"), "500"),
        (
            (200, {"Content-Type": "application/sparql-results+json"}, b'{"head": {"vars": ["number"]}, "res'),
            "its answer is not the application/sparql-results+json that it says it is",
        ),
    ],
)
def test_a_store_that_changes_or_fails_ends_in_a_sentence(answer: Answer | None, said: str, scripted: Scripted) -> None:
    scripted.behaviour = Failing(turtle_lines(), 20, answer)
    code, out, err = called("validate", "--endpoint", scripted.url)
    assert (code, out) == (3, "")
    assert said in err
    assert len(err.strip().splitlines()) == 1


@pytest.mark.usefixtures("large")
def test_a_store_that_keeps_some_to_itself_is_found_out(scripted: Scripted) -> None:
    scripted.behaviour = store = Limited(turtle_lines(), 5_000)
    full = store.store.query

    class Hiding:
        def query(self, text: str) -> object:
            hidden = "FILTER(?p != <https://w3id.org/gii-graph/ontology#quote>) "
            return full(
                text.replace("WHERE { VALUES ?s", f"WHERE {{ {hidden} VALUES ?s") if "CONSTRUCT" in text else text
            )

    store.store = Hiding()  # type: ignore[assignment]
    with Endpoint(scripted.url) as endpoint, pytest.raises(EndpointError, match="and answers with"):
        check_stored(endpoint)


@pytest.mark.server
@pytest.mark.skipif(not THOROUGH, reason="two thousand profiles take minutes")
def test_memory_does_not_grow_with_the_graph(store_server: Server, tmp_path: Path) -> None:
    if store_server.name != "oxigraph":
        pytest.skip("the other store takes an hour")
    peaks = []
    for size in (500, 2_000):
        write_profiles(size, tmp_path / str(size))
        built = tmp_path / f"{size}.ttl"
        assert run("build", tmp_path / str(size), "-o", built).returncode == 0
        push(store_server, built, f"https://example.org/{size}")
        program = (
            "import resource, sys\n"
            "from gii_graph.remote.endpoint import Endpoint\n"
            "from gii_graph.validation.piecewise import check_stored\n"
            "with Endpoint(sys.argv[1], graphs=[sys.argv[2]]) as endpoint:\n"
            "    assert not check_stored(endpoint, 0).findings\n"
            "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)\n"
        )
        arguments = [sys.executable, "-c", program, store_server.query, f"https://example.org/{size}"]
        peaks.append(int(subprocess.run(arguments, check=True, capture_output=True, text=True, cwd=ROOT).stdout))
    # Megabytes: of each profile 4 kB of figures are kept, and caches of names fill up. 35 were seen, in one piece 200.
    assert peaks[1] < peaks[0] + 80, peaks
