"""What the figures of a profile imply and do not state; the arithmetic is that of `gii_graph.validation.figures`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from gii_graph.network.model import EdgeKind, Evidence, Mention, Network, Node, Profile
from gii_graph.validation.figures import Interval, common, implied_population, implied_total

__all__ = ["Implied", "implied_figures"]

_TABLES: tuple[tuple[EdgeKind, str, str], ...] = (
    ("filing", "PCT applications, last five years", "patentsPerMillion"),
    ("publication", "articles, last five years", "articlesPerMillion"),
)


@dataclass(frozen=True, slots=True)
class Implied:
    """What is implied, between which whole numbers it lies, and the lines that imply it."""

    title: str
    interval: Interval
    evidence: tuple[Evidence, ...]


def implied_figures(network: Network, cluster: Node, profile: Profile) -> list[Implied]:
    """Return the totals that counts and rounded shares imply, and the inhabitants that these imply with intensities.

    What cannot be computed, or is contradictory, is left out; `gii-graph validate` reports contradictions.
    """
    totals, inhabitants = [], []
    for kind, title, per_million in _TABLES:
        total = _joint(title, map(_of_row, _rows(network, cluster, profile, kind)))
        if total:
            totals.append(total)
            rate = profile.figures.get(per_million)
            if rate is not None:
                evidence = (*total.evidence, *profile.evidence.get(per_million, ()))
                inhabitants.append(Implied("", implied_population(total.interval, int(rate)), evidence))
    population = _joint("inhabitants", inhabitants)
    return [*totals, population] if population else totals


def _rows(network: Network, cluster: Node, profile: Profile, kind: EdgeKind) -> list[Mention]:
    return [
        row
        for edge in network.edges
        if edge.target == cluster.iri and edge.kind == kind
        for row in edge.mentions
        if row.edition == profile.edition
    ]


def _of_row(row: Mention) -> Implied | None:
    share = row.share_below if row.share is None else row.share
    if row.count is None or share is None:
        return None
    return Implied("", implied_total(row.count, Decimal(str(share)), row.share is None), row.evidence)


def _joint(title: str, parts: Iterable[Implied | None]) -> Implied | None:
    """Return what all parts allow together, None where there are none or they contradict each other."""
    known = [part for part in parts if part]
    interval = common(part.interval for part in known) if known else None
    if interval is None or interval.empty:
        return None
    evidence = {line for part in known for line in part.evidence}
    return Implied(title, interval, tuple(sorted(evidence, key=lambda line: (line.file, line.line or 0))))
