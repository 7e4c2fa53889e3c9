"""Which form of an answer a client gets: content negotiation by Accept (RFC 9110, 12.5.1)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from gii_graph.errors import CallError

__all__ = ["CHARSET_TYPES", "GRAPH_TYPES", "SOLUTION_TYPES", "content_type", "negotiated"]

# Of two that a client likes alike, the first. Each stands for a format of `sparql.result_formats`.
SOLUTION_TYPES: Final = {
    "application/sparql-results+json": "json",
    "application/sparql-results+xml": "xml",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
    "application/json": "json",
    "application/xml": "xml",
}
GRAPH_TYPES: Final = {
    "text/turtle": "turtle",
    "application/ld+json": "jsonld",
    "application/n-triples": "ntriples",
    "application/json": "jsonld",
}
# What is told in which encoding it is; JSON, N-Triples and XML say it themselves or have but one.
CHARSET_TYPES: Final = frozenset({"text/csv", "text/tab-separated-values", "text/turtle", "text/html", "text/plain"})


def negotiated(accept: str | None, types: Mapping[str, str]) -> str | None:
    """Return the one of some media types that a client likes best, None where it takes none of them.

    `accept` is what the client sent, None where nothing. Raises CallError for what is no Accept header.

    >>> negotiated("text/html;q=0.9, */*;q=0.1", GRAPH_TYPES), negotiated("image/png", GRAPH_TYPES)
    ('text/turtle', None)
    """
    import mimeparse

    if accept is None or not accept.strip():
        return next(iter(types))
    try:
        # Of what it takes for equal it returns the last.
        return mimeparse.best_match(list(types)[::-1], accept) or None
    except ValueError as error:
        raise CallError(f"The header Accept is {accept!r}, expected media types such as text/turtle.") from error


def content_type(media_type: str) -> str:
    """Return the value of Content-Type for a media type."""
    return f"{media_type}; charset=utf-8" if media_type in CHARSET_TYPES else media_type
