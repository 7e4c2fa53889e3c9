"""What a graph says, by subject and property: the one view that networks, links, checks, tables and measures read.

Values are read by their kind, IRIs apart from literals, and come sorted, so that nothing hangs on the order of a file.
Blank nodes have no name to be spoken of by and are left out.
"""

from __future__ import annotations

import math
import warnings
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from sys import intern
from typing import TypeAlias, TypeVar
from urllib.parse import unquote

from pyoxigraph import Literal, NamedNode, Quad, Triple

from gii_graph.graph.graph_part import GraphPart
from gii_graph.graph.loading import parse_file
from gii_graph.rdf_files import OnWarning
from gii_graph.stale_links import CLASSES, LINKS, is_node_of_ours, stale_links
from gii_graph.vocabulary import RDF, RDFS

__all__ = ["GraphStatements", "integer", "number", "read_statements"]

V = TypeVar("V", bound=str | Literal)
# By property and subject: mostly there is one value, and a container for each would take half of the memory.
_Values: TypeAlias = dict[str, dict[str, V | tuple[V, ...]]]
_NOTHING: Mapping[str, str | tuple[str, ...]] = {}
_NONE: Mapping[str, Literal | tuple[Literal, ...]] = {}


class GraphStatements:
    """RDF statements about named nodes; a statement that is repeated counts once.

    `all_named` says that no statement was left out for a blank node or a triple in it.
    """

    def __init__(self, statements: Iterable[Triple | Quad] = (), part: GraphPart | None = None) -> None:
        """Take in statements; those in a `part` alone where it is given, for what needs few of many."""
        self._iris: _Values[str] = defaultdict(dict)
        self._literals: _Values[Literal] = defaultdict(dict)
        self._subjects_of: dict[str, dict[str, list[str]]] = {}
        self._part = part
        self.all_named = True
        self.add(statements)

    def add(self, statements: Iterable[Triple | Quad]) -> None:
        """Take in more statements."""
        part = self._part
        for statement in statements:
            # What is left out is not made into objects of Python.
            predicate = statement.predicate.value
            if part is None or predicate in part.properties or part.has(statement):
                subject, value = statement.subject, statement.object
                if type(subject) is not NamedNode:
                    self.all_named = False
                # The same IRI comes in many statements: one string for all of them.
                elif type(value) is NamedNode:
                    _put(self._iris[predicate], intern(subject.value), intern(value.value))
                elif type(value) is Literal:
                    _put(self._literals[predicate], intern(subject.value), value)
                else:
                    self.all_named = False
        self._subjects_of.clear()

    def has(self, subject: str) -> bool:
        """Tell whether anything is said of a node."""
        return any(subject in values for stated in (self._iris, self._literals) for values in stated.values())

    def iris(self, subject: str, predicate: str) -> list[str]:
        """Return the nodes that a property leads to."""
        values = self._iris.get(predicate, _NOTHING).get(subject, ())
        return sorted(values) if isinstance(values, tuple) else [values]

    def iri(self, subject: str, predicate: str) -> str | None:
        """Return the node that a property leads to, the first where a graph states several, None where none."""
        values = self._iris.get(predicate, _NOTHING).get(subject)
        return min(values) if isinstance(values, tuple) else values

    def literals(self, subject: str, predicate: str) -> list[Literal]:
        """Return the literals of a property, with their languages and datatypes."""
        return sorted(_all(self._literals.get(predicate, _NONE).get(subject, ())), key=str)

    def texts(self, subject: str, predicate: str) -> list[str]:
        """Return the texts of a property's literals, each once."""
        values = self._literals.get(predicate, _NONE).get(subject, ())
        return sorted({literal.value for literal in values}) if isinstance(values, tuple) else [values.value]

    def text(self, subject: str, predicate: str) -> str | None:
        """Return the text of a property, the first where a graph states several, None where none."""
        literals = self._literals.get(predicate, _NONE).get(subject)
        if isinstance(literals, tuple):
            return min(literal.value for literal in literals)
        return None if literals is None else literals.value

    def number(self, subject: str, predicate: str) -> float | None:
        """Return the number that a property states, see `number`."""
        return number(self.text(subject, predicate))

    def integer(self, subject: str, predicate: str) -> int | None:
        """Return the whole number that a property states."""
        return integer(self.text(subject, predicate))

    def instances(self, class_iri: str) -> list[str]:
        """Return the nodes of a class."""
        return self.subjects(RDF.type, class_iri)

    def classes(self, subject: str) -> list[str]:
        """Return the classes of a node."""
        return self.iris(subject, RDF.type)

    def subjects(self, predicate: str, iri: str) -> list[str]:
        """Return the nodes that a property leads from to a node."""
        if predicate not in self._subjects_of:
            leading: defaultdict[str, list[str]] = defaultdict(list)
            for subject, values in self._iris.get(predicate, {}).items():
                for value in _all(values):
                    leading[value].append(subject)
            self._subjects_of[predicate] = dict(leading)
        return sorted(self._subjects_of[predicate].get(iri, ()))

    def properties(self) -> list[str]:
        """Return the properties that statements have."""
        return sorted({*self._iris, *self._literals})

    def values(self, predicate: str) -> Mapping[str, str | Literal | tuple[str | Literal, ...]]:
        """Return what a property leads to, nodes and literals, by its subjects; in a tuple where they are several."""
        iris, literals = self._iris.get(predicate, _NOTHING), self._literals.get(predicate, _NONE)
        if not iris or not literals:
            return iris or literals
        merged: dict[str, str | Literal | tuple[str | Literal, ...]] = {**iris, **literals}
        for subject in iris.keys() & literals.keys():
            merged[subject] = (*_all(iris[subject]), *_all(literals[subject]))
        return merged

    def distinct_literals(self, predicate: str) -> set[Literal]:
        """Return the literals that a property leads to, whosever they are."""
        return {literal for literals in self._literals.get(predicate, _NONE).values() for literal in _all(literals)}

    def by_subject(self, predicate: str) -> Mapping[str, tuple[str, ...]]:
        """Return the nodes that a property leads to, by the node it leads from; neither is in order."""
        return {subject: _all(values) for subject, values in self._iris.get(predicate, _NOTHING).items()}

    def pairs(self, predicate: str) -> Iterator[tuple[str, str]]:
        """Yield both ends of every statement whose property leads from node to node."""
        for subject, values in sorted(self._iris.get(predicate, {}).items()):
            for value in sorted(_all(values)):
                yield subject, value

    def with_literals(self, predicate: str) -> list[str]:
        """Return the nodes of which a property states a literal."""
        return sorted(self._literals.get(predicate, ()))

    def label(self, subject: str) -> str:
        """Return what a node is called: in English or in no language first, else in any, else as its IRI ends."""
        labels = _all(self._literals.get(RDFS.label, _NONE).get(subject, ()))
        stated = min(((label.language not in (None, "en"), label.value) for label in labels), default=None)
        return stated[1] if stated else unquote(subject.rstrip("/#").rsplit("/", 1)[-1])


