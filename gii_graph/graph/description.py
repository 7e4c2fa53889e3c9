"""Records and identities into triples: clusters, economies, agents, then each profile with all that hangs on it.

What several profiles share is described from their `Mentions`, a profile's own nodes from that profile alone, so
that profiles can be described one by one, anywhere, and put together in order.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from heapq import merge
from itertools import groupby
from operator import itemgetter
from typing import Final, TypeAlias
from urllib.parse import quote

from gii_graph.activities import ACTIVITIES
from gii_graph.economies import find_economy
from gii_graph.figures import FIGURES
from gii_graph.graph.terms import Block, Iri, Node, Objects, Term, Text, Typed
from gii_graph.identity import Identity, Kind, Mentioned, Mentions, NamePaths, designation_of
from gii_graph.identity.cluster_identity import cluster_path
from gii_graph.identity.economy_identity import economy_path
from gii_graph.identity.mentions import add_cluster
from gii_graph.identity.spelling import slug
from gii_graph.profile import Activity, FieldShare, Listing, Origin, Partner, Profile, Share, Source, Stated
from gii_graph.vocabulary import DCTERMS, GII, RDF, RDFS, SCHEMA, SKOS, XSD

__all__ = [
    "NO_ORIGINS",
    "OriginsByContent",
    "describe",
    "describe_profile",
    "describe_shared",
    "describe_sources",
    "source_nodes",
]

_ACTIVITY = {terms.activity: Iri(terms.iri) for terms in ACTIVITIES}
_CLUSTER = Iri(GII.Cluster)
_PROFILE = Iri(GII.ClusterProfile)
_TIE = Iri(GII.CollaborationTie)
_FIELD_SHARE = Iri(GII.FieldShare)
_EVIDENCE = Iri(GII.Evidence)
_SOURCE = Iri(GII.SourceDocument)
_UNKNOWN_ORIGIN = Origin("", "")

# Where files were fetched from, by their names without folders and SHA-256.
OriginsByContent: TypeAlias = Mapping[tuple[str, str], Origin]
NO_ORIGINS: Final[OriginsByContent] = {}
# Predicates of nodes that a graph has many of, looked up once: a closed namespace takes its time to answer.
_TYPE, _NAME, _OTHER_NAME = RDF.type, RDFS.label, SKOS.altLabel
_EDITION, _IN_PROFILE, _ACTIVITY_OF, _RANK, _AS_NAMED = GII.edition, GII.inProfile, GII.activity, GII.rank, GII.asNamed
_OF_CLUSTER, _AGENT, _COUNT, _SHARE, _SHARE_BELOW = GII.cluster, GII.agent, GII.count, GII.share, GII.shareBelow
_FROM_CLUSTER, _TO_CLUSTER, _FIELD = GII.fromCluster, GII.toCluster, GII.field
_FOR, _FOR_PROPERTY, _IN_SOURCE, _PAGE, _LINE, _QUOTE = (
    GII.evidenceFor, GII.evidenceProperty, GII.source, GII.page, GII.line, GII.quote,
)  # fmt: skip
_DECIDED_BY, _JOINED_BY = GII.kindDecidedBy, GII.joinedBy
_HAS_PROFILE, _COLLABORATES_WITH = GII.hasProfile, GII.collaboratesWith
_LABEL = Iri(RDFS.label)
_DIGITS = 8  # of a document's SHA-256 in IRIs
_IN_ECONOMY = Iri(GII.inEconomy)
# The general class stands beside the special one, so that `?row a gii:Listing` answers without inference.
_LISTING_CLASSES: dict[Activity, list[Term]] = {
    terms.activity: [Iri(terms.listing_class), Iri(GII.Listing)] for terms in ACTIVITIES
}
_LISTED = {terms.activity: terms.listed_in for terms in ACTIVITIES}
_COLLABORATES = {terms.activity: terms.collaborates for terms in ACTIVITIES}
_KIND_CLASSES: dict[Kind, list[Term]] = {
    Kind.ORGANIZATION: [Iri(GII.Organization), Iri(GII.Agent)],
    Kind.PERSON: [Iri(GII.Person), Iri(GII.Agent)],
}


def describe(profiles: Sequence[Profile], identity: Identity) -> Iterator[Block]:
    """Yield the triples of `profiles`, one subject a block, in an order that does not depend on theirs.

    Each cluster and edition must occur once; `identity` must know every name.
    """
    ordered = sorted(profiles, key=lambda profile: (profile.edition.value, cluster_path(profile.cluster.value)))
    sources = source_nodes(record.source for profile in ordered for record in (profile, *profile.table_rows))
    yield from describe_shared(Mentions.of(ordered), identity)
    for profile in ordered:
        tables = [sources[row.source] for row in profile.table_rows]
        yield from describe_profile(profile, identity.paths(Mentioned.of(profile)), sources[profile.source], tables)
    yield from describe_sources(sources)


def describe_shared(mentions: Mentions, identity: Identity) -> Iterator[Block]:
    """Yield what no single profile states alone: clusters, economies and agents, with their direct links."""
    yield from _clusters(mentions, identity)
    yield from _economies(identity)
    yield from _agents(mentions, identity)


def describe_sources(sources: Mapping[Source, Node], origins: OriginsByContent = NO_ORIGINS) -> Iterator[Block]:
    """Yield the files that the profiles were read from; `origins` by file name and SHA-256, where they are known."""
    for source, node in sorted(sources.items(), key=lambda item: item[1]):
        origin = origins.get((source.name, source.sha256), _UNKNOWN_ORIGIN)
        yield Block(
            node,
            {
                RDF.type: _SOURCE,
                GII.fileName: source.name,
                GII.sha256: source.sha256,
                GII.encoding: source.encoding,
                SCHEMA.url: Iri(origin.url) if origin.url else None,
                DCTERMS.date: Typed(origin.fetched, XSD.date) if origin.fetched else None,
            },
        )


def source_nodes(sources: Iterable[Source]) -> dict[Source, Node]:
    """Return a node for each file, named by file and content, so that graphs of different people can be merged.

    The first eight digits of the SHA-256 stand for it; where several contents share these, all digits do.
    """
    distinct = set(sources)
    shared = Counter(digest[:_DIGITS] for digest in {source.sha256 for source in distinct})
    return {
        source: Node(f"source/{quote(source.name, safe='')}-{source.sha256[: _DIGITS if alone else None]}")
        for source in distinct
        for alone in [shared[source.sha256[:_DIGITS]] == 1]
    }


def _clusters(mentions: Mentions, identity: Identity) -> Iterator[Block]:
    """Yield the clusters in order; what links one is gathered when its turn comes: all together take much memory."""
    clusters = identity.clusters

    def path_of(name: str) -> str:
        return clusters[name].path

    for path, group in groupby(sorted(clusters, key=path_of), path_of):
        names, node = [*group], Node(path)
        partners = {
            _COLLABORATES[activity]: {Node(clusters[other].path) for name in names for other in named.get(name, ())}
            for activity, named in mentions.partners.items()
        }
        economies = {economy for name in names for economy in mentions.economies.get(name, ())}
        editions = {edition for name in names for edition in mentions.editions.get(name, ())}
        links: dict[str, set[Node]] = {
            _IN_ECONOMY: {Node(identity.economies[economy].path) for economy in economies},
            _HAS_PROFILE: {_profile_node(edition, node) for edition in editions},
            _COLLABORATES_WITH: set().union(*partners.values()),
            **partners,
        }
        resolved = clusters[names[0]]
        yield Block(
            node,
            {
                _TYPE: _CLUSTER,
                _NAME: Text(resolved.label, "en"),
                _OTHER_NAME: [Text(spelling, "en") for spelling in resolved.spellings],
                **{predicate: sorted(linked) for predicate, linked in links.items() if linked},
            },
        )


def _economies(identity: Identity) -> Iterator[Block]:
    for resolved in sorted(set(identity.economies.values()), key=lambda resolved: resolved.path):
        listed = find_economy(resolved.label)
        yield Block(
            Node(resolved.path),
            {
                _TYPE: [Iri(GII.Economy), *([Iri(SCHEMA.Country)] if listed and listed.is_country else [])],
                _NAME: Text(resolved.label, "en"),
                _OTHER_NAME: [Text(spelling, "en") for spelling in resolved.spellings],
            },
        )


def _agents(mentions: Mentions, identity: Identity) -> Iterator[Block]:
    """Yield the agents in order; what links most of them is gathered when their turn comes, as with clusters."""
    organizations = identity.agents.organizations
    linked_locally = _linked_locally(mentions, identity)
    local = {agent.path: agent for named in identity.agents.local.values() for agent in named.values()}
    everywhere = sorted(organizations, key=lambda name: organizations[name].path)
    listed = ((organizations[name].path, name) for name in everywhere)
    in_order = merge(listed, ((path, "") for path in sorted(local)), key=itemgetter(0))
    for path, group in groupby(in_order, itemgetter(0)):
        names = [name for _, name in group if name in organizations]
        agent = local.get(path) or organizations[names[0]]
        statements: dict[str, Objects] = {_TYPE: _KIND_CLASSES[agent.decision.kind], _NAME: agent.label}
        if agent.spellings:
            statements[_OTHER_NAME] = [*agent.spellings]
        for activity, listings in mentions.listings.items():
            clusters = {identity.clusters[cluster].path for name in names for cluster in listings.get(name, ())}
            clusters.update(linked_locally[activity].get(path, ()))
            if clusters:
                statements[_LISTED[activity]] = [Node(cluster) for cluster in sorted(clusters)]
        statements[_DECIDED_BY] = agent.decision.stated
        if agent.joined_by:
            statements[_JOINED_BY] = [*agent.joined_by]
        yield Block(Node(path), statements)


def _linked_locally(mentions: Mentions, identity: Identity) -> dict[Activity, dict[str, Collection[str]]]:
    """Return the clusters that list agents whose names mean others elsewhere; all by IRI path, and by activity."""
    links: dict[Activity, dict[str, Collection[str]]] = {activity: {} for activity in mentions.listings}
    for activity, listings in mentions.listings.items():
        for name, listing in listings.items():
            if name not in identity.agents.organizations:
                for cluster in {identity.clusters[cluster].path for cluster in listing}:
                    add_cluster(links[activity], identity.agents.listed(name, cluster).path, (cluster,))
    return links


def _profile_node(edition: int, cluster: Node) -> Node:
    return Node(f"profile/{_place(edition, cluster)}")


def _place(edition: int, cluster: Node) -> str:
    """Return the part of an IRI path that says which edition and which cluster."""
    return f"{edition}/{cluster.removeprefix('cluster/')}"


def describe_profile(
    profile: Profile, names: NamePaths, source: Node, table_sources: Sequence[Node] = ()
) -> Iterator[Block]:
    """Yield one profile's own blocks: profile, listings, ties, field shares, and the evidence for each.

    `names` are the IRI paths of what the profile names, `table_sources` the documents of its rows of ranking tables.
    """
    cluster = Node(names.clusters[designation_of(profile)])
    place = _place(profile.edition.value, cluster)
    node = Node(f"profile/{place}")
    records = [profile, *profile.table_rows]
    evidence = [_Evidence(record) for record in records]
    figures: dict[str, Objects] = {_TYPE: _PROFILE}
    for record, lines in zip(records, evidence, strict=True):
        for predicate, stated in _figures(record):
            figures.setdefault(predicate, stated.value.percent if isinstance(stated.value, Share) else stated.value)
            lines.state(stated.line, node, predicate)
        # A table may print the name otherwise than the profile.
        lines.state(record.cluster.line, cluster, _LABEL if record.cluster.value == profile.cluster.value else None)
        for economy in record.economies:
            lines.state(economy.line, cluster, _IN_ECONOMY)
            lines.state(economy.line, Node(economy_path(economy.value)), None)
    yield Block(node, figures)
    for block, line in _parts(profile, names, place, node, cluster):
        evidence[0].state(line, block.subject, None)
        yield block
    for lines, document in zip(evidence, (source, *table_sources), strict=True):
        yield from lines.blocks(document)


class _Evidence:
    """The lines of one record's document: what each supports, and which properties of it, both in order."""

    def __init__(self, record: Profile) -> None:
        self._record = record
        self._supported: defaultdict[int, dict[Node, None]] = defaultdict(dict)
        self._properties: defaultdict[int, dict[Iri, None]] = defaultdict(dict)

    def state(self, line: int, node: Node, predicate: str | None) -> None:
        """Note that a line states something of a node."""
        self._supported[line][node] = None
        if predicate:
            self._properties[line][Iri(predicate)] = None

    def blocks(self, source: Node) -> Iterator[Block]:
        """Yield a block for each line of the document."""
        record = self._record
        document = source.rpartition("-")[2]
        # Rows are counted anew in every sheet.
        sheet = f"{record.sheet}/" if record.sheet > 1 else ""
        for line in sorted(self._supported):
            yield Block(
                Node(f"evidence/{document}/{sheet}{line}"),
                {
                    _TYPE: _EVIDENCE,
                    _FOR: [*self._supported[line]],
                    **({_FOR_PROPERTY: [*self._properties[line]]} if line in self._properties else {}),
                    _IN_SOURCE: source,
                    _PAGE: record.page(line),
                    _LINE: line,
                    _QUOTE: record.quotes[line],
                },
            )


