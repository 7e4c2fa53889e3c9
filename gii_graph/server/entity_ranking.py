"""Which entities a name may mean, best first, and whether one is meant beyond doubt.

Organisations and persons are ranked as `link` ranks the records of a registry (`gii_graph.links.candidates`). Clusters
and economies are recognised as by `build` (`gii_graph.identity`): with or without their states, by old names and codes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from gii_graph.clusters import listed_clusters, parted_states
from gii_graph.economies import read_economy
from gii_graph.identity.cluster_identity import designation, identify_clusters
from gii_graph.identity.generic_names import is_distinctive
from gii_graph.identity.names import the_reader
from gii_graph.identity.spelling import slug
from gii_graph.links.candidates import CandidateFinder
from gii_graph.links.index import RegistryIndex
from gii_graph.server.entity_records import Entity, EntityCatalogue, index_file
from gii_graph.server.entity_types import CLUSTER, ECONOMY, ENTITY_TYPES, PERSON, EntityType

__all__ = ["EntityRanking", "RankedEntity"]

_MAY_BE: Final = 0.9  # one of several clusters of the name
_LONGEST_NAME: Final = 500  # characters; no name of anything is longer


class RankedEntity(NamedTuple):
    """An entity that a name may mean: a score from 0 to 1, why, and whether it bears the name.

    `is_certain` holds where nothing else can be meant, if nothing else here bears the name.
    """

    entity: Entity
    score: float
    reason: str
    bears_the_name: bool = False
    is_certain: bool = False


class EntityRanking:
    """Ranks the entities of a graph for names; `indexes` is the folder that `write_indexes` has written to."""

    def __init__(self, catalogue: EntityCatalogue, indexes: Path) -> None:
        self._catalogue = catalogue
        self._finders = {
            kind: CandidateFinder(RegistryIndex(index_file(indexes, kind)), the_reader()) for kind in ENTITY_TYPES
        }
        self._clusters: defaultdict[str, list[Entity]] = defaultdict(list)
        for entity in catalogue.values():
            if entity.kind is CLUSTER:
                for key in {_base_slug(name) for name in entity.names} | {entity.iri.rpartition("/")[2]}:
                    self._clusters[key].append(entity)

    def ranked(self, name: str, kinds: Sequence[EntityType], limit: int) -> list[RankedEntity]:
        """Return up to `limit` entities of some types for a name, best first."""
        wanted = " ".join(name.split())[:_LONGEST_NAME]
        best: dict[str, RankedEntity] = {}
        for kind in kinds if wanted else ():
            for ranked in (*self._recognised(wanted, kind), *self._alike(wanted, kind, limit)):
                before = best.get(ranked.entity.iri)
                # What bears the name is not only like it.
                if before is None or (ranked.bears_the_name, ranked.score) > (before.bears_the_name, before.score):
                    best[ranked.entity.iri] = ranked
        return sorted(best.values(), key=lambda ranked: (-ranked.score, ranked.entity.iri))[:limit]

    def _alike(self, name: str, kind: EntityType, limit: int) -> Iterator[RankedEntity]:
        read = the_reader().read(name)
        for candidate in self._finders[kind].find(name, None, limit):
            entity = self._catalogue[candidate.record.id]
            # Which clusters bear a name is for identity to say, which knows states and old names.
            same = kind is not CLUSTER and not {
                the_reader().usual_key(spelling) for spelling in entity.names
            }.isdisjoint(read.keys)
            # Of persons two may bear one name, and of what any city may have, several are listed nowhere.
            certain = same and kind is not PERSON and is_distinctive(read.key)
            yield RankedEntity(entity, candidate.score, "; ".join(candidate.reasons), same, certain)

    def _recognised(self, name: str, kind: EntityType) -> Iterator[RankedEntity]:
        if kind is CLUSTER:
            yield from self._same_clusters(name)
        elif kind is ECONOMY and (economy := read_economy(name) or read_economy(name.upper())):
            for entity in self._catalogue.values():
                if entity.kind is ECONOMY and economy.alpha2 in entity.countries:
                    yield RankedEntity(entity, 1.0, f"ISO 3166-1 {economy.alpha2}", True, True)

    def _same_clusters(self, name: str) -> Iterator[RankedEntity]:
        """Yield the clusters that a printed name means by the rules of identity, or may mean."""
        keys = {_base_slug(name), *(_base_slug(name.rpartition(mark)[0]) for mark in (", ", " ("))}
        keys |= {listed.slug for listed in listed_clusters(name)}
        alike = {entity.iri: entity for key in keys - {""} for entity in self._clusters.get(key, ())}
        if not alike:
            return
        marks = {entity.iri: designation(entity.label, entity.countries) for entity in alike.values()}
        paths = identify_clusters(dict.fromkeys(marks.values(), 1), [name]).clusters
        meant = paths[name].path
        same = [alike[iri] for iri, mark in marks.items() if paths[mark].path == meant]
        for entity in same:
            yield RankedEntity(entity, 1.0, "the same cluster by its name", True, True)
        if meant.endswith("-unclear"):
            for entity in alike.values():
                yield RankedEntity(entity, _MAY_BE, "one of several clusters of this name", True)


def _base_slug(name: str) -> str:
    base = parted_states(name)[0]
    return slug(base) if base.strip() else ""
