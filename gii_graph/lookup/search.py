"""Finding a node by any of its spellings."""

from __future__ import annotations

import difflib
from typing import NamedTuple

from gii_graph.economies import read_economy
from gii_graph.identity.spelling import slug
from gii_graph.network.elements import AGENT_KINDS, Network, NetworkNode

__all__ = ["NamedEconomy", "economy_called", "find", "key_of_name", "near_names"]

_NEAR_ENOUGH = 0.7  # of difflib's ratio: a typing slip in a short name, a word missing in a long one


def find(network: Network, name: str) -> list[NetworkNode]:
    """Return the nodes of that name, in the order of the network.

    A name is a label, another spelling, a name as a source prints it, an IRI or the end of one (`kunming`,
    `cluster/kunming`); dashes, spaces, marks and capitals make no difference.
    """
    wanted = key_of_name(name)
    return [
        network.nodes[iri]
        for iri, spellings in _spellings(network).items()
        if name == iri or iri.endswith(f"/{name}") or (wanted and wanted in map(key_of_name, spellings))
    ]


def near_names(network: Network, name: str, limit: int = 5) -> list[NetworkNode]:
    """Return nodes whose name is like that one, the likest first: those that contain it, then those spelt alike."""
    wanted = key_of_name(name)
    by_key: dict[str, str] = {}
    for iri, spellings in _spellings(network).items():
        for spelling in spellings:
            by_key.setdefault(key_of_name(spelling), iri)
    containing = sorted((key for key in by_key if wanted and wanted in key), key=lambda key: (len(key), key))
    alike = difflib.get_close_matches(wanted, by_key, n=limit, cutoff=_NEAR_ENOUGH)
    return [network.nodes[iri] for iri in dict.fromkeys(by_key[key] for key in (*containing, *alike))][:limit]


class NamedEconomy(NamedTuple):
    """An economy that somebody asked for by its name, with the labels of its clusters in the network."""

    name: str
    clusters: tuple[str, ...]


def economy_called(network: Network, name: str) -> NamedEconomy | None:
    """Return the economy of that name or code, as the network or ISO 3166-1 has it; None where there is none."""
    iso = read_economy(name) or read_economy(name.upper())
    wanted = {key_of_name(name), *([key_of_name(iso.name), *map(key_of_name, iso.other_names)] if iso else [])}
    labels = {
        economy for node in network.nodes.values() for economy in node.economies if key_of_name(economy) in wanted
    }
    if not labels and iso is None:
        return None
    clusters = sorted(node.label for node in network.nodes.values() if labels.intersection(node.economies))
    return NamedEconomy(min(labels, default=iso.name if iso else name), tuple(clusters))


def key_of_name(name: str) -> str:
    """Return what all spellings of a name share.

    >>> key_of_name("San José – San Francisco") == key_of_name("SAN JOSE-SAN FRANCISCO")
    True
    """
    return slug(name).replace("-", "")


def _spellings(network: Network) -> dict[str, set[str]]:
    spellings = {iri: {node.label, *node.other_names, iri.rpartition("/")[2]} for iri, node in network.nodes.items()}
    for edge in network.edges:
        named = edge.source if network.nodes[edge.source].kind in AGENT_KINDS else edge.target
        spellings[named].update(mention.as_named for mention in edge.mentions if mention.as_named)
    return spellings
