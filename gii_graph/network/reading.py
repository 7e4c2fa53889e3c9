"""From the statements of a graph to the network: nodes, edges, figures, evidence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TypeAlias
from urllib.parse import unquote

from gii_graph.figures import FIGURE_TERMS
from gii_graph.network.derived import EvidenceIndex, implied_of, measurements_of, measures_and_analyses
from gii_graph.network.model import Edge, EdgeKind, Evidence, FieldShare, Mention, Network, Node, NodeKind, Profile
from gii_graph.network.places import place_of
from gii_graph.network.statements import Statements, integer, number, read_statements
from gii_graph.vocabulary import GII, ONTOLOGY, RDFS, SKOS

__all__ = ["network_of", "read_network"]

_NODE_TYPES: tuple[tuple[str, NodeKind], ...] = (
    (GII.Cluster, "cluster"),
    (GII.Organization, "organization"),
    (GII.Person, "person"),
)
_DIRECT_EDGES: tuple[tuple[str, EdgeKind], ...] = (
    (GII.collaboratesOnPatentsWith, "patent-tie"),
    (GII.collaboratesOnArticlesWith, "article-tie"),
    (GII.filedPatents, "filing"),
    (GII.publishedArticles, "publication"),
)
_EDGE_ORDER = {kind: place for place, (_, kind) in enumerate(_DIRECT_EDGES)}
_FIGURES = [f"{ONTOLOGY}{term}" for term in FIGURE_TERMS]
EdgeKey: TypeAlias = tuple[str, str, EdgeKind]


def read_network(paths: Iterable[Path]) -> Network:
    """Read Turtle files of our vocabulary (graphs, and links to other open data) as one network.

    Raises GraphFileError for a file that cannot be read or is not Turtle.
    """
    return network_of(read_statements(paths))


def network_of(statements: Statements) -> Network:
    """Return the network that these statements describe; what has no part in it is left aside."""
    evidence = _evidence(statements)
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


def _evidence(statements: Statements) -> EvidenceIndex:
    """Evidence by (node, property) for figures of a profile, and by (node, "") for a row or tie as a whole."""
    found: dict[tuple[str, str], list[Evidence]] = {}
    files = _file_names(statements)
    for iri in statements.of_type(GII.Evidence):
        line = Evidence(
            file=files.get(statements.one(iri, GII.source) or "", ""),
            line=integer(statements.one(iri, GII.line)),
            quote=statements.one(iri, GII.quote) or "",
        )
        properties = statements.all(iri, GII.evidenceProperty)
        for node in statements.all(iri, GII.evidenceFor):
            for supported in ("", *properties):
                found.setdefault((node, supported), []).append(line)
    return {key: tuple(sorted(set(lines), key=_line_order)) for key, lines in found.items()}


def _line_order(evidence: Evidence) -> tuple[str, int, str]:
    return (evidence.file, evidence.line or 0, evidence.quote)


def _file_names(statements: Statements) -> dict[str, str]:
    """File names by document; of documents with one name, the start of the SHA-256 tells them apart."""
    documents = {source for _, source in statements.pairs(GII.source)}
    names = {
        document: statements.one(document, GII.fileName) or unquote(document.rsplit("/", 1)[-1])
        for document in documents
    }
    shared = Counter(names.values())
    return {
        document: name if shared[name] == 1 else f"{name} [{(statements.one(document, GII.sha256) or '?')[:8]}]"
        for document, name in names.items()
    }


def _nodes(statements: Statements, evidence: EvidenceIndex) -> list[Node]:
    nodes: dict[str, Node] = {}
    for type_, kind in _NODE_TYPES:
        for iri in statements.of_type(type_):
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


def _name(statements: Statements, iri: str) -> str:
    stated = statements.one(iri, RDFS.label) or statements.one(iri, f"{RDFS.label}@")
    return stated or unquote(iri.rstrip("/#").rsplit("/", 1)[-1])


def _node(statements: Statements, evidence: EvidenceIndex, iri: str, kind: NodeKind) -> Node:
    label = _name(statements, iri)
    others = {
        *statements.all(iri, RDFS.label),
        *statements.all(iri, f"{RDFS.label}@"),
        *statements.all(iri, SKOS.altLabel),
    }
    return Node(
        iri=iri,
        kind=kind,
        label=label,
        other_names=tuple(sorted(others - {label})),
        economies=tuple(sorted(_name(statements, economy) for economy in statements.all(iri, GII.inEconomy))),
        exact_matches=tuple(statements.all(iri, SKOS.exactMatch)),
        close_matches=tuple(statements.all(iri, SKOS.closeMatch)),
        anchor_cities=tuple(statements.all(iri, GII.anchorCity)),
        evidence={
            name: evidence[iri, term]
            for name, term in (("label", RDFS.label), ("inEconomy", GII.inEconomy))
            if (iri, term) in evidence
        },
        kind_decided_by=statements.one(iri, GII.kindDecidedBy),
        joined_by=tuple(sorted(statements.all(iri, GII.joinedBy))),
    )


def _profiles(
    statements: Statements, cluster: str, evidence: EvidenceIndex, fields: dict[str, tuple[FieldShare, ...]]
) -> tuple[Profile, ...]:
    found = [
        _profile(statements, iri, evidence, fields.get(iri, ())) for iri in statements.all(cluster, GII.hasProfile)
    ]
    return tuple(sorted(found, key=lambda profile: profile.edition or 0))


def _profile(statements: Statements, iri: str, evidence: EvidenceIndex, fields: tuple[FieldShare, ...]) -> Profile:
    figures = {name: number(statements.one(iri, name)) for name in _FIGURES}
    return Profile(
        edition=integer(statements.one(iri, GII.edition)),
        figures={_local(name): value for name, value in figures.items() if value is not None},
        evidence={_local(name): evidence[iri, name] for name in _FIGURES if (iri, name) in evidence},
        fields=fields,
        implied=implied_of(statements, iri, evidence),
        iri=iri,
    )


def _local(term: str) -> str:
    return term.removeprefix(ONTOLOGY)


def _fields(statements: Statements, evidence: EvidenceIndex) -> dict[str, tuple[FieldShare, ...]]:
    """Technology and subject fields by profile, the largest share first."""
    rows: dict[str, list[FieldShare]] = {}
    for iri in statements.of_type(GII.FieldShare):
        share = FieldShare(
            activity=_local(statements.one(iri, GII.activity) or ""),
            field=statements.one(iri, GII.field) or "",
            share=number(statements.one(iri, GII.share)),
            share_below=number(statements.one(iri, GII.shareBelow)),
            evidence=evidence.get((iri, ""), ()),
        )
        rows.setdefault(statements.one(iri, GII.inProfile) or "", []).append(share)
    return {
        iri: tuple(sorted(shares, key=lambda row: (row.activity, -(row.share or 0), row.field)))
        for iri, shares in rows.items()
    }


def _mention(statements: Statements, iri: str, evidence: EvidenceIndex) -> Mention:
    return Mention(
        edition=integer(statements.one(iri, GII.edition)),
        rank=integer(statements.one(iri, GII.rank)),
        count=integer(statements.one(iri, GII.count)),
        share=number(statements.one(iri, GII.share)),
        share_below=number(statements.one(iri, GII.shareBelow)),
        as_named=statements.one(iri, GII.asNamed),
        evidence=evidence.get((iri, ""), ()),
        iri=iri,
    )


def _listings(statements: Statements, evidence: EvidenceIndex) -> list[tuple[EdgeKey, Mention]]:
    rows: list[tuple[EdgeKey, Mention]] = []
    kinds: tuple[tuple[str, EdgeKind], ...] = (
        (GII.PatentListing, "filing"),
        (GII.ArticleListing, "publication"),
    )
    for type_, kind in kinds:
        for iri in statements.of_type(type_):
            agent, cluster = statements.one(iri, GII.agent), statements.one(iri, GII.cluster)
            if agent and cluster:
                rows.append(((agent, cluster, kind), _mention(statements, iri, evidence)))
    return rows


def _ties(statements: Statements, evidence: EvidenceIndex) -> list[tuple[EdgeKey, Mention]]:
    rows: list[tuple[EdgeKey, Mention]] = []
    for iri in statements.of_type(GII.CollaborationTie):
        source, target = statements.one(iri, GII.fromCluster), statements.one(iri, GII.toCluster)
        patents = statements.one(iri, GII.activity) == GII.patents
        if source and target:
            kind: EdgeKind = "patent-tie" if patents else "article-tie"
            rows.append(((source, target, kind), _mention(statements, iri, evidence)))
    return rows
