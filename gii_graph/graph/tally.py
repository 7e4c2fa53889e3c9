"""What a graph consists of, counted while its blocks pass on their way to a file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from gii_graph.graph.terms import Block
from gii_graph.vocabulary import RDF

__all__ = ["Tally"]


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
    def plain(self) -> tuple[int, dict[str, int], dict[str, int]]:
        """Subjects, predicates and classes, ready for JSON."""
        return self.subjects, dict(self.predicates), dict(self.classes)

    def watching(self, blocks: Iterable[Block]) -> Iterator[Block]:
        """Yield the blocks, counting what they hold; each subject must have one block."""
        predicates = self.predicates
        for block in blocks:
            self.subjects += 1
            for predicate, objects in block.statements.items():
                if isinstance(objects, list):
                    predicates[predicate] += len(objects)
                elif objects is not None:
                    predicates[predicate] += 1
            kinds = block.statements.get(RDF.type)
            self.classes.update(str(kind) for kind in (kinds if isinstance(kinds, list) else [kinds]) if kind)
            yield block

    def add(self, other: Tally, times: int = 1) -> None:
        """Add what as many other parts of the graph hold each, of which no subject is in this one."""
        for ours, theirs in ((self.predicates, other.predicates), (self.classes, other.classes)):
            for name, number in theirs.items():
                ours[name] += number * times
        self.subjects += other.subjects * times
