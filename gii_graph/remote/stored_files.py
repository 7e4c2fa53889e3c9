"""Profile files wherever fsspec reaches, known by their addresses: s3://, gs://, file://, memory:// and others.

https://filesystem-spec.readthedocs.io/; what it needs for a kind of place (s3fs for s3://) it says when it is missing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from gii_graph.errors import CallError, GiiGraphError, SourceError
from gii_graph.reading import (
    DISK,
    ProfileFiles,
    choose_profiles,
    look_through,
    source_name,
    without_profiles,
)
from gii_graph.reading.profile_limits import MAX_DOCUMENT_BYTES

__all__ = ["STORED_FILES", "StoredFiles", "is_address", "look_through_places", "place_at", "stated_reason"]

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")
# So many files are asked for at once: object stores answer them side by side.
_AT_ONCE = 64
_ADVICE = "check its address and that you may read it"


def is_address(name: str) -> bool:
    """Tell whether a name is an address rather than a path.

    >>> is_address("s3://bucket/profiles/"), is_address("profiles/2024")
    (True, False)
    """
    return _SCHEME.match(name) is not None


def place_at(address: str) -> tuple[Any, str]:
    """Return the file system of fsspec that an address is in, and its path there.

    Raises CallError where fsspec, or what it needs for this kind of place, is not installed, or there is no such kind.
    """
    try:
        from fsspec.core import url_to_fs
    except ImportError as error:
        raise CallError(f"{address} needs fsspec; install it with `pip install 'gii-graph[dask]'`.") from error
    try:
        system, path = url_to_fs(address)
    except Exception as error:  # each kind of place has errors of its own
        raise CallError(f"{address} cannot be reached: {stated_reason(error)}.") from error
    return system, str(path)


def _name(path: str) -> str:
    """Return the last part of a path or an address."""
    return path.rpartition("/")[2]


def stated_reason(error: BaseException) -> str:
    """Return what a file system says, on one line."""
    said = (isinstance(error, OSError) and error.strerror) or str(error) or type(error).__name__
    return " ".join(said.split()).rstrip(".")


class StoredFiles:
    """The files of all places, and those of the disk, which are known by their paths."""

    def contents(self, files: Sequence[str]) -> Iterator[bytes | SourceError]:
        """Yield the bytes of each file, or why it cannot be read. Raises CallError as `place_at` does."""
        for are_addresses, group in groupby(files, is_address):
            together = [*group]
            yield from self._stored(together) if are_addresses else DISK.contents(together)

    def _stored(self, addresses: Sequence[str]) -> Iterator[bytes | SourceError]:
        for start in range(0, len(addresses), _AT_ONCE):
            asked = addresses[start : start + _AT_ONCE]
            for _, group in groupby(asked, lambda address: address.partition("://")[0]):
                together = [*group]
                places = [place_at(address) for address in together]
                # One byte more than any file may have tells that it is too large.
                contents = places[0][0].cat_ranges([path for _, path in places], 0, MAX_DOCUMENT_BYTES + 1)
                yield from map(_usable, together, contents)

    def names_in(self, folder: str) -> list[str]:
        """Return the names of what a folder holds, none where it cannot be looked into."""
        if not is_address(folder):
            return DISK.names_in(folder)
        try:
            system, path = place_at(folder)
            return [_name(name.rstrip("/")) for name in system.ls(path, detail=False)]
        except GiiGraphError:
            raise
        except Exception:  # noqa: BLE001  # each kind of place has errors of its own
            return []


STORED_FILES = StoredFiles()


def _usable(address: str, content: bytes | BaseException) -> bytes | SourceError:
    if isinstance(content, BaseException):
        return SourceError(
            source_name(_name(address)), None, stated_reason(content).lower(), "a readable file", _ADVICE
        )
    return bytes(content)


def look_through_places(names: Sequence[str]) -> ProfileFiles:
    """Return the profile files of paths and addresses of files and folders, as `look_through` does those of paths.

    Raises CallError where there is nothing at an address, SourceError where it cannot be listed or has no profile.
    """
    taken: dict[str, None] = {}
    left_out: list[SourceError] = []
    for name in names:
        files = _look_through_address(name) if is_address(name) else look_through([Path(name)])
        taken.update(dict.fromkeys(files.names))
        left_out += files.left_out
    return ProfileFiles([*taken], left_out)


def _look_through_address(address: str) -> ProfileFiles:
    system, path = place_at(address)
    try:
        if system.isfile(path):
            return ProfileFiles([address], [])
        inside = system.find(path)
    except Exception as error:  # each kind of place has errors of its own
        raise SourceError(address, None, stated_reason(error), "a place that can be listed", _ADVICE) from error
    if not inside and not system.exists(path):
        raise CallError(f"There is no file or folder {address}; name profile files or a folder of them.")
    root = path.rstrip("/") + "/"
    chosen = choose_profiles([name.removeprefix(root) for name in inside])
    if not chosen.names:
        raise without_profiles(address)
    return chosen._replace(names=[str(system.unstrip_protocol(root + name)) for name in chosen.names])
