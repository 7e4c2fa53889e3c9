"""Countries and economies: names, ISO 3166 codes, adjectives, from `data/economies.tsv`.

The names are those that WIPO prints; other spellings that texts use stand beside them. A country is a
member or observer state of the United Nations; every other row is an economy only.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Final, NamedTuple

__all__ = [
    "CITY_ECONOMIES",
    "Economy",
    "economies",
    "economies_described",
    "economy_by_code",
    "find_economy",
    "folded",
    "read_economy",
    "without_footnote_marks",
]

# Economies whose name is also that of their city: it may be a cluster's.
CITY_ECONOMIES: Final = frozenset({"SG", "HK", "MO", "LU", "MC", "KW", "SM", "GI", "PA", "GT", "DJ", "VA"})
_TABLE = Path(__file__).resolve().parent / "data" / "economies.tsv"
# Marks of a footnote behind a name: "TW*", "China¹", "Japan [2]", "Japan(a)", "China1".
_FOOTNOTE_MARKS = re.compile(
    r"(?:\s*[*†‡§¶#⁎∗\u00b9\u00b2\u00b3\u2070-\u2079]|\s*\[[\w*]{1,2}\]|\s*\([a-z\d]\)|(?<=[^\W\d_])\d)+$"
)
_CODE = re.compile(r"[A-Z]{2,3}")
_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'"})


class Economy(NamedTuple):
    """One economy of ISO 3166-1, with the name that WIPO prints."""

    alpha2: str
    alpha3: str
    name: str
    is_country: bool
    demonyms: tuple[str, ...]
    other_names: tuple[str, ...]


def folded(name: str) -> str:
    """Return a name for comparing: no marks, no case, one kind of apostrophe, no leading article."""
    plain = name.replace("`", "'") if name.isascii() else name.translate(_APOSTROPHES)
    if not plain.isascii():
        marked = unicodedata.normalize("NFKD", plain)
        plain = "".join(letter for letter in marked if not unicodedata.combining(letter))
    spaced = " ".join(plain.casefold().replace("&", "and").split())
    return spaced.removeprefix("the ")


@cache
def economies() -> Mapping[str, Economy]:
    """Return every economy by its two-letter code.

    >>> economies()["CN"].name
    'China'
    """
    rows = _TABLE.read_text(encoding="utf-8").splitlines()[1:]
    table = {}
    for row in rows:
        alpha2, alpha3, name, country, demonyms, others = row.split("\t")
        table[alpha2] = Economy(alpha2, alpha3, name, country == "yes", _several(demonyms), _several(others))
    return MappingProxyType(table)


def _several(cell: str) -> tuple[str, ...]:
    return tuple(cell.split(";")) if cell else ()


@cache
def _by_name() -> Mapping[str, Economy]:
    return {folded(name): economy for economy in economies().values() for name in (economy.name, *economy.other_names)}


@cache
def _by_alpha3() -> Mapping[str, Economy]:
    return {economy.alpha3: economy for economy in economies().values()}


@cache
def _by_adjective() -> Mapping[str, frozenset[str]]:
    adjectives: dict[str, frozenset[str]] = {}
    for economy in economies().values():
        for adjective in map(folded, economy.demonyms):
            adjectives[adjective] = adjectives.get(adjective, frozenset()) | {economy.alpha2}
    return adjectives


def without_footnote_marks(text: str) -> str:
    """Return `text` without the marks of footnotes at its end.

    >>> without_footnote_marks("TW*"), without_footnote_marks("China¹"), without_footnote_marks("Japan [1]")
    ('TW', 'China', 'Japan')
    """
    return _FOOTNOTE_MARKS.sub("", text.strip()).rstrip()


@lru_cache(maxsize=4096)
def find_economy(name: str) -> Economy | None:
    """Return the economy of that name in any spelling known, or None; codes are not names.

    >>> find_economy("Korea, Republic of").alpha2
    'KR'
    """
    return _by_name().get(folded(name))


def economy_by_code(code: str) -> Economy | None:
    """Return the economy of a two- or three-letter ISO 3166-1 code in any case, or None."""
    wanted = code.upper()
    return economies().get(wanted) or _by_alpha3().get(wanted)


@lru_cache(maxsize=4096)
def read_economy(text: str) -> Economy | None:
    """Return the economy that a name, or a code in capitals, stands for, with or without footnote marks; else None.

    >>> read_economy("TW*").name, read_economy("MYS").name, read_economy("Hong Kong, China¹").alpha2
    ('Taiwan, Province of China', 'Malaysia', 'HK')
    """
    plain = without_footnote_marks(text)
    return find_economy(plain) or (economy_by_code(plain) if _CODE.fullmatch(plain) else None)


@lru_cache(maxsize=4096)
def economies_described(text: str) -> frozenset[str]:
    """Return the two-letter codes of the economies that an adjective, or a name used as one, may describe.

    >>> sorted(economies_described("Congolese")), sorted(economies_described("Hong Kong"))
    (['CD', 'CG'], ['HK'])
    >>> economies_described("European")
    frozenset()
    """
    named = read_economy(text)
    return _by_adjective().get(folded(text), frozenset()) | ({named.alpha2} if named else set())
