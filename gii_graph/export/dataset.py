"""What a data set is, for catalogues and for people: DCAT 3, VoID, and a plain text.

DCAT: https://www.w3.org/TR/vocab-dcat-3/. VoID: https://www.w3.org/TR/void/. A description carries no date of
writing, so that the same graph has the same description every day.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Triple

from gii_graph import __version__
from gii_graph.graph.terms import Block, Iri, Node, Objects, Text
from gii_graph.vocabulary import DCAT, DCTERMS, GII, ONTOLOGY, PREFIXES, RDF, SKOS, SPDX, VOID

__all__ = ["DATASET_PREFIXES", "Dataset", "describe_dataset", "read_me"]

DATASET_PREFIXES = {
    **PREFIXES,
    "dcat": DCAT.NAMESPACE,
    "dcterms": DCTERMS.NAMESPACE,
    "spdx": SPDX.NAMESPACE,
    "void": VOID.NAMESPACE,
}
_MEDIA_TYPES = {
    "csv": "text/csv",
    "gexf": "application/gexf+xml",
    "graphml": "application/graphml+xml",
    "json": "application/csvm+json",
    "jsonld": "application/ld+json",
    "nt": "application/n-triples",
    "trig": "application/trig",
    "ttl": "text/turtle",
}
_IANA = "https://www.iana.org/assignments/media-types/"
_SOURCES = {
    "https://ror.org/": "Research Organization Registry (ROR), CC0 1.0",
    "http://www.wikidata.org/": "Wikidata, CC0 1.0",
    "https://sws.geonames.org/": "GeoNames (https://www.geonames.org), CC BY 4.0",
    "http://publications.europa.eu/": "Country table of the Publications Office of the European Union",
}
_FIGURES = (
    "The figures come from cluster profiles of the Global Innovation Index{editions}, published by the World "
    "Intellectual Property Organization (WIPO). Name WIPO as their source; WIPO's terms of use apply to them."
)


@dataclass(frozen=True, slots=True)
class Dataset:
    """What is handed on: the triples, the files they are in by name, and the licence (an IRI), where one is named."""

    triples: Sequence[Triple]
    files: Mapping[str, bytes]
    license: str | None = None

    @property
    def title(self) -> str:
        """The name of the data set, with its editions."""
        years = _editions(self.triples)
        return (
            " ".join(["Innovation cluster profiles as a knowledge graph:", *years])
            if years
            else ("Innovation cluster profiles as a knowledge graph")
        )

    @property
    def attribution(self) -> list[str]:
        """Whose data is in it, one sentence or name a line."""
        years = _editions(self.triples)
        targets = {triple.object.value for triple in self.triples if isinstance(triple.object, NamedNode)}
        linked = [name for start, name in _SOURCES.items() if any(target.startswith(start) for target in targets)]
        return [_FIGURES.format(editions=f" {', '.join(years)}" if years else ""), *linked]


def _editions(triples: Sequence[Triple]) -> list[str]:
    stated = (triple.object for triple in triples if triple.predicate.value == GII.edition)
    return sorted({year.value for year in stated if isinstance(year, Literal)})


def describe_dataset(dataset: Dataset, base: str) -> Iterator[Block]:
    """Yield the description: the data set, its statistics, and each file with media type, size and SHA-256."""
    node = Node("dataset")
    files = {name: Node(f"dataset/{name}") for name in dataset.files}
    rights = [Node(f"dataset/rights/{number}") for number, _ in enumerate(dataset.attribution, start=1)]
    yield Block(
        node,
        {
            RDF.type: [Iri(DCAT.Dataset), Iri(VOID.Dataset)],
            DCTERMS.title: Text(dataset.title, "en"),
            DCTERMS.creator: f"gii-graph {__version__}",
            DCTERMS.rights: [*rights],
            DCTERMS.license: Iri(dataset.license) if dataset.license else None,
            VOID.vocabulary: Iri(ONTOLOGY.rstrip("#")),
            VOID.uriSpace: base,
            **_statistics(dataset.triples),
            DCAT.distribution: [*files.values()],
        },
    )
    for part, text in zip(rights, dataset.attribution, strict=True):
        yield Block(part, {RDF.type: Iri(DCTERMS.RightsStatement), SKOS.prefLabel: Text(text, "en")})
    yield from _partitions(dataset.triples)
    for name, content in dataset.files.items():
        yield from _distribution(files[name], name, content)


def _statistics(triples: Sequence[Triple]) -> dict[str, Objects]:
    predicates, classes = _predicates(triples), _classes(triples)
    subjects = {triple.subject for triple in triples}
    return {
        VOID.triples: len(triples),
        VOID.distinctSubjects: len(subjects),
        VOID.distinctObjects: len({triple.object for triple in triples}),
        VOID.classes: len(classes),
        VOID.properties: len(predicates),
        VOID.classPartition: [_partition("class", iri) for iri in classes],
        VOID.propertyPartition: [_partition("property", iri) for iri in predicates],
    }


def _predicates(triples: Sequence[Triple]) -> dict[str, int]:
    return dict(sorted(Counter(triple.predicate.value for triple in triples).items()))


def _classes(triples: Sequence[Triple]) -> dict[str, int]:
    types = (triple.object for triple in triples if triple.predicate.value == RDF.type)
    return dict(sorted(Counter(one.value for one in types if isinstance(one, NamedNode)).items()))


def _partition(kind: str, iri: str) -> Node:
    return Node(f"dataset/{kind}/{hashlib.sha256(iri.encode()).hexdigest()[:12]}")


def _partitions(triples: Sequence[Triple]) -> Iterator[Block]:
    for iri, count in _classes(triples).items():
        yield Block(_partition("class", iri), {VOID.class_: Iri(iri), VOID.entities: count})
    for iri, count in _predicates(triples).items():
        yield Block(_partition("property", iri), {VOID.property: Iri(iri), VOID.triples: count})


def _distribution(node: Node, name: str, content: bytes) -> Iterator[Block]:
    checksum = Node(f"{node}/sha256")
    media_type = _MEDIA_TYPES[name.rpartition(".")[2]]
    yield Block(
        node,
        {
            RDF.type: Iri(DCAT.Distribution),
            DCTERMS.title: name,
            DCAT.mediaType: Iri(f"{_IANA}{media_type}"),
            DCAT.byteSize: len(content),
            SPDX.checksum: checksum,
        },
    )
    yield Block(
        checksum,
        {
            RDF.type: Iri(SPDX.Checksum),
            SPDX.algorithm: Iri(SPDX.checksumAlgorithm_sha256),
            SPDX.checksumValue: hashlib.sha256(content).hexdigest(),
        },
    )


def read_me(dataset: Dataset) -> str:
    """Return the plain text that introduces the package: what is in it, whose data it is, what one may do."""
    contents = "\n".join(f"  {name}  {len(content):,} bytes" for name, content in dataset.files.items())
    attribution = "\n".join(f"- {line}" for line in dataset.attribution)
    licence = dataset.license or "not stated by whoever made this package; the sources' own terms apply"
    return (
        f"{dataset.title}\n\nMade by gii-graph {__version__}; {len(dataset.triples):,} statements, the same in "
        "graph.ttl, graph.nt, graph.trig\n(a named graph for each edition), graph.jsonld and csv/. "
        "network.gexf and network.graphml hold clusters,\norganizations and persons with one edge for each row and "
        "named partner. dataset.ttl describes it all (DCAT, VoID).\n\n"
        f"Contents\n{contents}\n\nWhose data\n{attribution}\n\nLicence\n  Data: {licence}.\n"
        "  Ontology and context (ontology/): Apache-2.0.\n"
    )
