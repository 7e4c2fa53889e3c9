"""What a graph consists of, counted while its blocks pass on their way to a file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
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
        # Few kinds of block make up a graph: what all of a kind hold is added up at the end.
        alike: dict[tuple[str, ...], int] = {}
        kinds: dict[tuple[object, ...], int] = {}
        # How many objects more, or fewer, than one for each time that a predicate is there.
        beyond: dict[str, int] = {}
        for block in blocks:
            statements = block.statements
            stated = tuple(statements)
            alike[stated] = alike.get(stated, 0) + 1
            for predicate, objects in statements.items():
                if type(objects) is list:
                    beyond[predicate] = beyond.get(predicate, 0) + len(objects) - 1
                elif objects is None:
                    beyond[predicate] = beyond.get(predicate, 0) - 1
            kind = statements.get(_TYPE)
            of = tuple(kind) if type(kind) is list else (kind,)
            kinds[of] = kinds.get(of, 0) + 1
            yield block
        self._sum_up(alike, kinds, beyond)

    def _sum_up(
        self,
        alike: Mapping[tuple[str, ...], int],
        kinds: Mapping[tuple[object, ...], int],
        predicates: dict[str, int],
    ) -> None:
        self.subjects += sum(alike.values())
        for stated, times in alike.items():
            for predicate in stated:
                predicates[predicate] = predicates.get(predicate, 0) + times
        # One may be there, but never with an object.
        self.predicates.update({predicate: times for predicate, times in predicates.items() if times})
        for classes, times in kinds.items():
            for kind in classes:
                if kind:
                    self.classes[str(kind)] += times

    def add(self, other: Tally, times: int = 1) -> None:
        """Add what as many other parts of the graph hold each, of which no subject is in this one."""
        for ours, theirs in ((self.predicates, other.predicates), (self.classes, other.classes)):
            for name, number in theirs.items():
                ours[name] += number * times
        self.subjects += other.subjects * times
