"""Measures of the collaboration network as a whole.

Each function returns one number; None is what the network is too small, or too little known, to have.
"""

from __future__ import annotations

from collections import Counter

from gii_graph.analysis.collaboration import CollaborationNetwork
from gii_graph.analysis.measure import measure

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


@measure(
    "Clusters in the network: those with a profile and those that one of them names.",
    source="counted.",
    limit="how many clusters there are.",
)
def clusters(network: CollaborationNetwork) -> int:
    """Return clusters of the network."""
    return len(network.clusters)


@measure(
    "Clusters with a profile of their own, the only ones that can name others.",
    source="counted.",
    limit="how many clusters have a profile that was not read.",
)
def clusters_with_profile(network: CollaborationNetwork) -> int:
    """Return clusters with profile of the network."""
    return len(network.profiled)


@measure(
    "Ties: patents and articles, and each edition, count separately.",
    source="counted.",
    limit="how many collaborations there are; a profile names three partners for each activity.",
)
def ties(network: CollaborationNetwork) -> int:
    """Return ties of the network."""
    return sum(network.ties.values())


@measure(
    "Ordered pairs of clusters of which the first names the second.",
    source="counted.",
    limit="how many pairs work together.",
)
def pairs(network: CollaborationNetwork) -> int:
    """Return pairs of the network."""
    return len(network.ties)


@measure(
    "Share of all ordered pairs of clusters that have a tie.",
    source="Wasserman and Faust 1994, chapter 4.",
    limit=(
        "how much is missing: at most six ties leave a cluster, so the density falls as the network grows, "
        "and clusters without a profile have none."
    ),
)
def density(network: CollaborationNetwork) -> float | None:
    """Return density of the network."""
    count = len(network.clusters)
    return len(network.ties) / (count * (count - 1)) if count > 1 else None


@measure(
    "Share of all ordered pairs of clusters with a profile that have a tie.",
    source="Wasserman and Faust 1994, chapter 4.",
    limit="how much is missing: at most six ties leave a cluster.",
)
def density_among_profiled(network: CollaborationNetwork) -> float | None:
    """Return density among profiled of the network."""
    count = len(network.profiled)
    return len(_among_profiled(network)) / (count * (count - 1)) if count > 1 else None


@measure(
    "Share of the pairs with a tie that have one back.",
    source="Newman, Forrest and Balthrop 2002, doi:10.1103/PhysRevE.66.035101.",
    limit="that the others are one-sided: whom a cluster without a profile names is not known.",
)
def reciprocity(network: CollaborationNetwork) -> float | None:
    """Return reciprocity of the network."""
    return _returned(set(network.ties))


@measure(
    "Share of the pairs with a tie that have one back, among clusters that both have a profile.",
    source="Newman, Forrest and Balthrop 2002, doi:10.1103/PhysRevE.66.035101.",
    limit="that the others are one-sided: a partner may be the fourth of a larger cluster.",
)
def reciprocity_among_profiled(network: CollaborationNetwork) -> float | None:
    """Return reciprocity among profiled of the network."""
    return _returned(_among_profiled(network))


@measure(
    "Tendency to name clusters of the own economy: 1 only those, 0 as by chance, below 0 rather others.",
    source="assortativity coefficient, Newman 2003, doi:10.1103/PhysRevE.67.026126, equation 2.",
    limit=(
        "anything of partners without a profile, whose economy is not known; with profiles of one economy "
        "only it has no value."
    ),
)
def assortativity(network: CollaborationNetwork) -> float | None:
    """Return assortativity of the network."""
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


@measure(
    "Parts of the network between which there is no tie, either way.",
    source="weakly connected components.",
    limit="that two parts have nothing to do with each other.",
)
def components(network: CollaborationNetwork) -> int:
    """Return components of the network."""
    import networkx as nx

    return int(nx.number_connected_components(network.undirected))


@measure(
    "Clusters in the largest part.",
    source="weakly connected components.",
    limit="that the others have nothing to do with it.",
)
def largest_component(network: CollaborationNetwork) -> int:
    """Return largest component of the network."""
    import networkx as nx

    return max(map(len, nx.connected_components(network.undirected)), default=0)


@measure(
    "Parts within which ties lead from each cluster to each other in their direction.",
    source="strongly connected components, Tarjan 1972, doi:10.1137/0201010.",
    limit="much here: a cluster without a profile is a part of its own, as no tie leads from it.",
)
def strong_components(network: CollaborationNetwork) -> int:
    """Return strong components of the network."""
    import networkx as nx

    return int(nx.number_strongly_connected_components(network.directed))


@measure(
    "Communities of the Louvain method.",
    source="Blondel and others 2008, doi:10.1088/1742-5468/2008/10/P10008; as for the community of a cluster.",
    limit="that borders are real, see there.",
)
def communities(network: CollaborationNetwork) -> int:
    """Return communities of the network."""
    return len(network.communities)


@measure(
    "Share of ties within those communities, less what chance would put there; from -1/2 to 1.",
    source="Newman and Girvan 2004, doi:10.1103/PhysRevE.69.026113.",
    limit="that communities are real; sparse random networks have a high modularity too.",
)
def modularity(network: CollaborationNetwork) -> float | None:
    """Return modularity of the network."""
    import networkx as nx

    if not network.ties:
        return None
    return float(nx.community.modularity(network.undirected, network.communities))


def _among_profiled(network: CollaborationNetwork) -> set[tuple[int, int]]:
    return {pair for pair in network.ties if network.profiled.issuperset(pair)}


def _returned(tied: set[tuple[int, int]]) -> float | None:
    return sum(pair[::-1] in tied for pair in tied) / len(tied) if tied else None
