"""The columns of ranking tables by their headings: every heading that is taken for a fact stands here."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

__all__ = ["COUNTS", "SHARES", "RankingColumn", "find_columns", "parted_headings"]

_RANK = frozenset(
    {"rank", "ranking", "#", "no.", "no", "position", "place", "gii rank", "cluster rank", "overall rank",
     "rank by size", "current rank", "global rank"}
)  # fmt: skip
_PREVIOUS = frozenset(
    {"previous rank", "prior rank", "previous ranking", "rank last year", "last year's rank", "rank previous year",
     "previous year rank", "previous year's rank", "rank in previous edition", "rank in the previous edition"}
)  # fmt: skip
_CLUSTER = frozenset(
    {"cluster", "clusters", "cluster name", "name of cluster", "name", "s&t cluster", "science and technology cluster",
     "innovation cluster", "s&t cluster name", "top s&t cluster", "top s&t clusters"}
)  # fmt: skip
_ECONOMY = frozenset(
    {"economy", "economies", "economy name", "country", "countries", "country/economy", "economy/country",
     "country or economy", "country / economy", "economy code", "country code", "iso", "iso code", "iso2", "iso-2",
     "iso alpha-2", "economy(ies)", "economy/economies", "location"}
)  # fmt: skip
_EDITION = frozenset({"edition", "gii edition", "year", "gii year", "edition year"})
# What is counted: in words, then the attributes of a count, a share of the world's, and an intensity.
_COUNTED = {
    "patents": frozenset(
        {"pct applications", "pct filings", "pct patent applications", "patents", "patent applications", "pct",
         "patent", "patent filings", "pct patent filings", "pct patents", "pct applications filed"}
    ),
    "articles": frozenset(
        {"scientific publications", "scientific articles", "publications", "articles", "scientific papers", "pubs",
         "science publications", "scientific publication", "pub", "papers"}
    ),
    "deals": frozenset(
        {"venture capital deals", "vc deals", "venture capital", "venture capital (vc) deals", "vc", "vc investments",
         "deals"}
    ),
}  # fmt: skip
COUNTS: Final = {
    "patents": "patent_applications",
    "articles": "scientific_articles",
    "deals": "venture_capital_deals",
}
SHARES: Final = {
    "patents": "patent_share_of_world",
    "articles": "article_share_of_world",
    "deals": "venture_capital_deal_share_of_world",
}
_INTENSITIES = {
    "patents": "patents_per_million",
    "articles": "articles_per_million",
    "deals": "venture_capital_deals_per_million",
}
_SHARE = re.compile(
    r"(?:(?:% )?(?:share|percent(?:age)?|%)(?: of)?(?: the)?"
    r"(?: (?:total|world|global|all|world total|world's))?(?: of)? )?"
    r"(?P<what>.+?)(?:,? share(?: of (?:the )?(?:world|total|world total))?)?(?:,? ?\(?(?:%|percent)\)?)?"
    r"(?:,? of (?:the )?(?:world|total|world total))?"
)
_PER_MILLION = re.compile(r"(?P<what>.+?) per (?:1 |one |a )?million(?: inhabitants| people| population)?")
_RANK_OF_YEAR = re.compile(r"(?:gii )?rank(?:ing)?,?(?: in)? ?\(?(?P<after>20\d\d)\)?|(?P<before>20\d\d) rank(?:ing)?")
_NUMBER_OF = re.compile(r"(?:number|no\.|total|count|total number) of |^total ")
_MOST_COLUMNS = 20
_LONGEST_HEADING = 8  # words
_MARKS = re.compile(r"[*†‡¹²³]+$|(?<=[a-z)])\d$")


class RankingColumn(NamedTuple):
    """A column: what it states (an attribute of a profile, "cluster", "economy" or "edition"), and of which year."""

    at: int
    states: str
    year: int | None = None


def find_columns(cells: Sequence[str]) -> tuple[list[RankingColumn], list[str]] | None:
    """Return the columns that a row of headings names, and the headings that are not known.

    None for a row that is no heading of a ranking table: it has no column for the rank, none for the cluster, or none
    for a figure.

    >>> find_columns(["Rank", "Cluster", "Economy", "PCT applications", "Mood"])[1]
    ['Mood']
    """
    columns: list[RankingColumn] = []
    unknown: list[str] = []
    for at, cell in enumerate(cells):
        column = _column(at, _plain(cell)) if cell else None
        if column:
            columns.append(column)
        elif cell:
            unknown.append(cell)
    stated = [column.states for column in columns]
    known_once = all(stated.count(name) == 1 for name in stated if name != "rank")
    has_all = "rank" in stated and "cluster" in stated and len(set(stated) - {"cluster", "edition"}) > 1
    # A table of applicants has names and ranks too.
    has_all = has_all and ("economy" in stated or not any(_plain(cell) == "name" for cell in cells))
    return (columns, unknown) if known_once and has_all and len(unknown) <= len(columns) else None


def parted_headings(line: str) -> list[str] | None:
    """Return the headings in a line that parts them by single spaces, the longest known ones first; None for others.

    >>> parted_headings("Rank Cluster name Economy PCT applications")
    ['Rank', 'Cluster name', 'Economy', 'PCT applications']
    """
    words = line.split()
    headings: list[str] = []
    while words and len(headings) < _MOST_COLUMNS:
        for length in range(min(len(words), _LONGEST_HEADING), 0, -1):
            heading = " ".join(words[:length])
            if _column(0, _plain(heading)):
                headings.append(heading)
                del words[:length]
                break
        else:
            return None
    return headings


def _plain(cell: str) -> str:
    return _MARKS.sub("", " ".join(cell.replace("_", " ").casefold().replace("’", "'").split())).strip(" :.")


def _column(at: int, heading: str) -> RankingColumn | None:
    for states, headings in (
        ("rank", _RANK), ("previous_rank", _PREVIOUS), ("cluster", _CLUSTER), ("economy", _ECONOMY),
        ("edition", _EDITION),
    ):  # fmt: skip
        if heading in headings or f"{heading}." in headings:
            return RankingColumn(at, states)
    ranked = _RANK_OF_YEAR.fullmatch(heading)
    if ranked:
        return RankingColumn(at, "rank", int(ranked["after"] or ranked["before"]))
    intensity = _PER_MILLION.fullmatch(heading)
    if intensity:
        return _of_what(at, intensity["what"], _INTENSITIES)
    return _of_what(at, heading, COUNTS) or _share(at, heading)


def _share(at: int, heading: str) -> RankingColumn | None:
    if not any(word in heading for word in ("share", "%", "percent")):
        return None
    found = _SHARE.fullmatch(heading)
    return _of_what(at, found["what"], SHARES) if found else None


def _of_what(at: int, what: str, attributes: dict[str, str]) -> RankingColumn | None:
    plain = _NUMBER_OF.sub("", what).strip(" ,")
    return next((RankingColumn(at, attributes[kind]) for kind, words in _COUNTED.items() if plain in words), None)
