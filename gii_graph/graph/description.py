"""Records and identities into triples: clusters, economies, agents, then each profile with all that hangs on it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from gii_graph.economies import find_economy
from gii_graph.graph.terms import Block, Iri, Node, Term, Text
from gii_graph.identity import Identity, Kind
from gii_graph.identity.spelling import slug
from gii_graph.profile import Activity, FieldShare, Listing, Partner, Profile, Share, Source, Stated
from gii_graph.vocabulary import GII, RDF, RDFS, SCHEMA, SKOS

__all__ = ["describe"]

_ACTIVITY = {Activity.PATENTS: Iri(GII.patents), Activity.ARTICLES: Iri(GII.articles)}
# The general class stands beside the special one, so that `?row a gii:Listing` answers without inference.
_LISTING_CLASSES = {
    Activity.PATENTS: [Iri(GII.PatentListing), Iri(GII.Listing)],
    Activity.ARTICLES: [Iri(GII.ArticleListing), Iri(GII.Listing)],
}
_LISTED = {Activity.PATENTS: GII.filedPatents, Activity.ARTICLES: GII.publishedArticles}
_COLLABORATES = {
    Activity.PATENTS: GII.collaboratesOnPatentsWith,
    Activity.ARTICLES: GII.collaboratesOnArticlesWith,
}
_KIND_CLASSES = {
    Kind.ORGANIZATION: [Iri(GII.Organization), Iri(GII.Agent)],
    Kind.PERSON: [Iri(GII.Person), Iri(GII.Agent)],
}


def describe(profiles: Sequence[Profile], identity: Identity) -> Iterator[Block]:
    """Yield the triples of `profiles`, one subject a block, in an order that does not depend on theirs.

    Each cluster and edition must occur once; `identity` must know every name.
    """
    ordered = sorted(profiles, key=lambda profile: (profile.edition.value, slug(profile.cluster.value)))
    sources = _source_nodes(profile.source for profile in ordered)
    yield from _clusters(ordered, identity)
    yield from _economies(identity)
    yield from _agents(ordered, identity)
    for profile in ordered:
        yield from _ProfileDescription(profile, identity, sources[profile.source]).blocks()
    for source, node in sorted(sources.items(), key=lambda item: item[1]):
        yield Block(
            node,
            [
                (RDF.type, [Iri(GII.SourceDocument)]),
                (GII.fileName, [source.name]),
                (GII.sha256, [source.sha256]),
                (GII.encoding, [source.encoding]),
            ],
        )


def _clusters(profiles: Sequence[Profile], identity: Identity) -> Iterator[Block]:
    links: defaultdict[tuple[str, str], set[Node]] = defaultdict(set)
    for profile in profiles:
        cluster = identity.clusters[profile.cluster.value].path
        links[cluster, GII.hasProfile].add(_profile_node(profile, identity))
        for economy in profile.economies:
            links[cluster, GII.inEconomy].add(Node(identity.economies[economy.value].path))
        for partner in profile.partners:
            other = Node(identity.clusters[partner.name].path)
            links[cluster, GII.collaboratesWith].add(other)
            links[cluster, _COLLABORATES[partner.activity]].add(other)
    for place in sorted(set(identity.clusters.values()), key=lambda place: place.path):
        predicates = (GII.inEconomy, GII.hasProfile, GII.collaboratesWith, *_COLLABORATES.values())
        yield Block(
            Node(place.path),
            [
                (RDF.type, [Iri(GII.Cluster)]),
                (RDFS.label, [Text(place.label, "en")]),
                (SKOS.altLabel, [Text(spelling, "en") for spelling in place.spellings]),
                *((predicate, sorted(links[place.path, predicate])) for predicate in predicates),
            ],
        )


def _economies(identity: Identity) -> Iterator[Block]:
    for place in sorted(set(identity.economies.values()), key=lambda place: place.path):
        known = find_economy(place.label)
        yield Block(
            Node(place.path),
            [
                (RDF.type, [Iri(GII.Economy), *([Iri(SCHEMA.Country)] if known and known.is_country else [])]),
                (RDFS.label, [Text(place.label, "en")]),
                (SKOS.altLabel, [Text(spelling, "en") for spelling in place.spellings]),
            ],
        )


def _agents(profiles: Sequence[Profile], identity: Identity) -> Iterator[Block]:
    listed: defaultdict[tuple[str, str], set[Node]] = defaultdict(set)
    for profile in profiles:
        cluster = Node(identity.clusters[profile.cluster.value].path)
        for listing in profile.listings:
            listed[identity.agents[listing.name].path, _LISTED[listing.activity]].add(cluster)
    for agent in sorted(set(identity.agents.values()), key=lambda agent: agent.path):
        yield Block(
            Node(agent.path),
            [
                (RDF.type, _KIND_CLASSES[agent.decision.kind]),
                (RDFS.label, [agent.label]),
                (SKOS.altLabel, agent.spellings),
                *((predicate, sorted(listed[agent.path, predicate])) for predicate in _LISTED.values()),
                (GII.kindDecidedBy, [agent.decision.rule]),
            ],
        )


def _profile_node(profile: Profile, identity: Identity) -> Node:
    return Node(f"profile/{_place(profile, identity)}")


def _place(profile: Profile, identity: Identity) -> str:
    """Return the part of an IRI path that says which edition and which cluster."""
    return f"{profile.edition.value}/{identity.clusters[profile.cluster.value].path.removeprefix('cluster/')}"


def _source_nodes(sources: Iterable[Source]) -> dict[Source, Node]:
    """Return a node for each file; files of one name but different content are told apart by their SHA-256."""
    distinct = set(sources)
    names = Counter(source.name for source in distinct)
    return {
        source: Node(
            f"source/{quote(source.name, safe='')}"
            if names[source.name] == 1
            else f"source/{quote(source.name, safe='')}-{source.sha256[:8]}"
        )
        for source in distinct
    }


@dataclass(slots=True)
class _ProfileDescription:
    """One profile's own blocks: profile, listings, ties, field shares, and the evidence for each."""

    profile: Profile
    identity: Identity
    source: Node

    def blocks(self) -> Iterator[Block]:
        place = _place(self.profile, self.identity)
        node = Node(f"profile/{place}")
        cluster = Node(self.identity.clusters[self.profile.cluster.value].path)
        supported: defaultdict[int, list[tuple[Node, str | None]]] = defaultdict(list)
        figures = _figures(self.profile)
        for predicate, stated in figures:
            supported[stated.line].append((node, _share_predicate(predicate, stated.value)))
        supported[self.profile.cluster.line].append((cluster, RDFS.label))
        for economy in self.profile.economies:
            supported[economy.line].append((cluster, GII.inEconomy))
        yield Block(
            node,
            [
                (RDF.type, [Iri(GII.ClusterProfile)]),
                *(_figure_statement(predicate, stated) for predicate, stated in figures),
            ],
        )
        for block, line in self._parts(place, node, cluster):
            supported[line].append((block.subject, None))
            yield block
        for line in sorted(supported):
            yield self._evidence(place, line, supported[line])

    def _parts(self, place: str, profile: Node, cluster: Node) -> Iterator[tuple[Block, int]]:
        edition = self.profile.edition.value
        ranks = Counter((listing.activity, listing.rank) for listing in self.profile.listings)
        for listing in self.profile.listings:
            agent = Node(self.identity.agents[listing.name].path)
            path = f"listing/{place}/{listing.activity}/{listing.rank}"
            if ranks[listing.activity, listing.rank] > 1:
                path += f"-{agent.rpartition('/')[2]}"
            yield _listing(listing, Node(path), agent, cluster, profile, edition), listing.line
        for partner in self.profile.partners:
            other = Node(self.identity.clusters[partner.name].path)
            path = f"tie/{place}/{partner.activity}/{partner.rank}"
            yield _tie(partner, Node(path), cluster, other, profile, edition), partner.line
        for share in self.profile.field_shares:
            path = f"field-share/{place}/{share.activity}/{slug(share.field)}"
            yield _field_share(share, Node(path), profile, edition), share.line

    def _evidence(self, place: str, line: int, supported: Sequence[tuple[Node, str | None]]) -> Block:
        return Block(
            Node(f"evidence/{place}/{line}"),
            [
                (RDF.type, [Iri(GII.Evidence)]),
                (GII.evidenceFor, list(dict.fromkeys(node for node, _ in supported))),
                (
                    GII.evidenceProperty,
                    list(dict.fromkeys(Iri(predicate) for _, predicate in supported if predicate)),
                ),
                (GII.source, [self.source]),
                (GII.line, [line]),
                (GII.quote, [self.profile.quotes[line]]),
            ],
        )


