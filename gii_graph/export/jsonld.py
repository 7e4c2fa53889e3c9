"""Compact JSON-LD 1.1 with the ontology's own context inside, so that it needs no network to be read.

Formats: https://www.w3.org/TR/json-ld11/. It has no place for triple terms (`gii_graph.export.capabilities`).
There are no lists and no nested nodes: one object a subject, in the order of the triples, so that files compare well
and are written without holding a second copy of the graph.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import Any, TypeAlias

from pyoxigraph import Literal, NamedNode, Triple

from gii_graph.vocabulary import RDF, XSD

__all__ = ["Context", "json_ld"]

JsonLdValue: TypeAlias = dict[str, Any] | list[Any] | str | int

# Relative only where resolving gives the IRI back: no colon in it, no dot segments, nothing to escape.
_SAFE_RELATIVE = re.compile(r"[a-z][a-z-]*(?:/[A-Za-z0-9_%~-][A-Za-z0-9_.%~-]*)+")
_INTEGER = re.compile(r"0|-?[1-9]\d{0,14}")  # canonical, and exact in every JSON reader (below 2 to the power 53)
_STRING = f"{XSD.NAMESPACE}string"


class Context:
    """A JSON-LD context of prefixes, aliases and terms with a type: which short form each IRI has."""

    def __init__(self, definitions: Mapping[str, Any]) -> None:
        self.definitions = definitions
        self.base: str = definitions.get("@base", "")

    @classmethod
    def from_file(cls, path: Path) -> Context:
        """Read a file whose top has `@context`."""
        return cls(json.loads(path.read_text(encoding="utf-8"))["@context"])

    @cached_property
    def terms(self) -> dict[str, tuple[str, str | None]]:
        """The term of each IRI and the type that its values have unless they say otherwise."""
        found: dict[str, tuple[str, str | None]] = {}
        for term, definition in self.definitions.items():
            entry = definition if isinstance(definition, Mapping) else {"@id": definition}
            prefix, _, local = str(entry.get("@id", "")).partition(":")
            if not term.startswith("@") and local and prefix in self.definitions:
                kind = entry.get("@type")
                found[f"{self.definitions[prefix]}{local}"] = (term, kind and self._expanded(kind))
        return found

    def restricted_to(self, triples: Iterable[Triple]) -> Context:
        """Return the part of the context that these statements need, for many small files."""
        used = {triple.predicate.value for triple in triples}
        used.update(triple.object.value for triple in triples if isinstance(triple.object, NamedNode))
        terms = {term for iri, (term, _) in self.terms.items() if iri in used}
        needed = {name.partition(":")[0] for term in terms for name in _names_in(self.definitions[term])}
        return Context(
            {
                term: definition
                for term, definition in self.definitions.items()
                if term in terms or term in needed or term.startswith("@") or definition in ("@id", "@type")
            }
        )

    def _expanded(self, name: str) -> str:
        prefix, _, local = name.partition(":")
        return f"{self.definitions[prefix]}{local}" if local else name

    def name(self, iri: str) -> str:
        """Return the term of a class, property or concept, or its IRI where the context has none."""
        return self.terms.get(iri, (iri, None))[0]

    def reference(self, iri: str) -> str:
        """Return how a node is referred to: relative to the base where that is safe."""
        relative = iri.removeprefix(self.base)
        return relative if relative != iri and _SAFE_RELATIVE.fullmatch(relative) else iri


def _names_in(definition: Any) -> Iterable[str]:
    return map(str, definition.values()) if isinstance(definition, Mapping) else [str(definition)]


def json_ld(triples: Iterable[Triple], context: Context) -> Iterator[str]:
    """Yield the JSON-LD text of triples sorted by subject."""
    header = ",\n".join(f"    {_dumps(term)}: {_dumps(entry)}" for term, entry in context.definitions.items())
    yield f'{{\n  "@context": {{\n{header}\n  }},\n  "@graph": ['
    separator = "\n    "
    for _, group in groupby(triples, key=attrgetter("subject")):
        yield separator + _dumps(_node(list(group), context))
        separator = ",\n    "
    yield "\n  ]\n}\n"


def _dumps(value: JsonLdValue) -> str:
    return json.dumps(value, ensure_ascii=False)


def _node(triples: list[Triple], context: Context) -> dict[str, JsonLdValue]:
    node: dict[str, JsonLdValue] = {"id": _reference(triples[0].subject, context)}
    for predicate, group in groupby(triples, key=lambda triple: triple.predicate.value):
        values = [triple.object for triple in group]
        classes = [context.name(value.value) for value in values if isinstance(value, NamedNode)]
        if predicate == RDF.type and len(classes) == len(values):
            node["type"] = _one_or_all(classes)
        else:
            term, kind = context.terms.get(predicate, (predicate, None))
            node[term] = _one_or_all([_value(value, kind, context) for value in values])
    return node


def _one_or_all(values: list[Any]) -> JsonLdValue:
    return values if len(values) > 1 else values[0]


def _reference(term: Any, context: Context) -> str:
    return context.reference(term.value) if isinstance(term, NamedNode) else str(term)


def _value(term: Any, kind: str | None, context: Context) -> JsonLdValue:
    if not isinstance(term, Literal):
        if kind == "@vocab" and isinstance(term, NamedNode):
            return context.name(term.value)
        reference = _reference(term, context)
        return reference if kind == "@id" else {"id": reference}
    datatype = term.datatype.value
    if datatype == kind:
        integer = datatype == XSD.integer and _INTEGER.fullmatch(term.value)
        return int(term.value) if integer else term.value
    if term.language:
        direction = {} if term.direction is None else {"@direction": term.direction.value}
        return {"@value": term.value, "@language": term.language, **direction}
    if datatype == _STRING:
        return term.value if kind is None else {"@value": term.value}
    return {"@value": term.value, "@type": datatype}
