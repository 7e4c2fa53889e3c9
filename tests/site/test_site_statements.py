"""The pages state what the graph states: the same in each form, and all of it together."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import BlankNode
from selectolax.lexbor import LexborHTMLParser

from gii_graph.graph.loading import read_triples
from gii_graph.site import Site
from gii_graph.site.ownership import REMAINDER
from gii_graph.vocabulary import GII

_DATA = re.compile(r'<script type="application/ld\+json" id="statements">(.*?)</script>', re.DOTALL)


def graph_of(text: str, form: str) -> set[tuple[object, ...]]:
    return set(rdflib.Graph().parse(data=text, format=form))


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")  # by rdflib's own reader
def test_page_turtle_and_json_ld_say_the_same(editions_folder: Path) -> None:
    pages = [path for path in editions_folder.rglob("*.html") if path.with_suffix(".jsonld").exists()]
    assert len(pages) > 60
    for page in pages:
        turtle = graph_of(page.with_suffix(".ttl").read_text("utf-8"), "turtle")
        data = _DATA.search(page.read_text("utf-8"))
        assert data is not None
        assert turtle
        assert (
            turtle
            == graph_of(page.with_suffix(".jsonld").read_text("utf-8"), "json-ld")
            == graph_of(data[1], "json-ld")
        )


def test_all_pages_together_are_the_graph(editions_folder: Path, three_editions: Path, linked_graph: Path) -> None:
    graph = rdflib.Graph()
    for path in (three_editions, linked_graph):
        graph.parse(path)
    whole = rdflib.Graph()
    for path in editions_folder.rglob("*.ttl"):
        if path.parent.name not in ("downloads", "ontology") and path.name != "ontology.ttl":
            whole.parse(path)
    genid = "https://w3id.org/gii-graph/id/.well-known/genid/"
    blank = {term for triple in whole for term in triple if str(term).startswith(genid)}
    assert len(blank) == 1
    named = {tuple(rdflib.BNode("b") if term in blank else term for term in triple) for triple in whole}
    expected = {
        tuple(rdflib.BNode("b") if isinstance(term, rdflib.BNode) else term for term in triple) for triple in graph
    }
    assert named == expected


def test_each_statement_is_on_one_page_of_a_thing(editions_site: Site) -> None:
    triples = [one for path in editions_site.titles for one in editions_site.graph.ownership.statements_of(path)]
    triples += editions_site.graph.ownership.statements_of(REMAINDER)
    assert len(triples) == len(editions_site.graph.triples)
    assert sorted(triples, key=str) == editions_site.graph.triples


@pytest.mark.parametrize("term", ["quote", "count", "asNamed", "sha256", "rank"])
def test_what_the_graph_states_is_read_on_the_page(editions_site: Site, term: str) -> None:
    """Every quote, count, name and rank is in the text of the page that owns it, numbers with or without commas."""
    texts: dict[str, str] = {}
    for triple in editions_site.graph.triples:
        if triple.predicate.value != getattr(GII, term):
            continue
        path = editions_site.graph.ownership.path(triple.subject.value)
        if path not in texts:
            body = LexborHTMLParser(editions_site.page(path)).body
            assert body is not None
            texts[path] = " ".join(unescape(body.text()).split())
        value = " ".join(triple.object.value.split())
        assert value in texts[path] or (value.isdigit() and f"{int(value):,}" in texts[path]), (path, value)


def test_a_part_is_told_on_the_page_of_its_whole(editions_site: Site) -> None:
    base = "https://w3id.org/gii-graph/id/"
    graph = editions_site.graph
    listing = f"{base}listing/2024/kunming/patents/1"
    assert (graph.ownership.path(listing), graph.fragment(listing)) == ("cluster/kunming", "")
    assert "<h1>Kunming" in editions_site.page("cluster/kunming")
    assert any(triple.subject.value == listing for triple in editions_site.statements_of("cluster/kunming"))
    evidence = next(iri for iri in graph.ownership.subjects() if iri.startswith(f"{base}evidence/99e44929/"))
    assert graph.ownership.path(evidence) == "source/kunming.txt-99e44929"
    assert f'id="{graph.fragment(evidence)}"' in editions_site.page("source/kunming.txt-99e44929")


def test_links_of_absent_subjects_are_left_out_and_told(three_editions: Path, tmp_path: Path) -> None:
    links = tmp_path / "links.ttl"
    links.write_text(
        "<https://w3id.org/gii-graph/id/organization/gone> "
        "<http://www.w3.org/2004/02/skos/core#exactMatch> <https://ror.org/03cve4549> .",
        "utf-8",
    )
    told: list[object] = []
    triples = read_triples([three_editions, links], told.append)  # type: ignore[arg-type]
    assert "1 link of 1 subject" in str(told[0])
    assert not any(isinstance(triple.subject, BlankNode) for triple in triples)
