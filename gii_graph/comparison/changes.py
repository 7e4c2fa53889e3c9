"""Two sets of facts laid side by side: what entered, what left, what changed."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any, Literal, get_args

from gii_graph.comparison.facts import Fact, Key, Topic, facts_of
from gii_graph.figures import FIGURE_TERMS
from gii_graph.network.elements import Evidence, Network

__all__ = ["Absence", "Change", "Comparison", "Side", "Sort", "compare", "edition_pairs"]

# A cluster has left only if all ranks of an edition are known; else there is no profile, which says nothing.
# The same of a row, where the other side has no such list: a ranking table names no partner and no applicant.
Sort = Literal["entered", "left", "no new profile", "no old profile", "no new list", "no old list", "changed"]
# Why a side has no fact: its text does not state it, or has lines not understood, or a graph cannot say which.
Absence = Literal["not stated", "perhaps not read", "not in the graph"]
_RANKED = 100  # clusters in an edition
_TOPIC_ORDER = {topic: place for place, topic in enumerate(get_args(Topic))}
_FIGURE_ORDER = {term: place for place, term in enumerate(FIGURE_TERMS)}
# Of a cluster that entered or left, the whole profile did; its single facts say nothing more.
_WHOLE: Topic = "cluster"
_LISTS: Collection[Topic] = ("partner", "applicant", "publisher", "field")


@dataclass(frozen=True, slots=True)
class Side:
    """One side: a network of what one edition states (None: of what carries no edition).

    `not_understood` are the files with lines that reading did not understand, None where a graph was read.
    """

    network: Network
    edition: int | None = None
    not_understood: Collection[str] | None = None

    @property
    def is_whole(self) -> bool:
        """Whether every rank is known, so that who has none is surely not among the ranked."""
        profiles = [profile for node in self.network.of_kind("cluster") for profile in node.profiles]
        return {profile.figures.get("rank") for profile in profiles} >= set(range(1, _RANKED + 1))

    def absence(self, cluster: str) -> Absence:
        """Return why a cluster's profile on this side has no fact that the other side has."""
        if self.not_understood is None:
            return "not in the graph"
        node = self.network.nodes.get(cluster)
        profiles = node.profiles if node else ()
        lines = [line for profile in profiles for stated in profile.evidence.values() for line in stated]
        files = {line.file.partition(" [")[0] for line in lines}
        return "not stated" if files.isdisjoint(self.not_understood) else "perhaps not read"


@dataclass(frozen=True, slots=True)
class Change:
    """One change: what happened to which fact of which cluster, on both sides; None is the side that has none.

    `absence` says why that side has none.
    """

    sort: Sort
    key: Key
    cluster: str
    old: Fact | None
    new: Fact | None
    absence: Absence | None = None

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


def compare(old: Side, new: Side) -> Comparison:
    """Return what changed from one side to the other. Evidence (file, line) is shown, not compared.

    A cluster enters or leaves where all ranks of the other side are known; else that side has no profile of it.
    """
    before, after = facts_of(old.network), facts_of(new.network)
    labels = {node.iri: node.label for side in (old, new) for node in side.network.of_kind("cluster")}
    changes = []
    for sort, key in _differing(before, after):
        without = None if sort == "changed" else new if key in before else old
        if without and key.topic == _WHOLE and not (without.is_whole and old.edition != new.edition):
            sort = "no new profile" if without is new else "no old profile"  # noqa: PLW2901
        absence = without.absence(key.cluster) if without and key.topic != _WHOLE else None
        label = labels.get(key.cluster, key.cluster)
        changes.append(Change(sort, key, label, before.get(key), after.get(key), absence))
    return Comparison(old.edition, new.edition, tuple(sorted(changes, key=_place)))


def _differing(before: dict[Key, Fact], after: dict[Key, Fact]) -> Iterator[tuple[Sort, Key]]:
    lists_before, lists_after = ({key[:3] for key in facts} for facts in (before, after))
    for key in before.keys() | after.keys():
        whole = Key(key.cluster, _WHOLE, "", "")
        on_one_side_only = (whole in before) != (whole in after)
        if on_one_side_only and key != whole:
            continue
        if key not in after:
            yield "no new list" if key.topic in _LISTS and key[:3] not in lists_after else "left", key
        elif key not in before:
            yield "no old list" if key.topic in _LISTS and key[:3] not in lists_before else "entered", key
        elif key != whole and before[key].value != after[key].value:
            yield "changed", key


def _place(change: Change) -> tuple[Any, ...]:
    key = change.key
    rank = (change.new or change.old or Fact("", {}, ())).value.get("rank", 0)
    moved = key.topic == _WHOLE
    return (
        not moved,
        get_args(Sort).index(change.sort) if moved else 0,
        change.cluster,
        key.cluster,
        _TOPIC_ORDER[key.topic],
        key.activity,
        _FIGURE_ORDER.get(key.subject, rank) if key.topic == "figure" else rank,
        key.subject,
    )
