"""The clusters, organisations, persons and economies of a graph with their names, and the index of these."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from gii_graph.authorities.records import NameKind, RecordName, RegistryCity, RegistryRecord
from gii_graph.identity.names import the_reader
from gii_graph.links.index import build_index
from gii_graph.links.subjects import Subjects, subjects_in
from gii_graph.server.entity_types import CLUSTER, ECONOMY, ENTITY_TYPES, ORGANIZATION, PERSON, EntityType

if TYPE_CHECKING:
    from pyoxigraph import Store

__all__ = ["Entity", "EntityCatalogue", "entities_of", "index_file", "write_indexes"]


class Entity(NamedTuple):
    """A thing with a name: all its spellings, the label first; `where` says for people what tells it from others.

    `countries` are ISO 3166-1 alpha-2 codes, `cities` the names of the cities that its cluster or clusters have.
    """

    iri: str
    kind: EntityType
    names: tuple[str, ...]
    where: str
    countries: tuple[str, ...] = ()
    cities: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """The spelling that the graph shows."""
        return self.names[0]

    @property
    def description(self) -> str:
        """What it is, in one line."""
        return f"{self.kind.name}{f', {self.where}' if self.where else ''}"


EntityCatalogue = dict[str, Entity]


def entities_of(store: Store) -> EntityCatalogue:
    """Return the entities of a dataset by their IRIs."""
    return {entity.iri: entity for entity in _entities(subjects_in(store))}


def _entities(subjects: Subjects) -> Iterator[Entity]:
    economies = {economy.alpha2: economy.label for economy in subjects.economies if economy.alpha2}
    for cluster in subjects.clusters:
        codes = tuple(sorted(cluster.countries))
        where = " and ".join(economies[code] for code in codes)
        yield Entity(cluster.iri, CLUSTER, cluster.names, where, codes, cluster.cities)
    for agent in subjects.organizations:
        cities = dict.fromkeys(city for cluster in agent.clusters for city in cluster.cities)
        codes = tuple(sorted(agent.countries))
        yield Entity(agent.iri, ORGANIZATION, agent.names, f"listed in {agent.where}", codes, tuple(cities))
    for person in subjects.people:
        yield Entity(person.iri, PERSON, person.names, f"listed in {person.where}")
    for economy in subjects.economies:
        codes = (economy.alpha2,) if economy.alpha2 else ()
        yield Entity(economy.iri, ECONOMY, economy.names, economy.alpha2, codes)


def index_file(folder: Path, kind: EntityType) -> Path:
    """Return the file of the index of the names of one type."""
    return folder / f"{kind.key}.sqlite"


def write_indexes(catalogue: EntityCatalogue, folder: Path) -> None:
    """Write the index of the names of each type. Raises RegistryError where that cannot be written."""
    for kind in ENTITY_TYPES:
        records = (_record(entity) for entity in catalogue.values() if entity.kind is kind)
        build_index(records, index_file(folder, kind), the_reader(), {})


def _record(entity: Entity) -> RegistryRecord:
    label, *others = entity.names
    names = (RecordName(label, NameKind.DISPLAY), *(RecordName(name, NameKind.ALIAS) for name in others))
    country = entity.countries[0] if entity.countries else ""
    return RegistryRecord(entity.iri, "active", names, country, tuple(map(RegistryCity, entity.cities)))
