"""Statements that are held without an engine are those that the engine would answer with, or none."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph

from gii_graph.errors import GraphFileError
from gii_graph.graph.graph_statements import GraphStatements
from gii_graph.sparql.answered_statements import answered_statements
from gii_graph.sparql.dataset import read_files

CLUSTER = "<https://w3id.org/gii-graph/id/cluster/a>"
GII = "https://w3id.org/gii-graph/ontology#"


def stated(statements: GraphStatements) -> dict[str, dict[str, set[object]]]:
    return {
        name: {
            subject: {*values} if isinstance(values, tuple) else {values}
            for subject, values in statements.values(name).items()
        }
        for name in statements.properties()
    }


def write(folder: Path, name: str, text: str) -> Path:
    (folder / name).write_text(text, "utf-8")
    return folder / name


def test_they_are_those_of_the_engine(committed_graph: Path, tmp_path: Path) -> None:
    named = write(tmp_path, "named.trig", '<http://a/g> { <http://a/s> <http://a/p> "x"@EN, 7, <rel> }')
    files = [committed_graph, named]
    statements = answered_statements(files)
    assert statements is not None
    engine = read_files(files).quads_for_pattern(None, None, None, DefaultGraph())
    assert stated(statements) == stated(GraphStatements(engine))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.ttl", "<http://a/s> <http://a/p> _:b ."),
        ("a.ttl", "_:b <http://a/p> 1 ."),
        ("a.ttl", "<http://a/s> <http://a/p> <<( <http://a/s> <http://a/p> 1 )>> ."),
        ("a.ttl", "<http://a/s> <http://a/p> 007 ."),
        ("a.nt", '<http://a/s> <http://a/p> "1"^^<http://www.w3.org/2001/XMLSchema#int> .'),
        ("a.ttl", f"<http://a/s> a <{GII}Economy> . {CLUSTER} <{GII}anchorCity> <http://a/c> ."),
        ("a.jsonld", '{"@id": "http://a/s", "http://a/p": {"@id": "http://a/o"}}'),
    ],
)
def test_what_takes_the_engine_is_left_to_it(name: str, text: str, tmp_path: Path) -> None:
    assert answered_statements([write(tmp_path, name, text)]) is None


def test_links_whose_subject_is_in_another_file_are_no_stale_ones(tmp_path: Path) -> None:
    links = write(tmp_path, "links.ttl", f"{CLUSTER} <{GII}anchorCity> <http://a/c> .")
    graph = write(tmp_path, "graph.ttl", f"{CLUSTER} a <{GII}Cluster> .")
    assert answered_statements([links, graph]) is not None
    assert answered_statements([links]) is not None


def test_a_damaged_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(GraphFileError, match=r"bad\.ttl.*line 2|bad\.ttl:2"):
        answered_statements([write(tmp_path, "bad.ttl", "<http://a/s> <http://a/p> 1 .\n<http://a/s> oops")])
