"""Paths and nested shapes of SHACL Core as SPARQL: property paths, and expressions that say whether a node conforms.

Only what our shapes use, https://www.w3.org/TR/shacl/, sections 2.3.1 and 4; a shape with anything else is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count
from typing import TYPE_CHECKING, Final, TypeAlias

from gii_graph.vocabulary import RDF, RDFS, SHACL

if TYPE_CHECKING:
    from pyoxigraph import BlankNode, Literal, NamedNode, Store

__all__ = ["NODE_KINDS", "NestedShapes", "UnknownShapeError"]

NODE_KINDS: Final = {f"<{SHACL.IRI}>": "isIRI", f"<{SHACL.Literal}>": "isLITERAL"}
_Term: TypeAlias = "NamedNode | BlankNode | Literal"
_OF_PATHS: Final = frozenset(
    {"path", "qualifiedValueShape", "qualifiedMinCount", "qualifiedMaxCount", "minCount", "maxCount"}
)


class UnknownShapeError(Exception):
    """A nested shape or a path that is not understood here."""


class NestedShapes:
    """The shapes in a store, read as SPARQL; every expression has variables of its own."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._numbers = count(1)

    def objects(self, node: _Term, term: str) -> list[_Term]:
        """Return the objects of one property of SHACL, or of any IRI."""
        from pyoxigraph import NamedNode

        iri = term if ":" in term else f"{SHACL.NAMESPACE}{term}"
        return [quad.object for quad in self._store.quads_for_pattern(node, NamedNode(iri), None, None)]  # type: ignore[arg-type,misc]

    def members(self, head: _Term) -> Iterator[_Term]:
        """Yield the members of an RDF list."""
        while getattr(head, "value", None) != RDF.nil:
            yield self.objects(head, RDF.first)[0]
            head = self.objects(head, RDF.rest)[0]

    def path(self, node: _Term) -> str:
        """Return a path in SPARQL's notation. Raises UnknownShapeError for one of another kind."""
        if type(node).__name__ == "NamedNode":
            return str(node)
        for inner in self.objects(node, "inversePath"):
            return f"^{self.path(inner)}"
        for head in self.objects(node, "alternativePath"):
            return f"({'|'.join(map(self.path, self.members(head)))})"
        if self.objects(node, RDF.first):
            return f"({'/'.join(map(self.path, self.members(node)))})"
        raise UnknownShapeError(f"the path {node}")

    def conforms(self, shape: _Term, node: str) -> str:
        """Return the expression that is true where the variable `node` conforms to a nested shape.

        Raises UnknownShapeError for a component that is not understood here.
        """
        for way in self.objects(shape, "path"):
            return self._reached_conforms(shape, node, self.path(way))
        parts = list(self._parts(shape, node))
        return f"COALESCE({' && '.join(parts)}, false)"

    def _parts(self, shape: _Term, node: str) -> Iterator[str]:
        for quad in self._store.quads_for_pattern(shape, None, None, None):  # type: ignore[arg-type]
            component = quad.predicate.value.removeprefix(SHACL.NAMESPACE)
            if component in _OF_PATHS:
                continue
            if component not in _TESTS:
                raise UnknownShapeError(f"sh:{component}")
            yield _TESTS[component](self, node, quad.object)  # type: ignore[arg-type]

    def qualified(self, shape: _Term, node: str) -> str:
        """Return the expression that is true where a value conforms to the qualified value shape of `shape`."""
        return self.conforms(self.objects(shape, "qualifiedValueShape")[0], node)

    def _reached_conforms(self, shape: _Term, node: str, path: str) -> str:
        one, other = f"?n{next(self._numbers)}", f"?n{next(self._numbers)}"
        step, another = f"{node} {path} {one} .", f"{node} {path} {other} ."
        counts = {
            ("minCount", "1"): lambda: f"EXISTS {{ {step} }}",
            ("maxCount", "0"): lambda: f"NOT EXISTS {{ {step} }}",
            ("maxCount", "1"): lambda: f"NOT EXISTS {{ {step} {another} FILTER(!sameTerm({one}, {other})) }}",
            ("qualifiedMinCount", "1"): lambda: f"EXISTS {{ {step} FILTER({self.qualified(shape, one)}) }}",
            ("qualifiedMaxCount", "1"): lambda: (
                f"NOT EXISTS {{ {step} {another} FILTER(!sameTerm({one}, {other}) && "
                f"{self.qualified(shape, one)} && {self.qualified(shape, other)}) }}"
            ),
        }
        parts = []
        for component in ("minCount", "maxCount", "qualifiedMinCount", "qualifiedMaxCount"):
            for bound in self.objects(shape, component):
                if (component, bound.value) not in counts:
                    raise UnknownShapeError(f"sh:{component} {bound.value}")
                parts.append(counts[component, bound.value]())
        parts += [f"EXISTS {{ {node} {path} {value} }}" for value in self.objects(shape, "hasValue")]
        tests = [test for test in self._parts(shape, one) if test]
        if tests:
            parts.append(f"NOT EXISTS {{ {step} FILTER(!COALESCE({' && '.join(tests)}, false)) }}")
        return f"({' && '.join(parts)})"

    def joined(self, head: _Term, node: str, sign: str) -> str:
        """Return the expressions of a list of shapes, joined by `&&` or `||`."""
        return f"({f' {sign} '.join(self.conforms(shape, node) for shape in self.members(head))})"

    def one_of(self, head: _Term) -> str:
        """Return the members of a list as SPARQL's IN takes them."""
        return ", ".join(map(str, self.members(head)))


_TESTS: Final[dict[str, Callable[[NestedShapes, str, _Term], str]]] = {
    "and": lambda shapes, node, head: shapes.joined(head, node, "&&"),
    "class": lambda _, node, name: f"EXISTS {{ {node} <{RDF.type}>/<{RDFS.subClassOf}>* {name} }}",
    "datatype": lambda _, node, name: f"(isLITERAL({node}) && DATATYPE({node}) = {name})",
    "hasValue": lambda *_: "",
    "in": lambda shapes, node, head: f"{node} IN ({shapes.one_of(head)})",
    "nodeKind": lambda _, node, kind: f"{NODE_KINDS[str(kind)]}({node})",
    "not": lambda shapes, node, shape: f"!{shapes.conforms(shape, node)}",
    "or": lambda shapes, node, head: shapes.joined(head, node, "||"),
    "pattern": lambda _, node, text: f"(!isBLANK({node}) && REGEX(STR({node}), {text}))",
}
