"""A page that carries the engine (`view --ask`): it answers any query as the command does, and ends what never ends."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from gii_graph.errors import CallError, GraphFileError
from gii_graph.network import read_network
from gii_graph.sparql.dataset import read_files
from gii_graph.sparql.shipped import shipped_names, shipped_text
from gii_graph.view import render
from gii_graph.view.ask_engine import PACKAGE, AskEngine, engine_at, engine_files
from gii_graph.view.carried_graph import CarriedGraph
from tests.conftest import called, run
from tests.view.conftest import PHONE, Opener, Watched
from tests.view.test_ask import by_command
from tests.view.test_page import HOSTILE, hostile_world
from tests.view.worlds import made_up

INSTALLED = Path(__file__).parent / "ask_engine" / "node_modules"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


@pytest.fixture(scope="session")
def engine() -> AskEngine:
    """The engine, where `.ci/install-test-tools` has put it."""
    if not (INSTALLED / "oxigraph").is_dir():
        pytest.skip(f"{PACKAGE} is not installed: npm install --prefix tests/view/ask_engine --no-package-lock")
    return engine_at(INSTALLED)


def with_engine(graph: Path, engine: AskEngine, folder: Path) -> Path:
    path = folder / "ask.html"
    page = render(read_network([graph]), "Clusters & ties", graph=CarriedGraph(read_files([graph])), engine=engine)
    path.write_text(page, encoding="utf-8", newline="\n")
    return path


@pytest.fixture(scope="session")
def engine_file(committed_graph: Path, engine: AskEngine, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of the five real profiles with the engine."""
    return with_engine(committed_graph, engine, tmp_path_factory.mktemp("engine"))


def csv_of(watched: Watched, text: str) -> str:
    csv: str = watched.ask("text => giiGraph.engine.csv(text)", text)
    return csv


def said_by_command(graph: Path, text: str) -> str:
    """Return what the command says of a query that it cannot answer, or what it warns of."""
    _, _, said = called("query", "-q", text, graph, "-f", "csv", "--no-index")
    return said.removeprefix("Error: ").rstrip("\n")


@pytest.mark.browser
def test_every_shipped_query_is_answered_as_by_the_command(
    engine_file: Path, visit: Opener, committed_graph: Path
) -> None:
    watched = visit(engine_file)
    assert not watched.ask("() => giiGraph.engine.isStarted()")
    for name in shipped_names():
        assert csv_of(watched, shipped_text(name)) == by_command(committed_graph, name)[0], name
    assert watched.ask("() => giiGraph.engine.isStarted()")
    assert watched.complaints == []
    assert set(watched.requests) <= {
        engine_file.as_uri(),
        *(url for url in watched.requests if url.startswith("blob:")),
    }


OWN = [
    "SELECT * { ?cluster gii:inEconomy ?economy ; rdfs:label ?label }",
    "SELECT ?o { ?s ?p ?o }",
    "SELECT ?s (BNODE() AS ?b) { ?s a gii:Person }",
    "SELECT DISTINCT ?p (1.50 AS ?d) ('a,\"b' AS ?t) (<<( <http://a/> <http://b/> 'c'@en )>> AS ?triple) { ?s ?p ?o }",
    "PREFIX g: <https://w3id.org/gii-graph/ontology#> SELECT ?rank { ?x g:rank ?rank } ORDER BY DESC(?rank)",
    "SELECT ?x { ?x a gii:Nothing }",
    "# a comment with { and '\nSELECT ?s { ?s rdfs:label 'Beijing' }",
]


@pytest.mark.browser
@pytest.mark.parametrize("text", OWN)
def test_any_query_is_answered_as_by_the_command(
    engine_file: Path, visit: Opener, committed_graph: Path, text: str
) -> None:
    code, csv, said = called("query", "-q", text, committed_graph, "-f", "csv", "--no-index")
    assert code == 0, said
    assert csv_of(visit(engine_file), text) == csv


SLIPS = [
    "",
    "SELEC ?s { ?s ?p ?o }",
    "SELECT ?s { ?s ?p ?o",
    "SELECT ?s { ?s ?p ?o }}",
    "SELECT ?s { ?s (?p ?o }",
    "SELECT ?s {\n  ?s rdfs:label 'Beijing }",
    "SELECT ?s { ?s foo:bar ?o }",
    "SELECT ?s { ?s skso:altLabel ?o }",
    "SELECT ?s {\n ?s a gii:Cluster\n ?s rdfs:label ?l }",
    "SELECT ?s (COUNT(?o) AS ?n) { ?s ?p ?o }",
    "SELECT ?s { ?s ?p <http://a b> }",
    "cluster beijing",
    "SELECT ?s { ?s ?p ?o } ORDER ?s",
    "SELECT ?s { ?s gii:rank ?r FILTER (?r > ) }",
    "SELECT ?s { ?s ?p . }",
    "PREFIX x: <http://x/>\nSELECT ?s { ?s x:y ?o } LIMIT many",
]