def _figures(profile: Profile) -> list[tuple[str, Stated[int] | Stated[Share]]]:
    """Return the figures of the profile itself, by property, those that it states."""
    figures: list[tuple[str, Stated[int] | Stated[Share] | None]] = [
        (GII.edition, profile.edition),
        (GII.rank, profile.rank),
        (GII.intensityRank, profile.intensity_rank),
        (GII.nationalRank, profile.national_rank),
        (GII.clustersInEconomy, profile.clusters_in_economy),
        (GII.patentsPerMillion, profile.patents_per_million),
        (GII.articlesPerMillion, profile.articles_per_million),
        (GII.patentCollaborationShare, profile.patent_collaboration_share),
        (GII.articleCollaborationShare, profile.article_collaboration_share),
    ]
    return [(predicate, stated) for predicate, stated in figures if stated is not None]


_BELOW = {
    GII.share: GII.shareBelow,
    GII.patentCollaborationShare: GII.patentCollaborationShareBelow,
    GII.articleCollaborationShare: GII.articleCollaborationShareBelow,
}


def _share_predicate(predicate: str, value: int | Share) -> str:
    """Return the property for a share printed as "<1%", which is not the share itself."""
    return _BELOW[predicate] if isinstance(value, Share) and value.below else predicate


def _figure_statement(predicate: str, stated: Stated[int] | Stated[Share]) -> tuple[str, Sequence[Term]]:
    value = stated.value
    if isinstance(value, Share):
        return _share_predicate(predicate, value), [value.percent]
    return predicate, [value]


