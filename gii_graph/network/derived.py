"""Derived facts of a graph: what printed figures imply, and what network analysis computed. No source states them."""

from __future__ import annotations

from typing import TypeAlias

from gii_graph.network.model import Analysis, Evidence, Implied, Measure, Measurement
from gii_graph.network.statements import Statements, integer, number
from gii_graph.vocabulary import DCTERMS, GII, PROV, RDFS, SKOS

__all__ = ["EvidenceIndex", "implied_of", "measurements_of", "measures_and_analyses"]

EvidenceIndex: TypeAlias = dict[tuple[str, str], tuple[Evidence, ...]]

# By type and activity: the name in the page, and of what the bounds are.
_IMPLIED: dict[tuple[str, str | None], tuple[str, str]] = {
    (GII.impliedTotal, GII.patents): ("impliedPatents", "PCT applications in all"),
    (GII.impliedTotal, GII.articles): ("impliedArticles", "Articles in all"),
    (GII.impliedPopulation, None): ("impliedPopulation", "Inhabitants"),
}


def implied_of(statements: Statements, profile: str, evidence: EvidenceIndex) -> tuple[Implied, ...]:
    """Return the bounds that the graph states as implied by a profile, totals first."""
    found = []
    for (predicate, activity), (name, label) in _IMPLIED.items():
        for iri in statements.all(profile, predicate):
            low = number(statements.one(iri, GII.low))
            if low is not None and statements.one(iri, GII.activity) == activity:
                sources = statements.all(iri, PROV.wasDerivedFrom)
                lines = {line for source in sources for line in _lines_of(source, profile, evidence)}
                found.append(
                    Implied(
                        name=name,
                        label=label,
                        low=low,
                        high=number(statements.one(iri, GII.high)),
                        rule=statements.one(iri, GII.derivedBy) or "",
                        evidence=tuple(sorted(lines, key=lambda line: (line.file, line.line or 0, line.quote))),
                    )
                )
    return tuple(found)


def _lines_of(source: str, profile: str, evidence: EvidenceIndex) -> tuple[Evidence, ...]:
    """Return the lines behind a row; of a profile, which states much more, those of its figures per million."""
    if source != profile:
        return evidence.get((source, ""), ())
    rates = (GII.patentsPerMillion, GII.articlesPerMillion)
    return tuple(line for rate in rates for line in evidence.get((profile, rate), ()))


def measurements_of(statements: Statements) -> dict[str, tuple[Measurement, ...]]:
    """Return the measurements by what they measure, in the order of their IRIs."""
    found: dict[str, list[Measurement]] = {}
    for iri in statements.of_type(GII.Measurement):
        subject, measure = statements.one(iri, GII.measureOf), statements.one(iri, GII.measure)
        value = number(statements.one(iri, GII.value))
        if subject and measure and value is not None:
            editions = [integer(edition) for edition in statements.all(iri, GII.edition)]
            measurement = Measurement(
                measure=measure,
                value=value,
                editions=tuple(sorted(edition for edition in editions if edition is not None)),
                activities=tuple(activity.rpartition("#")[2] for activity in statements.all(iri, GII.activity)),
            )
            found.setdefault(subject, []).append(measurement)
    return {subject: tuple(measurements) for subject, measurements in found.items()}


def measures_and_analyses(statements: Statements) -> tuple[dict[str, Measure], tuple[Analysis, ...]]:
    """Return the measures by IRI, and the analyses with the measurements of the network as a whole."""
    measures = {iri: _measure(statements, iri) for iri in statements.of_type(GII.Measure)}
    measured = measurements_of(statements)
    analyses = tuple(
        Analysis(iri, tuple(statements.all(iri, RDFS.comment)), measured.get(iri, ()))
        for iri in statements.of_type(GII.Analysis)
    )
    return measures, analyses


def _measure(statements: Statements, iri: str) -> Measure:
    return Measure(
        iri=iri,
        label=statements.one(iri, RDFS.label) or iri.rpartition("/")[2],
        definition=statements.one(iri, SKOS.definition) or "",
        source=statements.one(iri, DCTERMS.source) or "",
        limit=statements.one(iri, SKOS.scopeNote) or "",
    )
