"""Measures of organisations and persons: in how many clusters they are listed."""

from __future__ import annotations

from dataclasses import dataclass

from gii_graph.activities import ACTIVITIES
from gii_graph.analysis.collaboration import ActivityChoice, stated_in
from gii_graph.analysis.measure import measure
from gii_graph.network.elements import AGENT_KINDS, EdgeKind, Mention, Network, NetworkNode

__all__ = ["LISTED_KINDS", "AgentRows", "agents", "best_rank", "clusters_bridged", "listed_count", "times_listed"]

LISTED_KINDS: dict[str, tuple[EdgeKind, ...]] = {
    **{terms.name: (terms.listing_kind,) for terms in ACTIVITIES},
    "both": tuple(terms.listing_kind for terms in ACTIVITIES),
}


@dataclass(frozen=True, slots=True)
class AgentRows:
    """An organisation or person with the clusters that list it, and what it is listed for in which rows."""

    agent: NetworkNode
    clusters: tuple[NetworkNode, ...]
    rows: tuple[tuple[EdgeKind, Mention], ...]


def agents(network: Network, activity: ActivityChoice = "both") -> list[AgentRows]:
    """Return the agents listed for an activity, in the order of the network."""
    clusters: dict[str, dict[str, NetworkNode]] = {}
    rows: dict[str, list[tuple[EdgeKind, Mention]]] = {}
    for edge in network.edges:
        if edge.kind in LISTED_KINDS[activity]:
            clusters.setdefault(edge.source, {})[edge.target] = network.nodes[edge.target]
            rows.setdefault(edge.source, []).extend((edge.kind, mention) for mention in stated_in(edge))
    return [
        AgentRows(node, tuple(clusters[node.iri].values()), tuple(rows[node.iri]))
        for node in network.of_kind(*AGENT_KINDS)
        if node.iri in rows
    ]


@measure(
    "How many clusters list it among their top applicants or publishing organizations.",
    source=(
        "degree in the network of agents and clusters, Borgatti and Everett 1997, doi:10.1016/S0378-8733(96)00301-2."
    ),
    limit=(
        "in how many clusters it is active: a table has the top three only. Spellings that were not taken as "
        "one count as different agents."
    ),
)
def clusters_bridged(agent: AgentRows) -> int:
    """Return clusters bridged of one agent."""
    return len(agent.clusters)


@measure(
    "In how many rows it is listed: patents and articles, and each edition, count separately.",
    source="counted.",
    limit="how large it is.",
)
def times_listed(agent: AgentRows) -> int:
    """Return times listed of one agent."""
    return len(agent.rows)


@measure(
    "Its best place in any of these tables.",
    source="the rows' ranks.",
    limit="how it compares over clusters: a first place in a small cluster may be a small number.",
)
def best_rank(agent: AgentRows) -> int | None:
    """Return best rank of one agent."""
    return min((row.rank for _, row in agent.rows if row.rank is not None), default=None)


@measure(
    "Applications or articles in the rows that list it, added up where all are of one activity and edition.",
    source="the rows' counts over the last five years.",
    limit=(
        "all that it filed or published: what it did in clusters where it is not among the top three is "
        "missing. Editions overlap, and applications and articles are not of one kind, so neither are added."
    ),
)
def listed_count(agent: AgentRows) -> int | None:
    """Return listed count of one agent."""
    counts = [row.count for _, row in agent.rows if row.count is not None]
    comparable = len({(kind, row.edition) for kind, row in agent.rows}) == 1 and len(counts) == len(agent.rows)
    return sum(counts) if comparable else None
