"""Every command that reads a graph reads it from a triple store as it does from a file."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from itertools import islice
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import parse_qs

import pytest
from pyoxigraph import QueryBoolean, QuerySolutions, QueryTriples, RdfFormat, Store, serialize

from benchmarks.profiles import write_profiles
from gii_graph.errors import EndpointError
from gii_graph.graph.graph_part import GraphPart
from gii_graph.graph.loading import read_triples
from gii_graph.links.subjects import SUBJECTS_PART
from gii_graph.network import network_part
from gii_graph.remote.endpoint import Endpoint
from gii_graph.remote.stored_graph import StoredGraph
from tests.conftest import ROOT, THOROUGH, called, run
from tests.remote.conftest import Answer, Scripted
from tests.remote.servers import Server

GRAPH = "https://example.org/three-editions"
OTHER = "https://example.org/one-edition"

COMMANDS = {
    "show": ["show", "kunming", "--quotes"],
    "show as JSON": ["show", "LUO, CAN", "-f", "json", "--edition", "2024"],
    "references": ["show", "beijing", "--cite", "bibtex"],
    "validate": ["validate", "-f", "json"],
    **({"validate by pySHACL": ["validate", "--engine", "shacl"]} if THOROUGH else {}),
    "analyse": ["analyse", "--of", "all", "-f", "json"],
    "analyse two editions": ["analyse", "--of", "all", "-f", "json", "--edition", "2024", "--edition", "2025"],
    "diff": ["diff", "--editions", "2023", "2024"],
    "view": ["view", "-o", "-"],
    "view one edition": ["view", "--edition", "2024", "-o", "-"],
    "an edition that is not there": ["analyse", "--edition", "1999"],
    **{
        f"export {form}": ["export", "-f", form, "-o", "-"]
        for form in ("ntriples", "turtle", "jsonld", "gexf", "graphml", "geojson")
    },
    **{
        f"export {form} of one edition": ["export", "-f", form, "--edition", "2025", "-o", "-"]
        for form in ("ntriples", "trig", "gexf", "geojson")
    },
}


@pytest.fixture(scope="module")
def filled(store_server: Server, three_editions: Path, committed_graph: Path) -> Server:
    for graph, file in ((GRAPH, three_editions), (OTHER, committed_graph)):
        there = ("--endpoint", store_server.store, "--graph", graph)
        assert run("push", file, *there, env=store_server.login).returncode == 0
    return store_server


@pytest.mark.server
@pytest.mark.parametrize("name", COMMANDS)
def test_the_answer_is_that_of_the_file(name: str, filled: Server, three_editions: Path) -> None:
    command, *options = COMMANDS[name]
    if "shacl" in options:
        pytest.importorskip("pyshacl")
    there = run(command, *options, "--endpoint", filled.query, "--graph", GRAPH, env=filled.login)
    here = run(command, *options, three_editions)
    assert re.search(rf"^Fetched [\d,]+ statements? of {GRAPH}\.$", there.stderr, re.MULTILINE), there.stderr
    assert there.stdout.replace(GRAPH, str(three_editions)) == here.stdout
    assert there.returncode == here.returncode


@pytest.mark.server
def test_links_are_those_of_the_file(filled: Server, committed_graph: Path, tmp_path: Path) -> None:
    there = run(
        "link", "--endpoint", filled.query, "--graph", OTHER, "-o", tmp_path / "there", "--cache", tmp_path / "c",
        env=filled.login,
    )  # fmt: skip
    here = run("link", committed_graph, "-o", tmp_path / "here", "--cache", tmp_path / "c")
    assert (there.returncode, here.returncode) == (0, 0), there.stderr
    for name in ("links.ttl", "links.sssom.tsv", "review.tsv"):
        assert (tmp_path / "there" / name).read_text("utf-8") == (tmp_path / "here" / name).read_text("utf-8")


@pytest.mark.server
def test_tables_are_those_of_the_file(filled: Server, three_editions: Path, tmp_path: Path) -> None:
    export = ("export", "-f", "csv", "--edition", "2024", "-o")
    there = run(*export, tmp_path / "there", "--endpoint", filled.query, "--graph", GRAPH, env=filled.login)
    assert there.returncode == 0, there.stderr
    assert run(*export, tmp_path / "here", three_editions).returncode == 0
    texts = [{path.name: path.read_bytes() for path in (tmp_path / name).iterdir()} for name in ("there", "here")]
    assert texts[0] == texts[1]
    assert len(texts[0]) > 10


@pytest.mark.server
def test_two_graphs_of_a_store_and_a_file_beside_one_are_compared(filled: Server, committed_graph: Path) -> None:
    store = ("diff", "--endpoint", filled.query)
    both = run(*store, "--graph", OTHER, "--graph", GRAPH, "-f", "json", env=filled.login)
    one = run(*store, "--graph", GRAPH, committed_graph, "-f", "json", env=filled.login)
    assert both.returncode == one.returncode == 1
    assert both.stdout == one.stdout.replace(str(committed_graph), OTHER)
    assert json.loads(both.stdout)[0]["new"]["graph"] == GRAPH


@pytest.mark.server
def test_several_graphs_are_shown_as_one(filled: Server, three_editions: Path, committed_graph: Path) -> None:
    both = ("--endpoint", filled.query, "--graph", GRAPH, "--graph", OTHER)
    there = run("show", "kunming", *both, "-f", "json", env=filled.login)
    assert there.returncode == 0, there.stderr
    assert there.stdout == run("show", "kunming", three_editions, committed_graph, "-f", "json").stdout


@pytest.mark.server
def test_near_names_are_those_of_the_file(filled: Server, three_editions: Path) -> None:
    there = run("show", "kumning", "--endpoint", filled.query, "--graph", GRAPH, env=filled.login)
    assert there.returncode == 3
    assert there.stderr.endswith(run("show", "kumning", three_editions).stderr)


@pytest.mark.server
def test_a_report_names_the_graph_of_the_store(filled: Server, tmp_path: Path) -> None:
    path = tmp_path / "m.html"
    done = run("analyse", "--endpoint", filled.query, "--graph", GRAPH, "-o", path, env=filled.login)
    assert done.returncode == 0, done.stderr
    assert GRAPH in path.read_text("utf-8")
    assert "gii-graph-" not in path.read_text("utf-8")


def peak(*arguments: object) -> int:
    """Run `gii-graph` and return the most memory that it took, in kilobytes."""
    command = [sys.executable, "-m", "gii_graph", *map(str, arguments)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0
    return used.ru_maxrss


@pytest.mark.server
@pytest.mark.skipif(not THOROUGH, reason="takes minutes; set GII_GRAPH_THOROUGH")
def test_memory_does_not_grow_with_the_graph(store_server: Server, tmp_path: Path) -> None:
    if store_server.login:
        pytest.skip("one store is enough")
    peaks = {}
    for number in (1000, 4000):
        write_profiles(number, tmp_path / f"{number}")
        graph, name = tmp_path / f"{number}.ttl", f"https://example.org/{number}"
        assert run("build", tmp_path / f"{number}", "-o", graph).returncode == 0
        assert run("push", graph, "--endpoint", store_server.store, "--graph", name).returncode == 0
        there = ("--endpoint", store_server.query, "--graph", name)
        forms = ("ntriples", "trig")
        exports = [
            peak("export", "-f", form, *options, *there, "-o", tmp_path / f"out.{form}")
            for form in forms
            for options in ((), ("--edition", "2024"))
        ]
        tables = peak("export", "-f", "csv", *there, "-o", tmp_path / f"{number}-tables")
        peaks[number] = (peak("show", "cluster/babeba", *there), max(exports), tables)
    assert peaks[4000][0] < peaks[1000][0] * 1.05
    # The cache of the file that sorts has 256 MB, and fills up.
    assert peaks[4000][1] < 500_000
    # Besides, a part of the graph as objects, and the names of the documents.
    assert peaks[4000][2] < 600_000


class Limited:
    """A store on a scripted server that gives `most` rows at most and says so, or not."""

    def __init__(self, text: str, most: int, header: str = "") -> None:
        self.store = Store()
        self.store.load(text.encode(), format=RdfFormat.N_TRIPLES)
        self.most = most
        self.headers = {"Content-Type": "application/sparql-results+json", **({header: str(most)} if header else {})}
        self.queries: list[str] = []

    def __call__(self, _: object, body: bytes) -> Answer:
        self.queries.append(parse_qs(body.decode())["query"][0])
        found = self.store.query(self.queries[-1])
        if isinstance(found, QueryTriples):
            triples = list(islice(found, self.most))
            header = self.headers if len(triples) == self.most else {}
            content = serialize(triples, format=RdfFormat.N_TRIPLES) or b""
            return 200, {**header, "Content-Type": "application/n-triples"}, content
        if isinstance(found, QueryBoolean):
            return 200, self.headers, json.dumps({"head": {}, "boolean": bool(found)}).encode()
        assert isinstance(found, QuerySolutions)
        rows = list(islice(found, self.most))
        bindings = [
            {variable.value: self._json(row[variable]) for variable in found.variables if row[variable] is not None}
            for row in rows
        ]
        answer = {"head": {"vars": [one.value for one in found.variables]}, "results": {"bindings": bindings}}
        headers = self.headers if len(rows) == self.most else {"Content-Type": self.headers["Content-Type"]}
        return 200, headers, json.dumps(answer).encode()

    @staticmethod
    def _json(term: object) -> dict[str, str]:
        kind = {"NamedNode": "uri", "BlankNode": "bnode"}.get(type(term).__name__, "literal")
        found = {"type": kind, "value": term.value}  # type: ignore[attr-defined]
        if kind == "literal":
            found["datatype"] = term.datatype.value  # type: ignore[attr-defined]
        return found


MANY = "".join(f'<http://a/s{number}> <http://a/p{number % 3}> "{number}" .\n' for number in range(1000))


@pytest.mark.parametrize("header", ["", "X-SPARQL-MaxRows"])
@pytest.mark.parametrize("most", [10, 57, 333, 1000])
def test_a_store_that_limits_its_answers_gives_all(most: int, header: str, scripted: Scripted) -> None:
    scripted.behaviour = store = Limited(MANY, most, header)
    with Endpoint(scripted.url) as endpoint:
        triples = set(StoredGraph(endpoint).statements())
    assert triples == {quad.triple for quad in store.store}
    assert len(store.queries) < 12 * 1000 / most + 30


@pytest.mark.parametrize(("command", "part"), [("analyse", network_part()), ("link", SUBJECTS_PART)])
def test_what_a_command_does_not_read_is_not_fetched(
    command: str, part: GraphPart, scripted: Scripted, committed_graph: Path, tmp_path: Path
) -> None:
    text = serialize(read_triples([committed_graph]), format=RdfFormat.N_TRIPLES) or b""
    scripted.behaviour = store = Limited(text.decode(), 1_000_000)
    done = run(command, "--endpoint", scripted.url, *(["-o", tmp_path] if command == "link" else []))
    assert done.returncode == 0, done.stderr
    read = sum(part.has(quad.triple) for quad in store.store)
    assert read < len(store.store) * 0.7
    assert f"Fetched {read:,} statements of {scripted.url}." in done.stderr


def test_a_store_that_answers_what_nobody_asked_is_found_out(scripted: Scripted) -> None:
    store = Limited(MANY, 5_000)
    swapped = store.store.query
    store.store = SimpleNamespace(
        query=lambda text: swapped(text.replace("?s <http://a/p1> ?o }", "?s <http://a/p2> ?o }"))
    )  # type: ignore[assignment]
    scripted.behaviour = store
    with Endpoint(scripted.url) as endpoint, pytest.raises(EndpointError, match="was not asked for"):
        list(StoredGraph(endpoint).statements())


def test_a_default_graph_of_several_that_state_the_same_is_whole(scripted: Scripted) -> None:
    store = Limited(MANY, 5_000)
    once = store.store.query

    def counted_twice(text: str) -> object:
        found = once(text)
        if "COUNT" not in text or "DISTINCT" in text:
            return found
        return once(text.replace("(COUNT(*) AS", "(2 * COUNT(*) AS"))

    triples = {quad.triple for quad in store.store}
    store.store = SimpleNamespace(query=counted_twice)  # type: ignore[assignment]
    scripted.behaviour = store
    with Endpoint(scripted.url) as endpoint:
        assert set(StoredGraph(endpoint).statements()) == triples


def test_one_subject_with_all_statements_is_parted_too(scripted: Scripted) -> None:
    text = "".join(f'<http://a/s> <http://a/p> "{number}" .\n' for number in range(1000))
    scripted.behaviour = store = Limited(text, 100)
    with Endpoint(scripted.url) as endpoint:
        assert set(StoredGraph(endpoint).statements()) == {quad.triple for quad in store.store}


def test_a_store_that_keeps_some_to_itself_is_found_out(scripted: Scripted) -> None:
    scripted.behaviour = store = Limited(MANY, 5_000)
    full = store.store.query

    class Hiding:
        def query(self, text: str) -> object:
            hidden = "WHERE { FILTER(?s != <http://a/s7>) ?s <"
            return full(text.replace("WHERE { ?s <", hidden) if text.startswith("CONSTRUCT") else text)

    store.store = Hiding()  # type: ignore[assignment]
    with (
        Endpoint(scripted.url) as endpoint,
        pytest.raises(EndpointError, match="counts 333 statements of <http://a/p1> and answers with 332"),
    ):
        list(StoredGraph(endpoint).statements())


def test_a_graph_that_changes_meanwhile_is_found_out(scripted: Scripted) -> None:
    scripted.behaviour = store = Limited(MANY, 5_000)
    with Endpoint(scripted.url) as endpoint:
        statements = StoredGraph(endpoint).statements()
        assert len([*islice(statements, 900)]) == 900
        store.store.load(b"<http://a/new> <http://a/p0> <http://a/new> .", format=RdfFormat.N_TRIPLES)
        with pytest.raises(EndpointError, match="was changed while it was read"):
            list(statements)


def test_blank_nodes_are_left_out_of_parts_too(scripted: Scripted) -> None:
    blank = "<http://a/s> <http://a/p0> _:b .\n_:b <http://a/p0> _:b .\n"
    scripted.behaviour = store = Limited(MANY + blank, 100)
    with Endpoint(scripted.url) as endpoint:
        graph = StoredGraph(endpoint)
        assert len(set(graph.statements())) == len(store.store) - 2
    assert (graph.left_out, graph.received) == (2, 1000)


def test_blank_nodes_are_left_out_and_told(scripted: Scripted) -> None:
    scripted.behaviour = Limited(f"{MANY}<http://a/s> <http://a/p0> _:b .\n_:b <http://a/p0> _:b .\n", 5_000)
    done = run("export", "-f", "ntriples", "-o", "-", "--endpoint", scripted.url)
    assert (done.returncode, len(done.stdout.splitlines())) == (1, 1000)
    assert f"Warning: {scripted.url}: 2 statements with blank nodes left out" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["validate", "a.ttl", "--endpoint", "http://127.0.0.1:9/"], "exclude each other"),
        (["validate", "a.ttl", "--graph", "http://a/"], "name the store with --endpoint"),
        (["validate", "--endpoint", "http://127.0.0.1:9/", "--graph", "a"], "is not an absolute IRI"),
        (["validate", "--endpoint", "ftp://127.0.0.1/"], "http"),
        (["diff", "a.ttl", "b.ttl", "--endpoint", "http://127.0.0.1:9/"], "Found 3 graphs"),
    ],
)
def test_calls_that_contradict_themselves(arguments: list[str], said: str, scripted: Scripted) -> None:
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr


def test_nothing_is_left_behind(scripted: Scripted, tmp_path: Path) -> None:
    scripted.behaviour = Limited(MANY, 5_000)
    done = run("export", "-f", "ntriples", "-o", "-", "--endpoint", scripted.url, env={"TMPDIR": str(tmp_path)})
    assert done.returncode == 0
    assert [*tmp_path.iterdir()] == []


@pytest.mark.parametrize(
    ("graph", "said"),
    [
        (
            [],
            "has no statement in its default graph; name another with --graph; see which graphs it has: gii-graph",
        ),
        (
            ["--graph", "https://example.org/misspelt"],
            "has no statement in the graph https://example.org/misspelt; see",
        ),
    ],
)
@pytest.mark.parametrize(
    "command", [["validate"], ["show", "kunming"], ["analyse"], ["export", "-f", "nquads", "-o", "-"]]
)
def test_a_graph_of_nothing_is_refused(command: list[str], graph: list[str], said: str, scripted: Scripted) -> None:
    scripted.behaviour = Limited("", 5_000)
    code, out, err = called(*command, "--endpoint", scripted.url, *graph)
    assert (code, out) == (3, "")
    assert said in err
