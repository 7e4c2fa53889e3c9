"""What the names in a graph mean, and what the graph says of that which several profiles share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Protocol

from gii_graph.assembly.shard import FilePart
from gii_graph.graph import Tally, describe_shared, turtle
from gii_graph.identity import Mentioned, Mentions, NamePaths, identify

if TYPE_CHECKING:
    from gii_graph.identity import Identity, Kind, Word

__all__ = ["DecidedNames", "Names"]


class Names(Protocol):
    """What the names in the profiles of a graph mean; a profile is known by its index in the graph's order."""

    @property
    def identity(self) -> Identity:
        """What every printed name means."""

    @property
    def counts(self) -> tuple[int, int]:
        """How many clusters and how many agents there are."""

    def mentioned(self, profile: int) -> Mentioned:
        """Return whom a profile names."""

    @property
    def remarks(self) -> tuple[str, ...]:
        """What of the clusters is doubtful, for people."""

    @property
    def unapplied(self) -> tuple[str, ...]:
        """Which of a person's words had no effect, for people."""

    def paths(self, profile: int) -> NamePaths | None:
        """Return the IRI paths of what a profile names, None where they are what an earlier build knows them to be."""

    def shared(self, base: str) -> FilePart:
        """Return what stands before the profiles in the graph, with instances under `base`."""


class DecidedNames:
    """Names decided by the rules and by a person; `mentioned` is whom each profile names, in the graph's order."""

    def __init__(self, mentioned: Sequence[Mentioned], overrides: Mapping[str, Kind] | None, word: Word | None) -> None:
        self._mentioned = mentioned
        self._identity = identify(_together(mentioned), overrides, word)

    @property
    def identity(self) -> Identity:
        """What every printed name means."""
        return self._identity

    @property
    def counts(self) -> tuple[int, int]:
        """How many clusters and how many agents there are."""
        return len(set(self._identity.clusters.values())), len(self._identity.agents.distinct())

    @property
    def remarks(self) -> tuple[str, ...]:
        """What of the clusters is doubtful."""
        return self._identity.doubts

    @property
    def unapplied(self) -> tuple[str, ...]:
        """Which of a person's words had no effect."""
        return self._identity.unapplied

    def mentioned(self, profile: int) -> Mentioned:
        """Return whom a profile names."""
        return self._mentioned[profile]

    def paths(self, profile: int) -> NamePaths:
        """Return the IRI paths of what a profile names."""
        return self._identity.paths(self._mentioned[profile])

    def shared(self, base: str) -> FilePart:
        """Return what stands before the profiles in the graph, with instances under `base`."""
        tally, text = Tally(), BytesIO()
        # Encoded piece by piece: of 100,000 profiles it is 200 MB, twice that as text.
        blocks = describe_shared(_together(self._mentioned), self._identity)
        text.writelines(piece.encode() for piece in turtle(tally.watching(blocks), base))
        return FilePart(text.getvalue(), tally)


def _together(mentioned: Sequence[Mentioned]) -> Mentions:
    """Return what all profiles mention: made when it is needed, for it takes as much memory as all else here."""
    mentions = Mentions()
    for named in mentioned:
        mentions.add(named)
    return mentions
