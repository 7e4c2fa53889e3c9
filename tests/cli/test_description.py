"""What `build` and `link` wrote is described beside it: true counts, links by target, sources named."""

from __future__ import annotations

import hashlib
from collections import Counter
from pathlib import Path

import pytest
import rdflib
from rdflib import DCAT, DCTERMS, FOAF, RDF, VOID, Literal, URIRef

from gii_graph.vocabulary import BASE
from tests.conftest import run

SPDX = rdflib.Namespace("http://spdx.org/rdf/terms#")
BUILT, LINKED = URIRef(f"{BASE}dataset"), URIRef(f"{BASE}dataset/links")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, seeds: Path) -> Path:
    work = tmp_path_factory.mktemp("described")
    assert run("build", seeds, cwd=work).returncode == 0
    assert run("link", cwd=work).returncode == 0
    return work / "output"


@pytest.fixture(scope="module", params=[("gii", BUILT), ("links", LINKED)], ids=["build", "link"])
def case(request: pytest.FixtureRequest, folder: Path) -> tuple[rdflib.Graph, rdflib.Graph, URIRef, Path]:
    """A description, the graph that it describes, its node, and the graph's file."""
    name, node = request.param
    path = folder / f"{name}.ttl"
    return rdflib.Graph().parse(folder / f"{name}.dataset.ttl"), rdflib.Graph().parse(path), node, path


def test_the_counts_are_those_of_the_graph(case: tuple[rdflib.Graph, rdflib.Graph, URIRef, Path]) -> None:
    description, graph, node, _ = case
    assert description.value(node, VOID.triples) == Literal(len(graph))
    assert description.value(node, VOID.distinctSubjects) == Literal(len(set(graph.subjects())))
    assert description.value(node, VOID.properties) == Literal(len(set(graph.predicates())))
    for part, key, number, counted in (
        (VOID.propertyPartition, VOID.property, VOID.triples, Counter(graph.predicates())),
        (VOID.classPartition, VOID["class"], VOID.entities, Counter(graph.objects(None, RDF.type))),
    ):
        said = {
            description.value(one, key): int(str(description.value(one, number)))
            for one in description.objects(node, part)
        }
        assert said == counted


def test_the_file_is_told_by_its_checksum(case: tuple[rdflib.Graph, rdflib.Graph, URIRef, Path]) -> None:
    description, _, node, path = case
    file = description.value(node, DCAT.distribution)
    assert description.value(file, DCTERMS.title) == Literal(path.name)
    assert int(description.value(file, DCAT.byteSize)) == path.stat().st_size
    checksum = description.value(description.value(file, SPDX.checksum), SPDX.checksumValue)
    assert str(checksum) == hashlib.sha256(path.read_bytes()).hexdigest()


def test_what_dcat_ap_demands_of_a_data_set_is_there(case: tuple[rdflib.Graph, rdflib.Graph, URIRef, Path]) -> None:
    # https://semiceu.github.io/DCAT-AP/releases/3.0.0/#Dataset; an access URL only who publishes can give.
    description, _, node, _ = case
    for mandatory in (DCTERMS.title, DCTERMS.description):
        value = description.value(node, mandatory)
        assert isinstance(value, Literal)
        assert value.language == "en"
    assert (description.value(node, DCTERMS.creator), RDF.type, FOAF.Agent) in description
    assert all(
        (one, RDF.type, DCTERMS.RightsStatement) in description for one in description.objects(node, DCTERMS.rights)
    )
    assert not [term for triple in description for term in triple if isinstance(term, rdflib.BNode)]


def test_every_target_has_a_linkset_with_its_links(folder: Path) -> None:
    description = rdflib.Graph().parse(folder / "links.dataset.ttl")
    links = rdflib.Graph().parse(folder / "links.ttl")
    seen = {}
    for linkset in description.objects(LINKED, VOID.subset):
        assert (linkset, RDF.type, VOID.Linkset) in description
        assert description.value(linkset, VOID.subjectsTarget) == BUILT
        target = description.value(linkset, VOID.objectsTarget)
        space = str(description.value(target, VOID.uriSpace))
        predicate = description.value(linkset, VOID.linkPredicate)
        led = [value for value in links.objects(None, predicate) if str(value).startswith(space)]
        assert description.value(linkset, VOID.triples) == Literal(len(led))
        seen[space] = len(led)
    assert seen.keys() == {
        "https://ror.org/",
        "http://www.wikidata.org/",
        "https://sws.geonames.org/",
        "http://publications.europa.eu/",
    }


def test_sources_are_named(folder: Path) -> None:
    built = (folder / "gii.dataset.ttl").read_text(encoding="utf-8")
    assert "World Intellectual Property Organization (WIPO). Name WIPO as their source" in built
    linked = (folder / "links.dataset.ttl").read_text(encoding="utf-8")
    for credit in ("(ROR), CC0 1.0", "Wikidata, CC0 1.0", "GeoNames (https://www.geonames.org), CC BY 4.0"):
        assert credit in linked


def test_processes_count_as_one_does(folder: Path, seeds: Path, tmp_path: Path) -> None:
    assert run("build", seeds, "--jobs", "2", cwd=tmp_path).returncode == 0
    ours, theirs = folder / "gii.dataset.ttl", tmp_path / "output" / "gii.dataset.ttl"
    assert theirs.read_bytes() == ours.read_bytes()


def test_standard_output_leaves_no_file_behind(seeds: Path, tmp_path: Path) -> None:
    assert run("build", seeds, "-o", "-", cwd=tmp_path).returncode == 0
    assert list(tmp_path.iterdir()) == []
