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

__all__ = ["AGENT_MEASURES", "CLUSTER_MEASURES", "NETWORK_MEASURES", "TABLE_MEASURES", "Measure"]

T = TypeVar("T")


@dataclass(frozen=True)
class Measure(Generic[T]):
    """A measure: its name in tables, and the function that computes it, whose docstring speaks for it."""

    name: str
    compute: Callable[[T], Any]
    bounded: bool = False  # it gives the lowest and the highest value, not one

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
    Measure("in_degree", centrality.in_degree),
    Measure("times_named", centrality.times_named),
    Measure("weighted_in_degree", centrality.weighted_in_degree),
    Measure("out_degree", centrality.out_degree),
    Measure("weighted_out_degree", centrality.weighted_out_degree),
    Measure("page_rank", centrality.page_rank),
    Measure("authority", centrality.authority),
    Measure("hub", centrality.hub),
    Measure("betweenness", centrality.betweenness),
    Measure("closeness", centrality.closeness),
    Measure("core", centrality.core),
    Measure("community", centrality.community),
    Measure("component", centrality.component),
    Measure("reciprocated", centrality.reciprocated),
    Measure("between_economies", brokerage.between_economies),
    Measure("coordinator", brokerage.coordinator),
    Measure("gatekeeper", brokerage.gatekeeper),
    Measure("representative", brokerage.representative),
    Measure("consultant", brokerage.consultant),
    Measure("liaison", brokerage.liaison),
)
NETWORK_MEASURES: Sequence[Measure[Collaboration]] = (
    Measure("clusters", structure.clusters),
    Measure("clusters_with_profile", structure.clusters_with_profile),
    Measure("ties", structure.ties),
    Measure("pairs", structure.pairs),
    Measure("density", structure.density),
    Measure("density_among_profiled", structure.density_among_profiled),
    Measure("reciprocity", structure.reciprocity),
    Measure("reciprocity_among_profiled", structure.reciprocity_among_profiled),
    Measure("assortativity", structure.assortativity),
    Measure("components", structure.components),
    Measure("largest_component", structure.largest_component),
    Measure("strong_components", structure.strong_components),
    Measure("communities", structure.communities),
    Measure("modularity", structure.modularity),
)
AGENT_MEASURES: Sequence[Measure[AgentRows]] = (
    Measure("clusters_bridged", agents.clusters_bridged),
    Measure("times_listed", agents.times_listed),
    Measure("best_rank", agents.best_rank),
    Measure("listed_count", agents.listed_count),
)
TABLE_MEASURES: Sequence[Measure[AgentTable]] = (
    Measure("named", concentration.named),
    Measure("printed_top_three_share", concentration.printed_share),
    Measure("top_three_share", concentration.top_three_share, bounded=True),
    Measure("herfindahl", concentration.herfindahl, bounded=True),
)
