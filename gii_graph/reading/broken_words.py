"""Whether the end of a line and the beginning of the next one may be parts of one word, by their letters alone."""

from __future__ import annotations

import unicodedata

__all__ = ["are_two_words", "breaks_by_itself"]

# Behind these a line may be broken within a word.
_BREAKING = frozenset("-/\u00ad\u2010\u2013")
# Words of names of organisations. Where one ends a line and another begins the next, no word is broken there.
_WHOLE_WORDS = frozenset(
    """academy aerospace agency and association biotechnology center centre chemical chemicals co college
    communications company corporation defense department development electric electronics energy engineering
    environment for foundation government group hospital incorporated industrial industries industry innovation
    institute international laboratories laboratory limited ltd management manufacturing materials medical medicine
    ministry mobile national networks of optoelectronics pharmaceutical pharmaceuticals physics polytechnic research
    school science sciences semiconductor semiconductors software systems tech technical technological technologies
    technology telecommunications univ university""".split()
)
# Those with which no longer word begins.
_LAST_WORDS = frozenset(
    """academy agency biotechnology chemicals communications company electronics energy incorporated industries
    industry laboratories laboratory limited materials ministry networks optoelectronics pharmaceuticals physics
    sciences semiconductors systems technologies technology telecommunications university""".split()
)
# Those with which no longer word ends, "interuniversity" aside.
_FIRST_WORDS = frozenset(
    """academy association college company corporation department foundation hospital institute ministry
    university""".split()
)


def breaks_by_itself(before: str, behind: str) -> bool:
    """Tell whether a line is broken within a word of any length here: behind a hyphen, or between Chinese signs."""
    is_hyphen = before[-1] in _BREAKING and len(before) > 1
    return is_hyphen or any(unicodedata.east_asian_width(letter) in {"W", "F"} for letter in (before[-1], behind[0]))


def are_two_words(before: str, behind: str) -> bool:
    """Tell whether no word consists of these two parts, by the words that names of organisations are made of."""
    if before.endswith((",", ";")) or not any(map(str.isalnum, before)):
        return True
    before, behind = before.lower().rstrip("."), behind.lower().rstrip(".,;)")
    if before in _LAST_WORDS or (behind in _FIRST_WORDS and before != "inter"):
        return True
    return before in _WHOLE_WORDS and behind in _WHOLE_WORDS
