"""GEXF and GraphML hold every node and every row, for networkx and for the readers of Gephi Lite."""

from __future__ import annotations

import json
import shutil
import subprocess
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import networkx as nx
import pyoxigraph
import pytest

from gii_graph.export.gexf import gexf
from gii_graph.export.graphml import graphml
from gii_graph.network import Network, read_network

GRAPHOLOGY = Path(__file__).parent / "graphology"
WRITERS: dict[str, Callable[[Network], Iterator[str]]] = {"gexf": gexf, "graphml": graphml}
# The facts behind edges, asked of the graph itself and not by way of our network.
ROWS = """
PREFIX gii: <https://w3id.org/gii-graph/ontology#>
SELECT ?row ?from ?to ?edition ?rank ?count ?share ?name WHERE {
  { ?row a gii:CollaborationTie ; gii:fromCluster ?from ; gii:toCluster ?to }
  UNION { ?row a gii:Listing ; gii:agent ?from ; gii:cluster ?to }
  ?row gii:edition ?edition ; gii:rank ?rank ; gii:asNamed ?name .
  OPTIONAL { ?row gii:count ?count } OPTIONAL { ?row gii:share ?share }
}"""
NODES = """
PREFIX gii: <https://w3id.org/gii-graph/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?node ?label WHERE {
  VALUES ?class { gii:Cluster gii:Organization gii:Person }
  ?node a ?class ; rdfs:label ?label
}
"""


@pytest.fixture(scope="module", params=["committed_graph", "three_editions"])
def graph(request: pytest.FixtureRequest) -> Path:
    path: Path = request.getfixturevalue(request.param)
    return path


def answers(graph: Path, query: str) -> set[tuple[str | None, ...]]:
    store = pyoxigraph.Store()
    store.load(path=graph, format=pyoxigraph.RdfFormat.TURTLE)
    return {tuple(term and term.value for term in solution) for solution in store.query(query)}


def write(graph: Path, form: str, folder: Path) -> Path:
    path = folder / f"network.{form}"
    path.write_text("".join(WRITERS[form](read_network([graph]))), encoding="utf-8")
    return path


def facts(edge: str, source: str, target: str, values: dict[str, Any]) -> tuple[str | None, ...]:
    share = values.get("share")
    return (
        edge,
        source,
        target,
        str(values["edition"]),
        str(values["rank"]),
        str(values["count"]) if "count" in values else None,
        None if share is None else f"{share:g}",
        values["as_named"],
    )


@pytest.mark.parametrize("form", WRITERS)
def test_networkx_reads_every_fact(graph: Path, form: str, tmp_path: Path) -> None:
    path = write(graph, form, tmp_path)
    found = nx.read_gexf(path) if form == "gexf" else nx.read_graphml(path)
    assert {(node, values["label"]) for node, values in found.nodes(data=True)} == answers(graph, NODES)
    edges = {facts(key, source, target, values) for source, target, key, values in found.edges(keys=True, data=True)}
    assert edges == answers(graph, ROWS)


@pytest.mark.parametrize("form", WRITERS)
def test_gephi_lite_reads_every_fact(graph: Path, form: str, tmp_path: Path) -> None:
    if not shutil.which("node") or not (GRAPHOLOGY / "node_modules").is_dir():
        pytest.skip("needs Node.js and `npm install --prefix tests/export/graphology`")
    path = write(graph, form, tmp_path)
    answer = subprocess.run(
        ["node", GRAPHOLOGY / "read.js", path], capture_output=True, check=True, encoding="utf-8"
    ).stdout
    found = json.loads(answer)
    assert {(node, values["label"]) for node, values in found["nodes"]} == answers(graph, NODES)
    assert {facts(*edge) for edge in found["edges"]} == answers(graph, ROWS)


def test_gephi_keeps_parallel_edges_apart_by_their_kind(three_editions: Path) -> None:
    edges = ET.fromstring("".join(gexf(read_network([three_editions])))).iter("{http://gexf.net/1.3}edge")
    pairs = Counter((edge.get("source"), edge.get("target"), edge.get("kind")) for edge in edges)
    assert set(pairs.values()) == {1}
    dalian_beijing = [kind for source, target, kind in pairs if source[-6:] == "dalian" and target[-7:] == "beijing"]
    assert sorted(dalian_beijing) == [
        f"{kind} {year}" for kind in ("article-tie", "patent-tie") for year in (2023, 2024, 2025)
    ]


def test_the_weight_is_one_part_of_the_rank(committed_graph: Path, tmp_path: Path) -> None:
    found = nx.read_gexf(write(committed_graph, "gexf", tmp_path))
    assert {(values["rank"], round(values["weight"], 3)) for _, _, values in found.edges(data=True)} == {
        (1, 1.0),
        (2, 0.5),
        (3, 0.333),
    }


@pytest.mark.parametrize("form", WRITERS)
def test_names_that_attack_xml_are_inert_and_readable(form: str, tmp_path: Path) -> None:
    name = "A<b>&\"'x\x1b[31m\n\r東京"
    literal = pyoxigraph.Literal(name, language="en")
    graph = tmp_path / "hostile.ttl"
    graph.write_text(
        "@prefix gii: <https://w3id.org/gii-graph/ontology#> .\n"
        f"<https://x/c> a gii:Cluster ; <http://www.w3.org/2000/01/rdf-schema#label> {literal} .\n",
        encoding="utf-8",
    )
    path = write(graph, form, tmp_path)
    found = nx.read_gexf(path) if form == "gexf" else nx.read_graphml(path)
    assert found.nodes["https://x/c"]["label"] == name.replace("\x1b", r"\x1b")


@pytest.mark.parametrize("form", WRITERS)
def test_a_direct_statement_without_a_row_is_an_edge_too(form: str, tmp_path: Path) -> None:
    graph = tmp_path / "direct.ttl"
    graph.write_text(
        "@prefix gii: <https://w3id.org/gii-graph/ontology#> .\n"
        "<https://x/a> a gii:Cluster ; gii:collaboratesOnPatentsWith <https://x/b> .\n<https://x/b> a gii:Cluster .\n"
    )
    path = write(graph, form, tmp_path)
    found = nx.read_gexf(path) if form == "gexf" else nx.read_graphml(path)
    assert [values["kind"] for _, _, values in found.edges(data=True)] == ["patent-tie"]
