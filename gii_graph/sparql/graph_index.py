"""Indexes of large graphs: Oxigraph stores on disk, so that a graph is parsed once and not for every query.

An index is found by the content of its files, so that a changed file never meets an index of what it was. It is made
in a folder of its own and renamed when it is whole: what a killed process leaves behind is never opened, and removed
when the next index is made. Who makes one stops as soon as a file has changed. Once there it is only ever opened for
reading, which any number of processes may do at once (RocksDB, read-only).

A folder is named by two hashes, of the files' places and of their content, so that where nothing of these places is
indexed nothing is hashed.

Before it is opened every byte is held against a checksum: RocksDB does not look at all of them, and what it takes from
a damaged index may be a wrong answer, or the end of the program. A damaged index is removed, and the files answer.
"""

from __future__ import annotations

import os
import time
import warnings
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from gii_graph.cache_folder import size_of
from gii_graph.errors import GraphFileWarning, LossWarning
from gii_graph.file_state import state_of
from gii_graph.rdf_files import OnWarning
from gii_graph.sparql.dataset import read_files
from gii_graph.sparql.fingerprint import fingerprint

if TYPE_CHECKING:
    from filelock import BaseFileLock
    from pyoxigraph import Store

__all__ = ["Index", "Indexes"]

# What an index holds and how; another number makes older indexes unknown.
_FORM = 4
# Bytes on disk that all indexes may take together before the longest unused ones go; the last used one stays.
_MOST_BYTES = 4_000_000_000
_ABOUT = "about.json"
_FILES = "files.json"
_STORE = "store"
_UNFINISHED = ".part"
_LOCK = ".lock"
_NOTES = "fingerprints"
# What RocksDB writes for people, and holds to keep others out: it says nothing of the data.
_NO_DATA = ("LOCK", "LOG")
_READ_AT_ONCE = 1 << 20


class _OutdatedError(Exception):
    """What is being indexed is not wanted any more: a file has changed, or the index was cleared away."""


class Index(NamedTuple):
    """An index: its folder, the files that it holds, its bytes, when it was last used or begun (seconds since 1970)."""

    folder: Path
    files: tuple[str, ...]
    size: int
    used: float


