"""States, provinces and other regions of countries: the parts of a place's address that are no economy.

Names and codes are those of ISO 3166-2 with their usual English forms, from `data/regions.tsv`, for the countries that
have clusters. A code is given only where texts print it beside a city, as in "Boston, MA".
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from gii_graph.economies import folded

__all__ = ["Region", "find_regions", "region_codes", "state_countries", "written_regions"]

_TABLE = Path(__file__).resolve().parent / "data" / "regions.tsv"
_KIND = re.compile(
    r" (?:province|prefecture|state|region|county|oblast|governorate|voivodeship|canton|autonomous region)$"
    r"|^(?:province|prefecture|state|region|county|canton|commonwealth) of "
)
_CODE = re.compile(r"[A-Z]{2,3}")


class Region(NamedTuple):
    """One region: its country (ISO 3166-1 alpha-2), the code that is printed after a city or "", and its name."""

    alpha2: str
    code: str
    name: str


def _key(name: str) -> str:
    return _KIND.sub("", folded(name))


@cache
def _by_name() -> Mapping[str, tuple[Region, ...]]:
    table: dict[str, tuple[Region, ...]] = {}
    for row in _TABLE.read_text(encoding="utf-8").splitlines()[1:]:
        alpha2, code, name, others = row.split("\t")
        region = Region(alpha2, code, name)
        for key in {_key(printed) for printed in (name, *filter(None, others.split(";")))}:
            table[key] = (*table.get(key, ()), region)
    return table


@cache
def _by_code() -> Mapping[str, tuple[Region, ...]]:
    table: dict[str, tuple[Region, ...]] = {}
    for region in {region for regions in _by_name().values() for region in regions if region.code}:
        table[region.code] = (*table.get(region.code, ()), region)
    return table


@cache
def region_codes() -> frozenset[str]:
    """Return every code that is printed after a city."""
    return frozenset(_by_code())


@lru_cache(maxsize=4096)
def find_regions(text: str) -> tuple[Region, ...]:
    """Return the regions of that name, or of that code in capitals; regions of several countries may share one.

    >>> [region.alpha2 for region in find_regions("Liaoning Province")]
    ['CN']
    >>> find_regions("N.C.")[0].name, find_regions("Ruritania")
    ('North Carolina', ())
    """
    code = text.replace(".", "").strip()
    by_code = _by_code().get(code, ()) if _CODE.fullmatch(code) else ()
    return by_code or _by_name().get(_key(text), ())


@cache
def state_countries() -> Mapping[str, frozenset[str]]:
    """Return the countries (alpha-2) that have a state of a name, for states whose codes are printed after cities."""
    countries: dict[str, frozenset[str]] = {}
    for region in {region for regions in _by_code().values() for region in regions}:
        countries[region.name] = countries.get(region.name, frozenset()) | {region.alpha2}
    return countries


def written_regions(text: str) -> tuple[Region, ...]:
    """Return the regions that a name written out stands for; a code, which belongs to a cluster's name, is none.

    >>> written_regions("North Carolina")[0].code, written_regions("NC")
    ('NC', ())
    """
    regions = find_regions(text)
    return () if regions and regions[0].code == text.replace(".", "").strip() else regions
