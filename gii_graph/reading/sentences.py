"""Sentences of a profile: running text to what it states, each with where it stands in the text.

A sentence is found by its fixed words and then read outwards: the ordinal, share or name before it is
taken from the text just before. What stands between sentences is left over, for the caller to report.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from gii_graph.profile import Activity, Share
from gii_graph.reading import cluster_names, numbers, phrases

__all__ = ["Collaboration", "Flows", "Intensity", "National", "Remainder", "Size", "Statement", "read_prose"]

# No sentence of a profile is longer; a longer text is not searched, so that no text can make reading slow.
LONGEST = 6_000


@dataclass(frozen=True, slots=True)
class Statement:
    """Something a text states, from `start` up to `end` in that text; `problem` says why it is not used."""

    start: int
    end: int
    problem: str | None


@dataclass(frozen=True, slots=True)
class National(Statement):
    """Place within the economy; the text from `start` to `subject_end` ends with the cluster's name."""

    subject_end: int
    rank: int | None
    clusters: int | None
    year: int | None


@dataclass(frozen=True, slots=True)
class Flows(Statement):
    """PCT applications and scientific articles per million inhabitants.

    The text from `start` to `subject_end` ends with who filed; `extra` is where it counts something else.
    """

    subject_end: int
    patents: int | None
    articles: int | None
    extra: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Size(Statement):
    """Rank by size."""

    rank: int | None
    year: int | None


@dataclass(frozen=True, slots=True)
class Intensity(Statement):
    """Rank by intensity."""

    rank: int | None
    year: int | None


@dataclass(frozen=True, slots=True)
class Collaboration(Statement):
    """Share made in collaboration, and the partners in order."""

    activity: Activity
    subject: str
    share: Share | None
    partners: tuple[str, ...]
    announced: int | None


@dataclass(frozen=True, slots=True)
class Remainder:
    """Text between statements, from `start` up to `end`."""

    start: int
    end: int


class _Kind(Enum):
    NATIONAL = 0
    FLOWS = 1
    SIZE = 2
    INTENSITY = 3
    COLLABORATION = 4


_SHARE_BEFORE = re.compile(r"(?:(?:<|less than|under) ?)?(?<![\d.,])\d{1,3}(?:[.,]\d{1,3})? ?$", re.IGNORECASE)
_ORDINAL_BEFORE = re.compile(
    r"(?:(?:joint|equal|tied)[ -])?(?:(?:twen|thir|for|fif|six|seven|eigh|nine)ty[ -])?[\w=-]{1,24}$",
    re.IGNORECASE,
)
_COUNT_WORDS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5}
_LONGEST_SUBJECT = 200


def read_prose(text: str) -> list[Statement]:
    """Return what a text states, in order of place; nothing for a text that no profile would print.

    >>> read_prose("3rd largest science and technology cluster in 2024")
    [Size(start=0, end=50, problem=None, rank=3, year=2024)]
    """
    if len(text) > LONGEST:
        return []
    statements: list[Statement] = []
    lowest = 0
    for kind, found in _found(text):
        if found.start() < lowest:
            continue
        statement = _READERS[kind](text, lowest, found)
        statements.append(statement)
        lowest = statement.end
    return statements


def _found(text: str) -> list[tuple[_Kind, re.Match[str]]]:
    """Return the fixed words of sentences; cheap tests of containment spare most searches."""
    found: list[tuple[_Kind, re.Match[str]]] = []
    if "million" in text:
        found += ((_Kind.FLOWS, match) for match in phrases.FLOWS.finditer(text))
    if "cluster" in text:
        if "ranked " in text or " only " in text or " sole " in text:
            found += ((_Kind.NATIONAL, match) for match in phrases.NATIONAL.finditer(text))
        if "intensity" in text:
            found += ((_Kind.INTENSITY, match) for match in phrases.INTENSITY.finditer(text))
        if "gest " in text:
            found += ((_Kind.SIZE, match) for match in phrases.SIZE.finditer(text))
    if "ollaborat" in text:
        found += ((_Kind.COLLABORATION, match) for match in phrases.COLLABORATION.finditer(text))
    if len(found) > 1:
        found.sort(key=lambda pair: pair[1].start())
    return found


