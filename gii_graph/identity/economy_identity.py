"""Economies: which printed names are one, and how they are labelled."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from gii_graph.economies import read_economy
from gii_graph.identity.spelling import slug

__all__ = ["ResolvedEconomy", "economy_path", "identify_economies"]


class ResolvedEconomy(NamedTuple):
    """An economy: IRI path under the instance base, the name that WIPO prints, other names met."""

    path: str
    label: str
    spellings: tuple[str, ...] = ()


def identify_economies(names: Iterable[str]) -> dict[str, ResolvedEconomy]:
    """Return the economy of each printed name; names of one ISO 3166 economy ("Turkey", "Türkiye") are one."""
    printed: defaultdict[str, set[str]] = defaultdict(set)
    for name in names:
        printed[_label(name)].add(name)
    economies: dict[str, ResolvedEconomy] = {}
    for label, spellings in printed.items():
        others = tuple(sorted({" ".join(name.split()) for name in spellings} - {label}))
        economies.update(dict.fromkeys(spellings, ResolvedEconomy(economy_path(label), label, others)))
    return economies


@lru_cache(maxsize=1 << 12)
def economy_path(name: str) -> str:
    """Return the IRI path of the economy with a printed name, which no other name changes.

    >>> economy_path("Turkey") == economy_path("Türkiye")
    True
    """
    return f"economy/{slug(_label(name))}"


def _label(name: str) -> str:
    known = read_economy(name)
    return known.name if known else " ".join(name.split())
