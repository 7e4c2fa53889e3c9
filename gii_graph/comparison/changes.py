"""Two sets of facts laid side by side: what entered, what left, what changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal, get_args

from gii_graph.comparison.facts import Fact, Key, Topic, facts_of
from gii_graph.figures import FIGURE_TERMS
from gii_graph.network.elements import Evidence, Network

__all__ = ["Change", "Comparison", "compare", "edition_pairs"]

Sort = Literal["entered", "left", "changed"]
_TOPIC_ORDER = {topic: place for place, topic in enumerate(get_args(Topic))}
_FIGURE_ORDER = {term: place for place, term in enumerate(FIGURE_TERMS)}
# Of a cluster that entered or left, the whole profile did; its single facts say nothing more.
_WHOLE: Topic = "cluster"


@dataclass(frozen=True, slots=True)
class Change:
    """One change: what happened to which fact of which cluster, on both sides; None is the side that has none."""

    sort: Sort
    key: Key
    cluster: str
    old: Fact | None
    new: Fact | None

    @property
    def label(self) -> str:
        """What the fact is about: the name of a partner, an applicant, a field or a figure."""
        fact = self.new or self.old
        return fact.label if fact else ""

    @property
    def evidence(self) -> tuple[tuple[Evidence, ...], tuple[Evidence, ...]]:
        """What states the fact on the old side and on the new."""
        return (self.old.evidence if self.old else ()), (self.new.evidence if self.new else ())


@dataclass(frozen=True, slots=True)
class Comparison:
    """The changes from one edition to another: clusters that entered and left first, then cluster by cluster."""

    old_edition: int | None
    new_edition: int | None
    changes: tuple[Change, ...]


def edition_pairs(old: Network, new: Network) -> list[tuple[int | None, int | None]]:
    """Return which editions of two graphs to compare: each with itself, and the newest of both where they differ."""
    before, after = old.editions(), new.editions()
    pairs: list[tuple[int | None, int | None]] = [(edition, edition) for edition in before if edition in after]
    newest = (before[-1] if before else None, after[-1] if after else None)
    return pairs if newest in pairs else [*pairs, newest]


def compare(old: Network, old_edition: int | None, new: Network, new_edition: int | None) -> Comparison:
    """Return what changed from one network to another, each of what one edition states.

    A cluster enters or leaves with its profile. Evidence (file, line) is shown, not compared.
    """
    before, after = facts_of(old), facts_of(new)
    labels = {node.iri: node.label for network in (old, new) for node in network.of_kind("cluster")}
    changes = [
        Change(sort, key, labels.get(key.cluster, key.cluster), before.get(key), after.get(key))
        for sort, key in _differing(before, after)
    ]
    return Comparison(old_edition, new_edition, tuple(sorted(changes, key=_place)))


def _differing(before: dict[Key, Fact], after: dict[Key, Fact]) -> Iterator[tuple[Sort, Key]]:
    for key in before.keys() | after.keys():
        whole = Key(key.cluster, _WHOLE, "", "")
        on_one_side_only = (whole in before) != (whole in after)
        if on_one_side_only and key != whole:
            continue
        if key not in after:
            yield "left", key
        elif key not in before:
            yield "entered", key
        elif key != whole and before[key].value != after[key].value:
            yield "changed", key


def _place(change: Change) -> tuple[Any, ...]:
    key = change.key
    rank = (change.new or change.old or Fact("", {}, ())).value.get("rank", 0)
    moved = key.topic == _WHOLE
    return (
        not moved,
        change.sort if moved else "",
        change.cluster,
        key.cluster,
        _TOPIC_ORDER[key.topic],
        key.activity,
        _FIGURE_ORDER.get(key.subject, rank) if key.topic == "figure" else rank,
        key.subject,
    )
