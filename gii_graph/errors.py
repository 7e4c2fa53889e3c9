"""Everything gii-graph raises on purpose.

Every message is one sentence for a person: where, what was found, what was expected, what to do.

    GiiGraphError
    ├── CallError           the command was called wrongly
    │   ├── StoryError           a story cannot be told: says in which line
    │   └── QueryError           a query cannot be understood, or its parameters do not fit
    │       └── QuerySyntaxError      it breaks the grammar of SPARQL; says where
    ├── SourceError         a profile text cannot be used
    │   └── ContradictionError   two profiles of one cluster and edition disagree
    ├── GraphFileError      an RDF file cannot be read
    ├── RegistryError       a registry, gazetteer or mapping file cannot be used
    ├── VocabularyError     a name that the ontology does not have
    ├── OutputError         an output cannot be written
    ├── EndpointError       a SPARQL endpoint, graph store or reconciliation service does not answer as it should
    │   └── PartialAnswerError   it gives a part of what it was asked for, and says so
    ├── EngineError         the query engine cannot answer a query, or fails on it
    ├── StoppedError        a query was stopped before its end
    ├── ServerError         the server cannot listen, or cannot run on this system
    │   └── ServerBusyError      too many ask it at once
    └── WorkerError         a process that shared the work of a build failed or was ended

    GraphFileWarning        an RDF file can be used, and something is to be said of it
    └── LossWarning             something in it could not be used
"""

from __future__ import annotations

__all__ = [
    "CallError",
    "ContradictionError",
    "EndpointError",
    "EngineError",
    "GiiGraphError",
    "GraphFileError",
    "GraphFileWarning",
    "LossWarning",
    "OutputError",
    "PartialAnswerError",
    "QueryError",
    "QuerySyntaxError",
    "RegistryError",
    "ServerBusyError",
    "ServerError",
    "SourceError",
    "StoppedError",
    "StoryError",
    "VocabularyError",
    "WorkerError",
]


# A file name may hold line ends; a message is one sentence all the same.
_LINE_ENDS = {ord("\n"): "\\n", ord("\r"): "\\r"}


def _place(file: str, line: int | None = None) -> str:
    name = file.translate(_LINE_ENDS)
    return name if line is None else f"{name}:{line}"


class GiiGraphError(Exception):
    """The root of all errors raised on purpose; `str()` is a sentence for people."""


class _FileLineError(GiiGraphError):
    """A file, the line in it where there is one, and what is wrong there."""

    def __init__(self, file: str, line: int | None, problem: str) -> None:
        super().__init__(file, line, problem)
        self.file = file
        self.line = line
        self.problem = problem

    def __str__(self) -> str:
        return f"{_place(self.file, self.line)}: {self.problem}."


class CallError(GiiGraphError):
    """The command was called wrongly."""


class StoryError(_FileLineError, CallError):
    """A story cannot be told: its file, the line, what is wrong and what to do."""


class QueryError(CallError):
    """A query cannot be understood, asks for what is not allowed, or its parameters do not fit."""


class QuerySyntaxError(QueryError):
    """A query breaks the grammar of SPARQL: where (1-based, in characters), what is wrong, what to do."""

    def __init__(self, line: int, column: int, excerpt: str, what: str, hint: str) -> None:
        super().__init__(line, column, what)
        self.line = line
        self.column = column
        self.excerpt = excerpt
        self.what = what
        self.hint = hint

    def __str__(self) -> str:
        said = f"the query is wrong at line {self.line}, column {self.column}: {self.what}\n{self.excerpt}"
        return f"{said}\n{self.hint}" if self.hint else said


class EndpointError(GiiGraphError):
    """A SPARQL endpoint or graph store does not answer as it should."""


class PartialAnswerError(EndpointError):
    """A SPARQL endpoint gives a part of what it was asked for, and says so."""


class EngineError(GiiGraphError):
    """The query engine cannot answer a query that is valid, or fails on it."""


class StoppedError(GiiGraphError):
    """A query was stopped before its end: by its time limit, or by the user."""


class ServerError(GiiGraphError):
    """The server cannot listen where it should, or cannot run on this system."""


class ServerBusyError(ServerError):
    """Too many ask the server at once; later it may answer."""


class WorkerError(GiiGraphError):
    """A process that shared the work of a build failed, or was ended before its work was done."""


class SourceError(GiiGraphError):
    """A profile text cannot be used: where, what was found, what was expected, what to do."""

    def __init__(self, file: str, line: int | None, found: str, expected: str, advice: str) -> None:
        super().__init__(file, line, found, expected, advice)
        self.file = file
        self.line = line
        self.found = found
        self.expected = expected
        self.advice = advice

    def __str__(self) -> str:
        return f"{_place(self.file, self.line)}: found {self.found}, expected {self.expected}; {self.advice}."


class ContradictionError(SourceError):
    """Two profiles of one cluster and edition disagree; the file and line are those of the one refused."""


class GraphFileError(_FileLineError):
    """An RDF file cannot be read."""


class GraphFileWarning(UserWarning):
    """An RDF file can be used, and something is to be said of it; `str()` is a sentence for people."""

    def __init__(self, file: str, said: str) -> None:
        super().__init__(file, said)
        self.file = file
        self.said = said

    def __str__(self) -> str:
        return f"{_place(self.file)}: {self.said}."


class LossWarning(GraphFileWarning):
    """Something in an RDF file could not be used; the rest is there."""


class RegistryError(GiiGraphError):
    """A registry, gazetteer, mapping or decisions file cannot be used; `line` where one line is at fault."""

    def __init__(self, file: str, problem: str, line: int | None = None) -> None:
        super().__init__(file, problem, line)
        self.file = file
        self.problem = problem
        self.line = line

    def __str__(self) -> str:
        return f"{_place(self.file, self.line)} {self.problem}."


class VocabularyError(GiiGraphError, AttributeError):
    """A name that the ontology does not have."""


class OutputError(GiiGraphError):
    """An output cannot be written."""

    def __init__(self, file: str, problem: str) -> None:
        super().__init__(file, problem)
        self.file = file
        self.problem = problem

    def __str__(self) -> str:
        return f"{_place(self.file)}: {self.problem}."
