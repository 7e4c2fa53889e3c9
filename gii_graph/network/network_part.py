"""The part of a graph that a network is made of, without the lines that support it: those are most of a graph."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from gii_graph.activities import ACTIVITIES
from gii_graph.figures import FIGURE_TERMS
from gii_graph.graph.editions import DATING_PART
from gii_graph.graph.graph_part import GraphPart
from gii_graph.vocabulary import DCTERMS, GII, ONTOLOGY, PROV, RDFS, SKOS, WGS84

__all__ = ["network_part"]

_ROWS: Final = {
    *(GII.edition, GII.rank, GII.count, GII.share, GII.shareBelow, GII.asNamed, GII.activity, GII.field, GII.inProfile),
    *(GII.agent, GII.cluster, GII.fromCluster, GII.toCluster),
}
_NODES: Final = {
    *(RDFS.label, SKOS.altLabel, SKOS.exactMatch, SKOS.closeMatch, GII.inEconomy, GII.hasProfile),
    *(GII.kindDecidedBy, GII.joinedBy, GII.anchorCity, WGS84.lat, WGS84.long),
    *(name for terms in ACTIVITIES for name in (terms.collaborates, terms.listed_in)),
}
_COMPUTED: Final = {
    *(GII.impliedTotal, GII.impliedPopulation, GII.low, GII.high, GII.derivedBy, PROV.wasDerivedFrom),
    *(GII.measureOf, GII.measure, GII.value, RDFS.comment, SKOS.definition, SKOS.scopeNote, DCTERMS.source),
}
_FIGURES: Final = {f"{ONTOLOGY}{term}" for term in FIGURE_TERMS}
_CLASSES: Final = {
    *(GII.Cluster, GII.Organization, GII.Person, GII.CollaborationTie, GII.FieldShare),
    *(GII.Measurement, GII.Measure, GII.Analysis, *(terms.listing_class for terms in ACTIVITIES)),
}
_NETWORK_PART: Final = GraphPart(frozenset(_ROWS | _NODES | _COMPUTED | _FIGURES), frozenset(_CLASSES))


def network_part(editions: Collection[int] = ()) -> GraphPart:
    """Return what a network without evidence is made of; with `editions`, and what tells these apart."""
    return _NETWORK_PART | DATING_PART if editions else _NETWORK_PART
