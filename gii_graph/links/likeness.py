"""How alike two names are, from 0 to 1: by the words they share, weighed by how much each of them says."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from rapidfuzz.distance import OSA
from rapidfuzz.fuzz import ratio

from gii_graph.economies import economies
from gii_graph.identity.names import plain_words
from gii_graph.links.index import RegistryIndex

__all__ = ["COUNTRY_FORM", "LEAST_ALIKE", "NameLikeness", "country_forms"]

LEAST_ALIKE = 0.7  # of two words' letters
COUNTRY_FORM = 0.9  # of a country's name and the word for what is of it
# A word that says at least so much of all that a name says distinguishes it: "Keio" in "Keio University School of
# Medicine". A name without it is that of somebody else, however many common words they share.
_DISTINGUISHING = 0.3
_WITHOUT_IT = 0.62


class NameLikeness:
    """Compares names by the words of one registry: the rarer a word there, the more it says."""

    def __init__(self, index: RegistryIndex) -> None:
        self._index = index
        self._weights: dict[str, float] = {}

    def weight(self, word: str) -> float:
        """Return how much a word says (inverse document frequency)."""
        weight = self._weights.get(word)
        if weight is None:
            weight = self._weights[word] = math.log(1 + self._index.name_count / (1 + self._index.count(word)))
        return weight

    def share(self, part: Sequence[str], whole: Sequence[str]) -> float:
        """Return how much of what a name says a part of its words says."""
        total = sum(map(self.weight, whole))
        return sum(map(self.weight, part)) / total if total else 0.0

    def similarity(self, words: Sequence[str], key: str) -> float:
        """Return how alike two names are, from 0 to 1: the weight of the words they share, in order."""
        whole = " ".join(words)
        if whole == key:
            return 1.0
        others = key.split(" ")
        shared, total, inversions, unmatched = self._aligned(words, others)
        alike = (shared / total if total else 0.0) * (1 - 0.1 * inversions)
        letters = ratio(whole, key) / 100
        if key.startswith(whole):
            # Cut off inside a word tells more than cut off after one.
            alike = max(alike, (0.86 if key[len(whole)] == " " else 0.91) + 0.03 * len(whole) / len(key))
        alike = min(0.995, max(alike, 0.35 * letters + 0.65 * alike, 0.96 * letters if letters > 0.85 else 0.0))
        return alike * _WITHOUT_IT if self._lacks_what_distinguishes(words, unmatched) else alike

    def _lacks_what_distinguishes(self, words: Sequence[str], unmatched: Sequence[str]) -> bool:
        # A word that the registry does not have may be misspelt, and then anything.
        known = max((self.weight(word) for word in unmatched if self._index.count(word)), default=0.0)
        if not known:
            return False
        weights = [self.weight(word) for word in words]
        return known == max(weights) and known >= _DISTINGUISHING * sum(weights)

    def _aligned(self, words: Sequence[str], others: Sequence[str]) -> tuple[float, float, float, list[str]]:
        """Return the weight of words matched, of all words, the share of matched pairs out of order, and what is left.

        The last are the `words` that `others` have nothing like.
        """
        free = list(range(len(others)))
        matched: list[int] = []
        shared = total = 0.0
        open_words = []
        unmatched = []
        for word in words:
            place = next((place for place in free if others[place] == word), None)
            if place is None:
                open_words.append(word)
                continue
            free.remove(place)
            matched.append(place)
            shared += 2 * self.weight(word)
            total += 2 * self.weight(word)
        for word in open_words:
            place, likeness = max(
                ((place, _word_likeness(word, others[place])) for place in free),
                key=lambda pair: pair[1],
                default=(-1, 0.0),
            )
            if likeness:
                free.remove(place)
                weight = self.weight(others[place])
                shared += 2 * weight * likeness
                total += 2 * weight
            else:
                total += self.weight(word)
                unmatched.append(word)
        total += sum(self.weight(others[place]) for place in free)
        turns = sum(later < earlier for earlier, later in pairwise(matched))
        return shared, total, turns / (len(matched) - 1) if len(matched) > 1 else 0.0, unmatched


def _word_likeness(word: str, other: str) -> float:
    """Return how well `word` can be a cut, shortened or misspelt form of `other`, from 0 to 1."""
    if len(word) >= 2 and other.startswith(word):
        return 0.92
    if 2 < len(word) < len(other) and word[0] == other[0] and _is_shortened(word, other):
        return 0.85
    if other in country_forms(word):
        return COUNTRY_FORM
    likeness = OSA.normalized_similarity(word, other)
    return likeness if likeness >= LEAST_ALIKE else 0.0


def country_forms(word: str) -> frozenset[str]:
    """Return the other words for the country that a word names or describes.

    >>> sorted(country_forms("germany")), country_forms("university")
    (['german'], frozenset())
    """
    return _country_forms().get(word, frozenset())


@cache
def _country_forms() -> dict[str, frozenset[str]]:
    forms: defaultdict[str, set[str]] = defaultdict(set)
    for economy in economies().values():
        names = [plain_words(name) for name in (economy.name, *economy.other_names, *economy.demonyms)]
        words = {words[0] for words in names if len(words) == 1}
        for word in words:
            forms[word] |= words - {word}
    return {word: frozenset(others) for word, others in forms.items()}


def _is_shortened(word: str, other: str) -> bool:
    """Tell whether the letters of `word` stand in `other` in the same order ("ctr" in "center")."""
    letters = iter(other)
    return all(letter in letters for letter in word)
