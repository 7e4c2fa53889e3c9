"""Agents: one node for each listed name, as organisation or person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field
from functools import cached_property

from gii_graph.identity.kind import Decision, Kind, decide_kind
from gii_graph.identity.spelling import comparison_key, fingerprint, slug
from gii_graph.profile import Activity

__all__ = ["Agent", "identify_agents"]


@dataclass(frozen=True, slots=True)
class Agent:
    """An organisation or a person: IRI path under the instance base, label, other spellings, and how it was decided."""

    path: str
    label: str
    spellings: tuple[str, ...]
    decision: Decision


@dataclass(slots=True)
class _Name:
    """All that is known of one comparison key: spellings, the tables that list it, the clusters they are of."""

    spellings: set[str] = field(default_factory=set)
    activities: set[Activity] = field(default_factory=set)
    clusters: set[str] = field(default_factory=set)


def identify_agents(
    listings: Mapping[Activity, Mapping[str, Set[str]]], overrides: Mapping[str, Kind]
) -> dict[str, Agent]:
    """Return the agent of each printed name; spellings that differ in dash, case and spacing only are one.

    `listings` gives, for each table, the clusters that list a name.
    """
    names: defaultdict[str, _Name] = defaultdict(_Name)
    for activity, listed in listings.items():
        for spelling, clusters in listed.items():
            name = names[comparison_key(spelling)]
            name.spellings.add(spelling)
            name.activities.add(activity)
            name.clusters |= clusters
    neighbours = _Neighbours(listings)
    decisions = {
        key: decide_kind(min(name.spellings), name.activities, neighbours.of(name), overrides.get(key))
        for key, name in names.items()
    }
    paths = _paths(decisions)
    agents: dict[str, Agent] = {}
    for key, name in names.items():
        label, *others = sorted(" ".join(spelling.split()) for spelling in name.spellings)
        agent = Agent(paths[key], label, tuple(dict.fromkeys(others)), decisions[key])
        agents.update(dict.fromkeys(name.spellings, agent))
    return agents


class _Neighbours:
    """The other names that are listed for a name's clusters, looked up only where a rule asks for them."""

    def __init__(self, listings: Mapping[Activity, Mapping[str, Set[str]]]) -> None:
        self._listings = listings

    @cached_property
    def _listed(self) -> Mapping[str, Set[str]]:
        """Every name that a cluster lists."""
        listed: defaultdict[str, set[str]] = defaultdict(set)
        for names in self._listings.values():
            for name, clusters in names.items():
                for cluster in clusters:
                    listed[cluster].add(name)
        return listed

    def of(self, name: _Name) -> Iterator[str]:
        for cluster in name.clusters:
            yield from self._listed[cluster] - name.spellings


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
