"""What a network file says of a node and of an edge: one table of attributes for GEXF and GraphML alike.

One edge is one row or one named partner of one edition, so that nothing parallel is lost; its weight is one part of
its rank (1, 1/2, 1/3 ...), the same for all kinds, and says nothing of size.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from gii_graph.figures import FIGURE_TERMS
from gii_graph.graph.evidence_lines import cited
from gii_graph.graph.graph_part import GraphPart
from gii_graph.network import network_part
from gii_graph.network.elements import Edge, Mention, Network, NetworkNode
from gii_graph.vocabulary import DCTERMS, GII, SCHEMA

__all__ = [
    "EDGE_ATTRIBUTES",
    "NODE_ATTRIBUTES",
    "EdgeRecord",
    "NodeRecord",
    "edges",
    "network_file_part",
    "nodes",
    "xml_text",
]

Type = Literal["integer", "double", "string"]
AttributeValue: TypeAlias = int | float | str | None

_FIGURES = {
    f"{figure.attribute}{'_below' if term.endswith('Below') else ''}": term for term, figure in FIGURE_TERMS.items()
}
NODE_ATTRIBUTES: dict[str, Type] = {
    "kind": "string",
    "other_names": "string",
    "economies": "string",
    "edition": "integer",
    **{name: "double" if "share" in name else "integer" for name in _FIGURES},
    "latitude": "double",
    "longitude": "double",
}
EDGE_ATTRIBUTES: dict[str, Type] = {
    "kind": "string",
    "edition": "integer",
    "rank": "integer",
    "count": "integer",
    "share": "double",
    "share_below": "double",
    "as_named": "string",
    "evidence": "string",
}
# What a row's lines are, and what tells two lines or two documents of one name apart.
_LINES = GraphPart(
    frozenset({GII.evidenceFor, GII.source, GII.line, GII.page, GII.quote, GII.fileName, GII.sha256})
    | {SCHEMA.url, DCTERMS.date},
    frozenset({GII.Evidence}),
)
_NO_RANK_WEIGHT = 1 / 3  # as a third: a profile names three
# XML 1.0 has no place for these, not even escaped: https://www.w3.org/TR/xml/#charsets
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class NodeRecord:
    """A node as network files have it."""

    iri: str
    label: str
    values: dict[str, AttributeValue]


@dataclass(frozen=True, slots=True)
class EdgeRecord:
    """An edge as network files have it; `kind_of_edge` differs for all that runs parallel."""

    identifier: str
    source: str
    target: str
    label: str
    kind_of_edge: str
    weight: float
    values: dict[str, AttributeValue]


def network_file_part(editions: Collection[int] = ()) -> GraphPart:
    """Return what a network file is made of: a network, and the lines that its rows cite."""
    return network_part(editions) | _LINES


def xml_text(text: str) -> str:
    r"""Return text with the characters that XML cannot hold written out.

    >>> print(xml_text("a\x1b[31m"))
    a\x1b[31m
    """
    return _NOT_XML.sub(lambda match: match.group().encode("unicode_escape").decode(), text)


def nodes(network: Network) -> Iterator[NodeRecord]:
    """Yield the nodes; the figures of a cluster are those of its latest edition."""
    for node in network.nodes.values():
        yield NodeRecord(node.iri, node.label, {"kind": node.kind, **_names(node), **_figures(node), **_place(node)})


def _names(node: NetworkNode) -> dict[str, AttributeValue]:
    return {"other_names": "; ".join(node.other_names) or None, "economies": "; ".join(node.economies) or None}


def _figures(node: NetworkNode) -> dict[str, AttributeValue]:
    if node.latest is None:
        return {}
    return {"edition": node.latest.edition, **{name: node.latest.figures.get(key) for name, key in _FIGURES.items()}}


def _place(node: NetworkNode) -> dict[str, AttributeValue]:
    return {"latitude": node.place.latitude, "longitude": node.place.longitude} if node.place else {}


def edges(network: Network) -> Iterator[EdgeRecord]:
    """Yield one edge for each row and named partner, and one for a direct triple that has neither."""
    for edge in network.edges:
        for mention in edge.mentions or (Mention(edition=None),):
            yield _edge(edge, mention)


def _edge(edge: Edge, mention: Mention) -> EdgeRecord:
    kind_of_edge = " ".join(str(part) for part in (edge.kind, mention.edition) if part is not None)
    return EdgeRecord(
        identifier=mention.iri or f"{edge.source} {edge.kind} {edge.target}",
        source=edge.source,
        target=edge.target,
        label=kind_of_edge if mention.rank is None else f"{kind_of_edge}, rank {mention.rank}",
        kind_of_edge=kind_of_edge,
        weight=1 / mention.rank if mention.rank else _NO_RANK_WEIGHT,
        values={
            "kind": edge.kind,
            "edition": mention.edition,
            "rank": mention.rank,
            "count": mention.count,
            "share": mention.share,
            "share_below": mention.share_below,
            "as_named": mention.as_named,
            "evidence": cited(mention.evidence) or None,
        },
    )
