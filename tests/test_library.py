"""The interface for Python programs: light to import, typed values out, nothing guessed."""

from __future__ import annotations

import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest
import rdflib
from rdflib.compare import isomorphic

import gii_graph
from gii_graph import Graph, build, load, query
from gii_graph.errors import CallError, GraphFileError, QueryError
from gii_graph.vocabulary import GII
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def graph(committed_graph: Path) -> Graph:
    return load(committed_graph)


def test_what_is_offered_is_what_is_named() -> None:
    assert sorted(gii_graph.__all__) == sorted(dir(gii_graph))
    assert all(hasattr(gii_graph, name) for name in gii_graph.__all__)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        gii_graph.nothing  # noqa: B018


def test_importing_the_package_loads_no_library() -> None:
    heavy = "rdflib networkx pyvis jinja2 pyoxigraph click httpx"
    code = f"import sys, gii_graph; print([name for name in {heavy.split()} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_rows_are_plain_python_values(graph: Graph) -> None:
    rows = query(graph, shipped="top-applicants", parameters={"cluster": "Kunming", "edition": 2024})
    assert rows.variables == ("edition", "place", "rank", "applicant", "patents", "share")
    listed = {"rank": 2, "applicant": "LUO, CAN", "patents": 40, "share": Decimal(10)}
    assert rows[1] == {"edition": 2024, "place": "Kunming", **listed}
    assert [row["rank"] for row in rows[:2]] == [1, 2]
    assert repr(rows) == "<Solutions: 3 rows of edition, place, rank, applicant, patents, share>"


def test_every_kind_of_value_has_its_python_type(graph: Graph) -> None:
    rows = query(graph, "SELECT * { VALUES (?a ?b ?c ?d ?e) { (1 2.5 1e0 true UNDEF) } BIND (gii:patents AS ?f) }")
    assert rows[0] == {"a": 1, "b": Decimal("2.5"), "c": 1.0, "d": True, "e": None, "f": GII.patents}
    assert [type(value) for value in rows[0].values()] == [int, Decimal, float, bool, type(None), str]


def test_rows_as_rdflib_terms(graph: Graph) -> None:
    rows = query(graph, "SELECT ?c ?name { ?c a gii:Cluster ; rdfs:label ?name }")
    assert next(rows.terms()) == {
        "c": rdflib.URIRef("https://w3id.org/gii-graph/id/cluster/beijing"),
        "name": rdflib.Literal("Beijing", lang="en"),
    }


def test_rows_as_a_data_frame(graph: Graph) -> None:
    pandas = pytest.importorskip("pandas")
    frame = query(graph, shipped="ranks").to_pandas()
    assert isinstance(frame, pandas.DataFrame)
    assert list(frame["rank"]) == [3, 32, 39, 65, 98]


def test_ask_and_construct(graph: Graph) -> None:
    assert query(graph, "ASK { ?c a gii:Cluster }") is True
    built = query(graph, "CONSTRUCT { ?c a gii:Cluster } { ?c a gii:Cluster ; gii:hasProfile ?p }")
    assert len(built) == 5


def test_a_parameter_may_have_several_values(graph: Graph) -> None:
    rows = query(graph, shipped="top-applicants", parameters={"cluster": ["beijing", "dalian"]})
    assert len(rows) == 6


def test_a_query_is_text_or_a_name_never_both(graph: Graph) -> None:
    with pytest.raises(CallError, match="either"):
        query(graph)
    with pytest.raises(CallError, match="either"):
        query(graph, "ASK {}", shipped="ranks")
    with pytest.raises(QueryError, match="did you mean ranks"):
        query(graph, shipped="rank")


def test_what_is_built_is_what_is_loaded(seeds: Path, committed_graph: Path, graph: Graph) -> None:
    built = build(seeds)
    assert built.assembly.complete == build(*sorted(seeds.glob("*.txt"))).assembly.complete
    assert isomorphic(built.graph.to_rdflib(), rdflib.Graph().parse(committed_graph))
    assert len(built.graph) == len(graph)


def test_a_file_that_is_not_there_is_named() -> None:
    with pytest.raises(GraphFileError, match=r"no\.ttl"):
        load("no.ttl")
