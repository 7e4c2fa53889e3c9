"""What pages say in terms of https://schema.org/, for search engines: a summary, beside the statements themselves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from gii_graph.network.elements import NetworkNode

__all__ = ["described_dataset", "described_document", "described_economy", "described_node"]

_TYPES: Final = {"cluster": "Place", "organization": "Organization", "person": "Person"}


def described_node(node: NetworkNode) -> dict[str, Any]:
    """Describe a cluster, an organization or a person."""
    place = node.place
    return _stated(
        "Place" if node.kind == "cluster" else _TYPES[node.kind],
        {
            "@id": node.iri,
            "name": node.label,
            "alternateName": [*node.other_names],
            "sameAs": [iri for iri in node.exact_matches if iri.startswith(("http://", "https://"))],
            "containedInPlace": [{"@type": "AdministrativeArea", "name": name} for name in node.economies],
            "geo": {"@type": "GeoCoordinates", "latitude": place.latitude, "longitude": place.longitude}
            if place
            else None,
        },
    )


def described_economy(iri: str, name: str, matches: Sequence[str]) -> dict[str, Any]:
    """Describe an economy; not every one is a country."""
    return _stated("AdministrativeArea", {"@id": iri, "name": name, "sameAs": [*matches]})


def described_document(iri: str, name: str, url: str, edition: int | None) -> dict[str, Any]:
    """Describe a source document, which is WIPO's."""
    return _stated(
        "DigitalDocument",
        {
            "@id": iri,
            "name": name,
            "url": url,
            "datePublished": str(edition) if edition else None,
            "publisher": {"@type": "Organization", "name": "World Intellectual Property Organization"},
        },
    )


def described_dataset(title: str, description: str, address: str, files: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """Describe the whole graph as a data set with its files, each with its path and its media type."""
    distributions = [
        {"@type": "DataDownload", "encodingFormat": media, "contentUrl": f"{address}{path}"} for path, media in files
    ]
    return _stated(
        "Dataset",
        {
            "name": title,
            "description": description,
            "url": address,
            "isBasedOn": "https://www.wipo.int/global_innovation_index/",
            "distribution": distributions if address else None,
        },
    )


def _stated(kind: str, values: dict[str, Any]) -> dict[str, Any]:
    return {
        "@context": "https://schema.org",
        "@type": kind,
        **{name: value for name, value in values.items() if value not in (None, "", [])},
    }
