"""Which spellings are one organisation: joined on plain grounds, or left to a person.

Two names are joined by the first of these rules that applies; the rule is kept with the organisation.

1. A person said so.
2. They read the same, word for word in order, once shortened words are written out, and are of the same cluster.
3. They read the same in the same economy, and the words are not all of the kind that any country or any city has
   ("NATIONAL UNIVERSITY", "GENERAL HOSPITAL").
4. The same by another reading of a shortened word ("ISTANBUL TECH. UNIV." and "... TECHNICAL UNIVERSITY"), by other
   spaces or by Ö for OE, or with what stands behind a comma put before it; only one name of that cluster, or economy,
   fits.
5. One is the acronym that the other states in brackets, in the same cluster, and no other name there states it.
6. One is the initials of the other, before the same parent body after a comma, in the same cluster, and no other name
   there fits: "DICP, CAS" and "DALIAN INSTITUTE OF CHEMICAL PHYSICS, CAS".

Names that state different countries, or different legal forms, are never joined by a rule. What is only doubtful is
told by `doubtful_pairs` and joined by nobody but a person.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import combinations, pairwise
from typing import NamedTuple

from gii_graph.identity.english_words import in_english
from gii_graph.identity.generic_names import COMMON_WORDS, is_distinctive, is_of_one_place
from gii_graph.identity.kind import initials
from gii_graph.identity.names import NameReader, OrganizationName, plain_words

__all__ = ["Doubt", "Join", "Listed", "doubtful_pairs", "join"]

_DIGRAPH = re.compile("([aou])e")
# More names than this that share a doubt say nothing of any two of them.
_MOST_DOUBTS_TOGETHER = 8


class Listed(NamedTuple):
    """A name as listed: in which clusters, and in which economies (ISO 3166-1 alpha-2, or a name that has no code).

    `key` tells it from all others: two organisations in different economies may have one name.
    """

    key: str
    name: str
    clusters: Collection[str]
    economies: frozenset[str]


class Join(NamedTuple):
    """The keys of names that are one organisation, and the rules that joined them; none for a name alone."""

    keys: tuple[str, ...]
    rules: tuple[str, ...]


class Doubt(NamedTuple):
    """The keys of two names that may be one organisation, and why it is not certain; `score` (0 to 1) orders doubts."""

    one: str
    other: str
    score: float
    reason: str


class _Groups:
    """Names in groups, and the rules that brought them together (a union-find forest), in order."""

    def __init__(self, names: Iterable[str], apart: Collection[frozenset[str]]) -> None:
        self._names = sorted(names)
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
        root, joined = sorted((self.root(one), self.root(other)))
        if root == joined or self._said_apart(root, joined):
            return
        self._parent[joined] = root
        members = self._members.setdefault(root, {root})
        members |= self._members.pop(joined, {joined})
        self._rules[root] |= self._rules.pop(joined, set()) | {rule}

    def _said_apart(self, one: str, other: str) -> bool:
        return bool(self._apart) and any(
            frozenset((mine, theirs)) in self._apart
            for mine in self._members.get(one, {one})
            for theirs in self._members.get(other, {other})
        )

    def __iter__(self) -> Iterator[Join]:
        for name in self._names:
            if name in self._members:
                yield Join(tuple(sorted(self._members[name])), tuple(sorted(self._rules[name])))
            elif name not in self._parent:
                yield Join((name,), ())


def join(
    listed: Mapping[str, Listed],
    reader: NameReader,
    same: Iterable[tuple[str, str]] = (),
    apart: Iterable[tuple[str, str]] = (),
) -> Iterable[Join]:
    """Return the organisations that `listed` names mean, in order, as often as they are gone through.

    `listed` are by key; `same` and `apart` are pairs of keys that a person has decided. The work grows with the number
    of names, not with the number of their pairs. A large graph has so many names that nothing is returned for each.
    """
    groups = _Groups(listed, {frozenset(pair) for pair in apart})
    for one, other in same:
        if one in listed and other in listed:
            groups.unite(one, other, "a person said so")
    by_reading = _Readings(listed.values(), reader)
    for bucket, rule in _reading_the_same(by_reading, reader):
        for one, other in pairwise(bucket):
            groups.unite(one, other, rule)
    for one, other, rule in (
        *sorted(_reading_otherwise(by_reading, reader)),
        *_acronyms(listed.values(), reader),
        *_initials_before_a_parent(listed.values()),
    ):
        groups.unite(one, other, rule)
    return groups


class _Readings:
    """Names by their usual key; most keys are of one name, `several` are those that are not."""

    def __init__(self, listed: Iterable[Listed], reader: NameReader) -> None:
        self._first: dict[str, Listed] = {}
        self.several: dict[str, list[Listed]] = {}
        for entry in listed:
            key = reader.usual_key(entry.name)
            first = self._first.setdefault(key, entry)
            if first is not entry:
                self.several.setdefault(key, [first]).append(entry)

    def __iter__(self) -> Iterator[str]:
        return iter(self._first)

    def __contains__(self, key: str) -> bool:
        return key in self._first

    def __getitem__(self, key: str) -> Sequence[Listed]:
        return self.several.get(key) or (self._first[key],)


def _reading_the_same(by_reading: _Readings, reader: NameReader) -> Iterator[tuple[list[str], str]]:
    """Yield the keys of names that read the same in one cluster, then those in one economy, with the rule for it."""
    in_cluster: defaultdict[tuple[str, str], list[Listed]] = defaultdict(list)
    in_economy: defaultdict[tuple[str, str], list[Listed]] = defaultdict(list)
    for key, entries in by_reading.several.items():
        for entry in entries:
            for cluster in entry.clusters:
                in_cluster[cluster, key].append(entry)
            for economy in _economies(entry, key, reader):
                in_economy[economy, key].append(entry)
    for buckets, rule in (
        (in_cluster, "the same words in full, in the same cluster"),
        (in_economy, "the same words in full, in the same economy"),
    ):
        several = sorted(bucket for bucket, entries in buckets.items() if len(entries) > 1)
        for entries in map(buckets.__getitem__, several):
            if _is_compatible([reader.read(entry.name) for entry in entries]):
                yield sorted(entry.key for entry in entries), rule


def _economies(entry: Listed, key: str, reader: NameReader) -> Collection[str]:
    """Return the economies in which a name is one organisation's by its words alone."""
    read = reader.read(entry.name)
    if not is_distinctive(key) or is_of_one_place(read):
        return ()
    return {read.country} if read.country else entry.economies


