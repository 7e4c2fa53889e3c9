"""What a JSON-LD file says and no reader of RDF gets.

JSON-LD leaves out, without a word, statements whose subject, property or object is no IRI, whose language tag is none,
or whose property its context does not define (https://www.w3.org/TR/json-ld11-api/#deserialize-json-ld-to-rdf-algorithm).
So the parser is asked twice: if it gets more from a copy in which such names are mended, the file loses something.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Final, TypeAlias

__all__ = ["lost_statements"]

Json: TypeAlias = dict[str, "Json"] | list["Json"] | str | int | float | bool | None

# What no IRI (RFC 3987) or language tag (RFC 5646) may hold, and the sign that every IRI and tag may hold.
_MENDED: Final = str.maketrans(dict.fromkeys([*map(chr, range(33)), *'<>"{}|\\^`[]%_'], "-"))
_NAMES: Final = "urn:x-undefined:"  # where a name that the context does not define is taken to be
_TRIED_AT_MOST: Final = 200  # names that are tried for an example


def lost_statements(content: bytes, base: str) -> tuple[int, str | None]:
    """Return how many statements of a JSON-LD text are left out, and one name because of which some are."""
    try:
        document: Json = json.loads(content)
    except (ValueError, RecursionError):
        return 0, None  # the parser says what is wrong
    without = _count(document, base)
    lost = _count(_mended(document, None), base) - without
    if lost <= 0:
        return 0, None
    names = list(dict.fromkeys(_names(document)))[:_TRIED_AT_MOST]
    return lost, next((name for name in names if _count(_mended(document, name), base) > without), None)


def _count(document: Json, base: str) -> int:
    from pyoxigraph import RdfFormat, parse

    try:
        return sum(1 for _ in parse(json.dumps(document), RdfFormat.JSON_LD, base_iri=base))
    except SyntaxError:
        return 0


def _mended(document: Json, only: str | None) -> Json:
    """Return the document with every name made one that RDF can have, or `only` that one."""
    if isinstance(document, list):
        return [_mended(part, only) for part in document]
    if not isinstance(document, dict):
        return document
    mended = _with_names(document, only)
    if isinstance(mended, dict) and only is None:
        context = mended.get("@context")
        contexts = context if isinstance(context, list) else [] if context is None else [context]
        return {**mended, "@context": [{"@vocab": _NAMES}, *contexts]}
    return mended


def _with_names(part: Json, only: str | None) -> Json:
    if isinstance(part, str):
        return _with_name(part, only)
    if isinstance(part, list):
        return [_with_names(item, only) for item in part]
    if isinstance(part, Mapping):
        return {_with_name(key, only): _with_names(value, only) for key, value in part.items()}
    return part


def _with_name(name: str, only: str | None) -> str:
    if only not in {None, name}:
        return name
    if only is not None and name.translate(_MENDED) == name:
        return f"{_NAMES}{name}"
    return f"_:{name[2:].translate(_MENDED)}" if name.startswith("_:") else name.translate(_MENDED)


def _names(part: Json) -> Iterator[str]:
    """Yield the names that may be at fault: what has a sign that is none of an IRI's, and keys of any kind."""
    if isinstance(part, str):
        if part.translate(_MENDED) != part:
            yield part
    elif isinstance(part, list):
        for item in part:
            yield from _names(item)
    elif isinstance(part, dict):
        for key, value in part.items():
            if not key.startswith("@"):
                yield key
            yield from _names(value)
