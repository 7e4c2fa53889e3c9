"""Derived facts of a graph: what printed figures imply, and what network analysis computed. No source states them."""

from __future__ import annotations

from gii_graph.graph.evidence_lines import EvidenceIndex
from gii_graph.graph.graph_statements import GraphStatements
from gii_graph.graph.graph_statements import integer as whole_number
from gii_graph.network.elements import Analysis, DerivedBounds, Evidence, MeasureDefinition, Measurement
from gii_graph.vocabulary import DCTERMS, GII, PROV, RDFS, SKOS

__all__ = ["implied_of", "measurements_of", "measures_and_analyses"]

# By type and activity: the name in the page, and of what the bounds are.
_IMPLIED: dict[tuple[str, str | None], tuple[str, str]] = {
    (GII.impliedTotal, GII.patents): ("impliedPatents", "PCT applications in all"),
    (GII.impliedTotal, GII.articles): ("impliedArticles", "Articles in all"),
    (GII.impliedPopulation, None): ("impliedPopulation", "Inhabitants"),
}


def implied_of(statements: GraphStatements, profile: str, evidence: EvidenceIndex) -> tuple[DerivedBounds, ...]:
    """Return the bounds that the graph states as implied by a profile, totals first."""
    found = []
    for (predicate, activity), (name, label) in _IMPLIED.items():
        for iri in statements.iris(profile, predicate):
            low = statements.number(iri, GII.low)
            if low is not None and statements.iri(iri, GII.activity) == activity:
                sources = statements.iris(iri, PROV.wasDerivedFrom)
                lines = {line for source in sources for line in _lines_of(source, profile, evidence)}
                found.append(
                    DerivedBounds(
                        name=name,
                        label=label,
                        low=low,
                        high=statements.number(iri, GII.high),
                        rule=statements.text(iri, GII.derivedBy) or "",
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


def measurements_of(statements: GraphStatements) -> dict[str, tuple[Measurement, ...]]:
    """Return the measurements by what they measure, in the order of their IRIs."""
    found: dict[str, list[Measurement]] = {}
    for iri in statements.instances(GII.Measurement):
        subject, measure = statements.iri(iri, GII.measureOf), statements.iri(iri, GII.measure)
        value = statements.number(iri, GII.value)
        if subject and measure and value is not None:
            editions = map(whole_number, statements.texts(iri, GII.edition))
            measurement = Measurement(
                measure=measure,
                value=value,
                editions=tuple(sorted(edition for edition in editions if edition is not None)),
                activities=tuple(activity.rpartition("#")[2] for activity in statements.iris(iri, GII.activity)),
            )
            found.setdefault(subject, []).append(measurement)
    return {subject: tuple(measurements) for subject, measurements in found.items()}


def measures_and_analyses(statements: GraphStatements) -> tuple[dict[str, MeasureDefinition], tuple[Analysis, ...]]:
    """Return the measures by IRI, and the analyses with the measurements of the network as a whole."""
    measures = {iri: _measure(statements, iri) for iri in statements.instances(GII.Measure)}
    measured = measurements_of(statements)
    analyses = tuple(
        Analysis(iri, tuple(statements.texts(iri, RDFS.comment)), measured.get(iri, ()))
        for iri in statements.instances(GII.Analysis)
    )
    return measures, analyses


def _measure(statements: GraphStatements, iri: str) -> MeasureDefinition:
    return MeasureDefinition(
        iri=iri,
        label=statements.text(iri, RDFS.label) or iri.rpartition("/")[2],
        definition=statements.text(iri, SKOS.definition) or "",
        source=statements.text(iri, DCTERMS.source) or "",
        limit=statements.text(iri, SKOS.scopeNote) or "",
    )
