"""Everything gii-graph raises on purpose.

Every message is one sentence for a person: where, what was found, what was expected, what to do.

    GiiGraphError
    ├── CallError           the command was called wrongly
    ├── SourceError         a profile text cannot be used
    │   └── ContradictionError   two profiles of one cluster and edition disagree
    ├── GraphFileError      an RDF file cannot be read
    ├── RegistryError       a registry, gazetteer or mapping file cannot be used
    ├── ServiceError        a service cannot be reached or answers what it should not
    ├── VocabularyError     a name that the ontology does not have
    └── OutputError         an output cannot be written
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = [
    "CallError",
    "ContradictionError",
    "GiiGraphError",
    "GraphFileError",
    "OutputError",
    "RegistryError",
    "ServiceError",
    "SourceError",
    "VocabularyError",
]


class GiiGraphError(Exception):
    """The root of all errors raised on purpose; `str()` is a sentence for people."""


class CallError(GiiGraphError):
    """The command was called wrongly."""


@dataclass(frozen=True)
class SourceError(GiiGraphError):
    """A profile text cannot be used: where, what was found, what was expected, what to do."""

    file: str
    line: int | None
    found: str
    expected: str
    advice: str

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        return f"{place}: found {self.found}, expected {self.expected}; {self.advice}."


class ContradictionError(SourceError):
    """Two profiles of one cluster and edition disagree; the file and line are those of the one refused."""


@dataclass(frozen=True)
class GraphFileError(GiiGraphError):
    """An RDF file cannot be read."""

    file: str
    line: int | None
    problem: str

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        return f"{place}: {self.problem}."


@dataclass(frozen=True)
class RegistryError(GiiGraphError):
    """A registry, gazetteer or mapping file cannot be used; `line` where one line is at fault."""

    file: str
    problem: str
    line: int | None = None

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        return f"{place} {self.problem}."


@dataclass(frozen=True)
class ServiceError(GiiGraphError):
    """A service cannot be reached, or answers what its protocol does not allow."""

    url: str
    problem: str

    def __str__(self) -> str:
        return f"{self.url} {self.problem}."


class VocabularyError(GiiGraphError, AttributeError):
    """A name that the ontology does not have."""


@dataclass(frozen=True)
class OutputError(GiiGraphError):
    """An output cannot be written."""

    file: str
    problem: str

    def __str__(self) -> str:
        return f"{self.file}: {self.problem}."
