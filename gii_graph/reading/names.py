"""Names as profiles print them: a heading's cluster and economies, the partners of a sentence."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from gii_graph.economies import find_economy

__all__ = ["comparable", "economies_of", "heading", "partners", "same_cluster"]

# Postal codes of the states and provinces that cluster names carry: "Boston–Cambridge, MA".
_STATES = frozenset(
    "AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH"
    " OK OR PA PR RI SC SD TN TX UT VT VA WA WV WI WY AB BC MB NB NL NS NT NU ON PE QC SK YT".split()
)
# Economies whose name is also that of their city: in a list of clusters they stand for themselves.
_CITY_ECONOMIES = frozenset({"SG", "HK", "MO", "LU", "MC", "KW", "SM", "GI", "PA", "GT", "DJ", "VA"})
# Each form begins with a fixed character, which makes the search several times faster.
_PARTS = re.compile(r"(, (?:and|&) | (?:and|&) |, |; )")
_DASHES = re.compile(r"\s?[\u2010-\u2015\u2212-]\s?")
_STATE_PART = re.compile(r", ?[A-Z]{2}(?=$|[ \u2010-\u2015\u2212,-])")
_LONGEST_NAME = 200


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
def heading(line: str) -> tuple[str, tuple[str, ...]] | None:
    """Return cluster and economies of a line such as "Basel, Switzerland, Germany and France".

    None where what follows the name is not wholly made of economies that we know.

    >>> heading("Washington, DC–Baltimore, MD, United States")
    ('Washington, DC–Baltimore, MD', ('United States',))
    """
    if len(line) > _LONGEST_NAME:
        return None
    comma = line.find(", ")
    while comma > 0:
        found = economies_of(line[comma + 2 :])
        if found and all(find_economy(name) for name in found):
            return line[:comma].strip(), found
        comma = line.find(", ", comma + 2)
    return None


@lru_cache(maxsize=4096)
def economies_of(text: str) -> tuple[str, ...]:
    """Return the economies of a list, the longest known names first; an unknown one stays as printed.

    >>> economies_of("China and Hong Kong, China"), economies_of("Bosnia and Herzegovina")
    (('China', 'Hong Kong, China'), ('Bosnia and Herzegovina',))
    """
    pieces = _PARTS.split(text.strip())
    found = []
    at = 0
    while at < len(pieces):
        # No economy's name has more than four parts.
        for stop in range(min(len(pieces), at + 7), at, -2):
            name = "".join(pieces[at:stop])
            if stop == at + 1 or find_economy(name):
                found.append(name.strip())
                at = stop + 1
                break
    return tuple(found) if all(found) else ()


@lru_cache(maxsize=4096)
def partners(text: str) -> tuple[str, ...]:
    """Return the clusters of a list in order, each as printed; () where a name would be empty.

    A comma parts two names, unless a state's code or an economy follows that qualifies the name before.

    >>> partners("Washington, DC–Baltimore, MD, Xi'an, and Cambridge, United Kingdom")
    ('Washington, DC–Baltimore, MD', "Xi'an", 'Cambridge, United Kingdom')
    """
    pieces = _PARTS.split(text.strip())
    found = [pieces[0]]
    for mark, name in zip(pieces[1::2], pieces[2::2], strict=True):
        if mark == ", " and _qualifies(name):
            found[-1] += mark + name
        else:
            found.append(name)
    stripped = tuple([name.strip(" ,") for name in found])
    return stripped if all(stripped) and max(map(len, stripped)) <= _LONGEST_NAME else ()


def _qualifies(name: str) -> bool:
    code = name[:8].replace(".", "")
    if code[:2] in _STATES and not code[2:3].isalpha():
        return True
    # A dash of print parts two cities; no economy has one.
    economy = None if "–" in name else find_economy(name)
    return economy is not None and economy.alpha2 not in _CITY_ECONOMIES
