"""The one table of wordings that reading knows, by language: headings, sentences, numbers in words.

Editions word the same fact differently; every wording taken for a fact stands here, and both ways of reading (the
general one and the fast one for the usual form) are made from it. **A new wording is a line here.** A new language is
one more `Language`, whose fields may be empty where nothing is known.

How a wording is written (`templates` makes patterns of it):

- `(a|b)` is one of both; `[...]` may be there, `<...>` may be absent; `\\(` is a bracket that is printed
- `{name}` is a value (`templates.SLOTS` has what may stand there), `{$name}` is an entry of `parts`
- a space is a space or a line break of any kind, `'` any apostrophe, letters are read in either case
- the first word may be a value that stands before the fixed words: `{cluster}`, `{ordinal}` or `{share}`

The usual form, which the fast way reads, has the first of the alternatives, what stands in `<...>`, and nothing of what
stands in `[...]`.

A wording has no place for "anything": what stands between the words of two facts is reported, not skipped.
The first wording of each kind is that of the usual form.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Final, NamedTuple

from gii_graph.profile import Activity

__all__ = ["ENGLISH", "LANGUAGES", "Language", "Section"]


class Section(Enum):
    """What the lines after a heading are."""

    PATENT_TABLE = "Top PCT applicants"
    ARTICLE_TABLE = "Top publishing organizations"
    FIELDS = "Top technology fields"

    @property
    def activity(self) -> Activity:
        """What the section's table is about; technology fields start with patents."""
        return Activity.ARTICLES if self is Section.ARTICLE_TABLE else Activity.PATENTS


class Language(NamedTuple):
    """All wordings of one language.

    `editions` name the index and a year; `parts` are what several wordings share. `national`, `size`, `intensity` and
    `collaboration` are sentences or lines; `clauses` state figures, by the attribute of the record, and count only
    where `per_million` follows them in the same sentence; between two of them may stand one of `joints`.
    `superlatives` are words that make "largest" a first place; `leads` name who has a rank, before it, and a line that
    ends in one of `loose_ends` goes on in the next. `subjects` speak of the heading's cluster without naming it, `glue`
    may stand between two facts. `signals` are words of facts: where one stands, a line is read or reported, never
    furniture.
    `sections` head tables and technology fields, `activities` the fields of patents and of articles; `header_cells` are
    what a table's header row is made of, `share_cells` those over shares, `header_rows` the usual rows.
    `ordinals` and `counts` are numbers in words, `ordinal_endings` what follows digits; `conjunctions` part the last
    name of a list.
    """

    editions: tuple[str, ...] = ()
    parts: Mapping[str, str] = {}
    national: tuple[str, ...] = ()
    clauses: Mapping[str, tuple[str, ...]] = {}
    joints: tuple[str, ...] = ()
    per_million: tuple[str, ...] = ()
    size: tuple[str, ...] = ()
    intensity: tuple[str, ...] = ()
    superlatives: tuple[str, ...] = ()
    leads: tuple[str, ...] = ()
    loose_ends: frozenset[str] = frozenset()
    collaboration: Mapping[Activity, tuple[str, ...]] = {}
    sections: Mapping[Section, tuple[str, ...]] = {}
    header_rows: Mapping[Section, str] = {}
    activities: Mapping[Activity, tuple[str, ...]] = {}
    header_cells: frozenset[str] = frozenset()
    share_cells: frozenset[str] = frozenset()
    ordinals: Mapping[str, int] = {}
    ordinal_endings: tuple[str, ...] = ()
    ties: tuple[str, ...] = ()
    counts: Mapping[str, int] = {}
    conjunctions: tuple[str, ...] = ()
    subjects: frozenset[str] = frozenset()
    glue: frozenset[str] = frozenset()
    signals: tuple[str, ...] = ()


