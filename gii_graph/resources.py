"""Where the shipped data is: the ontology and the queries, from a checkout and from a wheel alike."""

from __future__ import annotations

from pathlib import Path

__all__ = ["ontology_folder", "queries_folder"]

_PACKAGE = Path(__file__).resolve().parent


def _folder(name: str) -> Path:
    installed = _PACKAGE / "shipped" / name
    return installed if installed.is_dir() else _PACKAGE.parent / name


def ontology_folder() -> Path:
    """Return the folder with `gii.ttl` and `shapes.ttl`."""
    return _folder("ontology")


def queries_folder() -> Path:
    """Return the folder with the shipped `.rq` files."""
    return _folder("queries")
