"""What the last build of a graph was made of, so that building it again from the same is no work.

A record is a file of three parts: a line that says of what the graph was made and what the other parts must be; the
index of its profiles, as one line; the notes of each profile (see `memory`). All of it is JSON. A record that is not
whole, or whose output is not as it was written, is no record.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import gii_graph
from gii_graph.files import replacing_bytes
from gii_graph.hashing import FileHash
from gii_graph.reading import MAX_BYTES

if TYPE_CHECKING:
    from gii_graph.assembly.memory import Memory, Notes

__all__ = ["Kept", "Made", "Recipe", "Record", "records"]


class Recipe(NamedTuple):
    """What a graph is made of: one digest of all, one of what decides on names, and the SHA-256 of each file by path.

    `program` changes when the program does.
    """

    digest: str
    naming: str
    contents: Mapping[str, str]
    program: str

    @classmethod
    def of(
        cls, files: Sequence[str], decisions: Sequence[Path | None], base_iri: str, settings: Sequence[object]
    ) -> Recipe:
        """Return the recipe of these files with these settings, by this version of the program.

        `decisions` are a person's files on who is who, or None where there is none.
        Raises OSError where a file cannot be read, or is too large to be a profile.
        """
        contents = {path: _sha256(path) for path in files}
        program = _program()
        naming = _digest_of(program, base_iri, *(_sha256(str(path)) if path else None for path in decisions))
        profiles = [(os.path.basename(path), digest) for path, digest in contents.items()]
        return cls(_digest_of(naming, profiles, settings), naming, contents, program)


def _digest_of(*values: object) -> str:
    return hashlib.sha256(json.dumps(values).encode()).hexdigest()


def _sha256(path: str) -> str:
    file = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    try:
        content = os.read(file, min(os.fstat(file).st_size, MAX_BYTES) + 1)
    finally:
        os.close(file)
    if len(content) > MAX_BYTES:
        raise OSError(errno.EFBIG, "too large to be a profile", path)
    return hashlib.sha256(content).hexdigest()


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
        self._last: dict[str, Any] | None = None
        # Hashed while the files are: what is asked for afterwards is whether both are as they were.
        self._found = FileHash(output) if self._path.exists() else None

    def of(self, recipe: Recipe) -> Made | None:
        """Return what the build came to, if the output is there as it was built by this recipe, else None."""
        try:
            with self._path.open("rb") as stream:
                head = json.loads(stream.readline())
            if self._found and head["output"] == self._found.hexdigest():
                self._last = head
                if head["recipe"] == recipe.digest:
                    return Made(head["code"], head["said"])
        except (OSError, ValueError, KeyError, TypeError):
            # No record, or one that another program spoilt: the graph is built.
            pass
        return None

    def memory(self, recipe: Recipe) -> Memory | None:
        """Return what is known of the profiles, after `of` found that the output is as it was built."""
        if self._last is None or self._last.get("program") != recipe.program:
            return None
        from gii_graph.assembly.memory import Memory

        try:
            with self._path.open("rb") as stream:
                stream.readline()
                index, notes = stream.readline(), stream.read()
            if self._last["parts"] == [_sha256_of(index), _sha256_of(notes)]:
                return Memory(self._output, index, notes, recipe.contents, self._last["naming"] == recipe.naming)
        except (OSError, ValueError, KeyError, TypeError):
            pass
        return None

    def keep(self, recipe: Recipe, made: Made, output: str, notes: Notes) -> None:
        """Record a build that was just done, whose output has the SHA-256 `output`.

        Raises OutputError where the record cannot be written.
        """
        index, noted = notes.written()
        index += b"\n"
        head = {
            "path": str(self._output.resolve()),
            "recipe": recipe.digest,
            "naming": recipe.naming,
            "program": recipe.program,
            "output": output,
            "parts": [_sha256_of(index), _sha256_of(noted)],
            "code": made.code,
            "said": made.said,
        }
        # Its digests tell a record that a power failure spoilt: it need not be on the disk before it is used.
        with replacing_bytes(self._path, lasting=False) as stream:
            stream.write(json.dumps(head).encode() + b"\n")
            stream.write(index)
            stream.write(noted)


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
