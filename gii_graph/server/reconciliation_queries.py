"""What a client of the Reconciliation Service API 0.2 asks, read and held against what the protocol allows.

https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from math import isfinite
from typing import Any, Final, NamedTuple

from gii_graph.errors import CallError
from gii_graph.server.entity_properties import EntityProperty, entity_property
from gii_graph.server.entity_types import ENTITY_TYPES, EntityType, entity_type

__all__ = ["Extension", "ReconciliationQuery", "WantedProperty", "read_batch", "read_extension"]

_MOST_QUERIES: Final = 500
_MOST_VALUES: Final = 100
_LIMIT: Final = 5
_HIGHEST_LIMIT: Final = 100
_STRICTNESS: Final = ("any", "should", "all")


class WantedProperty(NamedTuple):
    """A property that an entity should have with one of some values: identifiers or texts."""

    property: EntityProperty
    values: tuple[str, ...]


class ReconciliationQuery(NamedTuple):
    """One query of a batch; `strictness` says how the types are meant, where there are any."""

    text: str
    kinds: tuple[EntityType, ...]
    strictness: str
    limit: int
    properties: tuple[WantedProperty, ...]

    @property
    def sought(self) -> tuple[EntityType, ...]:
        """The types among which to look."""
        if not self.kinds or self.strictness == "should":
            return ENTITY_TYPES
        # Nothing here is of two types.
        return () if self.strictness == "all" and len(set(self.kinds)) > 1 else self.kinds


class Extension(NamedTuple):
    """A request for values: of which entities (identifiers), and of which properties, with the edition or None."""

    ids: tuple[str, ...]
    properties: tuple[tuple[EntityProperty, int | None], ...]


def read_batch(text: str) -> dict[str, ReconciliationQuery]:
    """Return the queries of a batch in JSON by their keys. Raises CallError for what the protocol does not allow."""
    batch = _read(text, "queries")
    if len(batch) > _MOST_QUERIES:
        raise CallError(f"Found {len(batch):,} queries in a batch, expected {_MOST_QUERIES} at most; send several.")
    return {key: _query(key, query) for key, query in batch.items()}


def _read(text: str, what: str) -> Mapping[str, Any]:
    try:
        content = json.loads(text)
        json.dumps(content, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        raise CallError(f"The parameter {what} has half of a surrogate pair, which is no character.") from error
    except (ValueError, RecursionError) as error:
        raise CallError(f"The parameter {what} is no JSON that can be read ({error}).") from error
    if not isinstance(content, dict):
        raise CallError(f"Found no JSON object in the parameter {what}; expected one.")
    return content


def _query(key: str, query: Any) -> ReconciliationQuery:
    if not isinstance(query, dict):
        raise CallError(f"Query {key!r}: found no JSON object, expected one with a member `query`.")
    unknown = query.keys() - {"query", "type", "type_strict", "limit", "properties"}
    if unknown:
        raise CallError(f"Query {key!r}: found the member {min(unknown)!r}, which the protocol does not have.")
    text, wanted = query.get("query", ""), query.get("properties", [])
    if not isinstance(text, str) or not isinstance(wanted, list) or not (text.strip() or wanted):
        raise CallError(f"Query {key!r}: expected a text `query`, or a list `properties` that is not empty.")
    strictness = query.get("type_strict", "any")
    if strictness not in _STRICTNESS:
        raise CallError(f"Query {key!r}: found the type_strict {strictness!r}, expected {', '.join(_STRICTNESS)}.")
    types = query.get("type") or []
    names = types if isinstance(types, list) else [types]
    # A type may come as the manifest has it, with its name.
    keys = [name.get("id") if isinstance(name, dict) else name for name in names]
    texts = [name for name in keys if isinstance(name, str)]
    if len(texts) < len(keys):
        raise CallError(f"Query {key!r}: found a type that is no text.")
    kinds = tuple(map(entity_type, dict.fromkeys(texts)))
    return ReconciliationQuery(text, kinds, strictness, _limit(key, query), tuple(map(_wanted, wanted)))


def _limit(key: str, query: Mapping[str, Any]) -> int:
    limit = query.get("limit", _LIMIT)
    if isinstance(limit, str) and limit.isdecimal() and len(limit) < 10:
        limit = int(limit)
    is_number = isinstance(limit, int | float) and not isinstance(limit, bool)
    if not is_number or not isfinite(limit) or limit < 1 or limit != int(limit):
        raise CallError(f"Query {key!r}: found the limit {limit!r}, expected a whole number from 1.")
    return min(int(limit), _HIGHEST_LIMIT)


def _wanted(wanted: Any) -> WantedProperty:
    if not isinstance(wanted, dict) or not isinstance(wanted.get("pid"), str) or "v" not in wanted:
        raise CallError("Found a property of a query without a text `pid` or a value `v`; expected both.")
    values = wanted["v"] if isinstance(wanted["v"], list) else [wanted["v"]]
    if len(values) > _MOST_VALUES:
        raise CallError(f"Found {len(values):,} values of {wanted['pid']!r}, expected {_MOST_VALUES} at most.")
    return WantedProperty(entity_property(wanted["pid"]), tuple(map(_value, values)))


def _value(value: Any) -> str:
    if isinstance(value, dict) and isinstance(value.get("id"), str):
        return str(value["id"])
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str | int | float):
        return str(value)
    raise CallError(f"Found the value {value!r} of a property, expected a text, a number, or an object with an id.")


def read_extension(text: str) -> Extension:
    """Return what a data extension request in JSON asks for. Raises CallError for what the protocol does not allow."""
    content = _read(text, "extend")
    ids, wanted = content.get("ids"), content.get("properties")
    if not isinstance(ids, list) or not isinstance(wanted, list) or not all(isinstance(one, str) for one in ids):
        raise CallError("Expected `ids`, a list of identifiers, and `properties`, a list, in the parameter extend.")
    if len(ids) > _MOST_QUERIES:
        raise CallError(f"Found {len(ids):,} identifiers, expected {_MOST_QUERIES} at most; ask for several times.")
    return Extension(tuple(ids), tuple(map(_extended, wanted)))


def _extended(wanted: Any) -> tuple[EntityProperty, int | None]:
    if not isinstance(wanted, dict) or not isinstance(wanted.get("id"), str):
        raise CallError("Found a property to fetch without a text `id`.")
    settings = wanted.get("settings") or {}
    edition = settings.get("edition") if isinstance(settings, dict) else None
    if edition in (None, "", 0, "0"):
        return entity_property(wanted["id"]), None
    try:
        return entity_property(wanted["id"]), int(edition)
    except (TypeError, ValueError, OverflowError) as error:
        raise CallError(f"Found the edition {edition!r} in the settings, expected a year such as 2024.") from error
