"""`gii-graph query` as a user meets it: answers, messages and exit codes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from gii_graph.sparql.shipped import shipped_names
from tests.conftest import ROOT, run

TOP_PARTNERS = """\
partner                       named  forPatents  forArticles
────────────────────────────  ─────  ──────────  ───────────
Shanghai–Suzhou                   8           4            4
Shenzhen–Hong Kong–Guangzhou      8           3            5
Beijing                           6           2            4
Chengdu                           2           1            1
San Jose–San Francisco            2           2            0
Los Angeles                       1           1            0
Nanjing                           1           0            1
Tokyo–Yokohama                    1           1            0
Zhengzhou                         1           1            0
"""
ENDLESS = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l FILTER (?c + ?f > ?i) }"


@pytest.fixture(autouse=True)
def _at_the_root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


def query(*arguments: object, **options: object) -> subprocess.CompletedProcess[str]:
    return run("query", *arguments, cwd=options.pop("cwd", ROOT), **options)


def test_a_shipped_query_is_a_table_with_its_row_count_aside(committed_graph: Path) -> None:
    done = query("top-partners", committed_graph)
    assert (done.returncode, done.stdout, done.stderr) == (0, TOP_PARTNERS, "9 rows\n")
    assert query("top-partners", committed_graph, "--quiet").stderr == ""


def test_the_default_graph_is_asked_and_missed() -> None:
    assert query("top-partners").stdout == TOP_PARTNERS


def test_a_missing_default_graph_says_what_to_do(tmp_path: Path) -> None:
    done = query("top-partners", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr == ("Error: output/gii.ttl: is not there; make it with `gii-graph build`, or name a graph.\n")


def test_links_are_asked_with_the_graph(tmp_path: Path, committed_graph: Path) -> None:
    (tmp_path / "output").mkdir()
    (tmp_path / "output/gii.ttl").write_bytes(committed_graph.read_bytes())
    links = (
        "<https://w3id.org/gii-graph/id/organization/tsinghua-university> "
        "<http://www.w3.org/2004/02/skos/core#exactMatch> <https://ror.org/03cve4549> ."
    )
    (tmp_path / "output/links.ttl").write_text(links, "utf-8")
    done = query("ror-identifiers", "--format", "csv", cwd=tmp_path)
    assert done.stdout.splitlines()[1] == "TSINGHUA UNIVERSITY,https://ror.org/03cve4549"


def test_every_shipped_query_is_listed_with_its_question() -> None:
    done = query("--list")
    assert done.returncode == 0
    assert [line.split()[0] for line in done.stdout.splitlines()[2:]] == shipped_names()
    assert "Who files the most PCT applications in a cluster?" in done.stdout


def test_help_tells_what_a_query_asks_and_takes() -> None:
    done = query("top-applicants", "--help")
    assert done.returncode == 0
    assert done.stdout.startswith("Usage: gii-graph query top-applicants [--param NAME=VALUE]... [GRAPH]...\n")
    for part in ("Who files the most PCT applications", "cluster", "of this cluster only", "[may be left out]"):
        assert part in " ".join(done.stdout.split())
    assert "--endpoint" in query("--help").stdout


def test_the_query_comes_as_text_from_a_file_or_from_standard_input(tmp_path: Path) -> None:
    text = "SELECT ?name { cluster:beijing rdfs:label ?name }"
    path = tmp_path / "q.rq"
    path.write_text(f"\ufeff{text}", "utf-8")
    answers = [
        query("-q", text, "--format", "csv"),
        query(path, "--format", "csv"),
        query("-", "--format", "csv", stdin=text),
    ]
    assert {(done.returncode, done.stdout) for done in answers} == {(0, "name\nBeijing\n")}


def test_a_query_file_has_a_base(tmp_path: Path) -> None:
    path = tmp_path / "a b.rq"
    path.write_text("SELECT ?x ?y { VALUES (?x ?y) { (<c> <#service>) } }", "utf-8")
    base = tmp_path.as_uri()
    for options in ([], ["--explain"]):
        done = query(path, "--format", "csv", *options)
        assert done.returncode == 0, done.stderr
        assert f"{base}/c" in done.stdout
        assert f"{base}/a%20b.rq#service" in done.stdout
    assert query("-q", path.read_text("utf-8")).returncode == 2


def test_a_graph_comes_from_standard_input(committed_graph: Path) -> None:
    done = query("-q", "ASK { ?c a gii:Cluster }", "-", stdin=committed_graph.read_text("utf-8"))
    assert (done.returncode, done.stdout) == (0, "true\n")
    both = query("-", "-", stdin="")
    assert both.returncode == 2
    assert "not both" in both.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        ([], 2, "Name a query"),
        (["top-parners"], 2, "There is no shipped query 'top-parners'; did you mean top-partners"),
        (["nowhere.rq"], 2, "nowhere.rq: cannot be read (No such file or directory)"),
        (["SELECT * { ?s ?p ?o }"], 2, "give its text with -q"),
        (["partners", "-p", "cluster=bejing"], 2, "There is no cluster 'bejing'; did you mean 'beijing'?"),
        (["partners", "-p", "cluter=beijing"], 2, "no parameter 'cluter'; did you mean 'cluster'?"),
        (["partners", "-p", "beijing"], 2, "expected NAME=VALUE"),
        (["-q", "INSERT DATA { <http://a/> <http://a/> 1 }"], 2, "This is an update (INSERT), and `query` only reads"),
        (["-q", "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"], 2, "--allow-service"),
        (["ranks", "--format", "turtle"], 2, "gives rows, which turtle cannot hold; choose table, csv"),
        (["-q", "DESCRIBE cluster:beijing", "--format", "csv"], 2, "gives a graph, which csv cannot hold"),
        (["-q", "ASK {}", "--format", "ntriples"], 2, "gives true or false, which ntriples cannot hold"),
        (["ranks", "nowhere.ttl"], 3, "nowhere.ttl: cannot be read"),
        (["ranks", "a.ttl", "--endpoint", "http://127.0.0.1:9/"], 2, "exclude each other"),
        (["ranks", "--timeout", "0"], 2, "--timeout"),
        (["ranks", "-o", "pyproject.toml/x.csv"], 3, "cannot be written"),
    ],
)
def test_a_wrong_call_is_explained(arguments: list[str], code: int, message: str) -> None:
    done = query(*arguments)
    assert (done.returncode, done.stdout) == (code, "")
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_a_broken_query_shows_the_place() -> None:
    done = query("-q", "SELECT ?c {\n  ?c a gii:Cluster .\n  FILER (?c != 1)\n}")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "Error: the query is wrong at line 3, column 3: 'FILER' is no word of SPARQL\n"
        "  FILER (?c != 1)\n"
        "  ^\n"
        "Did you mean FILTER?\n"
    )


def test_a_message_does_not_steer_the_terminal(tmp_path: Path) -> None:
    """Seen on a terminal of its own, as click strips escapes from what goes to a pipe."""
    import pty

    path = tmp_path / "a.ttl"
    path.write_text('<http://a/s> \x1b[31mred "x" .', "utf-8")
    ours, theirs = pty.openpty()
    try:
        command = [sys.executable, "-m", "gii_graph", "query", "-q", "ASK {}", str(path)]
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=theirs, check=False)
        said = os.read(ours, 10_000).decode()
    finally:
        os.close(ours)
        os.close(theirs)
    assert done.returncode == 3
    assert "a.ttl:1: " in said
    assert "\x1b" not in said


def test_an_endless_query_ends_with_its_time_limit(tmp_path: Path) -> None:
    out = tmp_path / "x.csv"
    done = query("-q", ENDLESS, "--timeout", "1", "--format", "csv", "-o", out)
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.startswith("Error: The query was stopped after 1 seconds")
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def heeding_control_c() -> Iterator[None]:
    """Let commands be stopped by Control-C even where the tests run in the background and ignore it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_an_endless_query_ends_with_control_c(heeding_control_c: None) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "gii_graph", "query", "-q", ENDLESS.replace("*", "(COUNT(*) AS ?n)")],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        time.sleep(2)
        process.send_signal(signal.SIGINT)
        output, errors = process.communicate(timeout=20)
    finally:
        process.kill()
        process.wait()
    assert (process.returncode, output, errors) == (130, "", "Stopped.\n")


