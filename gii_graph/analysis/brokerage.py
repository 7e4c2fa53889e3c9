"""Brokerage between economies: who stands between two clusters that do not name each other.

Source: Gould and Fernandez 1989, doi:10.2307/270949. A broker b stands in a path a to b to c where a does not name c;
who belongs to which economy gives the role. Clusters without a known economy take no part.
"""

from __future__ import annotations

from gii_graph.analysis.centrality import Values
from gii_graph.analysis.collaboration import CollaborationNetwork
from gii_graph.analysis.measure import measure

__all__ = ["between_economies", "consultant", "coordinator", "gatekeeper", "liaison", "representative"]


@measure(
    "Brokered paths with all three clusters in one economy.",
    source="Gould and Fernandez 1989, doi:10.2307/270949.",
    limit="anything of partners without a profile, whose economy and ties are not known.",
)
def coordinator(network: CollaborationNetwork) -> Values:
    """Return coordinator of each cluster."""
    return _count(network, "coordinator")


@measure(
    "Brokered paths that come from another economy into its own.",
    source="Gould and Fernandez 1989, doi:10.2307/270949.",
    limit="anything of partners without a profile, whose economy and ties are not known.",
)
def gatekeeper(network: CollaborationNetwork) -> Values:
    """Return gatekeeper of each cluster."""
    return _count(network, "gatekeeper")


@measure(
    "Brokered paths that lead from its own economy into another.",
    source="Gould and Fernandez 1989, doi:10.2307/270949.",
    limit="anything of partners without a profile, whose economy and ties are not known.",
)
def representative(network: CollaborationNetwork) -> Values:
    """Return representative of each cluster."""
    return _count(network, "representative")


@measure(
    "Brokered paths between two clusters of one economy that is not its own.",
    source="Gould and Fernandez 1989, doi:10.2307/270949.",
    limit="anything of partners without a profile, whose economy and ties are not known.",
)
def consultant(network: CollaborationNetwork) -> Values:
    """Return consultant of each cluster."""
    return _count(network, "consultant")


@measure(
    "Brokered paths with each cluster in an economy of its own.",
    source="Gould and Fernandez 1989, doi:10.2307/270949.",
    limit="anything of partners without a profile, whose economy and ties are not known.",
)
def liaison(network: CollaborationNetwork) -> Values:
    """Return liaison of each cluster."""
    return _count(network, "liaison")


@measure(
    "Brokered paths between clusters that are not all of one economy: all roles but the coordinator's.",
    source="Gould and Fernandez 1989, doi:10.2307/270949.",
    limit=(
        "anything of partners without a profile, whose economy and ties are not known: with profiles of one "
        "economy only it is 0 for all."
    ),
)
def between_economies(network: CollaborationNetwork) -> Values:
    """Return between economies of each cluster."""
    return _count(network, "gatekeeper", "representative", "consultant", "liaison")


def _role(first: str, broker: str, last: str) -> str:
    if first == broker == last:
        return "coordinator"
    if broker == last:
        return "gatekeeper"
    if first == broker:
        return "representative"
    return "consultant" if first == last else "liaison"


def _count(network: CollaborationNetwork, *roles: str) -> Values:
    """Count the brokered paths of these roles; None for a cluster that has no profile or no known economy."""
    economies = network.economies
    naming: dict[int, list[int]] = {}
    named: dict[int, list[int]] = {}
    for source, target in network.ties:
        named.setdefault(source, []).append(target)
        naming.setdefault(target, []).append(source)

    def paths(broker: int, own: str) -> int:
        return sum(
            _role(before, own, after) in roles
            for first in naming.get(broker, ())
            if (before := economies[first])
            for last in named.get(broker, ())
            if (after := economies[last]) and first != last and (first, last) not in network.ties
        )

    return [
        paths(node, economy) if economy and node in network.profiled else None for node, economy in enumerate(economies)
    ]
