"""The graph as a network: clusters and agents as nodes, ties between them as edges, figures with evidence."""

from gii_graph.network.elements import Edge, Evidence, Measurement, Mention, Network, NetworkNode, ProfileFacts
from gii_graph.network.network_part import network_part
from gii_graph.network.reading import network_of_triples, read_network
from gii_graph.network.selection import MOST_SHOWN, Selection, select, thinned

__all__ = [
    "MOST_SHOWN",
    "Edge",
    "Evidence",
    "Measurement",
    "Mention",
    "Network",
    "NetworkNode",
    "ProfileFacts",
    "Selection",
    "network_of_triples",
    "network_part",
    "read_network",
    "select",
    "thinned",
]
