"""From a node of the graph to the lines of the sources that state it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from gii_graph.validation.finding import Citation, Subject
from gii_graph.vocabulary import GII, PROV, RDF

if TYPE_CHECKING:
    from pyoxigraph import NamedNode, Store

__all__ = ["cite"]

# How a node without evidence of its own is reached from one that has it: an agent by its row, a partner by its tie.
_MENTIONED_BY = (GII.agent, GII.toCluster, GII.inEconomy, GII.source)


def cite(store: Store, subjects: Iterable[Subject]) -> tuple[Citation, ...]:
    """Return the best line for each subject that has one, each line once."""
    found: dict[Citation, None] = {}
    for subject in subjects:
        evidence = next(_evidence(store, subject), None)
        if evidence is not None:
            found[_citation(store, evidence)] = None
    return tuple(found)


def _evidence(store: Store, subject: Subject) -> Iterator[NamedNode]:
    """Yield the evidence for a subject, the most telling first."""
    from pyoxigraph import NamedNode

    if subject.node.startswith("_:"):
        return
    node = NamedNode(subject.node)
    if _states(store, node, RDF.type, GII.Evidence):
        yield node
        return
    own = sorted(_subjects(store, GII.evidenceFor, node), key=str)
    if subject.predicate:
        yield from (one for one in own if _states(store, one, GII.evidenceProperty, subject.predicate))
    yield from own
    for predicate in _MENTIONED_BY:
        for mention in sorted(_subjects(store, predicate, node), key=str):
            yield from (
                [mention] if predicate == GII.source else sorted(_subjects(store, GII.evidenceFor, mention), key=str)
            )
    for origin in store.quads_for_pattern(node, NamedNode(PROV.wasDerivedFrom), None, None):
        yield from sorted(_subjects(store, GII.evidenceFor, origin.object), key=str)  # type: ignore[arg-type]


def _subjects(store: Store, predicate: str, value: NamedNode) -> Iterator[NamedNode]:
    from pyoxigraph import NamedNode

    for quad in store.quads_for_pattern(None, NamedNode(predicate), value, None):
        if isinstance(quad.subject, NamedNode):
            yield quad.subject


def _states(store: Store, node: NamedNode, predicate: str, value: str) -> bool:
    from pyoxigraph import DefaultGraph, NamedNode, Quad

    return Quad(node, NamedNode(predicate), NamedNode(value), DefaultGraph()) in store


def _citation(store: Store, evidence: NamedNode) -> Citation:
    line = _value(store, evidence, GII.line)
    source = next(_objects(store, evidence, GII.source), None)
    return Citation(
        evidence=evidence.value,
        file=_value(store, source, GII.fileName) if source is not None else None,
        line=int(line) if line is not None and line.isdecimal() and len(line) < 10 else None,
        quote=_value(store, evidence, GII.quote),
    )


def _value(store: Store, node: NamedNode, predicate: str) -> str | None:
    return next((term.value for term in _objects(store, node, predicate)), None)


def _objects(store: Store, node: NamedNode, predicate: str) -> Iterator[NamedNode]:
    from pyoxigraph import Literal, NamedNode

    for quad in store.quads_for_pattern(node, NamedNode(predicate), None, None):
        if isinstance(quad.object, (NamedNode, Literal)):
            yield quad.object  # type: ignore[misc]
