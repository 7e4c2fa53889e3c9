"""A shard: some of the profile files, read and kept together, in this process or in one of its own.

What one file states is worked out where the file was read, and only short answers travel: an account of each
file, the names that it mentions, at last its part of the graph.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from gii_graph.assembly.account import Account
from gii_graph.assembly.memory import note_of
from gii_graph.errors import SourceError
from gii_graph.graph import Tally, completed, describe_profile, has_shared_ranks, parted, turtle_body
from gii_graph.graph.terms import Node, Open
from gii_graph.identity import Mentioned, Mentions
from gii_graph.reading import Reading, read_file

__all__ = ["BATCH", "Kept", "Part", "Shard"]

# So many files, five megabytes of Turtle, are asked for at once: enough to make the trip worth it, few enough to hold.
BATCH = 500


class Kept(NamedTuple):
    """A file that makes the graph: its place in its shard, and its source's IRI path."""

    place: int
    source: str


class Part(NamedTuple):
    """One file's part of the graph: Turtle in UTF-8, the number of its tally, and a note for a later build."""

    text: bytes
    tally: int
    note: bytes


class _Draft(NamedTuple):
    """A part whose agents have no IRI paths yet: its Turtle as `parted`, its tally's number, and whom it names."""

    pieces: list[bytes]
    tally: int
    mentioned: Mentioned


class _OpenAgents(dict[str, Node]):
    """The node of every agent while its IRI path is not known."""

    def __missing__(self, name: str) -> Node:
        return Open(name)


class Shard:
    """Some of the profile files; each is known by its place in the list that was read."""

    def __init__(self) -> None:
        self._count = 0
        self._readings: dict[int, Reading] = {}
        self._agents: dict[str, Node] = {}
        self._drafts: dict[int, _Draft] = {}
        self._tallies: dict[object, tuple[int, Tally]] = {}

    def read(self, paths: Sequence[str]) -> list[Account | SourceError]:
        """Read and keep the files; return the account of each, or why it cannot be used."""
        accounts: list[Account | SourceError] = []
        for place, path in enumerate(paths, start=self._count):
            try:
                self._readings[place] = reading = read_file(Path(path))
            except SourceError as error:
                accounts.append(error)
            else:
                accounts.append(Account.of(reading))
        self._count += len(paths)
        return accounts

    def readings(self, places: Sequence[int]) -> list[Reading]:
        """Return what was read of some files, whole; of those that could be used and are no drafts yet."""
        return [self._readings[place] for place in places]

    def mentioned(self, places: Sequence[int]) -> list[Mentioned]:
        """Return who is named in each of some files."""
        return [Mentioned.of(reading.profile) for reading in self.readings(places)]

    def mentions(self, places: Sequence[int]) -> Mentions:
        """Return who is named in some files."""
        return Mentions.of(reading.profile for reading in self.readings(places))

    def draft(self, kept: Iterable[Kept]) -> None:
        """Describe some files while agents have no IRI paths yet; of these only `parts` will be asked for."""
        for one in kept:
            reading = self._readings[one.place]
            if not has_shared_ranks(reading.profile):
                text, tally = self._described(reading, _OpenAgents(), one.source)
                self._drafts[one.place] = _Draft(parted(text), tally, Mentioned.of(reading.profile))
                del self._readings[one.place]

    def name(self, agents: Mapping[str, str]) -> None:
        """Learn the IRI path of every agent that the files list."""
        self._agents = {name: Node(path) for name, path in agents.items()}

    def parts(self, kept: Iterable[Kept], noted: bool) -> list[Part]:
        """Return the part of some files; notes only if they are `noted`."""
        return [self._part(one, noted) for one in kept]

    def _part(self, kept: Kept, noted: bool) -> Part:
        draft = self._drafts.get(kept.place)
        if draft:
            text, tally, mentioned = completed(draft.pieces, self._agents), draft.tally, draft.mentioned
        else:
            reading = self._readings[kept.place]
            text, tally = self._described(reading, self._agents, kept.source)
            mentioned = Mentioned.of(reading.profile)
        return Part(text, tally, note_of(mentioned, self._agents) if noted else b"")

    def _described(self, reading: Reading, agents: Mapping[str, Node], source: str) -> tuple[bytes, int]:
        """Return one file's part of the graph as Turtle in UTF-8, and the number of its tally."""
        tally = Tally()
        # Piece by piece, for most are ASCII, which is encoded in no time.
        blocks = tally.watching(describe_profile(reading.profile, agents, Node(source)))
        return b"".join(map(str.encode, turtle_body(blocks))), self._number(tally)

    def _number(self, tally: Tally) -> int:
        """Return the number of a tally; most profiles hold as much of everything as many others do."""
        key = tally.subjects, tuple(tally.predicates.items()), tuple(tally.classes.items())
        return self._tallies.setdefault(key, (len(self._tallies), tally))[0]

    def tallies(self) -> list[Tally]:
        """Return the tallies by their numbers."""
        return [tally for _, tally in self._tallies.values()]
