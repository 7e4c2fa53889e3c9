"""Where indexes, registries and notes of builds are kept for the next time, by the command and by Python alike."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

__all__ = ["cache_folder", "size_of"]


def cache_folder() -> Path:
    """Return GII_GRAPH_CACHE, else the folder that the system has for a user's caches."""
    if folder := os.environ.get("GII_GRAPH_CACHE"):
        return Path(folder)
    from platformdirs import user_cache_path

    return user_cache_path("gii-graph", appauthor=False)


def size_of(path: Path) -> int:
    """Return the bytes of a file, or of all files in a folder; of what is gone, none."""
    return sum(map(_size_of_file, path.rglob("*"))) if path.is_dir() else _size_of_file(path)


def _size_of_file(path: Path) -> int:
    with suppress(OSError):  # another process may remove it just now
        if path.is_file():
            return path.stat().st_size
    return 0
