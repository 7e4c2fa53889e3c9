"""The usual case in one go: a profile as a browser copies it, with nothing missing and nothing added.

Most profiles are of this form, and reading thousands of them should take no time. Whatever differs in
the least is left to the general way, by returning None; a test holds the two to the same result.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import lru_cache

from gii_graph.profile import Activity, Listing, Partner, Profile, Share, Source, Stated
from gii_graph.reading import names, numbers

__all__ = ["read_plain"]

_LONGEST = 6_000
_GAP = r"[ ]*\n\s*"
_NAME = r"([^\x00-\x20\x7f|](?:[^\x00-\x1f\x7f|]{0,298}[^\x00-\x20\x7f|])?)"
# Up to twelve digits, in groups of three or not parted at all.
_COUNT = r"(\d{1,3}(?:,\d{3}){1,3}|\d{1,12})"
_ROW = r"([1-9])\t" + _NAME + r"\t" + _COUNT + r"\t(<?\d{1,3}(?:\.\d{1,3})?%)"
_ROWS_OF_TABLE = r"\tShare" + _GAP + _GAP.join((_ROW,) * 3) + _GAP
_FORM = re.compile(
    r"\s*Global Innovation Index ((?:19|20)\d\d)" + _GAP
    + r"([^\n]{3,200}\S)" + _GAP
    + r"([^\n.]{1,160}) is the ([\w-]{3,25})-ranked cluster, out of (\d{1,6}) [A-Z][A-Za-z. -]{1,40} clusters,"
    r" that falls within the top 100 S&T clusters in (\d{4})\. It filed " + _COUNT + r" PCT applications and"
    r" published " + _COUNT + r" scientific articles, both per 1 million inhabitants over the last five years,"
    r" making it the:" + _GAP
    + r"(\d{1,6}[a-z]{2}) largest science and technology cluster in (\d{4})" + _GAP
    + r"(\d{1,6}[a-z]{2}) S&T cluster by intensity \(relative to population density\) in (\d{4})" + _GAP
    + r"Top PCT applicants" + _GAP + r"Patents" + _ROWS_OF_TABLE
    + r"Top publishing organizations" + _GAP + r"Articles" + _ROWS_OF_TABLE
    + r"Top technology fields in ([^\n]{1,160}\S)" + _GAP + r"Patents" + _GAP + r"Publications" + _GAP
    + r"(\d{1,2})% of ([^%\n]{1,160})'s PCT patent applications are filed in collaboration with other inventors,"
    r" with ([^.\n]{1,300}) emerging as the top collaborative locations\." + _GAP
    + r"(\d{1,2})% of ([^%\n]{1,160})'s scientific articles are published in collaboration with other organizations,"
    r" with the top three collaborating locations being ([^.\n]{1,300})\.\s*",
    re.ASCII,
)  # fmt: skip
_RANKS = "123123"
# A plain name is found faster than an attribute of an enumeration.
_PATENTS, _ARTICLES = Activity.PATENTS, Activity.ARTICLES
# Where the groups of the form begin.
_ROWS, _COLLABORATION = 13, 38
_ROW_GROUPS = range(_ROWS, _ROWS + 24, 4)
_LINE_GROUPS = (1, 2, 3, 9, 11, *_ROW_GROUPS, _COLLABORATION, _COLLABORATION + 3)


def read_plain(source: Source, text: str, read: Sequence[str]) -> Profile | None:
    """Return the profile of a text that is of the usual form to the letter, None for any other.

    `text` is the cleaned text, `read` are its lines as they stand in the file.
    """
    found = _FORM.fullmatch(text) if len(text) <= _LONGEST else None
    if found is None:
        return None
    lines = _lines_of(found)
    places = _places(found)
    listings = _listings(found, lines)
    partners = _partners(found, lines)
    if places is None or listings is None or partners is None:
        return None
    cluster, economies, national, clusters, patents, articles, size, intensity = places
    return Profile(
        source,
        edition=Stated(int(found[1]), lines[1]),
        cluster=Stated(cluster, lines[2]),
        economies=tuple([Stated(economy, lines[2]) for economy in economies]),
        rank=Stated(size, lines[9]),
        intensity_rank=Stated(intensity, lines[11]),
        national_rank=Stated(national, lines[3]),
        clusters_in_economy=Stated(clusters, lines[3]),
        patents_per_million=Stated(patents, lines[3]),
        articles_per_million=Stated(articles, lines[3]),
        patent_collaboration_share=Stated(_percent(found[_COLLABORATION]), lines[_COLLABORATION]),
        article_collaboration_share=Stated(_percent(found[_COLLABORATION + 3]), lines[_COLLABORATION + 3]),
        listings=listings,
        partners=partners,
        quotes={line: read[line - 1].strip() for line in lines.values()},
    )


def _lines_of(found: re.Match[str]) -> dict[int, int]:
    """Return the line number of the first group of every line."""
    text, lines, at, line = found.string, {}, 0, 1
    for group in _LINE_GROUPS:
        start = found.start(group)
        line += text.count("\n", at, start)
        lines[group] = line
        at = start
    return lines


def _places(found: re.Match[str]) -> tuple[str, tuple[str, ...], int, int, int, int, int, int] | None:
    """Return cluster, economies, place, out of how many, patents, articles, rank by size, rank by intensity."""
    edition, title, name, place, out_of, year, patents, articles, size, size_year, intensity, intensity_year = (
        found.group(*range(1, _ROWS))
    )
    heading = names.heading(title)
    if heading is None or "ndex" in title or "GII" in title or not edition == year == size_year == intensity_year:
        return None
    subjects = found.group(_COLLABORATION - 1, _COLLABORATION + 1, _COLLABORATION + 4)
    if name != heading[0] or any(subject != name for subject in subjects):
        return None
    national, clusters = numbers.ordinal(place), int(out_of)
    ranks = numbers.ordinal(size), numbers.ordinal(intensity)
    if national is None or national > clusters or None in ranks:
        return None
    return (*heading, national, clusters, _whole(patents), _whole(articles), *ranks)  # type: ignore[return-value]


@lru_cache(maxsize=128)
def _percent(digits: str) -> Share:
    return Share(Decimal(digits))


def _whole(count: str) -> int:
    return int(count.replace(",", ""))


def _listings(found: re.Match[str], lines: Mapping[int, int]) -> tuple[Listing, ...] | None:
    listings = []
    cells = found.groups()
    for place, group in enumerate(_ROW_GROUPS):
        rank, name, count, printed_share = cells[group - 1 : group + 3]
        share = numbers.share(printed_share)
        if rank != _RANKS[place] or share is None:
            return None
        activity = _PATENTS if place < 3 else _ARTICLES
        listings.append(Listing(activity, place % 3 + 1, name, _whole(count), share, lines[group]))
    return tuple(listings)


def _partners(found: re.Match[str], lines: Mapping[int, int]) -> tuple[Partner, ...] | None:
    partners: list[Partner] = []
    for activity, group in ((_PATENTS, _COLLABORATION), (_ARTICLES, _COLLABORATION + 3)):
        listed = found[group + 2]
        named = names.partners(listed)
        if len(named) != 3 or "collaborat" in listed or "emerging" in listed:
            return None
        partners += [Partner(activity, rank, name, lines[group]) for rank, name in enumerate(named, start=1)]
    return tuple(partners)
