"""The rules of `ontology/shapes.ttl` and `shapes-sparql.ttl` as records: the part of SHACL that they are written in.

Format: Shapes Constraint Language, https://www.w3.org/TR/shacl/.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from gii_graph.errors import GraphFileError
from gii_graph.resources import ontology_folder
from gii_graph.validation.nested_shapes import NestedShapes, UnknownShapeError
from gii_graph.vocabulary import RDF, SHACL

if TYPE_CHECKING:
    from pyoxigraph import BlankNode, Literal, NamedNode, Store

__all__ = ["RULES", "Constraint", "Rule", "read_rules", "shapes_files", "shipped_rules"]

RULES: Final = "https://w3id.org/gii-graph/shapes#"

# The constraint components that the rules use; a shape with any other is refused rather than half understood.
_COMPONENTS: Final = frozenset(
    "minCount maxCount datatype class nodeKind pattern in minInclusive maxInclusive disjoint sparql "
    "uniqueLang equals qualifiedMaxCount or and not".split()
)
_OTHER_TERMS: Final = frozenset("targetClass targetSubjectsOf path message qualifiedValueShape".split())


@dataclass(frozen=True, slots=True)
class Constraint:
    """One constraint: the component's name in SHACL, and its parameter in SPARQL's notation (or a whole SELECT).

    Of nested shapes the parameter is the expression that is true where `?value` conforms; of `qualifiedMaxCount`, whose
    bound is one, where `?value` is one of those that are counted.
    """

    component: str
    parameter: str

    @property
    def iri(self) -> str:
        """Return the IRI of the component, such as `sh:MinCountConstraintComponent`."""
        name = "SPARQL" if self.component == "sparql" else self.component[0].upper() + self.component[1:]
        return f"{SHACL.NAMESPACE}{name}ConstraintComponent"

    @property
    def bound(self) -> int:
        """Return how many values `minCount` or `maxCount` speaks of."""
        return int(self.parameter.split('"')[1])


@dataclass(frozen=True, slots=True)
class Rule:
    """One named shape: its IRI, the classes or properties that say which nodes it is for, its path, its message.

    `step` is the path from a node to its values in SPARQL's notation, None where the node is its own value. `path` is
    the IRI of a property where the path is that alone; `inverse` says that it is walked from object to subject.
    """

    iri: str
    message: str
    classes: tuple[str, ...]
    subjects_of: tuple[str, ...]
    step: str | None
    path: str | None
    inverse: bool
    constraints: tuple[Constraint, ...]

    @property
    def name(self) -> str:
        """Return the rule's name, such as `profile-edition`."""
        return self.iri.removeprefix(RULES)


def shapes_files() -> tuple[Path, ...]:
    """Return the paths of the shipped shapes: those in SHACL Core, and those in SPARQL."""
    return ontology_folder() / "shapes.ttl", ontology_folder() / "shapes-sparql.ttl"


@cache
def shipped_rules() -> tuple[Rule, ...]:
    """Return the shipped rules in the order of their names."""
    return read_rules(*shapes_files())


def read_rules(*paths: Path) -> tuple[Rule, ...]:
    """Return the rules of SHACL files in Turtle, in the order of their names; a shape may be in several files.

    Raises GraphFileError for a shape that uses more of SHACL than is understood here.
    """
    from pyoxigraph import NamedNode, RdfFormat, Store

    store = Store()
    for path in paths:
        store.load(path=str(path), format=RdfFormat.TURTLE)
    shapes = {
        quad.subject
        for kind in (SHACL.NodeShape, SHACL.PropertyShape)
        for quad in store.quads_for_pattern(None, NamedNode(RDF.type), NamedNode(kind), None)
    }
    return tuple(_Shape(store, shape, paths[-1]).rule() for shape in sorted(shapes, key=str))  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class _Shape:
    store: Store
    node: NamedNode | BlankNode
    file: Path

    def rule(self) -> Rule:
        step, path, inverse = self._path()
        return Rule(
            iri=getattr(self.node, "value", ""),
            message=self._one(SHACL.message).value,
            classes=tuple(sorted(term.value for term in self._objects(SHACL.targetClass))),
            subjects_of=tuple(sorted(term.value for term in self._objects(SHACL.targetSubjectsOf))),
            step=step,
            path=path,
            inverse=inverse,
            constraints=tuple(sorted(self._constraints(), key=lambda one: (one.component, one.parameter))),
        )

    def _constraints(self) -> Iterator[Constraint]:
        for quad in self.store.quads_for_pattern(self.node, None, None, None):
            term = quad.predicate.value.removeprefix(SHACL.NAMESPACE)
            if term in _COMPONENTS:
                yield Constraint(term, self._parameter(term, quad.object))  # type: ignore[arg-type]
            elif quad.predicate.value.startswith(SHACL.NAMESPACE) and term not in _OTHER_TERMS:
                raise self._not_understood(f"sh:{term}")

    def _parameter(self, component: str, value: NamedNode | BlankNode | Literal) -> str:
        if component == "sparql":
            query = _Shape(self.store, value, self.file)._one(SHACL.select).value  # type: ignore[arg-type]
            return f"{self._prefixes()}{query}"
        shapes = NestedShapes(self.store)
        try:
            if component == "in":
                return shapes.one_of(value)
            if component in {"or", "and"}:
                return shapes.joined(value, "?value", "||" if component == "or" else "&&")
            if component == "not":
                return f"(!{shapes.conforms(value, '?value')})"
            if component == "qualifiedMaxCount":
                return shapes.qualified(self.node, "?value")
        except UnknownShapeError as unknown:
            raise self._not_understood(str(unknown)) from None
        return str(value)

    def _not_understood(self, what: str) -> GraphFileError:
        return GraphFileError(str(self.file), None, f"{self.node} uses {what}, which is not understood here")

    def _prefixes(self) -> str:
        from pyoxigraph import NamedNode

        declared = self.store.quads_for_pattern(None, NamedNode(SHACL.declare), None, None)
        nodes = [_Shape(self.store, quad.object, self.file) for quad in declared]  # type: ignore[arg-type]
        return "".join(
            sorted(f"PREFIX {one._one(SHACL.prefix).value}: <{one._one(SHACL.namespace).value}> " for one in nodes)
        )

    def _path(self) -> tuple[str | None, str | None, bool]:
        """Return the path in SPARQL's notation, the property where it is one alone, and whether it is walked back."""
        for path in self._objects(SHACL.path):
            try:
                step = NestedShapes(self.store).path(path)
            except UnknownShapeError as unknown:
                raise self._not_understood(str(unknown)) from None
            plain = step.removeprefix("^")
            return step, plain[1:-1] if plain.startswith("<") else None, step.startswith("^<")
        return None, None, False

    def _objects(self, predicate: str) -> list[NamedNode | BlankNode | Literal]:
        from pyoxigraph import NamedNode

        return [quad.object for quad in self.store.quads_for_pattern(self.node, NamedNode(predicate), None, None)]  # type: ignore[misc]

    def _one(self, predicate: str) -> NamedNode | BlankNode | Literal:
        found = self._objects(predicate)
        if len(found) != 1:
            raise GraphFileError(str(self.file), None, f"{self.node} has {len(found)} of <{predicate}>, expected one")
        return found[0]
