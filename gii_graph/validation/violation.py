"""What an engine finds: a rule, the node that breaks it, and the value at fault."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pyoxigraph import BlankNode, Literal, NamedNode

__all__ = ["Violation"]


class Violation(NamedTuple):
    """One breach of a rule.

    `rule` and `component` are the IRIs of the shape and of its constraint component in SHACL; `value` is None
    where a value is missing or one too many.
    """

    rule: str
    component: str
    node: NamedNode | BlankNode | Literal
    value: NamedNode | BlankNode | Literal | None
