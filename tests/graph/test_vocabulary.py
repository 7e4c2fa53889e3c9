"""The Python vocabulary and the ontology file hold the same terms, and every term explains itself."""

from __future__ import annotations

import pytest
import rdflib
from rdflib.namespace import DCTERMS, OWL, RDF, RDFS, SKOS

from gii_graph.errors import VocabularyError
from gii_graph.resources import ontology_folder
from gii_graph.vocabulary import GII, ONTOLOGY

SCHEMA = rdflib.Namespace("https://schema.org/")


@pytest.fixture(scope="module")
def ontology() -> rdflib.Graph:
    return rdflib.Graph().parse(ontology_folder() / "gii.ttl")


@pytest.fixture(scope="module")
def terms(ontology: rdflib.Graph) -> set[rdflib.URIRef]:
    return {term for term in ontology.subjects() if str(term).startswith(ONTOLOGY)}


def test_both_hold_the_same_terms(terms: set[rdflib.URIRef]) -> None:
    in_python = {name for name in vars(GII) if not name.startswith("_")}
    assert {str(term).removeprefix(ONTOLOGY) for term in terms} == in_python
    assert {str(term) for term in terms} == {getattr(GII, name) for name in in_python}


def test_a_misspelt_term_fails() -> None:
    with pytest.raises(VocabularyError, match="no term 'colaboratesWith'"):
        GII.colaboratesWith  # noqa: B018


def test_every_term_has_a_label_a_definition_and_a_home(ontology: rdflib.Graph, terms: set[rdflib.URIRef]) -> None:
    for term in terms:
        for needed in (RDFS.label, SKOS.definition, RDFS.isDefinedBy, RDF.type):
            assert ontology.value(term, needed) is not None, (term, needed)


def test_no_property_states_several_domains(ontology: rdflib.Graph, terms: set[rdflib.URIRef]) -> None:
    for term in terms:
        assert len(list(ontology.objects(term, RDFS.domain))) <= 1, term
        assert not (ontology.value(term, RDFS.domain) and ontology.value(term, SCHEMA.domainIncludes)), term


def test_the_ontology_introduces_itself(ontology: rdflib.Graph) -> None:
    header = rdflib.URIRef(ONTOLOGY.rstrip("#"))
    for needed in (DCTERMS.title, DCTERMS.description, DCTERMS.creator, DCTERMS.license, OWL.versionIRI):
        assert ontology.value(header, needed) is not None, needed
