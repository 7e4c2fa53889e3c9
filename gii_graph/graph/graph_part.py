"""A part of a graph: all that some reader of a graph needs of it, so that no more is fetched or held."""

from __future__ import annotations

from typing import NamedTuple

from pyoxigraph import Quad, Triple

from gii_graph.vocabulary import RDF

__all__ = ["GraphPart"]


class GraphPart(NamedTuple):
    """The statements of some properties, and which nodes are of some classes."""

    properties: frozenset[str]
    classes: frozenset[str] = frozenset()

    def __or__(self, other: object) -> GraphPart:
        """Return what is in either part."""
        if not isinstance(other, GraphPart):
            return NotImplemented
        return GraphPart(self.properties | other.properties, self.classes | other.classes)

    def has(self, statement: Triple | Quad) -> bool:
        """Tell whether a statement is in this part."""
        predicate = statement.predicate.value
        return predicate in self.properties or (
            predicate == RDF.type and getattr(statement.object, "value", "") in self.classes
        )
