"""What needs a person: a table of candidates with a `decision` column, written for editing and read back.

Decisions: `accept` (the same), `close` (nearly the same: skos:closeMatch), `reject` (not the same), `none` (no
authority has a record of it), `person` or `organization` (what a name is), or `same-as NAME` (this subject is the same
organisation as that other one of the table: an IRI, or a name as printed).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from gii_graph.authorities import compact, identify
from gii_graph.edited_tables import EditedRow, read_edited_table
from gii_graph.errors import RegistryError
from gii_graph.formula_cells import guarded, without_guard

__all__ = [
    "COLUMNS",
    "KINDS",
    "KIND_QUESTION",
    "VERDICTS",
    "Conflict",
    "Decisions",
    "ReviewRow",
    "read_review",
    "review_cells",
    "review_table",
    "settled",
]

COLUMNS = (
    "subject", "name", "place", "candidate", "candidate_name", "score", "reason", "decision", "author", "date", "note",
)  # fmt: skip
VERDICTS: Final = ("accept", "close", "reject", "none", "person", "organization")
# What a name is, as a decision; the reason of a row that asks for it begins so.
KINDS: Final = frozenset({"person", "organization"})
KIND_QUESTION: Final = "kind:"
_SAME_AS = "same-as "
# The end of an IRI of a graph of ours, from the kind of thing on.
_OURS = re.compile(r"/((?:organization|person|cluster)/.+)$")
_NEEDED = ("subject", "name", "candidate", "decision")
_NEEDS_CANDIDATE = frozenset({"accept", "close"})


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """One row: a subject, one candidate for it (an absolute IRI, or empty where none was found), and the decision.

    `more` are the columns that a person has added, by name. `file` and `line` are where a row that was read stands.
    """

    subject: str
    name: str
    place: str
    candidate: str
    candidate_name: str
    score: float | None
    reason: str
    decision: str = ""
    author: str = ""
    date: str = ""
    note: str = ""
    more: tuple[tuple[str, str], ...] = ()
    file: str = ""
    line: int = 0

    @property
    def same_as(self) -> str:
        """The other subject that the decision names, or an empty string."""
        return self.decision.removeprefix(_SAME_AS).strip() if self.decision.startswith(_SAME_AS) else ""

    @property
    def where(self) -> str:
        """The file and line that the row was read from, and who wrote the decision, for people."""
        return f"{self.file}:{self.line}" + (f" ({self.author})" if self.author else "")

    @property
    def question(self) -> tuple[str, str]:
        """What the row asks or answers: the subject, and the candidate or what else of it."""
        if self.decision in KINDS or self.reason.startswith(KIND_QUESTION):
            return self.subject, KIND_QUESTION
        if self.decision == "none" or self.same_as:
            return self.subject, self.decision.partition(" ")[0]
        return self.subject, self.candidate


def review_table(rows: Iterable[ReviewRow]) -> Iterator[str]:
    """Yield the table's lines, as tab-separated text that spreadsheets open and save."""
    header, *lines = review_cells(rows)
    yield "\t".join(header) + "\n"
    for cells in lines:
        yield "\t".join(map(guarded, cells)) + "\n"


def review_cells(rows: Iterable[ReviewRow]) -> Iterator[tuple[str, ...]]:
    """Yield the names of the table's columns, then the cells of its rows.

    Subjects with an open question come first, those with the best candidates before others; so do the candidates of
    each. Columns that people have added follow ours.
    """
    unique = {replace(row, line=0, file="") for row in rows}
    added = tuple(dict.fromkeys(name for row in sorted(unique, key=_order) for name, _ in row.more))
    yield (*COLUMNS, *added)
    best: defaultdict[str, float] = defaultdict(lambda: -1.0)
    for row in unique:
        if not row.decision and row.score is not None:
            best[row.subject] = max(best[row.subject], row.score)
    for row in sorted(unique, key=lambda row: (-best[row.subject], *_order(row))):
        yield tuple(" ".join(cell.split()) for cell in _cells(row, added))


