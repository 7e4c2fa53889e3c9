"""A graph of a triple store, asked for by SPARQL until all that is wanted of it is here.

A store says how many statements it has of a kind (of a property, about some nodes), and is asked for these by a
CONSTRUCT, which stores answer in N-Triples faster than they write tables. Where it gives fewer (most stores limit what
they answer, and not all say so), they are asked for in parts, by a hash that SPARQL computes
(https://www.w3.org/TR/sparql11-query/#func-md5): that needs no order, which stores limit as well, and each statement is
in one part. In the end there are as many statements as were counted, or an error.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final, NamedTuple, cast

from pyoxigraph import BlankNode, Triple

from gii_graph.errors import PartialAnswerError
from gii_graph.graph.graph_part import GraphPart
from gii_graph.remote.endpoint import Endpoint
from gii_graph.vocabulary import RDF

__all__ = ["StoredGraph"]

_COUNT: Final = "SELECT (COUNT(*) AS ?number) WHERE {{ {where} }}"
_DISTINCT: Final = "SELECT (COUNT(*) AS ?number) WHERE {{ SELECT DISTINCT ?s ?p ?o WHERE {{ {where} }} }}"
_PROPERTIES: Final = "SELECT ?p (COUNT(*) AS ?number) WHERE {{ {where} }} GROUP BY ?p"
_STATEMENTS: Final = "CONSTRUCT {{ ?s {verb} ?o }} WHERE {{ {where} {part} }}"
_ANY: Final = "?s ?p ?o"
_NOT_BLANK: Final = "FILTER(!isBlank(?s) && !isBlank(?o))"
_HASH: Final = "SUBSTR(MD5(CONCAT(STR(?s), STR(?o))), 1, 4)"
_HASHES: Final = 1 << 16  # of four hexadecimal digits
_FIRST_PART: Final = 5_000  # statements to ask for where a store tells that it gave a part: half of Virtuoso's default
_ROOM: Final = 0.8  # of what a store gave at most: parts by a hash are not all of one size
_DISTINCT_NODES: Final = "SELECT (COUNT(DISTINCT ?s) AS ?number) WHERE {{ {where} }}"
_SOME_NODES: Final = "SELECT DISTINCT ?s WHERE {{ {where} }}"
_MOST_NODES: Final = 5_000  # asked for at once
_NODES: Final = 200  # named in one query


class _Kind(NamedTuple):
    """Statements that are asked for together: the pattern that they match, and what of them is given, if anything."""

    where: str
    predicate: str = ""
    subjects: Collection[str] = ()
    objects: Collection[str] = ()
    properties: Collection[str] = ()

    def has(self, triple: Triple) -> bool:
        """Tell whether a statement is of this kind, as far as that can be told here."""
        return (
            (not self.predicate or triple.predicate.value == self.predicate)
            and (not self.properties or triple.predicate.value in self.properties)
            and (not self.subjects or getattr(triple.subject, "value", "") in self.subjects)
            and (not self.objects or getattr(triple.object, "value", "") in self.objects)
        )

    @property
    def verb(self) -> str:
        return f"<{self.predicate}>" if self.predicate else "?p"

    @property
    def said(self) -> str:
        return f"statements of <{self.predicate}>" if self.predicate else "statements"


@dataclass(slots=True)
class _Received:
    """How many statements came, those with blank nodes among them; whether the store said that this is a part."""

    number: int = 0
    blank: int = 0
    is_cut: bool = False


class StoredGraph:
    """What an endpoint holds in the graph that it is asked of.

    `received` and `left_out` are how many statements were yielded, and how many were not because they have blank nodes,
    whose names no other answer would know. All methods raise EndpointError where the endpoint does not answer as it
    should, or not with all that it counts.
    """

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint
        self.received = 0
        self.left_out = 0
        self._counted: dict[str, int] = {}
        self._most: int | None = None
        self._most_nodes = _MOST_NODES

    def statements(self, part: GraphPart | None = None) -> Iterator[Triple]:
        """Yield all statements, or those of a part of the graph; some may come twice."""
        pattern = _ANY if part is None else f"{_values('p', part.properties)} {_ANY}"
        total, numbers = self._number(pattern), self._numbers(pattern)
        if sum(numbers.values()) != total:
            raise self._endpoint.failure(
                f"counts {total:,} statements, and {sum(numbers.values()):,} by their properties"
            )
        for predicate, number in sorted(numbers.items()):
            yield from self._all(_Kind(f"?s <{predicate}> ?o", predicate), number)
        if part is not None and part.classes:
            yield from self.leading_to(part.classes, RDF.type)
        self.confirm()

    def about(self, nodes: Iterable[str], properties: Collection[str] = ()) -> Iterator[Triple]:
        """Yield what is stated of some nodes, of some properties alone where they are given."""
        only = f" {_one_of(properties)}" if properties else ""
        for some in _in_batches(nodes):
            yield from self._counted_first(_Kind(f"{_values('s', some)} {_ANY}{only}", subjects=some))

    def leading_to(self, nodes: Iterable[str], predicate: str) -> Iterator[Triple]:
        """Yield the statements of a property that lead to some nodes."""
        for some in _in_batches(nodes):
            kind = _Kind(f"{_values('o', some)} ?s <{predicate}> ?o", predicate, objects=some)
            yield from self._counted_first(kind)

    def leading_by(self, nodes: Iterable[str], properties: Collection[str]) -> Iterator[Triple]:
        """Yield the statements of several properties that lead to some nodes."""
        for some in _in_batches(nodes):
            where = f"{_values('o', some)} {_ANY} {_one_of(properties)}"
            yield from self._counted_first(_Kind(where, objects=some))

    def described(self, where: str, properties: Collection[str]) -> Iterator[Triple]:
        """Yield the statements of some properties about the nodes to which a group graph pattern binds ?s."""
        nodes = f"{{ SELECT DISTINCT ?s WHERE {{ {where} }} }}"
        return self._counted_first(_Kind(f"{nodes} {_ANY} {_one_of(properties)}", properties=properties))

    def is_empty(self) -> bool:
        """Tell whether the graph has no statement at all, as one has that a store does not know."""
        return not self._endpoint.answer("ASK { ?s ?p ?o }")

    def number(self, where: str) -> int:
        """Return how many solutions a group graph pattern has, which is remembered to be confirmed."""
        return self._number(where)

    def forget(self) -> None:
        """Forget what was counted, where the graph is so large that it is confirmed in another way."""
        self._counted.clear()

    def nodes(self, where: str) -> Iterator[list[str]]:
        """Yield the IRIs to which a group graph pattern binds ?s, each once, some thousands at a time."""
        return self._nodes(f"{where} FILTER(isIRI(?s))", 0, _HASHES)

    def _nodes(self, where: str, low: int, high: int) -> Iterator[list[str]]:
        """Yield those whose hash is in a range: that of ?s, in as many parts as the store gives whole."""
        part = f"{where} {_hash_range('SUBSTR(MD5(STR(?s)), 1, 4)', low, high)}"
        number = self._endpoint.number(_DISTINCT_NODES.format(where=part))
        if number <= self._most_nodes or high - low == 1:
            try:
                rows = self.rows(_SOME_NODES.format(where=part), ("s",))
            except PartialAnswerError:
                rows = []
            if len(rows) == number:
                yield from [[node.value for (node,) in rows]] if rows else []
                return
            if high - low == 1:
                raise self._endpoint.failure(f"counts {number:,} nodes and answers with {len(rows):,}")
            self._most_nodes = max(1, number // 2)
        middle = (low + high) // 2
        yield from self._nodes(where, low, middle)
        yield from self._nodes(where, middle, high)

    def matching(self, where: str, predicate: str) -> Iterator[Triple]:
        """Yield statements of a property; `where` is a group graph pattern that binds ?s and ?o."""
        return self._counted_first(_Kind(where, predicate))

    def confirm(self) -> None:
        """Raise EndpointError where the store counts other numbers now than while it was asked."""
        for where, number in self._counted.items():
            if self._endpoint.number(_COUNT.format(where=where)) != number:
                raise self._endpoint.failure("was changed while it was read; try again")

    def _counted_first(self, kind: _Kind) -> Iterator[Triple]:
        number = self._number(kind.where)
        return self._all(kind, number) if number else iter(())

    def _all(self, kind: _Kind, number: int) -> Iterator[Triple]:
        """Yield the statements of a kind, in as many parts as it takes to get `number` of them."""
        parts = -(-number // self._most) if self._most else 1
        if parts > 1:
            kind, number = self._named(kind, number)
        before = 0
        while True:
            answer = _Received()
            yield from self._answered(kind, parts, answer)
            if parts == 1 and answer.number < number and not answer.is_cut:
                # A default graph that is made of several counts what two of them state twice.
                number = self._endpoint.number(_DISTINCT.format(where=kind.where))
            if answer.number == number and not answer.is_cut:
                self.received += answer.number - answer.blank
                self.left_out += answer.blank
                return
            # Of a limit less is cut off when less is asked for at once.
            if answer.number > number or parts > number or (answer.number == before and not answer.is_cut):
                raise self._endpoint.failure(f"counts {number:,} {kind.said} and answers with {answer.number:,}")
            if parts == 1:
                kind, number = self._named(kind, number)
            self._most = max(1, min(int(answer.number / parts * _ROOM) or _FIRST_PART, number // parts // 2))
            parts, before = -(-number // self._most), answer.number

    def _answered(self, kind: _Kind, parts: int, answer: _Received) -> Iterator[Triple]:
        """Yield the statements of a kind but those with blank nodes, and keep account of how many there are."""
        try:
            for triple in self._in_parts(kind, parts):
                answer.number += 1
                if not kind.has(triple):
                    raise self._endpoint.failure(f"answers with a statement that it was not asked for: {triple}")
                if isinstance(triple.subject, BlankNode) or isinstance(triple.object, BlankNode):
                    answer.blank += 1
                else:
                    yield triple
        except PartialAnswerError:
            answer.is_cut = True

    def _named(self, kind: _Kind, number: int) -> tuple[_Kind, int]:
        """Return a kind without blank nodes, of which no hash can be computed, and how many statements that has."""
        named = kind._replace(where=f"{kind.where} {_NOT_BLANK}")
        without = self._endpoint.number(_DISTINCT.format(where=named.where))
        self.left_out += number - without
        return named, without

    def _in_parts(self, kind: _Kind, parts: int) -> Iterator[Triple]:
        for part in range(parts):
            only = _hash_range(_HASH, *(place * _HASHES // parts for place in (part, part + 1)))
            query = _STATEMENTS.format(verb=kind.verb, where=kind.where, part=only)
            try:
                yield from cast("Iterator[Triple]", self._endpoint.answer(query))
            except SyntaxError as error:
                raise self._endpoint.broken(error) from error

    def _numbers(self, where: str) -> dict[str, int]:
        rows = self._endpoint.rows(_PROPERTIES.format(where=where), ("p", "number"))
        return {predicate.value: self._endpoint.whole_number(number) for predicate, number in rows}

    def _number(self, where: str) -> int:
        """Return how many statements match a pattern, which is remembered to be confirmed."""
        self._counted[where] = number = self._endpoint.number(_COUNT.format(where=where))
        return number

    def rows(self, query: str, columns: Sequence[str]) -> list[tuple[Any, ...]]:
        """Return the rows of a query that has few, as of an aggregate; each has a value in all of these columns."""
        rows, number = self._endpoint.rows(query, columns), self._endpoint.number(_COUNT.format(where=f"{{ {query} }}"))
        if len(rows) != number:
            raise self._endpoint.failure(f"counts {number:,} rows and answers with {len(rows):,}")
        return rows


def _values(name: str, iris: Iterable[str]) -> str:
    return f"VALUES ?{name} {{ {' '.join(f'<{iri}>' for iri in sorted(iris))} }}"


def _one_of(properties: Iterable[str]) -> str:
    """Return the filter of statements of some properties; as VALUES, Oxigraph would look for these first."""
    return f"FILTER(?p IN ({', '.join(f'<{iri}>' for iri in sorted(properties))}))"


def _hash_range(hashed: str, low: int, high: int) -> str:
    """Return the filter that lets through hashes from `low` to below `high`."""
    conditions = [f'{hashed} >= "{low:04x}"'] if low else []
    conditions += [f'{hashed} < "{high:04x}"'] if high < _HASHES else []
    return f"FILTER({' && '.join(conditions)})" if conditions else ""


def _in_batches(nodes: Iterable[str]) -> Iterator[set[str]]:
    remaining = iter(sorted(set(nodes)))
    while batch := set(islice(remaining, _NODES)):
        yield batch
