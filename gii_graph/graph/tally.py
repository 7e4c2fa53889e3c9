"""What a graph consists of, counted while its blocks pass on their way to a file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

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

    @property
    def triples(self) -> int:
        """How many triples there are."""
        return self.predicates.total()

    def watching(self, blocks: Iterable[Block]) -> Iterator[Block]:
        """Yield the blocks, counting what they hold; each subject must have one block."""
        for block in blocks:
            self.subjects += 1
            for predicate, objects in block.statements.items():
                if isinstance(objects, list):
                    self.predicates[predicate] += len(objects)
                elif objects is not None:
                    self.predicates[predicate] += 1
            kinds = block.statements.get(RDF.type)
            self.classes.update(str(kind) for kind in (kinds if isinstance(kinds, list) else [kinds]) if kind)
            yield block

    def update(self, other: Tally) -> None:
        """Add what another part of the graph holds, of which no subject is in this one."""
        self.predicates.update(other.predicates)
        self.classes.update(other.classes)
        self.subjects += other.subjects
