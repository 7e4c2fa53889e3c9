"""Finding and ranking the records that a name may mean. Ranking proposes; it never accepts (see `acceptance`)."""

from __future__ import annotations

import heapq
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz.distance import OSA
from rapidfuzz.fuzz import ratio

from gii_graph.authorities.records import City, NameKind, RegistryRecord
from gii_graph.identity.joining import is_distinctive
from gii_graph.identity.names import NameReader, OrganizationName, without_marks
from gii_graph.links.index import IndexedName, RegistryIndex

__all__ = ["Candidate", "CandidateFinder", "Place", "city_key", "same_city"]

# Each limit bounds the work for one name; all were set on names that the held-out part of the benchmark does not have.
_MOST_LISTED = 20_000  # entries of word lists walked for one name
_SHORTLIST = 60  # names compared word by word
_PREFIXED = 25  # words that a cut-off word may have been
_NEAR = 60  # words that a misspelt word may have been, before their letters are compared
_LEAST_ALIKE = 0.7  # of two words' letters
_RARE = 3  # a word that so few names hold may be a misspelling itself

# What agreement of place is worth; a name alone says less than a name and its place.
_OTHER_CITY = 0.97
_CITY_SET_ASIDE = 0.95  # the rest of a name without the city that leads or ends it, for a record of that city
_OTHER_COUNTRY = 0.85
_INACTIVE = 0.985
_ACRONYM = 0.6
_KIND_WORTH = {NameKind.DISPLAY: 1.0, NameKind.LABEL: 0.998, NameKind.ALIAS: 0.99, NameKind.ACRONYM: _ACRONYM}


