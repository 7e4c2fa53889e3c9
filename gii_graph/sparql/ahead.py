"""Reading a graph while the command line is still being understood, or while an index of it is in the making.

Parsing RDF needs the interpreter next to nothing, and loading what understands a command line needs it whole: on two
processors a query on a graph of middling size is answered up to a fifth sooner. What is read is a guess from the bare
arguments; who asks for other files than those gets nothing, and reads them.
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Sequence
from contextlib import suppress
from threading import Thread
from typing import TYPE_CHECKING, Final

from gii_graph.errors import GiiGraphError, GraphFileWarning
from gii_graph.rdf_files import FILE_FORMATS
from gii_graph.sparql.dataset import LARGE, read_files

if TYPE_CHECKING:
    from pyoxigraph import Store

__all__ = ["ReadingAhead", "begin", "begun", "taken"]

# Bytes of RDF text: less is read in no time, and of a large graph there may be an index that makes reading needless.
_WORTH_A_THREAD: Final = range(100_000, LARGE)
_OUTPUT: Final = ("-o", "--output")
_OTHERWISE_ANSWERED: Final = ("--endpoint", "--explain", "--help", "--list", "-h")


class ReadingAhead:
    """Files that another thread reads."""

    def __init__(self, files: Sequence[str]) -> None:
        self.files = files
        self._store: Store | None = None
        self._warnings: list[GraphFileWarning] = []
        self._thread = Thread(target=self._read, daemon=True)
        self._thread.start()

    def _read(self) -> None:
        # Who asks for a file that cannot be read reads it again, and says what is wrong.
        with suppress(GiiGraphError, OSError, MemoryError):
            self._store = read_files(self.files, on_warning=self._warnings.append)

    def is_done(self, seconds: float) -> bool:
        """Tell whether it is done, after so many seconds at the latest."""
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def store(self) -> Store | None:
        """Return the dataset, or None where a file cannot be read."""
        self._thread.join()
        if self._store is not None:
            for warning in self._warnings:
                warnings.warn(warning, stacklevel=2)
        return self._store


_begun: list[ReadingAhead] = []


def begin(arguments: Sequence[str]) -> None:
    """Begin to read the graphs that are named among the arguments of a query, if that seems worth it."""
    if any(argument.startswith(_OTHERWISE_ANSWERED) for argument in arguments):
        return
    endings = tuple(f".{ending}{packed}" for ending in FILE_FORMATS for packed in ("", ".gz"))
    files = [
        argument
        for before, argument in zip(["", *arguments], arguments, strict=False)
        if argument.endswith(endings) and before not in _OUTPUT
    ]
    # A pipe can be read only once, and by who asks for it.
    if all(map(os.path.isfile, files)) and sum(map(os.path.getsize, files)) in _WORTH_A_THREAD:
        begun(files)


def begun(files: Sequence[str]) -> ReadingAhead:
    """Begin to read files, and return the reading, whose outcome is `taken`."""
    reading = ReadingAhead(list(files))
    _begun.append(reading)
    return reading


def taken(files: Sequence[str]) -> Store | None:
    """Return the dataset of these files if it was read ahead, once; else None."""
    reading = _begun.pop() if _begun else None
    return reading.store() if reading and reading.files == list(files) else None
