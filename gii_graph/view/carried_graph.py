"""The graph whose questions and answers a page carries."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from gii_graph.graph.graph_statements import GraphStatements
from gii_graph.view.free_answers import FreeAnswers

if TYPE_CHECKING:
    from pyoxigraph import Store

__all__ = ["CarriedGraph"]


class CarriedGraph:
    """A graph in a store, which is asked, and as statements, in which a node is looked up ten times as fast."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.free_answers = FreeAnswers(store)

    @cached_property
    def statements(self) -> GraphStatements:
        """All that the store states of named nodes."""
        from pyoxigraph import DefaultGraph

        return GraphStatements(self.store.quads_for_pattern(None, None, None, DefaultGraph()))
