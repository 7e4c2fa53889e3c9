"""The one table of wordings that reading knows: headings, sentences, furniture.

Editions word the same fact differently; every wording taken for a fact stands here. All patterns run
on cleaned text (see `lines`), and every repeated part has an upper bound, so that a hostile text costs
time in proportion to its length.
"""

from __future__ import annotations

import re
from enum import Enum
from typing import Final

from gii_graph.profile import Activity

__all__ = [
    "AGREED_SUBJECTS",
    "COLLABORATION",
    "EDITION",
    "FIELDS_OF",
    "FLOWS",
    "FURNITURE",
    "GLUE",
    "HEADER_CELLS",
    "INTENSITY",
    "KEY_PHRASE",
    "NATIONAL",
    "SECTIONS",
    "SIZE",
    "Section",
]


class Section(Enum):
    """What the lines after a heading are."""

    PATENT_TABLE = "Top PCT applicants"
    ARTICLE_TABLE = "Top publishing organizations"
    FIELDS = "Top technology fields"

    @property
    def activity(self) -> Activity:
        """What the section's table is about; technology fields start with patents."""
        return Activity.ARTICLES if self is Section.ARTICLE_TABLE else Activity.PATENTS


def _spellings(*names: str) -> frozenset[str]:
    return frozenset(names) | {name.replace("organiz", "organis") for name in names}


# Section headings in lower case, without decoration or a colon at the end.
SECTIONS: Final = {
    **dict.fromkeys(
        _spellings(
            "top pct applicants", "top pct patent applicants", "top patent applicants", "top applicants",
            "top pct applicant", "leading pct applicants", "top three pct applicants", "top 3 pct applicants",
        ),
        Section.PATENT_TABLE,
    ),
    **dict.fromkeys(
        _spellings(
            "top publishing organizations", "top publishing organization", "top scientific organizations",
            "top scientific organization", "top publishing institutions", "top scientific institutions",
            "leading scientific organizations", "top three publishing organizations",
            "top 3 publishing organizations", "top publishers of scientific articles",
        ),
        Section.ARTICLE_TABLE,
    ),
    **dict.fromkeys(
        ("top technology fields", "top fields", "top technology and subject fields", "top scientific fields",
         "top science and technology fields"),
        Section.FIELDS,
    ),
}  # fmt: skip
FIELDS_OF: Final = re.compile(
    r"top (?:technology|scientific|science and technology|subject) fields (?:in|of) (?P<name>.{1,200}?):?",
    re.IGNORECASE,
)
# The cells that a table's header row is made of.
HEADER_CELLS: Final = _spellings(
    "patents", "pct applications", "pct filings", "applications", "articles", "publications",
    "scientific articles", "scientific publications", "share", "share (%)", "share, %", "% share", "rank", "#",
    "no.", "name", "applicant", "applicants", "organization", "organizations", "institution", "count", "number",
    "field", "fields", "technology field", "technology", "percent", "%", "top applicant", "share of total",
)  # fmt: skip

EDITION: Final = re.compile(
    r"(?:Global Innovation Index|\bGII)(?: \(GII\))?,?[ :]*\(?(?P<year>(?:19|20)\d\d)(?!\d)\)?", re.IGNORECASE
)

_CLUSTER = r"(?:(?:science (?:and|&) technology|S ?& ?T|innovation)(?: \(S ?& ?T\))? )?cluster"
_IN_YEAR = r"(?:,? in (?P<year>\d{4})(?!\d)|(?=[.,;:]|\s*$))"

