"""What a worker answers to a query of the SPARQL Protocol, in the form that the client likes best."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import nullcontext
from typing import IO, TYPE_CHECKING, Any, cast

from gii_graph.server.media_types import GRAPH_TYPES, SOLUTION_TYPES, content_type, negotiated
from gii_graph.sparql.asked_graphs import AskedGraphs
from gii_graph.sparql.engine import answer
from gii_graph.sparql.engine_failures import engine_failures
from gii_graph.sparql.result_formats import write_boolean, write_solutions, write_triples

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager

    from pyoxigraph import QueryBoolean, QuerySolutions, Store, Triple

    from gii_graph.remote.service_relay import ServiceRelay
    from gii_graph.sparql.engine import Answer

__all__ = ["answer_query", "not_acceptable"]


def answer_query(store: Store, question: Mapping[str, Any], out: IO[bytes]) -> dict[str, Any]:
    """Write the answer to a question, and return its head: status, Content-Type, or a message instead.

    The question has `query`, `default` and `named` (graphs of the protocol, in place of those of the query), `accept`,
    `base`, which relative IRIs are relative to, and `service_seconds`, how long another endpoint may take, None where
    none may be asked.
    Raises QueryError and its kin for what is wrong with the query, EndpointError where another endpoint fails.
    """
    graphs = None
    if question["default"] or question["named"]:
        graphs = AskedGraphs(question["default"], question["named"])
    with _relay(question["service_seconds"]) as relay, engine_failures(relay):
        answered = answer(store, question["query"], graphs=graphs, relay=relay, base=question["base"])
        return _written(answered, question["accept"], out)


def _relay(seconds: float | None) -> AbstractContextManager[ServiceRelay | None]:
    if seconds is None:
        return nullcontext()
    from gii_graph.remote.service_relay import ServiceRelay

    return ServiceRelay(seconds)


def _written(answered: Answer, accept: str | None, out: IO[bytes]) -> dict[str, Any]:
    kind = type(answered).__name__
    types = SOLUTION_TYPES if kind in {"QuerySolutions", "QueryBoolean"} else GRAPH_TYPES
    media_type = negotiated(accept, types)
    if media_type is None:
        return not_acceptable(types)
    if kind == "QuerySolutions":
        write_solutions(cast("QuerySolutions", answered), types[media_type], out)
    elif kind == "QueryBoolean":
        write_boolean(cast("QueryBoolean", answered), types[media_type], out)
    else:
        write_triples(cast("Iterator[Triple]", answered), types[media_type], out)
    return {"status": 200, "type": content_type(media_type)}


def not_acceptable(types: Mapping[str, str]) -> dict[str, Any]:
    """Return the head that says which media types there are."""
    return {"status": 406, "message": f"This can be had as {', '.join(types)}; the header Accept takes none of them."}
