"""An address for every thing of the graph, in the form that the client likes best."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest
from pyoxigraph import RdfFormat, parse

from tests.conftest import called
from tests.server.served import Served, served

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
FORMS = {
    ".ttl": ("text/turtle", RdfFormat.TURTLE),
    ".jsonld": ("application/ld+json", RdfFormat.JSON_LD),
    ".nt": ("application/n-triples", RdfFormat.N_TRIPLES),
}


@pytest.mark.parametrize(
    ("accept", "ending"),
    [
        (BROWSER, ".html"),
        ("*/*", ".ttl"),
        ("text/turtle", ".ttl"),
        ("application/ld+json", ".jsonld"),
        ("application/n-triples", ".nt"),
    ],
)
def test_a_thing_leads_to_its_description(server: Served, accept: str, ending: str) -> None:
    response = server.get("/id/cluster/kunming", headers={"Accept": accept})
    assert (response.status_code, response.headers["location"]) == (303, f"/id/cluster/kunming{ending}")
    assert "Accept" in response.headers["vary"]


@pytest.mark.parametrize(
    ("part", "whole"),
    [
        ("profile/2024/kunming", "cluster/kunming"),
        ("listing/2024/kunming/patents/1", "cluster/kunming"),
        ("tie/2024/kunming/articles/1", "cluster/kunming"),
        ("evidence/99e44929/44", "source/kunming.txt-99e44929"),
        ("organization/kunming-medical-university", "organization/kunming-medical-university"),
        ("source/kunming.txt-99e44929", "source/kunming.txt-99e44929"),
        ("economy/china", "economy/china"),
    ],
)
def test_a_part_leads_to_what_it_belongs_to(server: Served, part: str, whole: str) -> None:
    response = server.get(f"/id/{part}", headers={"Accept": "text/turtle"})
    assert (response.status_code, response.headers["location"]) == (303, f"/id/{whole}.ttl")
    description = server.get(response.headers["location"])
    iri = f"https://w3id.org/gii-graph/id/{part}"
    assert any(triple.subject.value == iri for triple in parse(description.content, RdfFormat.TURTLE))


def test_every_form_states_the_same(server: Served) -> None:
    stated = {}
    for ending, (media_type, form) in FORMS.items():
        response = server.get(f"/id/cluster/kunming{ending}")
        assert response.headers["content-type"].partition(";")[0] == media_type
        stated[ending] = {quad.triple for quad in parse(response.content, form)}
    assert stated[".ttl"] == stated[".jsonld"] == stated[".nt"]
    about = "CONSTRUCT { cluster:kunming ?p ?o } WHERE { cluster:kunming ?p ?o }"
    asked = {quad.triple for quad in parse(server.ask(about, "text/turtle").content, RdfFormat.TURTLE)}
    assert asked <= stated[".ttl"]


def test_the_page_says_what_is_stated(server: Served) -> None:
    page = server.get("/id/cluster/kunming.html")
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert "<title>Kunming</title>" in page.text
    assert 'href="/id/economy/china"' in page.text
    assert 'rel="alternate" type="text/turtle" href="/id/cluster/kunming.ttl"' in page.text


def test_what_the_graph_does_not_have(server: Served) -> None:
    for path in ("/id/cluster/atlantis", "/id/cluster/atlantis.ttl", "/id/", "/id/cluster/atlantis.html"):
        assert server.get(path).status_code == 404
    assert server.get("/id/cluster/kunming", headers={"Accept": "image/png"}).status_code == 406
    assert httpx.post(server.url + "/id/cluster/kunming", trust_env=False).status_code == 405


def test_things_of_other_bases_have_an_address_too(server: Served) -> None:
    response = server.get("/id/http%3A%2F%2Fexample.org%2Fone", headers={"Accept": "text/turtle"})
    assert response.status_code == 303
    assert b"http://example.org/one" in server.get(response.headers["location"]).content


def test_names_are_texts_on_a_page(tmp_path: Path) -> None:
    graph = tmp_path / "hostile.ttl"
    graph.write_text(
        "@base <https://example.org/kg/> . @prefix gii: <https://w3id.org/gii-graph/ontology#> . "
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . "
        '<cluster/x> a gii:Cluster ; rdfs:label "<script>alert(1)</script>" ; rdfs:seeAlso <javascript:alert(1)> . '
        '<cluster/%E5%8C%97> a gii:Cluster ; rdfs:label "北" .',
        "utf-8",
    )
    site = tmp_path / "site"
    (site / "cluster").mkdir(parents=True)
    (site / ".htaccess").write_text("hidden words", "utf-8")
    (site / "cluster" / "x.html").write_text("made by site", "utf-8")
    (site / "index.html").write_text("start of site", "utf-8")
    (tmp_path / "secret.html").write_text("hidden words", "utf-8")
    base = ("--base-iri", "https://example.org/kg/")
    with served(tmp_path, [graph], *base) as server:
        page = server.get("/id/cluster/x.html").text
        assert "&lt;script&gt;alert(1)" in page
        assert "<script>alert" not in page
        assert 'href="javascript' not in page
        assert "&lt;script&gt;alert(1)" in server.get("/").text
        assert server.get("/id/cluster/%E5%8C%97.ttl").status_code == 200
        assert server.get("/id/cluster/%E5%8C%97").headers["location"] == "/id/cluster/%E5%8C%97.ttl"
        assert server.get("/id/cluster/%ff").status_code == 400
    with served(tmp_path, [graph], *base, "--site", str(site), "--public-url", "https://kg.example.org/") as server:
        assert server.get("/id/cluster/x.html").text == "made by site"
        assert "北" in server.get("/id/cluster/%E5%8C%97.html").text
        assert server.get("/id/").text == "start of site"
        assert 'href="/id/"' in server.get("/").text
        assert server.get("/reconcile").json()["view"]["url"] == "https://kg.example.org/id/{{id}}"
        for path in (
            "/id/.htaccess",
            "/../secret.html",
            "/%2e%2e/secret.html",
            "/id/%2e%2e/%2e%2e/secret.html",
            "/id/../../secret.html",
        ):
            raw = httpx.Request("GET", server.url).url.copy_with(raw_path=path.encode())
            assert "hidden words" not in httpx.get(raw, trust_env=False).text


def test_the_start_page_leads_everywhere(server: Served) -> None:
    page = server.get("/").text
    assert f"{server.url}/reconcile" in page
    assert 'href="/id/cluster/kunming"' in page
    assert server.get("/health").json()["status"] == "ok"
    assert server.get("/served.css").headers["content-type"].startswith("text/css")
    assert server.get("/query.js").status_code == 200


def test_the_pages_of_a_site_are_served_where_the_iris_lead(committed_graph: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    assert called("site", committed_graph, "-o", site)[0] == 0
    with served(tmp_path, [committed_graph], "--site", str(site)) as server:
        response = server.get("/id/cluster/kunming", headers={"Accept": BROWSER}, follow_redirects=True)
        assert response.content == (site / "cluster" / "kunming.html").read_bytes()
        for ending, (media_type, _) in FORMS.items():
            data = server.get(f"/id/cluster/kunming{ending}")
            assert data.headers["content-type"].partition(";")[0] == media_type
        for path in [file.relative_to(site) for file in site.rglob("*") if file.is_file()]:
            if path.parts[0][0] not in "._":
                assert server.get(f"/id/{path}").content == (site / path).read_bytes()
        listing = server.get("/id/listing/2024/kunming/patents/1", headers={"Accept": BROWSER}, follow_redirects=True)
        assert listing.content == response.content
