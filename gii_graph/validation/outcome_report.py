"""Findings for people, for programs (JSON) and for RDF tools (a SHACL validation report)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile
from typing import TYPE_CHECKING, Any, Final

from gii_graph.identity.spelling import fingerprint
from gii_graph.intervals import Implied
from gii_graph.validation.check import Outcome
from gii_graph.validation.derivation import ImpliedFigures
from gii_graph.validation.finding import Finding
from gii_graph.validation.shapes import RULES, shipped_rules
from gii_graph.vocabulary import BASE, PREFIXES, PROV, RDF, SHACL, XSD

if TYPE_CHECKING:
    from pyoxigraph import Triple

__all__ = ["as_json", "as_shacl_report"]

# What steers a terminal or reorders what one reads; Turtle holds it as an escape.
_UNSAFE: Final = re.compile("[\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
_REPORT: Final = f"{BASE}validation-report"


def as_json(outcome: Outcome) -> str:
    """Return an outcome as JSON: `conforms`, `findings` with their lines, `implied` with their intervals."""
    return json.dumps(
        {
            "conforms": not outcome.findings,
            "findings": [_finding(finding) for finding in outcome.findings],
            "implied": [_implied(figures) for figures in outcome.implied],
        },
        ensure_ascii=False,
        indent=2,
    )


def _finding(finding: Finding) -> dict[str, Any]:
    first = finding.citations[0] if finding.citations else None
    return {
        "rule": finding.rule,
        "message": finding.message,
        "node": finding.node,
        "value": getattr(finding.value, "value", None),
        "file": first and first.file,
        "line": first and first.line,
        "quote": first and first.quote,
        "evidence": [citation._asdict() for citation in finding.citations],
    }


def _implied(figures: ImpliedFigures) -> dict[str, Any]:
    return {
        "profile": figures.profile,
        "edition": figures.edition,
        "totals": {
            activity.rpartition("#")[2]: _interval(implied) for activity, implied in sorted(figures.totals.items())
        },
        "population": figures.population and _interval(figures.population),
    }


def _interval(implied: Implied[str]) -> dict[str, Any]:
    return {"low": implied.interval.low, "high": implied.interval.high, "derived_from": list(implied.sources)}


def as_shacl_report(outcome: Outcome) -> str:
    """Return an outcome as a SHACL validation report in Turtle, with an IRI for each result.

    Format: https://www.w3.org/TR/shacl/#validation-report. `prov:wasDerivedFrom` names the evidence.
    """
    from pyoxigraph import RdfFormat, serialize

    prefixes = {**PREFIXES, "sh": SHACL.NAMESPACE, "prov": PROV.NAMESPACE, "rule": RULES}
    turtle = serialize(_report(outcome.findings), format=RdfFormat.TURTLE, prefixes=prefixes) or b""
    text = _UNSAFE.sub(lambda match: f"\\u{ord(match.group()):04X}", turtle.decode())
    # Oxigraph writes prefixes in an order that changes from run to run.
    declared = list(takewhile(lambda line: line.startswith("@prefix"), text.split("\n")))
    return "\n".join([*sorted(declared), text.split("\n", len(declared))[-1].rstrip("\n"), ""])


def _report(findings: Sequence[Finding]) -> Iterator[Triple]:
    from pyoxigraph import Literal, NamedNode, Triple

    report = NamedNode(_REPORT)
    results = [NamedNode(f"{BASE}validation-result/{finding.rule}/{_fingerprint(finding)}") for finding in findings]
    yield Triple(report, NamedNode(RDF.type), NamedNode(SHACL.ValidationReport))
    boolean = NamedNode(XSD.boolean)
    yield Triple(report, NamedNode(SHACL.conforms), Literal(str(not findings).lower(), datatype=boolean))
    for result in results:
        yield Triple(report, NamedNode(SHACL.result), result)
    paths = {rule.name: rule.path for rule in shipped_rules() if not rule.inverse}
    for result, finding in zip(results, findings, strict=True):
        for predicate, value in _result(finding, paths.get(finding.rule)):
            yield Triple(result, NamedNode(predicate), value)


def _fingerprint(finding: Finding) -> str:
    return fingerprint(f"{finding.subjects} {finding.value} {finding.message}")


def _result(finding: Finding, path: str | None) -> Iterable[tuple[str, Any]]:
    from pyoxigraph import BlankNode, Literal, NamedNode

    blank = finding.node.startswith("_:")
    yield RDF.type, NamedNode(SHACL.ValidationResult)
    yield SHACL.resultSeverity, NamedNode(SHACL.Violation)
    yield SHACL.focusNode, BlankNode(finding.node[2:]) if blank else NamedNode(finding.node)
    if path:
        yield SHACL.resultPath, NamedNode(path)
    if finding.value is not None:
        yield SHACL.value, finding.value
    yield SHACL.resultMessage, Literal(finding.message, language="en")
    yield SHACL.sourceShape, NamedNode(RULES + finding.rule)
    yield SHACL.sourceConstraintComponent, NamedNode(finding.component)
    for citation in finding.citations:
        yield PROV.wasDerivedFrom, NamedNode(citation.evidence)
