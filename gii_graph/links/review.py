"""What needs a person: a table of candidates with a `decision` column, written for editing and read back.

Decisions: `accept` (the same), `close` (nearly the same: skos:closeMatch), `reject` (not the same), or
`same-as NAME` (this subject is the same organisation as that other one of the table: an IRI, or a name as printed).
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from gii_graph.errors import RegistryError
from gii_graph.files import reason, text_lines
from gii_graph.links.model import compact, expand

__all__ = ["COLUMNS", "Decisions", "ReviewRow", "read_review", "review_table"]

COLUMNS = ("subject", "name", "place", "candidate", "candidate_name", "score", "reason", "decision")
_SAME_AS = "same-as "
_VERDICTS = frozenset({"accept", "close", "reject"})


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """One row: a subject, one candidate for it (an absolute IRI, or empty where none was found), and the decision.

    `line` is where a row that was read stands in its file.
    """

    subject: str
    name: str
    place: str
    candidate: str
    candidate_name: str
    score: float | None
    reason: str
    decision: str = ""
    line: int = 0

    @property
    def same_as(self) -> str:
        """The other subject that the decision names, or an empty string."""
        return self.decision.removeprefix(_SAME_AS).strip() if self.decision.startswith(_SAME_AS) else ""


def review_table(rows: Iterable[ReviewRow]) -> Iterator[str]:
    """Yield the table's lines, as tab-separated text that spreadsheets open and save; best candidates first."""
    yield "\t".join(COLUMNS) + "\n"
    for row in sorted({replace(row, line=0) for row in rows}, key=_order):
        score = "" if row.score is None else f"{row.score:.2f}"
        cells = (row.subject, row.name, row.place, compact(row.candidate), row.candidate_name, score, row.reason)
        yield "\t".join(" ".join(cell.split()) for cell in (*cells, row.decision)) + "\n"


def _order(row: ReviewRow) -> tuple[str, float, str, str, str, str]:
    score = row.score if row.score is not None else -1.0
    return row.subject, -score, row.candidate, row.decision, row.place, row.reason


def read_review(path: Path) -> Iterator[ReviewRow]:
    """Yield the rows of a review table; raises RegistryError for a table or a decision that cannot be understood."""
    # A spreadsheet may have quoted cells and ended lines its own way.
    table = csv.reader(text_lines(path), delimiter="\t")
    try:
        yield from _rows(path, table)
    except (OSError, UnicodeDecodeError) as error:
        raise RegistryError(str(path), f"cannot be read as a review table ({reason(error)})") from error
    except csv.Error as error:
        raise RegistryError(
            str(path), f"cannot be read as a review table ({error}); is a quotation mark not closed?", table.line_num
        ) from error


def _rows(path: Path, table: Any) -> Iterator[ReviewRow]:
    """Yield the rows of a table that the `csv` module reads."""
    header = [cell.strip().lower() for cell in next(table, [])]
    if missing := [column for column in ("subject", "name", "candidate", "decision") if column not in header]:
        raise RegistryError(str(path), f"has no column {', '.join(missing)}; keep the header of review.tsv", 1)
    for cells in table:
        if any(cell.strip() for cell in cells):
            named = dict.fromkeys(COLUMNS, "") | dict(zip(header, (cell.strip() for cell in cells), strict=False))
            yield _row(path, table.line_num, named)


def _row(path: Path, line: int, cells: dict[str, str]) -> ReviewRow:
    decision = " ".join(cells["decision"].split())
    verb = decision.lower()
    if verb.startswith("same-as"):
        decision = _SAME_AS + decision[len("same-as") :].strip(" :")
    elif verb in _VERDICTS or not verb:
        decision = verb
    else:
        raise RegistryError(
            str(path), f"has the decision '{decision}'; write accept, close, reject, or same-as and a name", line
        )
    if decision in {"accept", "close"} and not cells["candidate"]:
        raise RegistryError(str(path), f"says {decision}, but names no candidate; write its IRI in that column", line)
    if decision == _SAME_AS:
        raise RegistryError(str(path), "says same-as, but not as what; write the other subject behind it", line)
    try:
        score = float(cells["score"].replace(",", ".")) if cells["score"] else None
    except ValueError:
        score = None
    return ReviewRow(
        cells["subject"],
        cells["name"],
        cells["place"],
        expand(cells["candidate"]),
        cells["candidate_name"],
        score,
        cells["reason"],
        decision,
        line,
    )


@dataclass(frozen=True, slots=True)
class Decisions:
    """The decided rows of one or more tables; a later table speaks louder than an earlier one."""

    rows: tuple[ReviewRow, ...] = ()

    @classmethod
    def read(cls, paths: Iterable[Path]) -> Decisions:
        """Return the decisions in those tables."""
        decided: dict[tuple[str, str], ReviewRow] = {}
        for path in paths:
            for row in read_review(path):
                key = row.subject, row.candidate
                if row.decision:
                    decided[key] = row
                else:
                    # A cell that was emptied takes an earlier decision back.
                    decided.pop(key, None)
        return cls(tuple(decided.values()))

    def pairs_of_names(self) -> tuple[tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]]:
        """Return the pairs of names that are one organisation of the graph, and the pairs that are two."""
        by_subject = {row.subject: row.name for row in self.rows}
        same = [(row.name, by_subject.get(row.same_as, row.same_as)) for row in self.rows if row.same_as]
        inside = [row for row in self.rows if "/organization/" in row.candidate and row.candidate_name]
        same += [(row.name, row.candidate_name) for row in inside if row.decision == "accept"]
        apart = [(row.name, row.candidate_name) for row in inside if row.decision == "reject"]
        return tuple(same), tuple(apart)