def _figures(profile: Profile) -> Iterator[tuple[str, Stated[int] | Stated[Share]]]:
    """Yield the figures of the profile itself, by property, those that it states."""
    yield _EDITION, profile.edition
    for attribute, predicate, bound in _FIGURES:
        stated: Stated[int] | Stated[Share] | None = getattr(profile, attribute)
        if stated is not None:
            below = isinstance(stated.value, Share) and stated.value.below
            yield bound if bound and below else predicate, stated


# Looked up once: every profile of a large graph asks for them.
_FIGURES = [(figure.attribute, figure.iri, figure.bound) for figure in FIGURES]


def _parts(profile: Profile, names: NamePaths, place: str, node: Node, cluster: Node) -> Iterator[tuple[Block, int]]:
    """Yield a block for each listing, tie and field share, with the line that states it."""
    edition = profile.edition.value
    rows = [(listing.activity, listing.rank) for listing in profile.listings]
    # Where agents share a rank, it takes their IRI paths to tell their listings apart.
    shared = len(set(rows)) < len(rows)
    for listing in profile.listings:
        agent = Node(names.agents[listing.name])
        path = f"listing/{place}/{listing.activity.value}/{listing.rank}"
        if shared and rows.count((listing.activity, listing.rank)) > 1:
            path += f"-{agent.rpartition('/')[2]}"
        yield _listing(listing, Node(path), agent, cluster, node, edition), listing.line
    for partner in profile.partners:
        other = Node(names.clusters[partner.name])
        path = f"tie/{place}/{partner.activity.value}/{partner.rank}"
        yield _tie(partner, Node(path), cluster, other, node, edition), partner.line
    for share in profile.field_shares:
        path = f"field-share/{place}/{share.activity.value}/{_field_slug(share.field)}"
        yield _field_share(share, Node(path), node, edition), share.line


