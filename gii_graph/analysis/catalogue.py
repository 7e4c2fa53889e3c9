"""All measures in the order of the tables: for help texts, JSON, the ontology and the documentation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from gii_graph.analysis import agent_measures, brokerage, centrality, concentration, structure
from gii_graph.analysis.agent_measures import AgentRows
from gii_graph.analysis.collaboration import CollaborationNetwork
from gii_graph.analysis.concentration import AgentTable
from gii_graph.analysis.measure import Measure

__all__ = ["AGENT_MEASURES", "CLUSTER_MEASURES", "NETWORK_MEASURES", "TABLE_MEASURES"]

CLUSTER_MEASURES: Sequence[Measure[CollaborationNetwork, Any]] = (
    centrality.in_degree,
    centrality.times_named,
    centrality.weighted_in_degree,
    centrality.out_degree,
    centrality.weighted_out_degree,
    centrality.page_rank,
    centrality.authority,
    centrality.hub,
    centrality.betweenness,
    centrality.closeness,
    centrality.core,
    centrality.community,
    centrality.component,
    centrality.reciprocated,
    brokerage.between_economies,
    brokerage.coordinator,
    brokerage.gatekeeper,
    brokerage.representative,
    brokerage.consultant,
    brokerage.liaison,
)
NETWORK_MEASURES: Sequence[Measure[CollaborationNetwork, Any]] = (
    structure.clusters,
    structure.clusters_with_profile,
    structure.ties,
    structure.pairs,
    structure.density,
    structure.density_among_profiled,
    structure.reciprocity,
    structure.reciprocity_among_profiled,
    structure.assortativity,
    structure.components,
    structure.largest_component,
    structure.strong_components,
    structure.communities,
    structure.modularity,
)
AGENT_MEASURES: Sequence[Measure[AgentRows, Any]] = (
    agent_measures.clusters_bridged,
    agent_measures.times_listed,
    agent_measures.best_rank,
    agent_measures.listed_count,
)
TABLE_MEASURES: Sequence[Measure[AgentTable, Any]] = (
    concentration.named,
    concentration.printed_share,
    concentration.top_three_share,
    concentration.herfindahl,
)
