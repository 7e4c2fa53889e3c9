"""What a data set is, for catalogues and for people: DCAT 3, VoID, and a plain text.

DCAT: https://www.w3.org/TR/vocab-dcat-3/, with datatypes as DCAT-AP 3 wants them. VoID:
https://www.w3.org/TR/void/. A description carries no date of
writing, so that the same graph has the same description every day.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from gii_graph import __version__
from gii_graph.files import readable_name
from gii_graph.graph import Tally
from gii_graph.graph.terms import Block, Iri, Node, Objects, Text, Typed
from gii_graph.vocabulary import DCAT, DCTERMS, FOAF, GII, ONTOLOGY, PREFIXES, RDF, SKOS, SPDX, VOID, XSD

if TYPE_CHECKING:
    from pyoxigraph import Triple

    from gii_graph.authorities import Authority

__all__ = [
    "DATASET_PREFIXES",
    "UNPUBLISHED",
    "Dataset",
    "File",
    "Linkset",
    "Publication",
    "count",
    "describe_dataset",
    "media_type",
    "read_me",
]

DATASET_PREFIXES = {
    **PREFIXES,
    "dcat": DCAT.NAMESPACE,
    "dcterms": DCTERMS.NAMESPACE,
    "foaf": FOAF.NAMESPACE,
    "spdx": SPDX.NAMESPACE,
    "void": VOID.NAMESPACE,
}
_MEDIA_TYPES = {
    "references.json": "application/json",
    "bib": "text/plain",
    "csv": "text/csv",
    "geojson": "application/geo+json",
    "gexf": "application/gexf+xml",
    "graphml": "application/graphml+xml",
    "json": "application/csvm+json",
    "jsonld": "application/ld+json",
    "nt": "application/n-triples",
    "trig": "application/trig",
    "ttl": "text/turtle",
}
_UNKNOWN_TYPE = "application/octet-stream"
_IANA = "https://www.iana.org/assignments/media-types/"
_FIGURES = (
    "The figures come from cluster profiles of the Global Innovation Index{editions}, published by the World "
    "Intellectual Property Organization (WIPO). Name WIPO as their source; WIPO's terms of use apply to them."
)


class File(NamedTuple):
    """A file of the data set: its name, its size in bytes, its SHA-256 in hexadecimal digits."""

    name: str
    size: int
    sha256: str

    @property
    def title(self) -> str:
        """Its name as text."""
        return readable_name(self.name)

    @property
    def segment(self) -> str:
        """Its name as the last part of an IRI."""
        return quote(self.name, errors="surrogateescape")

    @classmethod
    def of(cls, name: str, content: bytes) -> File:
        """Describe a file by its content."""
        return cls(name, len(content), hashlib.sha256(content).hexdigest())

    @classmethod
    def at(cls, path: Path) -> File:
        """Describe a file that was written, without holding it."""
        with path.open("rb") as stream:
            return cls(path.name, path.stat().st_size, hashlib.file_digest(stream, "sha256").hexdigest())


class Linkset(NamedTuple):
    """How many links of one predicate (an IRI) lead to one data set of others, by its key."""

    target: str
    predicate: str
    links: int


class Publication(NamedTuple):
    """How a data set is passed on: its licence (an IRI) and the address (URL) of its folder, where known."""

    license: str | None = None
    address: str | None = None


UNPUBLISHED = Publication()


@dataclass(frozen=True, slots=True)
class Dataset:
    """What is handed on: what it holds, its files, its links, and how it is passed on.

    `subject` is what kind of statements they are, `path` the IRI path that it is named by.
    """

    tally: Tally
    files: Sequence[File]
    editions: Sequence[str] = ()
    linksets: Sequence[Linkset] = ()
    publication: Publication = UNPUBLISHED
    subject: str = "Innovation cluster profiles as a knowledge graph"
    figures: bool = True
    path: str = field(default="dataset")

    @classmethod
    def of_triples(
        cls, triples: Sequence[Triple], files: Mapping[str, bytes], publication: Publication = UNPUBLISHED
    ) -> Dataset:
        """Return the data set of a graph at hand, with its files by name."""
        described = [File.of(name, content) for name, content in files.items()]
        return cls(count(triples), described, _editions(triples), _linksets(triples), publication)

    @property
    def title(self) -> str:
        """The name of the data set, with its editions."""
        return f"{self.subject}: {' '.join(self.editions)}" if self.editions else self.subject

    @property
    def attribution(self) -> list[str]:
        """Whose data is in it, one sentence or name a line."""
        editions = f" {', '.join(self.editions)}" if self.editions else ""
        return [
            *([_FIGURES.format(editions=editions)] if self.figures else []),
            *(target.credit for target in self.targets),
        ]

    @property
    def targets(self) -> list[Authority]:
        """The data sets of others that this one links to."""
        linked = {linkset.target for linkset in self.linksets}
        if not linked:
            return []
        # A build links nothing: only a description of links needs the authorities.
        from gii_graph.authorities import authorities

        return [target for target in authorities().values() if target.key in linked]


def count(triples: Sequence[Triple]) -> Tally:
    """Count what a graph at hand holds."""
    tally = Tally()
    tally.predicates.update(triple.predicate.value for triple in triples)
    tally.classes.update(_value(triple) for triple in triples if triple.predicate.value == RDF.type)
    tally.subjects = len({triple.subject for triple in triples})
    tally.objects = len({triple.object for triple in triples})
    return tally


def _editions(triples: Iterable[Triple]) -> list[str]:
    return sorted({_value(triple) for triple in triples if triple.predicate.value == GII.edition})


def _value(triple: Triple) -> str:
    """Return the IRI or the text of the object; what is neither has none."""
    return str(getattr(triple.object, "value", ""))


def _linksets(triples: Iterable[Triple]) -> list[Linkset]:
    from gii_graph.authorities import authority_of

    links: Counter[tuple[str, str]] = Counter()
    for triple in triples:
        target = None if hasattr(triple.object, "datatype") else authority_of(_value(triple))
        if target:
            links[target.key, triple.predicate.value] += 1
    return [Linkset(*key, number) for key, number in sorted(links.items())]


def describe_dataset(dataset: Dataset, base: str) -> Iterator[Block]:
    """Yield the description: the data set, its statistics, its links, and each file with type, size and SHA-256."""
    path = dataset.path
    rights = [Node(f"{path}/rights/{number}") for number, _ in enumerate(dataset.attribution, start=1)]
    sets = [Node(f"{path}/linkset/{one.target}/{_short(one.predicate)}") for one in dataset.linksets]
    yield Block(
        Node(path),
        {
            RDF.type: [Iri(DCAT.Dataset), Iri(VOID.Dataset)],
            DCTERMS.title: Text(dataset.title, "en"),
            DCTERMS.description: Text(_description(dataset), "en"),
            DCTERMS.creator: Node(f"{path}/creator"),
            DCTERMS.rights: [*rights],
            DCTERMS.license: Iri(dataset.publication.license) if dataset.publication.license else None,
            VOID.vocabulary: Iri(ONTOLOGY.rstrip("#")),
            VOID.uriSpace: base,
            **_statistics(dataset.tally, path),
            VOID.subset: [*sets],
            DCAT.distribution: [Node(f"{path}/{file.segment}") for file in dataset.files],
        },
    )
    yield Block(Node(f"{path}/creator"), {RDF.type: Iri(FOAF.Agent), FOAF.name: f"gii-graph {__version__}"})
    for part, text in zip(rights, dataset.attribution, strict=True):
        yield Block(part, {RDF.type: Iri(DCTERMS.RightsStatement), SKOS.prefLabel: Text(text, "en")})
    for node, linkset in zip(sets, dataset.linksets, strict=True):
        yield _linkset(node, linkset, path)
    for target in dataset.targets:
        yield _target(target, path)
    yield from _partitions(dataset.tally, path)
    for file in dataset.files:
        yield from _distribution(Node(f"{path}/{file.segment}"), file, dataset.publication.address)


def _description(dataset: Dataset) -> str:
    if not dataset.figures:
        return "Links from organisations, clusters and economies of a graph of cluster profiles to open registries."
    return (
        "What cluster profiles of the Global Innovation Index state of science and technology clusters: ranks, "
        "patents and articles, who files and publishes, who collaborates, and the line of the source that says so."
    )


def _short(predicate: str) -> str:
    return predicate.rpartition("#")[2].rpartition("/")[2]


def _linkset(node: Node, linkset: Linkset, path: str) -> Block:
    return Block(
        node,
        {
            RDF.type: Iri(VOID.Linkset),
            VOID.subjectsTarget: Node("dataset"),
            VOID.objectsTarget: Node(f"{path}/target/{linkset.target}"),
            VOID.linkPredicate: Iri(linkset.predicate),
            VOID.triples: linkset.links,
        },
    )


def _target(target: Authority, path: str) -> Block:
    return Block(
        Node(f"{path}/target/{target.key}"),
        {
            RDF.type: Iri(VOID.Dataset),
            DCTERMS.title: Text(target.credit, "en"),
            DCTERMS.license: Iri(target.license) if target.license else None,
            VOID.uriSpace: _space(target),
        },
    )


def _space(authority: Authority) -> str:
    """Return where an authority's addresses begin: its host, whatever it names there."""
    scheme, _, rest = authority.namespace.partition("://")
    return f"{scheme}://{rest.partition('/')[0]}/"


