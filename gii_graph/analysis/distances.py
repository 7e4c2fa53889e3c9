"""How far the nodes of a network are from each other, counted for many of them in one step.

A set of nodes is one whole number with a bit for each: a step along all ties is one "or" a tie, whatever the number of
nodes that it is taken for.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

__all__ = ["Reach", "reaches"]

# Nodes that are followed at once: each node of the network then takes about a kilobyte.
_AT_ONCE = 8192


class Reach(NamedTuple):
    """From how many other nodes a node can be reached, and the sum of the least numbers of ties on the way."""

    nodes: int
    distance: int


def reaches(count: int, ties: Iterable[tuple[int, int]], at_once: int = _AT_ONCE) -> list[Reach]:
    """Return of each node, 0 to `count` - 1, how it is reached along `ties`, which lead from the first to the second.

    `at_once` nodes are followed together; the result does not depend on it.
    Breadth-first search from all nodes at once, as in Then and others 2014, doi:10.14778/2735496.2735507.
    """
    targets: list[list[int]] = [[] for _ in range(count)]
    for source, target in set(ties):
        targets[source].append(target)
    nodes, distances = [0] * count, [0] * count
    for first in range(0, count, at_once):
        new = {node: 1 << (node - first) for node in range(first, min(first + at_once, count))}
        seen = [0] * count
        steps = 0
        while new:
            for node, sources in new.items():
                seen[node] |= sources
                nodes[node] += sources.bit_count() if steps else 0
                distances[node] += steps * sources.bit_count()
            new = _step(new, targets, seen)
            steps += 1
    return [Reach(*pair) for pair in zip(nodes, distances, strict=True)]


def _step(new: dict[int, int], targets: list[list[int]], seen: list[int]) -> dict[int, int]:
    """Return for each node the sources that come to it for the first time, from where they came the step before."""
    coming: dict[int, int] = {}
    for node, sources in new.items():
        for target in targets[node]:
            coming[target] = coming.get(target, 0) | sources
    return {node: fresh for node, sources in coming.items() if (fresh := sources & ~seen[node])}
