"""Rows of an answer in an order and with blank node labels that are the same on every run.

Rows are sorted by their columns as ORDER BY sorts (SPARQL 1.1, 15.1): what is unbound, blank nodes, IRIs, literals,
then triple terms (SPARQL 1.2); numbers by their value. What ORDER BY leaves open is settled by how a term is written.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import IO, TYPE_CHECKING, Any, Final, TypeAlias, cast

from gii_graph.vocabulary import XSD

if TYPE_CHECKING:
    from pyoxigraph import QuerySolutions

__all__ = ["NUMERIC", "SolutionRow", "as_solutions", "sort_key", "with_stable_labels"]

# Terms of pyoxigraph, None where a variable is unbound.
SolutionRow: TypeAlias = Sequence[Any]

NUMERIC: Final = frozenset(
    XSD.NAMESPACE + name
    for name in """
        integer decimal double float int long short byte nonNegativeInteger positiveInteger nonPositiveInteger
        negativeInteger unsignedLong unsignedInt unsignedShort unsignedByte
    """.split()
)
# The label that Oxigraph gives a blank node which has none: a random number of 128 bits.
_RANDOM: Final = re.compile("[0-9a-f]{24,32}")


def sort_key(row: SolutionRow) -> tuple[Any, ...]:
    """Return what to sort a row by."""
    return tuple(map(_term_key, row))


def _term_key(term: Any) -> tuple[Any, ...]:
    if term is None:
        return (0,)
    kind = type(term).__name__
    if kind == "BlankNode":
        return 1, len(term.value), term.value
    if kind == "NamedNode":
        return 2, term.value
    if kind == "Triple":
        return 4, *map(_term_key, term)
    return _literal_key(term)


def _literal_key(term: Any) -> tuple[Any, ...]:
    datatype = term.datatype.value
    written = (term.value, term.language or "", str(term.direction or ""), datatype)
    if datatype in NUMERIC:
        try:
            number = float(term.value)
        except ValueError:
            return 3, 1, *written
        if number == number:  # noqa: PLR0124  # NaN equals nothing and would leave the order to chance
            return 3, 0, number, *written
    return 3, 1, *written


def with_stable_labels() -> Callable[[Any], Any]:
    """Return a function that gives a term's blank nodes labels in the order in which it meets them.

    Blank nodes of the data have labels that are the same every time (`gii_graph.sparql.dataset`) and keep them; those
    that a query makes have random ones.
    """
    from pyoxigraph import BlankNode, Triple

    labels: dict[str, BlankNode] = {}

    def labelled(term: Any) -> Any:
        kind = type(term).__name__
        if kind == "BlankNode" and _RANDOM.fullmatch(term.value):
            return labels.setdefault(term.value, BlankNode(f"g{len(labels)}"))
        return Triple(*map(labelled, term)) if kind == "Triple" else term

    return labelled


def as_solutions(columns: Sequence[str], rows: Iterable[SolutionRow]) -> QuerySolutions:
    """Return rows as Oxigraph's own solutions, which every writer takes; they are read as they come."""
    from pyoxigraph import QueryResultsFormat, parse_query_results

    stream = cast("IO[bytes]", _Stream(_results(columns, rows)))
    return cast("QuerySolutions", parse_query_results(stream, QueryResultsFormat.JSON))


def _results(columns: Sequence[str], rows: Iterable[SolutionRow]) -> Iterator[bytes]:
    """Yield the pieces of SPARQL results in JSON, https://www.w3.org/TR/sparql12-results-json/."""
    import json

    yield f'{{"head":{{"vars":{json.dumps(columns)}}},"results":{{"bindings":['.encode()
    comma = ""
    for row in rows:
        bound = {name: _json(term) for name, term in zip(columns, row, strict=True) if term is not None}
        yield f"{comma}{json.dumps(bound)}".encode()
        comma = ","
    yield b"]}}"


def _json(term: Any) -> dict[str, Any]:
    kind = type(term).__name__
    if kind == "NamedNode":
        return {"type": "uri", "value": term.value}
    if kind == "BlankNode":
        return {"type": "bnode", "value": term.value}
    if kind == "Triple":
        parts = zip(("subject", "predicate", "object"), map(_json, term), strict=True)
        return {"type": "triple", "value": dict(parts)}
    literal = {"type": "literal", "value": term.value}
    if term.direction is not None:
        return {**literal, "xml:lang": term.language, "its:dir": term.direction.value}
    if term.language is not None:
        return {**literal, "xml:lang": term.language}
    return {**literal, "datatype": term.datatype.value}


class _Stream(io.RawIOBase):
    """Pieces of bytes as a file to read."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._rest:
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._rest = piece
        size = min(len(buffer), len(self._rest))
        buffer[:size], self._rest = self._rest[:size], self._rest[size:]
        return size