def _cells(row: ReviewRow, added: Iterable[str]) -> Iterator[str]:
    score = "" if row.score is None else f"{row.score:.2f}"
    yield from (row.subject, row.name, row.place, compact(row.candidate), row.candidate_name, score, row.reason)
    yield from (row.decision, row.author, row.date, row.note)
    more = dict(row.more)
    yield from (more.get(name, "") for name in added)


def _order(row: ReviewRow) -> tuple[str | float, ...]:
    score = row.score if row.score is not None else -1.0
    told = (row.author, row.date, row.note, *(cell for pair in row.more for cell in pair))
    return row.subject, -score, row.candidate, row.decision, row.place, row.reason, *told


def read_review(path: Path) -> Iterator[ReviewRow]:
    """Yield the rows of a review table; raises RegistryError for a table or a decision that cannot be understood."""
    for row in read_edited_table(path, _NEEDED, "keep the header of review.tsv"):
        yield _row(path, row)


def _row(path: Path, row: EditedRow) -> ReviewRow:
    cells = {name: without_guard(cell) for name, cell in row.cells.items()}
    own = {column: cells.get(column, "") for column in COLUMNS}
    return ReviewRow(
        subject=own["subject"],
        name=own["name"],
        place=own["place"],
        candidate=_candidate(own["subject"], own["candidate"]),
        candidate_name=own["candidate_name"],
        score=_score(own["score"]),
        reason=own["reason"],
        decision=_decision(path, row.line, own["decision"], own["candidate"]),
        author=own["author"],
        date=own["date"],
        note=own["note"],
        more=tuple((name, cell) for name, cell in cells.items() if name not in own and cell),
        file=str(path),
        line=row.line,
    )


def _candidate(subject: str, cell: str) -> str:
    """Return the IRI that a person's candidate means; what is none stays as it is, to be shown as it was written."""
    identifier = identify(cell, "place" if "/cluster/" in subject else "organization")
    return cell if identifier.fault else identifier.iri


def _score(cell: str) -> float | None:
    try:
        return float(cell.replace(",", ".")) if cell else None
    except ValueError:
        return None


def _decision(path: Path, line: int, cell: str, candidate: str) -> str:
    decision = " ".join(cell.split())
    verb = decision.lower()
    if verb.startswith("same-as"):
        other = decision[len("same-as") :].strip(" :")
        if not other:
            raise RegistryError(str(path), "says same-as, but not as what; write the other subject behind it", line)
        return _SAME_AS + other
    if verb and verb not in VERDICTS:
        raise RegistryError(
            str(path),
            f"has the decision '{decision}'; write {', '.join(VERDICTS)}, or same-as and a name",
            line,
        )
    if verb in _NEEDS_CANDIDATE and not candidate:
        raise RegistryError(str(path), f"says {verb}, but names no candidate; write its IRI in that column", line)
    return verb


@dataclass(frozen=True, slots=True)
class Conflict:
    """Decisions that cannot all be true; none of them is applied."""

    rows: tuple[ReviewRow, ...]

    def __str__(self) -> str:
        told = "; ".join(f"{row.where} says {row.decision} {compact(row.candidate)}".rstrip() for row in self.rows)
        return f"{self.rows[0].name}: {told}: they contradict each other and none is applied; correct or remove one."


