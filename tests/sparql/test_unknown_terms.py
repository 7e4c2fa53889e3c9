"""No legal query is warned of a term that it does not look for, and none that looks for a slip goes unwarned."""

from __future__ import annotations

import pyoxigraph
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gii_graph.sparql import unknown_terms as module
from gii_graph.sparql.engine import answer
from gii_graph.sparql.prefixes import KNOWN_PREFIXES
from gii_graph.sparql.unknown_terms import unknown_terms
from gii_graph.vocabulary import BASE, GII, ONTOLOGY

OURS = "https://w3id.org/gii-graph/"
DATA = f"""
@prefix gii: <{ONTOLOGY}> .
<{BASE}cluster/beijing> a gii:Cluster ; gii:rank 3 .
GRAPH <http://g/> {{ <http://a/> gii:own 1 }}
"""


@pytest.fixture(scope="module")
def store() -> pyoxigraph.Store:
    store = pyoxigraph.Store()
    store.load(DATA, format=pyoxigraph.RdfFormat.TRIG)
    return store


def warned(store: pyoxigraph.Store, text: str) -> list[str]:
    """Return the terms that are warned of, after the engine has shown that the query is legal."""
    answer(pyoxigraph.Store(), text.replace("SERVICE SILENT", "GRAPH").replace("SERVICE", "GRAPH"))
    sentences = unknown_terms(text, lambda question, bound: answer(store, question, bound))
    return [sentence.partition(" has no ")[2].partition(", so nothing")[0] for sentence in sentences]


@pytest.mark.parametrize(
    ("query", "terms"),
    [
        # In full, relative, behind another prefix, escaped.
        (f"ASK {{ ?x a <{ONTOLOGY}Clster> }}", [f"<{ONTOLOGY}Clster>"]),
        ("BASE <https://w3id.org/> ASK { ?x a <gii-graph/ontology#Clster> }", ["<gii-graph/ontology#Clster>"]),
        (f"BASE <{OURS}x> ASK {{ ?x a <ontology#Clster>, <ontology#Cluster> }}", ["<ontology#Clster>"]),
        (f"BASE <{OURS}> PREFIX o: <ontology#> ASK {{ ?x a o:Clster, o:Cluster }}", ["o:Clster"]),
        (rf"ASK {{ ?x a <{ONTOLOGY}Cl\u0073ter> }}", [rf"<{ONTOLOGY}Cl\u0073ter>"]),
        (rf"ASK {{ ?x a <{ONTOLOGY}Cl\u0075ster> }}", []),
        (r"ASK { ?x gii:rank\-s 1 }", [r"gii:rank\-s"]),
        ("ASK { ?x gii:rank%73 1 }", ["gii:rank%73"]),
        ("ASK { ?x gii:rank\u0301 1 }", ["gii:rank\u0301"]),
        ("ASK { ?x gii:rank\u00b7 1 }", ["gii:rank\u00b7"]),
        ("ASK { ?x gii:rank.s 1 }", ["gii:rank.s"]),
        ("ASK { ?x gii:rank:s 1 }", ["gii:rank:s"]),
        ("ASK { ?x gii:rank2 1 }", ["gii:rank2"]),
        (f"PREFIX : <{ONTOLOGY}> ASK {{ ?x :Clster ?y }}", [":Clster"]),
        ("ASK { ?x gii:rank|gii:ranks ?y . ?x ^gii:hasProfil/gii:rank* ?z }", ["gii:ranks", "gii:hasProfil"]),
        ("ASK { ?x ?p ?y FILTER(?p IN (gii:rank, gii:ranks)) }", ["gii:ranks"]),
        ("ASK { VALUES ?p { gii:ranks } ?x ?p ?y }", ["gii:ranks"]),
        ("SELECT * { ?x a gii:Cluster.?x gii:ranks ?y }ORDER BY?x", ["gii:ranks"]),
        ("DESCRIBE cluster:bejing", ["cluster:bejing"]),
        (f"PREFIX gii: <http://e/> PREFIX g: <{ONTOLOGY}> ASK {{ ?x gii:ranks ?y ; g:ranks ?z }}", ["g:ranks"]),
        ("ASK { ?x rdf:type gii: , <http://e/> , gii:Clster }", ["gii:Clster"]),
        ("CONSTRUCT WHERE { ?x gii:ranks ?y }", ["gii:ranks"]),
        ("CONSTRUCT { ?x gii:made ?y } WHERE { ?x gii:ranks ?y }", ["gii:ranks"]),
        # What is a term and not looked for, or is known.
        ("CONSTRUCT { ?x gii:made ?y } WHERE { ?x gii:rank ?y }", []),
        ("CONSTRUCT{ ?x gii:made [ gii:more ?y ] }{ ?x gii:rank ?y }", []),
        ("ASK { GRAPH <http://g/> { ?x gii:own ?y } }", []),
        ("ASK { GRAPH cluster:a { ?x gii:rank ?y } GRAPH<https://w3id.org/gii-graph/id/b>{ ?x a gii:Cluster } }", []),
        (f"SELECT * FROM <{BASE}g> FROM NAMED <{BASE}h> {{ ?x a gii:Cluster }}", []),
        ("SELECT * FROM cluster:g FROM NAMED cluster:h { ?x a gii:Cluster }", []),
        ('ASK { ?x gii:rank "3"^^gii:place }', []),
        ("ASK { SERVICE <http://e/> { ?x gii:theirs ?y } ?x gii:ranks ?y }", ["gii:ranks"]),
        ("ASK { SERVICE SILENT cluster:e { ?x gii:theirs ?y { ?y gii:more ?z } } ?x gii:rank ?y }", []),
        ("ASK { ?x rdfs:label <<( ?a gii:said ?b )>> }", []),
        ("ASK { ?x gii:rank ?y FILTER(?y<3&&?x!=gii:Cluster) }", []),
        ("ASK { cluster:beijing a gii:Cluster }", []),
        # What is none.
        ("ASK { ?x rdfs:label 'gii:Clster', \"\"\"a\" gii:Clster\"\"\", '''it's gii:Clster''' }", []),
        ("ASK { ?x rdfs:label 'it\\'s gii:Clster' } # gii:Clster", []),
        ("# PREFIX gii: <http://e/> gii:Clster\nASK { ?x a gii:Cluster }", []),
        ("PREFIX gii: # gii:Clster\n<http://e/> ASK { ?x a gii:Clster }", []),
        ("PREFIX gii: <http://e/> BASE <https://w3id.org/gii-graph/id/> ASK { ?x a gii:Clster }", []),
        ("PREFIX agii: <http://e/> ASK { ?x a agii:Clster }", []),
        (f"ASK {{ ?gii a <http://e/?{ONTOLOGY}Clster>, <urn:gii:Clster> }}", []),
        ("ASK { _:gii gii:rank ?y }", []),
    ],
)
def test_the_terms_that_are_warned_of_are_those_looked_for_in_vain(
    store: pyoxigraph.Store, query: str, terms: list[str]
) -> None:
    assert warned(store, query) == terms