_field_slug = lru_cache(maxsize=1024)(slug)


def _listing(listing: Listing, node: Node, agent: Node, cluster: Node, profile: Node, edition: int) -> Block:
    return Block(
        node,
        {
            _TYPE: _LISTING_CLASSES[listing.activity],
            _IN_PROFILE: profile,
            _EDITION: edition,
            _OF_CLUSTER: cluster,
            _AGENT: agent,
            _AS_NAMED: listing.name,
            _RANK: listing.rank,
            _COUNT: listing.count,
            **_share(listing.share),
        },
    )


def _tie(partner: Partner, node: Node, cluster: Node, other: Node, profile: Node, edition: int) -> Block:
    return Block(
        node,
        {
            _TYPE: _TIE,
            _IN_PROFILE: profile,
            _EDITION: edition,
            _ACTIVITY_OF: _ACTIVITY[partner.activity],
            _FROM_CLUSTER: cluster,
            _TO_CLUSTER: other,
            _AS_NAMED: partner.name,
            _RANK: partner.rank,
        },
    )


def _field_share(share: FieldShare, node: Node, profile: Node, edition: int) -> Block:
    return Block(
        node,
        {
            _TYPE: _FIELD_SHARE,
            _IN_PROFILE: profile,
            _EDITION: edition,
            _ACTIVITY_OF: _ACTIVITY[share.activity],
            _FIELD: Text(share.field, "en"),
            **_share(share.share),
        },
    )


def _share(share: Share | None) -> dict[str, Objects]:
    if share is None:
        return {}
    return {_SHARE_BELOW if share.below else _SHARE: share.percent}