def test_a_reader_that_has_seen_enough_is_no_failure() -> None:
    command = f"{sys.executable} -m gii_graph query -q 'SELECT * {{ ?a ?b ?c . ?d ?e ?f }}' --format csv"
    done = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {command} | head -n 1"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "a,b,c,d,e,f\n", "")


def test_json_goes_to_other_programs() -> None:
    done = query("ranks", "--format", "json")
    assert [row["place"]["value"] for row in json.loads(done.stdout)["results"]["bindings"]] == [
        "Beijing", "Changsha", "Chongqing", "Dalian", "Kunming",
    ]  # fmt: skip
    assert done.stderr == ""


def test_markdown_escapes_what_markdown_would_take_for_its_own() -> None:
    done = query("-q", "SELECT * { VALUES (?x ?n) { ('a|b *c* <i>' 1) } }", "--format", "markdown")
    assert done.stdout == "| x | n |\n| --- | ---: |\n| a\\|b \\*c\\* \\<i\\> | 1 |\n"


def test_a_table_shows_control_characters_and_obeys_none() -> None:
    done = query("-q", 'SELECT ("a\\u001b[31mred\\u202e\\n" AS ?x) (<http://a/x> AS ?y) ?z { }')
    assert done.stdout.splitlines()[2] == "a\\x1b[31mred\\u202e\\n  <http://a/x>"


