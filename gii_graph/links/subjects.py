"""What a graph has that can be linked: organisations, clusters and economies, read from any RDF of the vocabulary."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from gii_graph.economies import find_economy
from gii_graph.identity.places import cluster_label
from gii_graph.sparql.dataset import read_files
from gii_graph.vocabulary import GII, RDFS, SKOS

if TYPE_CHECKING:
    from pyoxigraph import Store

__all__ = ["Cluster", "EconomyNode", "Organization", "Subjects", "read_subjects"]


@dataclass(frozen=True, slots=True)
class EconomyNode:
    """An economy of the graph; `alpha2` and `alpha3` are empty where ISO 3166-1 has none of that name."""

    iri: str
    label: str
    alpha2: str
    alpha3: str


@dataclass(frozen=True, slots=True)
class Cluster:
    """A cluster of the graph: the cities that its name is made of, the ISO 3166-1 alpha-2 codes of its economies."""

    iri: str
    label: str
    cities: tuple[str, ...]
    countries: frozenset[str]


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
class Subjects:
    """All that can be linked, each in the order of its IRIs, and how many persons there are, who are never linked."""

    organizations: tuple[Organization, ...]
    clusters: tuple[Cluster, ...]
    economies: tuple[EconomyNode, ...]
    persons: int


def read_subjects(paths: Iterable[Path]) -> Subjects:
    """Return what the graphs in those files have; raises GraphFileError for a file that is no RDF."""
    store = read_files(paths)
    economies = {iri: _economy(iri, names) for iri, names in _named(store, GII.Economy).items()}
    within = _pairs(store, GII.inEconomy)
    clusters = {
        iri: Cluster(
            iri,
            names[0],
            tuple(city.strip() for city in cluster_label(names[0]).split("–") if city.strip()),
            frozenset(economies[economy].alpha2 for economy in within[iri] if economy in economies) - {""},
        )
        for iri, names in _named(store, GII.Cluster).items()
    }
    persons = _instances(store, GII.Person)
    listed: defaultdict[str, set[str]] = defaultdict(set)
    for predicate in (GII.filedPatents, GII.publishedArticles):
        for agent, places in _pairs(store, predicate).items():
            listed[agent] |= set(places)
    organizations = tuple(
        Organization(iri, names, tuple(clusters[place] for place in sorted(listed[iri]) if place in clusters))
        for iri, names in _named(store, GII.Organization).items()
        if iri not in persons
    )
    return Subjects(organizations, tuple(clusters.values()), tuple(economies.values()), len(persons))


def _economy(iri: str, names: tuple[str, ...]) -> EconomyNode:
    found = next(filter(None, map(find_economy, names)), None)
    return EconomyNode(iri, names[0], found.alpha2 if found else "", found.alpha3 if found else "")


def _instances(store: Store, class_iri: str) -> set[str]:
    from pyoxigraph import NamedNode

    a = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    quads = store.quads_for_pattern(None, a, NamedNode(class_iri), None)
    return {quad.subject.value for quad in quads if isinstance(quad.subject, NamedNode)}


def _named(store: Store, class_iri: str) -> dict[str, tuple[str, ...]]:
    """Return the instances of a class that have a name, with their names: labels first, then other spellings."""
    from pyoxigraph import Literal, NamedNode

    named = {}
    for iri in sorted(_instances(store, class_iri)):
        names: list[str] = []
        for predicate in (RDFS.label, SKOS.altLabel):
            quads = store.quads_for_pattern(NamedNode(iri), NamedNode(predicate), None, None)
            names += sorted({quad.object.value for quad in quads if isinstance(quad.object, Literal)})
        if names:
            named[iri] = tuple(dict.fromkeys(names))
    return named


def _pairs(store: Store, predicate: str) -> defaultdict[str, list[str]]:
    from pyoxigraph import NamedNode

    pairs: defaultdict[str, list[str]] = defaultdict(list)
    for quad in store.quads_for_pattern(None, NamedNode(predicate), None, None):
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode):
            pairs[quad.subject.value].append(quad.object.value)
    return pairs
