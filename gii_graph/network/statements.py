"""Turtle files as statements grouped by subject: the least that the network needs from RDF."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad

from gii_graph.graph.loading import parse_file
from gii_graph.vocabulary import RDF, RDFS

__all__ = ["Statements", "integer", "number", "read_statements"]


class Statements:
    """RDF statements by subject and predicate; values are IRIs or the text of literals, sorted where it matters."""

    def __init__(self) -> None:
        self._by_subject: dict[str, dict[str, list[str]]] = {}
        self._of_type: dict[str, set[str]] = {}

    def add(self, subject: str, predicate: str, value: str) -> None:
        """Take in one statement; a repeated one changes nothing."""
        values = self._by_subject.setdefault(subject, {}).setdefault(predicate, [])
        if value not in values:
            values.append(value)
        if predicate == RDF.type:
            self._of_type.setdefault(value, set()).add(subject)

    def of_type(self, *types: str) -> list[str]:
        """Return the subjects of any of these types, sorted."""
        return sorted(set().union(*(self._of_type.get(one, set()) for one in types)))

    def all(self, subject: str, predicate: str) -> list[str]:
        """Return all values, sorted, so that nothing depends on the order of a file."""
        return sorted(self._by_subject.get(subject, {}).get(predicate, ()))

    def one(self, subject: str, predicate: str) -> str | None:
        """Return the value, the first in order where a graph states several, None where it states none."""
        return next(iter(self.all(subject, predicate)), None)

    def predicates(self, subject: str) -> list[str]:
        """Return the predicates stated of this subject, sorted."""
        return sorted(self._by_subject.get(subject, ()))

    def pairs(self, predicate: str) -> Iterator[tuple[str, str]]:
        """Yield (subject, value) of every statement with this predicate, sorted by subject, then value."""
        for subject in sorted(self._by_subject):
            for value in self.all(subject, predicate):
                yield subject, value


def number(text: str | None) -> float | None:
    """Read a number of the graph.

    >>> number("32.5"), number("32"), number("many"), number(None)
    (32.5, 32, None, None)
    """
    try:
        value = float(text) if text is not None else None
    except ValueError:
        return None
    if value is None or not math.isfinite(value):
        return None
    return int(value) if value.is_integer() else value


def integer(text: str | None) -> int | None:
    """Read a whole number of the graph.

    >>> integer("2024"), integer("2024.5")
    (2024, None)
    """
    value = number(text)
    return value if isinstance(value, int) else None


def read_statements(paths: Iterable[Path]) -> Statements:
    """Read RDF files into one set of statements.

    Raises GraphFileError naming the file, and the line where it is wrong.
    """
    statements = Statements()
    for path in paths:
        for quad in parse_file(path):
            _add(statements, quad)
    return statements


def _add(statements: Statements, quad: Quad) -> None:
    subject, predicate, value = quad.subject, quad.predicate.value, quad.object
    if isinstance(subject, NamedNode) and isinstance(value, NamedNode | Literal):
        # Labels in English, or without a language, stand before those in other languages.
        foreign = isinstance(value, Literal) and value.language not in (None, "en")
        name = f"{predicate}@" if foreign and predicate == RDFS.label else predicate
        statements.add(subject.value, name, value.value)
