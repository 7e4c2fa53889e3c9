"""Everything in one zip archive: the graph in all its forms, the ontology, a description, licence and attribution."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from pyoxigraph import Triple

from gii_graph.export.csvw import csv_files
from gii_graph.export.dataset_description import (
    DATASET_PREFIXES,
    UNPUBLISHED,
    Dataset,
    Publication,
    describe_dataset,
    read_me,
)
from gii_graph.export.geojson import city_features, geojson
from gii_graph.export.gexf import gexf
from gii_graph.export.graphml import graphml
from gii_graph.export.jsonld import Context, json_ld
from gii_graph.export.rdf_syntaxes import n_triples, trig, turtle_of_triples
from gii_graph.export.tables import GraphTables
from gii_graph.graph import turtle
from gii_graph.graph.editions import split_by_edition
from gii_graph.network.reading import network_of_triples
from gii_graph.references import in_bibtex, in_csl_json, references_of_nodes

__all__ = ["package", "package_files"]

_DAY_ONE = (1980, 1, 1, 0, 0, 0)  # the first that the format knows: no clock, the same bytes


def package(triples: Sequence[Triple], ontology: Path, base: str, publication: Publication = UNPUBLISHED) -> bytes:
    """Return the zip archive of a graph, in RDF, as tables and as a network.

    `ontology` is the folder with `gii.ttl` and `context.jsonld`, `license_iri` the licence that the data is passed
    on under, where one is named. The same input gives the same bytes.
    """
    return _zip(package_files(triples, ontology, base, publication))


def package_files(
    triples: Sequence[Triple], ontology: Path, base: str, publication: Publication = UNPUBLISHED
) -> dict[str, bytes]:
    """Return the files of that archive by their names, with `README.txt` and `dataset.ttl`, which describe the rest."""
    network = network_of_triples(triples)
    references, _ = references_of_nodes(network)
    context = Context.from_file(ontology / "context.jsonld")
    files = {
        "graph.ttl": _encoded(turtle_of_triples(triples)),
        "graph.nt": _encoded(n_triples(triples)),
        "graph.trig": _encoded(trig(split_by_edition(triples), base)),
        "graph.jsonld": _encoded(json_ld(triples, context)),
        "cities.geojson": _encoded(geojson(city_features(triples))),
        "network.gexf": _encoded(gexf(network)),
        "network.graphml": _encoded(graphml(network)),
        "references.bib": in_bibtex(references).encode(),
        "references.json": in_csl_json(references).encode(),
        **{f"csv/{name}": _encoded(text) for name, text in csv_files(GraphTables(triples))},
        **{f"ontology/{name}": (ontology / name).read_bytes() for name in ("gii.ttl", "context.jsonld")},
    }
    dataset = Dataset.of_triples(triples, files, publication)
    description = _encoded(turtle(describe_dataset(dataset, base), base, DATASET_PREFIXES))
    return {"README.txt": read_me(dataset).encode(), "dataset.ttl": description, **files}


def _encoded(parts: Iterable[str]) -> bytes:
    return "".join(parts).encode()


def _zip(files: Mapping[str, bytes]) -> bytes:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as target:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, _DAY_ONE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # as on Unix, wherever it is written
            entry.external_attr = 0o644 << 16
            target.writestr(entry, content, compresslevel=9)
    return archive.getvalue()