_UNITS = "first second third fourth fifth sixth seventh eighth ninth".split()
_TEENS = "tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth".split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_ENGLISH_ORDINALS = {
    **{word: number for number, word in enumerate(_UNITS + _TEENS, start=1)},
    **{ten.removesuffix("y") + "ieth": tens * 10 for tens, ten in enumerate(_TENS, start=2)},
    **{
        f"{ten}-{unit}": tens * 10 + number
        for tens, ten in enumerate(_TENS, start=2)
        for number, unit in enumerate(_UNITS, start=1)
    },
    **dict.fromkeys(("hundredth", "one-hundredth", "a-hundredth"), 100),
    **dict.fromkeys(("top", "highest", "leading", "best"), 1),
}

ENGLISH: Final = Language(
    editions=("Global Innovation Index[ \\(GII\\)][,][:] [\\(]{edition}[\\)]", "GII[,][:] [\\(]{edition}[\\)]"),
    parts={
        "S&T": "(S[ ]&[ ]T|science (and|&) technology|innovation)[ \\(S[ ]&[ ]T\\)]",
        "science": "(science (and|&) technology|S[ ]&[ ]T|innovation)[ \\(S[ ]&[ ]T\\)]",
        "worldwide": "(worldwide|globally|in the world|overall)",
        "articles": "scientific (articles|article|publications|publication|papers|paper)",
        "patent applications": "PCT <patent >(applications|application|filings|filing)",
        "applications": "PCT [patent ](applications|application|filings|filing)",
        "locations": "(locations|location|partners|partner|clusters|cluster)",
        "others": "(inventors|organizations|organisations|institutions|researchers|authors|applicants|clusters|partners"
        "|locations|places)",
        "own": "(national|domestic|innovation)",  # words before "clusters" that name no economy
        "within": "(that|which) (falls|fall|ranks|rank|is|are|features|feature|appears|appear) [ranked |placed ]"
        "(within|among|in|inside) the [global |world's ]top< |->{top}< [global ]<{$S&T} >clusters>[ {$worldwide}]",
    },
    national=(
        "{cluster} (is|was) <the >{rank}<-| >ranked [{$S&T} ]cluster[ in [the ]{economy}]"
        "<<,> <out >of [the |its ]{clusters} [{$own} ]<{demonym} >[{$S&T} ]clusters[ (in|of) [the ]{economy}]>"
        "<<,> {$within}>< in {year}>.",
        "{cluster} (is|was) <the >{only} [{$own} ]<{demonym} >[{$S&T} ]cluster[ in [the ]{economy}]"
        "<[,] {$within}>< in {year}>.",
    ),
    clauses={
        "patents_per_million": ("(filed|recorded|had|made|saw) {count} {$applications}",),
        "articles_per_million": ("(published|recorded|had|produced|saw) {count} {$articles}",),
        "venture_capital_deals_per_million": (
            "(attracted|closed|recorded|had|saw|received|secured|made) {count} (venture capital|VC) (deals|deal)",
        ),
    },
    joints=("and", "", ",", ", and", "and it", ", and it", "and has", ", it", ", and has"),
    per_million=(
        "<,>< both| all| each>[,] per <1 |one |a >million (inhabitants|people|population)"
        "< (over|during|in) the (last|past) (five|5) years><,>< making it< the><:>>",
    ),
    size=(
        "{ordinal} (largest|biggest) [global ]<{$science} >cluster[ {$worldwide}][ by size]([,] in {year}|{end})",
        "{ordinal}[-| ][ranked ][global ][{$science} ]cluster[ {$worldwide}] by size([,] in {year}|{end})",
    ),
    intensity=(
        "{ordinal} [largest |ranked |most intensive ][global ]<{$S&T} >cluster[ {$worldwide}][,] (by|in terms of) "
        "[{$S&T} ]intensity<[,] <\\(>relative to [its ]population< density><\\)>>([,] in {year}|{end})",
        "{ordinal}[-| ]most[-| ]intensive [global ][{$S&T} ]cluster[ {$worldwide}]"
        "[[,] [\\(]relative to [its ]population[ density][\\)]]([,] in {year}|{end})",
    ),
    superlatives=("is the", "was the", "as the", "it the"),
    leads=("{cluster} (is|was|ranks|ranked)[ also][ ranked][ (the|as the)]",),
    loose_ends=frozenset({
        "the", "a", "an", "as", "is", "was", "of", "its", "and", "or", "than", "not", "with", "by", "in", "to",
        "behind", "after", "before", "for", "like", "also", "ranked",
    }),
    collaboration={
        Activity.PATENTS: (
            "{share} of {cluster}'<s> {$patent applications} (are|were|is|was) <filed |made |written >in "
            "[international ]collaboration< with <other |outside >{$others}>, with {partners}[,] emerging as "
            "<the |its >top [{number} ]collaborat(ive|ing|ion) {$locations}.",
            "{share} of {cluster}'<s> {$patent applications} (are|were|is|was) <filed |made |written >in "
            "[international ]collaboration< with <other |outside >{$others}>, with (the|its) top [{number} ]"
            "collaborat(ive|ing|ion) {$locations} (being|are|is|were) {partners}.",
        ),
        Activity.ARTICLES: (
            "{share} of {cluster}'<s> {$articles} (are|were|is|was) <published |co-published |written >in "
            "[international ]collaboration< with <other |outside >(organizations|{$others})>, with (the|its) top "
            "<{number} >collaborat(ing|ive|ion) {$locations} (being|are|is|were) {partners}.",
            "{share} of {cluster}'<s> {$articles} (are|were|is|was) <published |co-published |written >in "
            "[international ]collaboration< with <other |outside >{$others}>, with {partners}[,] emerging as "
            "<the |its >top [{number} ]collaborat(ing|ive|ion) {$locations}.",
        ),
    },
    sections={
        Section.PATENT_TABLE: (
            "(Top|Leading) [(three|3|five|5|ten|10) ]<PCT >[patent ](applicants|applicant)"
            "[ (in|of|for) {cluster}][[,] {years}][:]",
        ),
        Section.ARTICLE_TABLE: (
            "(Top|Leading) [(three|3|five|5|ten|10) ](publishing|scientific) "
            "(organizations|organization|organisations|organisation|institutions|institution)"
            "[ (in|of|for) {cluster}][[,] {years}][:]",
            "Top publishers of scientific articles[ (in|of|for) {cluster}][[,] {years}][:]",
        ),
        Section.FIELDS: (
            "Top <(technology|scientific|science and technology|subject|technology and subject) >fields"
            "< (in|of) {cluster}>[[,] {years}][:]",
        ),
    },
    header_rows={Section.PATENT_TABLE: "Patents\tShare", Section.ARTICLE_TABLE: "Articles\tShare"},
    activities={
        Activity.PATENTS: ("Patents", "Patent applications", "PCT [patent ]applications", "Technology fields"),
        Activity.ARTICLES: ("Publications", "Articles", "Scientific (publications|articles)", "Subject fields"),
    },
    header_cells=frozenset({
        "patents", "pct applications", "pct filings", "applications", "articles", "publications",
        "scientific articles", "scientific publications", "rank", "#", "no.", "name", "applicant", "applicants",
        "organization", "organizations", "organisation", "organisations", "institution", "count", "number",
        "field", "fields", "technology field", "technology", "top applicant",
    }),
    share_cells=frozenset({
        "share", "share (%)", "share, %", "share %", "share in %", "% share", "percent", "%", "share of total",
    }),
    ordinals=_ENGLISH_ORDINALS,
    ordinal_endings=("st", "nd", "rd", "th"),
    ties=("joint", "equal", "tied"),
    counts={"one": 1, "two": 2, "three": 3, "four": 4, "five": 5},
    conjunctions=("and", "&"),
    subjects=frozenset({"it", "the cluster", "this cluster", "which", "and", ""}),
    glue=frozenset({
        "", "and", "and the", "the", "it", "it is the", "making it the", "it is also the", "as well as the",
        "as well as", "it is",
    }),
    signals=(
        "PCT [patent ]applica", "scientific (articles|publications)", "[-| ]ranked", "million inhabitants",
        "by [S&T ]intensity", "largest (science|S&T|innovation)", "collaborat(ion with|ive|ing) ",
        "publishing organi", "technology fields", "venture capital", "% of ",
    ),
)  # fmt: skip

LANGUAGES: Final = (ENGLISH,)
