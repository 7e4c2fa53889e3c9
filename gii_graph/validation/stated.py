"""The figures of a graph as plain records, profile by profile, ready to be compared.

What is missing, ill-typed or stated twice is left out here: the rules on form report it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from sys import intern
from typing import TYPE_CHECKING, Final

from gii_graph import figures
from gii_graph.activities import ACTIVITIES
from gii_graph.vocabulary import GII, RDF

if TYPE_CHECKING:
    from pyoxigraph import Store

__all__ = ["ProfileFigures", "Row", "stated_figures"]

# The figures that a profile states of itself, and the bounds that stand for shares such as "<1%".
_FIGURES: Final = (
    GII.edition,
    *(figure.iri for figure in figures.FIGURES),
    *(figure.bound for figure in figures.FIGURES if figure.bound),
)


@dataclass(frozen=True, slots=True)
class Row:
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
    rows: dict[str, list[Row]] = field(default_factory=dict)

    def figure(self, predicate: str) -> int | None:
        """Return a whole number by the IRI of its property, or None."""
        value = self.figures.get(predicate)
        return int(value) if value is not None and value == int(value) else None


def stated_figures(store: Store) -> list[ProfileFigures]:
    """Return the figures of every profile in the default graph, in the order of their IRIs."""
    profiles: dict[str, ProfileFigures] = {}
    for profile, cluster, economy in _rows(store, _PLACES):
        entry = profiles.setdefault(profile, ProfileFigures(profile))
        entry.clusters.update({cluster} - {""})
        entry.economies.update({economy} - {""})
    _add_figures(store, profiles)
    for terms in ACTIVITIES:
        _add_rows(store, profiles, terms.listing_class, terms.iri)
    return [profiles[node] for node in sorted(profiles)]


_PLACES: Final = f"""SELECT ?profile ?cluster ?economy WHERE {{
    ?profile a <{GII.ClusterProfile}> .
    OPTIONAL {{ ?cluster <{GII.hasProfile}> ?profile OPTIONAL {{ ?cluster <{GII.inEconomy}> ?economy }} }}
}}"""
_STATED: Final = f"""SELECT ?profile ?figure ?value WHERE {{
    ?profile a <{GII.ClusterProfile}> ; ?figure ?value .
    FILTER(?figure IN ({", ".join(f"<{figure}>" for figure in _FIGURES)}))
}}"""
_LISTED: Final = f"""SELECT ?profile ?row ?property ?value WHERE {{
    ?row <{RDF.type}> <%s> ; <{GII.inProfile}> ?profile ; ?property ?value .
    FILTER(?property IN (<{GII.rank}>, <{GII.count}>, <{GII.share}>, <{GII.shareBelow}>))
}}"""


def _rows(store: Store, query: str) -> Iterator[tuple[str, ...]]:
    """Yield the text of each row's terms; what is unbound is empty."""
    for solution in store.query(query):  # type: ignore[union-attr]
        yield tuple(getattr(term, "value", "") for term in solution)


def _add_figures(store: Store, profiles: Mapping[str, ProfileFigures]) -> None:
    surplus: set[tuple[str, str]] = set()
    for profile, figure, text in _rows(store, _STATED):
        value = _decimal(text)
        if value is not None and profiles[profile].figures.setdefault(intern(figure), value) != value:
            surplus.add((profile, figure))
    for profile, figure in surplus:
        del profiles[profile].figures[figure]


def _add_rows(store: Store, profiles: Mapping[str, ProfileFigures], table: str, activity: str) -> None:
    cells: dict[tuple[str, str], dict[str, Decimal | None]] = {}
    for profile, row, name, text in _rows(store, _LISTED % table):
        stated = cells.setdefault((profile, row), {})
        stated[intern(name)] = None if name in stated else _decimal(text)
    for profile, row in sorted(cells):
        stated = cells[profile, row]
        below = GII.share not in stated
        count, percent = stated.get(GII.count), stated.get(GII.shareBelow if below else GII.share)
        if profile in profiles and count is not None and percent is not None and count == int(count):
            rank = stated.get(GII.rank)
            found = Row(row, None if rank is None else int(rank), int(count), percent, below)
            profiles[profile].rows.setdefault(activity, []).append(found)


@lru_cache(maxsize=4096)
def _decimal(text: str) -> Decimal | None:
    """Return a number that can be a figure, or None; a hostile exponent must not become a number of a gigabyte."""
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    return value if value.is_finite() and 0 <= value <= 10**12 else None
