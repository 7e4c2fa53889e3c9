"""The graph as rdflib knows it: the one place where our terms become rdflib's."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING

from gii_graph.graph.terms import Block, Iri, Node, Term, Text, Typed, decimal_form
from gii_graph.vocabulary import PREFIXES, XSD

if TYPE_CHECKING:
    import rdflib
    from rdflib.term import Identifier

__all__ = ["to_rdflib"]


def to_rdflib(blocks: Iterable[Block], base: str) -> rdflib.Graph:
    """Return `blocks` as an rdflib graph with the contract's prefixes bound and instances under `base`."""
    import rdflib

    graph = rdflib.Graph(bind_namespaces="none")
    for name, namespace in PREFIXES.items():
        graph.bind(name, namespace)
    for block in blocks:
        for subject, predicate, value in block.triples():
            graph.add((rdflib.URIRef(base + subject), rdflib.URIRef(predicate), _rdflib_term(value, base)))
    return graph


def _rdflib_term(value: Term, base: str) -> Identifier:
    import rdflib

    if isinstance(value, Node):
        return rdflib.URIRef(base + value)
    if isinstance(value, Iri):
        return rdflib.URIRef(value)
    if isinstance(value, Text):
        return rdflib.Literal(value.value, lang=value.language)
    if isinstance(value, Typed):
        return rdflib.Literal(value.form, datatype=rdflib.URIRef(value.datatype))
    if isinstance(value, Decimal):
        return rdflib.Literal(decimal_form(value), datatype=rdflib.URIRef(XSD.decimal))
    return rdflib.Literal(value)
