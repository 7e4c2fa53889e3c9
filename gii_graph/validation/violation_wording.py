"""What breaks a rule, in words: values as people read them, with their datatype where that is what is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gii_graph.validation.shapes import Rule
from gii_graph.vocabulary import BASE, ONTOLOGY, RDF, XSD

if TYPE_CHECKING:
    from pyoxigraph import BlankNode, Literal, NamedNode, Store

__all__ = ["found_in_words"]

_NUMBERS = frozenset({XSD.integer, XSD.decimal})


def found_in_words(store: Store, rule: Rule, node: NamedNode | BlankNode | Literal, value: object | None) -> str:
    """Return what breaks a rule: the value at fault, else all values of the rule's path."""
    wanted = next((one.parameter.strip("<>") for one in rule.constraints if one.component == "datatype"), None)
    if value is not None:
        return _shown(value, wanted)
    values = _reached(store, rule, node) if rule.path else [node]
    return " and ".join(sorted(_shown(one, wanted) for one in values)) or "none"


def _reached(store: Store, rule: Rule, node: NamedNode | BlankNode | Literal) -> list[object]:
    from pyoxigraph import Literal, NamedNode

    predicate = NamedNode(rule.path or "")
    if rule.inverse:
        return [quad.subject for quad in store.quads_for_pattern(None, predicate, node, None)]
    if isinstance(node, Literal):
        return []
    return [quad.object for quad in store.quads_for_pattern(node, predicate, None, None)]


def _shown(term: object, wanted: str | None) -> str:
    """Return a term as a person reads it: our own IRIs without their long beginnings, a literal as its text.

    `wanted` is the datatype (IRI) that a literal should have: another is named, and a text that is none of it.
    """
    from pyoxigraph import Literal, NamedNode

    if isinstance(term, NamedNode):
        for beginning, short in ((BASE, ""), (ONTOLOGY, "gii:")):
            if term.value.startswith(beginning):
                return short + term.value.removeprefix(beginning)
        return f"<{term.value}>"
    return _literal(term, wanted) if isinstance(term, Literal) else getattr(term, "value", str(term))


def _literal(term: Literal, wanted: str | None) -> str:
    if wanted is not None and term.datatype.value != wanted:
        given = f"{_short(term.datatype.value)} in {term.language}" if term.language else _short(term.datatype.value)
        return f'"{term.value}" as {given} where {_short(wanted)} is wanted'
    if wanted is not None and wanted in _NUMBERS and not _is_number(term.value):
        return f'"{term.value}", which is no {_short(wanted)}'
    return term.value if term.value.isdecimal() else f"{term.value!r}"


def _is_number(text: str) -> bool:
    return text.lstrip("+-").replace(".", "", 1).isdecimal()


def _short(datatype: str) -> str:
    """Return the short name of a datatype.

    >>> _short("http://www.w3.org/2001/XMLSchema#integer")
    'xsd:integer'
    """
    for prefix, namespace in (("xsd", XSD.NAMESPACE), ("rdf", RDF.NAMESPACE)):
        if datatype.startswith(namespace):
            return f"{prefix}:{datatype.removeprefix(namespace)}"
    return f"<{datatype}>"
