"""Countries and economies: names, ISO 3166 codes, demonyms, from `data/economies.tsv`.

The names are those that WIPO prints; other spellings that texts use stand beside them. A country is a
member or observer state of the United Nations; every other row is an economy only.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

__all__ = ["Economy", "economies", "economy_by_code", "find_economy"]

_TABLE = Path(__file__).resolve().parent / "data" / "economies.tsv"
_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'"})


class Economy(NamedTuple):
    """One economy of ISO 3166-1, with the name that WIPO prints."""

    alpha2: str
    alpha3: str
    name: str
    is_country: bool
    demonyms: tuple[str, ...]
    other_names: tuple[str, ...]


def _folded(name: str) -> str:
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
    return {_folded(name): economy for economy in economies().values() for name in (economy.name, *economy.other_names)}


@cache
def _by_alpha3() -> Mapping[str, Economy]:
    return {economy.alpha3: economy for economy in economies().values()}


@lru_cache(maxsize=4096)
def find_economy(name: str) -> Economy | None:
    """Return the economy of that name in any spelling known, or None; codes are not names.

    >>> find_economy("Korea, Republic of").alpha2
    'KR'
    """
    return _by_name().get(_folded(name))


def economy_by_code(code: str) -> Economy | None:
    """Return the economy of a two- or three-letter ISO 3166-1 code in any case, or None."""
    wanted = code.upper()
    return economies().get(wanted) or _by_alpha3().get(wanted)
