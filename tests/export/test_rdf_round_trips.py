"""What the RDF exports say is exactly what the graph says, for every reader asked."""

from __future__ import annotations

import json
from pathlib import Path

import pyoxigraph
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from pyld import jsonld
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from gii_graph.export.jsonld import Context, json_ld
from gii_graph.export.rdf_syntaxes import n_quads, n_triples, trig, turtle_of_triples
from gii_graph.graph.editions import split_by_edition
from gii_graph.graph.loading import read_triples
from gii_graph.resources import ontology_folder
from gii_graph.vocabulary import BASE, GII, ONTOLOGY, RDF, RDFS, XSD

CONTEXT = Context.from_file(ontology_folder() / "context.jsonld")


@pytest.fixture(scope="module", params=["committed_graph", "three_editions"])
def triples(request: pytest.FixtureRequest) -> list[Triple]:
    return read_triples([request.getfixturevalue(request.param)])


@pytest.mark.parametrize("ending", ["nt", "ttl", "trig", "nq", "jsonld"])
def test_reading_back_gives_the_same_triples(triples: list[Triple], ending: str, tmp_path: Path) -> None:
    text = {
        "nt": lambda: n_triples(triples),
        "ttl": lambda: turtle_of_triples(triples),
        "trig": lambda: trig(split_by_edition(triples), BASE),
        "nq": lambda: n_quads(split_by_edition(triples), BASE),
        "jsonld": lambda: json_ld(triples, CONTEXT),
    }[ending]()
    path = tmp_path / f"graph.{ending}"
    path.write_text("".join(text), encoding="utf-8")
    assert read_triples([path]) == triples


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")  # rdflib's own reader
def test_rdflib_reads_the_same_graph(triples: list[Triple]) -> None:
    expected = rdflib.Graph().parse(data="".join(n_triples(triples)), format="nt")
    for form, parts in (("json-ld", json_ld(triples, CONTEXT)), ("turtle", turtle_of_triples(triples))):
        assert set(rdflib.Graph().parse(data="".join(parts), format=form)) == set(expected), form


def test_json_ld_expands_by_pyld_to_the_same_triples(triples: list[Triple]) -> None:
    document = json.loads("".join(json_ld(triples, CONTEXT)))
    expanded = jsonld.to_rdf(document, {"format": "application/n-quads"})
    assert sorted(expanded.splitlines()) == sorted("".join(n_triples(triples)).splitlines())


def test_json_ld_is_compact(triples: list[Triple]) -> None:
    document = json.loads("".join(json_ld(triples, CONTEXT)))
    kunming = next(node for node in document["@graph"] if node["id"] == "profile/2024/kunming")
    assert kunming["type"] == "ClusterProfile"
    assert kunming["rank"] == 98
    assert kunming["patentCollaborationShare"] == "11"
    assert ONTOLOGY not in json.dumps(document["@graph"])


def test_each_edition_has_its_named_graph(three_editions: Path) -> None:
    triples = read_triples([three_editions])
    quads = list(pyoxigraph.parse("".join(trig(split_by_edition(triples), BASE)), format=pyoxigraph.RdfFormat.TRIG))
    assert set(quads) == set(
        pyoxigraph.parse("".join(n_quads(split_by_edition(triples), BASE)), format=pyoxigraph.RdfFormat.N_QUADS)
    )
    of_graph = {
        year: {quad.triple for quad in quads if quad.graph_name == NamedNode(f"{BASE}edition/{year}")}
        for year in (2023, 2024, 2025)
    }
    tie = Triple(
        NamedNode(f"{BASE}cluster/kunming"),
        NamedNode(GII.collaboratesOnPatentsWith),
        NamedNode(f"{BASE}cluster/beijing"),
    )
    assert [year for year, found in of_graph.items() if tie in found] == [2023]
    assert all(
        int(triple.object.value) == year
        for year, found in of_graph.items()
        for triple in found
        if triple.predicate.value == GII.edition
    )
    timeless = {quad.predicate.value for quad in quads if isinstance(quad.graph_name, pyoxigraph.DefaultGraph)}
    assert GII.rank not in timeless
    assert RDFS.label in timeless
    assert {quad.triple for quad in quads} == set(triples)


def test_the_same_triples_give_the_same_text_in_any_order(triples: list[Triple]) -> None:
    assert "".join(trig(split_by_edition(triples), BASE)) == "".join(trig(split_by_edition(list(triples)), BASE))
    assert next(iter(trig(split_by_edition(triples), BASE))).splitlines()[:6] == sorted(
        next(iter(trig(split_by_edition(triples), BASE))).splitlines()[:6]
    )


def test_the_context_has_every_term_of_the_ontology() -> None:
    ontology = rdflib.Graph().parse(ontology_folder() / "gii.ttl")
    own = {str(term) for term in ontology.subjects() if str(term).startswith(ONTOLOGY)}
    assert own <= CONTEXT.terms.keys()
    for term in own:
        name, kind = CONTEXT.terms[term]
        assert name == term.removeprefix(ONTOLOGY)
        datatype = str(ontology.value(rdflib.URIRef(term), rdflib.RDFS.range) or "")
        if datatype in {XSD.integer, XSD.decimal}:
            assert kind == datatype, term
        elif (rdflib.URIRef(term), rdflib.RDF.type, rdflib.OWL.ObjectProperty) in ontology:
            assert kind in {"@id", "@vocab"}, term
        else:
            assert kind is None, term


NAMES = st.sampled_from(["cluster/a", "cluster/b", "a:b/c", "x/../y", "organization/%E5%8C%97", "n/1.", "tie/2/é"])
SUBJECTS = NAMES.map(lambda name: NamedNode(BASE + name)) | st.just(NamedNode("urn:x:y"))
PREDICATES = st.sampled_from(
    [GII.rank, GII.share, GII.quote, GII.activity, GII.inEconomy, RDFS.label, RDF.type, "http://x/?q=1#p"]
).map(NamedNode)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
LITERALS = st.one_of(
    TEXTS.map(Literal),
    TEXTS.map(lambda text: Literal(text, language="en")),
    st.sampled_from(["1", "01", "-3", "9" * 20, "x", ""]).map(
        lambda text: Literal(text, datatype=NamedNode(XSD.integer))
    ),
    st.sampled_from(["1", "1.50", "x"]).map(lambda text: Literal(text, datatype=NamedNode(XSD.decimal))),
)
OBJECTS = SUBJECTS | LITERALS | st.just(BlankNode("b0")) | st.just(NamedNode(GII.patents))


@given(st.frozensets(st.builds(Triple, SUBJECTS | st.just(BlankNode("b0")), PREDICATES, OBJECTS), max_size=12))
def test_any_graph_comes_back_from_json_ld(graph: frozenset[Triple]) -> None:
    triples = sorted(graph, key=str)
    text = "".join(json_ld(triples, CONTEXT))
    back = {quad.triple for quad in pyoxigraph.parse(text, format=pyoxigraph.RdfFormat.JSON_LD)}
    assert back == graph
