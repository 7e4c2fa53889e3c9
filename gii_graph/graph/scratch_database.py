"""SQLite as a working file: nobody else reads it, and after a failure it is thrown away."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from gii_graph.errors import OutputError

__all__ = ["errors_for", "scratch_database"]


def scratch_database(path: Path, tables: str, cache: int) -> sqlite3.Connection:
    """Return a new database in a file, with its tables; the cache is in kilobytes. Raises sqlite3.Error."""
    database = sqlite3.connect(path, isolation_level=None)
    for setting in ("page_size = 16384", "journal_mode = OFF", "synchronous = OFF", f"cache_size = -{cache}"):
        database.execute(f"PRAGMA {setting}")
    database.executescript(tables)
    return database


@contextmanager
def errors_for(purpose: Path) -> Iterator[None]:
    """Raise OutputError, which names what the file is for, in place of an error of SQLite."""
    try:
        yield
    except sqlite3.Error as error:
        raise OutputError(str(purpose), f"cannot be written ({error}); choose another place with -o") from error
