"""Agents: one node for each listed name, as organisation or person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from gii_graph.identity.kind import Decision, Kind, decide_kind
from gii_graph.identity.spelling import comparison_key, fingerprint, slug
from gii_graph.profile import Activity, Profile

__all__ = ["Agent", "identify_agents"]


@dataclass(frozen=True, slots=True)
class Agent:
    """An organisation or a person: IRI path under the instance base, label, other spellings, and how it was decided."""

    path: str
    label: str
    spellings: tuple[str, ...]
    decision: Decision


@dataclass(slots=True)
class _Mention:
    """All that the profiles say of one comparison key."""

    spellings: set[str] = field(default_factory=set)
    activities: set[Activity] = field(default_factory=set)
    clusters: set[str] = field(default_factory=set)


def identify_agents(profiles: Iterable[Profile], overrides: Mapping[str, Kind]) -> dict[str, Agent]:
    """Return the agent of each printed name; spellings that differ in dash, case and spacing only are one."""
    mentions: dict[str, _Mention] = {}
    listed: dict[str, set[str]] = {}
    for profile in profiles:
        for listing in profile.listings:
            mention = mentions.setdefault(comparison_key(listing.name), _Mention())
            mention.spellings.add(listing.name)
            mention.activities.add(listing.activity)
            mention.clusters.add(profile.cluster.value)
            listed.setdefault(profile.cluster.value, set()).add(listing.name)
    decisions = {
        key: decide_kind(
            min(mention.spellings),
            mention.activities,
            set().union(*(listed[cluster] for cluster in mention.clusters)) - mention.spellings,
            overrides.get(key),
        )
        for key, mention in mentions.items()
    }
    paths = _paths(decisions)
    agents: dict[str, Agent] = {}
    for key, mention in mentions.items():
        spellings = sorted(" ".join(spelling.split()) for spelling in mention.spellings)
        agent = Agent(paths[key], spellings[0], tuple(dict.fromkeys(spellings[1:])), decisions[key])
        agents.update(dict.fromkeys(mention.spellings, agent))
    return agents


def _paths(decisions: Mapping[str, Decision]) -> dict[str, str]:
    """Return the IRI path of each key; different names with one slug are told apart by a fingerprint.

    The name that is nearest to its slug keeps the plain form, so that it does not change when a rival comes.
    """
    rivals: dict[str, list[str]] = {}
    for key, decision in decisions.items():
        rivals.setdefault(f"{decision.kind}/{slug(key)}", []).append(key)
    paths: dict[str, str] = {}
    for path, keys in rivals.items():
        plainest, *others = sorted(keys, key=lambda key: (len(key), key))
        paths[plainest] = path
        paths.update({key: f"{path}-{fingerprint(key)}" for key in others})
    return paths
