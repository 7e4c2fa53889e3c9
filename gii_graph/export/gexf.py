"""GEXF 1.3, which Gephi and Gephi Lite read: https://gexf.net/schema.html.

Our own writer because the format's `kind` keeps parallel edges apart in Gephi, and because the same network must
give the same bytes every day (networkx leaves `kind` out and writes the date).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from xml.sax.saxutils import quoteattr

from gii_graph.export.attributes import (
    EDGE_ATTRIBUTES,
    NODE_ATTRIBUTES,
    AttributeValue,
    EdgeRecord,
    NodeRecord,
    Type,
    edges,
    nodes,
    xml_text,
)
from gii_graph.network.elements import Network

__all__ = ["gexf"]


def gexf(network: Network) -> Iterator[str]:
    """Yield the GEXF text of a network: nodes and edges by IRI, with every attribute that both have."""
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<gexf xmlns="http://gexf.net/1.3" version="1.3">\n'
    yield "  <meta>\n    <creator>gii-graph</creator>\n"
    yield "    <description>Clusters, organizations and persons; edges say who names or lists whom</description>\n"
    yield '  </meta>\n  <graph defaultedgetype="directed" mode="static">\n'
    yield from _declarations("node", NODE_ATTRIBUTES)
    yield from _declarations("edge", EDGE_ATTRIBUTES)
    yield "    <nodes>\n"
    yield from map(_node, nodes(network))
    yield "    </nodes>\n    <edges>\n"
    yield from map(_edge, edges(network))
    yield "    </edges>\n  </graph>\n</gexf>\n"


def _declarations(what: str, attributes: Mapping[str, Type]) -> Iterator[str]:
    yield f'    <attributes class="{what}">\n'
    for name, kind in attributes.items():
        yield f'      <attribute id="{name}" title="{name}" type="{kind}"/>\n'
    yield "    </attributes>\n"


def _node(node: NodeRecord) -> str:
    return f"      <node {_pairs(id=node.iri, label=node.label)}>{_values(node.values)}</node>\n"


def _edge(edge: EdgeRecord) -> str:
    pairs = _pairs(
        id=edge.identifier,
        source=edge.source,
        target=edge.target,
        label=edge.label,
        kind=edge.kind_of_edge,
        weight=f"{edge.weight:.6g}",
    )
    return f"      <edge {pairs}>{_values(edge.values)}</edge>\n"


def _pairs(**attributes: str) -> str:
    return " ".join(f"{name}={quoteattr(xml_text(value))}" for name, value in attributes.items())


def _values(values: Mapping[str, AttributeValue]) -> str:
    stated = [(name, value) for name, value in values.items() if value is not None]
    parts = "".join(f"<attvalue {_pairs(**{'for': name, 'value': str(value)})}/>" for name, value in stated)
    return f"<attvalues>{parts}</attvalues>" if parts else ""
