"""Which organisation, person, cluster and economy a printed name means: explained and reversible."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

from gii_graph.identity.decision import Kind
from gii_graph.identity.mentions import Mentioned, Mentions, NamePaths, designation_of

if TYPE_CHECKING:
    from gii_graph.identity.agents import Agent, ListedAgents
    from gii_graph.identity.cluster_identity import ClusterNames, ResolvedCluster
    from gii_graph.identity.economy_identity import ResolvedEconomy
    from gii_graph.identity.overrides import Overrides, read_overrides
    from gii_graph.identity.word import Word

__all__ = [
    "Agent",
    "ClusterNames",
    "Identity",
    "Kind",
    "ListedAgents",
    "Mentioned",
    "Mentions",
    "NamePaths",
    "Overrides",
    "ResolvedCluster",
    "ResolvedEconomy",
    "Word",
    "clusters_of",
    "designation_of",
    "identify",
    "read_overrides",
]

# Deciding is only loaded where there is something to decide.
_HOMES = {
    "Agent": "agents",
    "ClusterNames": "cluster_identity",
    "ListedAgents": "agents",
    "Overrides": "overrides",
    "ResolvedCluster": "cluster_identity",
    "ResolvedEconomy": "economy_identity",
    "Word": "word",
    "read_overrides": "overrides",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    attribute: object = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    return attribute


class Identity(NamedTuple):
    """What every printed name of a set of profiles means.

    `clusters` is keyed by designation and by partners' names, `economies` by the name as printed; `doubts` say for
    people what of the clusters is doubtful, and `unapplied` which of a person's words had no effect.
    """

    clusters: Mapping[str, ResolvedCluster]
    economies: Mapping[str, ResolvedEconomy]
    agents: ListedAgents
    doubts: tuple[str, ...] = ()
    unapplied: tuple[str, ...] = ()

    def paths(self, mentioned: Mentioned) -> NamePaths:
        """Return the IRI paths of what one profile names."""
        clusters = {name: self.clusters[name].path for name in mentioned.clusters()}
        own = clusters[mentioned.cluster]
        return NamePaths(clusters, {name: self.agents.listed(name, own).path for name in mentioned.agents()})


def clusters_of(mentions: Iterable[Mentions], word: Word | None = None) -> ClusterNames:
    """Return what the clusters are that some mentions name."""
    from gii_graph.identity.cluster_identity import identify_clusters
    from gii_graph.identity.word import Word

    profiles: dict[str, int] = {}
    partners: set[str] = set()
    for part in mentions:
        for key, editions in part.editions.items():
            profiles[key] = max(profiles.get(key, 0), *editions)
        partners.update(*(names for named in part.partners.values() for names in named.values()))
    return identify_clusters(profiles, partners, word or Word())


def identify(
    mentions: Mentions,
    overrides: Mapping[str, Kind] | None = None,
    word: Word | None = None,
    clusters: ClusterNames | None = None,
) -> Identity:
    """Return what the names mentioned mean.

    `overrides` gives the kind of names by their comparison key, `word` what a person has decided of pairs of names.
    `clusters` are those of the mentions, where they are known already.
    """
    from gii_graph.identity.agents import identify_agents, listed_names
    from gii_graph.identity.economy_identity import identify_economies
    from gii_graph.identity.word import Word

    word = word or Word()
    named = clusters or clusters_of([mentions], word)
    economies = identify_economies(set().union(*mentions.economies.values()))
    names = listed_names(mentions, overrides or {}, word, named.clusters)
    # Of many names these take as much memory as joining them, which does without; a caller may have let go of them too.
    del mentions
    agents = identify_agents(names, word)
    return Identity(named.clusters, economies, agents, named.doubts, _unapplied(word, overrides or {}, named, agents))


def _unapplied(word: Word, kinds: Mapping[str, Kind], clusters: ClusterNames, agents: ListedAgents) -> tuple[str, ...]:
    from gii_graph.identity.word import NO_WORD, unapplied

    if word == NO_WORD and not kinds:
        return ()
    everyone = agents.distinct()
    names = {name for agent in everyone.values() for name in (agent.label, *agent.spellings)}
    names.update(name for cluster in clusters.clusters.values() for name in (cluster.label, *cluster.spellings))
    return unapplied(word, kinds, names, {*everyone, *(cluster.path for cluster in clusters.clusters.values())})
