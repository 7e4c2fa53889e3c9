"""Finding and ranking the records that a name may mean. Ranking proposes; it never accepts (see `acceptance`).

Records are found by the words of a name, also cut short or misspelt; by the whole names that stand within it (a part of
a university names the university, a company of a group the group); and by an acronym. Each has one score for its name,
lowered where its place is another. Of two with one score the one with more parts comes first, as a group does before
its branches.
"""

from __future__ import annotations

import heapq
import math
import re
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rapidfuzz.distance import OSA

from gii_graph.authorities.records import NameKind, RecordName, RegistryRecord
from gii_graph.identity.generic_names import is_distinctive
from gii_graph.identity.names import NameReader, OrganizationName
from gii_graph.links.index import IndexedName, RegistryIndex
from gii_graph.links.likeness import COUNTRY_FORM, LEAST_ALIKE, NameLikeness, country_forms, one_letter_off
from gii_graph.links.place import Place, same_city, without_city, without_place

__all__ = ["Candidate", "CandidateFinder", "parts_of"]

# Each limit bounds the work for one name; all were set on names that the held-out part of the benchmark does not have.
_MOST_LISTED = 8_000  # entries of word lists walked for one name
_LEAST_SHARED = 0.35  # of the weight that the best name shares
_SHORTLIST = 40  # names compared word by word
_PREFIXED = 25  # words that a cut-off word may have been
_NEAR = 60  # words that a misspelt word may have been, before their letters are compared
_SHORTEST_MISSPELT = 4
_RARE = 3  # a word that so few names hold may be a misspelling itself
# Letters of each of two words that ran together; one must be long and frequent, or any misspelling is two words.
_SHORTEST_PART = 4
_FREQUENT_LETTERS = 6
_FREQUENT = 50
_MOST_WORDS = 16  # of a name, within which whole names are looked for

