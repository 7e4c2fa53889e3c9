"""A force layout by stress: drawn distance follows distance in the graph."""

from __future__ import annotations

import math
import random
from collections.abc import Mapping, Sequence
from heapq import heappop, heappush
from typing import Final

__all__ = ["MOST_PAIRS", "Point", "stress_layout"]

Point = tuple[float, float]
_Pair = tuple[
    int, int, float, float
]  # two nodes by number, their distance, and how much that counts: its inverse square
_SEED = 2024
_ROUNDS = 14
_LAST_STEP = 0.1
_MANY_PAIRS = 1_000
MOST_PAIRS: Final = 12_000  # above this, distances to a sample of far nodes stand for all; keeps time near linear


def stress_layout(neighbours: Mapping[str, Mapping[str, float]], most_pairs: int = MOST_PAIRS) -> dict[str, Point]:
    """Return positions of the nodes of one connected graph, middle at the origin; edges have the lengths wanted.

    Of more pairs than `most_pairs` a sample is looked at, and the ends of all edges.
    Stochastic gradient descent on stress: Zheng, Pawar and Goodman, "Graph Drawing by Stochastic Gradient
    Descent" (2018). The same graph gives the same positions on every machine.
    """
    names = sorted(neighbours)
    if len(names) == 1:
        return {names[0]: (0.0, 0.0)}
    chance = random.Random(_SEED)  # noqa: S311 - a layout, not a secret
    pairs = _pairs(names, neighbours, chance, most_pairs)
    at = [(chance.uniform(-1, 1), chance.uniform(-1, 1)) for _ in names]
    xs, ys = [x for x, _ in at], [y for _, y in at]
    longest = max(distance for _, _, distance, _ in pairs)
    first_step = float(longest**2)
    chance.shuffle(pairs)
    for turn in range(_ROUNDS):
        step = first_step * math.exp(math.log(_LAST_STEP / first_step) * turn / (_ROUNDS - 1))
        _relax(pairs, xs, ys, step)
        pairs = _reordered(pairs, chance)
    return _turned_wide(dict(zip(names, zip(xs, ys, strict=True), strict=True)))


def _reordered(pairs: list[_Pair], chance: random.Random) -> list[_Pair]:
    """Return pairs in another order: few are shuffled; of many a part is turned round, a hundred times as fast."""
    if len(pairs) < _MANY_PAIRS:
        chance.shuffle(pairs)
        return pairs
    cut = chance.randrange(len(pairs))
    return pairs[:cut][::-1] + pairs[cut:]


def _relax(pairs: list[_Pair], xs: list[float], ys: list[float], step: float) -> None:
    """Move the nodes of each pair towards their distance, by at most all that is missing."""
    root = math.sqrt
    for i, j, distance, weight in pairs:
        dx, dy = xs[i] - xs[j], ys[i] - ys[j]
        length = root(dx * dx + dy * dy) or 1e-9
        share = step * weight
        move = (share if share < 1.0 else 1.0) * (length - distance) / (2 * length)  # noqa: FURB136 - a call takes long
        dx *= move
        dy *= move
        xs[i] -= dx
        ys[i] -= dy
        xs[j] += dx
        ys[j] += dy


def _pairs(
    names: list[str], neighbours: Mapping[str, Mapping[str, float]], chance: random.Random, most: int
) -> list[_Pair]:
    """Pairs of node numbers with their distance along edges and its weight."""
    index = {name: i for i, name in enumerate(names)}
    share = min(1.0, 2 * most / len(names) ** 2)
    pivots = names if share == 1.0 else sorted(chance.sample(names, max(8, int(len(names) * share))))
    pairs: list[_Pair] = []
    for name in pivots:
        for other, distance in _distances(name, neighbours).items():
            if index[other] > index[name] or (share < 1.0 and other != name):
                pairs.append((index[name], index[other], distance, distance**-2))
    if share < 1.0:
        pairs += [
            (index[a], index[b], length, length**-2) for a in names for b, length in neighbours[a].items() if a < b
        ]
    return pairs


def _distances(start: str, neighbours: Mapping[str, Mapping[str, float]]) -> dict[str, float]:
    """Return the length of the shortest way to every node (Dijkstra's algorithm)."""
    lengths: dict[str, float] = {}
    waiting = [(0.0, start)]
    while waiting:
        length, name = heappop(waiting)
        if name not in lengths:
            lengths[name] = length
            for other, step in neighbours[name].items():
                if other not in lengths:
                    heappush(waiting, (length + step, other))
    return lengths


def _turned_wide(at: Mapping[str, Sequence[float]]) -> dict[str, Point]:
    """Turn the longest axis level, since screens are wide, and put the middle at the origin."""
    n = len(at)
    mx, my = sum(p[0] for p in at.values()) / n, sum(p[1] for p in at.values()) / n
    xx = sum((p[0] - mx) ** 2 for p in at.values())
    yy = sum((p[1] - my) ** 2 for p in at.values())
    xy = sum((p[0] - mx) * (p[1] - my) for p in at.values())
    angle = 0.5 * math.atan2(2 * xy, xx - yy)
    cos, sin = math.cos(angle), math.sin(angle)
    return {
        name: ((p[0] - mx) * cos + (p[1] - my) * sin, (p[1] - my) * cos - (p[0] - mx) * sin) for name, p in at.items()
    }
