"""A graph against the rules and against its own arithmetic."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from gii_graph.graph.graph_statements import GraphStatements
from gii_graph.validation.agreement import disagreements
from gii_graph.validation.bearing import misnamed
from gii_graph.validation.citation import cite
from gii_graph.validation.contradictions import ARITHMETIC, contradictions
from gii_graph.validation.derivation import ImpliedFigures, implied_of
from gii_graph.validation.doubts import DoubtfulConstraint, doubts_meanwhile
from gii_graph.validation.finding import Finding, Subject
from gii_graph.validation.quotation import misquoted
from gii_graph.validation.shapes import Rule, shapes_files, shipped_rules
from gii_graph.validation.stated import stated_figures
from gii_graph.validation.violation import Violation
from gii_graph.validation.violation_wording import found_in_words
from gii_graph.vocabulary import ONTOLOGY

if TYPE_CHECKING:
    from pyoxigraph import BlankNode, Literal, NamedNode, Store

__all__ = ["Engine", "Outcome", "check", "check_statements"]


class Engine(StrEnum):
    """Who asks the rules: Oxigraph, fast, or pyshacl, the reference."""

    SPARQL = "sparql"
    SHACL = "shacl"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is wrong, in the order of nodes and rules, and what the figures of each profile imply."""

    findings: tuple[Finding, ...]
    implied: tuple[ImpliedFigures, ...]


def check(store: Store, engine: Engine = Engine.SPARQL) -> Outcome:
    """Return everything that is wrong in the default graph of `store`, each with its lines.

    Raises CallError where the engine is not installed.
    """
    from pyoxigraph import DefaultGraph

    return check_statements(
        GraphStatements(store.quads_for_pattern(None, None, None, DefaultGraph())), lambda: store, engine
    )


def check_statements(
    statements: GraphStatements, store: Callable[[], Store], engine: Engine = Engine.SPARQL
) -> Outcome:
    """Return everything that is wrong in a graph, each with its lines.

    `statements` are all of it, as an engine answers them; `store` gives the same as a dataset, if it must be asked.
    Raises CallError where the engine is not installed.
    """
    rules = shipped_rules()
    # With the reference engine all is in doubt, and asked otherwise.
    with doubts_meanwhile(statements, rules if engine is Engine.SPARQL else ()) as doubtful:
        profiles = stated_figures(statements)
        implied = tuple(implied_of(profile) for profile in profiles)
        found = [*contradictions(profiles, implied), *misquoted(statements, profiles, ARITHMETIC)]
        found += [*misnamed(statements), *disagreements(statements)]
        violations = _violations(doubtful(), store, engine)
    if violations:
        found += _findings(store(), {rule.iri: rule for rule in rules}, violations)
    cited = [replace(finding, citations=cite(statements, finding.subjects)) for finding in found]
    return Outcome(tuple(sorted(cited, key=_order)), implied)


def _order(finding: Finding) -> tuple[str, str, str, str]:
    return finding.node, finding.rule, str(finding.value), finding.message


def _violations(doubtful: Sequence[DoubtfulConstraint], store: Callable[[], Store], engine: Engine) -> set[Violation]:
    if engine is Engine.SHACL:
        from gii_graph.validation import shacl_engine

        return shacl_engine.violations(store(), shapes_files())
    if not doubtful:
        return set()
    from gii_graph.validation import oxigraph_engine

    return oxigraph_engine.violations(store(), doubtful)


def _findings(store: Store, rules: dict[str, Rule], violations: Iterable[Violation]) -> Iterator[Finding]:
    """Yield a finding for each rule, node and value; several constraints of a rule that one value breaks are one."""
    from pyoxigraph import NamedNode

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
        subjects = [Subject(_name(violation.node), predicate)]
        if isinstance(value, NamedNode) and not value.value.startswith(ONTOLOGY):
            subjects.append(Subject(value.value, predicate))
        message = f"{rule.message}; found {found_in_words(store, rule, violation.node, value)}"
        yield Finding(rule.name, violation.component, message, tuple(subjects), value)


def _name(node: NamedNode | BlankNode | Literal) -> str:
    from pyoxigraph import NamedNode

    return node.value if isinstance(node, NamedNode) else str(node)
