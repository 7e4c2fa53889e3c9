"""The rules asked by pyshacl: slow, independent of our own reading of SHACL, and so the reference.

https://github.com/RDFLib/pySHACL; an optional extra (`pip install gii-graph[shacl]`).
"""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gii_graph.errors import CallError
from gii_graph.validation.violation import Violation
from gii_graph.vocabulary import RDF, SHACL

if TYPE_CHECKING:
    import rdflib
    from pyoxigraph import BlankNode, Literal, NamedNode, Store
    from rdflib.plugins.sparql.sparql import Query
    from rdflib.term import Node

__all__ = ["violations"]


def violations(store: Store, shapes: Sequence[Path]) -> set[Violation]:
    """Return what breaks the shapes in the default graph of `store`, as pyshacl reports it.

    Raises CallError where pyshacl is not installed, and for a triple term or a base direction, which rdflib has not.
    """
    try:
        from pyshacl import validate
    except ImportError:
        raise CallError("--engine shacl needs pyshacl: pip install 'gii-graph[shacl]'.") from None
    import rdflib

    rules = rdflib.Graph()
    for file in shapes:
        rules.parse(str(file), format="turtle")
    with _quiet():
        _, report, _ = validate(
            _as_rdflib(store),
            shacl_graph=rules,
            advanced=False,
            inference="none",
            do_owl_imports=False,
            inplace=True,
        )
    results = report.subjects(rdflib.URIRef(RDF.type), rdflib.URIRef(SHACL.ValidationResult))
    found = set()
    for result in results:
        rule = report.value(result, rdflib.URIRef(SHACL.sourceShape))
        node = report.value(result, rdflib.URIRef(SHACL.focusNode))
        value = report.value(result, rdflib.URIRef(SHACL.value))
        component = report.value(result, rdflib.URIRef(SHACL.sourceConstraintComponent))
        found.add(Violation(str(rule), str(component), _term(node), None if value is None else _term(value)))
    return found


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep rdflib from logging a traceback, and warning, for each ill-typed literal: a finding says it in words."""
    logger = logging.getLogger("rdflib.term")
    before = logger.disabled
    logger.disabled = True
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            yield
    finally:
        logger.disabled = before


@cache
def _prepared(query: str) -> Query:
    from rdflib.plugins.sparql import prepareQuery

    return prepareQuery(query)


def _as_rdflib(store: Store) -> rdflib.Graph:
    """Return the default graph as an rdflib graph that parses each query once: pyshacl asks it of every node."""
    import rdflib
    from pyoxigraph import DefaultGraph

    class Graph(rdflib.Graph):
        def query(self, query_object: Any, *arguments: Any, **named: Any) -> rdflib.query.Result:
            return super().query(_prepared(query_object), *arguments, **named)

    graph = Graph()
    for quad in store.quads_for_pattern(None, None, None, DefaultGraph()):
        graph.add((_rdflib_term(quad.subject), _rdflib_term(quad.predicate), _rdflib_term(quad.object)))
    return graph


def _rdflib_term(term: object) -> Node:
    import rdflib
    from pyoxigraph import BlankNode, Literal, NamedNode

    if isinstance(term, NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, BlankNode):
        return rdflib.BNode(term.value)
    if isinstance(term, Literal) and term.direction is None:
        if term.language:
            return rdflib.Literal(term.value, lang=term.language)
        return rdflib.Literal(term.value, datatype=rdflib.URIRef(term.datatype.value))
    raise CallError(
        f"--engine shacl has no triple terms and no base directions, and the graph has {term}; leave the option out."
    )


def _term(term: Node) -> NamedNode | BlankNode | Literal:
    import rdflib
    from pyoxigraph import BlankNode, Literal, NamedNode

    if isinstance(term, rdflib.URIRef):
        return NamedNode(str(term))
    if isinstance(term, rdflib.BNode):
        return BlankNode(str(term))
    if isinstance(term, rdflib.Literal):
        if term.language:
            return Literal(str(term), language=term.language)
        return Literal(str(term), datatype=NamedNode(str(term.datatype))) if term.datatype else Literal(str(term))
    raise TypeError(f"{term!r} is no IRI, blank node or literal")
