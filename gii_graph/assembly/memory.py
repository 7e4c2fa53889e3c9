"""What the last build of a graph noted of each profile, so that the next one reads only what changed.

A profile is known by its file's name and SHA-256. Of each the account is noted, where its text lies in the output,
whom it names, and the IRI paths that agents got. A file that was left out of the graph is not noted: it is read
again.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from gii_graph.assembly.account import Account
from gii_graph.graph import Tally
from gii_graph.identity import Mentioned
from gii_graph.profile import Source
from gii_graph.reading import source_name

__all__ = ["Known", "Memory", "Notes", "note_of"]


class Note(NamedTuple):
    """Whom a profile names, and the IRI paths of the agents among them, by name."""

    mentioned: Mentioned
    agents: Mapping[str, str]


_in_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def note_of(mentioned: Mentioned, agents: Mapping[str, str]) -> bytes:
    """Return the note of one profile, given the IRI paths of all agents."""
    listed = {name: agents[name] for names in mentioned.listings for name in names}
    return _in_json([mentioned, listed]).encode()


class Known(NamedTuple):
    """A profile as noted: its account, its source's IRI path, where text and note begin and end, its tally's number."""

    account: Account
    source: str
    text: tuple[int, int]
    tally: int
    note: tuple[int, int]


class Notes:
    """Takes down, while a graph is written, what the next build need not work out again."""

    def __init__(self) -> None:
        self._head: dict[str, Any] = {}
        self._profiles: list[list[Any]] = []
        self._notes: list[bytes] = []
        self._tallies: dict[tuple[int, int], int] = {}

    def shared(self, length: int, tally: Tally, counts: tuple[int, int]) -> None:
        """Note the length in bytes of what stands before the profiles, what it holds, and the clusters and agents."""
        self._head |= {"shared": length, "tally": tally.plain, "counts": counts}

    def profile(self, account: Account, source: str, length: int, tally: tuple[int, int], note: bytes) -> None:
        """Note the next profile: the length of its text in bytes, and which tally of which shard it has."""
        self._profiles.append([account.plain, source, length, self._number(tally), len(note)])
        self._notes.append(note)

    def _number(self, tally: tuple[int, int]) -> int:
        return self._tallies.setdefault(tally, len(self._tallies))

    def tallies(self, tallies: Sequence[Sequence[Tally]]) -> None:
        """Note the tallies of each shard."""
        self._head["tallies"] = [tallies[shard][number].plain for shard, number in self._tallies]

    def written(self) -> tuple[bytes, bytes]:
        """Return the index of the profiles, as one line, and their notes."""
        index = {**self._head, "profiles": self._profiles}
        return _in_json(index).encode(), b"".join(self._notes)


class Memory:
    """The notes of the last build of `output`, which must be as it was written.

    `contents` gives the SHA-256 of each file of the new build by its path. `same_naming` says whether what names
    mean would still be decided in the same way.

    `known` is what is known, by path, of the files that the last build read with the same content.
    """

    def __init__(
        self, output: Path, index: bytes, notes: bytes, contents: Mapping[str, str], same_naming: bool
    ) -> None:
        read = json.loads(index)
        self.output = output
        self.shared_tally = Tally.of_plain(read["tally"])
        self.counts: tuple[int, int] = tuple(read["counts"])
        self.tallies = [Tally.of_plain(tally) for tally in read["tallies"]]
        self.same_naming = same_naming
        self._shared_length: int = read["shared"]
        self._notes = notes
        self._profiles = [*_placed(read["profiles"], self._shared_length)]
        by_content = {(known.account.source.name, known.account.source.sha256): known for known in self._profiles}
        found = (
            (path, by_content.get((source_name(os.path.basename(path)), digest))) for path, digest in contents.items()
        )
        self.known: Mapping[str, Known] = {path: known for path, known in found if known}

    def noted(self, known: Known) -> bytes:
        """Return the note of a profile as it was made."""
        return self._notes[slice(*known.note)]

    def note(self, known: Known) -> Note:
        """Return the note of a profile."""
        mentioned, agents = json.loads(self.noted(known))
        return Note(Mentioned(*mentioned), agents)

    def shared(self) -> bytes:
        """Return what stands before the profiles in the output."""
        with self.output.open("rb") as output:
            return output.read(self._shared_length)

    def lost(self, kept: Iterable[Known]) -> list[Known]:
        """Return the profiles of the last build beyond those kept."""
        places = {known.text for known in kept}
        return [known for known in self._profiles if known.text not in places]

    def sources(self) -> dict[tuple[Source, str], bytes]:
        """Return what the output says of each source, by the source and its IRI path."""
        with self.output.open("rb") as output:
            output.seek(self._profiles[-1].text[1])
            _, *blocks = output.read().split(b"\n<")
        known = sorted(self._profiles, key=lambda profile: profile.source)
        return {
            (profile.account.source, profile.source): b"\n<" + block
            for profile, block in zip(known, blocks, strict=True)
        }

    def renamed(self, lost: Iterable[Known], fresh: Iterable[Mentioned]) -> dict[str, str] | None:
        """Return the IRI paths of the fresh profiles' agents if they mention what the lost ones did, else None."""
        notes = [self.note(known) for known in lost]
        if sorted(note.mentioned for note in notes) != sorted(fresh):
            return None
        return {name: path for note in notes for name, path in note.agents.items()}


def _placed(profiles: Iterable[list[Any]], start: int) -> Iterator[Known]:
    """Yield the profiles with their places: texts and notes follow each other in the order of the profiles."""
    noted = 0
    for account, source, length, tally, note in profiles:
        yield Known(Account.of_plain(account), source, (start, start + length), tally, (noted, noted + note))
        start += length
        noted += note
