"""Clusters: which printed names mean the same one, by the shipped table, their states and economies, a person's word.

A name is a cluster of the table that its state and economy fit. Names that the table does not have are one cluster
where their words are the same but for a state, unless their states or economies differ. Where two clusters bear one
name, and nothing beside it says which is meant, the name stands for itself and is told as doubtful.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import combinations, pairwise
from typing import NamedTuple

from gii_graph.clusters import ListedCluster, countries_of, fits, listed_clusters, parted_states
from gii_graph.economies import economies as all_economies
from gii_graph.economies import read_economy
from gii_graph.identity.spelling import fingerprint, slug, with_plain_dashes
from gii_graph.identity.word import NO_WORD, Word
from gii_graph.regions import find_regions, region_codes, written_regions

__all__ = ["ClusterNames", "ResolvedCluster", "cluster_label", "cluster_path", "designation", "identify_clusters"]

_DASH = re.compile(r"\s*-\s*")
_QUALIFIED = re.compile(r"(.+?)(?:, (?P<after>[^,]+)| \((?P<within>.+)\))")
# Stands between a cluster's printed name, the codes of its economies, and the regions that its heading writes out.
_MARK = "\t"


class ResolvedCluster(NamedTuple):
    """A cluster: IRI path under the instance base, label, other spellings met."""

    path: str
    label: str
    spellings: tuple[str, ...] = ()


class ClusterNames(NamedTuple):
    """The cluster of each designation and partner's name; what is doubtful of them, for people."""

    clusters: Mapping[str, ResolvedCluster]
    doubts: tuple[str, ...]


@lru_cache(maxsize=1 << 14)
def designation(name: str, economies: tuple[str, ...], regions: tuple[str, ...] = ()) -> str:
    """Return a cluster's printed name with the economies and regions that its profile names: what tells it from others.

    >>> designation("Birmingham", ("United Kingdom",)), designation("Portland", ("United States",), ("ME",))
    ('Birmingham\\tGB', 'Portland\\tUS\\tME')
    """
    known = filter(None, map(read_economy, economies))
    codes = "/".join(sorted({economy.alpha2 for economy in known}))
    return _MARK.join((name, codes, "/".join(regions))).rstrip(_MARK)


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


def _starts_as_name(word: str) -> bool:
    return not word[:1].islower()


@lru_cache(maxsize=1 << 14)
def cluster_path(name: str) -> str:
    """Return the usual IRI path of a cluster by its printed name, with or without its states.

    >>> cluster_path("Washington, DC–Baltimore, MD")
    'cluster/washington-baltimore'
    """
    return f"cluster/{slug(parted_states(name)[0])}"


class _Mention(NamedTuple):
    """A designation or a partner's name taken apart; `edition` is that of the newest profile, 0 for a partner."""

    key: str
    name: str
    base: str
    states: frozenset[str]
    economies: frozenset[str]
    edition: int


def _mention(key: str, edition: int) -> _Mention:
    printed, _, behind = key.partition(_MARK)
    codes, _, regions = behind.partition(_MARK)
    if "," not in printed and (behind or "(" not in printed):
        return _Mention(key, printed, printed, _several(regions), _several(codes), edition)
    name, economies = (printed, _several(codes)) if behind else _without_economy(printed)
    base, states = parted_states(name)
    base, region = (base, _several(regions)) if behind else _without_region(base)
    return _Mention(key, name, base, states | region, frozenset(economies), edition)


@lru_cache(maxsize=1 << 10)
def _several(codes: str) -> frozenset[str]:
    return frozenset(codes.split("/")) if codes else frozenset()


def _without_economy(name: str) -> tuple[str, list[str]]:
    """Return a partner's name without an economy printed behind it: "Cambridge, United Kingdom"."""
    qualified = _QUALIFIED.fullmatch(name)
    behind = (qualified["after"] or qualified["within"]) if qualified else ""
    economy = read_economy(behind)
    if qualified is None or economy is None:
        return name, []
    if behind in region_codes():
        # A code that may be a state's is taken for one, unless the name is known in that economy alone: "Munich, DE".
        known = countries_of(qualified[1])
        if economy.alpha2 not in known or any(region.alpha2 in known for region in find_regions(behind)):
            return name, []
    return qualified[1], [economy.alpha2]


