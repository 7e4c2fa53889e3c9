"""Measures of organisations and persons: in how many clusters they are listed.

The docstrings are what the command says of them, see `centrality`.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from gii_graph.analysis.collaboration import Activity, stated_in
from gii_graph.network.model import AGENT_KINDS, EdgeKind, Mention, Network, Node

__all__ = ["LISTED_KINDS", "AgentRows", "agents", "best_rank", "clusters_bridged", "listed_count", "times_listed"]

LISTED_KINDS: dict[Activity, tuple[EdgeKind, ...]] = {
    "patents": ("filing",),
    "articles": ("publication",),
    "both": ("filing", "publication"),
}


@dataclass(frozen=True, slots=True)
class AgentRows:
    """An organisation or person with the clusters that list it, and what it is listed for in which rows."""

    agent: Node
    clusters: tuple[Node, ...]
    rows: tuple[tuple[EdgeKind, Mention], ...]


def agents(network: Network, activity: Activity = "both", editions: Collection[int] | None = None) -> list[AgentRows]:
    """Return the agents listed for an activity in these editions, or in all, in the order of the network."""
    clusters: dict[str, dict[str, Node]] = {}
    rows: dict[str, list[tuple[EdgeKind, Mention]]] = {}
    for edge in network.edges:
        mentions = stated_in(edge, editions) if edge.kind in LISTED_KINDS[activity] else []
        if mentions:
            clusters.setdefault(edge.source, {})[edge.target] = network.nodes[edge.target]
            rows.setdefault(edge.source, []).extend((edge.kind, mention) for mention in mentions)
    return [
        AgentRows(node, tuple(clusters[node.iri].values()), tuple(rows[node.iri]))
        for node in network.of_kind(*AGENT_KINDS)
        if node.iri in rows
    ]


def clusters_bridged(agent: AgentRows) -> int:
    """How many clusters list it among their top applicants or publishing organizations.

    Source: degree in the network of agents and clusters, Borgatti and Everett 1997, doi:10.1016/S0378-8733(96)00301-2.
    Cannot say: in how many clusters it is active: a table has the top three only. Spellings that were not taken as
    one count as different agents.
    """
    return len(agent.clusters)


def times_listed(agent: AgentRows) -> int:
    """In how many rows it is listed: patents and articles, and each edition, count separately.

    Source: counted.
    Cannot say: how large it is.
    """
    return len(agent.rows)


def best_rank(agent: AgentRows) -> int | None:
    """Its best place in any of these tables.

    Source: the rows' ranks.
    Cannot say: how it compares over clusters: a first place in a small cluster may be a small number.
    """
    return min((row.rank for _, row in agent.rows if row.rank is not None), default=None)


def listed_count(agent: AgentRows) -> int | None:
    """Applications or articles in the rows that list it, added up where all are of one activity and edition.

    Source: the rows' counts over the last five years.
    Cannot say: all that it filed or published: what it did in clusters where it is not among the top three is
    missing. Editions overlap, and applications and articles are not of one kind, so neither are added.
    """
    counts = [row.count for _, row in agent.rows if row.count is not None]
    comparable = len({(kind, row.edition) for kind, row in agent.rows}) == 1 and len(counts) == len(agent.rows)
    return sum(counts) if comparable else None
