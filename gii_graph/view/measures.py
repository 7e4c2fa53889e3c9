"""What nodes can be sized and coloured by, and how each figure and measure is called in the page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from gii_graph.figures import FIGURES
from gii_graph.network import Measurement, Network

__all__ = ["MeasureIndex", "figure_words", "scales"]

# Numbers that name a group: more is not larger. The picture colours by community on its own.
_GROUP_NUMBERS = ("community", "component")
# Of what is implied, only bounds are known: the middle of them sets size and colour.
_IMPLIED_SCALES = (
    ("impliedPatents", "PCT applications in all (middle)"),
    ("impliedArticles", "Articles in all (middle)"),
    ("impliedPopulation", "Inhabitants (middle)"),
)

Variant = tuple[str, tuple[str, ...], tuple[int, ...]]


def figure_words() -> list[dict[str, str]]:
    """Return the figures of a profile in reading order: name, label in full and short, and kind of number."""
    return [
        {"name": one.term, "label": _capital(one.label), "short": _capital(one.short), "kind": one.kind}
        for one in FIGURES
    ]


def scales(network: Network) -> list[dict[str, Any]]:
    """Return what the clusters' profiles have numbers for: figures, then what they imply (marked `derived`)."""
    profiles = [profile for node in network.of_kind("cluster") for profile in node.profiles]
    stated = {name for profile in profiles for name in profile.figures}
    implied = {one.name for profile in profiles for one in profile.implied}
    return [
        *({"name": f.term, "label": _capital(f.short), "kind": f.kind} for f in FIGURES if f.term in stated),
        *(
            {"name": name, "label": label, "kind": "whole", "derived": True}
            for name, label in _IMPLIED_SCALES
            if name in implied
        ),
    ]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


class MeasureIndex:
    """The measures of a network, each for the activities and editions it was computed of, by number."""

    def __init__(self, network: Network) -> None:
        self._network = network
        self._of_clusters = set(_variants(m for node in network.of_kind("cluster") for m in node.measurements))
        every = set(_variants(m for node in network.nodes.values() for m in node.measurements))
        every |= set(_variants(m for analysis in network.analyses for m in analysis.measurements))
        order = {iri: place for place, iri in enumerate(network.measures)}
        self._variants = sorted(every, key=lambda one: (order.get(one[0], len(order)), *one))
        self._number = {variant: number for number, variant in enumerate(self._variants)}

    def values(self, measurements: Iterable[Measurement]) -> list[list[float]]:
        """Return [number of the measure, value] of each measurement."""
        return sorted(
            [self._number[variant], one.value if isinstance(one.value, int) else float(f"{one.value:.6g}")]
            for one, variant in zip(measurements, _variants(measurements), strict=True)
        )

    def as_json(self) -> list[dict[str, Any]]:
        """Return name, label and words of each measure; `scale` tells whether clusters can be compared by it."""
        alike = Counter(measure for measure, _, _ in self._variants)
        return [self._described(variant, alone=alike[variant[0]] == 1) for variant in self._variants]

    def _described(self, variant: Variant, *, alone: bool) -> dict[str, Any]:
        iri, activities, editions = variant
        measure = self._network.measures.get(iri)
        slug = iri.rpartition("/")[2]
        about = ", ".join(
            filter(None, [" and ".join(activities), "–".join(map(str, sorted({*editions[:1], *editions[-1:]})))])
        )
        words = {
            "name": "-".join(["measure", slug, *([] if alone else [*activities, *map(str, editions)])]),
            "label": _capital(measure.label if measure else slug),
            "about": about,
            "means": measure.definition if measure else "",
            "limit": measure.limit if measure else "",
            "source": measure.source if measure else "",
            "scale": variant in self._of_clusters and slug not in _GROUP_NUMBERS,
        }
        return {name: value for name, value in words.items() if value}


def _variants(measurements: Iterable[Measurement]) -> Iterator[Variant]:
    return ((one.measure, one.activities, one.editions) for one in measurements)
