"""A graph for the bulk loaders of triple stores: N-Quads in several files of about equal size, compressed by gzip.

The quads are those of `n_quads`, in the order of N-Triples, whatever the order of the files that they were read from.
Statements with blank nodes are in one file, because the name of a blank node holds in one file alone.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import warnings
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import BinaryIO, Final, NamedTuple, cast

from pyoxigraph import Triple

from gii_graph.errors import CallError
from gii_graph.export.bulk_loading import LOADING, loading_commands
from gii_graph.export.rdf_syntaxes import edition_graph
from gii_graph.files import new_folder
from gii_graph.graph.triples_on_disk import TriplesOnDisk
from gii_graph.rdf_files import OnWarning

__all__ = ["Part", "QuadsInParts", "refuse_filled_folder", "write_parts"]

_LIST: Final = "parts.json"
_LEVEL: Final = 6  # of gzip: what its own command has
_LINES: Final = 5_000  # written at once


class Part(NamedTuple):
    """A file of quads: its name, how many quads, its size in bytes, and its SHA-256 in hexadecimal digits."""

    file: str
    quads: int
    bytes: int
    sha256: str


class QuadsInParts(NamedTuple):
    """What was written: the files, and the number of quads in each named graph ("" is the default graph)."""

    parts: Sequence[Part]
    graphs: Mapping[str, int]

    @property
    def quads(self) -> int:
        """How many quads there are in all files."""
        return sum(self.graphs.values())


def refuse_filled_folder(folder: Path) -> None:
    """Raise CallError where a folder for parts is a file, or holds anything: a loader may be reading it."""
    if folder.is_dir() and not any(folder.iterdir()):
        return
    if folder.exists() or folder.is_symlink():
        raise CallError(f"{folder} is there already; remove it, or name a new folder with -o.")


def write_parts(
    folder: Path,
    triples: Iterable[Triple],
    number: int,
    base: str,
    names: Iterable[str] = (),
    tell: OnWarning = warnings.warn,
) -> QuadsInParts:
    """Write triples into `number` files in a new folder, with a list of them and the commands of loaders.

    There are fewer files where there are fewer statements, or where many have blank nodes. `names` are those of the
    files that the triples come from; `tell` hears of links that are left out. Memory does not grow with the graph; the
    disk holds it about twice meanwhile. The folder is there when it is whole. Raises CallError where there is no
    triple, or the folder is filled, OutputError where it cannot be written.
    """
    refuse_filled_folder(folder)
    with new_folder(folder) as unfinished:
        database = unfinished / "triples.sqlite"
        with TriplesOnDisk(database, triples, folder, names, tell) as held:
            if not held.size()[0]:
                raise CallError("There is no statement to write.")
            written = _write(unfinished, held, number, base)
        database.unlink()
        (unfinished / _LIST).write_text(_as_json(written), "utf-8", newline="\n")
        (unfinished / LOADING).write_text(loading_commands(written.graphs, base), "utf-8", newline="\n")
    return written


def _write(folder: Path, held: TriplesOnDisk, number: int, base: str) -> QuadsInParts:
    graphs: Counter[str] = Counter()
    parts = []
    width = max(4, len(str(number)))
    for place, (_, quads) in enumerate(groupby(_in_parts(held, number), itemgetter(0)), 1):
        parts.append(_write_part(folder / f"part-{place:0{width}}.nq.gz", (quad[1:] for quad in quads), base, graphs))
    return QuadsInParts(parts, dict(sorted(graphs.items())))


def _in_parts(held: TriplesOnDisk, number: int) -> Iterator[tuple[int, str, int | None]]:
    """Yield each quad with the part that it belongs to, counted from 0: all have about as many characters."""
    total = held.size()[1]
    before = part = 0
    had_blank_node = False
    for line, year, has_blank_node in held.dated():
        if not had_blank_node:
            part = before * number // total
        had_blank_node = has_blank_node
        yield part, line, year
        before += len(line)


def _write_part(path: Path, quads: Iterable[tuple[str, int | None]], base: str, graphs: Counter[str]) -> Part:
    before = graphs.total()
    with path.open("xb") as stream:
        hashed = _Hashed(stream)
        # Neither name nor time: the same quads give the same bytes.
        with gzip.GzipFile("", "wb", _LEVEL, cast("BinaryIO", hashed), mtime=0) as packed:
            lines: list[str] = []
            for line, year in quads:
                graph = "" if year is None else edition_graph(year, base)
                graphs[graph] += 1
                lines.append(f"{line} <{graph}> .\n" if graph else f"{line} .\n")
                if len(lines) == _LINES:
                    packed.write("".join(lines).encode())
                    lines.clear()
            packed.write("".join(lines).encode())
    return Part(path.name, graphs.total() - before, hashed.size, hashed.digest.hexdigest())


class _Hashed:
    """A stream that is written through, and what was written to it."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.size = 0
        self.digest = hashlib.sha256()

    def write(self, content: bytes) -> int:
        self.size += len(content)
        self.digest.update(content)
        return self._stream.write(content)

    def flush(self) -> None:
        self._stream.flush()


def _as_json(written: QuadsInParts) -> str:
    stated = {
        "quads": written.quads,
        "graphs": [{"graph": name or None, "quads": number} for name, number in written.graphs.items()],
        "parts": [part._asdict() for part in written.parts],
    }
    return json.dumps(stated, indent=1) + "\n"
