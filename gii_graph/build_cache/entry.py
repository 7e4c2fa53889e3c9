"""The cache entry of one output: what it was made of, what the build said, and the notes on its profiles.

An entry is a file of four lines and what follows them: the SHA-256 of the head; the head, which says of what the graph
was made and what the other parts must be; what the system said of the files; what is noted of the graph; then two lines
for each profile (see `profile_notes`). All but the first is JSON. An entry that is not whole, or whose output is not as
it was written, is no entry: one flipped bit in it, and the graph is built from nothing.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

from gii_graph.build_cache.contents import Contents
from gii_graph.file_state import state_of_program
from gii_graph.files import replacing_bytes

if TYPE_CHECKING:
    from gii_graph.build_cache.last_build import LastBuild
    from gii_graph.build_cache.note_taker import NoteTaker

__all__ = ["BuildInputs", "BuildOutcome", "CacheEntry", "EntrySummary", "InputState", "entries"]


@dataclass(frozen=True, slots=True)
class BuildInputs:
    """All that a graph is made of: profile files, a person's files on who is who (None where there is none), settings.

    `settings` decide on the exit code and on what is said, `base_iri` on the graph.
    """

    profiles: Sequence[str]
    decisions: Sequence[Path | None]
    base_iri: str
    settings: Sequence[object]

    def state(self, rested: Mapping[str, list[Any]]) -> InputState:
        """Look at the files, of which some had `rested` at an earlier look.

        Raises OSError where one of them cannot be read.
        """
        program = state_of_program()
        contents = Contents.of(self.profiles, rested)
        decided = Contents.of([str(path) for path in self.decisions if path], {}).hashes
        naming = _digest_of(program, self.base_iri, *(path and decided[str(path)] for path in self.decisions))
        profiles = [(os.path.basename(path), sha256) for path, sha256 in contents.hashes.items()]
        return InputState(_digest_of(naming, profiles, self.settings), naming, program, contents)


class InputState(NamedTuple):
    """What the inputs hold: digests of all, of what decides on names, of the program, and of each file."""

    digest: str
    naming: str
    program: str
    contents: Contents


def _digest_of(*values: object) -> str:
    return _sha256_of(json.dumps(values).encode())


class BuildOutcome(NamedTuple):
    """What a build came to: its exit code and what it said."""

    code: int
    said: list[str]


class EntrySummary(NamedTuple):
    """An entry as it is listed: its output, its size in bytes, when the build was done (seconds since the epoch)."""

    output: str
    size: int
    built: float


def entries(folder: Path) -> list[EntrySummary]:
    """Return the entries in a folder, by their outputs; those that are spoilt are left out."""
    listed = []
    for path in folder.glob("*.json"):
        with suppress(OSError, ValueError, KeyError, TypeError), path.open("rb") as stream:
            status = path.stat()
            listed.append(EntrySummary(str(_read_head(stream)["path"]), status.st_size, status.st_mtime))
    return sorted(listed)


def _read_head(stream: BinaryIO) -> dict[str, Any]:
    """Return the head of an entry. Raises ValueError where it is spoilt."""
    digest, head = stream.readline(), stream.readline()
    if digest.decode("ascii").strip() != _sha256_of(head):
        raise ValueError("spoilt")
    return dict(json.loads(head))


class CacheEntry:
    """The entry of the last build of one output, in a folder of entries."""

    def __init__(self, folder: Path, output: Path) -> None:
        self._output = output
        self._path = folder / f"{_sha256_of(str(output.resolve()).encode())[:32]}.json"
        self._head: dict[str, Any] = {}
        self._rested = b""
        with suppress(OSError, ValueError), self._path.open("rb") as stream:
            self._head = _read_head(stream)
            self._rested = stream.readline()

    def rested(self) -> dict[str, list[Any]]:
        """Return what the system said of the files that had rested at the last build, as `Contents` wants it."""
        whole = self._head and self._head["parts"][0] == _sha256_of(self._rested)
        return dict(json.loads(self._rested)) if whole else {}

    def outcome(self, state: InputState) -> BuildOutcome | None:
        """Return what the last build came to, if it was of these inputs and its output is as it was written."""
        if self._is_of_output and self._head["inputs"] == state.digest:
            return BuildOutcome(self._head["code"], self._head["said"])
        return None

    @cached_property
    def _is_of_output(self) -> bool:
        with suppress(OSError, KeyError), self._output.open("rb") as stream:
            return bool(self._head["output"] == hashlib.file_digest(stream, "sha256").hexdigest())
        return False

    def last_build(self, state: InputState) -> LastBuild | None:
        """Return the notes on the profiles, if the output is as it was built and the program is too."""
        if not self._is_of_output or self._head["program"] != state.program:
            return None
        from gii_graph.build_cache.last_build import LastBuild
        from gii_graph.build_cache.profile_notes import ProfileNotes

        with suppress(OSError, ValueError), self._path.open("rb") as stream:
            _, _, *parts = (*islice(stream, 4), stream.read())
            if self._head["parts"] == [*map(_sha256_of, parts)]:
                notes = ProfileNotes.parse(*parts[1:])
                return LastBuild(self._output, notes, state.contents.hashes, self._head["naming"] == state.naming)
        return None

    def write(self, state: InputState, outcome: BuildOutcome, output: str, notes: NoteTaker) -> None:
        """Write the entry of a build that was just done, whose output has the SHA-256 `output`.

        Raises OutputError where the entry cannot be written.
        """
        head = {
            "path": str(self._output.resolve()),
            "inputs": state.digest,
            "naming": state.naming,
            "program": state.program,
            "output": output,
            "code": outcome.code,
            "said": outcome.said,
        }
        rested = json.dumps(state.contents.rested, separators=(",", ":")).encode()
        parts = [rested], [notes.general()], notes.profiles()
        # Its digests tell an entry that a power failure spoilt: it need not be on the disk before it is used.
        with replacing_bytes(self._path, lasting=False) as stream:
            # The head is as long whatever the digests are, and these are known when all else is written.
            stream.write(_written_head(head, [_sha256_of(b"")] * len(parts)))
            digests = [_write_lines(stream, lines) for lines in parts]
            stream.seek(0)
            stream.write(_written_head(head, digests))


def _written_head(head: dict[str, Any], parts: list[str]) -> bytes:
    line = json.dumps(head | {"parts": parts}).encode() + b"\n"
    return f"{_sha256_of(line)}\n".encode() + line


def _write_lines(stream: BinaryIO, lines: Iterable[bytes]) -> str:
    """Write lines, and return the SHA-256 of what was written."""
    digest = hashlib.sha256()
    for line in lines:
        stream.write(line + b"\n")
        digest.update(line + b"\n")
    return digest.hexdigest()


def _sha256_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
