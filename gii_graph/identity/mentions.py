"""Who is named where: all of a set of profiles that identity, and the nodes that profiles share, rest on."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from sys import intern
from typing import NamedTuple, TypeVar

from gii_graph.identity.cluster_identity import designation
from gii_graph.profile import Activity, Profile

__all__ = ["Mentioned", "Mentions", "NamePaths", "add_cluster", "designation_of"]

T = TypeVar("T")

_ACTIVITIES = tuple(Activity)


class Mentioned(NamedTuple):
    """Whom one profile names, in the order of the alphabet; `partners` and `listings` by activity.

    `cluster` is the designation of the profile's own cluster: its name, economies and regions; `other_designations` are
    those that ranking tables give it.
    """

    cluster: str
    edition: int
    economies: list[str]
    partners: list[list[str]]
    listings: list[list[str]]
    other_designations: list[str]

    @classmethod
    def of(cls, profile: Profile) -> Mentioned:
        """Return whom `profile` names."""
        return cls(
            designation_of(profile),
            profile.edition.value,
            sorted({economy.value for record in (profile, *profile.table_rows) for economy in record.economies}),
            [sorted({one.name for one in profile.partners if one.activity is activity}) for activity in _ACTIVITIES],
            [sorted({one.name for one in profile.listings if one.activity is activity}) for activity in _ACTIVITIES],
            sorted({designation_of(row) for row in profile.table_rows}),
        )

    @classmethod
    def parse(cls, packed: bytes) -> Mentioned:
        """Return what `packed` was made of."""
        return cls(*json.loads(packed))

    def packed(self) -> bytes:
        """Return this in a sixth of the memory, as JSON: all profiles of a graph are held until it is written."""
        return json.dumps(self).encode()

    def agents(self) -> set[str]:
        """Return every agent that the profile lists."""
        return set().union(*self.listings)

    def clusters(self) -> set[str]:
        """Return the profile's own cluster and those it names."""
        return {self.cluster, *self.other_designations}.union(*self.partners)


class NamePaths(NamedTuple):
    """The IRI paths of what one profile names: clusters by designation or partner's name, agents by printed name."""

    clusters: Mapping[str, str]
    agents: Mapping[str, str]


def designation_of(profile: Profile) -> str:
    """Return the designation of a profile's cluster."""
    economies = tuple([economy.value for economy in profile.economies])
    return designation(profile.cluster.value, economies, profile.regions)


@dataclass(slots=True)
class Mentions:
    """Names as printed, and what the profiles say of them.

    A cluster with a profile is given by its designation. `editions` and `economies` are those of each, `partners` the
    clusters that it names, `listings` the clusters with a profile that list an agent. Mentions of different profiles
    add up. Most are of one profile, so that these are tuples, of which a large graph has many.
    """

    editions: dict[str, tuple[int, ...]] = field(default_factory=dict)
    economies: dict[str, tuple[str, ...]] = field(default_factory=dict)
    partners: dict[Activity, dict[str, tuple[str, ...]]] = field(
        default_factory=lambda: {activity: {} for activity in _ACTIVITIES}
    )
    listings: dict[Activity, dict[str, Collection[str]]] = field(
        default_factory=lambda: {activity: {} for activity in _ACTIVITIES}
    )

    @classmethod
    def of(cls, profiles: Iterable[Profile]) -> Mentions:
        """Return what `profiles` mention."""
        mentions = cls()
        for profile in profiles:
            mentions.add(Mentioned.of(profile))
        return mentions

    def add(self, profile: Mentioned) -> None:
        """Add what one profile mentions."""
        # Each name is one string, however many profiles mention it.
        cluster = intern(profile.cluster)
        alone = (cluster,)  # most names are listed by one cluster: its names share one tuple
        for designated in (cluster, *profile.other_designations):
            _add(self.editions, designated, (profile.edition,))
        _add(self.economies, cluster, tuple(map(intern, profile.economies)))
        for activity, partners, listings in zip(_ACTIVITIES, profile.partners, profile.listings, strict=True):
            _add(self.partners[activity], cluster, tuple(map(intern, partners)))
            for name in listings:
                add_cluster(self.listings[activity], name, alone)

    def clusters(self) -> set[str]:
        """Return every cluster that is named."""
        return set(self.editions).union(*(names for named in self.partners.values() for names in named.values()))

    def agents(self) -> set[str]:
        """Return every agent that is listed."""
        return set().union(*self.listings.values())


def add_cluster(listings: dict[str, Collection[str]], name: str, alone: tuple[str]) -> None:
    """Add a cluster to those that list a name; where it is the first, the tuple `alone` that it is given in is held."""
    if name not in listings:
        listings[name] = alone
    elif isinstance(clusters := listings[name], set):
        clusters.update(alone)
    elif clusters != alone:
        listings[name] = {*clusters, *alone}


def _add(named: dict[str, tuple[T, ...]], cluster: str, more: tuple[T, ...]) -> None:
    """Add to what is said of a cluster."""
    if cluster in named:
        named[cluster] = tuple(dict.fromkeys((*named[cluster], *more)))
    elif more:
        named[cluster] = more
