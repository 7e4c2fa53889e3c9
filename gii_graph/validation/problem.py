"""What is wrong, before it is put beside its lines: a rule, words, and the nodes it is about."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["Problem", "Subject"]


class Subject(NamedTuple):
    """A node (IRI, or `_:` and a label) and, where one property of it is meant, the property's IRI."""

    node: str
    predicate: str | None = None


class Problem(NamedTuple):
    """A broken rule by name, what was found in words, and the nodes: first the one at fault, then those it contradicts.

    `component` is the IRI of the constraint component in SHACL; `value` is the value at fault, as an RDF term.
    """

    rule: str
    component: str
    message: str
    subjects: tuple[Subject, ...]
    value: object | None = None