# What agreement of place is worth; a name alone says less than a name and its place.
_OTHER_CITY = 0.97
_PLACE_SET_ASIDE = 0.98  # the rest of a name without its city or country, for a record of that place
_OTHER_COUNTRY = 0.85
_INACTIVE = 0.985
_KIND_WORTH = {NameKind.DISPLAY: 1.0, NameKind.LABEL: 0.998, NameKind.ALIAS: 0.99, NameKind.ACRONYM: 0.93}
# A whole name within another: from what it is worth if it says hardly anything of it, to if it says nearly all.
_WITHIN = (0.6, 0.9)
_WITHIN_COMMON = 0.5  # of the first, for a name of words that any country has
_UNIVERSITY_LEFT_OUT = 0.93  # of that, where the name leaves the word "university" out
_PART = 0.93  # a whole name before a comma, a bracket or a slash
_PARTED = re.compile(r"[(),;/|]|\s[-\u2010-\u2015]\s|\bat\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A record that a name may mean, how well it fits (0 to 1), and why."""

    record: RegistryRecord
    score: float
    reasons: tuple[str, ...]

    @property
    def rank(self) -> tuple[float, int, int, str]:
        """What candidates are sorted by: the better first, of equals the one with more parts and no parent."""
        return -self.score, -self.record.children, len(self.record.parents), self.record.id


@dataclass(frozen=True, slots=True)
class _Match:
    """A name of the registry, what it is worth for the name asked for, and why."""

    name: IndexedName
    worth: float
    reason: str


def parts_of(name: str) -> list[str]:
    """Return the parts of a name between its commas, brackets, slashes and dashes; none where it is in one piece.

    >>> parts_of("DALIAN INSTITUTE OF CHEMICAL PHYSICS, CAS"), parts_of("HUNAN UNIVERSITY")
    (['DALIAN INSTITUTE OF CHEMICAL PHYSICS', 'CAS'], [])
    """
    parts = [part.strip() for part in _PARTED.split(name) if part.strip()]
    return parts if len(parts) > 1 else []


class CandidateFinder:
    """Finds the likeliest records for names in one registry."""

    def __init__(self, index: RegistryIndex, reader: NameReader) -> None:
        self._index = index
        self._reader = reader
        self._likeness = NameLikeness(index)

    def find(self, name: str, place: Place | None = None, limit: int = 5) -> list[Candidate]:
        """Return up to `limit` candidates for `name`, best first; `place` is where it is listed, if known."""
        read = self._with_words_parted(self._reader.read(name))
        where = place or Place()
        if read.country:
            where = Place(frozenset({read.country}), where.cities)
        best: dict[int, _Match] = {}
        for match in (*self._alike(read), *self._within(read), *self._parts(name)):
            number = match.name.record
            if number not in best or match.worth > best[number].worth:
                best[number] = match
        most = max(4 * limit, 20)
        likeliest = heapq.nsmallest(most, best.items(), key=lambda item: (-item[1].worth, item[0]))
        # Many names are the same, such as those of a company's branches: all that tie with the last are looked at.
        least = likeliest[-1][1].worth if likeliest else 0.0
        candidates = {}
        for number, match in best.items():
            if match.worth >= least:
                record = self._index.record(number)
                candidates[number] = self._candidate(record, self._borne_out(read, record, match), where)
        for number, candidate in self._of_the_city(read, where, limit):
            if number not in candidates or candidate.score > candidates[number].score:
                candidates[number] = candidate
        return sorted(candidates.values(), key=lambda candidate: candidate.rank)[:limit]

    def _of_the_city(self, read: OrganizationName, place: Place, limit: int) -> Iterator[tuple[int, Candidate]]:
        """Yield records of the city that a name only adds: "BEIJING BYTEDANCE" may be ByteDance, of Beijing."""
        rest = without_city(read, place)
        if rest is None:
            return
        alike = [
            match for match in (*self._alike(rest), *self._within(rest)) if match.name.kind is not NameKind.ACRONYM
        ]
        for match in heapq.nsmallest(4 * limit, alike, key=lambda match: (-match.worth, match.name.record)):
            record = self._index.record(match.name.record)
            if same_city(place.cities, record.cities):
                reason = f"{match.reason} once the city is left out"
                worth = _PLACE_SET_ASIDE * match.worth
                yield match.name.record, self._candidate(record, _Match(match.name, worth, reason), place)

    def _borne_out(self, read: OrganizationName, record: RegistryRecord, match: _Match) -> _Match:
        """Return the match of a record, the better where what a name says beyond the record's is the record's place."""
        if match.worth >= _PLACE_SET_ASIDE:
            return match
        best = match
        for rest, said in without_place(read.keys, record):
            for name in record.names:
                worth = self._of_its_place(rest, name)
                if worth > best.worth:
                    reason = f"its {_called(name.kind)} '{name.value}' is like this one once the {said} is left out"
                    best = replace(match, worth=worth, reason=reason)
        return best

    def _of_its_place(self, rest: str, name: RecordName) -> float:
        """Return what the rest of a name without a record's place is worth for a name of the record."""
        key = self._reader.usual_key(name.value)
        if name.kind is NameKind.ACRONYM or not is_distinctive(rest):
            likeness = float(rest == key)
        else:
            likeness = self._likeness.similarity(rest.split(" "), key)
        return _PLACE_SET_ASIDE * _KIND_WORTH[name.kind] * likeness

    def _with_words_parted(self, read: OrganizationName) -> OrganizationName:
        """Return a name with words parted that ran together: "SouthernUniversity"."""
        keys = (" ".join(map(self._parted, key.split(" "))) for key in read.keys)
        return read._replace(keys=tuple(dict.fromkeys(keys)))

    def _parted(self, word: str) -> str:
        """Return a word that the registry does not have as the two that it is made of, if it has these.

        One must be a frequent one such as "university".
        """
        if len(word) < 2 * _SHORTEST_PART or self._index.count(word):
            return word
        for at in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1):
            parts = word[:at], word[at:]
            if all(map(self._index.count, parts)) and any(map(self._is_frequent, parts)):
                return " ".join(parts)
        return word

    def _is_frequent(self, word: str) -> bool:
        return len(word) >= _FREQUENT_LETTERS and self._index.count(word) >= _FREQUENT

    def _candidate(self, record: RegistryRecord, match: _Match, place: Place) -> Candidate:
        reasons = [match.reason]
        score = match.worth
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

    def _alike(self, read: OrganizationName) -> Iterator[_Match]:
        """Yield names of the registry with how alike they are to `read`."""
        exact = [name for key in read.keys for name in self._index.names_with_key(key)]
        numbers = {name.number for name in exact}
        numbers.update(self._shortlist(read, whole=bool(exact)))
        readings = [key.split(" ") for key in read.keys]
        for name in self._index.names(numbers):
            worth = _KIND_WORTH[name.kind] * max(self._likeness.similarity(words, name.key) for words in readings)
            yield _Match(name, worth, _name_reason(read, name, worth))

    def _within(self, read: OrganizationName) -> Iterator[_Match]:
        """Yield the names that stand whole within `read`, word for word: of whatever it may be a part."""
        words = read.key.split(" ")[:_MOST_WORDS]
        spans = {
            " ".join(words[start:end]): words[start:end]
            for start in range(len(words))
            for end in range(start + 1, len(words) + 1)
            if end - start < len(words)
        }
        # "Harvard School of Public Health" is of Harvard University.
        universities = {
            f"{span} university": span.split(" ")
            for span, part in spans.items()
            if len(part) <= 2 and is_distinctive(part[0]) and is_distinctive(part[-1])
        }
        low, high = _WITHIN
        for name in self._index.names_with_keys({**universities, **spans}):
            span = spans.get(name.key, universities.get(name.key, words))
            worth = low + (high - low) * self._likeness.share(span, words)
            if not is_distinctive(name.key):
                worth *= _WITHIN_COMMON
            elif name.key not in spans:
                worth *= _UNIVERSITY_LEFT_OUT
            yield _Match(name, worth * _KIND_WORTH[name.kind], f"its name '{name.key}' is within this one")

    def _parts(self, name: str) -> Iterator[_Match]:
        """Yield the names that are a whole part of `name`, the first part before others."""
        for number, part in enumerate(parts_of(name)):
            read = self._reader.read(part)
            for match in self._index.names_with_keys(read.keys):
                common = 1.0 if is_distinctive(match.key) else _WITHIN_COMMON
                worth = (_PART - 0.03 * min(number, 3)) * common * _KIND_WORTH[match.kind]
                yield _Match(match, worth, f"'{part}' is its {_called(match.kind)}")

    def _shortlist(self, read: OrganizationName, *, whole: bool) -> list[int]:
        """Return the numbers of the names that share the most weighty words, or likely forms of them."""
        wanted: dict[str, float] = {}
        for words in {tuple(key.split(" ")) for key in read.keys}:
            for position, word in enumerate(words):
                for form, likeness in self._forms(word, last=position == len(words) - 1 and not whole):
                    wanted[form] = max(wanted.get(form, 0.0), likeness * self._likeness.weight(form))
        best = self._sharing_most(wanted, _MOST_LISTED // 4 if whole else _MOST_LISTED)
        return self._shortest([number for _, number in best], {number: -sum_ for sum_, number in best})

    def _sharing_most(self, wanted: dict[str, float], most: int) -> list[tuple[float, int]]:
        """Return the names that share the most weight with a name, each behind that weight below zero.

        Rare words are walked first. Long lists, of frequent words, only tell apart what rarer words have found.
        """
        sums: dict[int, float] = {}
        lists: list[tuple[float, array[int]]] = []
        several: set[int] = set()  # names that share more than one word
        walked = 0
        best, left = 0.0, sum(wanted.values())
        for word in sorted(wanted, key=lambda word: (self._index.count(word), word)):
            weight = wanted[word]
            walked += self._index.count(word)
            if walked > 4 * most and sums:
                break
            names = self._index.names_with_word(word)
            again = sums.keys() & names if sums else set()
            # A name that has none of the words before is no longer worth it where all that are left weigh too little.
            if not sums or (walked <= most and left >= _LEAST_SHARED * best):
                sums = dict.fromkeys(names, weight) | sums
                lists.append((weight, names))
            for number in again:
                sums[number] += weight
            several |= again
            best = max(best, weight, max([sums[number] for number in again], default=0.0))
            left -= weight
        least = _LEAST_SHARED * best
        sharing_several = sorted(map(sums.__getitem__, several), reverse=True)[: 3 * _SHORTLIST]
        if len(sharing_several) == 3 * _SHORTLIST:
            least = max(least, sharing_several[-1])
        worth = several.union(*(names for weight, names in lists if weight >= least))
        return sorted([(-sums[number], number) for number in worth if sums[number] >= least])[: 3 * _SHORTLIST]

    def _shortest(self, numbers: Sequence[int], sums: dict[int, float]) -> list[int]:
        """Return those of `numbers` whose own words are covered best: of two equal sums the shorter name wins."""
        if len(numbers) <= _SHORTLIST:
            return list(numbers)
        covered = {
            name.number: sums[name.number] / (1.0 + self._likeness.whole_weight(name.key))
            for name in self._index.names(numbers)
        }
        most = set(numbers[: _SHORTLIST // 2])
        rest = sorted((n for n in numbers if n not in most), key=lambda n: (-sums[n] * covered[n], n))
        return [*most, *rest[: _SHORTLIST // 2]]

    def _forms(self, word: str, *, last: bool) -> list[tuple[str, float]]:
        """Return words of the registry that `word` may stand for, with how likely: itself, longer, respelt."""
        count = self._index.count(word)
        forms = [(word, 1.0)] if count else []
        forms += [(other, COUNTRY_FORM) for other in sorted(country_forms(word)) if self._index.count(other)]
        if count > _RARE and not last:
            return forms
        if len(word) >= 2 and (last or not count):
            forms += [(longer, 0.9) for longer in self._index.words_starting_with(word, _PREFIXED) if longer != word]
        if len(word) >= _SHORTEST_MISSPELT and count <= _RARE:
            forms += self._respelt(word, known=count > 0)
        return forms

    def _respelt(self, word: str, *, known: bool) -> Iterator[tuple[str, float]]:
        """Yield words that a rare word may be a misspelling of.

        Where a frequent one is one letter away from a word that the registry does not have, that is enough. A word that
        it has is seldom misspelt: what is one letter away from "Aalen" is another name.
        """
        near = set() if known else self._index.counts.keys() & one_letter_off(word)
        if not any(self._index.count(other) > _RARE for other in near):
            shortest, longest = math.ceil(len(word) * LEAST_ALIKE), int(len(word) / LEAST_ALIKE)
            near |= {*self._index.words_sharing_grams(word, shortest, longest, _NEAR)} - {word}
        for other in sorted(near):
            likeness = OSA.normalized_similarity(word, other)
            if likeness >= LEAST_ALIKE:
                yield other, likeness


def _called(kind: NameKind) -> str:
    return "acronym" if kind is NameKind.ACRONYM else "name"


def _name_reason(read: OrganizationName, name: IndexedName, worth: float) -> str:
    kind = _called(name.kind)
    if name.key in read.keys:
        return "an acronym alone" if kind == "acronym" else "the same name in full"
    return f"a similar {kind} ({worth:.2f})"
