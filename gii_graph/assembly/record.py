"""What the last build of a graph was made of, so that building it again from the same is no work."""

from __future__ import annotations

import errno
import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import gii_graph
from gii_graph.files import replacing
from gii_graph.reading import MAX_BYTES

__all__ = ["Made", "Recipe", "Record"]


class Recipe(NamedTuple):
    """What a graph is made of: one digest of all, and the SHA-256 of each file."""

    digest: str
    contents: frozenset[str]

    @classmethod
    def of(cls, files: Sequence[Path], settings: Sequence[str]) -> Recipe:
        """Return the recipe of these files with these settings, by this version of the program.

        Raises OSError where a file cannot be read, or is too large to be a profile.
        """
        names = [file.name for file in files]
        contents = [_sha256(file) for file in files]
        whole = json.dumps([_program(), names, contents, list(settings)])
        return cls(hashlib.sha256(whole.encode()).hexdigest(), frozenset(contents))


def _sha256(file: Path) -> str:
    with file.open("rb") as stream:
        content = stream.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise OSError(errno.EFBIG, "too large to be a profile", str(file))
    return hashlib.sha256(content).hexdigest()


class Made(NamedTuple):
    """What a build came to: its exit code and what it said."""

    code: int
    said: list[str]


class Record:
    """The record of the last build of one output, in a folder of such records."""

    def __init__(self, folder: Path, output: Path) -> None:
        self._output = output
        self._path = folder / f"{hashlib.sha256(str(output.resolve()).encode()).hexdigest()[:32]}.json"

    def of(self, recipe: Recipe) -> Made | None:
        """Return what the build came to, if the output is there as it was built by this recipe, else None."""
        try:
            kept = json.loads(self._path.read_text("utf-8"))
            if kept["recipe"] == recipe.digest and kept["output"] == _digest(self._output):
                return Made(kept["code"], kept["said"])
        except (OSError, ValueError, KeyError, TypeError):
            # No record, or one that another program spoilt: the graph is built.
            pass
        return None

    def keep(self, recipe: Recipe, made: Made) -> None:
        """Record a build that was just done. Raises OutputError where the record cannot be written."""
        kept = {"recipe": recipe.digest, "output": _digest(self._output), "code": made.code, "said": made.said}
        with replacing(self._path) as stream:
            json.dump(kept, stream, ensure_ascii=False)


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _program() -> str:
    """Return what changes when the program does, its version number or, in a checkout, only its files."""
    package = Path(gii_graph.__file__).parent
    files = sorted(path for path in package.rglob("*") if path.suffix in {".py", ".tsv"})
    stats = [(str(path.relative_to(package)), path.stat()) for path in files]
    return json.dumps([gii_graph.__version__, [(name, stat.st_size, stat.st_mtime_ns) for name, stat in stats]])
