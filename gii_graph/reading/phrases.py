"""The one table of wordings that reading knows, by language: headings, sentences, numbers in words.

Editions word the same fact differently; every wording taken for a fact stands here, and both ways of reading (the
general one and the fast one for the usual form) are made from it. **A new wording is a line here.** A new language is
one more `Language`, whose fields may be empty where nothing is known.

How a wording is written (`templates` makes patterns of it):

- `[...]` may be absent, `(a|b)` is one of both, `\\(` is a bracket that is printed
- `{name}` is a value (`templates.SLOTS` has what may stand there), `{$name}` is an entry of `parts`
- a space is a space or a line break of any kind, `'` any apostrophe, letters are read in either case
- the first word may be a value that stands before the fixed words: `{cluster}`, `{ordinal}` or `{share}`

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

    `editions` name the index and a year. `national`, `size`, `intensity` and `collaboration` are sentences or lines;
    `clauses` state figures, by the attribute of the record, and count only where `per_million` follows them in the
    same sentence; between two of them may stand one of `joints`. `superlatives` are wordings of first places.
    `sections` head tables and technology fields, `activities` the fields of patents and of articles, and
    `header_cells` are what a table's header row is made of, `share_cells` those over shares.
    `ordinals` and `counts` are numbers in words, `ordinal_endings` what follows digits; `conjunctions` part the last
    name of a list. `subjects` speak of the heading's cluster without naming it, `glue` may stand between two facts.
    `signals` are words of facts: where one stands, a line is read or reported, never furniture.
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
    collaboration: Mapping[Activity, tuple[str, ...]] = {}
    sections: Mapping[Section, tuple[str, ...]] = {}
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
        "cluster": "[(science (and|&) technology|S[ ]&[ ]T|innovation)[ \\(S[ ]&[ ]T\\)] ]cluster",
        "clusters": "[(science (and|&) technology|S[ ]&[ ]T|innovation)[ \\(S[ ]&[ ]T\\)] ]clusters",
        "worldwide": "(worldwide|globally|in the world|overall)",
        "articles": "scientific (article|articles|publication|publications|paper|papers)",
        "applications": "PCT [patent ](application|applications|filing|filings)",
        "partners": "collaborat(ing|ive|ion) (location|locations|partner|partners|cluster|clusters)",
        "others": "(inventors|organizations|organisations|institutions|researchers|authors|applicants|clusters|partners"
        "|locations|places)",
        "density": "[,][ ][\\(]relative to [its ]population[ density][\\)]",
    },
    national=(
        "{cluster} (is|was) [the ]{rank}[-| ]ranked {$cluster}[ in [the ]{economy}]"
        "[[,] [out ]of [the |its ]{clusters} [{demonym} ]{$clusters}[ (in|of) [the ]{economy}]]"
        "[[,] (that|which) (fall|falls|rank|ranks|is|are|feature|features|appear|appears|placed) [ranked |placed ]"
        "(within|among|in|inside) the [global |world's ]top[-| ]{top}[ [global ]{$clusters}][ {$worldwide}]]"
        "[[,] in {year}].",
        "{cluster} (is|was) [the ]{only} [{demonym} ]{$cluster}[ in [the ]{economy}]"
        "[[,] (that|which) (falls|ranks|is|features|appears) [ranked |placed ]"
        "(within|among|in|inside) the [global |world's ]top[-| ]{top}[ [global ]{$clusters}][ {$worldwide}]]"
        "[[,] in {year}].",
    ),
    clauses={
        "patents_per_million": ("(filed|recorded|had|made|saw) {count} {$applications}",),
        "articles_per_million": ("(published|recorded|had|produced|saw) {count} {$articles}",),
        "venture_capital_deals_per_million": (
            "(attracted|closed|recorded|had|saw|received|secured|made) {count} (venture capital|VC) (deal|deals)",
        ),
    },
    joints=("", ",", "and", ", and", "and it", ", and it", "and has", ", it", ", and has"),
    per_million=(
        "[,][ both| all| each][,] per [1 |one |a ]million (inhabitants|people|population)"
        "[ (over|during|in) the (last|past) (five|5) years][,][ making it[ the][:]]",
    ),
    size=(
        "{ordinal} (largest|biggest) [global ]{$cluster}[ {$worldwide}][ by size]([,] in {year}|{end})",
        "{ordinal}[-| ][ranked ][global ]{$cluster}[ {$worldwide}] by size([,] in {year}|{end})",
    ),
    intensity=(
        "{ordinal} [largest |ranked |most intensive ][global ]{$cluster}[ {$worldwide}][,] (by|in terms of) "
        "[(S[ ]&[ ]T|innovation|science and technology) ]intensity[{$density}]([,] in {year}|{end})",
        "{ordinal}[-| ]most[-| ]intensive [global ]{$cluster}[ {$worldwide}][{$density}]([,] in {year}|{end})",
    ),
    superlatives=("is the", "was the", "as the", "it the"),
    collaboration={
        Activity.PATENTS: (
            "{share} of {cluster}'[s] {$applications} (are|were|is|was) [filed |made |written ]in [international ]"
            "collaboration[ with [other |outside ]{$others}], with {partners}[,] emerging as [the |its ]top [{number} ]"
            "{$partners}.",
            "{share} of {cluster}'[s] {$applications} (are|were|is|was) [filed |made |written ]in [international ]"
            "collaboration[ with [other |outside ]{$others}], with (the|its) top [{number} ]{$partners}"
            " (being|are|is|were) {partners}.",
        ),
        Activity.ARTICLES: (
            "{share} of {cluster}'[s] {$articles} (are|were|is|was) [published |co-published |written ]in "
            "[international ]collaboration[ with [other |outside ]{$others}], with (the|its) top [{number} ]{$partners}"
            " (being|are|is|were) {partners}.",
            "{share} of {cluster}'[s] {$articles} (are|were|is|was) [published |co-published |written ]in "
            "[international ]collaboration[ with [other |outside ]{$others}], with {partners}[,] emerging as "
            "[the |its ]top [{number} ]{$partners}.",
        ),
    },
    sections={
        Section.PATENT_TABLE: (
            "(Top|Leading) [(three|3|five|5|ten|10) ][PCT ][patent ](applicant|applicants)"
            "[ (in|of|for) {cluster}][[,] {years}][:]",
        ),
        Section.ARTICLE_TABLE: (
            "(Top|Leading) [(three|3|five|5|ten|10) ](publishing|scientific) "
            "(organization|organizations|organisation|organisations|institution|institutions)"
            "[ (in|of|for) {cluster}][[,] {years}][:]",
            "Top publishers of scientific articles[ (in|of|for) {cluster}][[,] {years}][:]",
        ),
        Section.FIELDS: (
            "Top [(technology|scientific|science and technology|subject|technology and subject) ]fields"
            "[ (in|of) {cluster}][[,] {years}][:]",
        ),
    },
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
