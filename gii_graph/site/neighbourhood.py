"""A small still picture of a node among its strongest ties: what it is tied to on the left, who is listed on the right.

Shapes and colours are those of the large picture; where each thing stands hangs on nothing but the graph.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from gii_graph.activities import ACTIVITY_OF_EDGE
from gii_graph.network.elements import COLLABORATION_KINDS, Edge, NetworkNode
from gii_graph.site.site_graph import SiteGraph

__all__ = ["Neighbour", "Neighbourhood", "neighbourhood"]

_SHOWN: Final = 8  # on each side; more cannot be read at this size
_ROW: Final = 30
_LABEL: Final = 30  # letters, capitals too
WIDTH: Final = 880
_CENTRE: Final = WIDTH / 2
_REACH: Final = 120  # from the middle to each side
_UNRANKED: Final = 3


class Neighbour(NamedTuple):
    """A node of the picture: where it is drawn, its shape, its label and the ways in which it is tied."""

    x: float
    y: float
    kind: str
    label: str
    name: str
    activities: Sequence[str]
    is_left: bool
    curve: str


class Neighbourhood(NamedTuple):
    """The picture: its height, where the node itself is drawn, its neighbours, and how many more there are."""

    width: int
    height: int
    x: float
    y: float
    neighbours: Sequence[Neighbour]
    more: Sequence[tuple[bool, int]]


def neighbourhood(graph: SiteGraph, node: NetworkNode) -> Neighbourhood | None:
    """Return the picture of a node's ties; None where it has none."""
    ties: defaultdict[str, list[Edge]] = defaultdict(list)
    for edge in graph.edges_of(node.iri):
        other = edge.target if edge.source == node.iri else edge.source
        if other != node.iri:
            ties[other].append(edge)
    if not ties:
        return None
    ranked = sorted(ties, key=lambda iri: (-sum(map(_weight, ties[iri])), iri))
    left = [iri for iri in ranked if any(edge.kind in COLLABORATION_KINDS for edge in ties[iri])]
    right = [iri for iri in ranked if iri not in left]
    if not left:  # an agent: its clusters on both sides
        left, right = right[: len(right) // 2], right[len(right) // 2 :]
    rows = max(min(len(left), _SHOWN), min(len(right), _SHOWN))
    height = max(rows + 1, 4) * _ROW
    middle = height / 2
    sides = [(True, left), (False, right)]
    neighbours = [one for is_left, side in sides for one in _placed(graph, side[:_SHOWN], ties, middle, is_left)]
    more = [(is_left, len(side) - _SHOWN) for is_left, side in sides if len(side) > _SHOWN]
    return Neighbourhood(WIDTH, height + (_ROW if more else 0), _CENTRE, middle, neighbours, more)


def _weight(edge: Edge) -> float:
    return sum(1 / (mention.rank or _UNRANKED) for mention in edge.mentions) or 1 / _UNRANKED


def _placed(
    graph: SiteGraph, side: Sequence[str], ties: dict[str, list[Edge]], middle: float, is_left: bool
) -> Iterable[Neighbour]:
    x = _CENTRE - _REACH if is_left else _CENTRE + _REACH
    top = middle - (len(side) - 1) * _ROW / 2
    for number, iri in enumerate(side):
        other, y = graph.network.nodes[iri], top + number * _ROW
        activities = sorted({ACTIVITY_OF_EDGE[edge.kind].name for edge in ties[iri]})
        bend = (x + _CENTRE) / 2
        curve = f"M{_CENTRE:g} {middle:g}C{bend:g} {middle:g} {bend:g} {y:g} {x:g} {y:g}"
        yield Neighbour(x, y, other.kind, _shortened(other.label), other.label, activities, is_left, curve)


def _shortened(label: str) -> str:
    return label if len(label) <= _LABEL else f"{label[: _LABEL - 1].rstrip()}…"
