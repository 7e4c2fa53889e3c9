"""Notes of a graph, taken while it is written."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from typing import TYPE_CHECKING

from gii_graph.assembly import Assembly, FilePart
from gii_graph.build_cache.last_build import UnchangedNames
from gii_graph.build_cache.profile_notes import account_in_json, in_json, names_in_json
from gii_graph.graph import Tally

if TYPE_CHECKING:
    from gii_graph.graph import OriginsByContent

__all__ = ["NoteTaker"]


class NoteTaker:
    """Takes the notes of a graph while it is written: of each profile two numbers, until all are asked for."""

    def __init__(self, assembly: Assembly) -> None:
        self._assembly = assembly
        self._shared, self._shared_tally = 0, Tally()
        self._tallies: dict[Tally, int] = {}
        self._tally_of = array("L")  # by profile, as the next
        self._length_of = array("L")

    def parts(self, base: str, origins: OriginsByContent) -> Iterator[FilePart]:
        """Yield the parts of the graph, of which notes are taken."""
        described = self._assembly.described_profiles()
        for part in self._assembly.names.shared(base):
            self._shared += len(part.text)
            self._shared_tally.add(part.tally)
            yield part
        for part in described:
            self._tally_of.append(self._tallies.setdefault(part.tally, len(self._tallies)))
            self._length_of.append(len(part.text))
            yield part
        yield self._assembly.described_sources(origins)

    def _names_in_json(self, profile: int) -> bytes:
        names = self._assembly.names
        if isinstance(names, UnchangedNames):
            return names.in_json(profile)
        paths = names.paths(profile)
        if paths is None:
            raise LookupError(f"what profile {profile} names has no paths")
        return names_in_json(names.mentioned(profile), paths)

    def general(self) -> bytes:
        """Return what is noted of the graph as a whole."""
        names = self._assembly.names
        return in_json(
            {
                "shared": self._shared,
                "tally": self._shared_tally.plain,
                "counts": self._assembly.counts,
                "remarks": names.remarks,
                "unapplied": names.unapplied,
                "tallies": [tally.plain for tally in self._tallies],
            }
        ).encode()

    def profiles(self) -> Iterator[bytes]:
        """Yield what is noted of each profile, a line for its account and its place, and one for whom it names."""
        sources = self._assembly.sources
        for profile, account in enumerate(self._assembly.accounts):
            place = sources[account.source], self._length_of[profile], self._tally_of[profile]
            yield in_json([account_in_json(account), *place]).encode()
            yield self._names_in_json(profile)