@pytest.mark.browser
def test_slips_are_told_as_by_the_command(engine_file: Path, visit: Opener, committed_graph: Path) -> None:
    watched = visit(engine_file)
    for text in SLIPS:
        said = watched.ask("text => giiGraph.engine.slip(text)", text)
        assert said == said_by_command(committed_graph, text), text


@pytest.mark.browser
def test_unknown_terms_are_told_as_by_the_command(engine_file: Path, visit: Opener, committed_graph: Path) -> None:
    watched = visit(engine_file)
    for text in (
        "SELECT ?s { ?s gii:patentPerMillion ?n }",
        "SELECT ?s { ?s a gii:Clusters ; gii:inEconomy economy:chna }",
        "ASK { cluster:bejing gii:hasProfile ?p }",
        "SELECT ?s { ?s a <https://w3id.org/gii-graph/ontology#Zzz> }",
        "CONSTRUCT { ?s gii:made ?o } { ?s gii:rank ?o }",
    ):
        said = watched.ask("text => giiGraph.engine.unknown(text)", text)
        warned = [line for line in said_by_command(committed_graph, text).splitlines() if line.startswith("Warning")]
        assert said == warned, text


@pytest.mark.browser
def test_a_query_that_never_ends_is_stopped_and_the_next_is_answered(engine_file: Path, visit: Opener) -> None:
    watched = visit(engine_file, "#ask=own")
    watched.page.locator("#sparql").fill(ENDLESS)
    watched.page.locator("#run").click()
    watched.page.locator("#stop").click()
    assert watched.page.locator(".slip").inner_text() == "Stopped."
    watched.ask("() => { giiGraph.engine.limits.seconds = 2 }")
    watched.page.locator("#run").click()
    watched.page.locator(".slip", has_text="Stopped after 2 seconds").wait_for()
    watched.ask("() => { giiGraph.engine.limits.seconds = 60 }")
    watched.page.locator("#sparql").fill("SELECT ?s { ?s a gii:Person }")
    watched.page.locator("#run").click()
    watched.page.locator(".answer-row").first.wait_for()
    assert watched.page.locator(".answer-count").inner_text().startswith("1 row")


