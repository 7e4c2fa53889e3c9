"""The last build as the next one makes use of it: which files it knows, and what their names meant."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

from gii_graph.assembly import FilePart, Names
from gii_graph.build_cache.profile_notes import NotedNames, NotedProfile, ProfileNotes, names_in_json
from gii_graph.build_cache.unchanged_shard import UnchangedShard
from gii_graph.graph import Tally
from gii_graph.identity import Mentioned, NamePaths
from gii_graph.reading import source_name

if TYPE_CHECKING:
    from gii_graph.identity import Identity

__all__ = ["LastBuild", "UnchangedNames"]

# Bytes that are copied at once.
_PIECE: Final = 1 << 22


class LastBuild:
    """The notes of the last build of `output`, which must be as it was written.

    `contents` gives the SHA-256 of each file of the new build by its path. `same_naming` says whether what names
    mean would still be decided in the same way. A profile is known by its file's name and SHA-256; a file that was left
    out of the graph is not noted, and is read again, as is one with several profiles.
    """

    def __init__(self, output: Path, notes: ProfileNotes, contents: Mapping[str, str], same_naming: bool) -> None:
        self._output = output
        self._notes = notes
        self._same_naming = same_naming
        by_content = {
            (noted.account.source.name, noted.account.source.sha256): noted
            for noted in notes.profiles
            if noted.account.parts == 1
        }
        content = {path: (source_name(os.path.basename(path)), sha256) for path, sha256 in contents.items()}
        self.paths: Mapping[str, NotedProfile] = {
            path: by_content[source] for path, source in content.items() if source in by_content
        }
        self._shard = UnchangedShard(output, self.paths)

    def shard(self) -> UnchangedShard:
        """Return the shard that answers for the files that are known."""
        return self._shard

    def names(
        self, unchanged: Mapping[int, int], fresh: Mapping[int, Mentioned], decide: Callable[[], Names]
    ) -> UnchangedNames | None:
        """Return what all names mean, if the fresh profiles name whom those named that are gone, else None."""
        if not self._same_naming:
            return None
        noted = {profile: self._shard.profile(slot) for profile, slot in unchanged.items()}
        starts = {profile.start for profile in noted.values()}
        gone = [profile.parsed_names() for profile in self._notes.profiles if profile.start not in starts]
        order = sorted(fresh, key=fresh.__getitem__)
        gone.sort(key=lambda names: names.mentioned)
        if [names.mentioned for names in gone] != [fresh[profile] for profile in order]:
            return None
        # A profile that names the same as one that is gone means the same by it.
        return UnchangedNames(self._shared, self._notes, noted, dict(zip(order, gone, strict=True)), decide)

    def _shared(self) -> Iterator[FilePart]:
        """Yield what stands before the profiles in the output."""
        left, tally = self._notes.shared, self._notes.shared_tally
        with self._output.open("rb") as output:
            while piece := output.read(min(left, _PIECE)):
                yield FilePart(piece, tally)
                left, tally = left - len(piece), Tally()


class UnchangedNames:
    """Names that mean what they meant at the last build.

    `noted` are the profiles that it knows, `fresh` is what those name that had to be read, both by index in the graph.
    """

    def __init__(
        self,
        shared: Callable[[], Iterator[FilePart]],
        notes: ProfileNotes,
        noted: Mapping[int, NotedProfile],
        fresh: Mapping[int, NotedNames],
        decide: Callable[[], Names],
    ) -> None:
        self._shared = shared
        self._noted = noted
        self._fresh = fresh
        self._decide = decide
        self.counts, self.remarks, self.unapplied = notes.counts, notes.remarks, notes.unapplied

    @cached_property
    def identity(self) -> Identity:
        """What every printed name means, worked out when it is asked for."""
        return self._decide().identity

    def mentioned(self, profile: int) -> Mentioned:
        """Return whom a profile names."""
        noted = self._noted.get(profile)
        return noted.parsed_names().mentioned if noted else self._fresh[profile].mentioned

    def paths(self, profile: int) -> NamePaths | None:
        """Return the IRI paths of what a fresh profile names; those of any other are what they were."""
        return None if profile in self._noted else self._fresh[profile].paths

    def shared(self, base: str) -> Iterator[FilePart]:  # the base is the same, or names were decided anew
        """Yield what stands before the profiles in the graph in pieces."""
        return self._shared()

    def in_json(self, profile: int) -> bytes:
        """Return the names of a profile as they are noted."""
        noted = self._noted.get(profile)
        return noted.names if noted else names_in_json(*self._fresh[profile])