def _without_region(name: str) -> tuple[str, frozenset[str]]:
    """Return a partner's name without a state written out behind it, "Raleigh, North Carolina", and its code."""
    before, _, last = name.rpartition(", ")
    codes = {region.code for region in written_regions(last) if region.code} if before else ()
    return (before, frozenset(codes)) if codes else (name, frozenset())


@dataclass(slots=True)
class _Candidate:
    """A cluster that bears a name: the states and economies known of it, and what is printed for it."""

    states: set[str]
    economies: set[str]
    listed: ListedCluster | None = None
    mentions: list[_Mention] = field(default_factory=list)

    def can_be(self, mention: _Mention) -> bool:
        return fits(self.states, mention.states) and fits(self.economies, _economies_of(mention))

    def take(self, mention: _Mention) -> None:
        self.mentions.append(mention)
        if self.listed is None:
            self.states |= mention.states
            self.economies |= _economies_of(mention)

    def qualifier(self, *, by_economy: bool) -> str:
        """Return what tells the cluster from another of its name: its states, or its economies."""
        if self.states and not by_economy:
            return "-".join(sorted(map(slug, self.states)))
        return "-".join(sorted(slug(all_economies()[code].name) for code in self.economies))


def _economies_of(mention: _Mention) -> frozenset[str]:
    """Return the economies of a mention; a state tells its own."""
    if mention.economies or not mention.states:
        return mention.economies
    return frozenset(region.alpha2 for state in mention.states for region in find_regions(state))


def identify_clusters(profiles: Mapping[str, int], partners: Iterable[str] = (), word: Word = NO_WORD) -> ClusterNames:
    """Return the cluster of each designation in `profiles` (with its newest edition) and of each partner's name.

    `word` is what a person has decided of pairs of names.
    """
    groups: defaultdict[str, list[_Mention]] = defaultdict(list)
    slug_of = lru_cache(maxsize=None)(slug)  # most names come from a profile and from partners
    mentions = [_mention(key, edition) for key, edition in profiles.items()]
    mentions += [_mention(key, 0) for key in partners if key not in profiles]
    for mention in mentions:
        groups[slug_of(mention.base)].append(mention)
    paths: dict[str, str] = {}
    doubts: list[str] = []
    for base in sorted(groups):
        for key, path, doubt in _resolved(base, groups[base]):
            paths[key] = path
            doubts += [doubt] if doubt else []
    _apply(word, mentions, paths)
    by_path: defaultdict[str, list[_Mention]] = defaultdict(list)
    for mention in mentions:
        by_path[paths[mention.key]].append(mention)
    clusters = {path: _named(path, of_path) for path, of_path in by_path.items()}
    return ClusterNames({key: clusters[path] for key, path in paths.items()}, tuple(dict.fromkeys(doubts)))


def _resolved(base: str, mentions: Sequence[_Mention]) -> Iterator[tuple[str, str, str]]:
    """Yield the path of each mention of one name, and what is doubtful of it or ""."""
    if _are_alike(mentions) and not listed_clusters(mentions[0].base):
        yield from ((mention.key, f"cluster/{base}", "") for mention in mentions)
        return
    candidates = [
        _Candidate(set(listed.states), set(listed.economies), listed) for listed in listed_clusters(mentions[0].base)
    ]
    is_listed = bool(candidates)
    if len(mentions) == 1 and not is_listed:
        # Most names of a large graph: nothing else bears it.
        yield mentions[0].key, f"cluster/{base}", ""
        return
    # Those that say most come first, and partners last: they say nothing new.
    unsettled: list[tuple[_Mention, list[_Candidate]]] = []
    for mention in sorted(mentions, key=_informative_first):
        possible = _possible(mention, candidates)
        if not possible:
            candidates.append(_Candidate(set(), set()))
            possible = candidates[-1:]
        if len(possible) == 1:
            possible[0].take(mention)
        else:
            unsettled.append((mention, possible))
    unlisted = [candidate for candidate in candidates if candidate.listed is None]
    clash = len(unlisted) > 1 and not is_listed
    by_economy = clash and all(not one.economies & other.economies for one, other in combinations(unlisted, 2))
    for candidate in candidates:
        qualifier = candidate.qualifier(by_economy=by_economy) if is_listed or clash else ""
        path = f"cluster/{candidate.listed.slug}" if candidate.listed else f"cluster/{base}-{qualifier}".rstrip("-")
        for mention in candidate.mentions:
            yield mention.key, path, _clash(unlisted) if clash and mention.edition else ""
    for mention, possible in unsettled:
        yield mention.key, f"cluster/{base}-unclear", _doubt(mention, possible)


