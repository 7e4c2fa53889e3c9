"""The indexes of large graphs that this user has, in the cache folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gii_graph.cache_folder import cache_folder

if TYPE_CHECKING:
    from gii_graph.sparql.graph_index import Indexes

__all__ = ["indexes"]


def indexes() -> Indexes:
    """Return the indexes of this user."""
    from gii_graph.sparql.graph_index import Indexes

    return Indexes(cache_folder() / "indexes")
