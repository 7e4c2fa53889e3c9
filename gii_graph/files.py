"""Outputs that are whole or not there: written beside the target, then renamed over it.

What only writing needs is imported when something is written, so that a query starts without it.
"""

from __future__ import annotations

import errno
import io
import os
import shutil
import stat
import time
from collections.abc import Container, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, BinaryIO, Final, TextIO

from gii_graph.errors import OutputError

if TYPE_CHECKING:
    from pathlib import Path

__all__ = [
    "clear_abandoned",
    "clear_abandoned_in",
    "new_folder",
    "read_small_text",
    "readable_name",
    "reason",
    "replacing",
    "replacing_bytes",
    "standing_for",
    "text_lines",
    "unfinished_beside",
]

# Tables and queries that people write have some kilobytes; what has more than this is another file by mistake.
_SMALL: Final = 50_000_000
# Bytes that are written at once: a graph comes in thousands of pieces.
_BUFFER: Final = 1 << 16
# A killed run leaves its unfinished file behind. After this many seconds nobody is writing it any more.
_ABANDONED: Final = 3600

# Files that are there for one run alone, and what they hold.
_STANDING_FOR: dict[str, str] = {}


def read_small_text(path: str | Path) -> str:
    """Return the text of a UTF-8 file, with or without a byte order mark, in bounded memory.

    Raises OSError where the file cannot be read or has over 50 MB, UnicodeDecodeError where it is not UTF-8.
    """
    with open(path, "rb") as stream:  # noqa: PTH123  # pathlib would delay the start of a query
        content = stream.read(_SMALL + 1)
    if len(content) > _SMALL:
        raise OSError(errno.EFBIG, f"it has over {_SMALL:,} bytes", str(path))
    return io.TextIOWrapper(io.BytesIO(content), encoding="utf-8-sig").read()


def text_lines(path: str | Path) -> Iterator[str]:
    r"""Yield the lines of a UTF-8 file of any size, with or without a byte order mark; they end in "\n", "\r" or both.

    Raises OSError where the file cannot be read or a line has over 50 MB, UnicodeDecodeError, which tells the place in
    the file, where it is not UTF-8.
    """
    before = 0
    with open(path, "rb") as stream:  # noqa: PTH123
        while line := stream.readline(_SMALL + 1):
            if len(line) > _SMALL:
                raise OSError(errno.EFBIG, f"it has over {_SMALL:,} bytes in a line", str(path))
            try:
                text = line.decode("utf-8" if before else "utf-8-sig")
            except UnicodeDecodeError as error:
                error.start += before
                raise
            before += len(line)
            yield from io.StringIO(text, newline="")


def reason(error: OSError | UnicodeDecodeError) -> str:
    """Return why a file cannot be read, in a few words."""
    if isinstance(error, UnicodeDecodeError):
        return f"byte {error.start + 1} is no UTF-8"
    return error.strerror or str(error)


@contextmanager
def standing_for(path: str, name: str) -> Iterator[None]:
    """Have a file called `name` wherever people read of it while the block runs: it holds what was there."""
    _STANDING_FOR[path] = name
    try:
        yield
    finally:
        del _STANDING_FOR[path]


def readable_name(name: str) -> str:
    r"""Return a file's name as text that can be written anywhere: bytes that are no UTF-8 become `\xff`."""
    name = _STANDING_FOR.get(name, name)
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


@contextmanager
def replacing(path: Path) -> Iterator[TextIO]:
    r"""Open a UTF-8 text file that takes the place of `path` when the block ends without an error.

    Lines end in "\n" on every system. Missing folders are made. Until the end the old file stays as it was.
    Raises OutputError where the file cannot be written.
    """
    with replacing_bytes(path) as stream:
        text = io.TextIOWrapper(stream, encoding="utf-8", newline="\n")
        try:
            yield text
        finally:
            text.detach()  # writes out what is left; the stream below is not this wrapper's to close


