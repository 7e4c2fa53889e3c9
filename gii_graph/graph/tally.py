"""What a graph consists of, counted while its blocks pass on their way to a file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from gii_graph.graph.terms import Block
from gii_graph.vocabulary import RDF

__all__ = ["Tally"]

_TYPE = RDF.type


class Tally:
    """Triples by predicate (an IRI), nodes by class (an IRI), and subjects.

    `objects` is how many different objects there are, where that was counted: it needs them all at once.
    """

    def __init__(self) -> None:
        self.predicates: Counter[str] = Counter()
        self.classes: Counter[str] = Counter()
        self.subjects = 0
        self.objects: int | None = None

    @classmethod
    def of_plain(cls, plain: Any) -> Tally:
        """Return the tally of which `plain` was made."""
        tally = cls()
        tally.subjects, predicates, classes = plain
        tally.predicates.update(predicates)
        tally.classes.update(classes)
        return tally

    @property
    def triples(self) -> int:
        """How many triples there are."""
        return self.predicates.total()

    @property
    def key(self) -> tuple[object, ...]:
        """What two tallies of the same content have in common."""
        return self.subjects, tuple(self.predicates.items()), tuple(self.classes.items())

    @property
    def plain(self) -> tuple[int, dict[str, int], dict[str, int]]:
        """Subjects, predicates and classes, ready for JSON."""
        return self.subjects, dict(self.predicates), dict(self.classes)

    def watching(self, blocks: Iterable[Block]) -> Iterator[Block]:
        """Yield the blocks and, when the last one is taken, add what they hold; each subject must have one block."""
        predicates: dict[str, int] = {}
        classes: dict[Any, int] = {}
        for block in blocks:
            self.subjects += 1
            for predicate, objects in block.statements.items():
                if objects is not None:
                    number = len(objects) if type(objects) is list else 1
                    predicates[predicate] = predicates.get(predicate, 0) + number
            kinds = block.statements.get(_TYPE)
            for kind in kinds if type(kinds) is list else [kinds]:
                classes[kind] = classes.get(kind, 0) + 1
            yield block
        # A predicate may be there without an object, a subject without a class.
        self.predicates.update({predicate: number for predicate, number in predicates.items() if number})
        self.classes.update({str(kind): number for kind, number in classes.items() if kind})

    def add(self, other: Tally, times: int = 1) -> None:
        """Add what as many other parts of the graph hold each, of which no subject is in this one."""
        for ours, theirs in ((self.predicates, other.predicates), (self.classes, other.classes)):
            for name, number in theirs.items():
                ours[name] += number * times
        self.subjects += other.subjects * times
