"""Turtle comes back from two parsers as it went in, in the order it was given."""

from __future__ import annotations

from decimal import Decimal

import pyoxigraph
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from rdflib.compare import isomorphic

from gii_graph.errors import VocabularyError
from gii_graph.graph import to_rdflib, turtle
from gii_graph.graph.terms import Block, Iri, Node, Text
from gii_graph.vocabulary import BASE, GII, RDF, RDFS

# Surrogates are no characters (RDF 1.1, 3.3: literals are Unicode strings).
texts = st.text(st.characters(exclude_categories=["Cs"]))
decimals = st.decimals(min_value=0, max_value=100, places=3)
terms = st.one_of(
    texts,
    st.builds(Text, texts, st.sampled_from(["en", "zh-Hans"])),
    st.integers(min_value=-(10**15), max_value=10**15),
    decimals,
    st.builds(Node, st.from_regex(r"cluster/[a-z0-9-]{1,20}", fullmatch=True)),
    st.sampled_from([Iri(GII.patents), Iri("https://ror.org/03cve4549")]),
)


def text_of(*blocks: Block) -> str:
    return "".join(turtle(blocks, BASE))


@given(st.lists(terms, min_size=1, max_size=5))
def test_every_term_comes_back_from_both_parsers(values: list[object]) -> None:
    block = Block(Node("cluster/beijing"), {RDFS.label: values})
    written = text_of(block)
    expected = to_rdflib([block], BASE)
    assert isomorphic(rdflib.Graph().parse(data=written, format="turtle"), expected)
    through_oxigraph = pyoxigraph.serialize(
        pyoxigraph.parse(written.encode(), format=pyoxigraph.RdfFormat.TURTLE), format=pyoxigraph.RdfFormat.N_TRIPLES
    )
    again = rdflib.Graph().parse(data=through_oxigraph, format="nt")
    assert {str(term) for term in again.objects()} == {str(term) for term in expected.objects()}


def test_a_block_reads_like_a_record() -> None:
    block = Block(
        Node("cluster/zurich"),
        {
            RDF.type: Iri(GII.Cluster),
            RDFS.label: Text("Zürich", "en"),
            GII.collaboratesWith: [],
            GII.count: None,
            GII.rank: 0,
            GII.share: [Decimal(32), Decimal("0.50")],
            GII.quote: 'a\t"b"\n\\c\u202e',
            GII.asNamed: "",
        },
    )
    assert text_of(block).partition("\n\n")[2] == (
        "<cluster/zurich>\n"
        "    a gii:Cluster ;\n"
        '    rdfs:label "Zürich"@en ;\n'
        "    gii:rank 0 ;\n"
        '    gii:share "32"^^xsd:decimal, 0.5 ;\n'
        '    gii:quote "a\\t\\"b\\"\\n\\\\c\\u202E" ;\n'
        '    gii:asNamed "" .\n'
    )


@pytest.mark.parametrize("bad", ["a b", "a>b", 'a"b', "a\nb", "a\\b"])
def test_an_iri_that_turtle_cannot_hold_is_refused(bad: str) -> None:
    with pytest.raises(VocabularyError, match="Turtle cannot hold the IRI"):
        text_of(Block(Node(bad), {RDF.type: Iri(GII.Cluster)}))
