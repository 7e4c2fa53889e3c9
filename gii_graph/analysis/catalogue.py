"""All measures by name, with what their docstrings say: for help texts, JSON, the ontology and the documentation."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from gii_graph.analysis import agents, brokerage, centrality, concentration, structure
from gii_graph.analysis.agents import AgentRows
from gii_graph.analysis.collaboration import Collaboration
from gii_graph.analysis.concentration import AgentTable
from gii_graph.vocabulary import GII

__all__ = ["AGENT_MEASURES", "CLUSTER_MEASURES", "NETWORK_MEASURES", "TABLE_MEASURES", "Measure"]

T = TypeVar("T")


@dataclass(frozen=True)
class Measure(Generic[T]):
    """A measure: its name in tables, its IRI, the function that computes it, and what that function's docstring says."""

    name: str
    iri: str
    compute: Callable[[T], Any]

    @property
    def meaning(self) -> str:
        """What it means, in a sentence or two."""
        return self._part(0)

    @property
    def source(self) -> str:
        """Where its formula comes from."""
        return self._part(1)

    @property
    def limit(self) -> str:
        """What it cannot say of these data."""
        return self._part(2)

    def _part(self, number: int) -> str:
        text = " ".join((inspect.getdoc(self.compute) or "").split())
        parts = re.split(r" Source: | Cannot say: ", text)
        return parts[number].rstrip(".") + "."


CLUSTER_MEASURES: Sequence[Measure[Collaboration]] = (
    Measure("in_degree", GII.inDegree, centrality.in_degree),
    Measure("times_named", GII.timesNamed, centrality.times_named),
    Measure("weighted_in_degree", GII.weightedInDegree, centrality.weighted_in_degree),
    Measure("out_degree", GII.outDegree, centrality.out_degree),
    Measure("weighted_out_degree", GII.weightedOutDegree, centrality.weighted_out_degree),
    Measure("page_rank", GII.pageRank, centrality.page_rank),
    Measure("authority", GII.authority, centrality.authority),
    Measure("hub", GII.hub, centrality.hub),
    Measure("betweenness", GII.betweenness, centrality.betweenness),
    Measure("closeness", GII.closeness, centrality.closeness),
    Measure("core", GII.core, centrality.core),
    Measure("community", GII.community, centrality.community),
    Measure("component", GII.component, centrality.component),
    Measure("reciprocated", GII.reciprocated, centrality.reciprocated),
    Measure("between_economies", GII.betweenEconomies, brokerage.between_economies),
    Measure("coordinator", GII.coordinator, brokerage.coordinator),
    Measure("gatekeeper", GII.gatekeeper, brokerage.gatekeeper),
    Measure("representative", GII.representative, brokerage.representative),
    Measure("consultant", GII.consultant, brokerage.consultant),
    Measure("liaison", GII.liaison, brokerage.liaison),
)
NETWORK_MEASURES: Sequence[Measure[Collaboration]] = (
    Measure("clusters", GII.clusters, structure.clusters),
    Measure("clusters_with_profile", GII.clustersWithProfile, structure.clusters_with_profile),
    Measure("ties", GII.ties, structure.ties),
    Measure("pairs", GII.pairs, structure.pairs),
    Measure("density", GII.density, structure.density),
    Measure("density_among_profiled", GII.densityAmongProfiled, structure.density_among_profiled),
    Measure("reciprocity", GII.reciprocity, structure.reciprocity),
    Measure("reciprocity_among_profiled", GII.reciprocityAmongProfiled, structure.reciprocity_among_profiled),
    Measure("assortativity", GII.assortativity, structure.assortativity),
    Measure("components", GII.components, structure.components),
    Measure("largest_component", GII.largestComponent, structure.largest_component),
    Measure("strong_components", GII.strongComponents, structure.strong_components),
    Measure("communities", GII.communities, structure.communities),
    Measure("modularity", GII.modularity, structure.modularity),
)
AGENT_MEASURES: Sequence[Measure[AgentRows]] = (
    Measure("clusters_bridged", GII.clustersBridged, agents.clusters_bridged),
    Measure("times_listed", GII.timesListed, agents.times_listed),
    Measure("best_rank", GII.bestRank, agents.best_rank),
    Measure("listed_count", GII.listedCount, agents.listed_count),
)
TABLE_MEASURES: Sequence[Measure[AgentTable]] = (
    Measure("named", GII.named, concentration.named),
    Measure("printed_share", GII.printedTopThreeShare, concentration.printed_share),
    Measure("top_three_share", GII.topThreeShare, concentration.top_three_share),
    Measure("herfindahl", GII.herfindahl, concentration.herfindahl),
)