class Indexes:
    """The indexes in one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def opened(self, files: Sequence[str], on_warning: OnWarning = warnings.warn) -> Store | None:
        """Return the store of these files, for reading; None where there is no whole index of what they hold now.

        `on_warning` is called with the warnings that reading the files gave.
        """
        from pyoxigraph import Store

        if not any(self._folder.glob(f"{_key_of_paths(files)}-*/{_ABOUT}")):
            return None
        folder = self._folder / self._key(files)
        if not (folder / _ABOUT).exists():
            return None
        try:
            about = _About.read(folder)
            if about is not None and about.checksums == _checksums(folder / _STORE, about.checksums):
                store = Store.read_only(str(folder / _STORE))
                os.utime(folder)
                for warning in about.warned:
                    on_warning(warning)
                return store
        except (OSError, RuntimeError):
            pass
        # Damaged, or just now cleared away: it is made anew.
        _remove(folder)
        return None

    def drop(self, files: Sequence[str]) -> None:
        """Remove the index of these files."""
        _remove(self._folder / self._key(files))

    def make(self, files: Sequence[str], patience: float = -1) -> bool:
        """Index the files, unless that is done; tell whether there is an index of what they hold now.

        One process at a time indexes the same files: another is waited for, for `patience` seconds (-1: for as long
        as it takes). Raises GraphFileError for a file that cannot be read, OSError where the index cannot be written.
        """
        from filelock import Timeout

        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        paths = _key_of_paths(files)
        try:
            with self._lock(paths, patience):
                key = self._key(files)
                if not (self._folder / key).exists():
                    self._remove_all(f"{paths}-*{_UNFINISHED}")  # a killed process left it
                    self._make_whole(key, files)
                    # What the files held before is not asked any more.
                    self._remove_all(f"{paths}-*", but=key)
        except (Timeout, _OutdatedError):
            return False
        self._remove_leftovers()
        self._make_room()
        return True

    def is_in_the_making(self, files: Sequence[str]) -> bool:
        """Tell whether a process is indexing these files, as they are or as they were."""
        paths = _key_of_paths(files)
        return any(self._folder.glob(f"{paths}-*{_UNFINISHED}")) and self._is_locked(paths)

    def in_the_making(self) -> list[Index]:
        """Return the indexes that processes are making."""
        return [
            _unfinished_index(folder)
            for folder in self._folder.glob(f"*{_UNFINISHED}")
            if self._is_locked(_paths_of(folder)) and folder.exists()
        ]

    def listed(self) -> list[Index]:
        """Return the indexes that are whole, the last used first."""
        whole = []
        for about in self._folder.glob(f"*/{_ABOUT}"):
            with suppress(FileNotFoundError):  # another process clears it away just now
                if about.parent.suffix == "":
                    whole.append(_index(about.parent))
        return sorted(whole, key=lambda index: -index.used)

    def _make_whole(self, key: str, files: Sequence[str]) -> None:
        """Make the index in a folder of its own, and give it its name when it is whole.

        Raises _OutdatedError where the files do not hold any more what they held, or the folder is gone.
        """
        from tempfile import mkdtemp

        unfinished = Path(mkdtemp(_UNFINISHED, f"{key}-", self._folder))
        as_they_were = _states(files)

        def require_use() -> None:
            if not unfinished.exists() or _states(files) != as_they_were:
                raise _OutdatedError

        try:
            _fill(unfinished, files, require_use)
            require_use()
            # Two changes within one tick of the clock leave the same times; the content tells.
            if self._key(files) != key:
                raise _OutdatedError
            (unfinished / _FILES).unlink()
            unfinished.rename(self._folder / key)
        except (OSError, RuntimeError):
            require_use()  # without its folder the engine fails in its own words
            raise
        finally:
            _remove(unfinished)

    def _remove_leftovers(self) -> None:
        """Remove what killed processes left of other indexes."""
        from filelock import Timeout

        for unfinished in self._folder.glob(f"*{_UNFINISHED}"):
            with suppress(Timeout), self._lock(_paths_of(unfinished), 0):
                _remove(unfinished)

    def _remove_all(self, pattern: str, but: str = "") -> None:
        for folder in self._folder.glob(pattern):
            if folder.name != but:
                _remove(folder)

    def _lock(self, paths: str, patience: float) -> BaseFileLock:
        """Return the lock that whoever indexes files holds: the system releases it however its holder ends.

        A process number would not tell: it is given again, and where nobody asks how a process ended it stays for ever.
        """
        from filelock import FileLock

        return FileLock(self._folder / f"{paths}{_LOCK}", timeout=patience)

    def _is_locked(self, paths: str) -> bool:
        from filelock import Timeout

        try:
            with self._lock(paths, 0):
                return False
        except Timeout:
            return True

    def _make_room(self) -> None:
        total = 0
        for rank, index in enumerate(self.listed()):
            total += index.size
            if rank and total > _MOST_BYTES:
                _remove(index.folder)

    def _key(self, files: Sequence[str]) -> str:
        """Return what tells these files, as they are now, from all others."""
        import hashlib

        content = " ".join(fingerprint(Path(name), self._folder / _NOTES) for name in files)
        return f"{_key_of_paths(files)}-{hashlib.sha256(content.encode()).hexdigest()}"


def _key_of_paths(files: Sequence[str]) -> str:
    """Return a hash of the files' absolute paths; paths count because relative IRIs resolve against them."""
    import hashlib

    from pyoxigraph import __version__

    names = "\n".join(os.path.realpath(name) for name in files)
    return hashlib.sha256(os.fsencode(f"{_FORM} {__version__}\n{names}")).hexdigest()[:32]


