"""The few kinds of RDF term that our triples have, as light Python values.

An object is a `Node` (one of our instances), an `Iri` (any other resource) or a literal: `int` is xsd:integer,
`Decimal` is xsd:decimal, `str` is a plain string, `Text` is a string in a language, `Typed` has any other datatype.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple, TypeAlias

__all__ = ["Block", "Iri", "Node", "Objects", "Term", "Text", "Typed", "decimal_form"]


class Node(str):
    """An instance of ours: its IRI path under the instance base, such as `cluster/beijing`."""

    __slots__ = ()


class Iri(str):
    """An absolute IRI, such as a term of the vocabulary."""

    __slots__ = ()


class Text(NamedTuple):
    """A string in a language (BCP 47 tag)."""

    value: str
    language: str


class Typed(NamedTuple):
    """A literal of a datatype (IRI) that no Python value stands for, by its lexical form."""

    form: str
    datatype: str


Term: TypeAlias = Node | Iri | Text | Typed | Decimal | int | str
# What one predicate has: a term, several of them, or nothing.
Objects: TypeAlias = Term | list[Term] | None


class Block(NamedTuple):
    """All triples of one subject: predicates (IRIs) in reading order, each with its object or a list of them.

    A predicate with None or an empty list is not stated.
    """

    subject: Node
    statements: Mapping[str, Objects]

    def triples(self) -> Iterator[tuple[Node, str, Term]]:
        """Yield subject, predicate and object of each triple.

        >>> list(Block(Node("economy/china"), {"p": ["a", "b"], "q": None, "r": 3}).triples())
        [('economy/china', 'p', 'a'), ('economy/china', 'p', 'b'), ('economy/china', 'r', 3)]
        """
        for predicate, objects in self.statements.items():
            if objects is not None:
                for value in objects if isinstance(objects, list) else [objects]:
                    yield self.subject, predicate, value


def decimal_form(number: Decimal) -> str:
    """Return the canonical lexical form of an xsd:decimal (XSD 1.1, 3.3.3.2): one form, so that all engines agree.

    >>> decimal_form(Decimal("32.0")), decimal_form(Decimal("0.50"))
    ('32', '0.5')
    """
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
