"""The rules lead every IRI of the graph to where it is told of; what real servers make of them, where they are."""

from __future__ import annotations

from pathlib import Path

from gii_graph.site import Site
from gii_graph.site.redirect_rules import redirect_rules
from gii_graph.site.rule_files import base_folder
from tests.site.conftest import site_of


def where(site: Site, iri: str) -> str:
    path, fragment = site.graph.ownership.path(iri), site.graph.fragment(iri)
    return f"{path}#{fragment}" if fragment else path


def test_every_iri_leads_to_its_page(editions_site: Site) -> None:
    rules = redirect_rules(editions_site.graph, [])
    asked = {iri: editions_site.graph.addresses.request(iri) for iri in editions_site.graph.ownership.subjects()}
    led = {iri: rules.page_of(request) for iri, request in asked.items() if request is not None}
    assert len(led) > 300
    assert led == {iri: where(editions_site, iri) for iri in led}


def test_the_rules_are_few(editions_folder: Path, editions_site: Site) -> None:
    rules = redirect_rules(editions_site.graph, [])
    assert list(rules.exact) == [".well-known/genid/" + name for name in _genids(editions_site)]
    written = (editions_folder / ".htaccess").read_text("utf-8").splitlines()
    assert len(written) < 30 + 2 * len(rules.documents)


def _genids(site: Site) -> list[str]:
    marked = "/.well-known/genid/"
    return sorted(iri.partition(marked)[2] for iri in site.graph.ownership.subjects() if marked in iri)


def test_names_that_are_no_file_names_lead_to_theirs(tmp_path: Path) -> None:
    graph = tmp_path / "odd.ttl"
    names = ["con", "..%2F..%2Fetc", "%E5%8C%97%E4%BA%AC", "a.html", "a%20b", "x" * 300, "A", "a", "-", "..", ".hidden"]
    stated = "".join(f"<https://w3id.org/gii-graph/id/cluster/{name}> a gii:Cluster .\n" for name in names)
    graph.write_text(f"@prefix gii: <https://w3id.org/gii-graph/ontology#> .\n{stated}", "utf-8")
    site = site_of(graph)
    paths = site.graph.addresses.paths()
    assert len({path.lower() for path in paths.values()}) == len(names)
    assert all(path.startswith("cluster/") and path.count("/") == 1 and len(path) < 140 for path in paths.values())
    assert not any(set(path) - set("abcdefghijklmnopqrstuvwxyz0123456789-/") for path in paths.values())
    rules = redirect_rules(site.graph, [])
    for iri, path in paths.items():
        assert rules.page_of(iri.removeprefix("https://w3id.org/gii-graph/id/")) == path


def test_a_graph_under_an_address_of_its_own_has_its_own_paths(committed_graph: Path, tmp_path: Path) -> None:
    graph = tmp_path / "own.ttl"
    text = committed_graph.read_text("utf-8").replace("https://w3id.org/gii-graph/id/", "https://data.example.org/gii/")
    graph.write_text(text, "utf-8")
    site = site_of(graph, base_url="https://data.example.org/gii/")
    assert site.graph.addresses.base == "https://data.example.org/gii/"
    assert where(site, "https://data.example.org/gii/cluster/kunming") == "cluster/kunming"
    assert "rules/w3id.htaccess" not in site.paths()


def test_where_the_rules_of_a_base_go() -> None:
    assert base_folder("https://w3id.org/gii-graph/id/") == ("/gii-graph/", "id/")
    assert base_folder("https://data.example.org/") == ("/", "")
