"""Turtle in exactly the order given: one subject a block, stable prefixes, the same bytes on every machine.

Libraries sort or group as they please and order prefixes by hash; files that people diff need a fixed form.
Format: RDF 1.1 Turtle, https://www.w3.org/TR/turtle/.
"""

from __future__ import annotations

import json.encoder
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache, partial
from typing import Any

from gii_graph.errors import VocabularyError
from gii_graph.graph.terms import Block, Iri, Node, Objects, Term, Text, Typed, decimal_form
from gii_graph.vocabulary import PREFIXES, RDF, XSD

__all__ = ["turtle", "turtle_body"]

# What JSON escapes in a string, a STRING_LITERAL_QUOTE of the grammar has in the same form.
_quoted_as_json = json.encoder.encode_basestring
# Beyond that other controls are escaped, bidirectional ones too, so that a file shows in an editor what it holds.
_UNSEEN = re.compile("[\x7f-\x9f\u200e\u200f\u202a-\u202e\u2028\u2029\u2066-\u2069\ufeff]")
_LOCAL_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
# So many terms, and so many kinds of block, are looked up rather than written again.
_looked_up = lru_cache(maxsize=4096)
_IRI_UNSAFE = re.compile(r'[\x00-\x20<>"{}|^`\\]')


def turtle(blocks: Iterable[Block], base: str, prefixes: Mapping[str, str] = PREFIXES) -> Iterator[str]:
    """Yield the Turtle text of `blocks`, a block at a time, with instances relative to `base`.

    Raises VocabularyError for an IRI that Turtle cannot hold.
    """
    yield f"@base <{_checked(base)}> .\n"
    for name, namespace in sorted(prefixes.items()):
        yield f"@prefix {name}: <{namespace}> .\n"
    yield from turtle_body(blocks, prefixes)


def turtle_body(blocks: Iterable[Block], prefixes: Mapping[str, str] = PREFIXES) -> Iterator[str]:
    """Yield the Turtle text of `blocks` without base and prefixes, for a file that has begun with them."""
    frame, forms = _style(tuple(prefixes.items()))
    node = forms[Node]
    for subject, statements in blocks:
        stated = statements if all(statements.values()) else _without_gaps(statements)
        objects = [forms[type(value)](value) for value in stated.values()]
        yield frame(tuple(stated)) % (node(subject), *objects)


@lru_cache(maxsize=16)
def _style(
    prefixes: Sequence[tuple[str, str]],
) -> tuple[Callable[[Sequence[str]], str], dict[type, Callable[[Any], str]]]:
    """Return how blocks and objects are written under some prefixes, kept from one piece of a graph to the next."""
    resource = _looked_up(partial(_abbreviated, prefixes))
    return _looked_up(partial(_frame, resource)), _object_forms(resource)


def _frame(resource: Callable[[str], str], predicates: Sequence[str]) -> str:
    """Return the text of a block with these predicates, with `%s` in place of its subject and objects.

    Blocks of one kind have the same predicates, so that few of these are made, however large the graph.
    """
    verbs = ["a" if predicate == RDF.type else resource(predicate).replace("%", "%%") for predicate in predicates]
    return "\n%s\n    " + " ;\n    ".join([f"{verb} %s" for verb in verbs]) + " .\n"


def _without_gaps(statements: Mapping[str, Objects]) -> Mapping[str, Objects]:
    return {predicate: objects for predicate, objects in statements.items() if objects is not None and objects != []}


def _object_forms(resource: Callable[[str], str]) -> dict[type, Callable[[Any], str]]:
    """Return how each kind of object is written; looking the type up is what makes large graphs fast."""

    def decimal(value: Decimal) -> str:
        form = decimal_form(value)
        return form if "." in form else f'"{form}"^^{resource(XSD.decimal)}'

    forms: dict[type, Callable[[Any], str]] = {
        Node: _looked_up(_node),
        Iri: resource,
        str: _quoted,
        int: str,
        Decimal: _looked_up(decimal),
        Text: lambda value: f"{_quoted(value.value)}@{value.language}",
        Typed: lambda value: f"{_quoted(value.form)}^^{resource(value.datatype)}",
    }

    def several(values: list[Term]) -> str:
        if len(values) == 1:
            return forms[type(values[0])](values[0])
        return ", ".join([forms[type(value)](value) for value in values])

    forms[list] = several
    return forms


def _node(path: str) -> str:
    return "<" + _checked(path) + ">"


def _quoted(text: str) -> str:
    quoted = _quoted_as_json(text)
    return quoted if quoted.isprintable() else _UNSEEN.sub(lambda char: f"\\u{ord(char.group()):04X}", quoted)


def _checked(iri: str) -> str:
    if _IRI_UNSAFE.search(iri):
        raise VocabularyError(f"Turtle cannot hold the IRI {iri!r}: it has a space or a character that IRIs exclude.")
    return iri


def _abbreviated(prefixes: Iterable[tuple[str, str]], iri: str) -> str:
    """Return the shortest form of an absolute IRI under `prefixes`."""
    for name, namespace in prefixes:
        local = iri.removeprefix(namespace)
        if local != iri and _LOCAL_NAME.fullmatch(local):
            return f"{name}:{local}"
    return f"<{_checked(iri)}>"
