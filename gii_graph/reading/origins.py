"""Where a profile's text was fetched from, and when: told by a table, or by a file beside the text.

Beside `beijing.txt` stands `beijing.txt.source`, whose lines are `url: https://...` and `fetched: 2024-11-20`. A
table has the columns `file`, `url` and `fetched`; a file in it is named by its path, or by as much of its end as no
other has.

Most builds have neither, so that what reads them is imported when there is one.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from gii_graph.errors import RegistryError, SourceError
from gii_graph.files import reason
from gii_graph.reading.profile_files import source_name
from gii_graph.reading.storage import DISK

if TYPE_CHECKING:
    from gii_graph.profile import Origin
    from gii_graph.reading.storage import Storage

__all__ = ["Origins", "find_origins"]

_BESIDE = ".source"
_KEYS = ("url", "fetched")
_ADVICE = "its first line is file, url, fetched"
# A host, then anything but what no IRI has (RFC 3987).
_ADDRESS = re.compile(r"""https?://[^\x00-\x20<>"{}|^`\\/?#]+[^\x00-\x20<>"{}|^`\\]*""")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")


class Origins(NamedTuple):
    """Origins by a file's name (without folders) and SHA-256, and a sentence for each row that names no file read."""

    by_content: Mapping[tuple[str, str], Origin]
    unused: tuple[str, ...]


class _Told(NamedTuple):
    """What a table or a file says of a text, and where."""

    origin: Origin
    file: str
    line: int


def find_origins(paths: Sequence[str], table: Path | None = None, storage: Storage = DISK) -> Origins:
    """Return where the texts at some paths are from, as the files beside them say, and a table if there is one.

    The texts, and the files beside them, lie in `storage`, the table on the disk.

    Raises RegistryError where a file or table cannot be read, an address or a date is none, or two say different things
    of one text.
    """
    told: defaultdict[str, list[_Told]] = defaultdict(list)
    for path in _with_a_file_beside(paths, storage):
        told[path].append(_read_beside(path + _BESIDE, storage))
    unused: list[str] = []
    for name, row in _read_table(table) if table else ():
        named = _named(paths, name)
        if len(named) > 1:
            raise RegistryError(row.file, f"means {' or '.join(named)} by {name}; write more of the path", row.line)
        if named:
            told[named[0]].append(row)
        else:
            unused.append(
                f"{row.file}:{row.line}: names {name}, which is no file that was read; its address is not used."
            )
    by_content = {}
    for path, rows in told.items():
        content = next(storage.contents([path]))
        if isinstance(content, SourceError):
            continue  # the build says that it cannot be read
        sha256 = hashlib.sha256(content).hexdigest()
        by_content[source_name(os.path.basename(path)), sha256] = _agreed(path, rows)
    return Origins(by_content, tuple(unused))


def _with_a_file_beside(paths: Iterable[str], storage: Storage) -> Iterator[str]:
    """Yield the paths that have a file beside them; each folder is looked into once."""
    names: dict[str, set[str]] = {}
    for path in paths:
        folder, name = os.path.split(path)
        if folder not in names:
            names[folder] = {other for other in storage.names_in(folder) if other.endswith(_BESIDE)}
        if name + _BESIDE in names[folder]:
            yield path


def _read_beside(file: str, storage: Storage) -> _Told:
    content = next(storage.contents([file]))
    try:
        if isinstance(content, SourceError):
            raise RegistryError(file, f"cannot be read ({content.found}); its lines are url: and fetched:")
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RegistryError(file, f"cannot be read ({reason(error)}); its lines are url: and fetched:") from error
    cells: dict[str, str] = {}
    for line, written in enumerate(text.splitlines(), start=1):
        name, colon, value = (part.strip() for part in written.partition(":"))
        if not written.strip() or written.startswith("#"):
            continue
        if not colon or name.lower() not in _KEYS or name.lower() in cells:
            raise RegistryError(
                file, f"says {written.strip()!r}, expected one line url: and one fetched:; write it so", line
            )
        cells[name.lower()] = value
    return _Told(_origin(cells, file, 1), file, 1)


def _read_table(table: Path) -> Iterator[tuple[str, _Told]]:
    """Yield the name of a file, and what is told of it."""
    from gii_graph.edited_tables import read_edited_table

    for row in read_edited_table(table, ("file", "url"), _ADVICE):
        if not row.cells["file"]:
            raise RegistryError(str(table), "has a row without a file; name the text that was fetched", row.line)
        yield row.cells["file"], _Told(_origin(row.cells, str(table), row.line), str(table), row.line)


def _origin(cells: Mapping[str, str], file: str, line: int) -> Origin:
    from gii_graph.profile import Origin

    url, fetched = cells.get("url", ""), cells.get("fetched", "")
    if not url and not fetched:
        raise RegistryError(file, "says neither url nor fetched; write at least one", line)
    if url and not _ADDRESS.fullmatch(url):
        raise RegistryError(file, f"has the address {url!r}, expected one that begins with http or https", line)
    if fetched and not _is_date(fetched):
        raise RegistryError(file, f"has the day {fetched!r}, expected one such as 2024-11-20", line)
    return Origin(url, fetched)


def _is_date(day: str) -> bool:
    from datetime import date

    try:
        return bool(_DATE.fullmatch(day) and date.fromisoformat(day))
    except ValueError:
        return False


def _named(paths: Sequence[str], name: str) -> list[str]:
    """Return the paths that a name means: the one that is it, else all that end in it."""
    parts = Path(name).parts
    return [path for path in paths if path == name] or [
        path for path in paths if Path(path).parts[-len(parts) :] == parts
    ]


def _agreed(path: str, rows: Sequence[_Told]) -> Origin:
    """Return what all rows say of a text."""
    first, *others = rows
    for other in others:
        if other.origin != first.origin:
            raise RegistryError(
                other.file, f"and {first.file}:{first.line} say different things of {path}; keep one", other.line
            )
    return first.origin
