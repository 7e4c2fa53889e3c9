"""What the last build of a graph was made of, so that building it again from the same is no work.

A record is a file of four parts: a line that says of what the graph was made and what the other parts must be; what the
system said of the files, as one line; the index of the profiles, as one line; the notes of each profile (see `memory`).
All of it is JSON. A record that is not whole, or whose output is not as it was written, is no record.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Sequence
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import gii_graph
from gii_graph.assembly.contents import Contents
from gii_graph.files import replacing_bytes

if TYPE_CHECKING:
    from gii_graph.assembly.memory import Memory, Notes

__all__ = ["Kept", "Made", "Recipe", "Record", "records"]


class Recipe(NamedTuple):
    """What a graph is made of: one digest of all, one of what decides on names, and what the files hold.

    `program` changes when the program does.
    """

    digest: str
    naming: str
    contents: Contents
    program: str

    @classmethod
    def of(
        cls,
        contents: Contents,
        decisions: Sequence[Path | None],
        base_iri: str,
        settings: Sequence[object],
    ) -> Recipe:
        """Return the recipe of files with these contents and settings, by this version of the program.

        `decisions` are a person's files on who is who, or None where there is none.
        Raises OSError where one of these cannot be read.
        """
        program = _program()
        given = [str(path) for path in decisions if path]
        words = Contents.of(given, {}).hashes
        naming = _digest_of(program, base_iri, *(path and words[str(path)] for path in decisions))
        profiles = [(os.path.basename(path), digest) for path, digest in contents.hashes.items()]
        return cls(_digest_of(naming, profiles, settings), naming, contents, program)


def _digest_of(*values: object) -> str:
    return hashlib.sha256(json.dumps(values).encode()).hexdigest()


class Made(NamedTuple):
    """What a build came to: its exit code and what it said."""

    code: int
    said: list[str]


class Kept(NamedTuple):
    """A record that is kept: the output that was built, the record's size in bytes, when the build was done (epoch)."""

    output: str
    size: int
    made: float


def records(folder: Path) -> list[Kept]:
    """Return the records in a folder, by their outputs."""
    found = []
    for path in folder.glob("*.json"):
        try:
            with path.open("rb") as stream:
                output = json.loads(stream.readline())["path"]
            status = path.stat()
            found.append(Kept(str(output), status.st_size, status.st_mtime))
        except (OSError, ValueError, KeyError, TypeError):
            continue  # spoilt: the next build of its output replaces it
    return sorted(found)


class Record:
    """The record of the last build of one output, in a folder of such records."""

    def __init__(self, folder: Path, output: Path) -> None:
        self._output = output
        self._path = folder / f"{hashlib.sha256(str(output.resolve()).encode()).hexdigest()[:32]}.json"
        self._head: dict[str, Any] = {}
        self._rested = b"{}"
        with suppress(OSError, ValueError), self._path.open("rb") as stream:
            self._head, self._rested = json.loads(stream.readline()), stream.readline()

    def rested(self) -> dict[str, list[Any]]:
        """Return what the system said of the files that had rested at the last build, as `Contents` wants it."""
        with suppress(ValueError, KeyError, TypeError):
            if self._head["parts"][0] == _sha256_of(self._rested):
                return dict(json.loads(self._rested))
        return {}

    def of(self, recipe: Recipe) -> Made | None:
        """Return what the build came to, if the output is there as it was built by this recipe, else None."""
        # Where something is missing another program has spoilt the record: the graph is built.
        with suppress(KeyError, TypeError):
            if self._is_of_output and self._head["recipe"] == recipe.digest:
                return Made(self._head["code"], self._head["said"])
        return None

    @cached_property
    def _is_of_output(self) -> bool:
        with suppress(OSError, KeyError), self._output.open("rb") as stream:
            return bool(self._head["output"] == hashlib.file_digest(stream, "sha256").hexdigest())
        return False

    def memory(self, recipe: Recipe) -> Memory | None:
        """Return what is known of the profiles, if the output is as it was built and the program is too."""
        from gii_graph.assembly.memory import Memory

        with suppress(OSError, ValueError, KeyError, TypeError):
            if self._is_of_output and self._head["program"] == recipe.program:
                with self._path.open("rb") as stream:
                    _, rested, index = stream.readline(), stream.readline(), stream.readline()
                    notes = stream.read()
                if self._head["parts"] == [*map(_sha256_of, (rested, index, notes))]:
                    same_naming = self._head["naming"] == recipe.naming
                    return Memory(self._output, index, notes, recipe.contents.hashes, same_naming)
        return None

    def keep(self, recipe: Recipe, made: Made, output: str, notes: Notes) -> None:
        """Record a build that was just done, whose output has the SHA-256 `output`.

        Raises OutputError where the record cannot be written.
        """
        index, noted = notes.written()
        parts = json.dumps(recipe.contents.rested, separators=(",", ":")).encode() + b"\n", index + b"\n", noted
        head = {
            "path": str(self._output.resolve()),
            "recipe": recipe.digest,
            "naming": recipe.naming,
            "program": recipe.program,
            "output": output,
            "parts": [*map(_sha256_of, parts)],
            "code": made.code,
            "said": made.said,
        }
        # Its digests tell a record that a power failure spoilt: it need not be on the disk before it is used.
        with replacing_bytes(self._path, lasting=False) as stream:
            stream.write(json.dumps(head).encode() + b"\n")
            stream.writelines(parts)


def _sha256_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _program() -> str:
    """Return what changes when the program does, its version number or, in a checkout, only its files."""
    stats: list[tuple[str, int, int]] = []
    for folder, _, names in os.walk(os.path.dirname(gii_graph.__file__)):
        for name in names:
            if name.endswith((".py", ".tsv")):
                path = os.path.join(folder, name)
                status = os.stat(path)
                stats.append((path, status.st_size, status.st_mtime_ns))
    return _digest_of(gii_graph.__version__, sorted(stats))
