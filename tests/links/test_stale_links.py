"""Links of subjects that the graph does not have are left out, counted and told by every command."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Store

from gii_graph.errors import GraphFileWarning
from gii_graph.graph.graph_statements import read_statements
from gii_graph.graph.loading import read_triples
from gii_graph.sparql.dataset import read_files
from gii_graph.vocabulary import BASE, SKOS
from tests.conftest import run

LINKS = f"""@base <{BASE}> . @prefix gii: <https://w3id.org/gii-graph/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix gn: <http://www.geonames.org/ontology#> .
<cluster/beijing> gii:anchorCity <https://sws.geonames.org/1816670/> .
<https://sws.geonames.org/1816670/> gn:countryCode "CN" .
<organization/tsinghua-university> skos:exactMatch <https://ror.org/03cve4549> .
<organization/gone> skos:exactMatch <https://ror.org/02v51f717> ; skos:closeMatch <http://www.wikidata.org/entity/Q1> .
<cluster/gone> gii:anchorCity <https://sws.geonames.org/1/>, <https://sws.geonames.org/1816670/> .
<https://sws.geonames.org/1/> gn:countryCode "XX" .
<economy/gone> skos:exactMatch <http://publications.europa.eu/resource/authority/country/XXX> ; skos:notation "XX" .
<https://example.org/own> skos:exactMatch <http://www.wikidata.org/entity/Q2> .
"""
SAID = (
    "5 links of 3 subjects that the graph does not have (cluster/gone, economy/gone, organization/gone) left out; "
    "`gii-graph link` makes links anew."
)


@pytest.fixture
def folder(committed_graph: Path, tmp_path: Path) -> Path:
    (tmp_path / "output").mkdir()
    (tmp_path / "output" / "gii.ttl").write_bytes(committed_graph.read_bytes())
    (tmp_path / "output" / "links.ttl").write_text(LINKS, "utf-8")
    return tmp_path


COMMANDS = {
    "query": (
        "query",
        "-q",
        "SELECT ?o { ?s <http://www.w3.org/2004/02/skos/core#exactMatch> ?o } ORDER BY ?o",
        "-f",
        "csv",
    ),
    "view": ("view", "-o", "-"),
    "show": ("show", "kunming"),
    "analyse": ("analyse",),
    "export": ("export", "-f", "ntriples", "-o", "-"),
    "network": ("export", "-f", "graphml", "-o", "-"),
    "edition": ("export", "-f", "ntriples", "--edition", "2024", "-o", "-"),
    "validate": ("validate",),
}


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_leaves_them_out_and_says_so(folder: Path, name: str) -> None:
    done = run(*COMMANDS[name], cwd=folder)
    assert done.returncode == 0, done.stderr
    assert done.stderr.count("Warning: ") == 1
    assert SAID in done.stderr
    assert "gone" not in done.stdout
    assert "02v51f717" not in done.stdout
    if name in {"query", "export", "edition"}:
        assert "03cve4549" in done.stdout


def test_tables_have_the_links_of_the_graph_alone(folder: Path) -> None:
    done = run("export", "-f", "csv", "-o", folder / "tables", cwd=folder)
    assert SAID in done.stderr
    rows = list(csv.DictReader((folder / "tables" / "links.csv").read_text("utf-8").splitlines()))
    assert [row["subject"].removeprefix(BASE) for row in rows] == [
        "https://example.org/own", "cluster/beijing", "organization/tsinghua-university",
    ]  # fmt: skip


def test_after_another_base_all_links_are_of_another_graph(folder: Path, seeds: Path) -> None:
    run("build", seeds, "-o", folder / "output" / "gii.ttl", "--base-iri", "https://example.org/id/")
    done = run("query", "-q", "SELECT * { ?s <http://www.w3.org/2004/02/skos/core#exactMatch> ?o }", cwd=folder)
    assert "7 links of 5 subjects that the graph does not have" in done.stderr
    assert "ror.org" not in done.stdout


def test_one_profile_more_or_less_keeps_the_links_of_the_others(folder: Path, seeds: Path) -> None:
    run("build", seeds / "beijing.txt", "-o", folder / "output" / "gii.ttl")
    done = run("show", "tsinghua university", cwd=folder)
    assert "https://ror.org/03cve4549" in done.stdout


def test_links_alone_are_read_as_they_are(folder: Path, recwarn: pytest.WarningsRecorder) -> None:
    links = folder / "output" / "links.ttl"
    whole = set(store_of(links))
    assert {quad.triple for quad in whole} == set(read_triples([links]))
    assert {quad.triple for quad in read_files([links])} == {quad.triple for quad in whole}
    assert len(recwarn) == 0


def store_of(path: Path) -> Store:
    store = Store()
    store.load(path.read_bytes(), format=RdfFormat.TURTLE)
    return store


def test_all_readers_leave_out_the_same(folder: Path) -> None:
    files = [folder / "output" / "gii.ttl", folder / "output" / "links.ttl"]
    with pytest.warns(GraphFileWarning, match="5 links of 3 subjects"):
        triples = set(read_triples(files))
    with pytest.warns(GraphFileWarning, match="5 links of 3 subjects"):
        assert {quad.triple for quad in read_files(files)} == triples
    with pytest.warns(GraphFileWarning, match="5 links of 3 subjects"):
        statements = read_statements(files)
    assert not statements.has(f"{BASE}organization/gone")
    assert statements.iris(f"{BASE}organization/tsinghua-university", SKOS.exactMatch) == ["https://ror.org/03cve4549"]
    assert not any("geonames.org/1/" in str(triple) for triple in triples)


def test_the_graph_behind_its_links_changes_nothing(folder: Path) -> None:
    files = [folder / "output" / "links.ttl", folder / "output" / "gii.ttl"]
    with pytest.warns(GraphFileWarning, match="5 links of 3 subjects"):
        backwards = read_triples(files)
    with pytest.warns(GraphFileWarning, match="5 links of 3 subjects"):
        assert backwards == read_triples(files[::-1])
