"""What a graph has that can be linked: organisations, clusters and economies, read from any RDF of the vocabulary."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from gii_graph.activities import ACTIVITIES
from gii_graph.city_lookup import city_names
from gii_graph.economies import find_economy
from gii_graph.graph.graph_part import GraphPart
from gii_graph.graph.graph_statements import GraphStatements, read_statements
from gii_graph.identity.cluster_identity import cluster_label
from gii_graph.identity.decision import DOUBTFUL, Kind
from gii_graph.vocabulary import GII, RDFS, SKOS

if TYPE_CHECKING:
    from pyoxigraph import Quad

__all__ = [
    "SUBJECTS_PART",
    "Cluster",
    "DoubtfulKind",
    "EconomyNode",
    "Organization",
    "PersonNode",
    "Subjects",
    "read_subjects",
    "subjects_in",
    "subjects_of",
]

# The little that linking needs, of all that a graph states.
SUBJECTS_PART: Final = GraphPart(
    frozenset({RDFS.label, SKOS.altLabel, GII.inEconomy, GII.kindDecidedBy, *(one.listed_in for one in ACTIVITIES)}),
    classes=frozenset({GII.Economy, GII.Cluster, GII.Organization, GII.Person}),
)


@dataclass(frozen=True, slots=True)
class EconomyNode:
    """An economy of the graph with all its spellings.

    `alpha2` and `alpha3` are empty where ISO 3166-1 has none of that name.
    """

    iri: str
    label: str
    alpha2: str
    alpha3: str
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cluster:
    """A cluster of the graph: the cities that its name is made of, the ISO 3166-1 alpha-2 codes of its economies.

    `names` are all its spellings, the label first.
    """

    iri: str
    label: str
    cities: tuple[str, ...]
    countries: frozenset[str]
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Organization:
    """An organisation of the graph: all its spellings, the label first, and the clusters that list it."""

    iri: str
    names: tuple[str, ...]
    clusters: tuple[Cluster, ...]

    @property
    def label(self) -> str:
        """The spelling that the graph shows."""
        return self.names[0]

    @property
    def where(self) -> str:
        """The clusters that list it, for people."""
        return ", ".join(cluster.label for cluster in self.clusters)

    @property
    def countries(self) -> frozenset[str]:
        """The codes of the economies of its clusters."""
        return frozenset().union(*(cluster.countries for cluster in self.clusters))


@dataclass(frozen=True, slots=True)
class PersonNode:
    """A person of the graph, who is never linked: all spellings, and the clusters that list them."""

    iri: str
    names: tuple[str, ...]
    where: str


@dataclass(frozen=True, slots=True)
class DoubtfulKind:
    """An agent of the graph that may be of the other kind: its clusters for people, and why it is `kind`."""

    iri: str
    name: str
    where: str
    kind: Kind
    rule: str


@dataclass(frozen=True, slots=True)
class Subjects:
    """All that can be linked, each in the order of its IRIs; the persons, and whose kind is doubtful."""

    organizations: tuple[Organization, ...]
    clusters: tuple[Cluster, ...]
    economies: tuple[EconomyNode, ...]
    people: tuple[PersonNode, ...] = ()
    doubtful_kinds: tuple[DoubtfulKind, ...] = ()

    @property
    def persons(self) -> int:
        """How many persons there are."""
        return len(self.people)


def read_subjects(paths: Iterable[Path]) -> Subjects:
    """Return what the graphs in those files have; raises GraphFileError for a file that is no RDF."""
    return subjects_of(read_statements(paths, SUBJECTS_PART))


def subjects_in(quads: Iterable[Quad]) -> Subjects:
    """Return what a graph has that can be linked, from its statements."""
    return subjects_of(GraphStatements(quads, SUBJECTS_PART))


def subjects_of(statements: GraphStatements) -> Subjects:
    """Return what a graph has that can be linked; what has no name is left out."""
    economies = {iri: _economy(iri, names) for iri, names in _named(statements, GII.Economy)}
    clusters = {iri: _cluster(statements, iri, names, economies) for iri, names in _named(statements, GII.Cluster)}
    people = tuple(
        PersonNode(iri, names, _where(statements, iri, clusters)) for iri, names in _named(statements, GII.Person)
    )
    persons = {person.iri for person in people}
    organizations = (
        Organization(iri, names, tuple(clusters[cluster] for cluster in listed if cluster in clusters))
        for iri, names in _named(statements, GII.Organization)
        if iri not in persons
        for listed in [_listed(statements, iri)]
    )
    return Subjects(
        tuple(organizations),
        tuple(clusters.values()),
        tuple(economies.values()),
        people,
        tuple(_doubtful_kinds(statements, clusters)),
    )


def _listed(statements: GraphStatements, agent: str) -> list[str]:
    return sorted({cluster for terms in ACTIVITIES for cluster in statements.iris(agent, terms.listed_in)})


def _where(statements: GraphStatements, agent: str, clusters: Mapping[str, Cluster]) -> str:
    return ", ".join(clusters[cluster].label for cluster in _listed(statements, agent) if cluster in clusters)


def _doubtful_kinds(statements: GraphStatements, clusters: Mapping[str, Cluster]) -> Iterator[DoubtfulKind]:
    for kind, class_iri in ((Kind.ORGANIZATION, GII.Organization), (Kind.PERSON, GII.Person)):
        for iri, names in _named(statements, class_iri):
            for rule in statements.texts(iri, GII.kindDecidedBy):
                if rule.startswith(DOUBTFUL):
                    where = _where(statements, iri, clusters)
                    yield DoubtfulKind(iri, names[0], where, kind, rule.removeprefix(DOUBTFUL))


def _cluster(
    statements: GraphStatements, iri: str, names: tuple[str, ...], economies: Mapping[str, EconomyNode]
) -> Cluster:
    within = [economies[economy].alpha2 for economy in statements.iris(iri, GII.inEconomy) if economy in economies]
    return Cluster(iri, names[0], city_names(cluster_label(names[0])), frozenset(within) - {""}, names)


def _economy(iri: str, names: tuple[str, ...]) -> EconomyNode:
    found = next(filter(None, map(find_economy, names)), None)
    return EconomyNode(iri, names[0], found.alpha2 if found else "", found.alpha3 if found else "", names)


def _named(statements: GraphStatements, class_iri: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the instances of a class that have a name, with their names: labels first, then other spellings."""
    for iri in statements.instances(class_iri):
        names = (*statements.texts(iri, RDFS.label), *statements.texts(iri, SKOS.altLabel))
        if names:
            yield iri, tuple(dict.fromkeys(names))
