"""All measures of one kind of thing at once, with what to bear in mind."""

from __future__ import annotations

from collections.abc import Sequence

from gii_graph.analysis.collaboration import ActivityChoice, collaboration
from gii_graph.analysis.measurement_triples import Measured
from gii_graph.analysis.sections import (
    MeasuredSection,
    agent_section,
    cluster_section,
    network_caveats,
    network_section,
    table_caveats,
    table_section,
)
from gii_graph.network.elements import Network

__all__ = ["SECTIONS", "measure_sections"]

SECTIONS = ("clusters", "network", "agents", "tables")


def measure_sections(network: Network, names: Sequence[str], activity: ActivityChoice) -> Measured:
    """Return the measures of what is named of `SECTIONS`."""
    editions = network.editions()
    sections: list[MeasuredSection] = []
    caveats: list[str] = []
    if "clusters" in names or "network" in names:
        ties = collaboration(network, activity)
        sections += [cluster_section(ties)] if "clusters" in names else []
        sections += [network_section(ties)] if "network" in names else []
        caveats += network_caveats(ties, editions)
    if "agents" in names:
        sections.append(agent_section(network, activity))
    if "tables" in names:
        sections.append(table_section(network, activity))
    if "agents" in names or "tables" in names:
        caveats += table_caveats(editions)
    return Measured(sections, activity, editions, list(dict.fromkeys(caveats)))
