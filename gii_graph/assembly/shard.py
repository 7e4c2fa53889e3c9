"""A shard: some of the profile files, read and kept together, in this process or in one of its own.

What one file states is worked out where the file was read, and only short answers travel: an account of each
file, the names that it mentions, at last its part of the graph.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from gii_graph.assembly.account import Account
from gii_graph.assembly.memory import note_of
from gii_graph.errors import SourceError
from gii_graph.graph import Tally, completed, describe_profile, has_shared_ranks, parted, turtle_body
from gii_graph.graph.terms import Node, Open
from gii_graph.identity import Mentioned, Mentions
from gii_graph.reading import Reading, read_file

__all__ = ["BATCH", "Part", "Shard"]

# So many files, five megabytes of Turtle, are asked for at once: enough to make the trip worth it, few enough to hold.
BATCH = 500


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
        self._readings: list[Reading | None] = []
        self._agents: dict[str, Node] = {}
        self._drafts: dict[int, _Draft] = {}
        self._tallies: dict[object, tuple[int, Tally]] = {}

    def read(self, paths: Sequence[str]) -> list[Account | SourceError]:
        """Read and keep the files; return the account of each, or why it cannot be used."""
        accounts: list[Account | SourceError] = []
        for path in paths:
            try:
                reading = read_file(Path(path))
            except SourceError as error:
                self._readings.append(None)
                accounts.append(error)
            else:
                self._readings.append(reading)
                accounts.append(Account.of(reading))
        return accounts

    def readings(self, places: Sequence[int]) -> list[Reading]:
        """Return what was read of some files, whole."""
        return [reading for place in places if (reading := self._readings[place])]

    def mentioned(self, places: Sequence[int]) -> list[Mentioned]:
        """Return who is named in each of some files."""
        return [Mentioned.of(reading.profile) for reading in self.readings(places)]

    def mentions(self, places: Sequence[int]) -> Mentions:
        """Return who is named in some files."""
        return Mentions.of(reading.profile for reading in self.readings(places))

    def draft(self, files: Sequence[tuple[int, str]]) -> None:
        """Describe some files, each given by its place and its source's IRI path, while agents have no IRI paths yet.

        Nothing but the `parts` of these files may be asked for after that.
        """
        for place, source in files:
            (reading,) = self.readings([place])
            if not has_shared_ranks(reading.profile):
                text, tally = self._described(reading, _OpenAgents(), Node(source))
                self._drafts[place] = _Draft(parted(text), tally, Mentioned.of(reading.profile))
                # Nobody asks for more of it.
                self._readings[place] = None

    def name(self, agents: Mapping[str, str]) -> None:
        """Learn the IRI path of every agent that the files list."""
        self._agents = {name: Node(path) for name, path in agents.items()}

    def parts(self, places: Sequence[int], sources: Sequence[str], noted: bool) -> list[Part]:
        """Return the part of some files, each given with its source's IRI path; notes only if they are `noted`."""
        return [self._part(place, Node(source), noted) for place, source in zip(places, sources, strict=True)]

    def _part(self, place: int, source: Node, noted: bool) -> Part:
        draft = self._drafts.get(place)
        if draft:
            text, tally, mentioned = completed(draft.pieces, self._agents), draft.tally, draft.mentioned
        else:
            (reading,) = self.readings([place])
            text, tally = self._described(reading, self._agents, source)
            mentioned = Mentioned.of(reading.profile)
        return Part(text, tally, note_of(mentioned, self._agents) if noted else b"")

    def _described(self, reading: Reading, agents: Mapping[str, Node], source: Node) -> tuple[bytes, int]:
        """Return one file's part of the graph as Turtle in UTF-8, and the number of its tally."""
        tally = Tally()
        # Piece by piece, for most are ASCII, which is encoded in no time.
        blocks = tally.watching(describe_profile(reading.profile, agents, source))
        return b"".join(map(str.encode, turtle_body(blocks))), self._number(tally)

    def _number(self, tally: Tally) -> int:
        """Return the number of a tally; most profiles hold as much of everything as many others do."""
        key = tally.subjects, tuple(tally.predicates.items()), tuple(tally.classes.items())
        return self._tallies.setdefault(key, (len(self._tallies), tally))[0]

    def tallies(self) -> list[Tally]:
        """Return the tallies by their numbers."""
        return [tally for _, tally in self._tallies.values()]
