"""Who is named where: all of a set of profiles that identity, and the nodes that profiles share, rest on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from gii_graph.profile import Activity, Profile

__all__ = ["Mentions"]


def _by_activity() -> dict[Activity, defaultdict[str, set[str]]]:
    return {activity: defaultdict(set) for activity in Activity}


@dataclass(slots=True)
class Mentions:
    """Names as printed, and what the profiles say of them.

    `editions` and `economies` are those of each cluster with a profile, `partners` the clusters that it names,
    `listings` the clusters with a profile that list an agent. Mentions of different profiles add up.
    """

    editions: defaultdict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    economies: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    partners: dict[Activity, defaultdict[str, set[str]]] = field(default_factory=_by_activity)
    listings: dict[Activity, defaultdict[str, set[str]]] = field(default_factory=_by_activity)

    @classmethod
    def of(cls, profiles: Iterable[Profile]) -> Mentions:
        """Return what `profiles` mention."""
        mentions = cls()
        for profile in profiles:
            mentions._add(profile)
        return mentions

    def _add(self, profile: Profile) -> None:
        cluster = profile.cluster.value
        self.editions[cluster].add(profile.edition.value)
        for economy in profile.economies:
            self.economies[cluster].add(economy.value)
        for partner in profile.partners:
            self.partners[partner.activity][cluster].add(partner.name)
        for listing in profile.listings:
            self.listings[listing.activity][listing.name].add(cluster)

    def update(self, other: Mentions) -> None:
        """Add what other profiles mention; `other` is used up, since most of it is not copied."""
        pairs: list[tuple[dict[str, set[Any]], dict[str, set[Any]]]]
        pairs = [(self.editions, other.editions), (self.economies, other.economies)]
        for activity in Activity:
            pairs.append((self.partners[activity], other.partners[activity]))
            pairs.append((self.listings[activity], other.listings[activity]))
        for ours, theirs in pairs:
            for name, names in theirs.items():
                if name in ours:
                    ours[name] |= names
                else:
                    ours[name] = names

    def clusters(self) -> set[str]:
        """Return every cluster that is named."""
        return set(self.editions).union(*(names for named in self.partners.values() for names in named.values()))

    def agents(self) -> set[str]:
        """Return every agent that is listed."""
        return set().union(*self.listings.values())
