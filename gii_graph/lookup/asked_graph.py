"""A graph that is asked for some of its statements at a time, as a triple store is."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any, Protocol

from pyoxigraph import Triple

__all__ = ["AskedGraph"]


class AskedGraph(Protocol):
    """What answers all of a question, or raises."""

    def about(self, nodes: Iterable[str], properties: Collection[str] = ()) -> Iterator[Triple]:
        """Yield what is stated of some nodes, of some properties alone where they are given."""

    def leading_to(self, nodes: Iterable[str], predicate: str) -> Iterator[Triple]:
        """Yield the statements of a property that lead to some nodes."""

    def matching(self, where: str, predicate: str) -> Iterator[Triple]:
        """Yield statements of a property; `where` is a group graph pattern that binds ?s and ?o."""

    def rows(self, query: str, columns: Sequence[str]) -> list[tuple[Any, ...]]:
        """Return the rows of a query that has few, as of an aggregate; each has a value in all of these columns."""

    def confirm(self) -> None:
        """Raise an error where the graph has changed since it was first asked."""