@pytest.mark.browser
def test_updates_and_other_endpoints_are_refused(engine_file: Path, visit: Opener) -> None:
    watched = visit(engine_file)
    refusals = [
        watched.ask("text => giiGraph.engine.slip(text)", text)
        for text in (
            "DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
            "SELECT ?s { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        )
    ]
    assert refusals[0] == "This is an update (DELETE), and a page only reads."
    assert refusals[1].startswith("The query asks another endpoint (SERVICE), and this page asks nobody")


@pytest.mark.browser
def test_by_keyboard_with_completion(engine_file: Path, visit: Opener) -> None:
    watched = visit(engine_file)
    page = watched.page
    page.locator("#ask-open").focus()
    page.keyboard.press("Enter")
    page.locator("[data-ask=own]").focus()
    page.keyboard.press("Enter")
    page.locator("#sparql").focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("SELECT ?partner { kunm")
    assert page.locator("#completions [role=option]").first.inner_text().startswith("cluster:kunming")
    page.keyboard.press("Enter")
    page.keyboard.type("gii:collaboratesWith ?p . ?p rdfs:label ?partner }")
    page.keyboard.press("Escape")
    page.keyboard.press("Control+Enter")
    page.locator(".answer-row").first.wait_for()
    names = page.locator(".answer-row .name").all_inner_texts()
    assert "Beijing" in names
    lit = watched.ask("() => [...giiGraph.scene().nodes.values()].filter(({quiet}) => !quiet).map(({key}) => key)")
    assert "cluster/beijing" in lit
    assert "cluster/kunming" not in lit
    assert watched.ask("() => giiGraph.engine.completions('gii:patentsP')")[0][0] == "gii:patentsPerMillion"


@pytest.mark.browser
def test_hostile_names_and_answers_stay_text(engine: AskEngine, tmp_path: Path, visit: Opener) -> None:
    (tmp_path / "world.ttl").write_text(hostile_world(), encoding="utf-8")
    watched = visit(with_engine(tmp_path / "world.ttl", engine, tmp_path), "#ask=own")
    for text in (
        "SELECT * { ?s ?p ?o }",
        "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }",
        f"SELECT ('{HOSTILE[0]}' AS ?x) {{}}",
        HOSTILE[2],
    ):
        watched.page.locator("#sparql").fill(text)
        watched.page.locator("#run").click()
        watched.page.locator("#own-answer > *:not([role=status])").first.wait_for()
        assert watched.page.locator("#facts img, #facts script, #facts iframe").count() == 0
    assert (
        csv_of(watched, "SELECT ?o { ?s ?p ?o }")
        == called("query", "-q", "SELECT ?o { ?s ?p ?o }", tmp_path / "world.ttl", "-f", "csv", "--no-index")[1]
    )
    assert watched.ask("() => globalThis.harmed") is None
    assert watched.complaints == []


@pytest.mark.browser
def test_what_the_page_does_not_carry_the_engine_answers(engine: AskEngine, tmp_path: Path, visit: Opener) -> None:
    graph = tmp_path / "world.ttl"
    graph.write_text(made_up(100), encoding="utf-8")
    watched = visit(with_engine(graph, engine, tmp_path), "#ask=top-agents")
    watched.page.locator(".answer-row").first.wait_for()
    assert watched.page.locator(".answer-count").inner_text().startswith("600 rows")
    assert watched.page.locator("#facts").inner_text().find("can be chosen in this page") < 0


@pytest.mark.browser
@pytest.mark.parametrize(
    ("text", "options"),
    [
        ("SELECT ?s { ?s a gii:Clusters }", {}),
        ("SELEC", {"viewport": PHONE}),
        ("SELEC", {"viewport": {"width": 360, "height": 225}}),
    ],
)
def test_axe_finds_nothing(engine_file: Path, visit: Opener, text: str, options: dict[str, object]) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
    watched = visit(engine_file, "#ask=own&theme=dark", **options)
    watched.page.locator("#sparql").fill(text)
    watched.page.locator("#run").click()
    watched.page.locator("#own-answer .notice, #own-answer .slip").first.wait_for()
    violations = axe.Axe().run(watched.page).response["violations"]
    assert [(rule["id"], [node["html"] for node in rule["nodes"]][:3]) for rule in violations] == []


def test_the_policy_adds_webassembly_and_a_worker_of_the_page_itself(engine_file: Path) -> None:
    page = engine_file.read_text(encoding="utf-8")
    (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    rules = dict(rule.split(" ", 1) for rule in policy.replace("&#39;", "'").split("; "))
    assert re.fullmatch(r"('sha256-[^']+' ){2}'wasm-unsafe-eval'", rules["script-src"])
    assert rules["worker-src"] == "blob:"
    assert rules["default-src"] == "'none'"


def test_another_version_is_refused(engine: AskEngine, tmp_path: Path) -> None:
    (tmp_path / "web.js").write_bytes(engine.script)
    (tmp_path / "web_bg.wasm").write_bytes(engine.wasm[:-1])
    with pytest.raises(CallError, match=r"web_bg\.wasm is not that of oxigraph@0\.5\.11"):
        engine_at(tmp_path)
    with pytest.raises(GraphFileError, match="has no web_bg"):
        engine_at(tmp_path / "nowhere")


def test_the_cache_is_filled_once(engine: AskEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    fetched: list[object] = []

    def fetch(names: object) -> dict[str, bytes]:
        fetched.append(names)
        return {"web.js": engine.script, "web_bg.wasm": engine.wasm}

    assert engine_files(None, tmp_path / "cache", fetch) == engine_files(None, tmp_path / "cache", fetch) == engine
    assert len(fetched) == 1
    with pytest.raises(CallError, match="is not that of"):
        engine_files(None, tmp_path / "other", lambda _: {"web.js": b"harm", "web_bg.wasm": engine.wasm})
    assert not (tmp_path / "other").exists()


def test_without_npm_it_says_what_to_do(committed_graph: Path, tmp_path: Path) -> None:
    environment = {"PATH": str(tmp_path), "GII_GRAPH_CACHE": str(tmp_path / "cache")}
    done = run("view", committed_graph, "--ask", "-o", "page.html", cwd=tmp_path, env=environment)
    assert done.returncode == 3
    assert "there is no npm on this machine; install Node.js, or name a folder" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_picture_has_no_engine(committed_graph: Path, tmp_path: Path) -> None:
    done = run("view", committed_graph, "--ask", "-o", "ties.png", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (2, "Error: --ask is for a page, not for a picture.\n")
