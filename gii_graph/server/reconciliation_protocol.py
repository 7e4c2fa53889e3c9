"""The Reconciliation Service API 0.2 over HTTP, as OpenRefine speaks it.

https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/
"""

from __future__ import annotations

from typing import Any, Final

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from gii_graph import __version__
from gii_graph.errors import CallError
from gii_graph.server.entity_types import ENTITY_TYPES
from gii_graph.server.replies import answered, sentence
from gii_graph.server.serving import Serving
from gii_graph.server.sparql_protocol import parameters_of, posted_parameters
from gii_graph.vocabulary import ONTOLOGY

__all__ = ["preview", "properties", "reconcile", "suggest"]

_MOST_BYTES: Final = 4_000_000  # of a batch
_DIGITS: Final = 6
_EDITION: Final = {
    "name": "edition",
    "label": "Edition",
    "type": "number",
    "default": 0,
    "help_text": "The year of the index that a figure is of; 0 is the newest edition of each cluster.",
}


async def reconcile(request: Request) -> Response:
    """Answer a batch of queries or a data extension request; without either, the manifest."""
    serving: Serving = request.app.state.serving
    parameters = dict(parameters_of(request))
    if request.method == "POST":
        posted = await posted_parameters(request, _MOST_BYTES)
        if posted is None:
            return sentence(413, f"The batch is larger than {_MOST_BYTES:,} bytes; send several.")
        parameters |= dict(posted)
    if "queries" in parameters:
        return await answered(request, serving.pool, {"task": "reconcile", "queries": parameters["queries"]})
    if "extend" in parameters:
        return await answered(request, serving.pool, {"task": "extend", "request": parameters["extend"]})
    if request.method == "POST":
        return sentence(400, "Found neither queries nor extend in the form, expected one of them.")
    return JSONResponse(_manifest(serving, serving.origin(request)))


def _manifest(serving: Serving, origin: str) -> dict[str, Any]:
    service = f"{origin}/reconcile"
    return {
        "versions": ["0.2"],
        "name": "Innovation clusters (gii-graph)",
        "identifierSpace": serving.base,
        "schemaSpace": ONTOLOGY,
        "serviceVersion": __version__,
        "defaultTypes": [kind.as_json() for kind in ENTITY_TYPES],
        "view": {"url": f"{origin}/id/{{{{id}}}}"},
        "preview": {"url": f"{service}/preview?id={{{{id}}}}", "width": 480, "height": 320},
        "suggest": {
            what: {"service_url": origin, "service_path": f"/reconcile/suggest/{what}"}
            for what in ("entity", "type", "property")
        },
        "extend": {
            "propose_properties": {"service_url": origin, "service_path": "/reconcile/properties"},
            "property_settings": [_EDITION],
        },
    }


async def suggest(request: Request) -> Response:
    """Answer what begins like a prefix: entities, types or properties."""
    serving: Serving = request.app.state.serving
    parameters = dict(parameters_of(request))
    question = {
        "task": "suggest",
        "what": request.path_params["what"],
        "prefix": parameters.get("prefix", ""),
        "cursor": _number(parameters, "cursor") or 0,
    }
    return await answered(request, serving.pool, question)


async def properties(request: Request) -> Response:
    """Answer which properties the entities of a type have."""
    serving: Serving = request.app.state.serving
    parameters = dict(parameters_of(request))
    question = {
        "task": "properties",
        "type": parameters.get("type") or ENTITY_TYPES[0].key,
        "limit": _number(parameters, "limit"),
    }
    return await answered(request, serving.pool, question)


async def preview(request: Request) -> Response:
    """Answer with a small page of an entity."""
    serving: Serving = request.app.state.serving
    identifier = dict(parameters_of(request)).get("id", "")
    return await answered(request, serving.pool, {"task": "preview", "id": identifier})


def _number(parameters: dict[str, str], name: str) -> int | None:
    text = parameters.get(name, "")
    if text and not (text.isascii() and text.isdecimal() and len(text) <= _DIGITS):
        raise CallError(f"Found {text!r} for {name}, expected a whole number of {_DIGITS} digits at most.")
    return int(text) if text else None
