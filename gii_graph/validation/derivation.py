"""Derived facts: the totals and populations that the printed figures imply, and their triples.

They are no statement of any source: each is a `gii:DerivedFact` with `prov:wasDerivedFrom` to what it was
computed from and the arithmetic in words, in a graph of their own that can be queried beside the stated facts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from gii_graph.graph.terms import Block, Iri, Node, Term
from gii_graph.validation.figures import Interval, common, implied_population, implied_total
from gii_graph.validation.stated import ProfileFigures, Row, stated_figures
from gii_graph.vocabulary import BASE, GII, PROV, RDF

if TYPE_CHECKING:
    from pyoxigraph import Store

__all__ = ["Implied", "ImpliedFigures", "derived_blocks", "implied_figures", "implied_of"]

_PER_MILLION: Final = {GII.patents: GII.patentsPerMillion, GII.articles: GII.articlesPerMillion}
_TOTAL_RULE: Final = (
    "each row's count is its printed share of the total, to half of the last printed digit; "
    "the totals that all rows of the table allow"
)
_POPULATION_RULE: Final = (
    "the implied totals divided by the printed figures per million inhabitants, to half a unit; "
    "the populations that patents and articles both allow"
)


@dataclass(frozen=True, slots=True)
class Implied:
    """An interval and the IRIs of the nodes it was computed from."""

    interval: Interval
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ImpliedFigures:
    """What a profile's figures imply: totals and populations by activity (IRI), and the population they share.

    Totals and populations are None or absent where nothing is implied, or where the figures contradict each other.
    """

    profile: str
    edition: int | None
    clusters: tuple[str, ...]
    totals: dict[str, Implied]
    populations: dict[str, Implied]
    population: Implied | None


def implied_figures(store: Store) -> list[ImpliedFigures]:
    """Return what the figures of each profile in a dataset imply, in the order of the profiles' IRIs."""
    return [implied_of(profile) for profile in stated_figures(store)]


def implied_of(profile: ProfileFigures) -> ImpliedFigures:
    """Return what the figures of one profile imply."""
    totals = {activity: total for activity in _PER_MILLION if (total := _total(profile.rows.get(activity, [])))}
    populations = {}
    for activity, total in totals.items():
        rate = profile.figure(_PER_MILLION[activity])
        if rate is not None:
            sources = (profile.node, *total.sources)
            populations[activity] = Implied(implied_population(total.interval, rate), sources)
    return ImpliedFigures(
        profile=profile.node,
        edition=profile.figure(GII.edition),
        clusters=tuple(sorted(profile.clusters)),
        totals=totals,
        populations=populations,
        population=_joint(list(populations.values())),
    )


def _total(rows: Sequence[Row]) -> Implied | None:
    return _joint([Implied(implied_total(row.count, row.percent, row.below), (row.node,)) for row in rows])


def _joint(parts: Sequence[Implied]) -> Implied | None:
    """Return what all parts allow together, or None where there are no parts or they contradict each other."""
    if not parts:
        return None
    interval = common(part.interval for part in parts)
    sources = tuple(dict.fromkeys(source for part in parts for source in part.sources))
    return None if interval.empty else Implied(interval, sources)


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
    implied: Implied,
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
