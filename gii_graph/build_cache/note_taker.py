"""Notes of a graph, taken while it is written."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from gii_graph.assembly import Assembly, FilePart
from gii_graph.build_cache.last_build import UnchangedNames
from gii_graph.build_cache.profile_notes import account_in_json, in_json, names_in_json
from gii_graph.graph import Tally, source_nodes

if TYPE_CHECKING:
    from gii_graph.graph import OriginsByContent

__all__ = ["NoteTaker"]


class NoteTaker:
    """Takes the notes of a graph while it is written."""

    def __init__(self, assembly: Assembly) -> None:
        self._assembly = assembly
        self._index: dict[str, Any] = {}
        self._names: list[bytes] = []

    def parts(self, base: str, origins: OriginsByContent) -> Iterator[FilePart]:
        """Yield the parts of the graph, of which notes are taken."""
        accounts = self._assembly.accounts
        sources = source_nodes(source for account in accounts for source in account.sources)
        tallies: dict[Tally, int] = {}
        profiles: list[list[Any]] = []
        shared, shared_tally = 0, Tally()
        described = self._assembly.described_profiles()
        for part in self._assembly.names.shared(base):
            shared += len(part.text)
            shared_tally.add(part.tally)
            yield part
        for profile, (account, part) in enumerate(zip(accounts, described, strict=True)):
            tally = tallies.setdefault(part.tally, len(tallies))
            names = self._names_in_json(profile)
            profiles.append([account_in_json(account), sources[account.source], len(part.text), tally, len(names)])
            self._names.append(names)
            yield part
        yield self._assembly.described_sources(origins)
        self._index = {
            "shared": shared,
            "tally": shared_tally.plain,
            "counts": self._assembly.counts,
            "remarks": self._assembly.names.remarks,
            "unapplied": self._assembly.names.unapplied,
            "tallies": [tally.plain for tally in tallies],
            "profiles": profiles,
        }

    def _names_in_json(self, profile: int) -> bytes:
        names = self._assembly.names
        if isinstance(names, UnchangedNames):
            return names.in_json(profile)
        paths = names.paths(profile)
        if paths is None:
            raise LookupError(f"what profile {profile} names has no paths")
        return names_in_json(names.mentioned(profile), paths)

    def notes(self) -> tuple[bytes, bytes]:
        """Return the index of the profiles, and their names."""
        return in_json(self._index).encode(), b"".join(self._names)
