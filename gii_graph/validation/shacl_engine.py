"""The rules asked by pyshacl: slow, independent of our own reading of SHACL, and so the reference.

https://github.com/RDFLib/pySHACL; an optional extra (`pip install gii-graph[shacl]`).
"""

from __future__ import annotations

import io
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


def violations(store: Store, shapes: Path) -> set[Violation]:
    """Return what breaks the shapes in the default graph of `store`, as pyshacl reports it.

    Raises CallError where pyshacl is not installed.
    """
    try:
        from pyshacl import validate
    except ImportError:
        raise CallError("--engine shacl needs pyshacl: pip install 'gii-graph[shacl]'.") from None
    import rdflib

    _, report, _ = validate(
        _as_rdflib(store),
        shacl_graph=rdflib.Graph().parse(str(shapes), format="turtle"),
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


@cache
def _prepared(query: str) -> Query:
    from rdflib.plugins.sparql import prepareQuery

    return prepareQuery(query)


def _as_rdflib(store: Store) -> rdflib.Graph:
    """Return the default graph as an rdflib graph that parses each query once: pyshacl asks it of every node."""
    import rdflib
    from pyoxigraph import DefaultGraph, RdfFormat

    class Graph(rdflib.Graph):
        def query(self, query_object: Any, *arguments: Any, **named: Any) -> rdflib.query.Result:
            return super().query(_prepared(query_object), *arguments, **named)

    buffer = io.BytesIO()
    store.dump(buffer, format=RdfFormat.N_TRIPLES, from_graph=DefaultGraph())
    return Graph().parse(data=buffer.getvalue(), format="nt")


def _term(term: Node) -> NamedNode | BlankNode | Literal:
    """Return an rdflib term as Oxigraph's: the one place where they cross.

    Raises TypeError for what is no node of RDF.
    """
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
