"""What stands behind a cluster's name: economies by name or code, one or several, after regions of theirs."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from gii_graph.clusters import countries_of, fits
from gii_graph.economies import Economy, economies, find_economy, read_economy, without_footnote_marks
from gii_graph.regions import find_regions, written_regions

__all__ = ["EconomyList", "doubtful_economy", "economies_of", "economy_list", "known_and_unknown", "two_meanings"]

# What parts two economies. A comma may also belong to a name: "Hong Kong, China".
_LIST_MARKS = re.compile(r"(\s*,\s+(?:and|&)\s+|\s+(?:and|&)\s+|\s*[,;/]\s*)")
_MOST_PARTS = 4  # of an economy's name


class EconomyList(NamedTuple):
    """Economies behind a name, each as printed, a code as the name that it stands for.

    `printed` has each with what stands there. `regions` stand written out before the economies, by code or usual name;
    `state` is how many characters before the economies end in the code of a state, which belongs to the cluster's name.
    """

    economies: tuple[str, ...]
    printed: tuple[tuple[str, Economy], ...]
    regions: tuple[str, ...]
    state: int


@lru_cache(maxsize=4096)
def economy_list(text: str) -> EconomyList | None:
    """Return what stands behind a name if it is wholly made of economies, after regions of theirs; else None.

    >>> economy_list("Liaoning, China")[::2], economy_list("SG/MY").economies, economy_list("Atlantis")
    ((('China',), ('Liaoning',)), ('Singapore', 'Malaysia'), None)
    """
    pieces = _LIST_MARKS.split(text.strip())
    listed: list[tuple[str, Economy]] = []
    regions: list[tuple[str, int]] = []
    at = 0
    while at < len(pieces):
        economy, stop = _longest_economy(pieces, at)
        if _is_state_of_what_follows(pieces, at, stop) or economy is None:
            piece = pieces[at].strip()
            # A region stands between the name and the economies.
            if listed or not find_regions(piece):
                return None
            regions.append((piece, len("".join(pieces[: at + 1]))))
            at += 2
        else:
            listed.append((without_footnote_marks("".join(pieces[at:stop])), economy))
            at = stop + 1
    countries = {economy.alpha2 for _, economy in listed}
    # A list gives names or codes, never both, and none twice: "CA, China" is no list.
    if len({find_economy(printed) is None for printed, _ in listed}) != 1 or len(countries) != len(listed):
        return None
    if not all(fits(countries, {one.alpha2 for one in find_regions(region)}) for region, _ in regions):
        return None
    written = [one for region, _ in regions for one in written_regions(region)[:1]]
    return EconomyList(
        tuple([_as_name(printed, economy) for printed, economy in listed]),
        tuple(listed),
        tuple([region.code or region.name for region in written]),
        state=max((end for region, end in regions if not written_regions(region)), default=0),
    )


def _as_name(printed: str, economy: Economy) -> str:
    return printed if find_economy(printed) else economy.name


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


def economies_of(text: str) -> tuple[str, ...]:
    """Return the economies of a list, in brackets or not, the longest known names first; () where one is not known.

    >>> economies_of("China and Hong Kong, China"), economies_of("SG/MY"), economies_of("Atlantis")
    (('China', 'Hong Kong, China'), ('Singapore', 'Malaysia'), ())
    """
    plain = text.strip()
    listed = economy_list(plain[1:-1] if plain.startswith("(") and plain.endswith(")") else plain)
    return listed.economies if listed else ()


def doubtful_economy(name: str, printed: tuple[tuple[str, Economy], ...]) -> str:
    """Return why something printed behind a name may stand for no economy, "" if all does.

    It does where a known cluster or city of the name lies there; else it may be a region's code or name: "Boston, MA",
    "Munich, BY", "Tifton, Georgia".

    >>> doubtful_economy("Munich", (("BY", economies()["BY"]),))
    "'BY' is the code of Belarus, and Munich is known in Germany; write the economy in full"
    """
    for text, economy in printed:
        is_region = any(region.code and region.alpha2 != economy.alpha2 for region in find_regions(text))
        if not is_region and text != economy.alpha2:
            continue
        known = countries_of(name)
        if economy.alpha2 in known:
            continue
        if is_region:
            return two_meanings(text, economy)
        if not fits(known, {other.alpha2 for _, other in printed}):
            places = " and ".join(economies()[alpha2].name for alpha2 in sorted(known))
            return f"'{text}' is the code of {economy.name}, and {name} is known in {places}; write the economy in full"
    return ""


def two_meanings(printed: str, economy: Economy) -> str:
    """Return that what is printed behind a name may be an economy or a region of another one, and what to do.

    >>> two_meanings("Georgia", economies()["GE"])
    "'Georgia' may be the economy GE or Georgia in United States of America; write the economy as GE"
    """
    regions = [region for region in find_regions(printed) if region.code and region.alpha2 != economy.alpha2]
    either = " or ".join(f"{region.name} in {economies()[region.alpha2].name}" for region in regions)
    other_form = economy.alpha2 if find_economy(printed) else economy.name
    return f"'{printed}' may be the economy {other_form} or {either}; write the economy as {other_form}"


def known_and_unknown(name: str, text: str) -> tuple[tuple[str, ...], str]:
    """Return the economies among what stands behind a name, and what is wrong with the rest or "".

    >>> known_and_unknown("Basel", "Switzerland/Germny/France")[0]
    ('Switzerland', 'France')
    """
    pieces = _LIST_MARKS.split(text)
    listed: list[str] = []
    unknown: list[str] = []
    doubts: list[str] = []
    at = 0
    while at < len(pieces):
        economy, stop = _longest_economy(pieces, at)
        piece = without_footnote_marks("".join(pieces[at:stop]))
        doubt = doubtful_economy(name, ((piece, economy),)) if economy else ""
        if doubt:
            doubts.append(doubt)
        elif economy:
            listed.append(_as_name(piece, economy))
        elif piece and not find_regions(piece):
            unknown.append(f"'{piece}'")
        at = stop + 1
    if unknown:
        doubts.insert(0, f"no economy that we know: {', '.join(unknown)}; write it as ISO 3166 or WIPO does")
    return tuple(listed), "; ".join(doubts)
