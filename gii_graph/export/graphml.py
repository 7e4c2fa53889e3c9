"""GraphML, which Gephi, yEd, Cytoscape, igraph and networkx read: http://graphml.graphdrawing.org/."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from xml.sax.saxutils import escape, quoteattr

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

__all__ = ["graphml"]

_TYPES = {"integer": "int", "double": "double", "string": "string"}
_NODE_KEYS: dict[str, Type] = {"label": "string", **NODE_ATTRIBUTES}
_EDGE_KEYS: dict[str, Type] = {"label": "string", "weight": "double", **EDGE_ATTRIBUTES}


def graphml(network: Network) -> Iterator[str]:
    """Yield the GraphML text of a network: nodes and edges by IRI, with every attribute that both have."""
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
    yield from _declarations("node", _NODE_KEYS)
    yield from _declarations("edge", _EDGE_KEYS)
    yield '  <graph id="network" edgedefault="directed">\n'
    yield from map(_node, nodes(network))
    yield from map(_edge, edges(network))
    yield "  </graph>\n</graphml>\n"


def _declarations(what: str, attributes: Mapping[str, Type]) -> Iterator[str]:
    for name, kind in attributes.items():
        yield f'  <key id="{what}.{name}" for="{what}" attr.name="{name}" attr.type="{_TYPES[kind]}"/>\n'


def _node(node: NodeRecord) -> str:
    data = _data("node", {"label": node.label, **node.values})
    return f"    <node id={_quoted(node.iri)}>{data}</node>\n"


def _edge(edge: EdgeRecord) -> str:
    data = _data("edge", {"label": edge.label, "weight": float(f"{edge.weight:.6g}"), **edge.values})
    ends = f"source={_quoted(edge.source)} target={_quoted(edge.target)}"
    return f"    <edge id={_quoted(edge.identifier)} {ends}>{data}</edge>\n"


def _quoted(text: str) -> str:
    return quoteattr(xml_text(text))


def _data(what: str, values: Mapping[str, AttributeValue]) -> str:
    return "".join(
        f'<data key="{what}.{name}">{_content(str(value))}</data>'
        for name, value in values.items()
        if value is not None
    )


def _content(text: str) -> str:
    return escape(xml_text(text), {"\r": "&#13;"})  # a bare carriage return is read back as a line feed
