"""The table of phrases, made into patterns once: what a line or a stretch of running text is, by its wording."""

from __future__ import annotations

import re
from enum import Enum
from typing import Final, NamedTuple

from gii_graph.profile import Activity
from gii_graph.reading.phrases import LANGUAGES, Language, Section
from gii_graph.reading.templates import RUNNING, Wording, folded, pattern, wording

__all__ = [
    "CLAUSES",
    "SENTENCES",
    "EditionMention",
    "SectionHeading",
    "Sentence",
    "SentenceKind",
    "activity_heading",
    "edition_in",
    "goes_on",
    "is_glue",
    "is_header_cell",
    "is_joint",
    "is_share_cell",
    "section_heading",
    "speaks_of_a_fact",
    "speaks_of_the_cluster",
    "states_a_first_place",
    "subject_of_rank",
]

_LONGEST_HEADING = 300  # characters


class SentenceKind(Enum):
    """What a sentence states."""

    NATIONAL = "national"
    FLOWS = "per_million"
    SIZE = "size"
    INTENSITY = "intensity"
    PATENT_COLLABORATION = Activity.PATENTS
    ARTICLE_COLLABORATION = Activity.ARTICLES


class Sentence(NamedTuple):
    """One wording of a sentence."""

    kind: SentenceKind
    language: Language
    wording: Wording


class SectionHeading(NamedTuple):
    """A heading of a table or of technology fields, and the cluster and the activity that it names, if any."""

    section: Section
    cluster: str | None
    activity: Activity | None = None


class EditionMention(NamedTuple):
    """The edition that a line names, and where in the line."""

    year: int
    start: int
    end: int


def _sentences() -> tuple[Sentence, ...]:
    sentences = []
    for language in LANGUAGES:
        for kind in SentenceKind:
            templates = (
                language.collaboration.get(kind.value, ())
                if isinstance(kind.value, Activity)
                else getattr(language, kind.value)
            )
            sentences += [Sentence(kind, language, wording(language, template)) for template in templates]
    return tuple(sentences)


def _any_of(field: str) -> re.Pattern[str]:
    patterns = [pattern(language, one, RUNNING) for language in LANGUAGES for one in getattr(language, field)]
    return re.compile("|".join(patterns), re.IGNORECASE)


SENTENCES: Final = _sentences()
# Attribute of the record -> the clauses that state it.
CLAUSES: Final = [
    (attribute, wording(language, template).pattern)
    for language in LANGUAGES
    for attribute, templates in language.clauses.items()
    for template in templates
]
_SECTIONS = [
    (section, re.compile(pattern(language, template, RUNNING), re.IGNORECASE))
    for language in LANGUAGES
    for section, templates in language.sections.items()
    for template in templates
]
_ACTIVITIES = [
    (activity, re.compile(pattern(language, template, RUNNING) + ":?", re.IGNORECASE))
    for language in LANGUAGES
    for activity, templates in language.activities.items()
    for template in templates
]
_EDITIONS = [
    (re.compile(rf"(?<!\w){pattern(language, template, RUNNING)}", re.IGNORECASE), template.split("[")[0].lower())
    for language in LANGUAGES
    for template in language.editions
]
_LEADS = [
    re.compile(pattern(language, template, RUNNING), re.IGNORECASE)
    for language in LANGUAGES
    for template in language.leads
]
_LOOSE_ENDS = frozenset().union(*(language.loose_ends for language in LANGUAGES))
_SIGNALS = _any_of("signals")
_SUPERLATIVES = re.compile(rf"(?:^|\W)(?:{_any_of('superlatives').pattern})$", re.IGNORECASE)
_HEADER_CELLS = frozenset().union(*(language.header_cells for language in LANGUAGES))
_SHARE_CELLS = frozenset().union(*(language.share_cells for language in LANGUAGES))
_SUBJECTS = frozenset().union(*(language.subjects for language in LANGUAGES))
_GLUE = frozenset().union(*(language.glue for language in LANGUAGES))
_JOINTS = frozenset(joint for language in LANGUAGES for joint in language.joints)
# A section's heading begins with one of few words; looking at the first one spares most lines the patterns.
_FIRST_WORDS = tuple(
    word.lower()
    for language in LANGUAGES
    for templates in language.sections.values()
    for template in templates
    for word in re.findall(r"[^\W\d]+", re.match(r"\([^)]*\)|[^ ]+", template)[0])  # type: ignore[index]
)


def section_heading(line: str) -> SectionHeading | None:
    """Return the section that a line is the heading of."""
    if len(line) > _LONGEST_HEADING or not line.lower().startswith(_FIRST_WORDS):
        return None
    for section, heading in _SECTIONS:
        found = heading.fullmatch(line)
        if found:
            return SectionHeading(section, found["cluster"])
    return None


def activity_heading(line: str) -> Activity | None:
    """Return the activity whose fields follow a line."""
    for activity, heading in _ACTIVITIES:
        if heading.fullmatch(line):
            return activity
    return None


def edition_in(line: str) -> EditionMention | None:
    """Return the edition that a short line names.

    >>> edition_in("Global Innovation Index 2024 | Beijing, China")
    EditionMention(year=2024, start=0, end=28)
    """
    if len(line) > _LONGEST_HEADING:
        return None
    lowered = folded(line)
    for edition, hint in _EDITIONS:
        found = edition.search(line) if hint in lowered else None
        if found:
            return EditionMention(int(found["edition"]), *found.span())
    return None


def speaks_of_a_fact(text: str) -> bool:
    """Return whether a text has words of a fact: it is read or reported, never furniture."""
    return _SIGNALS.search(text) is not None


def states_a_first_place(before: str) -> bool:
    """Return whether the words before a superlative make it one: "is the largest", not a line "largest cluster"."""
    return _SUPERLATIVES.search(before) is not None


def subject_of_rank(lead: str) -> str | None:
    """Return who has the rank that follows these words, None where they do not say so.

    >>> subject_of_rank("Beijing is the"), subject_of_rank("unlike Tokyo,")
    ('Beijing', None)
    """
    for pattern_of_lead in _LEADS:
        found = pattern_of_lead.fullmatch(lead)
        if found:
            return " ".join(found["cluster"].split())
    return None


def goes_on(line: str) -> bool:
    """Return whether a line ends in the middle of a sentence."""
    words = folded(line).split()
    return bool(words) and (words[-1].endswith((",", "(")) or words[-1] in _LOOSE_ENDS)


def is_header_cell(cell: str) -> bool:
    """Return whether a cell heads a column of a table."""
    return folded(cell) in _HEADER_CELLS or is_share_cell(cell)


def is_share_cell(cell: str) -> bool:
    """Return whether a cell heads a column of shares."""
    return folded(cell) in _SHARE_CELLS


def speaks_of_the_cluster(subject: str) -> bool:
    """Return whether words speak of the heading's cluster without naming it."""
    return folded(subject) in _SUBJECTS


def is_glue(text: str) -> bool:
    """Return whether a text may stand between two facts and says nothing."""
    return folded(text.strip(" \t\n,.;:|–—-")) in _GLUE


def is_joint(text: str) -> bool:
    """Return whether a text may stand between two figures of one sentence."""
    return " ".join(folded(text).split()) in _JOINTS
