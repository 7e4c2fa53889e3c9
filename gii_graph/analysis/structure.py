"""Measures of the collaboration network as a whole.

Each function returns one number; None is what the network is too small, or too little known, to have. The docstrings
are what the command says of them, see `centrality`.
"""

from __future__ import annotations

from collections import Counter

from gii_graph.analysis.centrality import communities_of
from gii_graph.analysis.collaboration import Collaboration

__all__ = [
    "assortativity",
    "clusters",
    "clusters_with_profile",
    "communities",
    "components",
    "density",
    "density_among_profiled",
    "largest_component",
    "modularity",
    "pairs",
    "reciprocity",
    "reciprocity_among_profiled",
    "strong_components",
    "ties",
]


def clusters(network: Collaboration) -> int:
    """Clusters in the network: those with a profile and those that one of them names.

    Source: counted.
    Cannot say: how many clusters there are.
    """
    return len(network.clusters)


def clusters_with_profile(network: Collaboration) -> int:
    """Clusters with a profile of their own, the only ones that can name others.

    Source: counted.
    Cannot say: how many clusters have a profile that was not read.
    """
    return len(network.profiled)


def ties(network: Collaboration) -> int:
    """Ties: patents and articles, and each edition, count separately.

    Source: counted.
    Cannot say: how many collaborations there are; a profile names three partners for each activity.
    """
    return sum(network.ties.values())


def pairs(network: Collaboration) -> int:
    """Ordered pairs of clusters of which the first names the second.

    Source: counted.
    Cannot say: how many pairs work together.
    """
    return len(network.ties)


def density(network: Collaboration) -> float | None:
    """Share of all ordered pairs of clusters that have a tie.

    Source: Wasserman and Faust 1994, chapter 4.
    Cannot say: how much is missing: at most six ties leave a cluster, so the density falls as the network grows, and
    clusters without a profile have none.
    """
    count = len(network.clusters)
    return len(network.ties) / (count * (count - 1)) if count > 1 else None


def density_among_profiled(network: Collaboration) -> float | None:
    """Share of all ordered pairs of clusters with a profile that have a tie.

    Source: Wasserman and Faust 1994, chapter 4.
    Cannot say: how much is missing: at most six ties leave a cluster.
    """
    count = len(network.profiled)
    return len(_among_profiled(network)) / (count * (count - 1)) if count > 1 else None


def reciprocity(network: Collaboration) -> float | None:
    """Share of the pairs with a tie that have one back.

    Source: Newman, Forrest and Balthrop 2002, doi:10.1103/PhysRevE.66.035101.
    Cannot say: that the others are one-sided: whom a cluster without a profile names is not known.
    """
    return _returned(set(network.ties))


def reciprocity_among_profiled(network: Collaboration) -> float | None:
    """Share of the pairs with a tie that have one back, among clusters that both have a profile.

    Source: Newman, Forrest and Balthrop 2002, doi:10.1103/PhysRevE.66.035101.
    Cannot say: that the others are one-sided: a partner may be the fourth of a larger cluster.
    """
    return _returned(_among_profiled(network))


def assortativity(network: Collaboration) -> float | None:
    """Tendency to name clusters of the own economy: 1 only those, 0 as by chance, below 0 rather others.

    Source: assortativity coefficient, Newman 2003, doi:10.1103/PhysRevE.67.026126, equation 2.
    Cannot say: anything of partners without a profile, whose economy is not known; with profiles of one economy only
    it has no value.
    """
    economies = network.economies
    known = [
        (one, other) for source, target in network.ties if (one := economies[source]) and (other := economies[target])
    ]
    if not known:
        return None
    sources, targets = Counter(one for one, _ in known), Counter(other for _, other in known)
    same = sum(one == other for one, other in known) / len(known)
    by_chance = sum(sources[one] * targets[one] for one in sources) / len(known) ** 2
    return (same - by_chance) / (1 - by_chance) if by_chance < 1 else None


def components(network: Collaboration) -> int:
    """Parts of the network between which there is no tie, either way.

    Source: weakly connected components.
    Cannot say: that two parts have nothing to do with each other.
    """
    import networkx as nx

    return int(nx.number_connected_components(network.undirected))


def largest_component(network: Collaboration) -> int:
    """Clusters in the largest part.

    Source: weakly connected components.
    Cannot say: that the others have nothing to do with it.
    """
    import networkx as nx

    return max(map(len, nx.connected_components(network.undirected)), default=0)


def strong_components(network: Collaboration) -> int:
    """Parts within which ties lead from each cluster to each other in their direction.

    Source: strongly connected components, Tarjan 1972, doi:10.1137/0201010.
    Cannot say: much here: a cluster without a profile is a part of its own, as no tie leads from it.
    """
    import networkx as nx

    return int(nx.number_strongly_connected_components(network.directed))


def communities(network: Collaboration) -> int:
    """Communities of the Louvain method.

    Source: Blondel and others 2008, doi:10.1088/1742-5468/2008/10/P10008; as for the community of a cluster.
    Cannot say: that borders are real, see there.
    """
    return len(communities_of(network))


def modularity(network: Collaboration) -> float | None:
    """Share of ties within those communities, less what chance would put there; from -1/2 to 1.

    Source: Newman and Girvan 2004, doi:10.1103/PhysRevE.69.026113.
    Cannot say: that communities are real; sparse random networks have a high modularity too.
    """
    import networkx as nx

    if not network.ties:
        return None
    return float(nx.community.modularity(network.undirected, communities_of(network)))


def _among_profiled(network: Collaboration) -> set[tuple[int, int]]:
    return {pair for pair in network.ties if network.profiled.issuperset(pair)}


def _returned(tied: set[tuple[int, int]]) -> float | None:
    return sum(pair[::-1] in tied for pair in tied) / len(tied) if tied else None
