"""Candidates that names had, kept beside the index of a registry: the same names are asked again after each review.

They hold for one registry file, whose index they lie beside, and for the program that found them. What cannot be read
or written is found anew: nothing but time is lost.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import TypeAlias

from gii_graph.file_state import state_of_program
from gii_graph.links.place import Place

__all__ = ["KeptCandidates", "Row"]

# Identifier, name, score and reason of a candidate.
Row: TypeAlias = tuple[str, str, float, str]

_SCHEMA = """
CREATE TABLE IF NOT EXISTS answer (
    question TEXT PRIMARY KEY, program TEXT NOT NULL, rows TEXT NOT NULL, check_sum TEXT NOT NULL
)
"""
_MOST_KEPT = 200_000
_SECONDS_TO_WAIT = 0.5  # for another run that writes


class KeptCandidates:
    """The candidates of names, by the index of the registry that they are of."""

    def __init__(self, index: Path) -> None:
        self._path = index.with_suffix(".candidates")
        self._program = state_of_program()
        self._new: dict[str, str] = {}
        self._kept: dict[str, str] | None = None

    def of(self, names: Sequence[str], place: Place, limit: int) -> list[Row] | None:
        """Return the candidates that those names had at that place; None where they were not asked."""
        if self._kept is None:
            self._kept = self._read()
        question = self._question(names, place, limit)
        rows = self._kept.get(question)
        if rows is None:
            return None
        return [(identifier, name, score, reason) for identifier, name, score, reason in json.loads(rows)]

    def keep(self, names: Sequence[str], place: Place, limit: int, rows: Sequence[Row]) -> None:
        """Note the candidates of names, to be written by `save`."""
        self._new[self._question(names, place, limit)] = json.dumps(rows, ensure_ascii=False)

    def save(self) -> None:
        """Write what this run asked, beside what earlier ones did."""
        if not self._new:
            return
        try:
            with closing(sqlite3.connect(self._path, timeout=_SECONDS_TO_WAIT)) as database, database:
                database.execute(_SCHEMA)
                database.execute("DELETE FROM answer WHERE program <> ?", (self._program,))
                (count,) = database.execute("SELECT count(*) FROM answer").fetchone()
                if count + len(self._new) > _MOST_KEPT:
                    database.execute("DELETE FROM answer")
                answers = [
                    (question, self._program, rows, _check_sum(question, rows)) for question, rows in self._new.items()
                ]
                database.executemany("INSERT OR REPLACE INTO answer VALUES (?, ?, ?, ?)", answers)
        except sqlite3.DatabaseError as error:
            # What is no database can only be made anew; one that is locked or cannot be written is left to others.
            if not isinstance(error, sqlite3.OperationalError):
                with suppress(OSError):
                    self._path.unlink(missing_ok=True)

    def _read(self) -> dict[str, str]:
        if not self._path.is_file():
            return {}
        try:
            with closing(sqlite3.connect(f"{self._path.resolve().as_uri()}?mode=ro", uri=True)) as database:
                answers = database.execute(
                    "SELECT question, rows, check_sum FROM answer WHERE program = ?", (self._program,)
                ).fetchall()
        except sqlite3.Error:
            return {}
        return {question: rows for question, rows, check_sum in answers if check_sum == _check_sum(question, rows)}

    def _question(self, names: Sequence[str], place: Place, limit: int) -> str:
        cities = [(city.name, city.geonames, city.position) for city in place.cities]
        asked = json.dumps([list(names), sorted(place.countries), cities, limit])
        return hashlib.sha256(asked.encode()).hexdigest()


def _check_sum(question: str, rows: str) -> str:
    return hashlib.sha256(f"{question}\n{rows}".encode()).hexdigest()[:16]
