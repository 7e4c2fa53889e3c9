"""What a worker answers to the questions of the Reconciliation Service API 0.2, as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from gii_graph.errors import CallError
from gii_graph.identity.spelling import slug
from gii_graph.server.entity_matching import candidates
from gii_graph.server.entity_properties import ENTITY_PROPERTIES, literal_json, values_of
from gii_graph.server.entity_records import Entity
from gii_graph.server.entity_types import ENTITY_TYPES, entity_type
from gii_graph.server.held_graph import HeldGraph
from gii_graph.server.reconciliation_queries import Extension, read_batch, read_extension
from gii_graph.server.thing_iris import full_iri, short_id

__all__ = ["extended", "preview_facts", "proposed_properties", "reconciled", "suggested"]

_PAGE: Final = 20  # suggestions at a time


def reconciled(graph: HeldGraph, queries: str) -> dict[str, Any]:
    """Return the candidates for each query of a batch in JSON. Raises CallError for what the protocol forbids."""
    return {key: {"result": candidates(graph, query)} for key, query in read_batch(queries).items()}


def extended(graph: HeldGraph, request: str) -> dict[str, Any]:
    """Return the values that a data extension request asks for. Raises CallError for what the protocol does not allow.

    An entity that has no value of a property, or is not in the graph, gets an empty list.
    """
    extension = read_extension(request)
    meta = [
        {**prop.as_json(), **({"type": prop.target.as_json()} if prop.target else {})}
        for prop, _ in extension.properties
    ]
    return {"meta": meta, "rows": _rows(graph, extension)}


def _rows(graph: HeldGraph, extension: Extension) -> dict[str, dict[str, list[dict[str, Any]]]]:
    iris = {identifier: full_iri(identifier, graph.base, graph.catalogue) for identifier in extension.ids}
    rows: dict[str, dict[str, list[dict[str, Any]]]] = {identifier: {} for identifier in extension.ids}
    known = [iri for iri in iris.values() if iri is not None]
    for prop, edition in extension.properties:
        stated = values_of(graph.store, prop, known, edition)
        for identifier, iri in iris.items():
            rows[identifier][prop.key] = [_cell(graph, value) for value in stated.get(iri or "", ())]
    return rows


def _cell(graph: HeldGraph, value: Any) -> dict[str, Any]:
    if type(value).__name__ == "Literal":
        return literal_json(value)
    entity = graph.catalogue.get(value.value)
    if entity is None:
        return {"str": value.value}
    return {"id": short_id(entity.iri, graph.base), "name": entity.label}


def proposed_properties(key: str, limit: int | None) -> dict[str, Any]:
    """Return the properties that entities of a type have. Raises CallError for a type that there is not."""
    kind = entity_type(key)
    properties = [prop.as_json() for prop in ENTITY_PROPERTIES if kind in prop.kinds]
    return {"type": kind.key, "properties": properties[:limit], **({"limit": limit} if limit is not None else {})}


def suggested(graph: HeldGraph, what: str, prefix: str, cursor: int) -> dict[str, Any]:
    """Return what begins like `prefix`: entities, types or properties, from the one at `cursor` on.

    Raises CallError where `what` is none of these.
    """
    wanted = slug(prefix) if prefix.strip() else ""
    if what == "entity":
        results = [_suggestion(entity, graph.base) for entity in _suggested_entities(graph, prefix, wanted)]
    elif what == "type":
        results = [
            {**kind.as_json(), "description": kind.description}
            for kind in ENTITY_TYPES
            if _begins(wanted, (kind.key, kind.name))
        ]
    elif what == "property":
        results = [
            {**prop.as_json(), "description": prop.description}
            for prop in ENTITY_PROPERTIES
            if _begins(wanted, (prop.key, prop.name))
        ]
    else:
        raise CallError(f"Found the suggest service {what!r}, expected entity, type or property.")
    return {"result": results[cursor : cursor + _PAGE]}


def _begins(wanted: str, names: Sequence[str]) -> bool:
    """Tell whether a name, or a word of it, begins with what is wanted."""
    return any(key.startswith(wanted) or f"-{wanted}" in key for key in map(slug, names))


def _suggested_entities(graph: HeldGraph, prefix: str, wanted: str) -> list[Entity]:
    if not wanted:
        return []
    beginning = [entity for entity in graph.catalogue.values() if _begins(wanted, entity.names)]
    beginning.sort(key=lambda entity: (not slug(entity.label).startswith(wanted), len(entity.label), entity.iri))
    alike = [ranked.entity for ranked in graph.ranking.ranked(prefix, ENTITY_TYPES, 5)]
    return list(dict.fromkeys([*beginning, *alike]))


def _suggestion(entity: Entity, base: str) -> dict[str, Any]:
    return {
        "id": short_id(entity.iri, base),
        "name": entity.label,
        "description": entity.description,
        "notable": [entity.kind.as_json()],
    }


def preview_facts(graph: HeldGraph, identifier: str) -> dict[str, Any] | None:
    """Return what a preview of an entity says: its name, what it is, and facts as pairs of texts; None without one."""
    iri = full_iri(identifier, graph.base, graph.catalogue)
    if iri is None:
        return None
    entity = graph.catalogue[iri]
    return {"iri": iri, "name": entity.label, "description": entity.description, "facts": list(_facts(graph, entity))}


def _facts(graph: HeldGraph, entity: Entity) -> Iterator[tuple[str, str]]:
    for prop in ENTITY_PROPERTIES:
        if entity.kind in prop.kinds and prop.key != "label":
            values = values_of(graph.store, prop, [entity.iri]).get(entity.iri, ())
            if values:
                yield prop.name, _shown(graph, values)


def _shown(graph: HeldGraph, values: Sequence[Any]) -> str:
    entities: Mapping[str, Entity] = graph.catalogue
    texts = [entities[value.value].label if value.value in entities else value.value for value in values]
    rest = f" and {len(texts) - 5} more" if len(texts) > 5 else ""
    return ", ".join(texts[:5]) + rest
