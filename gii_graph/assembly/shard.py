"""A shard: some of the profile files, read and kept together, in this process or in one of its own.

What one file states is worked out where the file was read, and only short answers travel: an account of each
file, the names that it mentions, at last the text of its part of the graph.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from gii_graph.errors import SourceError
from gii_graph.graph import Nodes, Tally, describe_profile, turtle_body
from gii_graph.graph.terms import Node
from gii_graph.identity import Mentions
from gii_graph.profile import Activity, Source
from gii_graph.reading import Furniture, Reading, Unread, read_file

__all__ = ["Account", "Shard"]


class Account(NamedTuple):
    """What there is to say of one file that was read; the fields are those of its `Reading`."""

    source: Source
    cluster: str
    edition: int
    facts: int
    missing: tuple[str, ...]
    short: tuple[str, ...]
    charts_absent: tuple[Activity, ...]
    unread: tuple[Unread, ...]
    furniture: tuple[Furniture, ...]

    @classmethod
    def of(cls, reading: Reading) -> Account:
        """Return the account of a reading."""
        profile = reading.profile
        return cls(
            profile.source, profile.cluster.value, profile.edition.value, reading.facts, reading.missing, reading.short,
            reading.charts_absent, reading.unread, reading.furniture,
        )  # fmt: skip


class Shard:
    """Some of the profile files; each is known by its place in the list that was read."""

    def __init__(self) -> None:
        self._readings: list[Reading | None] = []
        self._nodes = Nodes({}, {})
        self._tally = Tally()

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

    def texts(self, places: Sequence[int], sources: Sequence[str]) -> list[str]:
        """Return the Turtle text of some files, each given with its source's IRI path."""
        return [
            "".join(turtle_body(self._tally.watching(describe_profile(reading.profile, self._nodes, Node(source)))))
            for reading, source in zip(self.readings(places), sources, strict=True)
        ]

    def tally(self) -> Tally:
        """Return what all texts so far hold."""
        return self._tally
