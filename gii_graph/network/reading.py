"""From the statements of a graph to the network: nodes, edges, figures, evidence."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from pathlib import Path
from typing import TypeAlias

from pyoxigraph import Triple

from gii_graph.activities import ACTIVITIES, ACTIVITY_OF_IRI
from gii_graph.figures import FIGURE_TERMS
from gii_graph.graph.editions import of_editions
from gii_graph.graph.evidence_lines import Evidence, EvidenceIndex, evidence_index
from gii_graph.graph.graph_part import GraphPart
from gii_graph.graph.graph_statements import GraphStatements, read_statements
from gii_graph.graph.loading import read_triples
from gii_graph.network.derived_facts import implied_of, measurements_of, measures_and_analyses
from gii_graph.network.elements import (
    Edge,
    EdgeKind,
    FieldFacts,
    Mention,
    Network,
    NetworkNode,
    NodeKind,
    ProfileFacts,
)
from gii_graph.network.positions import place_of
from gii_graph.vocabulary import GII, ONTOLOGY, RDFS, SKOS

__all__ = ["network_of", "network_of_triples", "read_network"]

_NODE_TYPES: tuple[tuple[str, NodeKind], ...] = (
    (GII.Cluster, "cluster"),
    (GII.Organization, "organization"),
    (GII.Person, "person"),
)
_DIRECT_EDGES: tuple[tuple[str, EdgeKind], ...] = (
    *((terms.collaborates, terms.tie_kind) for terms in ACTIVITIES),
    *((terms.listed_in, terms.listing_kind) for terms in ACTIVITIES),
)
_EDGE_ORDER = {kind: place for place, (_, kind) in enumerate(_DIRECT_EDGES)}
_FIGURES = [f"{ONTOLOGY}{term}" for term in FIGURE_TERMS]
EdgeKey: TypeAlias = tuple[str, str, EdgeKind]


def read_network(paths: Iterable[Path], editions: Collection[int] = (), part: GraphPart | None = None) -> Network:
    """Read RDF files of our vocabulary (graphs, and links to other open data) as one network.

    With `editions`, only what these state; with `part`, of the files only what is in it. Raises GraphFileError for a
    file that cannot be read or is not of its format, CallError for an edition that the files do not have.
    """
    if editions:
        triples = read_triples(paths)
        return network_of_triples(triples if part is None else filter(part.has, triples), editions)
    return network_of(read_statements(paths, part))


def network_of_triples(triples: Iterable[Triple], editions: Collection[int] = ()) -> Network:
    """Return the network of triples; with `editions`, of what these state.

    Raises CallError for an edition that the triples do not have.
    """
    return network_of(GraphStatements(of_editions(triples, editions) if editions else triples))


def network_of(statements: GraphStatements) -> Network:
    """Return the network that these statements describe; what has no part in it is left aside."""
    evidence = evidence_index(statements)
    nodes = {node.iri: node for node in _nodes(statements, evidence)}
    found: dict[EdgeKey, list[Mention]] = {}
    for predicate, kind in _DIRECT_EDGES:
        for source, target in statements.pairs(predicate):
            found.setdefault((source, target, kind), [])
    for key, mention in (*_listings(statements, evidence), *_ties(statements, evidence)):
        found.setdefault(key, []).append(mention)
    edges = [
        Edge(source, target, kind, tuple(sorted(mentions, key=_mention_order)))
        for (source, target, kind), mentions in found.items()
        if source in nodes and target in nodes
    ]
    edges.sort(key=lambda edge: (_EDGE_ORDER[edge.kind], edge.source, edge.best_rank or 0, edge.target))
    return Network(nodes, tuple(edges), *measures_and_analyses(statements))


def _mention_order(mention: Mention) -> tuple[int, int, str]:
    return (mention.edition or 0, mention.rank or 0, mention.as_named or "")


def _nodes(statements: GraphStatements, evidence: EvidenceIndex) -> list[NetworkNode]:
    nodes: dict[str, NetworkNode] = {}
    for type_, kind in _NODE_TYPES:
        for iri in statements.instances(type_):
            if iri not in nodes:
                nodes[iri] = _node(statements, evidence, iri, kind)
    fields = _fields(statements, evidence)
    measured = measurements_of(statements)
    for iri, node in nodes.items():
        profiles = _profiles(statements, iri, evidence, fields) if node.kind == "cluster" else ()
        nodes[iri] = replace(
            node,
            profiles=profiles,
            place=place_of(statements, node) if node.kind == "cluster" else None,
            measurements=tuple(one for part in (iri, *(p.iri for p in profiles)) for one in measured.get(part, ())),
        )
    return list(nodes.values())


def _node(statements: GraphStatements, evidence: EvidenceIndex, iri: str, kind: NodeKind) -> NetworkNode:
    label = statements.label(iri)
    others = {*statements.texts(iri, RDFS.label), *statements.texts(iri, SKOS.altLabel)}
    return NetworkNode(
        iri=iri,
        kind=kind,
        label=label,
        other_names=tuple(sorted(others - {label})),
        economies=tuple(sorted(statements.label(economy) for economy in statements.iris(iri, GII.inEconomy))),
        exact_matches=tuple(statements.iris(iri, SKOS.exactMatch)),
        close_matches=tuple(statements.iris(iri, SKOS.closeMatch)),
        anchor_cities=tuple(statements.iris(iri, GII.anchorCity)),
        evidence={
            name: evidence[iri, term]
            for name, term in (("label", RDFS.label), ("inEconomy", GII.inEconomy))
            if (iri, term) in evidence
        },
        economy_evidence={
            statements.label(economy): _in_both(evidence.get((iri, GII.inEconomy), ()), evidence.get((economy, ""), ()))
            for economy in statements.iris(iri, GII.inEconomy)
        },
        kind_decided_by=statements.text(iri, GII.kindDecidedBy),
        joined_by=tuple(sorted(statements.texts(iri, GII.joinedBy))),
    )


def _in_both(of_cluster: tuple[Evidence, ...], of_economy: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
    """Return the lines that put a cluster into one economy: headings of two editions may name different ones."""
    return tuple(line for line in of_cluster if line in of_economy) or of_cluster


def _profiles(
    statements: GraphStatements, cluster: str, evidence: EvidenceIndex, fields: dict[str, tuple[FieldFacts, ...]]
) -> tuple[ProfileFacts, ...]:
    found = [
        _profile(statements, iri, evidence, fields.get(iri, ())) for iri in statements.iris(cluster, GII.hasProfile)
    ]
    return tuple(sorted(found, key=lambda profile: profile.edition or 0))


def _profile(
    statements: GraphStatements, iri: str, evidence: EvidenceIndex, fields: tuple[FieldFacts, ...]
) -> ProfileFacts:
    figures = {name: statements.number(iri, name) for name in _FIGURES}
    return ProfileFacts(
        edition=statements.integer(iri, GII.edition),
        figures={_local(name): value for name, value in figures.items() if value is not None},
        evidence={_local(name): evidence[iri, name] for name in _FIGURES if (iri, name) in evidence},
        fields=fields,
        implied=implied_of(statements, iri, evidence),
        iri=iri,
    )


def _local(term: str) -> str:
    return term.removeprefix(ONTOLOGY)


def _fields(statements: GraphStatements, evidence: EvidenceIndex) -> dict[str, tuple[FieldFacts, ...]]:
    """Technology and subject fields by profile, the largest share first."""
    rows: dict[str, list[FieldFacts]] = {}
    for iri in statements.instances(GII.FieldShare):
        share = FieldFacts(
            activity=_local(statements.iri(iri, GII.activity) or ""),
            field=statements.text(iri, GII.field) or "",
            share=statements.number(iri, GII.share),
            share_below=statements.number(iri, GII.shareBelow),
            evidence=evidence.get((iri, ""), ()),
        )
        rows.setdefault(statements.iri(iri, GII.inProfile) or "", []).append(share)
    return {
        iri: tuple(sorted(shares, key=lambda row: (row.activity, -(row.share or 0), row.field)))
        for iri, shares in rows.items()
    }


def _mention(statements: GraphStatements, iri: str, evidence: EvidenceIndex) -> Mention:
    return Mention(
        edition=statements.integer(iri, GII.edition),
        rank=statements.integer(iri, GII.rank),
        count=statements.integer(iri, GII.count),
        share=statements.number(iri, GII.share),
        share_below=statements.number(iri, GII.shareBelow),
        as_named=statements.text(iri, GII.asNamed),
        evidence=evidence.get((iri, ""), ()),
        iri=iri,
    )


def _listings(statements: GraphStatements, evidence: EvidenceIndex) -> list[tuple[EdgeKey, Mention]]:
    rows: list[tuple[EdgeKey, Mention]] = []
    for terms in ACTIVITIES:
        for iri in statements.instances(terms.listing_class):
            agent, cluster = statements.iri(iri, GII.agent), statements.iri(iri, GII.cluster)
            if agent and cluster:
                rows.append(((agent, cluster, terms.listing_kind), _mention(statements, iri, evidence)))
    return rows


def _ties(statements: GraphStatements, evidence: EvidenceIndex) -> list[tuple[EdgeKey, Mention]]:
    rows: list[tuple[EdgeKey, Mention]] = []
    for iri in statements.instances(GII.CollaborationTie):
        source, target = statements.iri(iri, GII.fromCluster), statements.iri(iri, GII.toCluster)
        terms = ACTIVITY_OF_IRI.get(statements.iri(iri, GII.activity) or "")
        if source and target and terms:
            rows.append(((source, target, terms.tie_kind), _mention(statements, iri, evidence)))
    return rows
