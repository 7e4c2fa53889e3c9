"""Sites that several test files look at, made once."""

from __future__ import annotations

from pathlib import Path

import pytest

from gii_graph.graph.loading import read_triples
from gii_graph.site import Site, SiteWish
from gii_graph.site.site_folder import read_inventory, write_site
from tests.view.worlds import made_up

BASE_URL = "https://example.org/gii/"
LINKS = """
@base <https://w3id.org/gii-graph/id/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix gii: <https://w3id.org/gii-graph/ontology#> .
@prefix gn: <https://www.geonames.org/ontology#> .
<cluster/kunming> gii:anchorCity <https://sws.geonames.org/1804651/> .
<https://sws.geonames.org/1804651/> gn:countryCode "CN" .
<economy/china> skos:exactMatch <http://www.wikidata.org/entity/Q148> ; skos:notation "CN" .
<organization/yunnan-university> skos:exactMatch <https://ror.org/0040axw97> .
<cluster/kunming> <https://example.org/nickname> "Spring City", [ <https://example.org/of> "a blank node" ] .
"""


def site_of(*paths: Path, base_url: str = BASE_URL) -> Site:
    return Site(read_triples(paths), SiteWish(base_url=base_url))


def written(site: Site, folder: Path) -> Path:
    write_site(folder, site, read_inventory(folder))
    return folder


@pytest.fixture(scope="session")
def linked_graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Links of the seeds, and statements of no vocabulary of ours."""
    path = tmp_path_factory.mktemp("links") / "links.ttl"
    path.write_text(LINKS, "utf-8")
    return path


@pytest.fixture(scope="session")
def editions_site(three_editions: Path, linked_graph: Path) -> Site:
    """The site of three editions, with links."""
    return site_of(three_editions, linked_graph)


@pytest.fixture(scope="session")
def editions_folder(editions_site: Site, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same, in a folder."""
    return written(editions_site, tmp_path_factory.mktemp("site"))


@pytest.fixture(scope="session")
def hundred_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of a hundred made-up profiles."""
    folder = tmp_path_factory.mktemp("hundred")
    graph = folder / "hundred.ttl"
    graph.write_text(made_up(100), "utf-8")
    return written(site_of(graph), folder / "site")
