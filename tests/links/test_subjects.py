"""What linking reads of a graph: the same whatever file format, order and division the statements come in."""

from __future__ import annotations

import pytest
from pyoxigraph import RdfFormat, parse, serialize

from gii_graph.errors import GraphFileError
from gii_graph.links.subjects import read_subjects
from gii_graph.vocabulary import BASE

GRAPH = """
@base <https://w3id.org/gii-graph/id/> .
@prefix gii: <https://w3id.org/gii-graph/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<economy/china> a gii:Economy ; rdfs:label "China"@en .
<economy/utopia> a gii:Economy ; rdfs:label "Utopia"@en .
<cluster/a-b> a gii:Cluster ; rdfs:label "A–B"@en ; gii:inEconomy <economy/china>, <economy/utopia> .
<cluster/c> a gii:Cluster ; rdfs:label "C"@en .
<cluster/nameless> a gii:Cluster .
<organization/x> a gii:Agent, gii:Organization ; rdfs:label "X"@en ; skos:altLabel "X LTD", "ex" ;
    gii:publishedArticles <cluster/c> ; gii:filedPatents <cluster/c>, <cluster/a-b>, <cluster/nameless> .
<organization/nameless> a gii:Organization ; rdfs:label <organization/x> .
<organization/both> a gii:Organization, gii:Person ; rdfs:label "Both" .
<person/doe> a gii:Agent, gii:Person ; rdfs:label "Jane Doe" ; gii:filedPatents <cluster/c> .
_:blank a gii:Organization ; rdfs:label "Blank" .
"""


def test_subjects_are_what_the_graph_names(tmp_path):
    path = tmp_path / "graph.ttl"
    path.write_text(GRAPH, "utf-8")
    read = read_subjects([path])
    assert [(one.iri.removeprefix(BASE), one.alpha2) for one in read.economies] == [
        ("economy/china", "CN"),
        ("economy/utopia", ""),
    ]
    assert [(one.label, one.cities, one.countries) for one in read.clusters] == [
        ("A–B", ("A", "B"), {"CN"}),
        ("C", ("C",), frozenset()),
    ]
    assert [(one.names, one.where) for one in read.organizations] == [(("X", "X LTD", "ex"), "A–B, C")]
    assert read.persons == 2


@pytest.mark.parametrize("ending", ["nt", "trig", "nq", "jsonld", "rdf"])
def test_the_format_changes_nothing(tmp_path, ending):
    turtle, other = tmp_path / "graph.ttl", tmp_path / f"graph.{ending}"
    turtle.write_text(GRAPH, "utf-8")
    form = RdfFormat.from_extension(ending)
    assert form is not None
    serialize(parse(GRAPH, format=RdfFormat.TURTLE), other, form)
    assert read_subjects([other]) == read_subjects([turtle])


def test_neither_order_nor_repetition_nor_named_graphs_change_anything(tmp_path):
    statements = [str(quad.triple) for quad in parse(GRAPH, format=RdfFormat.TURTLE)]
    backwards = [*reversed(statements), *statements[::3]]
    turtle, first, second = tmp_path / "graph.ttl", tmp_path / "first.nq", tmp_path / "second.nt"
    turtle.write_text(GRAPH, "utf-8")
    first.write_text("".join(f"{one} <http://example.org/g> .\n" for one in backwards[::2]), "utf-8")
    second.write_text("".join(f"{one} .\n" for one in backwards[1::2]), "utf-8")
    assert read_subjects([first, second]) == read_subjects([turtle])


def test_a_file_that_is_broken_in_the_middle_is_told_with_its_line(tmp_path):
    path = tmp_path / "graph.ttl"
    path.write_text(f'{GRAPH}<cluster/d> "no predicate" .\n', "utf-8")
    with pytest.raises(GraphFileError, match=r"graph\.ttl:17: is not valid Turtle"):
        read_subjects([path])
