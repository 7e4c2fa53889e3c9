"""Clusters' names as profiles print them: compared, and the partners of a sentence."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from gii_graph.economies import find_economy
from gii_graph.regions import region_codes

__all__ = ["LONGEST_NAME", "comparable", "partners", "same_cluster"]

LONGEST_NAME = 200  # characters
# Economies whose name is also that of their city: in a list of clusters they stand for themselves.
_CITY_ECONOMIES = frozenset({"SG", "HK", "MO", "LU", "MC", "KW", "SM", "GI", "PA", "GT", "DJ", "VA"})
# Each form begins with a fixed character, which makes the search several times faster.
_PARTS = re.compile(r"(, (?:and|&) | (?:and|&) |, |; )")
_DASHES = re.compile(r"\s?[\u2010-\u2015\u2212-]\s?")
_STATE_PART = re.compile(r", ?[A-Z]{2}(?=$|[ \u2010-\u2015\u2212,-])")


@lru_cache(maxsize=4096)
def comparable(name: str) -> str:
    """Return a cluster's name for comparing: no marks, case, state codes; one kind of dash and apostrophe."""
    plain = _DASHES.sub("-", _STATE_PART.sub("", name))
    if plain.isascii():
        return " ".join(plain.casefold().split())
    marked = unicodedata.normalize("NFKD", plain.replace("’", "'").replace("ʼ", "'"))
    return " ".join("".join(c for c in marked if not unicodedata.combining(c)).casefold().split())


def same_cluster(one: str, other: str) -> bool:
    """Return whether two printed names are the same but for dashes, case, marks, spacing and state codes.

    >>> same_cluster("San Jose-San Francisco", "San Jose–San Francisco, CA")
    True
    """
    return one == other or comparable(one) == comparable(other)


@lru_cache(maxsize=4096)
def partners(text: str) -> tuple[str, ...]:
    """Return the clusters of a list in order, each as printed; () where a name would be empty.

    A comma parts two names, unless a state's code or an economy follows that qualifies the name before.

    >>> partners("Washington, DC–Baltimore, MD, Xi'an, and Cambridge, United Kingdom")
    ('Washington, DC–Baltimore, MD', "Xi'an", 'Cambridge, United Kingdom')
    """
    pieces = _PARTS.split(text.strip())
    listed = [pieces[0]]
    for mark, name in zip(pieces[1::2], pieces[2::2], strict=True):
        if mark == ", " and _qualifies(name):
            listed[-1] += mark + name
        else:
            listed.append(name)
    stripped = tuple([name.strip(" ,") for name in listed])
    return stripped if all(stripped) and max(map(len, stripped)) <= LONGEST_NAME else ()


def _qualifies(name: str) -> bool:
    code = name[:8].replace(".", "")
    if code[:2] in region_codes() and not code[2:3].isalpha():
        return True
    # A dash of print parts two cities; no economy has one.
    economy = None if "–" in name else find_economy(name)
    return economy is not None and economy.alpha2 not in _CITY_ECONOMIES
