"""Where the shipped data is: the ontology and the queries, from a checkout and from a wheel alike.

Names are joined by `os.path` here: loading pathlib would add a tenth to a fifth to the start of a query.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["ontology_folder", "queries_folder", "query_file"]

_PACKAGE = os.path.dirname(os.path.abspath(__file__))


def _folder(name: str) -> str:
    installed = os.path.join(_PACKAGE, "shipped", name)
    return installed if os.path.isdir(installed) else os.path.join(os.path.dirname(_PACKAGE), name)


def ontology_folder() -> Path:
    """Return the folder with `gii.ttl`, `shapes.ttl` and `shapes-sparql.ttl`."""
    from pathlib import Path

    return Path(_folder("ontology"))


def queries_folder() -> Path:
    """Return the folder with the shipped `.rq` files."""
    from pathlib import Path

    return Path(_folder("queries"))


def query_file(name: str) -> str:
    """Return the path that the shipped query `name` has, whether it is there or not."""
    return os.path.join(_folder("queries"), f"{name}.rq")