def test_an_output_file_is_replaced_whole(tmp_path: Path) -> None:
    out = tmp_path / "deep" / "x.csv"
    assert query("ranks", "--format", "csv", "-o", out).returncode == 0
    assert out.read_bytes() == (ROOT / "tests/golden/ranks.csv").read_bytes()
    assert query("-q", "SELECT nonsense", "-o", out).returncode == 2
    assert out.read_bytes() == (ROOT / "tests/golden/ranks.csv").read_bytes()


def test_explain_shows_the_query_as_sent_and_its_algebra() -> None:
    done = query("two-steps", "-p", "cluster=kunming", "--explain")
    assert done.returncode == 0
    assert "VALUES ?cluster { <https://w3id.org/gii-graph/id/cluster/kunming> }" in done.stdout
    assert "SelectQuery PV=?place ?partner\n  Distinct\n    Project PV=?place ?partner" in done.stdout


def test_time_and_verbose_talk_on_standard_error() -> None:
    done = query("two-steps", "-p", "cluster=kunming", "--time", "--verbose")
    assert "cluster = <https://w3id.org/gii-graph/id/cluster/kunming>" in done.stderr
    assert "read in" in done.stderr
    assert "answered in" in done.stderr


def test_a_query_loads_neither_rdflib_nor_networkx_nor_httpx() -> None:
    code = (
        "import sys; sys.argv[1:] = ['query', 'partners']; from gii_graph.cli import command\n"
        "command.main(standalone_mode=False)\n"
        "print([name for name in ('rdflib', 'networkx', 'pyvis', 'httpx', 'jinja2') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_the_answer_never_varies() -> None:
    text = "SELECT * { ?s gii:collaboratesWith ?o }"
    outputs = {query("-q", text, "-f", "tsv", env={"PYTHONHASHSEED": seed}).stdout for seed in ("0", "1")}
    assert len(outputs) == 1
    lines = outputs.pop().splitlines()
    assert lines[0] == "?s\t?o"
    assert lines[1:] == sorted(lines[1:])
