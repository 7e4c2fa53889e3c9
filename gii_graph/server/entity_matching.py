"""The candidates for one query of the Reconciliation Service API: ranked by name, then by type and properties."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from gii_graph.economies import read_economy
from gii_graph.identity.spelling import slug
from gii_graph.server.entity_properties import PropertyValue, values_of
from gii_graph.server.entity_ranking import RankedEntity
from gii_graph.server.entity_records import Entity
from gii_graph.server.entity_types import CLUSTER, ECONOMY, PERSON
from gii_graph.server.held_graph import HeldGraph
from gii_graph.server.reconciliation_queries import ReconciliationQuery, WantedProperty
from gii_graph.server.thing_iris import short_id

__all__ = ["candidates"]

# What a score is multiplied with, for what a query asks beside the name.
_OTHER_VALUE: Final = 0.85
_OTHER_TYPE: Final = 0.9
_LOOKED_AT: Final = 4  # times as many as are wanted: properties may turn the order


class _Judged(NamedTuple):
    """A candidate, held against the properties of a query: which agree, by their keys."""

    ranked: RankedEntity
    score: float
    agrees: Mapping[str, bool]
    is_wanted_type: bool

    @property
    def may_be_meant(self) -> bool:
        """Whether this bears the name, and nothing that the query says speaks against it."""
        return self.ranked.bears_the_name and self.is_wanted_type and all(self.agrees.values())

    @property
    def is_told_apart(self) -> bool:
        """Whether the name alone, or a property with it, leaves nothing else that may be meant."""
        # In one economy there are several persons of a name.
        by_property = (
            self.agrees.get("cluster", False) if self.ranked.entity.kind is PERSON else any(self.agrees.values())
        )
        return self.ranked.is_certain or by_property


def candidates(graph: HeldGraph, query: ReconciliationQuery) -> list[dict[str, Any]]:
    """Return the candidates for a query as the protocol has them, best first."""
    if query.text.strip():
        ranked = _ranked(graph, query)
    else:
        ranked = [
            RankedEntity(entity, 1.0, "no name was asked for")
            for entity in graph.catalogue.values()
            if entity.kind in query.sought
        ]
    judged = _judged(graph, query, ranked)
    if not query.text.strip():
        judged = [one for one in judged if all(one.agrees.values())]
    judged.sort(key=lambda one: (-one.score, one.ranked.entity.iri))
    meant = [one for one in judged if one.may_be_meant]
    match = meant[0] if len(meant) == 1 and meant[0].is_told_apart else None
    return [_as_json(one, graph.base, is_match=one is match) for one in judged[: query.limit]]


def _ranked(graph: HeldGraph, query: ReconciliationQuery) -> list[RankedEntity]:
    iri = query.text.strip()
    entity = graph.catalogue.get(iri) or graph.catalogue.get(graph.base + iri)
    if entity is not None and entity.kind in query.sought:
        return [RankedEntity(entity, 1.0, "this is its identifier", True, True)]
    return graph.ranking.ranked(query.text, query.sought, _LOOKED_AT * query.limit)


def _judged(graph: HeldGraph, query: ReconciliationQuery, ranked: Sequence[RankedEntity]) -> list[_Judged]:
    agreeing = [_agreeing(graph, wanted, [one.entity for one in ranked]) for wanted in query.properties]
    judged = []
    for one in ranked:
        iri = one.entity.iri
        agrees = {
            wanted.property.key: iri in agreeing[number]
            for number, wanted in enumerate(query.properties)
            if one.entity.kind in wanted.property.kinds
        }
        is_wanted_type = not query.kinds or one.entity.kind in query.kinds
        factor = _OTHER_VALUE ** list(agrees.values()).count(False) * (1.0 if is_wanted_type else _OTHER_TYPE)
        judged.append(_Judged(one, one.score * factor, agrees, is_wanted_type))
    return judged


def _agreeing(graph: HeldGraph, wanted: WantedProperty, entities: Sequence[Entity]) -> set[str]:
    """Return the IRIs of the entities that have one of the values wanted."""
    iris = [entity.iri for entity in entities if entity.kind in wanted.property.kinds]
    given = _Given(graph, wanted.values)
    stated = values_of(graph.store, wanted.property, iris)
    return {iri for iri, values in stated.items() if any(map(given.fits, values))}


class _Given:
    """Values of a property as a client gives them: identifiers, names, numbers."""

    def __init__(self, graph: HeldGraph, values: Sequence[str]) -> None:
        self._graph = graph
        self._texts = {*values, *(graph.base + value for value in values)}
        self._keys = set(_keys(values))
        self._codes = {economy.alpha2 for value in values if (economy := read_economy(value.strip()))}
        self._meant: set[str] | None = None

    def fits(self, value: PropertyValue) -> bool:
        """Tell whether the graph's value is one of these."""
        if value.value in self._texts:
            return True
        if type(value).__name__ == "Literal":
            return slug(value.value) in self._keys
        entity = self._graph.catalogue.get(value.value)
        if entity is None:
            return False
        if entity.kind is ECONOMY and self._codes.intersection(entity.countries):
            return True
        if entity.kind is CLUSTER:
            return entity.iri in self._clusters()
        return not self._keys.isdisjoint(_keys(entity.names))

    def _clusters(self) -> set[str]:
        """Return the clusters that are meant beyond doubt, with or without their states."""
        if self._meant is None:
            ranked = [self._graph.ranking.ranked(text, (CLUSTER,), 5) for text in self._texts]
            bearing = [[one.entity.iri for one in clusters if one.bears_the_name] for clusters in ranked]
            self._meant = {iris[0] for iris in bearing if len(iris) == 1}
        return self._meant


def _keys(names: Iterable[str]) -> Iterator[str]:
    return (slug(name) for name in names if name.strip())


def _as_json(judged: _Judged, base: str, *, is_match: bool) -> dict[str, Any]:
    ranked = judged.ranked
    entity = ranked.entity
    score = round(100 * judged.score, 2)
    features: list[dict[str, Any]] = [
        {"id": "name_likeness", "value": round(100 * ranked.score, 2)},
        {"id": "bears_the_name", "value": ranked.bears_the_name},
        *({"id": key, "value": agrees} for key, agrees in judged.agrees.items()),
    ]
    return {
        "id": short_id(entity.iri, base),
        "name": entity.label,
        "description": f"{entity.description}: {ranked.reason}",
        "score": score,
        "match": is_match,
        "type": [entity.kind.as_json()],
        "features": features,
    }
