"""A graph of a triple store, asked for by SPARQL until all of it is here.

A store says how many statements it has of each property, and is asked for these, property by property. Where it gives
fewer (most stores limit what they answer, and not all say so), they are asked for in parts, by a hash that SPARQL
computes (https://www.w3.org/TR/sparql11-query/#func-md5): that needs no order, which stores limit as well, and each
statement is in one part. In the end there are as many statements as were counted, or an error.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final, cast

from pyoxigraph import BlankNode, Literal, NamedNode, QuerySolutions, Triple

from gii_graph.errors import EndpointError, PartialAnswerError
from gii_graph.remote.endpoint import Endpoint

__all__ = ["StoredGraph"]

_COUNT: Final = "SELECT (COUNT(*) AS ?number) WHERE {{ ?s ?p ?o {only} }}"
_PROPERTIES: Final = "SELECT ?p (COUNT(*) AS ?number) WHERE {{ ?s ?p ?o {only} }} GROUP BY ?p"
_STATEMENTS: Final = "SELECT ?s ?o WHERE {{ ?s <{predicate}> ?o {only} {part} }}"
_BLANK: Final = "FILTER(isBlank(?s) || isBlank(?o))"
_NOT_BLANK: Final = "FILTER(!isBlank(?s) && !isBlank(?o))"
_HASH: Final = "SUBSTR(MD5(CONCAT(STR(?s), STR(?o))), 1, 4)"
_HASHES: Final = 1 << 16  # of four hexadecimal digits
_DIGITS: Final = 15
_FIRST_PART: Final = 5_000  # rows to ask for when a store has given too few: half of what Virtuoso limits by default


class StoredGraph:
    """What an endpoint holds in the graph that it is asked of.

    `left_out` is the number of statements with blank nodes: these have no name that another answer would know.
    Raises EndpointError, as do its methods, where the endpoint does not answer as it should.
    """

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint
        self.left_out = self._number(_BLANK)
        self._only = _NOT_BLANK if self.left_out else ""
        self._most: int | None = None

    def statements(self) -> Iterator[Triple]:
        """Yield all statements; some may come twice.

        Raises EndpointError where not all can be had, or the graph changes meanwhile.
        """
        total = self._number(self._only)
        numbers = self._numbers()
        if sum(numbers.values()) != total:
            raise self._failure(f"counts {total:,} statements, and {sum(numbers.values()):,} by their properties")
        for predicate, number in sorted(numbers.items()):
            yield from self._with(predicate, number)
        if self._number(self._only) != total:
            raise self._failure("was changed while it was read; try again")

    def _with(self, predicate: str, number: int) -> Iterator[Triple]:
        """Yield the statements of one property, in as many parts as it takes to get `number` of them."""
        parts = -(-number // self._most) if self._most else 1
        before = received = 0
        while True:
            is_cut = False
            try:
                for part in range(parts):
                    for triple in self._part(predicate, part, parts):
                        received += 1
                        yield triple
            except PartialAnswerError:
                is_cut = True
            if received == number and not is_cut:
                return
            # Of a limit less is cut off when less is asked for at once.
            if received > number or parts > number or (received == before and not is_cut):
                raise self._failure(f"counts {number:,} statements of <{predicate}> and answers with {received:,}")
            self._most = min(_FIRST_PART, max(1, number // parts // 2))
            parts = -(-number // self._most)
            before, received = received, 0

    def _part(self, predicate: str, part: int, parts: int) -> Iterator[Triple]:
        bounds = [f"{place * _HASHES // parts:04x}" for place in (part, part + 1)]
        conditions = [f'{_HASH} >= "{bounds[0]}"'] if part else []
        conditions += [f'{_HASH} < "{bounds[1]}"'] if part + 1 < parts else []
        wanted = f"FILTER({' && '.join(conditions)})" if conditions else ""
        node = NamedNode(predicate)
        query = _STATEMENTS.format(predicate=predicate, only=self._only, part=wanted)
        for subject, value in self._rows(query, ("s", "o")):
            if not isinstance(subject, NamedNode) or isinstance(value, BlankNode):
                raise self._failure(f"answers with a statement about {subject}, expected one of nodes with names")
            yield Triple(subject, node, value)

    def _numbers(self) -> dict[str, int]:
        rows = self._rows(_PROPERTIES.format(only=self._only), ("p", "number"))
        return {predicate.value: self._whole(number) for predicate, number in rows}

    def _number(self, only: str) -> int:
        return sum(self._whole(number) for (number,) in self._rows(_COUNT.format(only=only), ("number",)))

    def _whole(self, term: Any) -> int:
        if not isinstance(term, Literal) or not term.value.isdecimal() or len(term.value) > _DIGITS:
            raise self._failure(f"answers {term} where it was asked for a number")
        return int(term.value)

    def _rows(self, query: str, columns: Sequence[str]) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of an answer that has these columns, each with a value in all of them."""
        solutions = cast("QuerySolutions", self._endpoint.answer(query))
        answered = [variable.value for variable in solutions.variables]
        if sorted(answered) != sorted(columns):
            raise self._failure(f"answers with columns {', '.join(answered)}, expected {', '.join(columns)}")
        try:
            for solution in solutions:
                row = tuple(solution[name] for name in columns)
                if None in row:
                    raise self._failure("answers with rows that lack a value")
                yield row
        except SyntaxError as error:
            raise self._failure(f"gives an answer that breaks off or is damaged ({error})") from error

    def _failure(self, said: str) -> EndpointError:
        return EndpointError(f"{self._endpoint.url}: {said}.")
