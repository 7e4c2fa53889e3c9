"""The same question to the same files gives the same bytes, blank nodes and the order of rows included."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pyoxigraph
import pytest

from gii_graph.sparql.dataset import read_files
from gii_graph.sparql.engine import SORTED_AT_MOST, answer
from tests.conftest import ROOT, run

LISTS = """
@prefix ex: <http://example.org/> .
ex:a ex:p ( 1 ( 2 3 ) [ ex:q ( ex:b ) ] ) .
_:x ex:p _:y , [] . _:y ex:p [ ex:q [] ] ; ex:r 10, 9, "b", "a"@en, "a"@de .
"""
FORMS = {
    "lists.ttl": LISTS,
    "lists.nt": "_:a <http://e/p> _:b .\n_:b <http://e/p> _:c .\n_:c <http://e/p> <<( _:a <http://e/p> _:d )>> .\n",
    "lists.trig": "@prefix e: <http://e/> . _:g { _:a e:p [ e:q ( 1 2 ) ] } e:h { _:a e:p [] }",
    "lists.jsonld": '{"http://e/p": [{"http://e/q": 1}, {"http://e/q": {"@list": [1, 2]}}, {"@id": "_:x"}]}',
    "lists.rdf": '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e/">'
    '<rdf:Description><e:p rdf:parseType="Resource"><e:q><rdf:Description/></e:q></e:p></rdf:Description></rdf:RDF>',
}
ASKED = {
    "construct": ("CONSTRUCT WHERE { ?s ?p ?o }", "turtle"),
    "nodes of its own": ("CONSTRUCT { [] <http://e/of> ?o, [ <http://e/x> ?s ] } { ?s ?p ?o }", "ntriples"),
    "describe": ("DESCRIBE ?s { ?s ?p ?o }", "jsonld"),
    "rows": ("SELECT * { ?s ?p ?o }", "tsv"),
    "distinct": ("SELECT DISTINCT ?o { ?s ?p ?o }", "json"),
    "few": ("SELECT ?s ?o { ?s ?p ?o } LIMIT 3", "xml"),
    "made": ("SELECT ?s ?o (BNODE() AS ?new) { ?s ?p ?o }", "csv"),
    "joined": ("SELECT (CONCAT(STR(?p), STR(?q)) AS ?x) { ?s ?p [ ?q ?o ] }", "table"),
    "grouped": ("SELECT ?s (COUNT(*) AS ?n) (SAMPLE(?o) AS ?any) { ?s ?p ?o } GROUP BY ?s", "markdown"),
    "many": ("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }", "tsv"),
}


# Runs every question in one process, as the command does each.
ASK_ALL = """
import json, sys
from gii_graph.cli import command
from gii_graph.errors import QueryError
for text, form in json.loads(sys.argv[2]):
    try:
        command.main(["query", "-q", text, sys.argv[1], "-f", form, "--quiet"], standalone_mode=False)
    except QueryError as error:
        print(error, flush=True)
"""


@pytest.mark.parametrize("name", FORMS)
def test_an_answer_is_the_same_every_time(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text(FORMS[name], "utf-8")
    answers = [
        subprocess.run(
            [sys.executable, "-c", ASK_ALL, path, json.dumps(list(ASKED.values()))],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in "12"
    ]
    assert answers[0] == answers[1]
    assert len(answers[0]) > 1000
    assert (b"JSON-LD cannot hold" in answers[0]) == (name == "lists.nt")


def test_labels_are_those_of_the_dataset_in_every_answer(tmp_path: Path) -> None:
    for name in ("1.ttl", "2.ttl"):
        (tmp_path / name).write_text("_:same <http://e/p> 1 .", "utf-8")
    store = read_files([tmp_path / "1.ttl", tmp_path / "2.ttl"])
    found = answer(store, "SELECT ?s { ?s ?p ?o }")
    assert [str(row["s"]) for row in found] == ["_:b0", "_:b1"]


def test_a_node_that_a_query_makes_is_none_of_the_data(tmp_path: Path) -> None:
    path = tmp_path / "a.ttl"
    path.write_text("[] <http://e/p> [] .", "utf-8")
    made = answer(read_files([path]), "CONSTRUCT { ?s <http://e/p> [] } { ?s ?p ?o }")
    assert [str(triple) for triple in made] == ["_:b0 <http://e/p> _:g0"]


def test_rows_come_sorted_as_order_by_sorts() -> None:
    """Numbers by value, then texts; what is unbound first and triple terms last; the same as with ORDER BY."""
    values = '1 "b" UNDEF <http://e/b> 10 "a"@en <http://e/a> 9.5 "a" true 2e0 <<( <http://e/s> <http://e/p> 1 )>> "-1"'
    rows = [row["x"] for row in answer(pyoxigraph.Store(), f"SELECT ?x {{ VALUES ?x {{ {values} }} }}")]
    assert [str(term) for term in rows[:-1]] == [
        "None", "<http://e/a>", "<http://e/b>", *(f'"{n}"^^<http://www.w3.org/2001/XMLSchema#{t}>' for n, t in (
            ("1", "integer"), ("2", "double"), ("9.5", "decimal"), ("10", "integer"))),
        '"-1"', '"a"', '"a"@en', '"b"', '"true"^^<http://www.w3.org/2001/XMLSchema#boolean>',
    ]  # fmt: skip
    assert isinstance(rows[-1], pyoxigraph.Triple)


def test_equal_numbers_of_other_types_and_no_numbers_have_an_order() -> None:
    values = ['"NaN"^^xsd:double', "1.0", "1", "1e0", '"x"^^xsd:integer', '"INF"^^xsd:float']
    texts = [f"SELECT ?x {{ VALUES ?x {{ {' '.join(order)} }} }}" for order in (values, values[::-1], sorted(values))]
    answers = [[str(row["x"]) for row in answer(pyoxigraph.Store(), text)] for text in texts]
    assert answers[0] == answers[1] == answers[2]


@pytest.mark.parametrize("size", [SORTED_AT_MOST, SORTED_AT_MOST + 1])
def test_no_row_is_lost_where_sorting_ends(size: int) -> None:
    store = pyoxigraph.Store()
    subject = pyoxigraph.NamedNode("http://e/s")
    store.extend(pyoxigraph.Quad(subject, subject, pyoxigraph.Literal(number)) for number in range(size))
    for text in ("SELECT ?o { ?s ?p ?o }", "SELECT ?o (BNODE() AS ?new) { ?s ?p ?o }"):
        rows = [row["o"].value for row in answer(store, text)]
        assert len(rows) == len(set(rows)) == size


@pytest.mark.parametrize("form", ["tsv", "json", "xml", "csv", "table", "markdown"])
def test_a_triple_term_and_a_base_direction_are_told_in_every_form(form: str, tmp_path: Path) -> None:
    path = tmp_path / "term.ttl"
    path.write_text('@prefix e: <http://e/> . e:a e:says <<( e:s e:q "x"@ar--rtl )>> ; e:n "y"@ar--rtl .', "utf-8")
    plain = run("query", "-q", "SELECT * { ?s ?p ?o }", path, "--format", form)
    ordered = run("query", "-q", "SELECT * { ?s ?p ?o } ORDER BY ?p", path, "--format", form)
    assert (plain.returncode, ordered.returncode) == (0, 0)
    assert sorted(plain.stdout.splitlines()) == sorted(ordered.stdout.splitlines())
    for part in ("http://e/says", "http://e/q", "rtl" if form in {"tsv", "json", "xml"} else "y"):
        assert part in plain.stdout.replace("\\", "")
