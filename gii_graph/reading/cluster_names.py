"""Clusters' names as profiles print them: compared, and the partners of a sentence."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from gii_graph.clusters import cities_named, countries_of, fits, listed_clusters, parted_states
from gii_graph.economies import CITY_ECONOMIES, economy_by_code, find_economy, without_footnote_marks
from gii_graph.regions import region_codes, state_countries

__all__ = ["LONGEST_NAME", "comparable", "partners", "same_cluster"]

LONGEST_NAME = 200  # characters
_CODE = re.compile(r"([A-Z]{2,3})(?:$|\s?[\u2010-\u2015\u2212/-])")
# Each form begins with a fixed character, which makes the search several times faster.
_PARTS = re.compile(r"(, ?(?:and|AND|&) | (?:and|AND|&) |, ?|; ?)")
_DASHES = re.compile(r"\s?[\u2010-\u2015\u2212/-]\s?")


@lru_cache(maxsize=4096)
def comparable(name: str) -> str:
    """Return a cluster's name for comparing: no marks, case, state codes; one kind of dash and apostrophe."""
    plain = _DASHES.sub("-", parted_states(name)[0])
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
    """Return the clusters of a list in order, without marks of footnotes; () where one would be empty or an economy.

    A comma parts two names, unless a state or an economy follows that qualifies the name before.

    >>> partners("Washington, DC–Baltimore, MD, Xi'an, and Cambridge, United Kingdom")
    ('Washington, DC–Baltimore, MD', "Xi'an", 'Cambridge, United Kingdom')
    """
    pieces = _PARTS.split(text.strip())
    listed = [pieces[0]]
    for mark, name in zip(pieces[1::2], pieces[2::2], strict=True):
        if mark.strip() == "," and (_qualifies(name) or _is_region_of(name, listed[-1])):
            listed[-1] += f", {name}"
        elif "and" in mark.lower() and _is_economy_alone(f"{listed[-1]} and {name}"):
            return ()  # "Bosnia and Herzegovina"
        else:
            listed.append(name)
    stripped = tuple([without_footnote_marks(name.strip(" ,")) for name in listed])
    are_names = all(stripped) and max(map(len, stripped)) <= LONGEST_NAME
    return stripped if are_names and not any(map(_is_economy_alone, stripped)) else ()


def _is_economy_alone(name: str) -> bool:
    """Return whether a name is an economy's and no cluster's: "the United States"."""
    # A dash of print parts two cities; no economy has one.
    economy = None if "–" in name else find_economy(name)
    return economy is not None and economy.alpha2 not in CITY_ECONOMIES and not listed_clusters(name)


def _qualifies(name: str) -> bool:
    code = _CODE.match(name[:8].replace(".", ""))
    if code and (code[1] in region_codes() or economy_by_code(code[1])):
        return True
    economy = None if "–" in name else find_economy(name)
    return economy is not None and economy.alpha2 not in CITY_ECONOMIES


def _is_region_of(name: str, before: str) -> bool:
    """Return whether a name is a state where the place before it lies, and no place that a cluster is named after.

    Only the names of states whose codes are printed after cities: those of other countries are those of cities too.
    """
    countries = state_countries().get(name)
    if countries is None or listed_clusters(name) or cities_named(name):
        return False
    return fits(countries_of(before), countries)
