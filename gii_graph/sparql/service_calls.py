"""The SERVICE calls of a query that may ask other endpoints, turned to a relay of ours.

The engine asks endpoints by an HTTP client of its own, which knows no deadline, no proxy and no sign by which a server
says that its answer is not whole. So each call is sent to a relay, which asks in its place. Where the calls stand is
read from tokens, and the engine's parser must agree: read as GRAPH, which has the same grammar and asks nobody, the
query has no SERVICE left, and each call alone is one. What the two see differently is refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple, Protocol
from urllib.parse import quote

from gii_graph.errors import GiiGraphError, QueryError
from gii_graph.sparql.federation import refuse_service
from gii_graph.sparql.prefixes import KNOWN_PREFIXES
from gii_graph.sparql.syntax import Token, tokens
from gii_graph.sparql.term_resolution import resolved

__all__ = ["Relay", "as_graphs", "relayed"]

_GRAPH: Final = "GRAPH"
_NOTHING: Final = Token("nothing", "", 0)


class Relay(Protocol):
    """Who asks other endpoints in the engine's place."""

    @property
    def address(self) -> str:
        """Where the relay listens; the endpoint's address, percent-encoded, goes behind it."""

    @property
    def failure(self) -> GiiGraphError | None:
        """Why the last call that failed did so."""


class _Call(NamedTuple):
    """A SERVICE call: where its keywords begin and end, what names the endpoint, whether it is within another call."""

    start: int
    end: int
    endpoint: Token
    nested: bool


def relayed(text: str, relay: Relay, base: str | None) -> str:
    """Return the query with its SERVICE calls sent to the relay; those within another call are for its endpoint.

    Raises QueryError for an endpoint that is named by a variable, and for a call that may be read otherwise.
    """
    if "service" not in text.lower():
        return text
    calls = list(_calls(tokens(text)))
    _refuse_other_readings(text, calls)
    for call in reversed(calls):
        if call.nested:
            continue
        if call.endpoint.kind == "variable":
            raise QueryError(
                f"SERVICE names its endpoint by the variable {call.endpoint.text}; give its address as an IRI."
            )
        name = call.endpoint.text
        endpoint = f"<{relay.address}{quote(resolved(text, [name], base)[name], safe='')}>"
        text = text[: call.endpoint.start] + endpoint + text[call.endpoint.end :]
    return text


def as_graphs(text: str) -> str:
    """Return the query with its SERVICE calls read as GRAPH: every other word stands where it stood."""
    return _as_graphs(text, list(_calls(tokens(text)))) if "service" in text.lower() else text


def _as_graphs(text: str, calls: Sequence[_Call]) -> str:
    for call in calls:
        text = text[: call.start] + _GRAPH.ljust(call.end - call.start) + text[call.end :]
    return text


def _calls(written: Sequence[Token]) -> Iterator[_Call]:
    """Yield what looks like a call: the keywords, each a word of its own, an endpoint, and a group behind it."""
    padded = [*written, *[_NOTHING] * 3]
    depth = 0
    around: list[int] = []  # how deep each of the calls begins that the token is within
    for position, token in enumerate(written):
        if token.kind == "sign":
            depth += (token.text == "{") - (token.text == "}")
            if around and depth == around[-1]:
                around.pop()
        elif token.is_word("SERVICE"):
            last = position + padded[position + 1].is_word("SILENT")
            endpoint, group = padded[last + 1], padded[last + 2]
            if endpoint.kind in {"iri", "name", "variable"} and group.text == "{":
                yield _Call(token.start, padded[last].end, endpoint, nested=bool(around))
                around.append(depth)


def _refuse_other_readings(text: str, calls: Sequence[_Call]) -> None:
    """Raise QueryError where the parser sees other calls; its SyntaxError passes where it cannot read the query."""
    graphs = _as_graphs(text, calls)
    try:
        refuse_service(graphs)
        misread = any(map(_is_valid, _one_call_misspelt(graphs, calls)))
    except QueryError:
        misread = True
    if misread:
        raise QueryError(
            "It cannot be told where the query calls SERVICE; write SERVICE, SILENT, the address and the brace behind "
            "it apart."
        )


def _one_call_misspelt(graphs: str, calls: Sequence[_Call]) -> Iterator[str]:
    """Yield the query once for each call, with no keyword there: where it is a call, the rest is no query."""
    for call in calls:
        yield graphs[: call.start] + "GRAPX" + graphs[call.start + len(_GRAPH) :]


def _is_valid(text: str) -> bool:
    from pyoxigraph import Store

    try:
        Store().query(text, base_iri="http://base.invalid/", prefixes=KNOWN_PREFIXES)
    except SyntaxError:
        return False
    except (RuntimeError, OSError):
        pass  # it is valid, and what it computes fails
    return True
