"""The statements of a page in Turtle and JSON-LD; the JSON-LD in the page itself is the same."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pyoxigraph import Triple

from gii_graph.export.jsonld import Context, json_ld
from gii_graph.export.rdf_syntaxes import turtle_of_triples

__all__ = ["DATA_ENDINGS", "page_json_ld", "page_turtle"]

# Ending: media type of the data beside a page.
DATA_ENDINGS: Final = {".ttl": "text/turtle", ".jsonld": "application/ld+json"}


def page_turtle(triples: Sequence[Triple]) -> str:
    """Return statements as Turtle."""
    return "".join(turtle_of_triples(triples))


def page_json_ld(triples: Sequence[Triple], context: Context) -> str:
    """Return statements as JSON-LD, with as much of the context inside as they need."""
    return "".join(json_ld(triples, context.restricted_to(triples)))
