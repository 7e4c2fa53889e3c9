"""Finding the nodes of a name in a graph that is asked: a wide net in SPARQL, and our own rule for what is in it.

SPARQL does not know how we compare names. What it compares is the ASCII letters and digits: all of them in a name of
ASCII signs; of any other name they are some of those looked for, in their order (an accent, a letter of another script
may stand for the rest). Virtuoso reads single bytes here: what remains of such a name has other signs, and is taken.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pyoxigraph import Literal, NamedNode

from gii_graph.lookup.asked_graph import AskedGraph
from gii_graph.lookup.search import key_of_name
from gii_graph.vocabulary import GII, RDF, RDFS, SKOS

__all__ = ["nodes_called"]

_CLASSES: Final = (GII.Cluster, GII.Organization, GII.Person)
_END: Final = 'BIND(REPLACE(STR(?s), "^.*/", "") AS ?n)'
# Dashes and apostrophes first: names have them most, and some engines replace them in no other way.
_ASCII: Final = """
BIND(REPLACE(REPLACE(STR({name}), "\u2013", "-"), "\u2019", "") AS ?plain)
BIND(REPLACE(LCASE(?plain), "[^a-z0-9]", "") AS ?ascii)
"""
_ALIKE: Final = """(?ascii = "{key}" || (REPLACE(?plain, "[ -~]", "") != "" &&
    (REGEX(?ascii, "^{some}$") || REGEX(?ascii, "[^a-z0-9]"))))"""


def nodes_called(graph: AskedGraph, name: str) -> set[str]:
    """Return the clusters, organizations and persons of that name, as `gii_graph.lookup.search.find` knows names."""
    key = key_of_name(name)
    nodes = set(_by_iri(graph, name, key))
    if key:
        nodes.update(_by_label(graph, key))
        nodes.update(_as_printed(graph, key))
    types = graph.about(nodes, (RDF.type,))
    return {triple.subject.value for triple in types if getattr(triple.object, "value", "") in _CLASSES}  # type: ignore[union-attr]


def _alike(key: str) -> str:
    return _ALIKE.format(key=key, some="".join(f"{sign}?" for sign in key))


def _by_iri(graph: AskedGraph, name: str, key: str) -> Iterator[str]:
    classes = " ".join(f"<{iri}>" for iri in _CLASSES)
    end = f" || STRENDS(STR(?s), {Literal(f'/{name}')})"
    alike = f" || {_alike(key)}" if key else ""
    condition = f"FILTER(STR(?s) = {Literal(name)}{end}{alike})"
    where = f"VALUES ?o {{ {classes} }} ?s <{RDF.type}> ?o {_END} {_ASCII.format(name='?n')} {condition}"
    for triple in graph.matching(where, RDF.type):
        iri = getattr(triple.subject, "value", "")
        if name == iri or iri.endswith(f"/{name}") or (key and key_of_name(iri.rpartition("/")[2]) == key):
            yield iri


def _by_label(graph: AskedGraph, key: str) -> Iterator[str]:
    for predicate in (RDFS.label, SKOS.altLabel):
        yield from _stating(graph, predicate, key)


def _as_printed(graph: AskedGraph, key: str) -> Iterator[str]:
    """Yield whom the rows mean that print the name."""
    for triple in graph.about(_stating(graph, GII.asNamed, key), (GII.agent, GII.toCluster)):
        if isinstance(triple.object, NamedNode):
            yield triple.object.value


def _stating(graph: AskedGraph, predicate: str, key: str) -> Iterator[str]:
    where = f"?s <{predicate}> ?o {_ASCII.format(name='?o')} FILTER{_alike(key)}"
    for triple in graph.matching(where, predicate):
        if key_of_name(getattr(triple.object, "value", "")) == key:
            yield getattr(triple.subject, "value", "")
