"""The files that are as they were at the last build: a shard that answers from memory and reads next to nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import BinaryIO

from gii_graph.assembly.account import Account
from gii_graph.assembly.memory import Known, Memory
from gii_graph.assembly.shard import Kept, Part, Shard
from gii_graph.errors import SourceError
from gii_graph.graph import Tally
from gii_graph.identity import Mentions
from gii_graph.reading import Reading

__all__ = ["Remembered"]

# Bytes that are read at once: what follows each other in the new graph mostly did so in the old one.
_BUFFER = 1 << 16


class Remembered:
    """Does as `Shard` does, for files that `memory` knows."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        self._known: list[Known] = []
        self._paths: Sequence[str] = ()
        self._agents: Mapping[str, str] | None = None
        # Reads what is needed whole after all, and describes what is now described otherwise.
        self._shard = Shard()
        self._read = 0

    def read(self, paths: Sequence[str]) -> list[Account]:
        """Return the account of each file."""
        self._paths = paths
        self._known = [self._memory.known[path] for path in paths]
        return [known.account for known in self._known]

    def known(self, places: Sequence[int]) -> list[Known]:
        """Return what is known of some files."""
        return [self._known[place] for place in places]

    def readings(self, places: Sequence[int]) -> list[Reading]:
        """Return what some files state, whole. Raises SourceError for a file that has changed in the meantime."""
        return self._shard.readings([self._again(place) for place in places])

    def mentions(self, places: Sequence[int]) -> Mentions:
        """Return who is named in some files."""
        mentions = Mentions()
        for known in self.known(places):
            mentions.add(self._memory.note(known).mentioned)
        return mentions

    def name(self, agents: Mapping[str, str]) -> None:
        """Learn the IRI path of every agent that the files list; without, they are what they were."""
        self._agents = agents
        self._shard.name(agents)

    def parts(self, kept: Iterable[Kept], noted: bool) -> list[Part]:
        """Return the part of some files; notes only if they are `noted`."""
        with self._memory.output.open("rb", _BUFFER) as output:
            return [
                self._as_it_was(self._known[one.place], output, noted)
                if self._is_as_it_was(self._known[one.place], one.source)
                else self._anew(one, noted)
                for one in kept
            ]

    def tallies(self) -> list[Tally]:
        """Return the tallies by their numbers."""
        return [*self._memory.tallies, *self._shard.tallies()]

    def _is_as_it_was(self, known: Known, source: str) -> bool:
        """Tell whether a file's part of the graph would be the same."""
        if source != known.source:
            return False
        if self._agents is None:
            return True
        return all(self._agents[name] == path for name, path in self._memory.note(known).agents.items())

    def _as_it_was(self, known: Known, output: BinaryIO, noted: bool) -> Part:
        start, end = known.text
        output.seek(start)
        return Part(output.read(end - start), known.tally, self._memory.noted(known) if noted else b"")

    def _anew(self, kept: Kept, noted: bool) -> Part:
        if self._agents is None:
            self._shard.name(self._memory.note(self._known[kept.place]).agents)
        (part,) = self._shard.parts([kept._replace(place=self._again(kept.place))], noted)
        return part._replace(tally=len(self._memory.tallies) + part.tally)

    def _again(self, place: int) -> int:
        """Read a file and return its place in the shard."""
        (account,) = self._shard.read([self._paths[place]])
        if isinstance(account, SourceError):
            raise account
        if account != self._known[place].account:
            raise SourceError(
                account.source.name, None, "other text than a moment ago", "a file at rest", "build again"
            )
        self._read += 1
        return self._read - 1