def _reading_otherwise(by_reading: _Readings, reader: NameReader) -> Iterator[tuple[str, str, str]]:
    """Yield the keys of names that read the same in another way, in one cluster or economy, where only one fits."""
    alike_in_letters = _alike_in_letters(by_reading)
    for key in by_reading:
        alike = alike_in_letters.get(key, ())
        for entry in by_reading[key]:
            also = {*reader.other_keys(entry.name), *alike}
            others = {other: by_reading[other] for other in sorted(also) if other != key and other in by_reading}
            if others:
                yield from _only_one(entry, key, others, reader)


def _alike_in_letters(readings: Iterable[str]) -> dict[str, list[str]]:
    """Return those that are the same run together, by each of them; few are."""
    first: dict[str, str] = {}
    alike: dict[str, list[str]] = {}
    for reading in readings:
        before = first.setdefault(_run_together(reading), reading)
        if before != reading:
            alike.setdefault(before, [before]).append(reading)
            alike[reading] = alike[before]
    return alike


def _only_one(
    entry: Listed, key: str, also: Mapping[str, Sequence[Listed]], reader: NameReader
) -> Iterator[tuple[str, str, str]]:
    """Yield the names of the one other reading that fits a name in its cluster, else in its economy."""
    mine = reader.read(entry.name)
    for where, rule in (
        (
            lambda other, _: {*other.clusters} & {*entry.clusters},
            "the same words by another reading, in the same cluster",
        ),
        (
            lambda other, reading: {*_economies(other, reading, reader)} & {*_economies(entry, key, reader)},
            "the same words by another reading, in the same economy",
        ),
    ):
        fitting = {
            reading: [
                other for other in others if where(other, reading) and _is_compatible((mine, reader.read(other.name)))
            ]
            for reading, others in also.items()
        }
        readings = [others for others in fitting.values() if others]
        if len(readings) == 1:
            yield from ((entry.key, other.key, rule) for other in readings[0])
        if readings:
            return


