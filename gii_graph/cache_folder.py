"""Where indexes, registries and notes of builds are kept for the next time, by the command and by Python alike."""

from __future__ import annotations

import os
from pathlib import Path

__all__ = ["cache_folder"]


def cache_folder() -> Path:
    """Return GII_GRAPH_CACHE, else the folder that the system has for a user's caches."""
    if folder := os.environ.get("GII_GRAPH_CACHE"):
        return Path(folder)
    from platformdirs import user_cache_path

    return user_cache_path("gii-graph", appauthor=False)
