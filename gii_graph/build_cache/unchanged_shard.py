"""The files that are as they were at the last build: a shard that answers from the notes and reads next to nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO

from gii_graph.assembly import Account, FilePart, FileRequest, ProfileShard
from gii_graph.assembly.shard import changed_meanwhile
from gii_graph.build_cache.profile_notes import NotedProfile
from gii_graph.errors import SourceError
from gii_graph.reading import Reading

__all__ = ["UnchangedShard"]

# Bytes that are read at once: what follows each other in the new graph mostly did so in the old one.
_BUFFER = 1 << 16


class UnchangedShard:
    """The shard of files that an earlier build has noted, by path; their text is in its `output`."""

    def __init__(self, output: Path, noted: Mapping[str, NotedProfile]) -> None:
        self._output = output
        self._noted = noted
        self._paths: Sequence[str] = ()
        self._replaced: dict[int, ProfileShard] = {}

    def read(self, paths: Sequence[str]) -> list[Account | SourceError]:
        """Return the account of each file."""
        self._paths = paths
        return [self._noted[path].account for path in paths]

    def profile(self, slot: int) -> NotedProfile:
        """Return what is noted of a file."""
        return self._noted[self._paths[slot]]

    def mentioned(self, slots: Sequence[int]) -> list[bytes]:
        """Return who is named in each of some files, each as `Mentioned.packed`."""
        return [
            self._replaced[slot].mentioned([0])[0]
            if slot in self._replaced
            else self.profile(slot).parsed_names().mentioned.packed()
            for slot in slots
        ]

    def replace(self, slot: int, reading: Reading) -> None:
        """Take another reading for a profile: one that other files have added to."""
        self._replaced[slot] = self._read_again(slot)
        self._replaced[slot].replace(0, reading)

    def readings(self, slots: Sequence[int]) -> list[Reading]:
        """Return what some files state, whole. Raises SourceError for a file that has changed in the meantime."""
        return [reading for slot in slots for reading in self._read_again(slot).readings([0])]

    def describe(self, requests: Iterable[FileRequest]) -> list[FilePart]:
        """Return the part of each file in the graph: copied, or described if a name in it means something else now."""
        with self._output.open("rb", _BUFFER) as output:
            return [
                self._copied(request, output) if self._is_as_it_was(request) else self._described(request)
                for request in requests
            ]

    def _is_as_it_was(self, request: FileRequest) -> bool:
        profile = self.profile(request.slot)
        if request.source != profile.source or request.slot in self._replaced:
            return False
        # Where no names are given, all have the paths that they had.
        return request.names is None or request.names == profile.parsed_names().paths

    def _copied(self, request: FileRequest, output: BinaryIO) -> FilePart:
        profile = self.profile(request.slot)
        output.seek(profile.start)
        return FilePart(output.read(profile.end - profile.start), profile.tally)

    def _described(self, request: FileRequest) -> FilePart:
        names = request.names or self.profile(request.slot).parsed_names().paths
        shard = self._replaced.get(request.slot) or self._read_again(request.slot)
        return shard.describe([request._replace(slot=0, names=names)])[0]

    def _read_again(self, slot: int) -> ProfileShard:
        """Return a shard of this one file, read whole."""
        shard = ProfileShard()
        (account,) = shard.read([self._paths[slot]])
        if isinstance(account, SourceError):
            raise account
        if account != self.profile(slot).account:
            raise changed_meanwhile(account.source.name)
        return shard
