"""SPARQL 1.1 Protocol, the operation `query`: https://www.w3.org/TR/sparql11-protocol/. There is no `update`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import Response

from gii_graph.errors import CallError
from gii_graph.server.replies import answered, body_of, sentence
from gii_graph.server.serving import Serving

__all__ = ["accept_of", "parameters_of", "posted_parameters", "sparql"]

_MOST_BYTES: Final = 1_000_000  # of a query
_MOST_PARAMETERS: Final = 1000
_FORM: Final = "application/x-www-form-urlencoded"
_QUERY: Final = "application/sparql-query"
_UPDATE: Final = "application/sparql-update"
_READS_ONLY: Final = "This server only reads; there is no update."

Parameters = Sequence[tuple[str, str]]


class _RefusedError(Exception):
    """A request that is answered at once, by a response."""

    def __init__(self, response: Response) -> None:
        super().__init__(response.status_code)
        self.response = response


class _Asked(NamedTuple):
    """The query of a request and the graphs that it is asked of; no query where nothing is asked."""

    query: str | None
    default: Sequence[str]
    named: Sequence[str]


async def sparql(request: Request) -> Response:
    """Answer a query, or describe the service where nothing is asked."""
    serving: Serving = request.app.state.serving
    try:
        asked = await _asked(request)
    except _RefusedError as refused:
        return refused.response
    accept = accept_of(request)
    vary = {"Vary": "Accept"}
    endpoint = f"{serving.origin(request)}/sparql"
    if asked.query is None:
        described = {"task": "service", "accept": accept, "endpoint": endpoint}
        return await answered(request, serving.pool, {**described, "asks_others": serving.allow_service}, vary)
    seconds = serving.pool.limits.seconds if serving.allow_service else None
    question: dict[str, Any] = {
        "task": "query", "query": asked.query, "default": asked.default, "named": asked.named, "accept": accept,
        "base": endpoint, "service_seconds": seconds,
    }  # fmt: skip
    return await answered(request, serving.pool, question, vary)


def accept_of(request: Request) -> str | None:
    """Return what a client accepts, all headers of that name together; None where it does not say."""
    return ", ".join(request.headers.getlist("accept")) or None


def parameters_of(request: Request) -> Parameters:
    """Return the parameters of a request's address. Raises CallError for what is no percent-encoded UTF-8."""
    return _parsed(request.scope["query_string"], "address")


async def posted_parameters(request: Request, most: int) -> Parameters | None:
    """Return the parameters of a form that was posted; None where it has more than so many bytes.

    Raises CallError for what is no percent-encoded UTF-8.
    """
    body = await body_of(request, most)
    return None if body is None else _parsed(body, "body")


def _parsed(text: bytes, where: str) -> Parameters:
    try:
        parameters = parse_qsl(
            text.decode("utf-8"), keep_blank_values=True, errors="strict", max_num_fields=_MOST_PARAMETERS
        )
    except ValueError as error:
        raise CallError(f"The {where} has no parameters in percent-encoded UTF-8 ({error}).") from error
    return parameters


async def _asked(request: Request) -> _Asked:
    """Return what is asked. Raises _RefusedError and CallError for what the protocol does not allow."""
    parameters = parameters_of(request)
    if request.method != "POST":
        return _query_of(parameters)
    media_type, charset = _content_type(request)
    if media_type == _UPDATE:
        raise _RefusedError(sentence(403, _READS_ONLY))
    if media_type not in {_FORM, _QUERY} or charset not in {"", "utf-8"}:
        found = request.headers.get("content-type", "no Content-Type")
        raise _RefusedError(sentence(415, f"Found {found}, expected {_FORM} or {_QUERY}, in UTF-8."))
    body = await body_of(request, _MOST_BYTES)
    if body is None:
        raise _RefusedError(sentence(413, f"The query is larger than {_MOST_BYTES:,} bytes; ask it in parts."))
    if media_type == _FORM:
        posted = _parsed(body, "body")
        if not posted:
            raise CallError("The form has no parameter query.")
        return _query_of([*parameters, *posted])
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise CallError(f"The query is no UTF-8 ({error}).") from error
    return _query_of([*parameters, ("query", text)])


def _content_type(request: Request) -> tuple[str, str]:
    media_type, _, rest = request.headers.get("content-type", "").partition(";")
    charset = rest.strip().lower().removeprefix("charset=").strip('"') if "charset=" in rest.lower() else ""
    return media_type.strip().lower(), charset


def _query_of(parameters: Parameters) -> _Asked:
    values: dict[str, list[str]] = {}
    for name, value in parameters:
        values.setdefault(name, []).append(value)
    _refuse_update(values)
    queries = values.get("query", [])
    if len(queries) > 1:
        raise CallError(f"Found {len(queries)} queries, expected one.")
    if parameters and not queries:
        raise CallError("Found no parameter query, which holds the query.")
    return _Asked(
        queries[0] if queries else None, values.get("default-graph-uri", []), values.get("named-graph-uri", [])
    )


def _refuse_update(values: Mapping[str, object]) -> None:
    if "update" in values or any(name.startswith("using-") for name in values):
        raise _RefusedError(sentence(403, _READS_ONLY))