def _are_alike(mentions: Sequence[_Mention]) -> bool:
    """Return whether mentions of one name say no two things of its states and economies, as nearly all do."""
    said = {(mention.states, mention.economies) for mention in mentions} - {(frozenset(), frozenset())}
    return len(said) < 2 and not any(states for states, _ in said)


def _informative_first(mention: _Mention) -> tuple[bool, int, int, str]:
    return not mention.edition, -len(mention.states), -len(mention.economies), mention.key


def _possible(mention: _Mention, candidates: Sequence[_Candidate]) -> list[_Candidate]:
    """Return the clusters that a mention can be; of several those that are known as clusters or have a profile."""
    possible = [candidate for candidate in candidates if candidate.can_be(mention)]
    if len(possible) < 2 or mention.states or mention.economies:
        return possible
    likely = [one for one in possible if one.listed is None or one.listed.is_cluster or one.mentions]
    return likely or possible


def _where(candidate: _Candidate) -> str:
    economies = " and ".join(sorted(all_economies()[code].name for code in candidate.economies))
    return ", ".join(filter(None, (*sorted(candidate.states), economies))) or "no state or economy"


def _clash(candidates: Sequence[_Candidate]) -> str:
    name = cluster_label(candidates[0].mentions[0].base)
    places = "; ".join(sorted(map(_where, candidates)))
    return f"{name} is {len(candidates)} clusters ({places}): each has its place in its IRI"


def _doubt(mention: _Mention, candidates: Sequence[_Candidate]) -> str:
    places = "; ".join(sorted(map(_where, candidates)))
    name = mention.key.partition(_MARK)[0]
    return f"{name} may be {len(candidates)} clusters ({places}): it is joined with none; say which by same-as"


def _apply(word: Word, mentions: Sequence[_Mention], paths: dict[str, str]) -> None:
    """Change the paths as a person has decided: what is the same gets the path of the other, what differs its own."""
    if word == NO_WORD:
        return
    named = _ByName(mentions, paths)
    for one, other in word.apart:
        mine, theirs = named.keys(one), named.keys(other)
        shared = {paths[key] for key in mine} & {paths[key] for key in theirs}
        for key in sorted(mine - theirs):
            if paths[key] in shared:
                paths[key] = f"{paths[key]}-{fingerprint(key)}"
    for one, other in word.same:
        mine, theirs = named.keys(one), named.keys(other)
        if mine and theirs:
            lost, kept = {paths[key] for key in mine}, paths[min(theirs)]
            for key, path in paths.items():
                if path in lost:
                    paths[key] = kept


class _ByName:
    """The mentions that a person may mean by a name, an IRI path, or a name with its economy."""

    def __init__(self, mentions: Sequence[_Mention], paths: Mapping[str, str]) -> None:
        self._keys: defaultdict[str, set[str]] = defaultdict(set)
        for mention in mentions:
            printed = mention.key.partition(_MARK)[0]
            behind = {*mention.states, *(all_economies()[code].name for code in mention.economies)}
            for name in {printed, *(f"{printed}, {where}" for where in behind)}:
                self._keys[slug(name)].add(mention.key)
            self._keys[paths[mention.key]].add(mention.key)

    def keys(self, name: str) -> set[str]:
        return self._keys.get(name) or self._keys.get(slug(name), set())


def _named(path: str, mentions: Sequence[_Mention]) -> ResolvedCluster:
    """Return a cluster with the name of its newest profile for label, and all other printed forms."""
    printed = {mention.key.partition(_MARK)[0] for mention in mentions}
    if len(printed) == 1 and mentions[0].name in printed:
        # As nearly all: a profile and its partners print it in one way.
        label = cluster_label(mentions[0].name)
        plain = " ".join(mentions[0].name.split())
        return ResolvedCluster(path, label, () if plain == label else (plain,))
    newest = max(mention.edition for mention in mentions)
    labels = sorted({cluster_label(mention.name) for mention in mentions if mention.edition == newest})
    label = max(labels, key=_weight)
    others = {" ".join(name.split()) for name in printed}
    return ResolvedCluster(path, label, tuple(sorted(others - {label})))


def _weight(label: str) -> tuple[int, int]:
    """Prefer the spelling with its diacritics, then the one that is not all capitals."""
    return sum(not char.isascii() for char in label), sum(char.islower() for char in label)
