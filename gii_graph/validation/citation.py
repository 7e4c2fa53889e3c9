"""From a node of the graph to the lines of the sources that state it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from gii_graph.graph.graph_statements import GraphStatements
from gii_graph.validation.finding import Citation, Subject
from gii_graph.vocabulary import GII, PROV

__all__ = ["cite"]

# How a node without evidence of its own is reached from one that has it: an agent by its row, a partner by its tie.
_MENTIONED_BY = (GII.agent, GII.toCluster, GII.inEconomy, GII.source)


def cite(statements: GraphStatements, subjects: Iterable[Subject]) -> tuple[Citation, ...]:
    """Return the best line for each subject that has one, each line once."""
    found: dict[Citation, None] = {}
    for subject in subjects:
        evidence = next(_evidence(statements, subject), None)
        if evidence is not None:
            found[_citation(statements, evidence)] = None
    return tuple(found)


def _evidence(statements: GraphStatements, subject: Subject) -> Iterator[str]:
    """Yield the evidence for a subject, the most telling first."""
    node = subject.node
    if node.startswith("_:"):
        return
    if GII.Evidence in statements.classes(node):
        yield node
        return
    own = _subjects(statements, GII.evidenceFor, node)
    if subject.predicate:
        yield from (one for one in own if subject.predicate in statements.iris(one, GII.evidenceProperty))
    yield from own
    for predicate in _MENTIONED_BY:
        for mention in _subjects(statements, predicate, node):
            yield from [mention] if predicate == GII.source else _subjects(statements, GII.evidenceFor, mention)
    for origin in statements.iris(node, PROV.wasDerivedFrom):
        yield from _subjects(statements, GII.evidenceFor, origin)


def _subjects(statements: GraphStatements, predicate: str, value: str) -> list[str]:
    """Return the nodes that a property leads from to a value, in the order of their N-Triples form."""
    return sorted(statements.subjects(predicate, value), key=lambda node: f"<{node}>")


def _citation(statements: GraphStatements, evidence: str) -> Citation:
    line = _value(statements, evidence, GII.line)
    source = statements.iri(evidence, GII.source)
    return Citation(
        evidence=evidence,
        file=None if source is None else _value(statements, source, GII.fileName),
        line=int(line) if line is not None and line.isdecimal() and len(line) < 10 else None,
        quote=_value(statements, evidence, GII.quote),
    )


def _value(statements: GraphStatements, node: str, predicate: str) -> str | None:
    text = statements.text(node, predicate)
    return statements.iri(node, predicate) if text is None else text
