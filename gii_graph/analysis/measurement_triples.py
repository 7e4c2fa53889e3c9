"""Measurements as triples, with what they mean and what they were computed from.

Each value is a node of its own, so that values of different editions and activities stand side by side.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from gii_graph import __version__
from gii_graph.activities import ACTIVITIES
from gii_graph.analysis.collaboration import ActivityChoice
from gii_graph.analysis.measure import Measure
from gii_graph.analysis.sections import MeasuredRow, MeasuredSection
from gii_graph.graph.terms import Block, Iri, Node, Term, Text
from gii_graph.identity.spelling import fingerprint
from gii_graph.network.elements import Network
from gii_graph.vocabulary import DCTERMS, GII, PREFIXES, PROV, RDF, RDFS, SKOS

__all__ = ["MEASUREMENT_PREFIXES", "Measured", "measurements"]

MEASUREMENT_PREFIXES = {**PREFIXES, "dcterms": DCTERMS.NAMESPACE, "prov": PROV.NAMESPACE}
_ACTIVITIES: dict[str, list[Term]] = {
    **{terms.name: [Iri(terms.iri)] for terms in ACTIVITIES},
    "both": [Iri(terms.iri) for terms in ACTIVITIES],
}


@dataclass(frozen=True, slots=True)
class Measured:
    """What was measured: the sections, on which activity and editions, with what to bear in mind."""

    sections: Sequence[MeasuredSection]
    activity: ActivityChoice
    editions: Sequence[int]
    caveats: Sequence[str]

    @property
    def path(self) -> str:
        """What tells this analysis from others in IRIs, such as `2023-2024/both`."""
        return f"{'-'.join(map(str, self.editions)) or 'all'}/{self.activity}"


def measurements(measured: Measured, network: Network, base: str) -> Iterator[Block]:
    """Yield the analysis, its measures and its measurements, one subject a block; unknown values are left out."""
    analysis = Node(f"analysis/{measured.path}")
    yield Block(
        analysis,
        {
            RDF.type: Iri(GII.Analysis),
            RDFS.comment: [Text(caveat, "en") for caveat in measured.caveats],
            GII.edition: [*measured.editions],
            GII.activity: _ACTIVITIES[measured.activity],
            DCTERMS.creator: f"gii-graph {__version__}",
            PROV.used: _profiles(network, base),
        },
    )
    for section in measured.sections:
        for measure in section.measures:
            yield from _measure(measure)
    for section in measured.sections:
        for row in section.rows:
            yield from _row(row, measured, analysis, base)


def _profiles(network: Network, base: str) -> list[Term]:
    return [_relative(profile.iri, base) for cluster in network.of_kind("cluster") for profile in cluster.profiles]


def _relative(iri: str, base: str) -> Node | Iri:
    return Node(iri.removeprefix(base)) if iri.startswith(base) else Iri(iri)


def _measure(measure: Measure[Any, Any]) -> Iterator[Block]:
    names = (f"{measure.name}_low", f"{measure.name}_high") if measure.bounded else (measure.name,)
    for name in names:
        yield Block(
            _node_of(name),
            {
                RDF.type: Iri(GII.Measure),
                RDFS.label: Text(name.replace("_", " "), "en"),
                SKOS.definition: Text(measure.meaning, "en"),
                DCTERMS.source: Text(measure.source, "en"),
                SKOS.scopeNote: Text(f"Cannot say: {measure.limit}", "en"),
            },
        )


def _node_of(name: str) -> Node:
    return Node(f"measure/{name.replace('_', '-')}")


def _row(row: MeasuredRow, measured: Measured, analysis: Node, base: str) -> Iterator[Block]:
    subject = _relative(row.subject, base) if row.subject else analysis
    edition, activity = row.keys.get("edition"), row.keys.get("activity")
    about = _ACTIVITIES[str(activity or measured.activity)]
    place = "/".join([measured.path, _path(subject), *([str(activity)] if activity else [])])
    for name, value in row.values.items():
        if value is not None:
            yield Block(
                Node(f"measurement/{place}/{name.replace('_', '-')}"),
                {
                    RDF.type: [Iri(GII.Measurement), Iri(GII.DerivedFact)],
                    GII.measure: _node_of(name),
                    GII.measureOf: subject,
                    GII.value: Decimal(str(value)),
                    GII.edition: edition if isinstance(edition, int) else [*measured.editions],
                    GII.activity: about,
                    PROV.wasGeneratedBy: analysis,
                },
            )


def _path(subject: Node | Iri) -> str:
    """Return what stands for a subject in an IRI: its own path, a fingerprint where it is not under our base."""
    return str(subject) if isinstance(subject, Node) else f"other/{fingerprint(subject)}"