def _share_statements(share: Share | None) -> list[tuple[str, Sequence[Term]]]:
    return [] if share is None else [(_share_predicate(GII.share, share), [share.percent])]


def _listing(listing: Listing, node: Node, agent: Node, cluster: Node, profile: Node, edition: int) -> Block:
    return Block(
        node,
        [
            (RDF.type, _LISTING_CLASSES[listing.activity]),
            (GII.inProfile, [profile]),
            (GII.edition, [edition]),
            (GII.cluster, [cluster]),
            (GII.agent, [agent]),
            (GII.asNamed, [listing.name]),
            (GII.rank, [listing.rank]),
            (GII.count, [] if listing.count is None else [listing.count]),
            *_share_statements(listing.share),
        ],
    )


def _tie(partner: Partner, node: Node, cluster: Node, other: Node, profile: Node, edition: int) -> Block:
    return Block(
        node,
        [
            (RDF.type, [Iri(GII.CollaborationTie)]),
            (GII.inProfile, [profile]),
            (GII.edition, [edition]),
            (GII.activity, [_ACTIVITY[partner.activity]]),
            (GII.fromCluster, [cluster]),
            (GII.toCluster, [other]),
            (GII.asNamed, [partner.name]),
            (GII.rank, [partner.rank]),
        ],
    )


def _field_share(share: FieldShare, node: Node, profile: Node, edition: int) -> Block:
    return Block(
        node,
        [
            (RDF.type, [Iri(GII.FieldShare)]),
            (GII.inProfile, [profile]),
            (GII.edition, [edition]),
            (GII.activity, [_ACTIVITY[share.activity]]),
            (GII.field, [Text(share.field, "en")]),
            *_share_statements(share.share),
        ],
    )
