"""Violations of rules as findings: one for each rule, node and value, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from gii_graph.validation.finding import Finding, Subject
from gii_graph.validation.shapes import shipped_rules
from gii_graph.validation.violation import Violation
from gii_graph.validation.violation_wording import found_in_words
from gii_graph.vocabulary import ONTOLOGY

if TYPE_CHECKING:
    from pyoxigraph import BlankNode, Literal, NamedNode, Store

__all__ = ["node_name", "violation_findings"]


def violation_findings(store: Store, violations: Iterable[Violation]) -> Iterator[Finding]:
    """Yield a finding for each rule, node and value; several constraints of a rule that one value breaks are one."""
    from pyoxigraph import NamedNode

    rules = {rule.iri: rule for rule in shipped_rules()}
    told = set()
    for violation in sorted(violations, key=lambda one: (one.rule, str(one.node), str(one.value), one.component)):
        if violation._replace(component="") in told:
            continue
        told.add(violation._replace(component=""))
        rule = rules[violation.rule]
        value = violation.value if violation.value != violation.node else None
        predicate = rule.path
        if isinstance(value, NamedNode) and value.value.startswith(ONTOLOGY):
            predicate = value.value
        subjects = [Subject(node_name(violation.node), predicate)]
        if isinstance(value, NamedNode) and not value.value.startswith(ONTOLOGY):
            subjects.append(Subject(value.value, predicate))
        message = f"{rule.message}; found {found_in_words(store, rule, violation.node, value)}"
        yield Finding(rule.name, violation.component, message, tuple(subjects), value)


def node_name(node: NamedNode | BlankNode | Literal) -> str:
    """Return the IRI of a node, or what else stands for it."""
    from pyoxigraph import NamedNode

    return node.value if isinstance(node, NamedNode) else str(node)
