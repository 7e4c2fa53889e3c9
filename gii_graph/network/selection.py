"""Parts of a network: by cluster, rank; and the thinning of one too large to be read as a picture."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from gii_graph.errors import CallError
from gii_graph.network.elements import AGENT_KINDS, Edge, Network, NetworkNode

__all__ = ["MOST_SHOWN", "Selection", "select", "thinned"]

# Nodes: a browser draws more, but a person no longer reads it.
MOST_SHOWN: Final = 2000


@dataclass(frozen=True)
class Selection:
    """What to keep: clusters (by label or IRI ending) with all they touch, ranks up to a number."""

    clusters: tuple[str, ...] = ()
    min_rank: int | None = None


def select(network: Network, wanted: Selection) -> Network:
    """Return the part of a network that a selection asks for.

    Raises CallError where a named cluster is not in the network.
    """
    if wanted.min_rank is not None:
        network = _ranked(network, wanted.min_rank)
    if wanted.clusters:
        network = _around(network, [_find(network, name) for name in wanted.clusters])
    return network


def _ranked(network: Network, min_rank: int) -> Network:
    def fits(node: NetworkNode) -> bool:
        rank = node.latest.figures.get("rank") if node.latest else None
        return node.kind != "cluster" or rank is None or rank <= min_rank

    return _touched(network.restricted_to(iri for iri, node in network.nodes.items() if fits(node)))


def _touched(network: Network) -> Network:
    """Leave out nodes that have neither a profile nor an edge left."""
    ends = {end for edge in network.edges for end in (edge.source, edge.target)}
    return network.restricted_to(iri for iri, node in network.nodes.items() if node.profiles or iri in ends)


def _find(network: Network, name: str) -> str:
    plain = _folded(name)
    for node in network.of_kind("cluster"):
        names = (node.label, *node.other_names, node.iri.rsplit("/", 1)[-1])
        if node.iri == name or plain in map(_folded, names):
            return node.iri
    raise CallError(f"No cluster is called {name!r}; the names are those that the picture and `gii-graph show` print.")


def _folded(name: str) -> str:
    return "".join(letter for letter in name.casefold() if letter.isalnum())


def _around(network: Network, clusters: Iterable[str]) -> Network:
    """Return the clusters, all they have an edge with, and the edges that touch them."""
    centre = set(clusters)
    edges = tuple(edge for edge in network.edges if edge.source in centre or edge.target in centre)
    kept = centre | {end for edge in edges for end in (edge.source, edge.target)}
    nodes = {iri: node for iri, node in network.nodes.items() if iri in kept}
    return replace(network, nodes=nodes, edges=edges)


def thinned(network: Network, limit: int = MOST_SHOWN) -> tuple[Network, str]:
    """Return at most `limit` nodes, and what is to be said where that is not all.

    Clusters come first, by rank, then agents by their best row; with the edges between them.
    """
    if len(network.nodes) <= limit:
        return network, ""
    best = _best_rows(network.edges)
    unranked = float("inf")

    def importance(node: NetworkNode) -> tuple[bool, float, float, str]:
        rank = node.latest.figures.get("rank", unranked) if node.latest else unranked
        row = best.get(node.iri, (unranked, 0.0))
        return (node.kind in AGENT_KINDS, *((rank, row[0]) if node.kind == "cluster" else row), node.iri)

    kept = sorted(network.nodes.values(), key=importance)[:limit]
    note = f"Thinned to the first {len(kept):,} of {len(network.nodes):,} nodes by rank."
    return network.restricted_to(node.iri for node in kept), note


def _best_rows(edges: Iterable[Edge]) -> dict[str, tuple[float, float]]:
    """Return for each node its best rank in any list or as a partner, and minus its highest count there."""
    best: dict[str, tuple[float, float]] = {}
    for edge in edges:
        node = edge.source if edge.kind in ("filing", "publication") else edge.target
        for mention in edge.mentions:
            row = (float(mention.rank or 99), -float(mention.count or 0))
            best[node] = min(best.get(node, row), row)
    return best
