"""The usual case in one go: a profile as a browser copies it, with nothing missing and nothing added.

Most profiles are of this form, and reading thousands of them should take no time. Whatever differs in
the least is left to the general way, by returning None; a test holds the two to the same result.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache

from gii_graph.profile import Activity, Listing, Partner, Profile, Share, Source, Stated
from gii_graph.reading import numbers
from gii_graph.reading.cluster_names import partners as partner_names
from gii_graph.reading.headings import read_heading
from gii_graph.reading.source_lines import BULLETS, MARKS, has_plain_characters

__all__ = ["read_plain"]

_LONGEST = 6_000
# What once matched is never tried again shorter (`++`, `?+`): that, and saying what is repeated by its group, halves
# the time of a match.
_GAP = r" *+\n\s*+"
_BOLD = r"(?:\*\*)?+"
# In names stands only what cleaning leaves as it is; in a list of names bold ones may stand.
_NO_NAME = rf"\x00-\x1f\x7f|{MARKS}"
_NAME = rf"(?! )([^*{_NO_NAME}]{{1,300}}+)(?<! )"
_NAMES = rf"([^.{_NO_NAME}]{{1,300}})"
# Up to twelve digits, in groups of three or not parted at all.
_COUNT = r"(\d{1,3}+(?:,\d{3}){0,3}+(?!\d)|\d{4,12}+)"
_ORDINAL = r"([1-9]\d{0,5}+)(?:st|nd|rd|th)"
_ROWS = "".join(rf"{rank}\t{_NAME}\t{_COUNT}\t(<?+\d{{1,3}}+(?:\.\d{{1,3}}+)?+%){_GAP}" for rank in "123")
_FORM = re.compile(
    r"\s*+Global Innovation Index ((?:19|20)\d\d)" + _GAP
    + rf"([^*{_NO_NAME}]{{3,200}}[^ *{_NO_NAME}])" + _GAP
    + rf"([^.*{_NO_NAME}]{{1,160}}?) is the ([\w-]{{3,25}})-ranked cluster, out of (\d{{1,6}}) [A-Z][A-Za-z. -]{{1,40}}"
    r" clusters, that falls within the top 100 S&T clusters in \1\. It filed "
    + f"{_BOLD}{_COUNT} PCT applications{_BOLD} and published {_BOLD}{_COUNT} scientific articles{_BOLD},"
    " both per 1 million inhabitants over the last five years, making it the:" + _GAP
    + _ORDINAL + r" largest science and technology cluster in \1" + _GAP
    + _ORDINAL + r" S&T cluster by intensity \(relative to population density\) in \1" + _GAP
    + "Top PCT applicants" + _GAP + r"Patents\tShare" + _GAP + _ROWS
    + "Top publishing organizations" + _GAP + r"Articles\tShare" + _GAP + _ROWS
    + r"Top technology fields in \3" + _GAP + "Patents" + _GAP + "Publications" + _GAP
    + r"(\d{1,2}+)% of \3's PCT patent applications are filed in collaboration with other inventors,"
    f" with {_NAMES} emerging as the top collaborative locations" + r"\." + _GAP
    + r"(\d{1,2}+)% of \3's scientific articles are published in collaboration with other organizations,"
    f" with the top three collaborating locations being {_NAMES}" + r"\.\s*+",
    re.ASCII,
)  # fmt: skip
# Makes a record in half the time that its class takes: a profile has thirty, and they are a tenth of the work.
_new = tuple.__new__
# A plain name is found faster than an attribute of an enumeration.
_PATENTS, _ARTICLES = Activity.PATENTS, Activity.ARTICLES
_PLACES = [(activity, rank) for activity in (_PATENTS, _ARTICLES) for rank in (1, 2, 3)]


def read_plain(source: Source, text: str, lines: Sequence[str], read: Sequence[str]) -> Profile | None:
    """Return the profile of a text that is of the usual form to the letter, None for any other.

    `text` is a text as it stands in the file or cleaned, `lines` are its lines, `read` those of the file.
    """
    found = _FORM.fullmatch(text) if len(text) <= _LONGEST else None
    if found is None:
        return None
    cells = found.groups()
    year, title, name, place, out_of, patents, articles, by_size, by_intensity = cells[:9]
    patent_share, patent_partners, article_share, article_partners = cells[27:]
    heading = read_heading(title)
    national, clusters = numbers.ordinal(place), int(out_of)
    if (
        heading is None or heading.name != name or heading.is_loose or not heading.economies
        or "ndex" in title or "GII" in title
        or national is None or national > clusters
        or title[0] in BULLETS or not has_plain_characters("\n".join(cells))  # all else of the form is ASCII
    ):  # fmt: skip
        return None
    # The form has twenty lines that are not blank.
    places = [number for number, line in enumerate(lines, start=1) if line and not line.isspace()]
    first, second, sentence, size, intensity = places[:5]
    rows = places[7:10] + places[12:15]
    patents_line, articles_line = places[-2:]
    listings = _listings(cells[9:27], rows)
    partners = _partners(patent_partners, _PATENTS, patents_line)
    more = _partners(article_partners, _ARTICLES, articles_line)
    if not (listings and partners and more):
        return None
    return Profile(
        source,
        edition=_new(Stated, (int(year), first)),
        cluster=_new(Stated, (name, second)),
        economies=tuple([_new(Stated, (economy, second)) for economy in heading.economies]),
        rank=_new(Stated, (int(by_size), size)),
        intensity_rank=_new(Stated, (int(by_intensity), intensity)),
        national_rank=_new(Stated, (national, sentence)),
        clusters_in_economy=_new(Stated, (clusters, sentence)),
        patents_per_million=_new(Stated, (_whole(patents), sentence)),
        articles_per_million=_new(Stated, (_whole(articles), sentence)),
        patent_collaboration_share=_new(Stated, (_percent(patent_share), patents_line)),
        article_collaboration_share=_new(Stated, (_percent(article_share), articles_line)),
        listings=listings,
        partners=partners + more,
        quotes={line: read[line - 1].strip() for line in (*places[:5], *rows, patents_line, articles_line)},
    )


@lru_cache(maxsize=128)
def _percent(digits: str) -> Share:
    return Share(Decimal(digits))


def _whole(printed: str) -> int:
    return int(printed.replace(",", ""))


def _listings(cells: Sequence[str], lines: Sequence[int]) -> tuple[Listing, ...] | None:
    """Return the rows of both tables: names, counts and shares on their lines."""
    shares = [*map(numbers.share, cells[2::3])]
    if None in shares:
        return None
    return tuple([
        _new(Listing, (activity, rank, name, _whole(printed), share, line))
        for (activity, rank), name, printed, share, line in zip(
            _PLACES, cells[::3], cells[1::3], shares, lines, strict=True
        )
    ])  # fmt: skip


def _partners(listed: str, activity: Activity, line: int) -> tuple[Partner, ...] | None:
    """Return the three partners of a list."""
    plain = listed.replace("**", "")
    if "*" in plain or "collaborat" in plain or "emerging" in plain:
        return None
    named = partner_names(plain)
    if len(named) != 3:
        return None
    return tuple([_new(Partner, (activity, rank, name, line)) for rank, name in enumerate(named, start=1)])
