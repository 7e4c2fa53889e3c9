"""What a graph has that can be linked: organisations, clusters and economies, read from any RDF of the vocabulary."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from sys import intern
from typing import Final

from pyoxigraph import Literal, NamedNode

from gii_graph.economies import find_economy
from gii_graph.graph.loading import parse_file
from gii_graph.identity.places import cluster_label
from gii_graph.vocabulary import GII, RDF, RDFS, SKOS

__all__ = ["Cluster", "EconomyNode", "Organization", "Subjects", "read_subjects"]

# The properties that linking needs, with the kind of their values, and the classes.
_STATED: Final[Mapping[str, type[NamedNode] | type[Literal]]] = {
    RDF.type: NamedNode,
    RDFS.label: Literal,
    SKOS.altLabel: Literal,
    GII.inEconomy: NamedNode,
    GII.filedPatents: NamedNode,
    GII.publishedArticles: NamedNode,
}
_CLASSES: Final = frozenset({GII.Economy, GII.Cluster, GII.Organization, GII.Person})


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
    stated = _stated(paths)
    economies = {iri: _economy(iri, names) for iri, names in _named(stated, GII.Economy)}
    within = stated[GII.inEconomy]
    clusters = {
        iri: Cluster(
            iri,
            names[0],
            tuple(city.strip() for city in cluster_label(names[0]).split("–") if city.strip()),
            frozenset(economies[economy].alpha2 for economy in within.get(iri, ()) if economy in economies) - {""},
        )
        for iri, names in _named(stated, GII.Cluster)
    }
    persons = {iri for iri, classes in stated[RDF.type].items() if GII.Person in classes}
    filed, published = stated[GII.filedPatents], stated[GII.publishedArticles]
    organizations = tuple(
        Organization(iri, names, tuple(clusters[place] for place in sorted(places) if place in clusters))
        for iri, names in _named(stated, GII.Organization)
        if iri not in persons
        for places in [{*filed.get(iri, ()), *published.get(iri, ())}]
    )
    return Subjects(organizations, tuple(clusters.values()), tuple(economies.values()), len(persons))


def _economy(iri: str, names: tuple[str, ...]) -> EconomyNode:
    found = next(filter(None, map(find_economy, names)), None)
    return EconomyNode(iri, names[0], found.alpha2 if found else "", found.alpha3 if found else "")


def _stated(paths: Iterable[Path]) -> dict[str, dict[str, list[str]]]:
    """Return the values of each node by property, sorted: the few statements that linking needs, of all that are read.

    Classes other than those that are linked, and blank nodes, which have no name to be linked by, are left out.
    """
    pairs: dict[str, set[tuple[str, str]]] = {predicate: set() for predicate in _STATED}
    for path in paths:
        for quad in parse_file(path):
            # Most statements are left out: their subject and value are not made into objects of Python.
            predicate = quad.predicate.value
            kind = _STATED.get(predicate)
            if kind is None:
                continue
            subject, value = quad.subject, quad.object
            if not isinstance(subject, NamedNode) or not isinstance(value, kind):
                continue
            if predicate != RDF.type or value.value in _CLASSES:
                # The same IRI comes in many statements: one string for all of them.
                pairs[predicate].add((intern(subject.value), intern(value.value)))
    return {predicate: _grouped(pairs.pop(predicate)) for predicate in _STATED}


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    grouped: dict[str, list[str]] = {}
    for subject, value in sorted(pairs):
        grouped.setdefault(subject, []).append(value)
    return grouped


def _named(stated: Mapping[str, Mapping[str, list[str]]], class_iri: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the instances of a class that have a name, with their names: labels first, then other spellings."""
    labels, others = stated[RDFS.label], stated[SKOS.altLabel]
    for iri, classes in stated[RDF.type].items():
        names = (*labels.get(iri, ()), *others.get(iri, ()))
        if class_iri in classes and names:
            yield iri, tuple(dict.fromkeys(names))
