"""Measures of one cluster in the collaboration network.

Each takes a `CollaborationNetwork` and returns one value a cluster, by its number; None is what cannot be known.

PageRank and HITS are sums over the ties, repeated until they stand still; networkx does the same by way of numpy and
scipy, 216 MB to install. Closeness is counted for many clusters at once, forty times as fast at 10,000 of them. The
tests hold ours equal to networkx's.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

from gii_graph.analysis.collaboration import CollaborationNetwork
from gii_graph.analysis.distances import reaches
from gii_graph.analysis.measure import measure

__all__ = [
    "authority",
    "betweenness",
    "closeness",
    "community",
    "component",
    "core",
    "hub",
    "in_degree",
    "out_degree",
    "page_rank",
    "reciprocated",
    "times_named",
    "weighted_in_degree",
    "weighted_out_degree",
]

Values: TypeAlias = Sequence[float | int | None]

_SEED = 2024  # pivots are drawn at random; a fixed seed gives the same every time
_DAMPING = 0.85
_STILL = 1e-13  # sum of changes at which an iteration has come to rest
_MOST_ROUNDS = 10_000
_EXACT_UP_TO = 2_000  # clusters; betweenness takes time in proportion to clusters times ties
_PIVOTS = 500


@measure(
    "How many clusters name it as a top partner.",
    source="degree centrality, Freeman 1978, doi:10.1016/0378-8733(78)90021-7.",
    limit=(
        "how many clusters work with it. A profile names its top three partners only, and only clusters with "
        "a profile can name anyone."
    ),
)
def in_degree(network: CollaborationNetwork) -> Values:
    """Return in degree of each cluster."""
    return _sums(network, dict.fromkeys(network.ties, 1), end=1)


@measure(
    "How many clusters it names as top partners.",
    source="degree centrality, Freeman 1978, doi:10.1016/0378-8733(78)90021-7.",
    limit=(
        "how many partners it has. It names three for patents and three for articles at most; what lies "
        "between three and six is how different the two lists are. Without a profile it is not known."
    ),
)
def out_degree(network: CollaborationNetwork) -> Values:
    """Return out degree of each cluster."""
    return _only_profiled(network, _sums(network, dict.fromkeys(network.ties, 1), end=0))


@measure(
    "How often it is named: patents and articles, and each edition, count separately.",
    source="degree of a multigraph, counted.",
    limit="how much is done together; a tie has a rank but no size.",
)
def times_named(network: CollaborationNetwork) -> Values:
    """Return times named of each cluster."""
    return _sums(network, network.ties, end=1)


@measure(
    "How prominently it is named: the sum of 1/rank over the ties that name it.",
    source=("node strength, Barrat and others 2004, doi:10.1073/pnas.0400087101, with reciprocal ranks as weights."),
    limit=(
        "how much is done together; that a first partner weighs twice a second one is our choice, not the source's."
    ),
)
def weighted_in_degree(network: CollaborationNetwork) -> Values:
    """Return weighted in degree of each cluster."""
    return _sums(network, network.weights, end=1)


@measure(
    "Sum of 1/rank over the ties by which it names others.",
    source=("node strength, Barrat and others 2004, doi:10.1073/pnas.0400087101, with reciprocal ranks as weights."),
    limit=(
        "how open it is. With three partners named for each activity it is the same for nearly all (11/6 for "
        "each list). Without a profile it is not known."
    ),
)
def weighted_out_degree(network: CollaborationNetwork) -> Values:
    """Return weighted out degree of each cluster."""
    return _only_profiled(network, _sums(network, network.weights, end=0))


@measure(
    "Where one is in the long run who follows ties by weight and starts anew 15 times in 100; all sum to 1.",
    source=(
        "Brin and Page 1998, doi:10.1016/S0169-7552(98)00110-X; damping 0.85, weights 1/rank, a cluster "
        "without ties leads anywhere."
    ),
    limit=(
        "whom the clusters without a profile work with; they are dead ends here, and what they receive is "
        "spread over all."
    ),
)
def page_rank(network: CollaborationNetwork) -> Values:
    """Return page rank of each cluster."""
    count = len(network.clusters)
    leaving = _sums(network, network.weights, end=0)
    shares = {pair: weight / leaving[pair[0]] for pair, weight in network.weights.items()}
    dead_ends = [node for node in range(count) if not leaving[node]]

    def follow(rank: list[float]) -> list[float]:
        spread = (1 - _DAMPING + _DAMPING * sum(rank[node] for node in dead_ends)) / count
        new = [spread] * count
        for (source, target), share in shares.items():
            new[target] += _DAMPING * share * rank[source]
        return new

    return _at_rest([1 / count] * count, follow) if count else []


@measure(
    "How much it is named by clusters that name what others name too (the authority of HITS); all sum to 1.",
    source="Kleinberg 1999, doi:10.1145/324133.324140; weights 1/rank.",
    limit=(
        "anything of clusters outside the largest group of those who name the same partners; there it is near "
        "zero however often they are named."
    ),
)
def authority(network: CollaborationNetwork) -> Values:
    """Return authority of each cluster."""
    authorities, _ = _hits(network)
    return authorities


@measure(
    "How much it names clusters that others name too (the hub of HITS); all sum to 1.",
    source="Kleinberg 1999, doi:10.1145/324133.324140; weights 1/rank.",
    limit=(
        "how much it works with others: it says how common its choice of partners is. Without a profile it is "
        "not known."
    ),
)
def hub(network: CollaborationNetwork) -> Values:
    """Return hub of each cluster."""
    _, hubs = _hits(network)
    return _only_profiled(network, hubs)


@measure(
    "Share of the shortest paths between other clusters, along ties in their direction, that go through it.",
    source=(
        "Freeman 1977, doi:10.2307/3033543; algorithm of Brandes 2001, doi:10.1080/0022250X.2001.9990249; "
        "above 2,000 clusters an estimate from 500 of them (Brandes and Pich 2007, "
        "doi:10.1142/S0218127407018403)."
    ),
    limit=(
        "who brokers between clusters: a path can only go through clusters with a profile, and ties below the "
        "top three are missing. Without a profile it is not known."
    ),
)
def betweenness(network: CollaborationNetwork) -> Values:
    """Return betweenness of each cluster."""
    import networkx as nx

    pivots = _PIVOTS if len(network.clusters) > _EXACT_UP_TO else None
    found = nx.betweenness_centrality(network.directed, k=pivots, seed=_SEED)
    return _only_profiled(network, _listed(found))


@measure(
    "How near it is to the clusters from which ties lead to it: one over their mean distance, less if they are few.",
    source=(
        "Freeman 1978, doi:10.1016/0378-8733(78)90021-7, with the factor of Wasserman and Faust 1994, chapter "
        "5, for networks in several parts; distances towards the cluster, each tie one step."
    ),
    limit="how near two clusters are that do not name each other; a missing tie may be a fourth partner.",
)
def closeness(network: CollaborationNetwork) -> Values:
    """Return closeness of each cluster."""
    others = len(network.clusters) - 1
    return [
        reach.nodes / reach.distance * (reach.nodes / others) if reach.nodes else 0.0
        for reach in reaches(len(network.clusters), network.ties)
    ]


@measure(
    "Largest k for which it belongs to a group where each has ties with k others of the group, either way.",
    source="Seidman 1983, doi:10.1016/0378-8733(83)90028-X; directions left out.",
    limit="how tightly clusters without a profile are knit in; only ties that name them count.",
)
def core(network: CollaborationNetwork) -> Values:
    """Return core of each cluster."""
    import networkx as nx

    return _listed(nx.core_number(network.undirected))


@measure(
    "Its community by number, 1 being the largest: clusters tied more with each other than chance would have it.",
    source=(
        "Louvain method, Blondel and others 2008, doi:10.1088/1742-5468/2008/10/P10008; directions left out, "
        "a pair weighs as many ties as it has, resolution 1, seed 2024."
    ),
    limit=(
        "that a border is real: other seeds or editions may draw it elsewhere, and small communities may be "
        "hidden in larger ones (Fortunato and Barthelemy 2007, doi:10.1073/pnas.0605965104)."
    ),
)
def community(network: CollaborationNetwork) -> Values:
    """Return community of each cluster."""
    return _numbered(network.communities, len(network.clusters))


@measure(
    "Its part of the network by number, 1 being the largest: ties, either way, connect a part.",
    source="weakly connected components, any book on graphs, for example Diestel, Graph Theory, section 1.4.",
    limit="that two parts have nothing to do with each other.",
)
def component(network: CollaborationNetwork) -> Values:
    """Return component of each cluster."""
    import networkx as nx

    return _numbered(list(nx.connected_components(network.undirected)), len(network.clusters))


@measure(
    "How many of the clusters that it names also name it.",
    source="mutual ties, Wasserman and Faust 1994, chapter 13.",
    limit=(
        "whether a partner without a profile would name it; such ties count as not returned. Without a "
        "profile of its own it is not known."
    ),
)
def reciprocated(network: CollaborationNetwork) -> Values:
    """Return reciprocated of each cluster."""
    mutual = {pair: 1 for pair in network.ties if pair[::-1] in network.ties}
    return _only_profiled(network, _sums(network, mutual, end=0))


def _sums(network: CollaborationNetwork, amounts: Mapping[tuple[int, int], float], end: int) -> list[float]:
    """Add up an amount of each tie at its source (end 0) or at its target (end 1)."""
    sums: list[float] = [0] * len(network.clusters)
    for pair, amount in amounts.items():
        sums[pair[end]] += amount
    return sums


def _only_profiled(network: CollaborationNetwork, values: Sequence[float]) -> Values:
    return [value if node in network.profiled else None for node, value in enumerate(values)]


def _listed(values: Mapping[int, float]) -> list[float]:
    return [values[node] for node in range(len(values))]


def _at_rest(start: list[float], step: Callable[[list[float]], list[float]]) -> list[float]:
    """Repeat a step until it changes nothing any more, or `_MOST_ROUNDS` times."""
    now = start
    for _ in range(_MOST_ROUNDS):
        before, now = now, step(now)
        if math.fsum(abs(new - old) for new, old in zip(now, before, strict=True)) < _STILL:
            break
    return now


def _hits(network: CollaborationNetwork) -> tuple[list[float], list[float]]:
    """Return authorities and hubs, each summing to 1; all zero where there are no ties."""
    count = len(network.clusters)
    if not network.weights:
        return [0.0] * count, [0.0] * count

    def hubs_of(authorities: list[float]) -> list[float]:
        hubs = [0.0] * count
        for (source, target), weight in network.weights.items():
            hubs[source] += weight * authorities[target]
        return _to_one(hubs)

    def authorities_of(hubs: list[float]) -> list[float]:
        authorities = [0.0] * count
        for (source, target), weight in network.weights.items():
            authorities[target] += weight * hubs[source]
        return _to_one(authorities)

    authorities = _at_rest([1 / count] * count, lambda now: authorities_of(hubs_of(now)))
    return authorities, hubs_of(authorities)


def _to_one(values: list[float]) -> list[float]:
    total = math.fsum(values)
    return [value / total for value in values]


def _numbered(groups: Sequence[set[int]], count: int) -> list[int]:
    """Give groups numbers from 1: the largest first, of two of one size the one with the first cluster."""
    ordered = sorted(groups, key=lambda group: (-len(group), min(group)))
    number = {node: place for place, group in enumerate(ordered, start=1) for node in group}
    return [number[node] for node in range(count)]
