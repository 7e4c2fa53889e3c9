"""`gii-graph export` as a user runs it."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from gii_graph.graph.loading import read_triples
from gii_graph.vocabulary import BASE, SKOS
from tests.conftest import run

FORMS = ["jsonld", "ntriples", "trig", "nquads", "graphml", "gexf", "geojson", "csv", "zip"]


def test_it_writes_beside_the_graph_by_default(committed_graph: Path, tmp_path: Path) -> None:
    (tmp_path / "output").mkdir()
    (tmp_path / "output" / "gii.ttl").write_bytes(committed_graph.read_bytes())
    done = run("export", "-f", "gexf", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == f"Wrote {Path('output/gii.gexf')}: 38 nodes, 60 edges.\n"
    assert (tmp_path / "output" / "gii.gexf").is_file()


def test_links_are_taken_along_where_they_are(committed_graph: Path, tmp_path: Path) -> None:
    (tmp_path / "output").mkdir()
    (tmp_path / "output" / "gii.ttl").write_bytes(committed_graph.read_bytes())
    link = f"<{BASE}cluster/kunming> <{SKOS.closeMatch}> <http://www.wikidata.org/entity/Q182852> ."
    (tmp_path / "output" / "links.ttl").write_text(link)
    done = run("export", "-f", "ntriples", "-o", "-", cwd=tmp_path)
    assert link in done.stdout.splitlines()


@pytest.mark.parametrize("form", FORMS)
def test_the_same_bytes_whatever_the_hash_seed(form: str, three_editions: Path, tmp_path: Path) -> None:
    digests = set()
    for seed in ("1", "2"):
        target = tmp_path / seed
        assert run("export", three_editions, "-f", form, "-o", target, env={"PYTHONHASHSEED": seed}).returncode == 0
        files = sorted(target.iterdir()) if target.is_dir() else [target]
        digests.add(hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest())
    assert len(digests) == 1


def test_one_edition_alone(three_editions: Path, tmp_path: Path) -> None:
    target = tmp_path / "one.nt"
    done = run("export", three_editions, "-f", "ntriples", "--edition", "2025", "-o", target)
    assert done.returncode == 0
    text = target.read_text()
    assert "profile/2025/kunming" in text
    assert "/2024/" not in text
    assert "/2023/" not in text
    assert f"<{BASE}cluster/london> <http://www.w3.org/2000/01/rdf-schema#label>" in text
    assert "changsha" not in text


def test_the_edition_of_a_graph_with_one_is_the_graph(committed_graph: Path, tmp_path: Path) -> None:
    target = tmp_path / "all.nt"
    run("export", committed_graph, "-f", "ntriples", "--edition", "2024", "-o", target)
    assert read_triples([target]) == read_triples([committed_graph])


def test_cities_are_points_and_clusters_without_one_are_named(committed_graph: Path, tmp_path: Path) -> None:
    graph, links, target = tmp_path / "gii.ttl", tmp_path / "links.ttl", tmp_path / "cities.geojson"
    graph.write_text(
        f'{committed_graph.read_text("utf-8")}<cluster/atlantis> a gii:Cluster ; rdfs:label "Atlantis" .', "utf-8"
    )
    links.write_text(
        "@prefix gii: <https://w3id.org/gii-graph/ontology#> .\n"
        "@prefix geo: <http://www.w3.org/2003/01/geo/wgs84_pos#> .\n"
        "<https://w3id.org/gii-graph/id/cluster/kunming> gii:anchorCity <https://sws.geonames.org/1> .\n"
        "<https://sws.geonames.org/1> geo:lat 25.5 ; geo:long 102.25 .\n",
        "utf-8",
    )
    done = run("export", graph, links, "-o", target)
    assert done.returncode == 0
    assert f"Warning: {graph}, {links}: of 1 cluster no city is known, so none is written: Atlantis." in done.stderr
    assert f"Wrote {target}: 18 cities." in done.stderr
    features = json.loads(target.read_text("utf-8"))["features"]
    assert len({feature["id"] for feature in features}) == len(features) == 18
    (kunming,) = [one for one in features if one["properties"]["cluster"] == "Kunming"]
    assert kunming["geometry"] == {"type": "Point", "coordinates": [102.25, 25.5]}
    assert kunming["properties"]["rank"] == 98
    assert kunming["properties"]["geonames"] == "https://sws.geonames.org/1"
    two = [one["properties"]["city"] for one in features if one["properties"]["cluster"] == "Shanghai–Suzhou"]
    assert two == ["Shanghai", "Suzhou"]
    shown = run("export", graph, "-f", "geojson", "-o", "-")
    assert json.loads(shown.stdout)["type"] == "FeatureCollection"
    assert "Atlantis" in shown.stderr


@pytest.mark.parametrize("form", ["jsonld", "gexf"])
def test_an_unknown_edition_is_a_wrong_call(form: str, committed_graph: Path) -> None:
    done = run("export", committed_graph, "-f", form, "--edition", "1999", "-o", "-")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "Error: The graph has no edition 1999; it has: 2024.\n"


def test_tables_cannot_go_to_standard_output(committed_graph: Path) -> None:
    done = run("export", committed_graph, "-f", "csv", "-o", "-")
    assert done.returncode == 2
    assert "CSV is a folder of several tables" in done.stderr


def test_a_broken_graph_is_named_with_its_line(tmp_path: Path) -> None:
    graph = tmp_path / "broken.ttl"
    graph.write_text("<https://x/a> a\n<https://x/b> <> .\n")
    done = run("export", graph, "-f", "jsonld", "-o", tmp_path / "out.jsonld")
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.startswith(f"Error: {graph}:2: is not valid Turtle")
    assert not (tmp_path / "out.jsonld").exists()


def test_a_missing_graph_is_named(tmp_path: Path) -> None:
    done = run("export", tmp_path / "none.ttl", "-f", "jsonld", "-o", "-")
    assert done.returncode == 3
    assert done.stderr == f"Error: {tmp_path / 'none.ttl'}: cannot be read (No such file or directory).\n"
