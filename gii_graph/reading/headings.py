"""The heading of a profile: a cluster's name, then its economies behind a separator.

What stands behind the name is an economy that we know, a region of one ("Dalian, Liaoning, China"), or reported.
A state's code belongs to the printed name ("Boston–Cambridge, MA"), a region that is written out does not.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from gii_graph.clusters import cities_named, fits, listed_clusters, parted_states
from gii_graph.economies import Economy, find_economy, read_economy, without_footnote_marks
from gii_graph.reading.cluster_names import LONGEST_NAME
from gii_graph.regions import find_regions

__all__ = ["ClusterHeading", "economies_of", "has_separator", "read_heading", "unknown_economy"]

# What parts two economies. A comma may also belong to a name: "Hong Kong, China".
_LIST_MARKS = re.compile(r"(\s*,\s+(?:and|&)\s+|\s+(?:and|&)\s+|\s*[,;/]\s*)")
# What parts a name from its economies, beside a comma and brackets; a dash without spaces parts two cities.
_LOOSE_MARKS = re.compile(r"\s+[\u2010-\u2015\u2212-]\s+|\s*\u2014\s*|\s*\|\s*|:\s+")
# Economies whose name is also that of their city, which may end a cluster's name: "Shenzhen - Hong Kong".
_CITY_ECONOMIES = frozenset({"SG", "HK", "MO", "LU", "MC", "KW", "SM", "GI", "PA", "GT", "DJ", "VA"})
_AFTER_BRACKET = " *†‡§¹²³"
_MOST_PARTS = 4  # of an economy's name


class ClusterHeading(NamedTuple):
    """A heading as read: the name, the economies as printed (a code as the name that it stands for).

    `is_loose` where only a dash, a bar or a colon parts them, as in many lines that are no heading. `problem` says
    what behind the name is no economy.
    """

    name: str
    economies: tuple[str, ...]
    is_loose: bool = False
    problem: str = ""


class _Tail(NamedTuple):
    """What stands behind a name: economies; `state` is how many characters before them are the code of a state."""

    economies: tuple[str, ...]
    is_alone: bool
    state: int


def has_separator(line: str) -> bool:
    """Return whether a line has a sign that may part a cluster from its economies."""
    return any(mark in line for mark in (", ", " (", "|", ": ", " - ", " – ", "—")) or "," in line


@lru_cache(maxsize=4096)
def read_heading(line: str) -> ClusterHeading | None:
    """Return cluster and economies of a line such as "Basel, Switzerland, Germany and France".

    None where what follows the name is not wholly made of economies and regions that we know.

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
    for name, tail, is_loose in _cuts(line):
        heading = _heading(name, tail, is_loose) if name and tail else None
        if heading:
            return heading
    return _of_a_region(line)


def _is_a_listed_name(line: str) -> bool:
    """Return whether a line is a known cluster with its state and nothing else: "San Jose–San Francisco, CA"."""
    states = parted_states(line)[1]
    return bool(states) and any(states <= cluster.states for cluster in listed_clusters(line))


def _cuts(line: str) -> list[tuple[str, str, bool]]:
    """Return the ways to part a line into a name and what follows, the shortest name first."""
    cuts = [(mark.start(), mark.end(), line, True) for mark in _LOOSE_MARKS.finditer(line)]
    cuts += [(mark.start(), mark.end(), line, False) for mark in re.finditer(",", line)]
    opening = _opening_bracket(line)
    if opening > 0:
        cuts.append((opening, opening + 1, line.rstrip(_AFTER_BRACKET).removesuffix(")"), False))
    return [(text[:end].strip(), text[start:].strip(), is_loose) for end, start, text, is_loose in sorted(cuts)]


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


def _heading(name: str, text: str, is_loose: bool) -> ClusterHeading | None:
    tail = _tail(text)
    if tail is None:
        return None
    name = _without_regions(name.rstrip(f" ,;:–-{_AFTER_BRACKET}"), tail)
    if not name or "," in parted_states(name)[0] or (find_economy(name) and not listed_clusters(name)):
        return None  # a list of economies, or a part that nobody knows
    named = f"{name}, {text[: tail.state].strip()}" if tail.state else name
    if is_loose and _may_end_a_name(tail) and not listed_clusters(named):
        return None
    return _settled(named, text, tail, is_loose)


def _without_regions(name: str, tail: _Tail) -> str:
    """Return a name without the regions written out at its end: "Dalian, Liaoning" before "(China)"."""
    countries = {economy.alpha2 for economy in map(find_economy, tail.economies) if economy}
    before, _, last = name.rpartition(",")
    regions = find_regions(last.strip()) if before else ()
    if regions and regions[0].code != last.strip() and countries & {region.alpha2 for region in regions}:
        return before.rstrip()
    return name


def _may_end_a_name(tail: _Tail) -> bool:
    economy = find_economy(tail.economies[0])
    return len(tail.economies) == 1 and economy is not None and economy.alpha2 in _CITY_ECONOMIES