@dataclass(frozen=True, slots=True)
class Decisions:
    """What people decided in one or more tables.

    `rows` are the decisions that nothing contradicts, `conflicts` those that contradict each other. `remarks` are rows
    without a decision in which somebody has written something all the same.
    """

    rows: tuple[ReviewRow, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    remarks: Mapping[tuple[str, str], ReviewRow] = field(default_factory=dict)

    @classmethod
    def read(cls, paths: Iterable[Path]) -> Decisions:
        """Return the decisions in those tables.

        Of two decisions of one author on one question the later by its date stands. Decisions of different people
        that contradict each other are conflicts.
        """
        decided: list[ReviewRow] = []
        remarks: dict[tuple[str, str], ReviewRow] = {}
        for path in paths:
            for row in read_review(path):
                if row.decision:
                    decided.append(row)
                elif row.author or row.date or row.note or row.more:
                    remarks.setdefault(row.question, row)
        return cls(*settled(decided), remarks)

    def pairs_of_names(self) -> tuple[tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]]:
        """Return the pairs that are one thing of the graph, and the pairs that are two.

        Organisations are given by name, clusters and persons by IRI path ("person/kunming/luo-can"): the name of a
        person says nothing of which one is meant.
        """
        by_subject = {row.subject: _called(row.subject, row.name) for row in self.rows}
        same = [
            (by_subject[row.subject], by_subject.get(row.same_as) or _called(row.same_as, row.same_as))
            for row in self.rows
            if row.same_as
        ]
        inside = [row for row in self.rows if _OURS.search(row.candidate) and row.candidate_name]
        pairs = [(row, _pair(row, by_subject[row.subject])) for row in inside]
        same += [pair for row, pair in pairs if row.decision == "accept"]
        apart = [pair for row, pair in pairs if row.decision == "reject"]
        return tuple(same), tuple(apart)

    def kinds(self) -> dict[str, str]:
        """Return the names that somebody called a "person" or an "organization", with which of the two."""
        return {row.name: row.decision for row in self.rows if row.decision in KINDS}


def _pair(row: ReviewRow, subject: str) -> tuple[str, str]:
    """Return how subject and candidate are told; by their paths where two organisations bear one name."""
    candidate = _called(row.candidate, row.candidate_name)
    ours, theirs = _OURS.search(row.subject), _OURS.search(row.candidate)
    return (ours[1], theirs[1]) if subject == candidate and ours and theirs else (subject, candidate)


def _called(iri: str, name: str) -> str:
    """Return how the program that builds graphs is told of a thing: an organisation by its name, others by IRI path."""
    ours = _OURS.search(iri)
    return ours[1] if ours and not ours[1].startswith("organization/") else name


def settled(decided: Iterable[ReviewRow]) -> tuple[tuple[ReviewRow, ...], tuple[Conflict, ...]]:
    """Return one decision for each question, and the decisions that contradict each other."""
    by_question: defaultdict[tuple[str, str], list[ReviewRow]] = defaultdict(list)
    for row in decided:
        by_question[row.question].append(row)
    conflicts: list[Conflict] = []
    agreed: list[ReviewRow] = []
    for rows in by_question.values():
        latest = _latest(rows)
        if len({row.decision for row in latest}) > 1:
            conflicts.append(Conflict(tuple(latest)))
        else:
            agreed.append(latest[0])
    clashes = list(_clashes(agreed))
    contradicted = {id(row) for clash in clashes for row in clash.rows}
    return tuple(row for row in agreed if id(row) not in contradicted), (*conflicts, *clashes)


def _latest(rows: list[ReviewRow]) -> list[ReviewRow]:
    """Return the rows without those that their own author has replaced at a later date."""
    return [
        row
        for row in rows
        if not any(other.author == row.author and row.author and other.date > row.date and row.date for other in rows)
    ]


def _clashes(rows: Iterable[ReviewRow]) -> Iterator[Conflict]:
    """Yield the decisions on one subject that cannot all be true: there is no record of it, and it is that record."""
    by_subject: defaultdict[str, list[ReviewRow]] = defaultdict(list)
    for row in rows:
        by_subject[row.subject].append(row)
    for decisions in by_subject.values():
        nothing = [row for row in decisions if row.decision == "none"]
        matched = [row for row in decisions if row.decision == "accept" and "/organization/" not in row.candidate]
        if nothing and matched:
            yield Conflict((*nothing, *matched))
