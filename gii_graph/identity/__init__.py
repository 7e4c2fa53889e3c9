"""Which organisation, person, cluster and economy a printed name means: explained and reversible."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gii_graph.identity.agents import Agent, Word, identify_agents
from gii_graph.identity.kind import Kind
from gii_graph.identity.overrides import read_overrides
from gii_graph.identity.places import Place, identify_clusters, identify_economies
from gii_graph.profile import Profile

__all__ = ["Agent", "Identity", "Kind", "Place", "Word", "identify", "read_overrides"]


@dataclass(frozen=True, slots=True)
class Identity:
    """What every printed name of a set of profiles means; each mapping is keyed by the name as printed."""

    clusters: Mapping[str, Place]
    economies: Mapping[str, Place]
    agents: Mapping[str, Agent]


def identify(
    profiles: Sequence[Profile], overrides: Mapping[str, Kind] | None = None, word: Word | None = None
) -> Identity:
    """Return what the names in `profiles` mean.

    `overrides` gives the kind of names by their comparison key, `word` what a person has decided of pairs of names.
    """
    named = {partner.name for profile in profiles for partner in profile.partners}
    own = {profile.cluster.value for profile in profiles}
    economies = {economy.value for profile in profiles for economy in profile.economies}
    return Identity(
        clusters=identify_clusters(named | own),
        economies=identify_economies(economies),
        agents=identify_agents(profiles, overrides or {}, word or Word()),
    )
