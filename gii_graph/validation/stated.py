"""The figures of a graph as plain records, profile by profile, ready to be compared.

What is missing, ill-typed or stated twice is left out here: the rules on form report it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Final

from gii_graph import figures
from gii_graph.activities import ACTIVITIES
from gii_graph.graph.graph_statements import GraphStatements
from gii_graph.vocabulary import GII

__all__ = ["ProfileFigures", "StatedRow", "number_of", "stated_figures"]

# The figures that a profile states of itself, and the bounds that stand for shares such as "<1%".
_FIGURES: Final = (
    GII.edition,
    *(figure.iri for figure in figures.FIGURES),
    *(figure.bound for figure in figures.FIGURES if figure.bound),
)


@dataclass(frozen=True, slots=True)
class StatedRow:
    """One row of a table with its share: IRI, rank, count, percent as printed, and whether it was printed as "<"."""

    node: str
    rank: int | None
    count: int
    percent: Decimal
    below: bool


@dataclass(slots=True)
class ProfileFigures:
    """What one profile states: its IRI, its clusters and their economies, figures by property, rows by activity."""

    node: str
    clusters: set[str] = field(default_factory=set)
    economies: set[str] = field(default_factory=set)
    figures: dict[str, Decimal] = field(default_factory=dict)
    rows: dict[str, list[StatedRow]] = field(default_factory=dict)

    def figure(self, predicate: str) -> int | None:
        """Return a whole number by the IRI of its property, or None."""
        value = self.figures.get(predicate)
        return int(value) if value is not None and value == int(value) else None


def stated_figures(statements: GraphStatements) -> list[ProfileFigures]:
    """Return the figures of every profile, in the order of their IRIs."""
    profiles: dict[str, ProfileFigures] = {}
    for node in statements.instances(GII.ClusterProfile):
        clusters = statements.subjects(GII.hasProfile, node)
        economies = {economy for cluster in clusters for economy in statements.iris(cluster, GII.inEconomy)}
        stated = {name: value for name in _FIGURES if (value := number_of(statements, node, name)) is not None}
        profiles[node] = ProfileFigures(node, set(clusters), economies, stated)
    for terms in ACTIVITIES:
        for node in statements.instances(terms.listing_class):
            row = _row(statements, node)
            if row:
                for profile in statements.iris(node, GII.inProfile):
                    if profile in profiles:
                        profiles[profile].rows.setdefault(terms.iri, []).append(row)
    return list(profiles.values())


def _row(statements: GraphStatements, node: str) -> StatedRow | None:
    count, share = number_of(statements, node, GII.count), number_of(statements, node, GII.share)
    below = not statements.texts(node, GII.share)
    percent = number_of(statements, node, GII.shareBelow) if below else share
    if count is None or percent is None or count != int(count):
        return None
    rank = number_of(statements, node, GII.rank)
    return StatedRow(node, None if rank is None else int(rank), int(count), percent, below)


def number_of(statements: GraphStatements, node: str, predicate: str) -> Decimal | None:
    """Return the number that a property states, None where it states none, or two that differ."""
    values = {_decimal(text) for text in statements.texts(node, predicate)}
    return values.pop() if len(values) == 1 else None


@lru_cache(maxsize=4096)
def _decimal(text: str) -> Decimal | None:
    """Return a number that can be a figure, or None; a hostile exponent must not become a number of a gigabyte."""
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    return value if value.is_finite() and 0 <= value <= 10**12 else None
