"""What the figures of a profile imply and do not state."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from gii_graph.activities import ACTIVITIES, ListingKind
from gii_graph.intervals import CountedShare, Implied, Interval, joint, population_of, total_of
from gii_graph.network.elements import Evidence, Network, NetworkNode, ProfileFacts
from gii_graph.vocabulary import ONTOLOGY

__all__ = ["TitledBounds", "implied_figures"]


class TitledBounds(NamedTuple):
    """What is implied, between which whole numbers it lies, and the lines that imply it.

    `stated` is what a ranking table counts, where there is one.
    """

    title: str
    bounds: Implied[Evidence]
    stated: int | None = None

    @property
    def verdict(self) -> str:
        """What a ranking table counts, and whether it can be true beside what is implied."""
        if self.stated is None:
            return ""
        agrees = self.bounds.interval.meets(Interval(self.stated, self.stated))
        return f"{self.stated:,}, which {'agrees' if agrees else 'does not agree'}"

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """The lines that imply it, in order."""
        return tuple(sorted(set(self.bounds.sources), key=lambda line: (line.file, line.line or 0)))


def implied_figures(network: Network, cluster: NetworkNode, profile: ProfileFacts) -> list[TitledBounds]:
    """Return the totals that counts and rounded shares imply, and the inhabitants that these imply with intensities.

    What cannot be computed, or is contradictory, is left out; `gii-graph validate` reports contradictions.
    """
    totals, inhabitants = [], []
    for terms in ACTIVITIES:
        total = total_of(_rows(network, cluster, profile, terms.listing_kind))
        if total:
            stated = profile.figures.get(terms.total.removeprefix(ONTOLOGY))
            count = None if stated is None else int(stated)
            totals.append(TitledBounds(f"{terms.counted}, last five years", total, count))
            name = terms.per_million.removeprefix(ONTOLOGY)
            rate = profile.figures.get(name)
            if rate is not None:
                inhabitants.append(population_of(total, int(rate), profile.evidence.get(name, ())))
    population = joint(inhabitants)
    return [*totals, TitledBounds("inhabitants", population)] if population else totals


def _rows(
    network: Network, cluster: NetworkNode, profile: ProfileFacts, kind: ListingKind
) -> Iterator[CountedShare[Evidence]]:
    for edge in network.edges:
        if edge.target == cluster.iri and edge.kind == kind:
            for row in edge.mentions:
                share = row.share_below if row.share is None else row.share
                if row.edition == profile.edition and row.count is not None and share is not None:
                    yield CountedShare(row.count, Decimal(str(share)), row.share is None, row.evidence)