def _statistics(tally: Tally, path: str) -> dict[str, Objects]:
    return {
        VOID.triples: tally.triples,
        VOID.distinctSubjects: tally.subjects,
        VOID.distinctObjects: tally.objects,
        VOID.classes: len(tally.classes),
        VOID.properties: len(tally.predicates),
        VOID.classPartition: [_partition(path, "class", iri) for iri in sorted(tally.classes)],
        VOID.propertyPartition: [_partition(path, "property", iri) for iri in sorted(tally.predicates)],
    }


def _partition(path: str, kind: str, iri: str) -> Node:
    return Node(f"{path}/{kind}/{hashlib.sha256(iri.encode()).hexdigest()[:12]}")


def _partitions(tally: Tally, path: str) -> Iterator[Block]:
    for iri, number in sorted(tally.classes.items()):
        yield Block(_partition(path, "class", iri), {VOID.class_: Iri(iri), VOID.entities: number})
    for iri, number in sorted(tally.predicates.items()):
        yield Block(_partition(path, "property", iri), {VOID.property: Iri(iri), VOID.triples: number})


def media_type(name: str) -> str:
    """Return the media type of a file of ours, by its name.

    >>> media_type("graph.ttl"), media_type("README.md")
    ('text/turtle', 'application/octet-stream')
    """
    return _MEDIA_TYPES.get(name, _MEDIA_TYPES.get(name.rpartition(".")[2], _UNKNOWN_TYPE))


