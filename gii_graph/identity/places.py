"""Clusters and economies: which names are one, and how they are labelled."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from gii_graph.economies import find_economy
from gii_graph.identity.spelling import slug, with_plain_dashes

__all__ = ["Place", "cluster_label", "cluster_path", "identify_clusters", "identify_economies"]

_DASH = re.compile(r"\s*-\s*")


class Place(NamedTuple):
    """A cluster or an economy: IRI path under the instance base, label, other spellings met."""

    path: str
    label: str
    spellings: tuple[str, ...] = ()


def cluster_label(name: str) -> str:
    """Return a cluster's name with an en dash between its cities.

    A dash parts two cities where the words on both sides start as names do; in "Aix-en-Provence" they do not.

    >>> cluster_label("San Jose-San Francisco"), cluster_label("Aix-en-Provence")
    ('San Jose–San Francisco', 'Aix-en-Provence')
    """
    first, *others = _DASH.split(" ".join(with_plain_dashes(name).split()))
    label = first
    for before, after in pairwise([first, *others]):
        label += ("–" if _starts_as_name(before.rpartition(" ")[2]) and _starts_as_name(after) else "-") + after
    return label


@lru_cache(maxsize=1 << 18)
def cluster_path(name: str) -> str:
    """Return the IRI path of the cluster with a printed name, which no other name changes.

    >>> cluster_path("Shenzhen–Hong Kong–Guangzhou")
    'cluster/shenzhen-hong-kong-guangzhou'
    """
    return f"cluster/{slug(name)}"


def _starts_as_name(word: str) -> bool:
    return not word[:1].islower()


def identify_clusters(names: Iterable[str]) -> dict[str, Place]:
    """Return the cluster of each printed name: names with the same slug are one cluster."""
    return _by_path(cluster_path, names, cluster_label)


def identify_economies(names: Iterable[str]) -> dict[str, Place]:
    """Return the economy of each printed name; known names of one ISO 3166 economy ("Turkey", "Türkiye") are one."""
    by_standard_name: dict[str, set[str]] = {}
    for name in names:
        known = find_economy(name)
        by_standard_name.setdefault(known.name if known else " ".join(name.split()), set()).add(name)
    standard = _by_path(lambda name: f"economy/{slug(name)}", by_standard_name, lambda name: name)
    places: dict[str, Place] = {}
    for label, printed in by_standard_name.items():
        others = {" ".join(name.split()) for name in printed} - {standard[label].label}
        place = Place(standard[label].path, standard[label].label, tuple(sorted({*standard[label].spellings, *others})))
        places.update(dict.fromkeys(printed, place))
    return places


def _by_path(path_of: Callable[[str], str], names: Iterable[str], label_of: Callable[[str], str]) -> dict[str, Place]:
    groups: dict[str, set[str]] = {}
    for name in names:
        groups.setdefault(path_of(name), set()).add(name)
    places: dict[str, Place] = {}
    for path, spellings in groups.items():
        label = max(sorted(map(label_of, spellings)), key=_weight)
        others = tuple(sorted({" ".join(spelling.split()) for spelling in spellings} - {label}))
        place = Place(path, label, others)
        places.update(dict.fromkeys(spellings, place))
    return places


def _weight(label: str) -> tuple[int, int]:
    """Prefer the spelling with its diacritics, then the one that is not all capitals."""
    return sum(not char.isascii() for char in label), sum(char.islower() for char in label)
