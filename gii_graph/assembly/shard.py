"""A shard: some of the profile files, read and kept together, in this process or in one of its own.

What one file states is worked out where the file was read, and only short answers travel: an account of each
file, the names that it mentions, at last its part of the graph.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple, Protocol

from gii_graph.assembly.account import Account
from gii_graph.errors import SourceError
from gii_graph.graph import Tally, describe_profile, turtle_body
from gii_graph.graph.terms import Node
from gii_graph.identity import Mentioned, NamePaths
from gii_graph.reading import DISK, Reading, Storage, read_content

__all__ = ["FilePart", "FileRequest", "ProfileShard", "Shard", "accounts_of", "changed_meanwhile", "describe_reading"]


class FileRequest(NamedTuple):
    """A profile to describe: its slot in its shard, its sources' IRI paths, and those of what it names.

    `table_sources` are the documents of its rows of ranking tables.

    `names` is None where they are what the shard knows them to be.
    """

    slot: int
    source: str
    names: NamePaths | None
    table_sources: tuple[str, ...] = ()


class FilePart(NamedTuple):
    """One file's part of the graph: Turtle in UTF-8, and what it holds. Files that hold the same share a tally."""

    text: bytes
    tally: Tally


class Shard(Protocol):
    """What a shard is asked; a profile is known by its slot, its index in the list of what was read."""

    def read(self, paths: Sequence[str]) -> list[Account | SourceError]:
        """Read and keep the files; return the account of each profile in them, or why it cannot be used."""

    def mentioned(self, slots: Sequence[int]) -> list[bytes]:
        """Return who is named in each of some files, each as `Mentioned.packed`."""

    def readings(self, slots: Sequence[int]) -> list[Reading]:
        """Return what was read of some files, whole."""

    def replace(self, slot: int, reading: Reading) -> None:
        """Take another reading for a profile: one that other files have added to."""

    def describe(self, requests: Iterable[FileRequest]) -> list[FilePart]:
        """Return the part of each file in the graph."""


class ProfileShard:
    """The shard that reads profile files, which lie in a `storage`."""

    def __init__(self, storage: Storage = DISK) -> None:
        self._storage = storage
        self._readings: list[Reading | None] = []
        self._tallies: dict[object, Tally] = {}

    def read(self, paths: Sequence[str]) -> list[Account | SourceError]:
        """Read and keep the files; return the account of each profile in them, or why it cannot be used."""
        accounts: list[Account | SourceError] = []
        for path, content in zip(paths, self._storage.contents(paths), strict=True):
            outcomes = read_content(path, content)
            self._readings += [outcome if isinstance(outcome, Reading) else None for outcome in outcomes]
            accounts += accounts_of(outcomes)
        return accounts

    def mentioned(self, slots: Sequence[int]) -> list[bytes]:
        """Return who is named in each of some files, each as `Mentioned.packed`."""
        return [Mentioned.of(self._reading(slot).profile).packed() for slot in slots]

    def readings(self, slots: Sequence[int]) -> list[Reading]:
        """Return what was read of some files, whole."""
        return [self._reading(slot) for slot in slots]

    def replace(self, slot: int, reading: Reading) -> None:
        """Take another reading for a profile: one that other files have added to."""
        self._readings[slot] = reading

    def _reading(self, slot: int) -> Reading:
        reading = self._readings[slot]
        if reading is None:
            raise LookupError(f"file {slot} of the shard could not be used")
        return reading

    def describe(self, requests: Iterable[FileRequest]) -> list[FilePart]:
        """Return the part of each file in the graph."""
        return [describe_reading(self._reading(request.slot), request, self._tallies) for request in requests]


def accounts_of(outcomes: Sequence[Reading | SourceError]) -> list[Account | SourceError]:
    """Return the account of each profile in a file, or why it cannot be used."""
    return [outcome if isinstance(outcome, SourceError) else Account.of(outcome, len(outcomes)) for outcome in outcomes]


def describe_reading(reading: Reading, request: FileRequest, tallies: dict[object, Tally]) -> FilePart:
    """Return a profile's part of the graph.

    `tallies` are those of earlier parts by their keys: most profiles hold as much of everything as many others do, and
    one tally for them all travels once.
    """
    if request.names is None:
        raise LookupError(f"what file {request.slot} of the shard names has no paths")
    tally = Tally()
    tables = [Node(path) for path in request.table_sources]
    blocks = describe_profile(reading.profile, request.names, Node(request.source), tables)
    text = "".join(turtle_body(tally.watching(blocks))).encode()
    return FilePart(text, tallies.setdefault(tally.key, tally))


def changed_meanwhile(name: str) -> SourceError:
    """Return the error of a file that is read again and holds something else."""
    return SourceError(name, None, "other text than a moment ago", "a file at rest", "build again")