@dataclass(frozen=True, slots=True)
class Place:
    """Where an organisation is listed: ISO 3166-1 alpha-2 codes of its economies, and its cluster's cities."""

    countries: frozenset[str] = frozenset()
    cities: tuple[City, ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A record that a name may mean, how well it fits (0 to 1), and why."""

    record: RegistryRecord
    score: float
    reasons: tuple[str, ...]


def city_key(name: str) -> str:
    """Return a city's name for comparison: without marks, case, and the word for city that GeoNames may add.

    >>> city_key("Dalian Shi"), city_key("São Paulo"), city_key("Seongnam-si")
    ('dalian', 'sao paulo', 'seongnam')
    """
    words = without_marks(name).replace("-", " ").split()
    return " ".join(words[:-1] if len(words) > 1 and words[-1] in {"shi", "si", "city", "qu"} else words)


def same_city(one: Iterable[City], other: Iterable[City]) -> bool:
    """Tell whether two lists of cities share one: by GeoNames number where both have one, else by name."""
    others = list(other)
    return any(
        mine.geonames == theirs.geonames
        if mine.geonames and theirs.geonames
        else city_key(mine.name) == city_key(theirs.name)
        for mine in one
        for theirs in others
    )


class CandidateFinder:
    """Finds the likeliest records for names in one registry."""

    def __init__(self, index: RegistryIndex, reader: NameReader) -> None:
        self._index = index
        self._reader = reader
        self._weights: dict[str, float] = {}

    def find(self, name: str, place: Place | None = None, limit: int = 5) -> list[Candidate]:
        """Return up to `limit` candidates for `name`, best first; `place` is where it is listed, if known."""
        read = self._reader.read(name)
        where = place or Place()
        if read.country:
            where = Place(frozenset({read.country}), where.cities)
        candidates = [
            self._candidate(self._index.record(number), worth, _name_reason(read, found, worth), where)
            for number, (worth, found) in self._likeliest(read, limit)
        ]
        best = {candidate.record.id: candidate for candidate in self._of_the_city(read, where, limit)}
        for candidate in candidates:
            if candidate.record.id not in best or candidate.score >= best[candidate.record.id].score:
                best[candidate.record.id] = candidate
        return sorted(best.values(), key=lambda candidate: (-candidate.score, candidate.record.id))[:limit]

    def _likeliest(self, read: OrganizationName, limit: int) -> list[tuple[int, tuple[float, IndexedName]]]:
        """Return the numbers of the records whose names are most alike, each with its worth and its name."""
        scored: dict[int, tuple[float, IndexedName]] = {}
        for found, score in self._alike(read):
            worth = score * _KIND_WORTH[found.kind]
            if found.record not in scored or worth > scored[found.record][0]:
                scored[found.record] = worth, found
        return heapq.nsmallest(max(4 * limit, 20), scored.items(), key=lambda item: (-item[1][0], item[0]))

    def _of_the_city(self, read: OrganizationName, place: Place, limit: int) -> Iterator[Candidate]:
        """Yield records of the city that a name only adds: "BEIJING BYTEDANCE" may be ByteDance, of Beijing."""
        rest = _without_city(read, place)
        if rest is None:
            return
        for number, (worth, found) in self._likeliest(rest, limit):
            record = self._index.record(number)
            if found.kind is not NameKind.ACRONYM and same_city(place.cities, record.cities):
                reason = f"{_name_reason(rest, found, worth)} once the city is left out"
                yield self._candidate(record, _CITY_SET_ASIDE * worth, reason, place)

    def _candidate(self, record: RegistryRecord, worth: float, reason: str, place: Place) -> Candidate:
        reasons = [reason]
        score = worth
        if place.countries and record.country not in place.countries:
            score *= _OTHER_COUNTRY
            reasons.append(f"in another country ({record.country or 'none given'})")
        elif place.cities:
            if same_city(place.cities, record.cities):
                reasons.append("in the same city")
            else:
                score *= _OTHER_CITY
                reasons.append(f"in another city ({', '.join(city.name for city in record.cities) or 'none given'})")
        if record.status != "active":
            score *= _INACTIVE
            reasons.append(f"the record is {record.status}")
        return Candidate(record, round(score, 4), tuple(reasons))

    def _weight(self, word: str) -> float:
        """Return how much a word says: the rarer, the more (inverse document frequency)."""
        weight = self._weights.get(word)
        if weight is None:
            weight = self._weights[word] = math.log(1 + self._index.name_count / (1 + self._index.count(word)))
        return weight

    def _alike(self, read: OrganizationName) -> list[tuple[IndexedName, float]]:
        """Return names of the registry with how alike they are to `read`."""
        exact = [found for key in read.keys for found in self._index.names_with_key(key)]
        numbers = {found.number for found in exact}
        numbers.update(self._shortlist(read, whole=bool(exact)))
        names = self._index.names(numbers)
        readings = [key.split(" ") for key in read.keys]
        return [(name, max(self._similarity(words, name.key) for words in readings)) for name in names]

    def _shortlist(self, read: OrganizationName, *, whole: bool) -> list[int]:
        """Return the numbers of the names that share the most weighty words, or likely forms of them."""
        wanted: dict[str, float] = {}
        for words in {tuple(key.split(" ")) for key in read.keys}:
            for position, word in enumerate(words):
                for form, likeness in self._forms(word, last=position == len(words) - 1 and not whole):
                    wanted[form] = max(wanted.get(form, 0.0), likeness * self._weight(form))
        sums = self._sums(wanted, _MOST_LISTED // 4 if whole else _MOST_LISTED)
        if not sums:
            return []
        least = 0.35 * max(sums.values())
        best = heapq.nsmallest(3 * _SHORTLIST, [(-sum_, number) for number, sum_ in sums.items() if sum_ >= least])
        return self._shortest([number for _, number in best], {number: -sum_ for sum_, number in best})

    def _sums(self, wanted: dict[str, float], most: int) -> dict[int, float]:
        """Return, for each name that holds one of the words, the weight of those it holds; rare words are walked first.

        Long lists, of frequent words, only tell apart what rarer words have found.
        """
        sums: dict[int, float] = {}
        walked = 0
        for word in sorted(wanted, key=lambda word: (self._index.count(word), word)):
            weight = wanted[word]
            walked += self._index.count(word)
            if walked > 4 * most and sums:
                break
            names = self._index.names_with_word(word)
            if walked > most and sums:
                for number in sums.keys() & names:
                    sums[number] += weight
            else:
                for number in names:
                    sums[number] = sums.get(number, 0.0) + weight
        return sums

    def _shortest(self, numbers: Sequence[int], sums: dict[int, float]) -> list[int]:
        """Return those of `numbers` whose own words are covered best: of two equal sums the shorter name wins."""
        if len(numbers) <= _SHORTLIST:
            return list(numbers)
        covered = {
            name.number: sums[name.number] / (1.0 + sum(map(self._weight, name.key.split(" "))))
            for name in self._index.names(numbers)
        }
        most = set(numbers[: _SHORTLIST // 2])
        rest = sorted((n for n in numbers if n not in most), key=lambda n: (-sums[n] * covered[n], n))
        return [*most, *rest[: _SHORTLIST // 2]]

    def _forms(self, word: str, *, last: bool) -> list[tuple[str, float]]:
        """Return words of the registry that `word` may stand for, with how likely: itself, longer, respelt."""
        count = self._index.count(word)
        forms = [(word, 1.0)] if count else []
        if count > _RARE and not last:
            return forms
        if len(word) >= 2 and (last or not count):
            forms += [(longer, 0.9) for longer in self._index.words_starting_with(word, _PREFIXED) if longer != word]
        if len(word) >= 4 and count <= _RARE:
            for near in self._index.words_sharing_grams(word, _NEAR):
                likeness = OSA.normalized_similarity(word, near)
                if likeness >= _LEAST_ALIKE and near != word:
                    forms.append((near, likeness))
        return forms

    def _similarity(self, words: Sequence[str], key: str) -> float:
        """Return how alike two names are, from 0 to 1: the weight of the words they share, in order."""
        whole = " ".join(words)
        if whole == key:
            return 1.0
        others = key.split(" ")
        shared, total, inversions = self._aligned(words, others)
        alike = (shared / total if total else 0.0) * (1 - 0.1 * inversions)
        letters = ratio(whole, key) / 100
        if key.startswith(whole):
            # Cut off inside a word tells more than cut off after one.
            alike = max(alike, (0.86 if key[len(whole)] == " " else 0.91) + 0.03 * len(whole) / len(key))
        return min(0.995, max(alike, 0.35 * letters + 0.65 * alike, 0.96 * letters if letters > 0.85 else 0.0))

    def _aligned(self, words: Sequence[str], others: Sequence[str]) -> tuple[float, float, float]:
        """Return the weight of words matched, of all words, and the share of matched pairs that are out of order."""
        free = list(range(len(others)))
        matched: list[int] = []
        shared = total = 0.0
        open_words = []
        for word in words:
            place = next((place for place in free if others[place] == word), None)
            if place is None:
                open_words.append(word)
                continue
            free.remove(place)
            matched.append(place)
            shared += 2 * self._weight(word)
            total += 2 * self._weight(word)
        for word in open_words:
            place, likeness = max(
                ((place, _word_likeness(word, others[place])) for place in free),
                key=lambda pair: pair[1],
                default=(-1, 0.0),
            )
            if likeness:
                free.remove(place)
                weight = self._weight(others[place])
                shared += 2 * weight * likeness
                total += 2 * weight
            else:
                total += self._weight(word)
        total += sum(self._weight(others[place]) for place in free)
        turns = sum(later < earlier for earlier, later in pairwise(matched))
        return shared, total, turns / (len(matched) - 1) if len(matched) > 1 else 0.0


def _without_city(read: OrganizationName, place: Place) -> OrganizationName | None:
    """Return a name without its city at the start or the end; None where it has none, or where the rest says little."""
    cities = {tuple(city_key(city.name).split()) for city in place.cities}
    keys = []
    for words in (key.split() for key in read.keys):
        for city in cities:
            if tuple(words[: len(city)]) == city:
                keys.append(" ".join(words[len(city) :]))
            elif tuple(words[-len(city) :]) == city:
                keys.append(" ".join(words[: -len(city)]))
    own = tuple(dict.fromkeys(key for key in keys if is_distinctive(key)))
    return read._replace(keys=own) if own else None


def _word_likeness(word: str, other: str) -> float:
    """Return how well `word` can be a cut, shortened or misspelt form of `other`, from 0 to 1."""
    if len(word) >= 2 and other.startswith(word):
        return 0.92
    if 2 < len(word) < len(other) and word[0] == other[0] and _is_shortened(word, other):
        return 0.85
    likeness = OSA.normalized_similarity(word, other)
    return likeness if likeness >= _LEAST_ALIKE else 0.0


def _is_shortened(word: str, other: str) -> bool:
    """Tell whether the letters of `word` stand in `other` in the same order ("ctr" in "center")."""
    letters = iter(other)
    return all(letter in letters for letter in word)


def _name_reason(read: OrganizationName, found: IndexedName, worth: float) -> str:
    kind = "acronym" if found.kind is NameKind.ACRONYM else "name"
    if found.key in read.keys:
        return "an acronym alone" if kind == "acronym" else "the same name in full"
    return f"a similar {kind} ({worth:.2f})"
