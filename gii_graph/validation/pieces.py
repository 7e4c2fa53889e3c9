"""A graph of a store in pieces: some nodes at a time, with all that any check of these looks at.

Every node that a rule or a check is about is judged in one piece: profiles with their rows, ties, fields, figures and
evidence; clusters; agents; economies; documents; and whatever is none of these. What a piece holds beyond its nodes is
what is stated of their neighbours, or leads to them. So memory is bounded by a piece, and a piece by the best known
agent and the largest economy.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol, TypeVar

from gii_graph.validation.shapes import shipped_rules
from gii_graph.vocabulary import GII, PROV, RDF, RDFS, SKOS

if TYPE_CHECKING:
    from pyoxigraph import Triple

__all__ = ["Piece", "PieceSource", "in_batches", "pieces", "surroundings_of"]

T = TypeVar("T")


class PieceSource(Protocol):
    """A graph that is asked for parts of it, as `gii_graph.remote.stored_graph.StoredGraph` is."""

    def nodes(self, where: str) -> Iterator[list[str]]:
        """Yield the IRIs to which a group graph pattern binds ?s, each once, in pages."""

    def about(self, nodes: Iterable[str], properties: Collection[str] = ()) -> Iterator[Triple]:
        """Yield what is stated of some nodes, of some properties alone where they are given."""

    def leading_by(self, nodes: Iterable[str], properties: Collection[str]) -> Iterator[Triple]:
        """Yield the statements of some properties that lead to some nodes."""

    def forget(self) -> None:
        """Forget what was noted of what was asked."""


class Piece(NamedTuple):
    """The nodes that are judged in a piece, the profiles among them, and the statements that this takes."""

    nodes: frozenset[str]
    profiles: frozenset[str]
    statements: Collection[Triple]


_PROFILES: Final = 50  # in a piece, with about 50 nodes each
_NODES: Final = 200
# The classes whose nodes are judged together, in this order where a node is of several.
_KINDS: Final = (
    (GII.ClusterProfile,),
    (GII.Cluster,),
    (GII.Agent, GII.Organization, GII.Person),
    (GII.Economy,),
    (GII.SourceDocument,),
)
# What leads to a node that rules look at, or what checks read of other nodes.
_LEADING: Final = (
    GII.evidenceFor, GII.inProfile, GII.hasProfile, GII.inEconomy, GII.agent, GII.toCluster, GII.fromCluster,
)  # fmt: skip
_NAMES: Final = (RDF.type, RDFS.label, SKOS.altLabel)
# Of where these lead only names and classes are looked at: there may be thousands.
_NAMES_ALONE: Final = frozenset(
    {
        GII.toCluster, GII.collaboratesWith, GII.collaboratesOnPatentsWith, GII.collaboratesOnArticlesWith,
        GII.filedPatents, GII.publishedArticles,
    }
)  # fmt: skip
# What is looked at two steps away: the profile of what evidence supports, the economies of a profile's cluster.
_ONWARD: Final = (GII.inProfile, GII.hasProfile, GII.inEconomy)
_TOLD: Final = frozenset(_LEADING) - {GII.inEconomy}
# Whoever has one of these classes or properties is looked at from what leads to it.
_LOOKED_BACK_AT: Final = frozenset(
    {
        *(name for kind in _KINDS for name in kind), GII.collaboratesWith, GII.collaboratesOnPatentsWith,
        GII.collaboratesOnArticlesWith, GII.filedPatents, GII.publishedArticles,
    }
)  # fmt: skip
# Where these lead nothing is stated that a check reads.
_TERMS: Final = frozenset({RDF.type, GII.evidenceProperty, GII.activity, GII.anchorCity})
# Evidence and rows are judged with a profile that they are about.
_OF_A_PROFILE: Final = (
    "?s gii:inProfile ?q",
    "?s gii:evidenceFor ?q",
    "?s gii:evidenceFor ?r . ?r gii:inProfile ?q",
    "?s gii:evidenceFor ?r . ?r gii:hasProfile ?q",
)
_MENTIONING: Final = (GII.evidenceFor, GII.agent, GII.toCluster, GII.inEconomy, GII.source)


def pieces(source: PieceSource) -> Iterator[Piece]:
    """Yield all pieces of a graph."""
    for number, kind in enumerate(_KINDS):
        earlier = [name for kinds in _KINDS[:number] for name in kinds]
        where = f"?s a ?kind FILTER(?kind IN ({_listed(kind)})) {' '.join(map(_is_not_of, earlier))}"
        for page in source.nodes(where):
            for some in in_batches(sorted(page), _NODES if number else _PROFILES):
                yield _around(source, some) if number else _with_profiles(source, some)
                source.forget()
    for page in source.nodes(_others()):
        for some in in_batches(sorted(page), _NODES):
            yield _around(source, some, steps=2)
            source.forget()


def surroundings_of(source: PieceSource, nodes: Collection[str]) -> Collection[Triple]:
    """Return what cites some nodes: their evidence, that of what mentions them, or of what they were derived from."""
    view = _View(source)
    view.describe(nodes)
    origins = view.reached(nodes, (PROV.wasDerivedFrom,))
    mentions = view.find_leading(nodes, _MENTIONING)
    evidence = mentions | view.find_leading(mentions | origins, (GII.evidenceFor,))
    view.describe(evidence)
    view.describe(view.reached(evidence | {*nodes}, (GII.source,)))
    source.forget()
    return view.statements


def in_batches(members: Sequence[T], most: int) -> Iterator[Sequence[T]]:
    """Yield the members of a sequence, some at a time.

    >>> list(in_batches("abcde", 2))
    ['ab', 'cd', 'e']
    """
    for start in range(0, len(members), most):
        yield members[start : start + most]


def _listed(iris: Iterable[str]) -> str:
    return ", ".join(f"<{iri}>" for iri in iris)


def _is_not_of(name: str) -> str:
    return f"MINUS {{ ?s a <{name}> }}"


def _others() -> str:
    """Return the pattern of the nodes that some rule is for and that are in no other piece."""
    rules = shipped_rules()
    properties = sorted({RDF.type, *(name for rule in rules for name in rule.subjects_of)})
    elsewhere = [f"MINUS {{ {pattern} . ?q a gii:ClusterProfile }}" for pattern in _OF_A_PROFILE]
    classes = [_is_not_of(name) for kind in _KINDS for name in kind]
    return f"?s ?any ?thing FILTER(?any IN ({_listed(properties)})) {' '.join([*classes, *elsewhere])}"


class _View:
    """The statements that are held, by node, and what is yet to be asked for."""

    def __init__(self, source: PieceSource) -> None:
        self._source = source
        self._described: set[str] = set()
        self._named: set[str] = set()
        self._by_node: defaultdict[str, dict[Triple, None]] = defaultdict(dict)

    @property
    def statements(self) -> Collection[Triple]:
        return [triple for triples in self._by_node.values() for triple in triples]

    def _hold(self, statements: Iterable[Triple]) -> set[str]:
        subjects = set()
        for triple in statements:
            subject = getattr(triple.subject, "value", "")
            subjects.add(subject)
            self._by_node[subject][triple] = None
        return subjects

    def describe(self, nodes: Iterable[str]) -> None:
        """Hold all that is stated of some nodes."""
        new = {*nodes} - self._described
        self._hold(self._source.about(new))
        self._described |= new

    def name(self, nodes: Iterable[str]) -> None:
        """Hold what some nodes are called, and what they are."""
        new = {*nodes} - self._described - self._named
        self._hold(self._source.about(new, _NAMES))
        self._named |= new

    def find_leading(self, nodes: Collection[str], properties: Collection[str]) -> set[str]:
        """Hold what leads to some nodes, and return from where."""
        return self._hold(self._source.leading_by(nodes, properties))

    def reached(self, nodes: Iterable[str], properties: Collection[str]) -> set[str]:
        """Return the nodes to which properties lead, as far as that is held."""
        return {value for node in nodes for predicate, value in self._links(node) if predicate in properties}

    def neighbours(self, nodes: Iterable[str]) -> tuple[set[str], set[str]]:
        """Return the nodes to which others lead, and those of which only names are looked at."""
        links = {link for node in nodes for link in self._links(node) if link[0] not in _TERMS}
        others = {value for predicate, value in links if predicate not in _NAMES_ALONE}
        return others, {value for predicate, value in links if predicate in _NAMES_ALONE} - others

    def _links(self, node: str) -> Iterator[tuple[str, str]]:
        from pyoxigraph import NamedNode

        for triple in self._by_node.get(node, ()):
            if isinstance(triple.object, NamedNode):
                yield triple.predicate.value, triple.object.value

    def classes(self, node: str) -> set[str]:
        return {value for predicate, value in self._links(node) if predicate == RDF.type}

    def surround(self, nodes: Collection[str]) -> set[str]:
        """Hold what is stated of nodes and their neighbours, and leads to them; return all that are described."""
        self.describe(nodes)
        leading = self.find_leading(self._looked_back_at(nodes), _LEADING)
        # Of the clusters of an economy, which may be thousands, no more is looked at.
        leading = {node for node in leading if any(name in _TOLD for name, _ in self._links(node))}
        self.describe(leading)
        self.find_leading(self.reached(nodes, (SKOS.exactMatch,)), (SKOS.exactMatch,))
        near, named = self.neighbours(nodes)
        self.describe(near)
        self.name(named)
        self.describe(self.reached({*leading, *near}, _ONWARD))
        return {*nodes, *leading, *near}

    def _looked_back_at(self, nodes: Iterable[str]) -> set[str]:
        """Return the nodes of which some rule or check asks what leads to them, but for their evidence."""
        return {node for node in nodes if any(link in _LOOKED_BACK_AT for link in self._marks(node))}

    def _marks(self, node: str) -> Iterator[str]:
        """Yield the classes and properties that a node has."""
        for triple in self._by_node.get(node, ()):
            name = triple.predicate.value
            yield getattr(triple.object, "value", "") if name == RDF.type else name


def _around(source: PieceSource, nodes: Sequence[str], steps: int = 1) -> Piece:
    """Return the piece of nodes that are judged by themselves."""
    view, reached = _View(source), set(nodes)
    for _ in range(steps):
        view.describe(view.find_leading(reached, (GII.evidenceFor,)))
        reached = view.surround(reached)
    return Piece(frozenset(nodes), frozenset(), view.statements)


def _with_profiles(source: PieceSource, profiles: Sequence[str]) -> Piece:
    """Return the piece of some profiles, with what is in them and the evidence of all."""
    view = _View(source)
    view.describe(profiles)
    within = view.find_leading(profiles, (GII.inProfile,))
    clusters = view.find_leading(profiles, (GII.hasProfile,))
    evidence = view.find_leading({*profiles, *within, *clusters}, (GII.evidenceFor,))
    view.surround({*profiles, *within, *evidence})
    view.describe(clusters)
    others = {name for kind in _KINDS for name in kind}
    nodes = {
        node
        for node in within | evidence
        if view.classes(node).isdisjoint(others) and _profile_of(view, node) in profiles
    }
    return Piece(frozenset(nodes.union(profiles)), frozenset(profiles), view.statements)


def _profile_of(view: _View, node: str) -> str | None:
    """Return the first profile that a node is in or is evidence about: with that one it is judged."""
    supported = view.reached([node], (GII.evidenceFor,))
    candidates = view.reached([node], (GII.inProfile,)) | supported
    candidates |= view.reached(supported, (GII.inProfile, GII.hasProfile))
    return min((one for one in candidates if GII.ClusterProfile in view.classes(one)), default=None)