# "Beijing is the second-ranked cluster, out of 26 Chinese clusters, that falls within the top 100 S&T
# clusters in 2024."  The name stands before the match.
NATIONAL: Final = re.compile(
    r" (?:is|was) (?:the )?"
    r"(?:(?P<ordinal>[^\s,.;]{1,25}(?: [^\s,.;]{1,12})?)[- ]ranked|(?P<only>only|sole)(?: [^,;]{1,60}?)?) " + _CLUSTER +
    r"(?: in [^,;\d]{2,60}?)?"
    r"(?:,? (?:out )?of (?:the |its )?(?P<of>\d[\d,]{0,5})(?: [^,;]{1,60}?)? clusters?)?"
    r"(?:,? (?:that|which) (?:falls?|ranks?|is|are|features?|appears?)\b[^.;]{0,60}?\btop[ -]\d{1,4}\b[^.;]{0,60}?)?"
    r"(?:,? in (?P<year>\d{4})(?!\d))?\.(?=\s|$)",
)  # fmt: skip
# "It filed 2,189 PCT applications and published 15,893 scientific articles, both per 1 million
# inhabitants over the last five years, making it the:"
_NUMBER = r"\d[\d,.'’ ]{0,18}"
_ARTICLES = r"scientific (?:articles?|publications?|papers?)"
FLOWS: Final = re.compile(
    r"(?:filed (?P<patents>" + _NUMBER + r") PCT (?:patent )?(?:applications?|filings?)"
    r"(?:(?:,? and|,)(?: it| has)? published (?P<articles>" + _NUMBER + ") " + _ARTICLES + ")?"
    r"|published (?P<only_articles>" + _NUMBER + ") " + _ARTICLES + ")"
    r"(?P<extra>(?:[^.;]|\.(?=\d)){0,200}?)"
    r",?(?: both| all| each)?,? per (?:1 |one |a )?million (?:inhabitants|people|population)"
    r"(?: (?:over|during|in) the (?:last|past) (?:five|5) years)?"
    r"(?:,? making it(?: the\b)?:?|\.|(?=\s*$))",
)  # fmt: skip
# "3rd largest science and technology cluster in 2024"
SIZE: Final = re.compile(
    r"(?:largest|biggest) (?:global )?" + _CLUSTER +
    r"(?: (?:worldwide|globally|in the world|overall))?(?: by size)?" + _IN_YEAR,
    re.IGNORECASE,
)  # fmt: skip
# "11th S&T cluster by intensity (relative to population density) in 2024"
INTENSITY: Final = re.compile(
    r"(?:largest |ranked |most intensive )?(?:global )?" + _CLUSTER + r"(?: worldwide| globally| in the world)?"
    r",? (?:by|in terms of) (?:S ?& ?T |innovation |science and technology )?intensity"
    r"(?: \([^()]{0,80}\)|,? relative to (?:its )?population(?: density)?)?" + _IN_YEAR,
    re.IGNORECASE,
)  # fmt: skip
# A full stop that ends a sentence, not one of "St. Louis" or "Washington, D.C."
_END = r"\.(?=\s*$)|(?<!\bSt)(?<!\bSte)(?<!\bMt)(?<!\bFt)(?<![ .][A-Z])\.(?=\s)"
# "17% of Beijing's PCT patent applications are filed in collaboration with other inventors, with A, B and
# C emerging as the top collaborative locations."
COLLABORATION: Final = re.compile(
    r"(?:%| ?per ?cent) of (?P<name>[^%]{1,160}?)['’ʼ´`]s? "
    r"(?P<what>PCT (?:patent )?(?:applications?|filings?)|scientific (?:articles?|publications?|papers?))"
    r" (?:are|were|is|was) (?:filed |published |written |co-published )?in (?:international )?collaboration"
    r"(?: with (?:other |outside )?\w{1,20})?, with (?:"
    r"(?:the |its )?top (?:(?P<number>\w{1,12}) )?collaborat\w{1,6} (?:locations?|partners?|clusters?)"
    r" (?:being|are|is|were) (?P<after>.{1,600}?)(?:" + _END + r")"
    r"|(?P<before>.{1,600}?),? emerging as (?:the |its )?top (?:(?P<number2>\w{1,12}) )?"
    r"collaborat\w{1,6} (?:locations?|partners?|clusters?)\.(?=\s|$))",
)  # fmt: skip

# Words that speak of the heading's cluster without naming it.
AGREED_SUBJECTS: Final = frozenset({"it", "the cluster", "this cluster", "which", "and", ""})
# What may stand between two facts of one sentence.
GLUE: Final = frozenset(
    {"", "and", "and the", "the", "it", "it is the", "making it the", "it is also the", "as well as the"}
)
# Where one of these stands, a line speaks of a fact: it is read or reported, never furniture.
KEY_PHRASE: Final = re.compile(
    r"PCT (?:patent )?applica|scientific (?:articles|publications)|[ -]ranked\b|\d ?% of\b|million inhabitants|"
    r"\bby (?:S&T )?intensity|largest (?:science|S&T|innovation)|collaborat(?:ion with|ive|ing) |publishing organi|"
    r"technology fields|venture capital",
    re.IGNORECASE,
)  # fmt: skip
# Lines that belong to the page or the mail around a profile, wherever they stand.
FURNITURE: Final = re.compile(
    r"page \d{1,4}(?: ?(?:of|/) ?\d{1,4})?|\d{1,4} ?/ ?\d{1,4}|[-–—] ?\d{1,4} ?[-–—]"
    r"|(?:©|\(c\)|copyright\b).{0,300}|.{0,80}\ball rights reserved\b.{0,80}"
    r"|<?(?:https?://|www\.)\S{1,2000}|.{0,200}(?:https?://|www\.)\S{1,2000}"
    r"|\d{1,2}[/.]\d{1,2}[/.]\d{2,4}(?:,? .{0,200})?"
    r"|(?:from|sent|to|cc|bcc|date|subject|reply-to|von|an|gesendet|betreff): .{0,500}|on .{1,200} wrote:"
    r"|(?:source|sources|note|notes)\s?: .{0,500}|-----? ?(?:original|forwarded) message ?-----?"
    r"|(?:skip to|back to|jump to|share on|print|download|cookies?|privacy|accept all|sign in|log in)\b.{0,100}"
    r"|published (?:on|in) .{0,60}|last (?:updated|modified)\b.{0,60}",
    re.IGNORECASE,
)  # fmt: skip