def _put(values: dict[str, V | tuple[V, ...]], subject: str, value: V) -> None:
    """Add a value of a subject, unless it is there."""
    stated = values.get(subject)
    if stated is None:
        values[subject] = value
    elif value not in _all(stated):
        values[subject] = (*_all(stated), value)


def _all(values: V | tuple[V, ...]) -> tuple[V, ...]:
    return values if isinstance(values, tuple) else (values,)


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


def read_statements(
    paths: Iterable[Path], part: GraphPart | None = None, tell: OnWarning = warnings.warn
) -> GraphStatements:
    """Read RDF files into one view, of a `part` of them alone where it is given.

    Links of subjects that the files do not have are left out, which `tell` hears. Raises GraphFileError naming the
    file, and the line where it is wrong.
    """
    paths = list(paths)
    if part is not None and LINKS.isdisjoint(part.properties):
        return GraphStatements((quad for path in paths for quad in parse_file(path)), part)
    links: dict[object, list[Quad]] = {}

    def described() -> Iterator[Quad]:
        for path in paths:
            for quad in parse_file(path):
                # Whether its subject is there is known when all has been read.
                if quad.predicate.value in LINKS and is_node_of_ours(quad.subject):
                    links.setdefault(quad.subject, []).append(quad)
                else:
                    yield quad

    statements = GraphStatements(described(), part)
    gone: set[Quad] = set()
    if any(statements.instances(name) for name in CLASSES):
        is_there = lambda subject: statements.has(getattr(subject, "value", ""))  # noqa: E731
        gone.update(stale_links(links, is_there, map(str, paths), tell))
    statements.add(quad for quads in links.values() for quad in quads if quad not in gone)
    return statements
