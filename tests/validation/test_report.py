"""What `validate` says, in each of its forms, and with which exit code."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import Store
from rdflib.namespace import RDF

from gii_graph.validation.check import check
from tests.conftest import called, run
from tests.validation.test_mutations import PROLOGUE, ROW, change

SH = rdflib.Namespace("http://www.w3.org/ns/shacl#")
PROV = rdflib.Namespace("http://www.w3.org/ns/prov#")


@pytest.fixture
def spoilt(committed_graph: Path, tmp_path: Path) -> Path:
    """The five profiles with one share swapped for another."""
    text = committed_graph.read_text(encoding="utf-8")
    path = tmp_path / "spoilt.ttl"
    path.write_text(text.replace('gii:share "32"', 'gii:share "23"').replace("473\\t32%", "473\\t23%"), "utf-8")
    assert path.read_text("utf-8") != text
    return path


def test_the_five_profiles_are_clean_and_say_what_they_imply(committed_graph: Path) -> None:
    result = run("validate", committed_graph)
    assert result.returncode == 0
    assert (
        result.stdout
        == """\
What the figures imply (counts and rounded shares give totals; totals and intensities give inhabitants):
profile                 PCT applications            articles               inhabitants
──────────────────────  ────────────────  ──────────────────  ────────────────────────
profile/2024/beijing    40,881 to 42,697  285,883 to 320,661  18,671,387 to 19,509,709
profile/2024/changsha     1,168 to 1,269    60,346 to 61,683    4,035,577 to 4,113,452
profile/2024/chongqing    1,456 to 1,501    47,994 to 49,101    8,574,185 to 8,601,719
profile/2024/dalian       1,024 to 1,031    30,429 to 30,811    3,537,133 to 3,573,656
profile/2024/kunming          385 to 393    20,200 to 20,908    3,484,163 to 3,538,630
"""
    )
    assert result.stderr == "5 profiles: nothing wrong.\n"


def test_a_finding_names_rule_node_and_both_lines(spoilt: Path) -> None:
    assert run("validate", spoilt, "--quiet").stdout.split("\n\n")[0].splitlines() == [
        "chongqing.txt:21: totals-agree: The rows of a table share one total of PCT applications, "
        "but 473 at 23% means 2,013 to 2,102, and the other rows share 1,308 to 1,533.",
        "    node: listing/2024/chongqing/patents/1",
        "    chongqing.txt:21: 1 HKC 473 23%",
        "    chongqing.txt:22: 2 CHONGQING HKC OPTOELECTRONICS TECH 85 6%",
    ]


def test_json_holds_the_same(spoilt: Path) -> None:
    report = json.loads(run("validate", spoilt, "--format", "json").stdout)
    assert report["conforms"] is False
    (finding,) = report["findings"]
    assert (finding["rule"], finding["file"], finding["line"]) == ("totals-agree", "chongqing.txt", 21)
    assert finding["quote"] == "1\tHKC\t473\t23%"
    assert [citation["line"] for citation in finding["evidence"]] == [21, 22]
    totals = {entry["profile"].rpartition("/")[2]: entry["totals"] for entry in report["implied"]}
    assert (totals["dalian"]["patents"]["low"], totals["dalian"]["patents"]["high"]) == (1024, 1031)


def test_turtle_is_a_shacl_report_without_blank_nodes(spoilt: Path) -> None:
    text = run("validate", spoilt, "--format", "turtle").stdout
    assert text == run("validate", spoilt, "--format", "turtle").stdout
    report = rdflib.Graph().parse(data=text, format="turtle")
    assert not any(isinstance(term, rdflib.BNode) for triple in report for term in triple)
    (top,) = report.subjects(RDF.type, SH.ValidationReport)
    assert report.value(top, SH.conforms).toPython() is False
    for result in report.objects(top, SH.result):
        for needed in (SH.focusNode, SH.resultSeverity, SH.sourceShape, SH.sourceConstraintComponent, SH.resultMessage):
            assert report.value(result, needed) is not None
        assert report.value(result, PROV.wasDerivedFrom) is not None


def test_a_clean_report_conforms(committed_graph: Path) -> None:
    report = rdflib.Graph().parse(data=run("validate", committed_graph, "--format", "turtle").stdout, format="turtle")
    assert [value.toPython() for value in report.objects(None, SH.conforms)] == [True]


def test_derived_facts_are_clean_and_can_be_queried_with_the_graph(committed_graph: Path, tmp_path: Path) -> None:
    derived = tmp_path / "derived.ttl"
    run("validate", committed_graph, "--derived", derived)
    assert run("validate", committed_graph, derived).stderr == "5 profiles: nothing wrong.\n"
    both = rdflib.Graph().parse(committed_graph).parse(derived)
    rows = both.query(
        """PREFIX gii: <https://w3id.org/gii-graph/ontology#> PREFIX prov: <http://www.w3.org/ns/prov#>
        SELECT ?low ?high (COUNT(?row) AS ?rows) WHERE {
            ?cluster gii:hasProfile/gii:impliedTotal ?total ; rdfs:label "Chongqing"@en .
            ?total a gii:DerivedFact ; gii:activity gii:patents ; gii:low ?low ; gii:high ?high .
            ?total prov:wasDerivedFrom ?row . ?row a gii:PatentListing
        } GROUP BY ?low ?high"""
    )
    assert [tuple(value.toPython() for value in row) for row in rows] == [(1456, 1501, 3)]
    stated = rdflib.Graph().parse(committed_graph)
    assert not set(rdflib.Graph().parse(derived)) & set(stated)


def test_both_engines_say_the_same(spoilt: Path) -> None:
    assert run("validate", spoilt, "--engine", "shacl").stdout == run("validate", spoilt).stdout


def test_exit_codes(spoilt: Path, committed_graph: Path, tmp_path: Path) -> None:
    assert run("validate", committed_graph).returncode == 0
    assert run("validate", spoilt).returncode == 1
    assert run("validate", "--format", "gexf").returncode == 2
    assert run("validate", committed_graph, "--derived", "-").returncode == 2
    broken = tmp_path / "broken.ttl"
    broken.write_text("<a> <b>", "utf-8")
    result = run("validate", broken)
    assert (result.returncode, result.stdout) == (3, "")
    assert result.stderr.startswith(f"Error: {broken}:1: ")


def test_a_hostile_graph_cannot_steer_the_terminal(good_turtle: str, tmp_path: Path) -> None:
    path = tmp_path / "hostile.ttl"
    path.write_text(
        good_turtle.replace("3rd largest", "\\u001B[31mred \\u202Edesrever").replace("gii:rank 3", "gii:rank 0"),
        "utf-8",
    )
    for form in ("text", "turtle"):
        shown = run("validate", path, "--format", form).stdout
        assert "red" in shown or form == "turtle"
        assert not {"\x1b", "\u202e"} & set(shown)


def test_the_default_engine_does_not_load_rdflib(committed_graph: Path) -> None:
    code = (
        "import sys; from gii_graph.cli import command; "
        f"command.main(['validate', {str(committed_graph)!r}, '--quiet'], standalone_mode=False); "
        "sys.exit(any(name in sys.modules for name in ('rdflib', 'pyshacl', 'networkx', 'jinja2')))"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)


@pytest.mark.parametrize(
    ("predicate", "value", "words"),
    [
        ("gii:count", "'120'", '"120" as xsd:string where xsd:integer is wanted'),
        ("gii:count", "120.5", '"120.5" as xsd:decimal where xsd:integer is wanted'),
        ("gii:rank", "'1'@en", '"1" as rdf:langString in en where xsd:integer is wanted'),
        ("gii:share", "31", '"31" as xsd:integer where xsd:decimal is wanted'),
        ("gii:count", "'many'^^xsd:integer", '"many", which is no xsd:integer'),
        ("gii:asNamed", "5", '"5" as xsd:integer where xsd:string is wanted'),
    ],
)
def test_a_datatype_that_is_wrong_is_named(good: Store, predicate: str, value: str, words: str) -> None:
    good.update(PROLOGUE + change(ROW, predicate, value))
    assert any(finding.message.endswith(f"; found {words}") for finding in check(good).findings)


@pytest.mark.parametrize("term", ["<<( <http://a/a> <http://a/b> 'c' )>>", "'c'@ar--rtl"])
def test_the_reference_engine_says_what_it_cannot_hold(term: str, tmp_path: Path) -> None:
    graph = tmp_path / "graph.ttl"
    graph.write_text(f"<http://a/s> <http://a/p> {term} .", "utf-8")
    assert called("validate", graph)[0] == 0
    code, out, error = called("validate", "--engine", "shacl", graph)
    assert (code, out) == (2, "")
    assert error.startswith("Error: --engine shacl has no triple terms and no base directions, and the graph has ")
