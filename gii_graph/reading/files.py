"""Which files are profiles, and their bytes."""

from __future__ import annotations

import os
import stat
import unicodedata
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from gii_graph.errors import CallError, SourceError
from gii_graph.reading.profile_limits import MAX_BYTES

if TYPE_CHECKING:
    from gii_graph.reading.profiles import Reading

__all__ = ["SUFFIXES", "find_files", "find_names", "read_file", "source_name"]

SUFFIXES = frozenset({".txt", ".md", ".html", ".htm"})


def find_files(paths: Iterable[Path]) -> list[Path]:
    """Return the profile files of a list of files and folders, each once, sorted within a folder.

    Raises as `find_names` does, which tells the rest.
    """
    return [Path(name) for name in find_names(paths)]


def find_names(paths: Iterable[Path]) -> list[str]:
    """Return the paths of the profile files of a list of files and folders, each once, sorted within a folder.

    A folder gives its `.txt`, `.md`, `.html` and `.htm` files, at any depth; hidden files and folders are
    left out, and a folder reached twice by symbolic links is visited once. A file named itself is always
    taken.

    Raises:
        CallError: a path does not exist.
        SourceError: a folder holds no profile file.

    """
    files: dict[str, None] = {}
    for path in paths:
        if path.is_dir():
            inside = _inside(path)
            if not inside:
                raise SourceError(
                    str(path), None, "a folder without profiles", "files that end in .txt, .md, .html or .htm",
                    "name the folder that holds the profiles",
                )  # fmt: skip
            files.update(dict.fromkeys(inside))
        elif path.exists() or path.is_symlink():
            files[str(path)] = None
        else:
            raise CallError(f"There is no file or folder {path}; name profile files or a folder of them.")
    return list(files)


def _inside(folder: Path) -> list[str]:
    found: list[str] = []
    visited = set()
    waiting = [str(folder)]
    while waiting:
        parent = waiting.pop()
        try:
            status = os.stat(parent)
            with os.scandir(parent) as inside:
                entries = [entry for entry in inside if not entry.name.startswith(".")]
        except OSError:
            found.append(parent)  # a folder that may not be looked into: reading it says so
            continue
        if (status.st_dev, status.st_ino) not in visited:
            visited.add((status.st_dev, status.st_ino))
            found += [entry.path for entry in entries if _suffix(entry.name) in SUFFIXES and _may_be_read(entry)]
            waiting += sorted((entry.path for entry in entries if _leads_to(entry.is_dir)), reverse=True)
    return sorted(found, key=_parts)


def _may_be_read(entry: os.DirEntry[str]) -> bool:
    # A link that leads nowhere is taken, so that reading it says so.
    return _leads_to(entry.is_file) or (entry.is_symlink() and not _leads_to(entry.is_dir))


def _leads_to(kind: Callable[[], bool]) -> bool:
    """Whether an entry is of that kind; a link that leads to itself is of none."""
    try:
        return kind()
    except OSError:
        return False


def _suffix(name: str) -> str:
    return os.path.splitext(name)[1].lower()


def _parts(path: str) -> list[str]:
    return path.split(os.sep)


def read_file(path: Path) -> Reading:
    """Return what a profile file states.

    Raises:
        SourceError: the file cannot be read, is too large, or is no profile.

    """
    from gii_graph.reading.profiles import read_profile

    name = source_name(path.name)
    try:
        status = path.stat()
        size = status.st_size
        if size > MAX_BYTES:
            raise SourceError(name, None, f"{size:,} bytes", f"at most {MAX_BYTES:,}", "give one profile in a file")
        with path.open("rb") as file:
            # What is no plain file, such as a pipe, may never end; for all others room for a limit is made in vain.
            content = file.read() if stat.S_ISREG(status.st_mode) else file.read(MAX_BYTES + 1)
    except OSError as error:
        reason = (error.strerror or "an unreadable file").lower()
        raise SourceError(
            name, None, reason, "a readable file", "check that it is a file and that you may read it"
        ) from None
    return read_profile(name, content)


def source_name(name: str) -> str:
    r"""Return a file's name as text that can be written anywhere: bytes that are no UTF-8 become `\xff`.

    Some file systems of macOS decompose letters in names; a source is the same on every machine.
    """
    readable = name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return unicodedata.normalize("NFC", readable)
