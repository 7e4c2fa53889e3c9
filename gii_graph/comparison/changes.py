"""Two sets of facts laid side by side: what entered, what left, what changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Literal, get_args

from gii_graph.comparison.facts import Fact, Key, Topic, facts_of
from gii_graph.figures import FIGURE_TERMS
from gii_graph.network.elements import Evidence, Network

__all__ = [
    "RANKS",
    "Absence",
    "Change",
    "Comparison",
    "Side",
    "Sort",
    "compare",
    "comparison_of",
    "differences",
    "edition_pairs",
    "pairs_of_editions",
]

# A cluster has left only if all ranks of an edition are known; else there is no profile, which says nothing.
# The same of a row, where the other side has no such list: a ranking table names no partner and no applicant.
Sort = Literal["entered", "left", "no new profile", "no old profile", "no new list", "no old list", "changed"]
# Why a side has no fact: its text does not state it, or has lines not understood, or a graph cannot say which.
Absence = Literal["not stated", "perhaps not read", "not in the graph"]
RANKS = frozenset(range(1, 101))  # of the clusters in an edition
_TOPIC_ORDER = {topic: place for place, topic in enumerate(get_args(Topic))}
_FIGURE_ORDER = {term: place for place, term in enumerate(FIGURE_TERMS)}
# Of a cluster that entered or left, the whole profile did; its single facts say nothing more.
_WHOLE: Topic = "cluster"
_LISTS: Collection[Topic] = ("partner", "applicant", "publisher", "field")


@dataclass(frozen=True)
class Side:
    """One side: a network of what one edition states (None: of what carries no edition).

    `not_understood` are the files with lines that reading did not understand, None where a graph was read.
    """

    network: Network
    edition: int | None = None
    not_understood: Collection[str] | None = None

    @cached_property
    def facts(self) -> dict[Key, Fact]:
        """All facts of this side."""
        return facts_of(self.network)

    @cached_property
    def _by_cluster(self) -> dict[str, dict[Key, Fact]]:
        by_cluster: defaultdict[str, dict[Key, Fact]] = defaultdict(dict)
        for key, fact in self.facts.items():
            by_cluster[key.cluster][key] = fact
        return by_cluster

    def facts_about(self, clusters: Iterable[str]) -> dict[Key, Fact]:
        """Return the facts about some clusters."""
        return {key: fact for cluster in clusters for key, fact in self._by_cluster.get(cluster, {}).items()}

    @cached_property
    def ranks(self) -> frozenset[int]:
        """The ranks from 1 to 100 that are known."""
        profiles = [profile for node in self.network.of_kind("cluster") for profile in node.profiles]
        return RANKS.intersection(profile.figures.get("rank") for profile in profiles)

    def label(self, cluster: str) -> str | None:
        """Return what a cluster is called on this side, None where that does not speak of it."""
        node = self.network.nodes.get(cluster)
        return node.label if node and node.kind == "cluster" else None

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
    return pairs_of_editions(old.editions(), new.editions())


def pairs_of_editions(before: Sequence[int], after: Sequence[int]) -> list[tuple[int | None, int | None]]:
    """Return the same for the editions of two graphs, each oldest first."""
    pairs: list[tuple[int | None, int | None]] = [(edition, edition) for edition in before if edition in after]
    newest = (before[-1] if before else None, after[-1] if after else None)
    return pairs if newest in pairs else [*pairs, newest]


def compare(old: Side, new: Side) -> Comparison:
    """Return what changed from one side to the other. Evidence (file, line) is shown, not compared."""
    return comparison_of(old.edition, new.edition, differences(old, new), old.ranks, new.ranks)


def comparison_of(
    old_edition: int | None,
    new_edition: int | None,
    changes: Iterable[Change],
    old_ranks: Collection[int],
    new_ranks: Collection[int],
) -> Comparison:
    """Put differences in order, and judge by the ranks that are known on each side which clusters entered or left.

    A cluster enters or leaves where all ranks of the other side are known; else that side has no profile of it.
    """
    unknown: dict[Sort, Sort] = {}
    if old_edition == new_edition or not RANKS.issubset(new_ranks):
        unknown["left"] = "no new profile"
    if old_edition == new_edition or not RANKS.issubset(old_ranks):
        unknown["entered"] = "no old profile"
    judged = (
        replace(change, sort=unknown.get(change.sort, change.sort)) if change.key.topic == _WHOLE else change
        for change in changes
    )
    return Comparison(old_edition, new_edition, tuple(sorted(judged, key=_place)))


def differences(old: Side, new: Side, among: Collection[str] | None = None) -> list[Change]:
    """Return what differs between two sides, of some clusters alone where they are given, in no order.

    Of a cluster that only one side has it says that it entered or left; `comparison_of` judges whether that is known.
    """
    before, after = old.facts, new.facts
    if among is not None:
        before, after = old.facts_about(among), new.facts_about(among)
    changes = []
    for sort, key in _differing(before, after):
        without = None if sort == "changed" else new if key in before else old
        absence = without.absence(key.cluster) if without and key.topic != _WHOLE else None
        labels = (side.label(key.cluster) for side in (new, old))
        label = next((label for label in labels if label is not None), key.cluster)
        changes.append(Change(sort, key, label, before.get(key), after.get(key), absence))
    return changes


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
