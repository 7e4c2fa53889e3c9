"""Numbers as profiles print them: counts, shares, ranks, ordinals; whatever does not parse is None."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from gii_graph.profile import Share
from gii_graph.reading.phrases import LANGUAGES

__all__ = ["announced", "are_figures", "count", "may_be_name", "ordinal", "rank", "share"]

_FIGURE_SIGNS = "0123456789.,%<'’–- "
# Thousands come in groups of three parted by one kind of mark, or not parted at all.
_COUNT = re.compile(r"\d{1,3}([,'’ ])\d{3}(?:\1\d{3})*|\d{1,12}", re.ASCII)
_SHARE = re.compile(
    r"(?P<below><\s?|less than |under )?(?P<percent>\d{1,3}(?:[.,]\d{1,3})?)\s?(?:%|percent|per cent)",
    re.ASCII | re.IGNORECASE,
)
_RANK = re.compile(r"#?=?\s?(\d{1,6})\s?(?:=|\.|\)|st|nd|rd|th)?", re.ASCII)
_ENDINGS = "|".join(ending for language in LANGUAGES for ending in language.ordinal_endings)
_DIGITS = re.compile(rf"=?(\d{{1,6}})(?:{_ENDINGS})?=?", re.ASCII)
_TIE = re.compile(f"(?:{'|'.join(tie for language in LANGUAGES for tie in language.ties)})[ -]", re.IGNORECASE)
# A hyphen at the end of a line may be one of the word or not: words are looked up without.
_ORDINALS = {word.replace("-", ""): number for language in LANGUAGES for word, number in language.ordinals.items()}
_COUNTS = {word: number for language in LANGUAGES for word, number in language.counts.items()}


def count(text: str) -> int | None:
    """Return a whole number with or without thousands separators.

    >>> count("15,893"), count("1 234 567"), count("12,34")
    (15893, 1234567, None)
    """
    if text.isdecimal() and text.isascii() and len(text) <= 12:
        return int(text)
    thousands, comma, rest = text.partition(",")
    if comma and len(rest) == 3 and 0 < len(thousands) <= 3 and (thousands + rest).isdecimal() and text.isascii():
        return int(thousands + rest)
    found = _COUNT.fullmatch(text)
    if found is None:
        return None
    mark = found.group(1)
    return int(text.replace(mark, "") if mark else text)


@lru_cache(maxsize=2048)
def share(text: str) -> Share | None:
    """Return a share in percent as printed, "<1%" as below 1.

    >>> share("0.5%"), share("< 1 %")
    (Share(percent=Decimal('0.5'), below=False), Share(percent=Decimal('1'), below=True))
    """
    found = _SHARE.fullmatch(text)
    if found is None:
        return None
    percent = Decimal(found["percent"].replace(",", "."))
    return Share(percent, found["below"] is not None) if percent <= 100 else None


@lru_cache(maxsize=2048)
def rank(text: str) -> int | None:
    """Return the place of a table row: "3", "3.", "=3", "3=", "#3", "3rd".

    >>> rank("=3"), rank("0"), rank("3%")
    (3, None, None)
    """
    found = _RANK.fullmatch(text)
    return int(found.group(1)) or None if found else None


@lru_cache(maxsize=2048)
def ordinal(text: str) -> int | None:
    """Return an ordinal in words up to one hundred or in digits; ties count as their place.

    >>> ordinal("twenty-fifth"), ordinal("2nd"), ordinal("joint third"), ordinal("=3rd"), ordinal("sort")
    (25, 2, 3, 3, None)
    """
    plain = _TIE.sub("", text.strip().replace("\u2010", "-").replace("\u2011", "-"), count=1).lower()
    digits = _DIGITS.fullmatch(plain)
    return int(digits.group(1)) or None if digits else _ORDINALS.get(plain.replace("-", "").replace(" ", ""))


def are_figures(text: str) -> bool:
    """Return whether a text is figures and nothing else, and so no name.

    >>> are_figures("24,300 8%"), are_figures("3M"), are_figures("..")
    (True, False, False)
    """
    return not text.strip(_FIGURE_SIGNS) and any(map(str.isdigit, text))


def announced(text: str) -> int | None:
    """Return how many partners a sentence says it names, in words or digits.

    >>> announced("three"), announced("3"), announced("some")
    (3, 3, None)
    """
    return _COUNTS.get(text.lower()) or count(text)


def may_be_name(text: str) -> bool:
    """Return whether a text may be a name: more than figures, and not led by the share of another row.

    >>> may_be_name("3M"), may_be_name("=1+1"), may_be_name("7,2 12"), may_be_name("12% ACME")
    (True, True, False, False)
    """
    # Most names begin with a letter; no figure or share does.
    return text[:1].isalpha() or (not are_figures(text) and text != "%" and share(text.split(maxsplit=1)[0]) is None)