def _run_together(key: str) -> str:
    """Return a reading without spaces, and with one letter for AE, OE and UE in its longer words.

    >>> _run_together("shanghai jiao tong university") == _run_together("shanghai jiaotong university")
    True
    """
    if "ae" in key or "oe" in key or "ue" in key:
        key = " ".join(_DIGRAPH.sub(r"\1", word) if len(word) > 4 else word for word in key.split())
    return key.replace(" ", "")


def _acronyms(listed: Iterable[Listed], reader: NameReader) -> Iterator[tuple[str, str, str]]:
    """Yield acronyms alone and the names that state them in brackets, where one cluster lists both."""
    stated: defaultdict[tuple[str, str], list[Listed]] = defaultdict(list)
    alone: list[Listed] = []
    for entry in listed:
        if "(" in entry.name and (acronym := reader.read(entry.name).acronym):
            for cluster in entry.clusters:
                stated[cluster, acronym].append(entry)
        elif _looks_like_initials(entry.name):
            alone.append(entry)
    for entry in sorted(alone):
        for cluster in sorted(entry.clusters):
            full = stated.get((cluster, entry.name.replace(".", "")), [])
            if len({reader.usual_key(other.name) for other in full}) == 1:
                yield entry.key, full[0].key, "the acronym that the other states, in the same cluster"


def _is_compatible(names: Collection[OrganizationName]) -> bool:
    """Tell whether names state at most one country and at most one legal form ("CO., LTD." is a form of "LTD.")."""
    countries = {name.country for name in names if name.country}
    forms = {frozenset(name.legal) - {"company"} or frozenset(name.legal) for name in names if name.legal}
    return len(countries) <= 1 and len(forms) <= 1


def _initials_before_a_parent(listed: Iterable[Listed]) -> Iterator[tuple[str, str, str]]:
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
                short.append(((cluster, parent.upper(), before.upper().replace(".", "")), entry.key))
            else:
                full[cluster, parent.upper(), initials(before)].append(entry.key)
    for wanted, name in sorted(short):
        fitting = set(full[wanted])
        if len(fitting) == 1:
            yield name, fitting.pop(), "initials before the same parent body, in the same cluster"


def _looks_like_initials(text: str) -> bool:
    letters = text.replace(".", "")
    return 2 <= len(letters) <= 8 and letters.isalpha() and letters.isupper() and " " not in letters


def doubtful_pairs(listed: Iterable[Listed], reader: NameReader) -> list[Doubt]:
    """Return pairs of names that may be one organisation, likeliest first; the names must already be joined by rule.

    Doubtful are: names that read the same in different economies, or clusters, or with different legal forms; initials
    of a full name, or of its first words, in the same cluster; a name whose words are another's, or within another's,
    in the same cluster, beyond words that any organisation has.
    """
    entries = sorted(listed)
    doubts: dict[frozenset[str], Doubt] = {}
    for doubt in (*_same_words(entries, reader), *_in_one_cluster(entries, reader)):
        doubts.setdefault(frozenset((doubt.one, doubt.other)), doubt)
    return sorted(doubts.values(), key=lambda doubt: (-doubt.score, doubt.one, doubt.other))