def _settled(name: str, text: str, tail: _Tail, is_loose: bool) -> ClusterHeading:
    """Decide whether a lone code is an economy's or a state's ("IL"), by the places that have the name."""
    if not tail.is_alone:
        return ClusterHeading(name, tail.economies, is_loose)
    code = without_footnote_marks(text)
    economy = read_economy(code)
    regions = [one for one in find_regions(code) if one.code and economy and one.alpha2 != economy.alpha2]
    if not regions or economy is None:
        return ClusterHeading(name, tail.economies, is_loose)
    in_region, in_economy = _bearers(name, economy, {(region.alpha2, region.code) for region in regions})
    if in_economy and not in_region:
        return ClusterHeading(name, tail.economies, is_loose)
    if in_region and not in_economy:
        return ClusterHeading(f"{name}, {code}" if len(code) <= 3 else name, (), is_loose)
    either = " or ".join([economy.name, *(region.name for region in regions)])
    return ClusterHeading(name, (), is_loose, f"'{code}' may be {either}; write the economy in full")


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
    regions = find_regions(without_footnote_marks(text)) if text else ()
    if not regions or not name.strip():
        return None
    code = without_footnote_marks(text)
    if code == regions[0].code:
        # A state's code is part of the printed name.
        return ClusterHeading(line, (), is_loose=True)
    return ClusterHeading(name.strip(), (), True, f"{code} is a region, not an economy; write the economy behind it")


@lru_cache(maxsize=4096)
def _tail(text: str) -> _Tail | None:
    """Return what stands behind a name if it is wholly made of economies, after regions of theirs; else None."""
    pieces = _LIST_MARKS.split(text.strip())
    economies: list[tuple[str, Economy]] = []
    by_name: set[bool] = set()
    regions: list[tuple[str, int]] = []
    at = 0
    while at < len(pieces):
        named, stop = _longest_economy(pieces, at)
        if _is_state_of_what_follows(pieces, at, stop) or named is None:
            piece = pieces[at].strip()
            # A region stands between the name and the economies.
            if economies or not find_regions(piece):
                return None
            regions.append((piece, len("".join(pieces[: at + 1]))))
            at += 2
        else:
            printed = without_footnote_marks("".join(pieces[at:stop]))
            by_name.add(find_economy(printed) is not None)
            economies.append((printed if find_economy(printed) else named.name, named))
            at = stop + 1
    # A list gives names or codes, never both: "CA, China" is no list.
    if len(by_name) != 1 or not _are_regions_of({economy.alpha2 for _, economy in economies}, regions):
        return None
    coded = [end for region, end in regions if find_regions(region)[0].code == region.replace(".", "")]
    return _Tail(
        tuple([printed for printed, _ in economies]),
        is_alone=len(economies) == 1 and not regions,
        state=coded[-1] if coded else 0,
    )


def _longest_economy(pieces: list[str], at: int) -> tuple[Economy | None, int]:
    """Return the economy that the longest run of pieces from `at` names, and where the run stops."""
    for stop in range(min(len(pieces), at + 2 * _MOST_PARTS - 1), at, -2):
        economy = read_economy("".join(pieces[at:stop]))
        if economy:
            return economy, stop
    return None, at + 1


def _is_state_of_what_follows(pieces: list[str], at: int, stop: int) -> bool:
    """Return whether a code is a state's because its country follows: "MA" in "MA, United States"."""
    if stop >= len(pieces) or pieces[stop].strip() != ",":
        return False
    countries = {region.alpha2 for region in find_regions(pieces[at].strip())}
    following, _ = _longest_economy(pieces, stop + 1)
    return following is not None and following.alpha2 in countries


def _are_regions_of(economies: set[str], regions: list[tuple[str, int]]) -> bool:
    return all(fits(economies, {one.alpha2 for one in find_regions(region)}) for region, _ in regions)


def economies_of(text: str) -> tuple[str, ...]:
    """Return the economies of a list, in brackets or not, the longest known names first; () where one is not known.

    >>> economies_of("China and Hong Kong, China"), economies_of("SG/MY"), economies_of("Atlantis")
    (('China', 'Hong Kong, China'), ('Singapore', 'Malaysia'), ())
    """
    plain = text.strip()
    tail = _tail(plain[1:-1] if plain.startswith("(") and plain.endswith(")") else plain)
    return tail.economies if tail else ()


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
    pieces = _LIST_MARKS.split(text)
    economies: list[str] = []
    unknown: list[str] = []
    at = 0
    while at < len(pieces):
        economy, stop = _longest_economy(pieces, at)
        piece = without_footnote_marks("".join(pieces[at:stop]))
        if economy:
            economies.append(piece if find_economy(piece) else economy.name)
        elif piece and not find_regions(piece):
            unknown.append(f"'{piece}'")
        at = stop + 1
    problem = f"no economy that we know: {', '.join(unknown)}; write it as ISO 3166 or WIPO does" if unknown else ""
    return ClusterHeading(name.strip(), tuple(economies), problem=problem)
