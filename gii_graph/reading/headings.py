"""The heading of a profile: a cluster's name, then its economies behind a separator.

What stands behind the name is an economy that we know, a region of one ("Dalian, Liaoning, China"), or reported.
A state's code belongs to the printed name ("Boston–Cambridge, MA"), a region that is written out does not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from gii_graph.clusters import cities_named, listed_clusters, parted_states
from gii_graph.economies import CITY_ECONOMIES, Economy, economies, find_economy, read_economy, without_footnote_marks
from gii_graph.reading.cluster_names import LONGEST_NAME
from gii_graph.reading.economy_lists import EconomyList, doubtful_economy, economy_list, known_and_unknown, two_meanings
from gii_graph.regions import Region, find_regions, written_regions

__all__ = ["ClusterHeading", "has_separator", "lacking_economy", "read_heading", "unknown_economy"]

# What parts a name from its economies, beside a comma and brackets; a dash without spaces parts two cities.
_LOOSE_MARKS = re.compile(r"\s+[\u2010-\u2015\u2212-]\s+|\s*\u2014\s*|\s*\|\s*|:\s+")
_AFTER_BRACKET = " *†‡§¹²³"


class ClusterHeading(NamedTuple):
    """A heading as read: the name, the economies as printed (a code as the name that it stands for).

    `is_loose` where only a dash, a bar or a colon parts them, as in many lines that are no heading. `problem` says
    what behind the name is no economy. `regions` are written out between the two, by code or usual name.
    """

    name: str
    economies: tuple[str, ...]
    is_loose: bool = False
    problem: str = ""
    regions: tuple[str, ...] = ()


def has_separator(line: str) -> bool:
    """Return whether a line has a sign that may part a cluster from its economies."""
    return any(mark in line for mark in (", ", " (", "|", ": ", " - ", " – ", "—")) or "," in line


@lru_cache(maxsize=4096)
def read_heading(line: str) -> ClusterHeading | None:
    """Return cluster and economies of a line such as "Basel, Switzerland, Germany and France".

    None where what follows the name is not wholly made of economies and regions that we know. Of the ways to part a
    line the one whose name is that of a known cluster is taken, else the one with the shortest name.

    >>> read_heading("Washington, DC–Baltimore, MD, United States")[:2]
    ('Washington, DC–Baltimore, MD', ('United States',))
    >>> read_heading("Dalian, Liaoning, China")[:2], read_heading("Singapore (SG/MY)")[:2]
    (('Dalian', ('China',)), ('Singapore', ('Singapore', 'Malaysia')))
    """
    line = line.strip()
    if len(line) > LONGEST_NAME:
        return None
    if _is_a_listed_name(line):
        return ClusterHeading(line, ())
    economy = read_economy(line) if "," in line else None
    if economy and economy.alpha2 in CITY_ECONOMIES:
        return ClusterHeading(line.partition(",")[0], (without_footnote_marks(line),))  # "Hong Kong, China"
    headings = [heading for cut in _cuts(line) if (heading := _heading(*cut))]
    if len(headings) < 2:
        return headings[0] if headings else _of_a_region(line)
    return next((heading for heading in reversed(headings) if listed_clusters(heading.name)), headings[0])


def _is_a_listed_name(line: str) -> bool:
    """Return whether a line is a known cluster with its state and nothing else: "San Jose–San Francisco, CA"."""
    states = parted_states(line)[1]
    return bool(states) and any(states <= cluster.states for cluster in listed_clusters(line))


def _cuts(line: str) -> list[tuple[str, str, str]]:
    """Return the ways to part a line into a name, the mark behind it and what follows, the shortest name first."""
    cuts = [(mark.start(), mark.end(), line, mark.group().strip()) for mark in _LOOSE_MARKS.finditer(line)]
    cuts += [(mark.start(), mark.end(), line, ",") for mark in re.finditer(",", line)]
    opening = _opening_bracket(line)
    if opening > 0:
        cuts.append((opening, opening + 1, line.rstrip(_AFTER_BRACKET).removesuffix(")"), "("))
    return [(text[:end].strip(), mark, text[start:].strip()) for end, start, text, mark in sorted(cuts)]


def _opening_bracket(line: str) -> int:
    """Return where the bracket opens that the end of a line closes, -1 if none does."""
    depth = 0
    plain = line.rstrip(_AFTER_BRACKET)
    if not plain.endswith(")"):
        return -1
    for index in range(len(plain) - 1, -1, -1):
        depth += {")": 1, "(": -1}.get(plain[index], 0)
        if depth == 0:
            return index
    return -1


def _heading(name: str, mark: str, text: str) -> ClusterHeading | None:
    listed = economy_list(text) if name and text else None
    if listed is None:
        return None
    name, regions = _without_regions(name.rstrip(f" ,;:–-{_AFTER_BRACKET}"), listed)
    if not name or "," in parted_states(name)[0] or (find_economy(name) and not listed_clusters(name)):
        return None  # a list of economies, or a part that nobody knows
    named = f"{name}, {text[: listed.state].strip()}" if listed.state else name
    is_loose = mark not in (",", "(")
    if is_loose and _may_go_on_with(listed, mark) and not listed_clusters(named):
        return None
    heading = _settled(named, listed, is_loose)
    return heading._replace(regions=regions) if regions else heading


def _without_regions(name: str, listed: EconomyList) -> tuple[str, tuple[str, ...]]:
    """Return a name without regions written out at its end, "Dalian, Liaoning" before "(China)"; and all regions."""
    before, _, last = name.rpartition(",")
    for region in written_regions(last.strip()) if before else ():
        if region.alpha2 in {economy.alpha2 for _, economy in listed.printed}:
            return before.rstrip(), (region.code or region.name, *listed.regions)
    return name, listed.regions


def _may_go_on_with(listed: EconomyList, mark: str) -> bool:
    """Return whether a name may go on with what a loose mark parts from it: a city that is a region or an economy."""
    if listed.regions or listed.state:
        return mark not in ("|", ":")
    first = find_economy(listed.economies[0])
    return len(listed.economies) == 1 and first is not None and first.alpha2 in CITY_ECONOMIES


def _settled(name: str, listed: EconomyList, is_loose: bool) -> ClusterHeading:
    """Decide whether codes are those of economies or of states ("IL"), by the places that have the name."""
    if listed.regions or listed.state:
        return ClusterHeading(name, listed.economies, is_loose)
    if len(listed.economies) == 1:
        return _of_one_economy(name, *listed.printed[0], is_loose)
    doubt = doubtful_economy(name, listed.printed)
    return ClusterHeading(name, () if doubt else listed.economies, is_loose, doubt)


def _of_one_economy(name: str, printed: str, economy: Economy, is_loose: bool) -> ClusterHeading:
    regions = {(one.alpha2, one.code) for one in find_regions(printed) if one.code and one.alpha2 != economy.alpha2}
    in_region, in_economy = _bearers(name, economy, regions) if regions else (False, False)
    if in_region and not in_economy:
        region = written_regions(printed)
        return ClusterHeading(name if region else f"{name}, {printed}", (), is_loose, regions=_names(region))
    if in_region:
        return ClusterHeading(name, (), is_loose, two_meanings(printed, economy))
    doubt = doubtful_economy(name, ((printed, economy),))
    as_printed = printed if find_economy(printed) else economy.name
    return ClusterHeading(name, () if doubt else (as_printed,), is_loose, doubt)


def _names(regions: Sequence[Region]) -> tuple[str, ...]:
    """Return the code or the usual name of the first of some regions."""
    return tuple([region.code or region.name for region in regions[:1]])


def _bearers(name: str, economy: Economy, regions: set[tuple[str, str]]) -> tuple[bool, bool]:
    """Return whether a known cluster or city of that name lies in one of the regions, and whether in the economy."""
    clusters, cities = listed_clusters(name), cities_named(name)
    in_region = any((alpha2, code) in regions for one in clusters for alpha2 in one.economies for code in one.states)
    in_region = in_region or any((city.alpha2, city.region) in regions for city in cities)
    in_economy = any(economy.alpha2 in one.economies for one in clusters)
    return in_region, in_economy or any(city.alpha2 == economy.alpha2 for city in cities)


def _of_a_region(line: str) -> ClusterHeading | None:
    """Return the heading of a line that names a region and no economy: "Raleigh, North Carolina"."""
    name, _, text = line.partition(",")
    printed = without_footnote_marks(text)
    regions = find_regions(printed) if printed else ()
    if not regions or not name.strip():
        return None
    if printed == regions[0].code:
        # A state's code is part of the printed name.
        return ClusterHeading(line, (), is_loose=True)
    return ClusterHeading(name.strip(), (), is_loose=True, regions=_names(regions))


def lacking_economy(heading: ClusterHeading) -> str:
    """Return what is wrong with a heading that names a region and no economy, "" for any other.

    >>> lacking_economy(ClusterHeading("Boston–Cambridge, MA", ()))
    'Massachusetts is a region of United States of America, not an economy; write the economy behind it'
    """
    printed = [*sorted(parted_states(heading.name)[1]), *heading.regions]
    if heading.economies or not printed:
        return ""
    regions = [region for name in printed for region in find_regions(name)]
    names = " and ".join(dict.fromkeys(region.name for region in regions))
    where = " or ".join(economies()[alpha2].name for alpha2 in sorted({region.alpha2 for region in regions}))
    verb = "is a region" if len(printed) == 1 else "are regions"
    return f"{names} {verb} of {where}, not an economy; write the economy behind it"


def unknown_economy(name: str, text: str) -> ClusterHeading:
    """Return the heading of a name that something else than known economies follows; those among it are kept.

    >>> unknown_economy("Gotham", "(Ruritania)").problem
    "no economy that we know: 'Ruritania'; write it as ISO 3166 or WIPO does"
    >>> unknown_economy("Basel", "Switzerland/Germny/France").economies
    ('Switzerland', 'France')
    """
    text = text.strip(f" ,;:|()–-{_AFTER_BRACKET}")
    heading = read_heading(f"{name.strip()}, {text}") if text else None
    if heading:
        return heading
    listed, problem = known_and_unknown(name.strip(), text)
    regions = [region for piece in text.split(",") for region in _names(written_regions(piece.strip()))]
    return ClusterHeading(name.strip(), listed, problem=problem, regions=tuple(regions))
