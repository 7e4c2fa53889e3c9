"""An answer says what it rests on: what the graph lacks for the question, what was assumed, what is left out."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from pathlib import Path

import pytest

from gii_graph.errors import QueryError
from gii_graph.intervals import CountedShare, total_of
from gii_graph.sparql.header import read_header
from gii_graph.sparql.shipped import shipped_names, shipped_text
from gii_graph.vocabulary import ONTOLOGY
from tests.conftest import called
from tests.sparql.golden import GOLDEN

COUNTRIES = """
@prefix gii: <https://w3id.org/gii-graph/ontology#> .
@prefix gn: <http://www.geonames.org/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@base <https://w3id.org/gii-graph/id/> .

<economy/china> skos:notation "CN" .
<cluster/los-angeles> gii:anchorCity <https://sws.geonames.org/5368361/> .
<cluster/tokyo-yokohama> gii:anchorCity <https://sws.geonames.org/1850147/>, <https://sws.geonames.org/1848354/> .
<cluster/nanjing> gii:anchorCity <https://sws.geonames.org/1799962/> .
<cluster/shenzhen-hong-kong-guangzhou> gii:anchorCity <https://sws.geonames.org/1819729/> .
<https://sws.geonames.org/5368361/> gn:countryCode "US" .
<https://sws.geonames.org/1850147/> gn:countryCode "JP" .
<https://sws.geonames.org/1848354/> gn:countryCode "JP" .
<https://sws.geonames.org/1799962/> gn:countryCode "CN" .
<https://sws.geonames.org/1819729/> gn:countryCode "HK" .
<http://a/USA> skos:prefLabel "United States of America"@en ; skos:notation "US" .
<http://a/JPN> skos:prefLabel "Japan"@en ; skos:notation "JP" .
<http://a/HKG> skos:prefLabel "Hong Kong, China"@en ; skos:notation "HK" .
"""


@pytest.fixture
def countries(tmp_path: Path) -> Path:
    """Links of some partners to cities, and of these to their countries."""
    path = tmp_path / "links.ttl"
    path.write_text(COUNTRIES, encoding="utf-8")
    return path


def asked(*arguments: object) -> tuple[list[dict[str, str]], str]:
    code, out, err = called("query", *arguments, "-f", "csv")
    assert code == 0, err
    return list(csv.DictReader(io.StringIO(out))), err


def test_without_links_no_partner_is_taken_for_one_abroad(committed_graph: Path) -> None:
    rows, said = asked("partners-abroad", committed_graph)
    assert rows == []
    assert said.startswith("Note: The graph has no links: ")
    assert "Left out: 18 rows of `gii-graph query partners-of-unknown-economy`" in said


def test_what_is_said_stands_below_the_table_too(committed_graph: Path) -> None:
    code, out, err = called("query", "partners-abroad", committed_graph)
    assert code == 0
    assert out.splitlines()[-1] == err.splitlines()[0]
    _, out, err = called("query", "partners-abroad", committed_graph, "--quiet")
    assert "The graph has no links" in out
    assert err == ""


def test_partners_abroad_are_named_by_their_country_once_each(committed_graph: Path, countries: Path) -> None:
    rows, said = asked("partners-abroad", committed_graph, countries, "-p", "cluster=beijing")
    abroad = {row["partner"]: row["partnerEconomy"] for row in rows}
    assert abroad == {
        "Los Angeles": "United States of America",
        "Shenzhen–Hong Kong–Guangzhou": "Hong Kong, China",
        "Tokyo–Yokohama": "Japan",
    }
    assert len(rows) == len(abroad)
    unknown, _ = asked("partners-of-unknown-economy", committed_graph, countries, "-p", "cluster=beijing")
    assert [row["partner"] for row in unknown] == ["San Jose–San Francisco", "Shanghai–Suzhou"]
    assert "no links" not in said
    assert "Left out: 2 rows" in said


def test_a_cluster_of_two_economies_has_each_partner_once(
    committed_graph: Path, countries: Path, tmp_path: Path
) -> None:
    more = tmp_path / "more.ttl"
    more.write_text(
        "@prefix gii: <https://w3id.org/gii-graph/ontology#> . @base <https://w3id.org/gii-graph/id/> .\n"
        "<cluster/beijing> gii:inEconomy <economy/mongolia> .\n"
        '<economy/mongolia> a gii:Economy ; <http://www.w3.org/2000/01/rdf-schema#label> "Mongolia"@en .\n',
        encoding="utf-8",
    )
    rows, _ = asked("partners-abroad", committed_graph, countries, more, "-p", "cluster=beijing")
    assert {row["economy"] for row in rows} == {"China / Mongolia"}
    assert len(rows) == 3


def test_without_links_it_is_not_said_that_nobody_has_an_identifier(committed_graph: Path) -> None:
    _, said = asked("ror-identifiers", committed_graph)
    assert said == (
        "Note: The graph has no links: without them no organization has an identifier here; "
        "`gii-graph link` makes them.\n"
    )


def test_a_change_needs_two_editions(committed_graph: Path, three_editions: Path) -> None:
    _, said = asked("who-gained", committed_graph)
    assert "The graph has profiles of one edition, 2024: a gain lies between two." in said
    rows, said = asked("who-gained", three_editions)
    assert "profiles of one edition" not in said
    assert all(int(row["gained"]) == int(row["rankThen"]) - int(row["rankNow"]) > 0 for row in rows)
    assert rows


@pytest.mark.parametrize("name", shipped_names())
def test_every_question_is_answered_without_a_parameter_and_for_more_than_one(name: str, committed_graph: Path) -> None:
    header = read_header(shipped_text(name))
    assert all(parameter.optional and parameter.default is None for parameter in header.parameters)
    rows, _ = asked(name, committed_graph)
    if any(parameter.type == "cluster" for parameter in header.parameters) and len(rows) > 5:
        assert len({row["place"] for row in rows}) > 1


def test_what_is_assumed_is_said(committed_graph: Path, tmp_path: Path) -> None:
    query = tmp_path / "q.rq"
    query.write_text(
        "# Which?\n# param cluster: cluster = dalian -- whose\nSELECT ?n { ?cluster rdfs:label ?n }", encoding="utf-8"
    )
    rows, said = asked(query, committed_graph)
    assert rows == [{"n": "Dalian"}]
    assert said == "Note: Assumed cluster=dalian, as no other cluster was given.\n"
    assert asked(query, committed_graph, "-p", "cluster=beijing") == ([{"n": "Beijing"}], "")


def test_a_need_that_nobody_can_tell_is_refused() -> None:
    with pytest.raises(QueryError, match="line 2: found `needs luck`"):
        read_header("# Who?\n# needs luck -- nothing comes without\nASK {}")
    assert read_header("# Who?\n# needs more work\nASK {}").remarks == "needs more work"


def test_the_bounds_of_a_share_are_those_of_all_rows_of_its_table() -> None:
    with (GOLDEN / "applicant-dependence.csv").open(encoding="utf-8", newline="") as stream:
        dependence = list(csv.DictReader(stream))
    with (GOLDEN / "top-applicants.csv").open(encoding="utf-8", newline="") as stream:
        listed = list(csv.DictReader(stream))
    for row in dependence:
        table = [other for other in listed if other["place"] == row["place"]]
        total = total_of(
            CountedShare(int(other["patents"]), Decimal(other["share"].lstrip("<")), other["share"].startswith("<"), ())
            for other in table
        )
        assert total is not None
        assert total.interval.high is not None
        low, high = (100 * Decimal(row["patents"]) / end for end in (total.interval.high, total.interval.low))
        assert Decimal(row["least"]) <= low <= high <= Decimal(row["most"])
        assert low - Decimal(row["least"]) < Decimal("0.2")
        assert Decimal(row["most"]) - high < Decimal("0.2")


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("ASK { ?x a gii:Clster }", "vocabulary has no gii:Clster, gii:Cluster"),
        ("ASK { ?x gii:ranks 1 }", "vocabulary has no gii:ranks, gii:rank"),
        ("ASK { ?x gii:activity gii:patent }", "vocabulary has no gii:patent, gii:patents"),
        (f"PREFIX w: <{ONTOLOGY}> ASK {{ ?x w:Clster ?y }}", "vocabulary has no w:Clster, gii:Cluster"),
        (f"ASK {{ ?x a <{ONTOLOGY}Economie> }}", f"vocabulary has no <{ONTOLOGY}Economie>, gii:Economy"),
        ("ASK { cluster:bejing ?p ?o }", "graph has no cluster:bejing, cluster:beijing"),
        ("ASK { ?x a gii:Zzz }", "vocabulary has no gii:Zzz, "),
        # What only looks like one: in a string, in a comment, in a declaration, a graph's name, another's namespace.
        ('ASK { ?x rdfs:label "gii:Clster" } # gii:ranks', None),
        ("PREFIX gii: <http://example.org/> ASK { ?x a gii:Clster }", None),
        ("BASE <https://w3id.org/gii-graph/id/> ASK { ?x a gii:Cluster }", None),
        ("ASK { GRAPH <https://w3id.org/gii-graph/id/graph/1> { ?x a gii:Cluster } }", None),
        ("ASK { cluster:beijing a gii:Cluster ; gii:hasProfile/gii:rank 3 }", None),
    ],
)
def test_a_misspelt_term_is_told_with_the_nearest(committed_graph: Path, query: str, told: str | None) -> None:
    _, _, said = called("query", "-q", query, committed_graph)
    if told is None:
        assert said == ""
        return
    missing, near = told.split(", ")
    hint = f"; did you mean {near}?" if near else "."
    assert said == f"Warning: The {missing}, so nothing matches it{hint}\n"


def test_a_term_that_the_graph_has_is_no_slip(committed_graph: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine.ttl"
    mine.write_text("<http://a/> a <https://w3id.org/gii-graph/ontology#Clster> .", encoding="utf-8")
    assert called("query", "-q", "ASK { ?x a gii:Clster }", committed_graph, mine) == (0, "true\n", "")


def test_instances_under_another_base_are_told(committed_graph: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine.ttl"
    text = committed_graph.read_text("utf-8").replace("https://w3id.org/gii-graph/id/", "https://example.org/")
    mine.write_text(text, encoding="utf-8")
    _, _, said = called("query", "-q", "ASK { cluster:kunming ?p ?o }", mine)
    assert said.endswith("nothing matches it; its clusters have IRIs such as <https://example.org/cluster/beijing>.\n")


@pytest.mark.parametrize("name", shipped_names())
def test_a_shipped_question_names_no_unknown_term(name: str, committed_graph: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.rq"
    copy.write_text(shipped_text(name), encoding="utf-8")
    _, _, said = called("query", copy, committed_graph, "-f", "csv")
    assert "Warning" not in said


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("ASK { ?x a gii:Cluster }", 0),
        ("ASK { ?x a gii:Cluster, gii:Person }", 1),
        ("SELECT ?x { ?x a gii:Economy }", 0),
        ("SELECT ?x { ?x a gii:Cluster, gii:Person }", 1),
        ("CONSTRUCT { ?x a gii:Economy } { ?x a gii:Economy }", 0),
        ("DESCRIBE ?x { ?x a gii:Cluster, gii:Person }", 1),
    ],
)
def test_an_answer_can_be_an_exit_code(committed_graph: Path, query: str, code: int) -> None:
    plain = called("query", "-q", query, committed_graph)
    assert plain[0] == 0
    assert called("query", "-q", query, committed_graph, "--exit-status") == (code, *plain[1:])
