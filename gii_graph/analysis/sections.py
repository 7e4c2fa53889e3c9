"""The measures as rows: one section for clusters, network, agents and tables each, and what to bear in mind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from gii_graph.activities import ACTIVITY_OF_EDGE
from gii_graph.analysis.agent_measures import agents
from gii_graph.analysis.catalogue import (
    AGENT_MEASURES,
    CLUSTER_MEASURES,
    NETWORK_MEASURES,
    TABLE_MEASURES,
)
from gii_graph.analysis.collaboration import ActivityChoice, CollaborationNetwork
from gii_graph.analysis.concentration import AgentTable, agent_tables
from gii_graph.analysis.measure import Measure
from gii_graph.network.elements import Network

__all__ = [
    "MeasuredRow",
    "MeasuredSection",
    "agent_section",
    "cluster_section",
    "network_caveats",
    "network_section",
    "table_caveats",
    "table_section",
]

MeasuredValue: TypeAlias = float | int | None
_DECIMALS = 9  # beyond them machines may differ


@dataclass(frozen=True, slots=True)
class MeasuredRow:
    """What is measured: its IRI, what tells it apart for people, and its values; None is not known.

    A measure with bounds has two values, `<name>_low` and `<name>_high`. The subject of a table is its profile.
    """

    subject: str
    keys: Mapping[str, str | int | None]
    values: Mapping[str, MeasuredValue]


@dataclass(frozen=True, slots=True)
class MeasuredSection:
    """Rows of one kind with the measures that they have."""

    name: str
    measures: Sequence[Measure[Any, Any]]
    rows: Sequence[MeasuredRow]

    def columns(self) -> list[str]:
        """Return the names of the values, in order."""
        return list(self.rows[0].values) if self.rows else [measure.name for measure in self.measures]


def cluster_section(network: CollaborationNetwork) -> MeasuredSection:
    """Return the measures of each cluster, the most named first."""
    columns = {measure.name: measure.compute(network) for measure in CLUSTER_MEASURES}
    rows = [
        MeasuredRow(
            cluster.iri,
            {"cluster": cluster.label, "economy": economy, "profile": "yes" if place in network.profiled else "no"},
            {name: _rounded(values[place]) for name, values in columns.items()},
        )
        for place, (cluster, economy) in enumerate(zip(network.clusters, network.economies, strict=True))
    ]
    return MeasuredSection(
        "clusters", CLUSTER_MEASURES, _sorted(rows, "in_degree", "times_named", "weighted_in_degree")
    )


def network_section(network: CollaborationNetwork) -> MeasuredSection:
    """Return the measures of the network as one row; its subject is left to who writes it."""
    values = {measure.name: _rounded(measure.compute(network)) for measure in NETWORK_MEASURES}
    return MeasuredSection("network", NETWORK_MEASURES, [MeasuredRow("", {}, values)])


def agent_section(network: Network, activity: ActivityChoice) -> MeasuredSection:
    """Return the measures of each agent, the one listed in most clusters first."""
    rows = [
        MeasuredRow(
            found.agent.iri,
            {
                "agent": found.agent.label,
                "kind": found.agent.kind,
                "clusters": "; ".join(cluster.label for cluster in found.clusters),
            },
            {measure.name: _rounded(measure.compute(found)) for measure in AGENT_MEASURES},
        )
        for found in agents(network, activity)
    ]
    return MeasuredSection("agents", AGENT_MEASURES, _sorted(rows, "clusters_bridged", "times_listed"))


def table_section(network: Network, activity: ActivityChoice) -> MeasuredSection:
    """Return the measures of each table of top applicants and top publishing organizations."""
    rows = [_table_row(table) for table in agent_tables(network, activity)]
    return MeasuredSection("tables", TABLE_MEASURES, rows)


def _table_row(table: AgentTable) -> MeasuredRow:
    values: dict[str, MeasuredValue] = {}
    for measure in TABLE_MEASURES:
        value = measure.compute(table)
        if measure.bounded:
            values[f"{measure.name}_low"] = value and _rounded(value.low)
            values[f"{measure.name}_high"] = value and _rounded(value.high)
        else:
            values[measure.name] = _rounded(value)
    profile = next((one.iri for one in table.cluster.profiles if one.edition == table.edition), table.cluster.iri)
    keys = {"cluster": table.cluster.label, "edition": table.edition, "activity": ACTIVITY_OF_EDGE[table.kind].name}
    return MeasuredRow(profile, keys, values)


def _rounded(value: MeasuredValue) -> MeasuredValue:
    return round(value, _DECIMALS) if isinstance(value, float) and not value.is_integer() else _whole(value)


def _whole(value: MeasuredValue) -> MeasuredValue:
    return int(value) if value is not None else None


def _sorted(rows: list[MeasuredRow], *names: str) -> list[MeasuredRow]:
    return sorted(rows, key=lambda row: (*(-(row.values[name] or 0) for name in names), row.subject))


def network_caveats(network: CollaborationNetwork, editions: Sequence[int]) -> list[str]:
    """Return what to bear in mind when reading measures of this network, a sentence or two each."""
    without = len(network.clusters) - len(network.profiled)
    caveats = [
        "A profile names only its top three partners for patents and for articles: that two clusters have no tie "
        "does not mean that they do not work together.",
    ]
    if without:
        caveats.append(
            f"{without} of {len(network.clusters)} clusters have no profile here, so no tie leads from them: whom "
            "they name, and so their part in paths and brokerage, is not known. A high value says who is named by "
            f"the {len(network.profiled)} clusters that have one."
        )
    return caveats + _edition_caveats(editions)


def table_caveats(editions: Sequence[int]) -> list[str]:
    """Return what to bear in mind when reading measures of agents and tables."""
    return [
        "A table names only the top three: who is not listed for a cluster may still be active there.",
        *_edition_caveats(editions),
    ]


def _edition_caveats(editions: Sequence[int]) -> list[str]:
    if len(editions) < 2:
        return []
    years = ", ".join(map(str, editions))
    return [f"Editions {years} are taken together; each covers five years, so they overlap. --edition takes one."]
