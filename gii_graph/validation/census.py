"""How many nodes of each class have each property, and how many values: one pass over a graph that spares many."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple, cast

from gii_graph.vocabulary import RDF

if TYPE_CHECKING:
    from pyoxigraph import QuerySolutions, Store

__all__ = ["Census", "Count", "take_census"]

_CENSUS: Final = f"""SELECT ?class ?property (COUNT(*) AS ?values) (COUNT(DISTINCT ?node) AS ?nodes) WHERE {{
    ?node <{RDF.type}> ?class ; ?property ?value
}} GROUP BY ?class ?property"""


class Count(NamedTuple):
    """How many nodes of a class have a property, and how many values all of them together."""

    nodes: int
    values: int


@dataclass(frozen=True, slots=True)
class Census:
    """The counts by the IRIs of class and property; what does not occur is absent."""

    counts: dict[tuple[str, str], Count]

    def nodes(self, name: str) -> int:
        """Return how many nodes are of a class."""
        return self.counts.get((name, RDF.type), Count(0, 0)).nodes

    def values(self, name: str, predicate: str) -> tuple[int, int]:
        """Return how many values of a property each node of a class surely has at least, and at most."""
        nodes = self.nodes(name)
        with_values, values = self.counts.get((name, predicate), Count(0, 0))
        return int(nodes == with_values), min(values, 1 + values - with_values)


def take_census(store: Store) -> Census:
    """Return the census of the default graph."""
    counts = {}
    for solution in cast("QuerySolutions", store.query(_CENSUS)):
        key = (getattr(solution["class"], "value", ""), solution["property"].value)
        counts[key] = Count(int(solution["nodes"].value), int(solution["values"].value))
    return Census(counts)
