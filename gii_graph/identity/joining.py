"""Which spellings are one organisation: joined on plain grounds, or left to a person.

Two names are joined by the first of these rules that applies; the rule is kept with the organisation.

1. A person said so.
2. They read the same, word for word in order, once shortened words are written out, and are of the same cluster.
3. They read the same in the same economy, and the words are not all of the kind that any country has
   ("NATIONAL UNIVERSITY").
4. One is the initials of the other, before the same parent body after a comma, in the same cluster, and no other name
   there fits: "DICP, CAS" and "DALIAN INSTITUTE OF CHEMICAL PHYSICS, CAS".

Names that state different countries, or different legal forms, are never joined by a rule. What is only doubtful is
told by `doubtful_pairs` and joined by nobody but a person.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import combinations, pairwise
from typing import NamedTuple

from gii_graph.identity.kind import initials
from gii_graph.identity.names import NameReader, OrganizationName, plain_words

__all__ = ["Doubt", "Join", "Listed", "doubtful_pairs", "is_distinctive", "join"]

# Words that many organisations of many places carry; a name of these alone is not one organisation's.
_COMMON = frozenset(
    """
    academy agency agricultural agriculture and applied association authority bureau business center central
    city college commission committee company cooperation corporation council culture defense department
    development economics education electric electronics energy engineering environment environmental federal
    federation finance first foundation fund general government group health hospital industrial industry
    information institute institution international laboratory law limited management medical medicine ministry
    municipal museum national natural normal of office polytechnic provincial public regional research royal
    school science second service social society software state systems technical technology third trust
    university veterinary women
    """.split()
)
# More names than this that share a doubt say nothing of any two of them.
_MOST_DOUBTS_TOGETHER = 8


class Listed(NamedTuple):
    """A name as listed: in which clusters, and in which economies (ISO 3166-1 alpha-2, or a name that has no code)."""

    name: str
    clusters: frozenset[str]
    economies: frozenset[str]


class Join(NamedTuple):
    """Names that are one organisation, and the rules that joined them; none for a name alone."""

    names: tuple[str, ...]
    rules: tuple[str, ...]


class Doubt(NamedTuple):
    """Two names that may be one organisation, and why that is not certain; `score` from 0 to 1 orders doubts."""

    one: str
    other: str
    score: float
    reason: str


class _Groups:
    """Names in groups, and the rules that brought them together (a union-find forest)."""

    def __init__(self, names: Collection[str], apart: Collection[frozenset[str]]) -> None:
        self._names = names
        # Of names that are joined to others; most are not.
        self._parent: dict[str, str] = {}
        self._members: dict[str, set[str]] = {}
        self._rules: defaultdict[str, set[str]] = defaultdict(set)
        self._apart = apart

    def root(self, name: str) -> str:
        while (parent := self._parent.get(name)) is not None:
            if parent in self._parent:
                self._parent[name] = self._parent[parent]
            name = parent
        return name

    def unite(self, one: str, other: str, rule: str) -> None:
        """Join two names, unless a person said that two of their groups are different."""
        kept, lost = sorted((self.root(one), self.root(other)))
        if kept == lost or self._said_apart(kept, lost):
            return
        self._parent[lost] = kept
        members = self._members.setdefault(kept, {kept})
        members |= self._members.pop(lost, {lost})
        self._rules[kept] |= self._rules.pop(lost, set()) | {rule}

    def _said_apart(self, one: str, other: str) -> bool:
        return bool(self._apart) and any(
            frozenset((mine, theirs)) in self._apart
            for mine in self._members.get(one, {one})
            for theirs in self._members.get(other, {other})
        )

    def joins(self) -> list[Join]:
        return [
            Join(tuple(sorted(self._members[name])), tuple(sorted(self._rules[name])))
            if name in self._members
            else Join((name,), ())
            for name in sorted(self._names)
            if name not in self._parent
        ]


def join(
    listed: Iterable[Listed],
    reader: NameReader,
    same: Iterable[tuple[str, str]] = (),
    apart: Iterable[tuple[str, str]] = (),
) -> list[Join]:
    """Return the organisations that `listed` names mean; `same` and `apart` are pairs of names a person has decided.

    The work grows with the number of names, not with the number of their pairs.
    """
    names = {entry.name: entry for entry in listed}
    groups = _Groups(names, {frozenset(pair) for pair in apart})
    for one, other in same:
        if one in names and other in names:
            groups.unite(one, other, "a person said so")
    for bucket, rule in _reading_the_same(names.values(), reader):
        for one, other in pairwise(bucket):
            groups.unite(one, other, rule)
    for short, full in _initials_before_a_parent(names.values()):
        groups.unite(short, full, "initials before the same parent body, in the same cluster")
    return groups.joins()


def _reading_the_same(listed: Iterable[Listed], reader: NameReader) -> Iterator[tuple[list[str], str]]:
    """Yield names that read the same in one cluster, then those in one economy, with the rule that joins them."""
    in_cluster: defaultdict[tuple[str, str], list[OrganizationName]] = defaultdict(list)
    in_economy: defaultdict[tuple[str, str], list[OrganizationName]] = defaultdict(list)
    for key, entries in _alike(listed, reader):
        for entry in entries:
            read = reader.read(entry.name)
            for cluster in entry.clusters:
                in_cluster[cluster, key].append(read)
            if is_distinctive(key):
                for economy in {read.country} if read.country else entry.economies:
                    in_economy[economy, key].append(read)
    for buckets, rule in (
        (in_cluster, "the same words in full, in the same cluster"),
        (in_economy, "the same words in full, in the same economy"),
    ):
        several = sorted(place for place, names in buckets.items() if len(names) > 1)
        for names in map(buckets.__getitem__, several):
            if _is_compatible(names):
                yield sorted(name.printed for name in names), rule


def _alike(listed: Iterable[Listed], reader: NameReader) -> Iterator[tuple[str, list[Listed]]]:
    """Yield each usual key that names share, and these names; most read like no other."""
    alike: defaultdict[str, list[Listed]] = defaultdict(list)
    for entry in listed:
        alike[reader.usual_key(entry.name)].append(entry)
    yield from ((key, entries) for key, entries in alike.items() if len(entries) > 1)


def is_distinctive(key: str) -> bool:
    """Tell whether a normalised name has a word beyond those that organisations anywhere carry.

    >>> is_distinctive("national university"), is_distinctive("hunan university")
    (False, True)
    """
    return any(word not in _COMMON for word in key.split())


def _is_compatible(names: Iterable[OrganizationName]) -> bool:
    """Tell whether names state at most one country and at most one legal form ("CO., LTD." is a form of "LTD.")."""
    countries = {name.country for name in names if name.country}
    forms = {frozenset(name.legal) - {"company"} or frozenset(name.legal) for name in names if name.legal}
    return len(countries) <= 1 and len(forms) <= 1


def _initials_before_a_parent(listed: Iterable[Listed]) -> Iterator[tuple[str, str]]:
    """Yield short and full names such as "DICP, CAS" and "DALIAN INSTITUTE OF CHEMICAL PHYSICS, CAS"."""
    full: defaultdict[tuple[str, str, str], list[str]] = defaultdict(list)
    short: list[tuple[tuple[str, str, str], str]] = []
    for entry in listed:
        if "," not in entry.name:
            continue
        before, _, parent = (part.strip() for part in entry.name.partition(","))
        if not parent:
            continue
        for cluster in sorted(entry.clusters):
            if _looks_like_initials(before):
                short.append(((cluster, parent.upper(), before.upper().replace(".", "")), entry.name))
            else:
                full[cluster, parent.upper(), initials(before)].append(entry.name)
    for wanted, name in sorted(short):
        fitting = set(full[wanted])
        if len(fitting) == 1:
            yield name, fitting.pop()


def _looks_like_initials(text: str) -> bool:
    letters = text.replace(".", "")
    return 2 <= len(letters) <= 8 and letters.isalpha() and letters.isupper() and " " not in letters


def doubtful_pairs(listed: Iterable[Listed], reader: NameReader) -> list[Doubt]:
    """Return pairs of names that may be one organisation, likeliest first; the names must already be joined by rule.

    Doubtful are: names that read the same in different economies or with different legal forms; initials of a full
    name in the same cluster; a name within a longer one in the same cluster, beyond words that any organisation has.
    """
    entries = sorted(listed, key=lambda entry: entry.name)
    doubts: dict[frozenset[str], Doubt] = {}
    for doubt in (*_same_words(entries, reader), *_in_one_cluster(entries, reader)):
        doubts.setdefault(frozenset((doubt.one, doubt.other)), doubt)
    return sorted(doubts.values(), key=lambda doubt: (-doubt.score, doubt.one, doubt.other))


def _same_words(entries: Iterable[Listed], reader: NameReader) -> Iterator[Doubt]:
    by_key: defaultdict[str, list[OrganizationName]] = defaultdict(list)
    for entry in entries:
        read = reader.read(entry.name)
        by_key[read.key].append(read)
    for names in by_key.values():
        if len(names) <= _MOST_DOUBTS_TOGETHER:
            for one, other in combinations(names, 2):
                if not (one.country and other.country and one.country != other.country):
                    yield Doubt(one.printed, other.printed, 0.9, "the same words in full, but nothing else in common")


def _in_one_cluster(entries: Iterable[Listed], reader: NameReader) -> Iterator[Doubt]:
    by_cluster: defaultdict[str, list[str]] = defaultdict(list)
    for entry in entries:
        for cluster in entry.clusters:
            by_cluster[cluster].append(entry.name)
    for cluster in sorted(by_cluster):
        names = by_cluster[cluster]
        yield from _initials_alone(names)
        place = frozenset(word.rstrip(".") for word in plain_words(cluster))
        words = {name: frozenset(reader.read(name).key.split()) for name in names}
        by_word: defaultdict[str, list[str]] = defaultdict(list)
        for name in names:
            for word in words[name] - _COMMON - place:
                by_word[word].append(name)
        for name in names:
            yield from _within_longer(name, words, by_word, place)


def _initials_alone(names: Iterable[str]) -> Iterator[Doubt]:
    """Yield names of one cluster where one is the initials of the other: that alone proves nothing."""
    by_initials: defaultdict[str, list[str]] = defaultdict(list)
    for name in names:
        by_initials[initials(name)].append(name)
    for name in names:
        before = name.split(",")[0].strip()
        if _looks_like_initials(before):
            for full in by_initials[before.upper()]:
                if full != name:
                    yield Doubt(name, full, 0.7, "the initials of the other, in the same cluster")


def _within_longer(
    name: str, words: Mapping[str, frozenset[str]], by_word: Mapping[str, list[str]], place: frozenset[str]
) -> Iterator[Doubt]:
    """Yield longer names that hold all words of `name`, of which at least one is its own."""
    own = words[name] - _COMMON - place
    if not own:
        return
    rarest = min(sorted(own), key=lambda word: len(by_word[word]))
    if len(by_word[rarest]) <= _MOST_DOUBTS_TOGETHER:
        for longer in by_word[rarest]:
            if longer != name and words[name] < words[longer]:
                yield Doubt(name, longer, 0.5, "its words are within the other's, in the same cluster")