def _same_words(entries: Iterable[Listed], reader: NameReader) -> Iterator[Doubt]:
    by_key: defaultdict[str, dict[str, OrganizationName]] = defaultdict(dict)
    for entry in entries:
        read = reader.read(entry.name)
        for key in {_run_together(key) for key in (*read.keys, in_english(read.key))}:
            by_key[key][entry.key] = read
    for names in by_key.values():
        if 1 < len(names) <= _MOST_DOUBTS_TOGETHER:
            for (one, mine), (other, theirs) in combinations(names.items(), 2):
                if not (mine.country and theirs.country and mine.country != theirs.country):
                    yield Doubt(one, other, 0.9, "the same words in full, but nothing else in common")


def _in_one_cluster(entries: Iterable[Listed], reader: NameReader) -> Iterator[Doubt]:
    by_cluster: defaultdict[str, list[Listed]] = defaultdict(list)
    for entry in entries:
        for cluster in entry.clusters:
            by_cluster[cluster].append(entry)
    for cluster in sorted(by_cluster):
        there = by_cluster[cluster]
        yield from _initials_alone(there)
        cluster_words = frozenset(word.rstrip(".") for word in plain_words(cluster))
        yield from _initials_before_the_same(there, reader)
        words = {entry.key: frozenset(in_english(reader.read(entry.name).key).split()) for entry in there}
        by_word: defaultdict[str, list[str]] = defaultdict(list)
        for key, own in words.items():
            for word in own - COMMON_WORDS - cluster_words:
                by_word[word].append(key)
        yield from _same_words_otherwise(words)
        for key in words:
            yield from _within_longer(key, words, by_word, cluster_words)


def _same_words_otherwise(words: Mapping[str, frozenset[str]]) -> Iterator[Doubt]:
    """Yield names of one cluster that have the same words in another order or language."""
    by_words: defaultdict[frozenset[str], list[str]] = defaultdict(list)
    for key, own in words.items():
        if len(own) > 1:
            by_words[own].append(key)
    for keys in by_words.values():
        if len(keys) <= _MOST_DOUBTS_TOGETHER:
            for one, other in combinations(sorted(keys), 2):
                yield Doubt(one, other, 0.6, "the same words in another order or language, in the same cluster")


def _initials_alone(entries: Iterable[Listed]) -> Iterator[Doubt]:
    """Yield names of one cluster where one is the initials of the other: that alone proves nothing."""
    by_initials: defaultdict[str, list[str]] = defaultdict(list)
    for entry in entries:
        by_initials[initials(entry.name)].append(entry.key)
    for entry in entries:
        before = entry.name.split(",")[0].strip()
        if _looks_like_initials(before):
            for full in by_initials[before.upper()]:
                if full != entry.key:
                    yield Doubt(entry.key, full, 0.7, "the initials of the other, in the same cluster")


def _within_longer(
    key: str, words: Mapping[str, frozenset[str]], by_word: Mapping[str, list[str]], cluster_words: frozenset[str]
) -> Iterator[Doubt]:
    """Yield names that hold all words of one and more, of which at least one is its own, in whatever order."""
    own = words[key] - COMMON_WORDS - cluster_words
    if not own:
        return
    rarest = min(sorted(own), key=lambda word: len(by_word[word]))
    if len(by_word[rarest]) <= _MOST_DOUBTS_TOGETHER:
        for longer in by_word[rarest]:
            if longer != key and words[key] < words[longer]:
                yield Doubt(key, longer, 0.5, "its words are within the other's, in the same cluster")


def _initials_before_the_same(entries: Iterable[Listed], reader: NameReader) -> Iterator[Doubt]:
    """Yield names where one has initials for the first words of the other: "KU LEUVEN", "UT AUSTIN"."""
    full: defaultdict[str, list[str]] = defaultdict(list)
    short: list[tuple[str, str]] = []
    for entry in sorted(entries):
        words = reader.read(entry.name).key.split()
        if len(words) > 1 and 2 <= len(words[0]) <= 4:
            short.append((entry.key, " ".join(words)))
        for count in range(2, min(5, len(words))):
            first = "".join(word[0] for word in words[:count])
            full[" ".join([first, *words[count:]])].append(entry.key)
    for key, name in short:
        for other in full[name]:
            yield Doubt(key, other, 0.7, "its first word is the initials of the other's, in the same cluster")
