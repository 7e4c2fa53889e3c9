"""Derived facts: the totals and populations that the printed figures imply, and their triples.

They are no statement of any source: each is a `gii:DerivedFact` with `prov:wasDerivedFrom` to what it was
computed from and the arithmetic in words, in a graph of their own that can be queried beside the stated facts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from gii_graph.activities import ACTIVITIES
from gii_graph.graph.terms import Block, Iri, Node, Term
from gii_graph.intervals import CountedShare, Implied, joint, population_of, total_of
from gii_graph.validation.stated import ProfileFigures
from gii_graph.vocabulary import BASE, GII, PROV, RDF

__all__ = ["ImpliedFigures", "derived_blocks", "implied_of"]

_TOTAL_RULE: Final = (
    "each row's count is its printed share of the total, to half of the last printed digit; "
    "the totals that all rows of the table allow"
)
_POPULATION_RULE: Final = (
    "the implied totals divided by the printed figures per million inhabitants, to half a unit; "
    "the populations that patents and articles both allow"
)


@dataclass(frozen=True, slots=True)
class ImpliedFigures:
    """What a profile's figures imply: totals and populations by activity (IRI), and the population they share.

    Totals and populations are None or absent where nothing is implied, or where the figures contradict each other.
    """

    profile: str
    edition: int | None
    clusters: tuple[str, ...]
    totals: dict[str, Implied[str]]
    populations: dict[str, Implied[str]]
    population: Implied[str] | None


def implied_of(profile: ProfileFigures) -> ImpliedFigures:
    """Return what the figures of one profile imply."""
    totals, populations = {}, {}
    for terms in ACTIVITIES:
        rows = profile.rows.get(terms.iri, ())
        total = total_of(CountedShare(row.count, row.percent, row.below, (row.node,)) for row in rows)
        if total:
            totals[terms.iri] = total
            rate = profile.figure(terms.per_million)
            if rate is not None:
                populations[terms.iri] = population_of(total, rate, (profile.node,))
    return ImpliedFigures(
        profile=profile.node,
        edition=profile.figure(GII.edition),
        clusters=tuple(sorted(profile.clusters)),
        totals=totals,
        populations=populations,
        population=joint(list(populations.values())),
    )


def derived_blocks(implied: Iterable[ImpliedFigures], base: str = BASE) -> Iterator[Block]:
    """Yield the triples of derived facts, one subject a block, with instances relative to `base`."""
    for figures in implied:
        totals: list[Term] = []
        population: Node | None = None
        blocks = []
        for activity, total in figures.totals.items():
            node = _node(figures.profile, "implied-total", base, activity.rpartition("#")[2])
            totals.append(node)
            blocks.append(_block(node, GII.ImpliedTotal, figures, Iri(activity), total, _TOTAL_RULE, base))
        if figures.population:
            population = _node(figures.profile, "implied-population", base)
            blocks.append(
                _block(population, GII.ImpliedPopulation, figures, None, figures.population, _POPULATION_RULE, base)
            )
        if blocks:
            yield Block(_relative(figures.profile, base), {GII.impliedTotal: totals, GII.impliedPopulation: population})
            yield from blocks


def _block(
    node: Node,
    kind: str,
    figures: ImpliedFigures,
    activity: Iri | None,
    implied: Implied[str],
    rule: str,
    base: str,
) -> Block:
    high = implied.interval.high
    return Block(
        node,
        {
            RDF.type: [Iri(kind), Iri(GII.DerivedFact)],
            GII.inProfile: _relative(figures.profile, base),
            GII.edition: figures.edition,
            GII.activity: activity,
            GII.low: implied.interval.low,
            GII.high: high,
            GII.derivedBy: rule,
            PROV.wasDerivedFrom: [_relative(source, base) for source in implied.sources],
        },
    )


def _node(profile: str, kind: str, base: str, *rest: str) -> Node:
    """Return the IRI of a derived fact: that of its profile with another kind, and what it is about behind it."""
    before, found, place = profile.rpartition("profile/")
    path = "/".join([f"{before}{kind}/{place}" if found else f"{profile}/{kind}", *rest])
    return _relative(path, base)


def _relative(iri: str, base: str) -> Node:
    return Node(iri.removeprefix(base))
