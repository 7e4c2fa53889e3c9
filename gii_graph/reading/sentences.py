"""Sentences of a profile: running text to what it states, each with where it stands in the text.

A sentence is met by its fixed words and then read outwards: the ordinal, share or name before it is taken from the
text just before. `spans` are what it was read from; all else stays for the report.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from gii_graph.profile import Activity, Share
from gii_graph.reading import cluster_names, numbers, wordings
from gii_graph.reading.phrases import Language
from gii_graph.reading.running_text import SENTENCE_MARK, RunningText
from gii_graph.reading.templates import FENCE, SENTENCE_END, folded
from gii_graph.reading.wordings import Sentence, SentenceKind

__all__ = [
    "BROKEN",
    "Collaboration",
    "Flows",
    "Intensity",
    "National",
    "RankStatement",
    "Size",
    "Statement",
    "read_sentences",
    "subjects",
]

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Statement:
    """Something that a text states.

    `spans` are the stretches that say it, without the words before it that say of whom; these stand between `room`,
    where the sentence may begin, and the first span. `problem` says why a statement is not used.
    """

    spans: tuple[Span, ...]
    room: int
    problem: str | None

    @property
    def start(self) -> int:
        """Where its first words begin."""
        return self.spans[0][0]

    @property
    def end(self) -> int:
        """Where its last words end."""
        return self.spans[-1][1]


@dataclass(frozen=True, slots=True)
class National(Statement):
    """Place within the economy."""

    rank: int | None
    clusters: int | None
    economies: tuple[str, ...]
    adjectives: tuple[str, ...]
    year: int | None


@dataclass(frozen=True, slots=True)
class Flows(Statement):
    """Figures per million inhabitants, by the attribute of the record."""

    figures: Mapping[str, int | None]


@dataclass(frozen=True, slots=True)
class RankStatement(Statement):
    """A rank in the world."""

    rank: int | None
    year: int | None


@dataclass(frozen=True, slots=True)
class Size(RankStatement):
    """Rank by size."""


@dataclass(frozen=True, slots=True)
class Intensity(RankStatement):
    """Rank by intensity."""


@dataclass(frozen=True, slots=True)
class Collaboration(Statement):
    """Share made in collaboration, and the partners in order."""

    activity: Activity
    subject: str
    share: Share | None
    partners: tuple[str, ...]
    announced: int | None


_SHARE_BEFORE = re.compile(
    r"(?:(?:<|less than|under) ?)?(?<![\d.,])\d{1,3}(?:[.,]\d{1,3})? ?(?:%|per ?cent)\s*$", re.IGNORECASE
)
_ORDINAL_BEFORE = re.compile(
    r"(?:(?:joint|equal|tied)[ \u2010\u2011-])?(?:(?:twen|thir|for|fif|six|seven|eigh|nine)ty[ \u2010\u2011-])?"
    r"[\w=\u2010\u2011-]{1,24}$",
    re.IGNORECASE,
)
_SENTENCE_BREAK = re.compile(SENTENCE_END + r"|\n")
BROKEN = "a sentence that breaks off, or is worded in a way not known"
_LONGEST_SENTENCE = 600  # characters
_LONGEST_LEAD = 40  # characters of an ordinal or a share
_LONGEST_SUBJECT = 200  # characters


def read_sentences(text: RunningText) -> list[Statement]:
    """Return what a text states, in order of place.

    >>> from gii_graph.reading.running_text import running_text
    >>> [found] = read_sentences(running_text(["3rd largest science and technology cluster in 2024"], set()))
    >>> found.rank, found.year
    (3, 2024)
    """
    statements: list[Statement] = []
    lowest = 0
    for found, sentence in _found(text.text):
        if found.start() < lowest:
            continue
        room = max(lowest, text.text.rfind(FENCE, lowest, found.start()) + 1)
        statement = _read(text, room, found, sentence)
        if statement is not None:
            statements.append(statement)
            lowest = statement.end
    return statements


def _found(text: str) -> list[tuple[re.Match[str], Sentence]]:
    """Return the fixed words of sentences in order of place, the longest first; a hint spares most searches."""
    lowered = folded(text)
    found = [
        (match, sentence)
        for sentence in wordings.SENTENCES
        if sentence.wording.hint in lowered
        for match in sentence.wording.pattern.finditer(text)
    ]
    return sorted(found, key=lambda pair: (pair[0].start(), -pair[0].end()))


def _read(text: RunningText, room: int, found: re.Match[str], sentence: Sentence) -> Statement | None:
    kind = sentence.kind
    if kind is SentenceKind.NATIONAL:
        return _national(room, found)
    if kind is SentenceKind.FLOWS:
        return _flows(text.text, room, found)
    if kind is SentenceKind.SIZE:
        return _rank(Size, text.text, room, found)
    if kind is SentenceKind.INTENSITY:
        return _rank(Intensity, text.text, room, found)
    return _collaboration(text, room, found, sentence)


def _national(room: int, found: re.Match[str]) -> National:
    values = {name: value for name, value in found.groupdict().items() if value}
    is_only, place_in_words, out_of = "only" in values, values.get("rank", ""), values.get("clusters")
    place = 1 if is_only else numbers.ordinal(place_in_words)
    clusters = numbers.count(out_of) if out_of else 1 if is_only else None
    problem = None
    if place is None:
        problem = f"the place {place_in_words!r} is no ordinal number"
    elif out_of and clusters is None:
        problem = f"{out_of!r} is no number of clusters"
    elif clusters is not None and place > clusters:
        problem = f"place {place} out of {clusters} cannot be"
    economies = tuple(_one_line(value) for name, value in values.items() if name.startswith("economy"))
    adjectives = tuple(_one_line(value) for name, value in values.items() if name.startswith("demonym"))
    room = max(room, found.start() - _LONGEST_SUBJECT)
    return National((found.span(),), room, problem, place, clusters, economies, adjectives, _year(found))


def _flows(text: str, room: int, found: re.Match[str]) -> Flows | None:
    """Return the figures of the sentence that ends with "per million inhabitants", None if it has none."""
    room = max(room, found.start() - _LONGEST_SENTENCE)
    for sentence_break in _SENTENCE_BREAK.finditer(text, room, found.start()):
        if sentence_break.group() != "\n":
            room = sentence_break.end()
    clauses = sorted(
        (
            (clause.span(), attribute, clause["count"])
            for attribute, pattern in wordings.CLAUSES
            for clause in pattern.finditer(text, room, found.start())
        ),
        key=lambda clause: clause[0],
    )
    if not clauses:
        return None
    figures = {attribute: numbers.count(printed.strip(" ,")) for _, attribute, printed in clauses}
    problem = None
    for _, attribute, printed in clauses:
        if figures[attribute] is None:
            problem = f"{printed!r} is no whole number"
    if len(figures) < len(clauses):
        problem = "it states one figure twice"
    first = clauses[0][0][0]
    spans = _joined_spans(text, [*(span for span, _, _ in clauses), found.span()])
    return Flows(spans, max(room, first - _LONGEST_SUBJECT), problem, figures)


def _joined_spans(text: str, spans: list[Span]) -> tuple[Span, ...]:
    """Return stretches, joined where nothing but the joints of one sentence stand between them."""
    joined = [spans[0]]
    for start, end in spans[1:]:
        if wordings.is_joint(text[joined[-1][1] : start]):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return tuple(joined)


def _rank(kind: type[RankStatement], text: str, room: int, found: re.Match[str]) -> RankStatement:
    start, place = found.start(), None
    before = text[max(room, start - _LONGEST_LEAD) : start].rstrip(" \n-\u2010\u2011")
    ordinal = _ORDINAL_BEFORE.search(before.replace("\n", " "))
    if ordinal:
        place = numbers.ordinal(ordinal.group())
        if place:
            start = max(room, start - _LONGEST_LEAD) + ordinal.start()
    if place is None and wordings.states_a_first_place(before):
        place = 1
    problem = None if place else "no place stands before it"
    return kind(((start, found.end()),), max(room, start - _LONGEST_SUBJECT), problem, place, _year(found))


def _collaboration(text: RunningText, room: int, found: re.Match[str], sentence: Sentence) -> Collaboration:
    start = max(room, found.start() - _LONGEST_LEAD)
    printed = _SHARE_BEFORE.search(text.text[start : found.start()].replace("\n", " "))
    share = numbers.share(printed.group().strip()) if printed else None
    start = start + printed.start() if printed else found.start()
    listed = _one_line(found["partners"])
    partners = cluster_names.partners(_with_english_conjunctions(sentence.language, listed))
    number = found["number"]
    announced = numbers.announced(number) if number else None
    problem = None
    if share is None:
        problem = "no share in percent stands before it" if printed else BROKEN
    elif not partners:
        problem = f"{listed!r} does not part into names of clusters"
    elif text.is_broken(*found.span("partners")):
        problem = f"in {listed!r} a hyphen at the end of a line may belong to a name or not"
    elif announced is not None and len(partners) > announced:
        problem = f"it announces {announced} locations and seems to name {len(partners)}"
    activity: Activity = sentence.kind.value
    subject = _one_line(found["cluster"])
    return Collaboration(((start, found.end()),), room, problem, activity, subject, share, partners, announced)


def _with_english_conjunctions(language: Language, listed: str) -> str:
    """Return a list of names whose last one an English conjunction parts."""
    foreign = [re.escape(word) for word in language.conjunctions if word not in ("and", "&")]
    return re.sub(rf" (?:{'|'.join(foreign)}) ", " and ", listed) if foreign else listed


def subjects(text: RunningText, statement: Statement) -> Iterator[tuple[int, str]]:
    """Yield what may be a sentence's subject, the longest first: it starts with a line or a sentence."""
    room, end = statement.room, statement.start
    starts = {room, *text.lines_between(room, end)}
    *_, last = [0, *(mark.end() for mark in SENTENCE_MARK.finditer(text.text, room, end))]
    if last:
        starts.add(last)
    for start in sorted(starts):
        yield start, _one_line(text.text[start:end]).strip(" ,:;")


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _year(found: re.Match[str]) -> int | None:
    year = found["year"]
    return int(year) if year else None
