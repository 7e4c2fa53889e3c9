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
from gii_graph.graph import Nodes, Tally, describe_profile, turtle_body
from gii_graph.graph.terms import Node
from gii_graph.identity import Mentions
from gii_graph.reading import Reading, read_file

__all__ = ["Part", "Shard"]


class Part(NamedTuple):
    """One file's part of the graph: Turtle in UTF-8, the number of its tally, and a note for a later build."""

    text: bytes
    tally: int
    note: bytes


class Shard:
    """Some of the profile files; each is known by its place in the list that was read."""

    def __init__(self) -> None:
        self._readings: list[Reading | None] = []
        self._nodes = Nodes({}, {})
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

    def mentions(self, places: Sequence[int]) -> Mentions:
        """Return who is named in some files."""
        return Mentions.of(reading.profile for reading in self.readings(places))

    def name(self, clusters: Mapping[str, str], agents: Mapping[str, str]) -> None:
        """Learn the IRI path of every name that the files mention."""
        self._nodes = Nodes(
            {name: Node(path) for name, path in clusters.items()}, {name: Node(path) for name, path in agents.items()}
        )

    def parts(self, places: Sequence[int], sources: Sequence[str], noted: bool) -> list[Part]:
        """Return the part of some files, each given with its source's IRI path; notes only if they are `noted`."""
        return [
            self._part(reading, Node(source), noted)
            for reading, source in zip(self.readings(places), sources, strict=True)
        ]

    def _part(self, reading: Reading, source: Node, noted: bool) -> Part:
        tally = Tally()
        # Piece by piece, for most are ASCII, which is encoded in no time.
        text = b"".join(
            map(str.encode, turtle_body(tally.watching(describe_profile(reading.profile, self._nodes, source))))
        )
        note = note_of(Mentions.of([reading.profile]), *self._nodes) if noted else b""
        return Part(text, self._number(tally), note)

    def _number(self, tally: Tally) -> int:
        """Return the number of a tally; most profiles hold as much of everything as many others do."""
        key = tally.subjects, tuple(tally.predicates.items()), tuple(tally.classes.items())
        return self._tallies.setdefault(key, (len(self._tallies), tally))[0]

    def tallies(self) -> list[Tally]:
        """Return the tallies by their numbers."""
        return [tally for _, tally in self._tallies.values()]
