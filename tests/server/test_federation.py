"""A query that other stores send on to the served graph (SERVICE), and one that it sends to others."""

from __future__ import annotations

import configparser
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.conftest import ROOT
from tests.remote.servers import Server, oxigraph, program, virtuoso
from tests.server.served import PLAIN, Served, served

STORES = {"oxigraph": ("oxigraph", oxigraph), "virtuoso": ("virtuoso-t", virtuoso)}
QUESTION = """
SELECT ?name ?rank {{
  SERVICE <{address}> {{
    ?cluster <http://www.w3.org/2000/01/rdf-schema#label> ?name ;
             <https://w3id.org/gii-graph/ontology#hasProfile>/<https://w3id.org/gii-graph/ontology#rank> ?rank .
  }}
}}
ORDER BY ?rank
"""


@pytest.fixture(scope="module", params=sorted(STORES))
def store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    executable, start = STORES[request.param]
    if program(executable) is None:
        pytest.skip(f"{executable} is not installed on this machine")
    folder = tmp_path_factory.mktemp(request.param)
    with start(folder) as running:
        if request.param == "virtuoso":
            allow_federation(folder)
        yield running


def allow_federation(folder: Path) -> None:
    """Let everybody of a new Virtuoso send queries on, as the page on federated queries says."""
    isql = program("isql-vt") or program("isql-v")
    if isql is None:
        pytest.skip("the command line of Virtuoso is not installed on this machine")
    settings = configparser.ConfigParser()
    settings.read(folder / "virtuoso.ini", "utf-8")
    port = settings["Parameters"]["ServerPort"].rpartition(":")[2]
    page = (ROOT / "docs" / "how-to" / "federated-query.md").read_text("utf-8")
    grants = re.findall(r"^grant .*;$", page, re.MULTILINE)
    assert len(grants) == 2
    done = subprocess.run(
        [isql, port, "dba", "dba", *(f"exec={grant}" for grant in grants)], capture_output=True, text=True, check=False
    )
    assert "Error" not in done.stdout + done.stderr, done.stdout + done.stderr


@pytest.mark.server
def test_a_store_asks_the_served_graph(store: Server, server: Served) -> None:
    response = httpx.post(
        store.query,
        data={"query": QUESTION.format(address=f"{server.url}/sparql")},
        headers={"Accept": "application/sparql-results+json"},
        **PLAIN,
    )
    assert response.status_code == 200, response.text
    rows = response.json()["results"]["bindings"]
    assert [(row["name"]["value"], row["rank"]["value"]) for row in rows][-1] == ("Kunming", "98")
    assert len(rows) == 5


@pytest.mark.server
def test_the_served_graph_asks_another_where_that_is_allowed(
    server: Served, committed_graph: Path, tmp_path: Path
) -> None:
    with served(tmp_path, [committed_graph], "--allow-service", "--timeout", "10") as asking:
        rows = asking.ask(QUESTION.format(address=f"{server.url}/sparql")).json()["results"]["bindings"]
        assert len(rows) == 5
        description = asking.get("/sparql", headers={"Accept": "text/turtle"}).text
        assert "BasicFederatedQuery" in description
        failed = asking.ask("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }")
        assert failed.status_code == 502
        assert "127.0.0.1:1" in failed.text
