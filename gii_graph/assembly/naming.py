"""What the names in a graph mean: decided when it is asked for, or known from the last build."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from functools import cached_property
from typing import TYPE_CHECKING

from gii_graph.assembly.shard import BATCH, Kept
from gii_graph.graph import Tally, describe_shared, turtle
from gii_graph.identity import Mentions, identify

if TYPE_CHECKING:
    from gii_graph.assembly.memory import Memory
    from gii_graph.assembly.workers import Call, Worker
    from gii_graph.identity import Identity, Kind, Word

__all__ = ["Names"]


class Names:
    """The names that the files mention which are `kept` of each shard.

    What `memory` knows is in the last shard. Every shard has learnt what its names mean when `shared` has returned.

    `memory` is None where names were decided anew.
    """

    def __init__(
        self,
        shards: Sequence[Worker],
        kept: Sequence[Sequence[Kept]],
        memory: Memory | None,
        overrides: Mapping[str, Kind] | None,
        word: Word | None,
    ) -> None:
        self._shards = shards
        self._kept = kept
        self._places = [[one.place for one in part] for part in kept]
        self._overrides = overrides
        self._word = word
        self.memory = memory if memory and self._are_as_they_were(memory) else None
        self._naming = [] if self.memory else self._name_agents()

    def _are_as_they_were(self, memory: Memory) -> bool:
        """Tell whether all names are as they were at the last build; if so, tell the shards those of changed files."""
        *shards, remembered = self._shards
        *fresh, kept = self._places
        lost = memory.lost(remembered("known", kept)())
        if not memory.same_naming or len(lost) != sum(map(len, fresh)):
            return False
        calls = [shard("mentioned", places) for shard, places in zip(shards, fresh, strict=True)]
        agents = memory.renamed(lost, [mentioned for call in calls for mentioned in call()])
        if agents is None:
            return False
        for shard in shards:
            shard("name", agents)()
        return True

    def _name_agents(self) -> list[Call]:
        """Decide what names mean, and begin to tell each shard those of its agents."""
        return [
            shard("name", {name: self.identity.agents[name].path for name in listed})
            for shard, (_, listed) in zip(self._shards, self._mentioned, strict=True)
        ]

    @cached_property
    def _mentioned(self) -> list[tuple[Mentions, Set[str]]]:
        """What each shard mentions, and the names of agents among it."""
        calls = [shard("mentions", places) for shard, places in zip(self._shards, self._places, strict=True)]
        if self.memory is None:
            # Nobody waits for it: processes of their own do it while what names mean is decided here.
            for shard, kept in zip(self._shards, self._kept, strict=True):
                for start in range(0, len(kept), BATCH):
                    shard("draft", kept[start : start + BATCH])
        return [(part, part.agents()) for part in (call() for call in calls)]

    @cached_property
    def mentions(self) -> Mentions:
        """All names, and who names them."""
        mentions = Mentions()
        for part, _ in self._mentioned:
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
        text = "".join(turtle(tally.watching(describe_shared(self.mentions, self.identity)), base)).encode()
        for call in self._naming:
            call()
        return text
