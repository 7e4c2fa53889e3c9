"""A review table gone through question by question: what is open, and what the table is once it is answered.

A question is one of three kinds. Which record of a registry is this name ("record")? Is it the same organisation as
that other name of the graph ("same")? Is it a person or an organization ("kind")?
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from gii_graph.authorities import authority_of, identify
from gii_graph.links.model import is_ours
from gii_graph.links.review import KIND_QUESTION, KINDS, Conflict, Decisions, ReviewRow, read_review

__all__ = ["Question", "Sitting", "Who", "merged"]


class Who(NamedTuple):
    """Who decides, and when (ISO 8601)."""

    author: str
    date: str


@dataclass(frozen=True, slots=True)
class Question:
    """What a person is asked of one subject: `kind` is "record", "same" or "kind"; `rows` are best first."""

    kind: str
    rows: tuple[ReviewRow, ...]

    @property
    def subject(self) -> ReviewRow:
        """A row that names the subject and its place."""
        return self.rows[0]

    @property
    def candidates(self) -> tuple[ReviewRow, ...]:
        """The rows with a candidate."""
        return tuple(row for row in self.rows if row.candidate)

    @property
    def best(self) -> float:
        """The score of the best candidate; -1 where there is none."""
        return max((row.score for row in self.rows if row.score is not None), default=-1.0)

    def sure(self, score: float) -> ReviewRow | None:
        """Return the candidate of an authority that alone reaches the best score, if that is `score` or more."""
        if self.kind != "record" or self.best < score:
            return None
        top = [row for row in self.candidates if row.score == self.best and authority_of(row.candidate)]
        return top[0] if len(top) == 1 else None

    def judged(self, numbers: Iterable[int], verdict: str, who: Who, note: str = "") -> list[ReviewRow]:
        """Return the decisions that candidates, by their numbers from 1, are to be accepted, close or rejected."""
        return [_decided(self.candidates[number - 1], verdict, who, note) for number in numbers]

    def answered(self, decision: str, who: Who, note: str = "") -> list[ReviewRow]:
        """Return a decision on the subject as a whole: none, same-as NAME, person or organization."""
        reason = self.subject.reason if self.kind == "kind" else ""
        whole = replace(self.subject, candidate="", candidate_name="", score=None, reason=reason)
        return [_decided(whole, decision, who, note)]

    def identified(self, text: str, who: Who, note: str = "") -> list[ReviewRow]:
        """Return the decision that the subject is what an identifier says. Raises ValueError where it is none."""
        place = "place" if "/cluster/" in self.subject.subject else "organization"
        identifier = identify(text, place)
        if identifier.fault:
            raise ValueError(f"'{text}' {identifier.fault}")
        named = replace(
            self.subject, candidate=identifier.iri, candidate_name="", score=None, reason="named by a person"
        )
        return [_decided(named, "accept", who, note)]


def _decided(row: ReviewRow, decision: str, who: Who, note: str) -> ReviewRow:
    return replace(row, decision=decision, author=who.author, date=who.date, note=note or row.note)


def _kind(row: ReviewRow) -> str:
    if row.reason.startswith(KIND_QUESTION):
        return "kind"
    return "same" if is_ours(row.candidate) else "record"


class Sitting:
    """The rows of a review table while a person goes through them; every answer can be taken back."""

    def __init__(self, rows: Iterable[ReviewRow]) -> None:
        self.rows = list(rows)
        self._before: list[list[ReviewRow]] = []

    def questions(self) -> list[Question]:
        """Return what is open, the best candidates first. Another name of the graph is a question of its own."""
        grouped: dict[tuple[str, str, str], list[ReviewRow]] = {}
        for row in self.rows:
            if not row.decision:
                kind = _kind(row)
                grouped.setdefault((row.subject, kind, row.candidate if kind == "same" else ""), []).append(row)
        questions = [
            Question(kind, tuple(sorted(rows, key=lambda row: (-(row.score or -1), row.candidate))))
            for (_, kind, _), rows in grouped.items()
        ]
        return sorted(questions, key=lambda one: (-one.best, one.subject.name, one.subject.subject, one.kind))

    def decide(self, question: Question, decided: Sequence[ReviewRow]) -> None:
        """Put decisions in the place of a question; after a mere "no" its other candidates stay open."""
        self._before.append(self.rows)
        is_closed = any(row.decision != "reject" for row in decided)
        answered = {row.question for row in decided}
        gone = {row for row in question.rows if is_closed or row.question in answered}
        self.rows = [row for row in self.rows if row not in gone] + list(decided)

    def undo(self) -> bool:
        """Take the last answer back; False where there is none."""
        if not self._before:
            return False
        self.rows = self._before.pop()
        return True

    def sure(self, score: float) -> Iterator[tuple[Question, ReviewRow]]:
        """Yield the open questions whose best candidate reaches `score` and no other ties with it."""
        for question in self.questions():
            row = question.sure(score)
            if row is not None:
                yield question, row


def merged(table: Path, others: Iterable[Path]) -> tuple[list[ReviewRow], tuple[Conflict, ...]]:
    """Return the rows of a review table with the decisions of other files, and the decisions that contradict.

    What contradicts stays an open question. Where the table itself holds one of the decisions, the others come to stand
    beside it, so that `link` applies none of them.
    """
    decisions = Decisions.read([table, *others])
    own = {row for row in read_review(table) if row.decision}
    contradicted = [row for conflict in decisions.conflicts if own.intersection(conflict.rows) for row in conflict.rows]
    by_subject: dict[str, Sitting] = {}
    for row in read_review(table):
        if not row.decision:
            by_subject.setdefault(row.subject, Sitting(())).rows.append(row)
    for row in decisions.rows:
        _take(by_subject.setdefault(row.subject, Sitting(())), row)
    rows = [row for sitting in by_subject.values() for row in sitting.rows]
    return [*rows, *contradicted], decisions.conflicts


def _take(sitting: Sitting, row: ReviewRow) -> None:
    """Put a decision in the place of the question of its subject that it answers, if that is open."""
    kind = "kind" if row.decision in KINDS else _kind(row)
    is_whole = row.decision == "none" or bool(row.same_as)
    for question in sitting.questions():
        is_pair = kind == "same" and not is_whole
        if question.kind == kind and (not is_pair or question.subject.candidate == row.candidate):
            sitting.decide(question, [row])
            return
    sitting.rows.append(row)