def _distribution(node: Node, file: File, address: str | None) -> Iterator[Block]:
    url = Iri(f"{address.removesuffix('/')}/{file.segment}") if address else None
    checksum = Node(f"{node}/sha256")
    yield Block(
        node,
        {
            RDF.type: Iri(DCAT.Distribution),
            DCTERMS.title: file.title,
            DCAT.accessURL: url,
            DCAT.downloadURL: url,
            DCAT.mediaType: Iri(f"{_IANA}{media_type(file.name)}"),
            DCAT.byteSize: Typed(str(file.size), XSD.nonNegativeInteger),
            SPDX.checksum: checksum,
        },
    )
    yield Block(
        checksum,
        {
            RDF.type: Iri(SPDX.Checksum),
            SPDX.algorithm: Iri(SPDX.checksumAlgorithm_sha256),
            SPDX.checksumValue: Typed(file.sha256, XSD.hexBinary),
        },
    )


def read_me(dataset: Dataset) -> str:
    """Return the plain text that introduces the package: what is in it, whose data it is, what one may do."""
    contents = "\n".join(f"  {file.title}  {file.size:,} bytes" for file in dataset.files)
    attribution = "\n".join(f"- {line}" for line in dataset.attribution)
    licence = dataset.publication.license or "not stated by whoever made this package; the sources' own terms apply"
    return (
        f"{dataset.title}\n\nMade by gii-graph {__version__}; {dataset.tally.triples:,} statements, the same in "
        "graph.ttl, graph.nt, graph.trig\n(a named graph for each edition), graph.jsonld and csv/. "
        "network.gexf and network.graphml hold clusters,\norganizations and persons with one edge for each row and "
        "named partner. dataset.ttl describes it all (DCAT, VoID).\n\n"
        f"Contents\n{contents}\n\nWhose data\n{attribution}\n\nLicence\n  Data: {licence}.\n"
        "  Ontology and context (ontology/): Apache-2.0.\n"
    )
