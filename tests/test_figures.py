"""A figure is one entry: what the table has, every room has; what is forgotten is named."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import NamedNode, RdfFormat, Store, parse
from rdflib import OWL, RDF, RDFS, SKOS, XSD

from gii_graph.comparison import Side, compare
from gii_graph.export.attributes import NODE_ATTRIBUTES
from gii_graph.export.csvw import csv_files
from gii_graph.export.graphml import graphml
from gii_graph.export.jsonld import Context
from gii_graph.export.tables import GraphTables
from gii_graph.figures import FIGURE_TERMS, FIGURES, Figure
from gii_graph.graph import describe, turtle
from gii_graph.identity import Mentions, identify
from gii_graph.lookup import sheet
from gii_graph.network import network_of_triples
from gii_graph.profile import Profile, Stated
from gii_graph.reading import read_profile
from gii_graph.resources import ontology_folder
from gii_graph.validation.check import check
from gii_graph.validation.shapes import shipped_rules
from gii_graph.view.measures import figure_words
from gii_graph.vocabulary import BASE, GII, ONTOLOGY
from tests.conftest import ROOT

DOMAIN_INCLUDES = rdflib.URIRef("https://schema.org/domainIncludes")
KIND = {"rank": XSD.integer, "whole": XSD.integer, "share": XSD.decimal}
ONTOLOGY_GRAPH = rdflib.Graph().parse(ontology_folder() / "gii.ttl")
FIGURE_PROPERTIES = pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: figure.attribute)


@FIGURE_PROPERTIES
def test_the_record_has_it(figure: Figure) -> None:
    assert figure.attribute in Profile._fields, f"add {figure.attribute} to gii_graph/profile.py"


@FIGURE_PROPERTIES
def test_the_vocabulary_and_the_ontology_have_its_terms(figure: Figure) -> None:
    for term in filter(None, (figure.iri, figure.bound)):
        name = term.removeprefix(ONTOLOGY)
        assert getattr(GII, name) == term, f"add {name} to gii_graph/vocabulary.py"
        node = rdflib.URIRef(term)
        assert (node, RDF.type, OWL.DatatypeProperty) in ONTOLOGY_GRAPH, f"add gii:{name} to ontology/gii.ttl"
        assert ONTOLOGY_GRAPH.value(node, RDFS.label)
        assert ONTOLOGY_GRAPH.value(node, SKOS.definition)
        domains = {*ONTOLOGY_GRAPH.objects(node, RDFS.domain), *ONTOLOGY_GRAPH.objects(node, DOMAIN_INCLUDES)}
        assert rdflib.URIRef(GII.ClusterProfile) in domains
        assert ONTOLOGY_GRAPH.value(node, RDFS.range) == KIND[figure.kind]


def test_the_table_has_every_figure_of_record_and_ontology() -> None:
    kinds = {name: getattr(kind, "__forward_arg__", str(kind)) for name, kind in Profile.__annotations__.items()}
    of_record = {name for name, kind in kinds.items() if kind.startswith("Stated[") and kind.endswith("| None")}
    assert of_record == {figure.attribute for figure in FIGURES}
    of_profiles = {
        str(term).removeprefix(ONTOLOGY)
        for term in ONTOLOGY_GRAPH.subjects(RDFS.domain, rdflib.URIRef(GII.ClusterProfile))
        if ONTOLOGY_GRAPH.value(term, RDFS.range) in {XSD.integer, XSD.decimal}
    }
    assert of_profiles == set(FIGURE_TERMS) - {"rank"}  # rows and ties have ranks too


def test_the_rules_and_the_context_have_every_figure() -> None:
    context = Context.from_file(ontology_folder() / "context.jsonld")
    assert {f"{ONTOLOGY}{term}" for term in FIGURE_TERMS} <= context.terms.keys()
    paths = {rule.path for rule in shipped_rules() if rule.name.startswith("profile-")}
    assert {f"{ONTOLOGY}{term}" for term in FIGURE_TERMS} <= paths
    for rule in shipped_rules():
        if rule.name in {"profile-properties", "figure-has-evidence"}:
            (constraint,) = rule.constraints
            missing = [
                term
                for term in FIGURE_TERMS
                if f"gii:{term}," not in constraint.parameter + "," and f"gii:{term})" not in constraint.parameter
            ]
            assert not missing, f"{rule.name} lacks {missing}: run `make reference`"


@pytest.fixture(scope="module")
def deals() -> Profile:
    """A profile of 2025, with the sentence that this edition prints for the first time."""
    text = (ROOT / "seeds" / "beijing.txt").read_text("utf-8").replace("2024", "2025")
    opening = "published **15,893 scientific articles**, both per"
    assert opening in text
    sentence = "published **15,893 scientific articles** and attracted **520 venture capital deals**, all per"
    return read_profile("beijing.txt", text.replace(opening, sentence).encode()).profile


def test_deals_go_from_the_text_to_every_form(deals: Profile, tmp_path: Path) -> None:
    assert deals.venture_capital_deals_per_million == Stated(520, 10)
    text = "".join(turtle(describe([deals], identify(Mentions.of([deals]))), BASE))
    triples = sorted({quad.triple for quad in parse(text, format=RdfFormat.TURTLE)}, key=str)
    assert "gii:ventureCapitalDealsPerMillion 520" in text
    assert "gii:articlesPerMillion, gii:ventureCapitalDealsPerMillion ;\n    gii:source" in text
    store = Store()
    store.load(text.encode(), format=RdfFormat.TURTLE)
    assert check(store).findings == ()
    rows = {
        name: list(csv.DictReader(io.StringIO("".join(rows), newline="")))
        for name, rows in csv_files(GraphTables(triples))
        if name == "profiles.csv"
    }
    assert rows["profiles.csv"][0]["venture_capital_deals_per_million"] == "520"
    network = network_of_triples(triples)
    assert '<data key="node.venture_capital_deals_per_million">520</data>' in "".join(graphml(network))
    assert NODE_ATTRIBUTES["venture_capital_deals_per_million"] == "integer"
    (cluster,) = (node for node in network.of_kind("cluster") if node.profiles)
    lines = [line for section in sheet(network, cluster).sections for line in section.lines]
    (shown,) = (line for line in lines if "venture capital" in str(line.cells[0]))
    assert (shown.cells[1], shown.evidence[0].line) == (520, 10)
    assert "ventureCapitalDealsPerMillion" in {words["name"] for words in figure_words()}
    before = [triple for triple in triples if triple.predicate != NamedNode(GII.ventureCapitalDealsPerMillion)]
    (change,) = compare(Side(network_of_triples(before), 2025), Side(network, 2025)).changes
    assert (change.key.subject, change.new and change.new.value) == ("ventureCapitalDealsPerMillion", {"value": 520})
