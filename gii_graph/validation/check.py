"""A graph against the rules and against its own arithmetic."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
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
from gii_graph.validation.finding import Finding
from gii_graph.validation.quotation import misquoted
from gii_graph.validation.shapes import shapes_files, shipped_rules
from gii_graph.validation.stated import stated_figures
from gii_graph.validation.violation import Violation
from gii_graph.validation.violation_findings import violation_findings

if TYPE_CHECKING:
    from pyoxigraph import Store

__all__ = ["Engine", "Outcome", "check", "check_statements", "outcome_of"]


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
        found += violation_findings(store(), violations)
    return outcome_of([replace(finding, citations=cite(statements, finding.subjects)) for finding in found], implied)


def outcome_of(findings: Iterable[Finding], implied: Iterable[ImpliedFigures]) -> Outcome:
    """Return findings and what is implied, each in its order."""
    ordered = sorted(findings, key=lambda one: (one.node, one.rule, str(one.value), one.message))
    return Outcome(tuple(ordered), tuple(implied))


def _violations(doubtful: Sequence[DoubtfulConstraint], store: Callable[[], Store], engine: Engine) -> set[Violation]:
    if engine is Engine.SHACL:
        from gii_graph.validation import shacl_engine

        return shacl_engine.violations(store(), shapes_files())
    if not doubtful:
        return set()
    from gii_graph.validation import oxigraph_engine

    return oxigraph_engine.violations(store(), doubtful)
