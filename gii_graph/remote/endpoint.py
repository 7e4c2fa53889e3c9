"""A SPARQL endpoint asked by the SPARQL 1.1 Protocol, https://www.w3.org/TR/sparql11-protocol/."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, Self, cast
from urllib.parse import urlencode

from pyoxigraph import (
    Literal,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Store,
    parse,
    parse_query_results,
)

from gii_graph.errors import EndpointError
from gii_graph.remote.http import FORM, Connection
from gii_graph.remote.login import login_from
from gii_graph.sparql.engine import answer, checked_form
from gii_graph.sparql.engine_failures import empty_frames
from gii_graph.sparql.federation import refuse_service_elsewhere
from gii_graph.sparql.prefixes import KNOWN_PREFIXES
from gii_graph.sparql.syntax import with_prefixes, with_values

if TYPE_CHECKING:
    from gii_graph.remote.login import Login
    from gii_graph.remote.reply import Reply
    from gii_graph.sparql.engine import Answer

__all__ = ["SOLUTIONS", "Endpoint", "parsed_answer"]

# What we read, best first; servers differ in which of these they offer.
SOLUTIONS: Final = "application/sparql-results+json, application/sparql-results+xml;q=0.8"
_TRIPLES: Final = "application/n-triples, text/turtle;q=0.9, application/rdf+xml;q=0.5"
_BAD_REQUEST: Final = 400
_DIGITS: Final = 15  # of a number that is a count


class Endpoint:
    """A SPARQL endpoint at a URL; answers stream from it as they come.

    `graphs` are the named graphs to ask, together, in place of the endpoint's default graph. `seconds` is how long an
    exchange may take. The login comes from the environment unless given.
    """

    def __init__(self, url: str, *, graphs: Sequence[str] = (), seconds: float = 60.0, login: Login = None) -> None:
        self.url = url
        self._dataset = [("default-graph-uri", graph) for graph in graphs]
        self._connection = Connection(url, login or login_from(), seconds)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the connection; an answer that is not read to its end breaks off."""
        self._connection.close()

    @empty_frames()
    def answer(
        self, text: str, bindings: Mapping[str, Sequence[str]] | None = None, *, allow_service: bool = False
    ) -> Answer:
        """Return what the endpoint answers, as `gii_graph.sparql.engine.answer` returns it.

        Rows come in the endpoint's own order. Raises QueryError for what is wrong with the query and
        EndpointError for what is wrong with the endpoint.
        """
        asked = checked_form(text)
        sent = with_prefixes(with_values(text, bindings) if bindings else text, KNOWN_PREFIXES)
        if not allow_service:
            refuse_service_elsewhere(sent)
        accept = SOLUTIONS if asked in {"SELECT", "ASK"} else _TRIPLES
        # A form POST is the one way that every server stands: no limit on length, no hanging.
        reply = self._connection.send(
            "POST",
            headers={"Accept": accept, **FORM},
            body=urlencode([("query", sent), *self._dataset]).encode(),
        )
        if reply.status == _BAD_REQUEST and not allow_service:
            answer(Store(), text)  # our own engine says more of a wrong query than most servers
        return parsed_answer(self.url, reply.checked(), asked)

    @empty_frames()
    def rows(self, text: str, columns: Sequence[str]) -> list[tuple[Any, ...]]:
        """Return the whole answer to a SELECT, which must have these columns, with a value in each.

        Raises EndpointError where it is another, or damaged.
        """
        solutions = cast("QuerySolutions", self.answer(text))
        answered = [variable.value for variable in solutions.variables]
        if sorted(answered) != sorted(columns):
            raise self.failure(f"answers with columns {', '.join(answered)}, expected {', '.join(columns)}")
        try:
            rows = [tuple(solution[name] for name in columns) for solution in solutions]
        except SyntaxError as error:
            raise self.broken(error) from error
        if any(None in row for row in rows):
            raise self.failure("answers with rows that lack a value")
        return rows

    def number(self, text: str, name: str = "number") -> int:
        """Return the one number that is the answer to a SELECT of one variable, which has this name.

        Raises EndpointError where it is another, or damaged.
        """
        rows = self.rows(text, (name,))
        if len(rows) != 1:
            raise self.failure(f"answers with {len(rows)} rows where it was asked for one number")
        return self.whole_number(rows[0][0])

    def whole_number(self, term: Any) -> int:
        """Return the number that the endpoint answers with. Raises EndpointError for any other term."""
        if not isinstance(term, Literal) or not term.value.isdecimal() or len(term.value) > _DIGITS:
            raise self.failure(f"answers {term} where it was asked for a number")
        return int(term.value)

    def broken(self, error: SyntaxError) -> EndpointError:
        """Return the error of an answer that cannot be read to its end."""
        return self.failure(f"gives an answer that breaks off or is damaged ({error})")

    def failure(self, said: str) -> EndpointError:
        """Return an error that says what the endpoint does."""
        return EndpointError(f"{self.url}: {said}.")


def parsed_answer(url: str, reply: Reply, asked: str) -> Answer:
    """Return the answer in `reply` to a query of the form `asked`, read as it comes.

    Raises EndpointError for an answer of another kind; reading on raises SyntaxError where it is damaged.
    """
    media_type, body = reply.media_type, reply.stream()
    try:
        if asked in {"SELECT", "ASK"}:
            results_format = QueryResultsFormat.from_media_type(media_type) if media_type else None
            if results_format in {QueryResultsFormat.JSON, QueryResultsFormat.XML}:
                found = parse_query_results(body, results_format)
                return found if asked == "SELECT" else _truth(url, found)
        else:
            rdf_format = RdfFormat.from_media_type(media_type) if media_type else None
            if rdf_format is not None:
                return (quad.triple for quad in parse(body, rdf_format, base_iri=url))
    except SyntaxError as error:
        raise EndpointError(f"{url}: its answer is not the {media_type} that it says it is ({error}).") from error
    raise EndpointError(
        f"{url}: found an answer of type {media_type or 'unknown'!r}, expected SPARQL results; "
        "is this the address of a SPARQL endpoint?"
    )


def _truth(url: str, found: QuerySolutions | QueryBoolean) -> QueryBoolean:
    """Return the answer of an ASK; Virtuoso gives it as a table with one number, or with nothing where it is false."""
    if isinstance(found, QueryBoolean):
        return found
    if [variable.value for variable in found.variables] != ["__ASK_RETVAL"]:
        raise EndpointError(f"{url}: its answer to ASK is neither true nor false.")
    truth = "true" if any(row[0] is not None and row[0].value in {"1", "true"} for row in found) else "false"
    boolean = parse_query_results(f'{{"head":{{}},"boolean":{truth}}}', QueryResultsFormat.JSON)
    return cast("QueryBoolean", boolean)