class _About(NamedTuple):
    """What an index says of itself: its files, the checksum of each file of its store, what was said of its files."""

    files: tuple[str, ...]
    checksums: Mapping[str, int]
    warned: tuple[GraphFileWarning, ...]

    @classmethod
    def read(cls, folder: Path) -> _About | None:
        """Return what an index says of itself, None where it cannot be understood; raises OSError where it is gone."""
        import json
        import zlib

        checksum, _, text = (folder / _ABOUT).read_bytes().partition(b" ")
        if checksum != f"{zlib.crc32(text):08x}".encode():
            return None
        try:
            about = json.loads(text)
            warned = tuple(_WARNINGS[kind](file, said) for kind, file, said in about["warnings"])
            return cls(tuple(about["files"]), about["checksums"], warned)
        except (KeyError, TypeError, ValueError):
            return None  # written by another version

    def write(self, folder: Path) -> None:
        """Write what `read` reads."""
        import json
        import zlib

        warned = [[type(warning).__name__, warning.file, warning.said] for warning in self.warned]
        text = json.dumps({"files": self.files, "checksums": self.checksums, "warnings": warned}).encode()
        (folder / _ABOUT).write_bytes(b"%08x %b" % (zlib.crc32(text), text))


_WARNINGS = {kind.__name__: kind for kind in (GraphFileWarning, LossWarning)}


def _checksums(store: Path, names: Iterable[str]) -> dict[str, int]:
    """Return the CRC-32 of files in a folder; raises OSError for one that is gone.

    It finds every single flipped bit (and every burst of up to 32), at a gigabyte a second.
    """
    import zlib

    sums = {}
    buffer = memoryview(bytearray(_READ_AT_ONCE))
    for name in names:
        checksum = 0
        with (store / name).open("rb", buffering=0) as stream:
            while size := stream.readinto(buffer):
                checksum = zlib.crc32(buffer[:size], checksum)
        sums[name] = checksum
    return sums


def _fill(folder: Path, files: Sequence[str], require_use: Callable[[], None]) -> None:
    """Write the store of the files into a folder, and last what it is of; `require_use` is called again and again."""
    import json

    from pyoxigraph import Store

    paths = tuple(str(Path(name).resolve()) for name in files)
    (folder / _FILES).write_text(json.dumps(paths), "ascii")
    warned: list[GraphFileWarning] = []
    store = Store(str(folder / _STORE))
    read_files(files, into=store, on_warning=warned.append, before_read=require_use)
    # As loaded it is many small overlapping files; merged, a query takes half the time.
    store.optimize()
    store.flush()
    del store
    names = sorted(path.name for path in (folder / _STORE).iterdir() if not path.name.startswith(_NO_DATA))
    _About(paths, _checksums(folder / _STORE, names), tuple(warned)).write(folder)


def _states(files: Sequence[str]) -> list[list[int]]:
    """Return what the system says of files, which changes with them; a file that is gone has changed."""
    try:
        return [state_of(Path(name).stat()) for name in files]
    except OSError:
        return []


def _remove(folder: Path) -> None:
    import shutil

    shutil.rmtree(folder, ignore_errors=True)


def _paths_of(folder: Path) -> str:
    """Return the hash of the files' paths, with which the name of an index begins."""
    return folder.name.partition("-")[0]


def _unfinished_index(folder: Path) -> Index:
    import json

    try:
        files, begun = tuple(json.loads((folder / _FILES).read_bytes())), (folder / _FILES).stat().st_mtime
    except (OSError, ValueError):  # it begins just now, or is done
        files, begun = (), time.time()
    return Index(folder, files, size_of(folder), begun)


def _index(folder: Path) -> Index:
    about = _About.read(folder)
    files = about.files if about is not None else ("(damaged, or of another version)",)
    return Index(folder, files, size_of(folder), folder.stat().st_mtime)
