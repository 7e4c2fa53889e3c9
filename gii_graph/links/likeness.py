"""How alike two names are, from 0 to 1: by the words they share, weighed by how much each of them says."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import pairwise
from string import ascii_lowercase

from rapidfuzz.distance import OSA
from rapidfuzz.fuzz import ratio

from gii_graph.economies import economies
from gii_graph.identity.names import plain_words
from gii_graph.links.index import RegistryIndex

__all__ = ["COUNTRY_FORM", "LEAST_ALIKE", "NameLikeness", "country_forms", "one_letter_off"]

LEAST_ALIKE = 0.7  # of two words' letters
COUNTRY_FORM = 0.9  # of a country's name and the word for what is of it
# A word that says at least so much of all that a name says distinguishes it: "Keio" in "Keio University School of
# Medicine". A name without it is that of somebody else, however many common words they share.
_DISTINGUISHING = 0.3
_WITHOUT_IT = 0.62
_KEPT_NAMES = 1 << 17  # names of the registry whose words are kept, for the next name


class NameLikeness:
    """Compares names by the words of one registry: the rarer a word there, the more it says."""

    def __init__(self, index: RegistryIndex) -> None:
        self._index = index
        self._weights = _Weights(index)
        self._weighed = lru_cache(_KEPT_NAMES)(self._weigh)

    def weight(self, word: str) -> float:
        """Return how much a word says (inverse document frequency)."""
        return self._weights[word]

    def _weigh(self, key: str) -> tuple[list[str], list[float]]:
        """Return the words of a name of the registry, and how much each says."""
        words = key.split(" ")
        return words, [self._weights[word] for word in words]

    def whole_weight(self, key: str) -> float:
        """Return how much a name of the registry says."""
        return sum(self._weighed(key)[1])

    def share(self, part: Sequence[str], whole: Sequence[str]) -> float:
        """Return how much of what a name says a part of its words says."""
        total = sum([self._weights[word] for word in whole])
        return sum([self._weights[word] for word in part]) / total if total else 0.0

    def similarity(self, words: Sequence[str], key: str) -> float:
        """Return how alike two names are, from 0 to 1: the weight of the words they share, in order."""
        whole = " ".join(words)
        if whole == key:
            return 1.0
        shared, total, inversions, unmatched = self._aligned(words, *self._weighed(key))
        alike = (shared / total if total else 0.0) * (1 - 0.1 * inversions)
        letters = ratio(whole, key) / 100
        if key.startswith(whole):
            # Cut off inside a word tells more than cut off after one.
            alike = max(alike, (0.86 if key[len(whole)] == " " else 0.91) + 0.03 * len(whole) / len(key))
        alike = min(0.995, max(alike, 0.35 * letters + 0.65 * alike, 0.96 * letters if letters > 0.85 else 0.0))
        return alike * _WITHOUT_IT if self._lacks_what_distinguishes(words, unmatched) else alike

    def _lacks_what_distinguishes(self, words: Sequence[str], unmatched: Sequence[str]) -> bool:
        # A word that the registry does not have may be misspelt, and then anything.
        known = max([self._weights[word] for word in unmatched if self._index.count(word)], default=0.0)
        if not known:
            return False
        weights = [self._weights[word] for word in words]
        return known == max(weights) and known >= _DISTINGUISHING * sum(weights)

    def _aligned(
        self, words: Sequence[str], others: Sequence[str], weights: Sequence[float]
    ) -> tuple[float, float, float, list[str]]:
        """Return the weight of words matched, of all words, the share of matched pairs out of order, and what is left.

        The last are the `words` that `others`, of those `weights`, have nothing like.
        """
        free = list(others)  # what is matched becomes empty
        matched: list[int] = []
        shared = total = 0.0
        open_words = []
        unmatched = []
        for word in words:
            if word in free:
                place = free.index(word)
                free[place] = ""
                matched.append(place)
                shared += 2 * weights[place]
            else:
                open_words.append(word)
        total = shared
        for word in open_words:
            likenesses = [_word_likeness(word, other) if other else 0.0 for other in free]
            likeness = max(likenesses, default=0.0)
            if likeness:
                place = likenesses.index(likeness)
                free[place] = ""
                shared += 2 * weights[place] * likeness
                total += 2 * weights[place]
            else:
                total += self._weights[word]
                unmatched.append(word)
        total += sum([weight for other, weight in zip(free, weights, strict=True) if other])
        turns = sum([later < earlier for earlier, later in pairwise(matched)])
        return shared, total, turns / (len(matched) - 1) if len(matched) > 1 else 0.0, unmatched


class _Weights(dict[str, float]):
    """How much each word says, by how rare it is in a registry."""

    def __init__(self, index: RegistryIndex) -> None:
        super().__init__()
        self._index = index

    def __missing__(self, word: str) -> float:
        weight = self[word] = math.log(1 + self._index.name_count / (1 + self._index.count(word)))
        return weight


@lru_cache(maxsize=1 << 17)
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


def one_letter_off(word: str) -> set[str]:
    """Return what a word may have been before one of its letters was left out, doubled, swapped or mistaken.

    Letters are those of English: words of other scripts have other ways to be misspelt.

    >>> "tsinghua" in one_letter_off("tsinghau"), "tsinghua" in one_letter_off("tsingua")
    (True, True)
    """
    halves = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    off = {before + after[1:] for before, after in halves if after}
    off |= {before + after[1] + after[0] + after[2:] for before, after in halves if len(after) > 1}
    off |= {before + letter + after[1:] for before, after in halves if after for letter in ascii_lowercase}
    off |= {before + letter + after for before, after in halves for letter in ascii_lowercase}
    return off - {word}


def _is_shortened(word: str, other: str) -> bool:
    """Tell whether the letters of `word` stand in `other` in the same order ("ctr" in "center")."""
    letters = iter(other)
    return all(letter in letters for letter in word)