NAMES = ["gii:Cluster", "gii:rank", "gii:ranks", "gii:Clster", "gii:rank2", "gii:", "cluster:beijing", "cluster:bejing",
         "rdfs:label", r"gii:ra\-nk", "gii:rank\u0301", f"<{ONTOLOGY}ranks>", "<ontology#ranks>", "<http://e/>",
         "o:ranks", "o:rank", ":rank", "?v"]  # fmt: skip
PARTS = ["{s} {p} {o}", "{s} {p}|^{o} ?x", "{s} {p} {o};{p} 'gii:ranks'", "{s} {p} {o}.#gii:ranks\n",
         "FILTER(?v<3||?v={o})", "OPTIONAL{{{s} {p} {o}}}", 'BIND("""gii:ranks"""AS ?{n})',
         "{s} {p} ({o} {s})"]  # fmt: skip
PROLOGUES = ["", f"PREFIX o: <{ONTOLOGY}>\n", "PREFIX o: <http://e/>", f"BASE <{OURS}> PREFIX o:<ontology#>",
             f"PREFIX gii: <http://e/> PREFIX :<{ONTOLOGY}> ", "#gii:ranks\n"]  # fmt: skip
QUERIES = st.builds(
    lambda prologue, parts: f"{prologue}ASK {{ {' '.join(parts)} }}",
    st.sampled_from(PROLOGUES),
    st.lists(
        st.builds(
            lambda part, s, p, o, n: part.format(s=s, p=p, o=o, n=f"n{n}") + ("" if "(" in part[:7] else " ."),
            st.sampled_from(PARTS),
            *[st.sampled_from(NAMES)] * 3,
            st.integers(0, 10**9),
        ),
        max_size=4,
    ),
)


@settings(deadline=None)
@given(QUERIES)
def test_a_look_that_is_enough_agrees_with_the_reading_of_tokens(text: str) -> None:
    try:
        pyoxigraph.Store().query(text, prefixes=KNOWN_PREFIXES)
    except SyntaxError:
        return
    if module._has_plain_terms_alone(text):
        known = {iri for name, iri in vars(GII).items() if not name.startswith("_")}
        terms = module._terms(text).values()
        assert {iri for iri in terms if iri.startswith((ONTOLOGY, BASE))} <= known


def test_no_known_prefix_but_those_looked_for_begins_a_term_of_ours() -> None:
    for prefix, namespace in KNOWN_PREFIXES.items():
        is_looked_for = prefix == "gii" or namespace.startswith(BASE)
        assert is_looked_for or not any(ours.startswith(namespace) for ours in (ONTOLOGY, BASE))
