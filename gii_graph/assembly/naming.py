"""What the names in a graph mean, and what the graph says of that which several profiles share."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, islice
from typing import TYPE_CHECKING, Final, Protocol

from gii_graph.assembly.shard import FilePart
from gii_graph.graph import Tally, describe_shared, turtle, turtle_body
from gii_graph.identity import Mentioned, Mentions, NamePaths, identify

if TYPE_CHECKING:
    from gii_graph.identity import Identity, Kind, Word

__all__ = ["DecidedNames", "Names"]

# So many blocks of what profiles share are written at once, some 4 MB: of 100,000 profiles all are 200 MB.
_BLOCKS: Final = 10_000


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

    def shared(self, base: str) -> Iterator[FilePart]:
        """Yield what stands before the profiles in the graph in pieces, with instances under `base`."""


class DecidedNames:
    """Names decided by the rules and by a person.

    `mentioned` is whom each profile names, in the graph's order, each as `Mentioned.packed`.
    """

    def __init__(self, mentioned: Sequence[bytes], overrides: Mapping[str, Kind] | None, word: Word | None) -> None:
        self._mentioned = mentioned
        self._mentions = Mentions()
        for packed in mentioned:
            self._mentions.add(Mentioned.parse(packed))
        self._identity = identify(self._mentions, overrides, word)

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
        return Mentioned.parse(self._mentioned[profile])

    def paths(self, profile: int) -> NamePaths:
        """Return the IRI paths of what a profile names."""
        return self._identity.paths(self.mentioned(profile))

    def shared(self, base: str) -> Iterator[FilePart]:
        """Yield what stands before the profiles in the graph in pieces, with instances under `base`."""
        head = "".join(turtle((), base)).encode()
        blocks = describe_shared(self._mentions, self._identity)
        for block in blocks:
            tally = Tally()
            pieces = turtle_body(tally.watching(chain((block,), islice(blocks, _BLOCKS - 1))))
            yield FilePart(b"".join([head, *map(str.encode, pieces)]), tally)
            head = b""
        if head:
            yield FilePart(head, Tally())
