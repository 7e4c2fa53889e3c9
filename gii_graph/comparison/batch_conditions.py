"""What a graph must not state to be compared some clusters at a time, as patterns of SPARQL.

To compare in batches is exact where each node is of one kind, as in all graphs that `build` makes. A graph that
states something else, which RDF lets it, is compared as a whole.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from gii_graph.activities import ACTIVITIES
from gii_graph.stale_links import STALE
from gii_graph.vocabulary import GII, XSD

__all__ = ["HINDERING_BATCHES", "HINDERING_MENTIONS"]

_SUBJECT_MATTER: Final = frozenset({GII.Cluster, GII.Agent, GII.Organization, GII.Person})
_STATING: Final = (
    *(GII.Economy, GII.ClusterProfile, GII.Listing, GII.CollaborationTie, GII.FieldShare),
    *(terms.listing_class for terms in ACTIVITIES),
)


def _listed(classes: Iterable[str], between: str) -> str:
    return between.join(f"<{iri}>" for iri in classes)


_AGENTS: Final = f"VALUES ?class {{ {_listed((GII.Organization, GII.Person), ' ')} }} ?s a ?class"
HINDERING_BATCHES: Final = (
    # Links that are left out, which is told, and takes all of the graph to be known.
    STALE,
    # Years that SPARQL cannot tell apart by their text, and names of documents that have a language or are no text.
    f"?s <{GII.edition}> ?o FILTER(!REGEX(STR(?o), '^[1-9][0-9]{{0,8}}$'))",
    f"?s <{GII.fileName}> ?o FILTER(LANG(?o) != '' || DATATYPE(?o) != <{XSD.string}>)",
    # Agents in the place of clusters.
    f"{_AGENTS} . ?row <{GII.cluster}> ?s",
    f"{_AGENTS} . ?row <{GII.fromCluster}> ?s",
    # Clusters and agents in the place of profiles and economies.
    f"{{ SELECT DISTINCT ?s WHERE {{ VALUES ?p {{ <{GII.hasProfile}> <{GII.inEconomy}> }} ?cluster ?p ?s }} }} "
    f"?s a ?class FILTER(?class IN ({_listed(sorted(_SUBJECT_MATTER), ', ')}))",
    # Documents that are called by their IRI, or are something else too and then of the editions of their lines.
    f"{{ SELECT DISTINCT ?s WHERE {{ ?line <{GII.source}> ?s }} }} "
    f"FILTER(NOT EXISTS {{ ?s <{GII.fileName}> ?o FILTER(isLiteral(?o)) }} "
    f"|| EXISTS {{ ?s a ?class FILTER(?class IN ({_listed(sorted({*_SUBJECT_MATTER, *_STATING}), ', ')})) }} "
    f"|| EXISTS {{ ?cluster <{GII.hasProfile}> ?s }} || EXISTS {{ ?cluster <{GII.inEconomy}> ?s }})",
)
# Each binds what hinders to tell whether an edition speaks of the clusters ?c, of which it has no facts: lines and
# documents that name them otherwise than as evidence, and rows of several editions.
HINDERING_MENTIONS: Final = (
    f"?s ?p ?c FILTER(EXISTS {{ ?line <{GII.source}> ?s }} || "
    f"?p != <{GII.evidenceFor}> && EXISTS {{ ?s <{GII.source}> ?document }})",
    f"?s ?p ?c FILTER(?p IN (<{GII.fromCluster}>, <{GII.toCluster}>, <{GII.cluster}>, <{GII.agent}>)) "
    f"?s <{GII.edition}> ?a . ?s <{GII.edition}> ?b FILTER(STR(?a) < STR(?b))",
)
