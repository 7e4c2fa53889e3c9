"""The graph as a network: clusters and agents as nodes, ties between them as edges, figures with evidence."""

from gii_graph.network.model import Edge, Evidence, Measurement, Mention, Network, Node, Profile
from gii_graph.network.reading import read_network
from gii_graph.network.selection import Selection, select, thin

__all__ = [
    "Edge",
    "Evidence",
    "Measurement",
    "Mention",
    "Network",
    "Node",
    "Profile",
    "Selection",
    "read_network",
    "select",
    "thin",
]
