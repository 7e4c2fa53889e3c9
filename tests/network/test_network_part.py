"""A network of a part of a graph is the network of all of it, but for the lines of its sources."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import Triple

from gii_graph.analysis.measuring import SECTIONS, measure_sections
from gii_graph.export.attributes import network_file_part
from gii_graph.export.geojson import city_features
from gii_graph.export.gexf import gexf
from gii_graph.export.graphml import graphml
from gii_graph.graph.editions import of_editions
from gii_graph.graph.loading import read_triples
from gii_graph.network import network_of_triples, network_part, read_network
from gii_graph.vocabulary import GII, RDF
from tests.conftest import run


@pytest.fixture(scope="module")
def files(three_editions: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """A graph of three editions, its links, what its figures imply, and its measures."""
    folder = tmp_path_factory.mktemp("parts")
    derived, measures = folder / "derived.ttl", folder / "measures.ttl"
    assert run("link", three_editions, "-o", folder, "--cache", folder / "cache").returncode == 0
    assert run("validate", three_editions, "--derived", derived).returncode in {0, 1}
    assert run("analyse", three_editions, "--ttl", measures).returncode == 0
    return [three_editions, folder / "links.ttl", derived, measures]


def is_no_line(triple: Triple) -> bool:
    return not (triple.predicate.value == RDF.type and getattr(triple.object, "value", "") == GII.Evidence)


@pytest.mark.parametrize("editions", [(), (2024,)])
def test_a_part_has_all_that_a_network_file_is_made_of(files: list[Path], editions: tuple[int, ...]) -> None:
    triples = read_triples(files)
    part = network_file_part(editions)
    assert not part.has(next(triple for triple in triples if triple.predicate.value == GII.encoding))
    within = network_of_triples(filter(part.has, triples), editions)
    for write in (gexf, graphml):
        assert "".join(write(within)) == "".join(write(network_of_triples(triples, editions)))


@pytest.mark.parametrize("editions", [(), (2024,), (2023, 2025)])
def test_a_part_has_all_that_a_network_is_made_of(files: list[Path], editions: tuple[int, ...]) -> None:
    triples = read_triples(files)
    stated = of_editions(triples, editions) if editions else triples
    part = network_part(editions)
    network = read_network(files, editions, part)
    assert network == network_of_triples(filter(is_no_line, stated))
    assert measure_sections(network, SECTIONS, "both") == measure_sections(
        network_of_triples(triples, editions), SECTIONS, "both"
    )
    within = [triple for triple in triples if part.has(triple)]
    assert not {GII.quote, GII.line, GII.fileName}.intersection(part.properties)
    cities = [city_features(of_editions(some, editions) if editions else some) for some in (within, triples)]
    assert cities[0].features == cities[1].features
    assert cities[0].without == cities[1].without
