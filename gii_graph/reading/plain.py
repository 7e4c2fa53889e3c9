"""The usual case in one go: a profile as a browser copies it, with nothing missing and nothing added.

Most profiles are of this form, and reading thousands of them should take no time. Its words are the first wordings of
the table of phrases, so that it never knows one that the general way does not. Whatever differs in the least is left
to the general way, by returning None; a test holds the two to the same result.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from gii_graph.profile import Activity, Listing, Partner, Profile, Source, Stated
from gii_graph.reading import numbers
from gii_graph.reading.cluster_names import partners as partner_names
from gii_graph.reading.headings import ClusterHeading, read_heading
from gii_graph.reading.national_place import foreign_economy
from gii_graph.reading.phrases import ENGLISH, Section
from gii_graph.reading.source_lines import BULLETS, MARKS, has_plain_characters
from gii_graph.reading.templates import Spelling, pattern

__all__ = ["read_plain"]

_LONGEST = 6_000
# What once matched is never tried again shorter (`++`, `?+`), which halves the time of a match.
_GAP = r" *+\n\s*+"
# In names stands only what cleaning leaves as it is; in a list of names bold ones may stand.
_NO_NAME = rf"\x00-\x1f\x7f|{MARKS}"
_NAME = rf"(?! )([^*{_NO_NAME}]{{1,300}}+)(?<! )"
# Up to twelve digits, in groups of three or not parted at all.
_COUNT = r"\d{1,3}+(?:,\d{3}){0,3}+(?!\d)|\d{4,12}+"
_SLOTS = {
    "edition": r"(?:19|20)\d\d",
    "year": "(?P=edition)",
    "cluster": "(?P=national_cluster)",
    "rank": r"[\w-]{2,24}\w",
    "clusters": r"\d{1,6}",
    "demonym": r"[A-Z][A-Za-z.-]{0,30}(?: [A-Z][A-Za-z.-]{0,30}){0,3}",
    "top": r"\d{1,4}",
    "ordinal": rf"[1-9]\d{{0,5}}+(?:{'|'.join(ENGLISH.ordinal_endings)})",
    "share": r"\d{1,2}+%",
    "number": r"\w{1,12}",
    "partners": rf"[^.\d%:!?{_NO_NAME}]{{1,300}}",
}

_UNNAMED = frozenset({"year", "cluster", "top", "count"})


def _expression(template: str, prefix: str = "", **slots: str) -> str:
    spelling = Spelling({**_SLOTS, **slots}, " ", "'", r"\.", is_usual=True, unnamed=_UNNAMED)
    return pattern(ENGLISH, template, spelling, prefix)


def _clause(attribute: str) -> str:
    """Return the expression of a figure with what is counted, all of it bold or nothing."""
    bold = f"{attribute}_bold"
    expression = _expression(
        ENGLISH.clauses[attribute][0], f"{attribute}_", count=rf"(?P<{bold}>\*\*)?+(?P<{attribute}>{_COUNT})"
    )
    return rf"{expression}(?({bold})\*\*)"


def _table(section: Section) -> str:
    rows = "".join(rf"{rank}\t{_NAME}\t({_COUNT})\t(<?+\d{{1,3}}+(?:\.\d{{1,3}}+)?+%){_GAP}" for rank in "123")
    return _GAP.join((_expression(ENGLISH.sections[section][0]), ENGLISH.header_rows[section], rows))


_BOLD_NAME = r"\*\*[^* ](?:[^*]*[^* ])?\*\*"
_BOLD_NAMES = re.compile(rf"{_BOLD_NAME}(?:,? (?:[a-z&]+ )?{_BOLD_NAME})*")
_SUBJECTS = "|".join(sorted(subject.capitalize() for subject in ENGLISH.subjects if subject))
_JOINTS = "|".join(f"{joint} " if joint.startswith(",") else f" {joint} " for joint in ENGLISH.joints if joint)
_PATENTS, _ARTICLES = Activity.PATENTS, Activity.ARTICLES
_PARTS = (
    _expression(ENGLISH.editions[0]),
    rf"(?P<title>[^*{_NO_NAME}]{{3,200}}[^ *{_NO_NAME}])",
    _expression(ENGLISH.national[0], "national_", cluster=rf"(?P<national_cluster>[^.*{_NO_NAME}]{{1,160}}?)")
    + f" (?:{_SUBJECTS}) {_clause('patents_per_million')}(?:{_JOINTS}){_clause('articles_per_million')}"
    + _expression(ENGLISH.per_million[0]),
    _expression(ENGLISH.size[0], "size_"),
    _expression(ENGLISH.intensity[0], "intensity_"),
)
_FORM = re.compile(
    r"\s*+" + _GAP.join(_PARTS) + _GAP + _table(Section.PATENT_TABLE) + _table(Section.ARTICLE_TABLE)
    + _GAP.join((
        _expression(ENGLISH.sections[Section.FIELDS][0], "fields_"),
        _expression(ENGLISH.activities[_PATENTS][0]),
        _expression(ENGLISH.activities[_ARTICLES][0]),
        _expression(ENGLISH.collaboration[_PATENTS][0], "patents_"),
        _expression(ENGLISH.collaboration[_ARTICLES][0], "articles_"),
    ))
    + r"\s*+",
    re.ASCII,
)  # fmt: skip
_VALUES = tuple(_FORM.groupindex[name] for name in (
    "edition", "title", "national_cluster", "national_rank", "national_clusters", "patents_per_million",
    "articles_per_million", "size_ordinal", "intensity_ordinal", "patents_share", "patents_partners",
    "articles_share", "articles_number", "articles_partners", "national_demonym",
))  # fmt: skip
# The cells of both tables: a name, a count and a share in each of three rows.
_CELLS = tuple(
    number
    for number in range(1, _FORM.groups + 1)
    if number not in _FORM.groupindex.values() and number > _FORM.groupindex["intensity_ordinal"]
)
# Makes a record in half the time that its class takes: a profile has thirty, and they are a tenth of the work.
_new = tuple.__new__
_PLACES = [(activity, rank) for activity in (_PATENTS, _ARTICLES) for rank in (1, 2, 3)]


def read_plain(source: Source, text: str, lines: Sequence[str], read: Sequence[str]) -> Profile | None:
    """Return the profile of a text that is of the usual form to the letter, None for any other.

    `text` is a text as it stands in the file or undressed, `lines` are its lines, `read` those of the file.
    """
    found = _FORM.fullmatch(text) if len(text) <= _LONGEST else None
    if found is None:
        return None
    values = found.group(*_VALUES)
    year, title, name, place, out_of, patents, articles, by_size, by_intensity = values[:9]
    patent_share, patent_partners, article_share, article_number, article_partners, adjective = values[9:]
    cells = found.group(*_CELLS)
    heading = _heading(title, name, adjective)
    national = numbers.ordinal(place)
    clusters = int(out_of) if out_of else None
    if (
        heading is None or national is None or clusters is None or national > clusters
        or not has_plain_characters("\n".join((title, name, patent_partners, article_partners, *cells)))
    ):  # fmt: skip
        return None
    # The form has twenty lines that are not blank.
    places = [number for number, line in enumerate(lines, start=1) if line and not line.isspace()]
    first, second, sentence, size, intensity = places[:5]
    rows = places[7:10] + places[12:15]
    patents_line, articles_line = places[-2:]
    listings = _listings(cells, rows)
    partners = _partners(patent_partners, None, _PATENTS, patents_line)
    more = _partners(article_partners, article_number, _ARTICLES, articles_line)
    if not (listings and partners and more):
        return None
    return Profile(
        source,
        edition=_new(Stated, (int(year), first)),
        cluster=_new(Stated, (name, second)),
        economies=tuple([_new(Stated, (economy, second)) for economy in heading.economies]),
        rank=_new(Stated, (numbers.ordinal(by_size), size)),
        intensity_rank=_new(Stated, (numbers.ordinal(by_intensity), intensity)),
        national_rank=_new(Stated, (national, sentence)),
        clusters_in_economy=_new(Stated, (clusters, sentence)),
        patents_per_million=_new(Stated, (_whole(patents), sentence)),
        articles_per_million=_new(Stated, (_whole(articles), sentence)),
        patent_collaboration_share=_new(Stated, (numbers.share(patent_share), patents_line)),
        article_collaboration_share=_new(Stated, (numbers.share(article_share), articles_line)),
        listings=listings,
        partners=partners + more,
        regions=heading.regions,
        quotes={line: read[line - 1].strip() for line in (*places[:5], *rows, patents_line, articles_line)},
    )


def _heading(title: str, name: str, adjective: str) -> ClusterHeading | None:
    """Return the heading that a line is beyond doubt, of that name and with economies that an adjective is of."""
    heading = read_heading(title)
    if heading is None or heading.name != name or heading.is_loose or not heading.economies:
        return None
    if title[0] in BULLETS or "ndex" in title or "GII" in title:
        return None
    return None if foreign_economy(name, heading.economies, (), (adjective,)) else heading


def _whole(printed: str) -> int:
    return int(printed.replace(",", ""))


def _listings(cells: Sequence[str], lines: Sequence[int]) -> tuple[Listing, ...] | None:
    """Return the rows of both tables: names, counts and shares on their lines."""
    shares = [*map(numbers.share, cells[2::3])]
    if None in shares or not all(map(numbers.may_be_name, cells[::3])):
        return None
    return tuple([
        _new(Listing, (activity, rank, name, _whole(printed), share, line))
        for (activity, rank), name, printed, share, line in zip(
            _PLACES, cells[::3], cells[1::3], shares, lines, strict=True
        )
    ])  # fmt: skip


def _partners(listed: str, number: str | None, activity: Activity, line: int) -> tuple[Partner, ...] | None:
    """Return the three partners of a list."""
    plain = _without_bold(listed)
    if "*" in plain or "collaborat" in plain or "emerging" in plain:
        return None
    named = partner_names(plain)
    if len(named) != 3 or (number and numbers.announced(number) != 3):
        return None
    return tuple([_new(Partner, (activity, rank, name, line)) for rank, name in enumerate(named, start=1)])


def _without_bold(listed: str) -> str:
    """Return a list of names without the marks of bold, where each pair of them stands around whole words."""
    if _BOLD_NAMES.fullmatch(listed):
        return listed.replace("**", "")
    pieces = listed.split("**")
    for outside, inside, following in zip(pieces[::2], pieces[1::2], pieces[2::2], strict=False):
        is_pair = inside.strip(" ") == inside != "" and outside[-1:] in ("", " ") and following[:1] in ("", " ", ",")
        if not is_pair:
            return listed
    return "".join(pieces) if len(pieces) % 2 else listed
