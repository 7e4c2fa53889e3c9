"""Where profile files lie: what reading asks of the disk, and of any other place that keeps them."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from gii_graph.errors import SourceError
from gii_graph.reading.profile_files import file_content, source_name

if TYPE_CHECKING:
    from gii_graph.reading.profiles import Reading

__all__ = ["DISK", "Disk", "Storage", "read_content"]


class Storage(Protocol):
    """Where profile files lie; a file and a folder are known by a path or an address."""

    def contents(self, files: Sequence[str]) -> Iterator[bytes | SourceError]:
        """Yield the bytes of each file, or why it cannot be read."""

    def names_in(self, folder: str) -> list[str]:
        """Return the names of what a folder holds, none where it cannot be looked into."""


class Disk:
    """The disk: files are known by their paths."""

    def contents(self, files: Sequence[str]) -> Iterator[bytes | SourceError]:
        """Yield the bytes of each file, or why it cannot be read."""
        for file in files:
            try:
                yield file_content(Path(file))
            except SourceError as error:
                yield error

    def names_in(self, folder: str) -> list[str]:
        """Return the names of what a folder holds, none where it cannot be looked into."""
        try:
            return os.listdir(folder or ".")
        except OSError:
            return []


DISK = Disk()


def read_content(file: str, content: bytes | SourceError) -> list[Reading | SourceError]:
    """Return what each profile in a file states, or why one cannot be used; `content` is what its storage gave."""
    from gii_graph.reading.whole_files import read_profiles

    if isinstance(content, SourceError):
        return [content]
    try:
        return read_profiles(source_name(os.path.basename(file)), content)
    except SourceError as error:
        return [error]