def remainders(text: str, statements: list[Statement]) -> Iterator[Remainder]:
    """Yield the stretches of text that no statement covers and that say something."""
    lowest = 0
    for statement in statements:
        if statement.start > lowest and _says(text[lowest : statement.start]):
            yield Remainder(lowest, statement.start)
        if isinstance(statement, Flows) and _says(text[statement.extra[0] : statement.extra[1]]):
            yield Remainder(*statement.extra)
        lowest = statement.end
    if lowest < len(text) and _says(text[lowest:]):
        yield Remainder(lowest, len(text))


def _says(text: str) -> bool:
    return text.strip(" \t\n,.;:|–—-").lower() not in phrases.GLUE


def _national(text: str, lowest: int, found: re.Match[str]) -> National:
    place = 1 if found["only"] else numbers.ordinal(found["ordinal"])
    out_of = found["of"]
    clusters = numbers.count(out_of) if out_of else 1 if found["only"] else None
    problem = None
    if place is None:
        problem = f"the place {found['ordinal']!r} is no ordinal number"
    elif out_of and clusters is None:
        problem = f"{out_of!r} is no number of clusters"
    elif clusters is not None and place > clusters:
        problem = f"place {place} out of {clusters} cannot be"
    start = max(lowest, found.start() - _LONGEST_SUBJECT)
    return National(start, found.end(), problem, found.start(), place, clusters, _year(found))


def _flows(text: str, lowest: int, found: re.Match[str]) -> Flows:
    printed = (found["patents"], found["articles"] or found["only_articles"])
    values = [numbers.count(figure.strip(" ,")) if figure else None for figure in printed]
    problem = None
    for figure, value in zip(printed, values, strict=True):
        if figure and value is None:
            problem = f"{figure!r} is no whole number"
    start = max(lowest, found.start() - _LONGEST_SUBJECT)
    return Flows(start, found.end(), problem, found.start(), values[0], values[1], found.span("extra"))


def _size(text: str, lowest: int, found: re.Match[str]) -> Size:
    start, place = _ordinal_before(text, lowest, found.start())
    problem = None if place else "no place stands before it"
    return Size(start, found.end(), problem, place, _year(found))


def _intensity(text: str, lowest: int, found: re.Match[str]) -> Intensity:
    start, place = _ordinal_before(text, lowest, found.start())
    problem = None if place else "no place stands before it"
    return Intensity(start, found.end(), problem, place, _year(found))


def _ordinal_before(text: str, lowest: int, end: int) -> tuple[int, int | None]:
    before = text[max(lowest, end - 40) : end].rstrip(" -")
    found = _ORDINAL_BEFORE.search(before)
    if found is None:
        return end, None
    place = numbers.ordinal(found.group())
    return (max(lowest, end - 40) + found.start() if place else end), place


def _collaboration(text: str, lowest: int, found: re.Match[str]) -> Collaboration:
    before = text[max(lowest, found.start() - 24) : found.start()]
    share_text = _SHARE_BEFORE.search(before)
    share = numbers.share(share_text.group().strip() + "%") if share_text else None
    start = max(lowest, found.start() - 24) + share_text.start() if share_text else found.start()
    listed = found["after"] or found["before"]
    partners = cluster_names.partners(listed)
    number = found["number"] or found["number2"]
    announced = (_COUNT_WORDS.get(number.lower()) or numbers.count(number)) if number else None
    problem = None
    if share is None:
        problem = "no share in percent stands before it"
    elif not partners:
        problem = f"{listed!r} does not part into names"
    elif announced is not None and len(partners) > announced:
        problem = f"it announces {announced} locations and seems to name {len(partners)}"
    activity = Activity.PATENTS if found["what"].startswith("PCT") else Activity.ARTICLES
    return Collaboration(start, found.end(), problem, activity, found["name"], share, partners, announced)


def _year(found: re.Match[str]) -> int | None:
    year = found["year"]
    return int(year) if year else None


_READERS = {
    _Kind.NATIONAL: _national,
    _Kind.FLOWS: _flows,
    _Kind.SIZE: _size,
    _Kind.INTENSITY: _intensity,
    _Kind.COLLABORATION: _collaboration,
}