@contextmanager
def replacing_bytes(path: Path, lasting: bool = True, *, tidying: bool = True) -> Iterator[BinaryIO]:
    """Open a file for bytes that takes the place of `path` as `replacing` does.

    A file that is not `lasting` may be lost, or be broken, if the power fails; any other is on the disk at the end.
    What killed runs left of earlier attempts is removed unless not `tidying`, for who writes thousands of files into
    a folder and calls `clear_abandoned_in` once.
    A link is followed: the file it leads to is replaced. What is not a regular file (`/dev/null`, `/dev/stdout`, a
    named pipe) is written to, never replaced.
    """
    if path.is_dir():
        raise OutputError(str(path), "is a folder; name a file to write")
    from pathlib import Path

    try:
        with _through(path) if _is_device(path) else _beside(Path(os.path.realpath(path)), lasting, tidying) as stream:
            yield stream
    except OSError as error:
        raise OutputError(
            str(path), f"cannot be written ({error.strerror or error}); choose another place with -o"
        ) from error


def _is_device(path: Path) -> bool:
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return False
    return not stat.S_ISREG(mode) and not stat.S_ISDIR(mode)


@contextmanager
def _through(path: Path) -> Iterator[BinaryIO]:
    with path.open("wb") as stream:
        yield stream


@contextmanager
def _beside(path: Path, lasting: bool, tidying: bool) -> Iterator[BinaryIO]:
    temporary: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = unfinished_beside(path)
        with open(unfinished, "xb", _BUFFER, opener=_private) as stream:  # Path.open takes no opener
            temporary = unfinished
            yield stream
            stream.flush()
            if lasting:
                os.fsync(stream.fileno())
        temporary.chmod(_mode(path))
        temporary.replace(path)
        temporary = None
        if tidying:
            clear_abandoned(path)
    finally:
        if temporary is not None:
            with suppress(OSError):
                temporary.unlink()


def _private(path: str, flags: int) -> int:
    """Open a file that only its owner may read: the output may replace one that is private."""
    return os.open(path, flags, 0o600)


@contextmanager
def new_folder(path: Path) -> Iterator[Path]:
    """Make a folder whose content is in place when the block ends without an error: under the name `path`, all at once.

    `path` may be an empty folder. Raises OutputError where it is anything else, or cannot be written.
    """
    from pathlib import Path

    try:
        target = Path(os.path.realpath(path))
        target.parent.mkdir(parents=True, exist_ok=True)
        unfinished = unfinished_beside(target)
        unfinished.mkdir()
        try:
            yield unfinished
            for file in unfinished.iterdir():
                with file.open("rb") as stream:
                    os.fsync(stream.fileno())
            with suppress(FileNotFoundError):
                target.rmdir()  # only an empty one can be removed so
            unfinished.rename(target)
        finally:
            shutil.rmtree(unfinished, ignore_errors=True)
        clear_abandoned(target)
    except OSError as error:
        raise OutputError(
            str(path), f"cannot be written ({error.strerror or error}); choose another place with -o"
        ) from error


def unfinished_beside(path: Path) -> Path:
    """Return a name for what is to take the place of `path` when it is whole: nobody else has it.

    A process number would not do: two containers that share a folder may have the same.
    """
    return path.with_name(f".{path.name}.{os.urandom(6).hex()}.part")


def clear_abandoned(path: Path) -> None:
    """Remove what killed runs left of earlier attempts to write `path`."""
    clear_abandoned_in(path.parent, (path.name,))


def clear_abandoned_in(folder: Path, names: Container[str]) -> None:
    """Remove what killed runs left of earlier attempts to write files of these names in a folder."""
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith(".") and entry.name.endswith(".part"):
                # The name of the file, then digits at random.
                if entry.name[1:].rsplit(".", 2)[0] not in names:
                    continue
                with suppress(OSError):
                    if time.time() - _last_written(folder / entry.name) > _ABANDONED:
                        _remove(folder / entry.name)


def _last_written(path: Path) -> float:
    """Return when a file, or any file in a folder, was last written, in seconds since 1970."""
    inside = path.iterdir() if path.is_dir() and not path.is_symlink() else ()
    return max(os.lstat(each).st_mtime for each in (path, *inside))


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink()


def _mode(path: Path) -> int:
    """Return the permissions of the file to replace, or those that a new file gets (temporary files are private)."""
    try:
        return path.stat().st_mode & 0o7777
    except OSError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask
