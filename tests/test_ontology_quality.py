"""The ontology keeps clear of known pitfalls; the numbers are those of the OOPS! catalogue.

https://oops.linkeddata.es/catalogue.jsp. docs/vocabulary-checks.md says what each is about.
"""

from __future__ import annotations

import re

import pytest
from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, VANN, XSD, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

from gii_graph.vocabulary import ONTOLOGY
from tests.conftest import ROOT

SCHEMA = Namespace("https://schema.org/")
HEAD = URIRef(ONTOLOGY.rstrip("#"))


@pytest.fixture(scope="module")
def ontology() -> Graph:
    return Graph().parse(ROOT / "ontology" / "gii.ttl", format="turtle")


def terms(ontology: Graph) -> set[URIRef]:
    return {one for one in ontology.subjects(unique=True) if isinstance(one, URIRef) and str(one).startswith(ONTOLOGY)}


def properties(ontology: Graph) -> set[Node]:
    return {*ontology.subjects(RDF.type, OWL.ObjectProperty), *ontology.subjects(RDF.type, OWL.DatatypeProperty)}


def test_p08_every_term_has_one_english_label_one_definition_and_its_ontology(ontology: Graph) -> None:
    for term in terms(ontology):
        for annotation in (RDFS.label, SKOS.definition):
            values = list(ontology.objects(term, annotation))
            assert [isinstance(one, Literal) and one.language for one in values] == ["en"], f"{term} {annotation}"
        assert list(ontology.objects(term, RDFS.isDefinedBy)) == [HEAD], term


def test_definitions_are_sentences_and_differ_from_labels(ontology: Graph) -> None:
    definitions = [str(ontology.value(term, SKOS.definition)) for term in terms(ontology)]
    assert all(one.endswith(".") and one[0].isupper() for one in definitions)
    assert len(set(definitions)) == len(definitions), "two terms that mean the same (P30)"


def test_p11_every_property_says_where_it_leads_from(ontology: Graph) -> None:
    for one in properties(ontology):
        stated = [*ontology.objects(one, RDFS.domain), *ontology.objects(one, SCHEMA.domainIncludes)]
        assert stated, f"{one} has neither a domain nor the classes that use it"


def test_p11_every_figure_and_text_has_a_datatype(ontology: Graph) -> None:
    known = {XSD.integer, XSD.decimal, XSD.string, RDF.langString, XSD.boolean, XSD.date}
    for one in ontology.subjects(RDF.type, OWL.DatatypeProperty):
        assert set(ontology.objects(one, RDFS.range)) <= known
        assert ontology.value(one, RDFS.range) is not None, one


def test_p19_no_property_has_several_domains_or_ranges_which_would_intersect(ontology: Graph) -> None:
    for one in properties(ontology):
        assert len(list(ontology.objects(one, RDFS.domain))) <= 1, one
        assert len(list(ontology.objects(one, RDFS.range))) <= 1, one
        both = ontology.value(one, RDFS.domain) is not None and ontology.value(one, SCHEMA.domainIncludes) is not None
        assert not both, f"{one}: a domain types everything that has the property, whatever domainIncludes says"


def test_p04_no_term_stands_apart(ontology: Graph) -> None:
    connections = (
        RDFS.subClassOf,
        RDFS.subPropertyOf,
        RDFS.domain,
        RDFS.range,
        SCHEMA.domainIncludes,
        OWL.disjointWith,
    )
    for term in terms(ontology):
        outward = any(ontology.value(term, one) is not None for one in connections)
        inward = any(ontology.value(None, one, term) is not None for one in connections)
        typed = any(str(one).startswith(ONTOLOGY) for one in ontology.objects(term, RDF.type))
        assert outward or inward or typed, term


def test_p06_no_class_or_property_is_its_own_ancestor(ontology: Graph) -> None:
    for relation in (RDFS.subClassOf, RDFS.subPropertyOf):
        for term in terms(ontology):
            above = [
                one
                for parent in ontology.objects(term, relation)
                for one in ontology.transitive_objects(parent, relation)
            ]
            assert term not in above


def test_a_special_case_stays_within_its_general_property(ontology: Graph) -> None:
    for special, general in ontology.subject_objects(RDFS.subPropertyOf):
        for side in (RDFS.domain, RDFS.range):
            wide, narrow = ontology.value(general, side), ontology.value(special, side)
            assert wide is None or (narrow is not None and wide in ontology.transitive_objects(narrow, RDFS.subClassOf))


def test_p34_p35_every_class_and_property_that_is_used_is_declared(ontology: Graph) -> None:
    declared = {one for one in terms(ontology) if ontology.value(one, RDF.type) is not None}
    for subject, predicate, value in ontology:
        for node in (subject, predicate, value):
            if str(node).startswith(ONTOLOGY) and str(node) != ONTOLOGY and isinstance(node, URIRef):
                assert node in declared, node


def test_p40_nothing_is_declared_for_others(ontology: Graph) -> None:
    assert set(ontology.subjects()) <= {HEAD, *terms(ontology)}


def test_p22_names_follow_one_convention(ontology: Graph) -> None:
    for term in terms(ontology):
        is_class = (term, RDF.type, OWL.Class) in ontology
        pattern = r"[A-Z][A-Za-z0-9]*" if is_class else r"[a-z][A-Za-z0-9]*"
        assert re.fullmatch(pattern, str(term).removeprefix(ONTOLOGY)), term


def test_p36_p37_p38_p41_the_ontology_introduces_itself(ontology: Graph) -> None:
    assert (HEAD, RDF.type, OWL.Ontology) in ontology
    for one in (DCTERMS.title, DCTERMS.description, DCTERMS.creator, DCTERMS.created, DCTERMS.license, OWL.versionIRI):
        assert ontology.value(HEAD, one) is not None, one
    assert str(ontology.value(HEAD, VANN.preferredNamespaceUri)) == ONTOLOGY
    assert str(ontology.value(HEAD, OWL.versionIRI)) == f"{HEAD}/{ontology.value(HEAD, OWL.versionInfo)}"
    assert not str(HEAD).endswith((".ttl", ".owl"))


def test_the_version_has_an_entry_in_the_list_of_changes(ontology: Graph) -> None:
    changes = (ROOT / "docs" / "vocabulary-changes.md").read_text(encoding="utf-8")
    assert f"\n## {ontology.value(HEAD, OWL.versionInfo)}" in changes


def test_a_person_never_becomes_an_organization_by_reasoning(ontology: Graph) -> None:
    listed = URIRef(f"{ONTOLOGY}filedPatents")
    assert ontology.value(listed, RDFS.domain) == URIRef(f"{ONTOLOGY}Agent")
    assert (URIRef(f"{ONTOLOGY}Organization"), OWL.disjointWith, URIRef(f"{ONTOLOGY}Person")) in ontology
