"""What is related to what by a property or a path of properties, looked up in the statements that are held."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeAlias

from gii_graph.graph.graph_statements import GraphStatements
from gii_graph.validation.constraint_syntax import NotUnderstoodError, PropertyPath

if TYPE_CHECKING:
    from pyoxigraph import Literal

__all__ = ["Relation", "Relations", "StatedValue", "each"]

StatedValue: TypeAlias = "str | Literal"  # an IRI is a plain string
# Most nodes have one value of a property: only where there are several are they a tuple.
Relation: TypeAlias = Mapping[StatedValue, "StatedValue | tuple[StatedValue, ...]"]


def each(values: StatedValue | tuple[StatedValue, ...]) -> tuple[StatedValue, ...]:
    """Return what a relation holds of one node as a tuple."""
    return values if type(values) is tuple else (values,)  # type: ignore[return-value]


class Relations:
    """The relations of a graph in which every node has a name; what was looked up once is kept."""

    def __init__(self, statements: GraphStatements) -> None:
        self._statements = statements
        self._forward: dict[PropertyPath | str, Relation] = {}
        self._backward: dict[PropertyPath | str, Relation] = {}
        self._members: dict[str, frozenset[StatedValue]] = {}

    @property
    def properties(self) -> list[str]:
        """Return the properties of which anything is stated."""
        return self._statements.properties()

    def forward(self, path: PropertyPath | str) -> Relation:
        """Return the values by the nodes that a path leads from. Raises NotUnderstoodError."""
        if path not in self._forward:
            self._forward[path] = self._statements.values(path) if isinstance(path, str) else self._along(path)  # type: ignore[assignment]
        return self._forward[path]

    def backward(self, path: PropertyPath | str) -> Relation:
        """Return the nodes that a path leads from by the values that it leads to. Raises NotUnderstoodError."""
        if path not in self._backward:
            self._backward[path] = _turned(self.forward(path))
        return self._backward[path]

    def members(self, path: PropertyPath | str, value: StatedValue) -> frozenset[StatedValue]:
        """Return the nodes that a path leads from to a value."""
        key = f"{path}\n{value}"
        if key not in self._members:
            self._members[key] = frozenset(each(self.backward(path).get(value, ())))
        return self._members[key]

    def _along(self, path: PropertyPath) -> Relation:
        if path.sign == "^":
            return self.backward(path.parts[0])
        if path.sign == "|":
            return _either([self.forward(part) for part in path.parts])
        if path.sign != "/":
            raise NotUnderstoodError(path.sign)
        steps = [self.forward(part) for part in path.parts if not self._leads_nowhere(part)]
        relation = steps[0]
        for step in steps[1:]:
            relation = _chained(relation, step)
        return relation

    def _leads_nowhere(self, path: PropertyPath | str) -> bool:
        """Tell whether a path may be left out, being as many steps as one likes of a property that nothing has."""
        return isinstance(path, PropertyPath) and path.sign == "*" and not self.forward(path.parts[0])


def _turned(relation: Relation) -> Relation:
    turned: dict[StatedValue, list[StatedValue]] = {}
    for node, values in relation.items():
        for value in each(values):
            if value in turned:
                turned[value].append(node)
            else:
                turned[value] = [node]
    return {value: tuple(nodes) for value, nodes in turned.items()}


def _either(relations: list[Relation]) -> Relation:
    stated = [relation for relation in relations if relation]
    if len(stated) < 2:
        return stated[0] if stated else {}
    either: dict[StatedValue, dict[StatedValue, None]] = {}
    for relation in stated:
        for node, values in relation.items():
            either.setdefault(node, {}).update(dict.fromkeys(each(values)))
    return {node: tuple(values) for node, values in either.items()}


def _chained(first: Relation, second: Relation) -> Relation:
    chained = {}
    for node, values in first.items():
        reached = {end: None for value in each(values) for end in each(second.get(value, ()))}
        if reached:
            chained[node] = tuple(reached)
    return chained
