"""The package: everything in it, described, with licence and attribution, the same bytes every time."""

from __future__ import annotations

import hashlib
import io
import zipfile
from pathlib import Path

import pytest
import rdflib
from rdflib.namespace import DCAT, DCTERMS, RDF, VOID

from gii_graph.export.dataset_description import Publication
from gii_graph.export.package import package
from gii_graph.graph.loading import read_triples
from gii_graph.resources import ontology_folder
from gii_graph.vocabulary import BASE, GII

SPDX = rdflib.Namespace("http://spdx.org/rdf/terms#")
DATASET = rdflib.URIRef(f"{BASE}dataset")


def packed(graph: Path, license_iri: str | None = None, address: str | None = None) -> bytes:
    publication = Publication(license_iri, address)
    return package(read_triples([graph]), ontology_folder(), BASE, publication)


@pytest.fixture(scope="module")
def archive(committed_graph: Path) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(packed(committed_graph, "https://creativecommons.org/licenses/by/4.0/")))


@pytest.fixture(scope="module")
def description(archive: zipfile.ZipFile) -> rdflib.Graph:
    return rdflib.Graph().parse(data=archive.read("dataset.ttl").decode(), format="turtle")


def test_it_holds_every_form(archive: zipfile.ZipFile) -> None:
    names = archive.namelist()
    assert names[:2] == ["README.txt", "dataset.ttl"]
    assert {f"graph.{form}" for form in ("ttl", "nt", "trig", "jsonld")} <= set(names)
    assert {"network.gexf", "network.graphml", "ontology/gii.ttl", "ontology/context.jsonld"} <= set(names)
    assert {"csv/clusters.csv", "csv/agents.csv", "csv/listings.csv", "csv/ties.csv", "csv/csv-metadata.json"} <= set(
        names
    )


@pytest.mark.parametrize("form", ["ttl", "nt", "trig", "jsonld"])
def test_each_graph_in_it_is_the_graph(
    archive: zipfile.ZipFile, committed_graph: Path, form: str, tmp_path: Path
) -> None:
    path = tmp_path / f"graph.{form}"
    path.write_bytes(archive.read(f"graph.{form}"))
    assert read_triples([path]) == read_triples([committed_graph])


def test_the_description_counts_what_is_there(description: rdflib.Graph, committed_graph: Path) -> None:
    graph = rdflib.Graph().parse(committed_graph)
    assert (DATASET, RDF.type, DCAT.Dataset) in description
    assert description.value(DATASET, VOID.triples) == rdflib.Literal(len(graph))
    assert description.value(DATASET, VOID.distinctSubjects) == rdflib.Literal(len(set(graph.subjects())))
    assert description.value(DATASET, VOID.properties) == rdflib.Literal(len(set(graph.predicates())))
    of_class = {
        str(description.value(part, VOID["class"])): int(description.value(part, VOID.entities))
        for part in description.objects(DATASET, VOID.classPartition)
    }
    assert of_class[GII.Cluster] == 13
    assert of_class[GII.CollaborationTie] == 30


def test_every_file_is_described_with_its_size_and_checksum(
    archive: zipfile.ZipFile, description: rdflib.Graph
) -> None:
    described = {
        str(description.value(file, DCTERMS.title)): (
            int(description.value(file, DCAT.byteSize)),
            str(description.value(description.value(file, SPDX.checksum), SPDX.checksumValue)),
        )
        for file in description.objects(DATASET, DCAT.distribution)
    }
    content = {name: archive.read(name) for name in archive.namelist() if name not in {"README.txt", "dataset.ttl"}}
    assert described == {name: (len(data), hashlib.sha256(data).hexdigest()) for name, data in content.items()}


def test_source_and_licence_are_named(archive: zipfile.ZipFile, description: rdflib.Graph) -> None:
    text = archive.read("README.txt").decode()
    assert "Global Innovation Index 2024, published by the World Intellectual Property Organization (WIPO)" in text
    assert "Data: https://creativecommons.org/licenses/by/4.0/." in text
    assert description.value(DATASET, DCTERMS.license) == rdflib.URIRef("https://creativecommons.org/licenses/by/4.0/")
    assert description.value(DATASET, DCTERMS.rights) is not None


def test_no_licence_is_made_up(committed_graph: Path) -> None:
    archive = zipfile.ZipFile(io.BytesIO(packed(committed_graph)))
    assert "Data: not stated by whoever made this package" in archive.read("README.txt").decode()


def test_catalogues_learn_where_the_files_will_be(committed_graph: Path) -> None:
    archive = zipfile.ZipFile(io.BytesIO(packed(committed_graph, address="https://data.example.org/gii/")))
    description = rdflib.Graph().parse(data=archive.read("dataset.ttl").decode(), format="turtle")
    files = set(description.objects(DATASET, DCAT.distribution))
    for term in (DCAT.accessURL, DCAT.downloadURL):
        addresses = {str(description.value(file, DCTERMS.title)): description.value(file, term) for file in files}
        assert len(addresses) == len(files)
        assert addresses["csv/ties.csv"] == rdflib.URIRef("https://data.example.org/gii/csv/ties.csv")


def test_sizes_and_checksums_have_the_datatypes_of_dcat_ap(description: rdflib.Graph) -> None:
    assert {size.datatype for size in description.objects(None, DCAT.byteSize)} == {rdflib.XSD.nonNegativeInteger}
    assert {value.datatype for value in description.objects(None, SPDX.checksumValue)} == {rdflib.XSD.hexBinary}


def test_linked_sources_are_named(committed_graph: Path, tmp_path: Path) -> None:
    links = tmp_path / "links.ttl"
    links.write_text(
        f"<{BASE}cluster/kunming> <{GII.anchorCity}> <https://sws.geonames.org/1804651/> .\n", encoding="utf-8"
    )
    triples = read_triples([committed_graph, links])
    content = package(triples, ontology_folder(), BASE)
    text = zipfile.ZipFile(io.BytesIO(content)).read("README.txt").decode()
    assert "- GeoNames (https://www.geonames.org), CC BY 4.0" in text
    assert "Wikidata" not in text


def test_the_same_graph_gives_the_same_bytes(committed_graph: Path) -> None:
    assert packed(committed_graph) == packed(committed_graph)
