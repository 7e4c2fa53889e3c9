"""What is wrong: a rule, words for people, and the lines of the sources that say it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pyoxigraph import BlankNode, Literal, NamedNode

__all__ = ["Citation", "Finding", "Subject"]


class Subject(NamedTuple):
    """A node (an IRI, or a blank node's `_:label`) and, where one property of it is meant, the property's IRI."""

    node: str
    predicate: str | None = None


class Citation(NamedTuple):
    """One line of a source: the evidence's IRI, the file, the line from 1, the line's text; what is unknown is None."""

    evidence: str
    file: str | None
    line: int | None
    quote: str | None


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong.

    `rule` is the rule's name; `component` the IRI of its constraint component in SHACL; `message` one sentence
    without its full stop. `subjects` are the nodes: first the one at fault, then those that it contradicts.
    `value` is the value at fault, where there is one. `citations` are their lines, in the same order.
    """

    rule: str
    component: str
    message: str
    subjects: tuple[Subject, ...]
    value: NamedNode | BlankNode | Literal | None = None
    citations: Sequence[Citation] = field(default=())

    @property
    def node(self) -> str:
        """Return the node at fault."""
        return self.subjects[0].node
