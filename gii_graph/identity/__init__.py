"""Which organisation, person, cluster and economy a printed name means: explained and reversible."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

from gii_graph.identity.kind import Kind
from gii_graph.identity.mentions import Mentioned, Mentions

if TYPE_CHECKING:
    from gii_graph.identity.agents import Agent, Word
    from gii_graph.identity.overrides import read_overrides
    from gii_graph.identity.places import Place

__all__ = ["Agent", "Identity", "Kind", "Mentioned", "Mentions", "Place", "Word", "identify", "read_overrides"]

# Deciding is only loaded where there is something to decide.
_HOMES = {"Agent": "agents", "Place": "places", "Word": "agents", "read_overrides": "overrides"}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found: object = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    return found


class Identity(NamedTuple):
    """What every printed name of a set of profiles means; each mapping is keyed by the name as printed."""

    clusters: Mapping[str, Place]
    economies: Mapping[str, Place]
    agents: Mapping[str, Agent]


def identify(mentions: Mentions, overrides: Mapping[str, Kind] | None = None, word: Word | None = None) -> Identity:
    """Return what the names mentioned mean.

    `overrides` gives the kind of names by their comparison key, `word` what a person has decided of pairs of names.
    """
    from gii_graph.identity.agents import Word, identify_agents
    from gii_graph.identity.places import identify_clusters, identify_economies

    return Identity(
        clusters=identify_clusters(mentions.clusters()),
        economies=identify_economies(set().union(*mentions.economies.values())),
        agents=identify_agents(mentions, overrides or {}, word or Word()),
    )
