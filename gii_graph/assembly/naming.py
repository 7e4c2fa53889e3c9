"""What the names in a graph mean: decided when it is asked for, or known from the last build."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from functools import cached_property
from typing import TYPE_CHECKING

from gii_graph.graph import Tally, describe_shared, turtle
from gii_graph.identity import Mentions, identify

if TYPE_CHECKING:
    from gii_graph.assembly.memory import Memory
    from gii_graph.assembly.workers import Worker
    from gii_graph.identity import Identity, Kind, Word

__all__ = ["Names"]


class Names:
    """The names that the files at some `places` of each shard mention.

    What `memory` knows is in the last shard. Every shard has learnt what its names mean when this is made.

    `memory` is None where names were decided anew.
    """

    def __init__(
        self,
        shards: Sequence[Worker],
        places: Sequence[Sequence[int]],
        memory: Memory | None,
        overrides: Mapping[str, Kind] | None,
        word: Word | None,
    ) -> None:
        self._shards = shards
        self._places = places
        self._overrides = overrides
        self._word = word
        self.memory = memory if memory and self._are_as_they_were(memory) else None
        if self.memory is None:
            for shard, (_, clusters, agents) in zip(shards, self._mentioned, strict=True):
                shard("name", *_paths(self.identity, clusters, agents))()

    def _are_as_they_were(self, memory: Memory) -> bool:
        """Tell whether all names are as they were at the last build; if so, tell the shards those of changed files."""
        *shards, remembered = self._shards
        *fresh, kept = self._places
        lost = memory.lost(remembered("known", kept)())
        if not memory.same_naming or len(lost) != sum(map(len, fresh)):
            return False
        calls = [shard("mentions", [place]) for shard, places in zip(shards, fresh, strict=True) for place in places]
        note = memory.renamed(lost, [call() for call in calls])
        if note is None:
            return False
        for shard in shards:
            shard("name", note.clusters, note.agents)()
        return True

    @cached_property
    def _mentioned(self) -> list[tuple[Mentions, Set[str], Set[str]]]:
        """What each shard mentions, and the names of clusters and agents among it."""
        calls = [shard("mentions", places) for shard, places in zip(self._shards, self._places, strict=True)]
        return [(part, part.clusters(), part.agents()) for part in (call() for call in calls)]

    @cached_property
    def mentions(self) -> Mentions:
        """All names, and who names them."""
        mentions = Mentions()
        for part, _, _ in self._mentioned:
            mentions.update(part)
        return mentions

    @cached_property
    def identity(self) -> Identity:
        """What every name means."""
        return identify(self.mentions, self._overrides, self._word)

    @property
    def counts(self) -> tuple[int, int]:
        """How many clusters and agents there are."""
        if self.memory:
            return self.memory.counts
        identity = self.identity
        return len(set(identity.clusters.values())), len({agent.path for agent in identity.agents.values()})

    def shared(self, base: str, tally: Tally) -> bytes:
        """Return what stands before the profiles in the graph, counted in `tally`."""
        if self.memory:
            tally.add(self.memory.shared_tally)
            return self.memory.shared()
        return "".join(turtle(tally.watching(describe_shared(self.mentions, self.identity)), base)).encode()


def _paths(identity: Identity, clusters: Iterable[str], agents: Iterable[str]) -> tuple[dict[str, str], dict[str, str]]:
    """Return the IRI paths of some clusters and agents, by name."""
    return {name: identity.clusters[name].path for name in clusters}, {
        name: identity.agents[name].path for name in agents
    }
