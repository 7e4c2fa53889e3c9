"""What a worker answers to a question that the server passes on: the task by its name, and the head of its answer.

A head has the status, and either the Content-Type of the body or, in place of the body, a message for people.
"""

from __future__ import annotations

import json
import signal
from collections.abc import Callable, Mapping
from typing import IO, Any, Final, cast

from gii_graph.errors import CallError, EndpointError, GiiGraphError
from gii_graph.server.described_things import described_in, statements_about
from gii_graph.server.entity_types import ENTITY_TYPES
from gii_graph.server.held_graph import HeldGraph
from gii_graph.server.html_pages import ShownValue, html_page, thing_facts
from gii_graph.server.media_types import GRAPH_TYPES, content_type, negotiated
from gii_graph.server.messages import AnswerBody, read_question
from gii_graph.server.process_memory import memory_taken
from gii_graph.server.query_answers import answer_query, not_acceptable
from gii_graph.server.query_words import query_words
from gii_graph.server.reconciliation_answers import (
    extended,
    preview_facts,
    proposed_properties,
    reconciled,
    suggested,
)
from gii_graph.server.service_description import SERVICE_PREFIXES, service_description
from gii_graph.server.thing_forms import FORMS, HTML_ENDING, address_of
from gii_graph.sparql.prefixes import KNOWN_PREFIXES
from gii_graph.sparql.result_formats import write_triples

__all__ = ["answer_questions"]

_JSON: Final = "application/json"
_HTML: Final = "text/html"
_MOST_LISTED: Final = 1000  # things of one kind on the start page
_SPARE_SECONDS: Final = 2.0  # beyond the limit, for the server to end the worker itself
# Bytes that a worker may keep of earlier answers: what an engine has once taken it seldom gives back.
_MOST_GROWN: Final = 100_000_000

_Head = dict[str, Any]
_Question = Mapping[str, Any]


def answer_questions(questions: IO[bytes], out: IO[bytes], graph: HeldGraph) -> None:
    """Answer questions until the server closes the channel, or this process has grown, which the last answer says.

    A worker that the server forgets ends by itself, by SIGALRM.
    """
    before = memory_taken()
    while question := read_question(questions):
        signal.setitimer(signal.ITIMER_REAL, question["seconds"] + _SPARE_SECONDS)
        body = AnswerBody(out)
        head = _answered(graph, question, cast("IO[bytes]", body))
        if "message" in head:
            body.discard()
        now = memory_taken()
        head["is_last"] = before is not None and now is not None and now.resident - before.resident > _MOST_GROWN
        body.end(head)
        signal.setitimer(signal.ITIMER_REAL, 0)
        if head["is_last"]:
            return


def _answered(graph: HeldGraph, question: _Question, out: IO[bytes]) -> _Head:
    """Write the answer to a question and return its head, also where something is wrong with the question."""
    try:
        return _TASKS[question["task"]](graph, question, out)
    except SyntaxError as error:
        return {"status": 502, "message": f"What another endpoint answered is damaged ({error})."}
    except MemoryError:
        return {"status": 503, "message": "The answer needs more memory than this server allows; ask for less."}
    except GiiGraphError as error:
        status = 400 if isinstance(error, CallError) else 502 if isinstance(error, EndpointError) else 500
        return {"status": status, "message": str(error)}
    except Exception as error:  # noqa: BLE001  # a fault of ours costs one answer, and shows nothing of the inside
        return {"status": 500, "message": f"This server has failed on the question ({type(error).__name__})."}


def _query(graph: HeldGraph, question: _Question, out: IO[bytes]) -> _Head:
    return answer_query(graph.store, question, out)


def _described_service(graph: HeldGraph, question: _Question, out: IO[bytes]) -> _Head:
    types = {_HTML: "html", **GRAPH_TYPES}
    # Who does not say what it likes is no browser.
    media_type = negotiated(question["accept"], GRAPH_TYPES if not question["accept"] else types)
    if media_type == _HTML:
        page = {"words": query_words(graph.catalogue, graph.base), "prefixes": ", ".join(sorted(KNOWN_PREFIXES))}
        return _page("query.html", page, out)
    if media_type is None:
        return not_acceptable(types)
    triples = service_description(graph.store, graph.size, question["endpoint"], asks_others=question["asks_others"])
    write_triples(triples, GRAPH_TYPES[media_type], out, SERVICE_PREFIXES)
    return {"status": 200, "type": content_type(media_type)}


def _whereabouts(graph: HeldGraph, question: _Question, _: IO[bytes]) -> _Head:
    """Return where a thing is described: in the form that the client likes, at the address of what it belongs to."""
    iri = next((iri for iri in question["iris"] if described_in(graph.store, iri)), None)
    if iri is None:
        return _unknown(question)
    types = {media_type: ending for ending, media_type in FORMS.items()}
    media_type = negotiated(question["accept"], types)
    if media_type is None:
        return not_acceptable(types)
    whole = described_in(graph.store, iri) or iri
    address = f"{address_of(whole, graph.base)}{types[media_type]}"
    return {"status": 303, "location": address, "message": f"This is described at {address}."}


def _thing(graph: HeldGraph, question: _Question, out: IO[bytes]) -> _Head:
    """Write the description of a thing in the form of an ending."""
    iri = next((iri for iri in question["iris"] if described_in(graph.store, iri)), None)
    if iri is None:
        return _unknown(question)
    statements = statements_about(graph.store, iri)
    ending = question["ending"]
    if ending != HTML_ENDING:
        write_triples(statements, GRAPH_TYPES[FORMS[ending]], out)
        return {"status": 200, "type": content_type(FORMS[ending]), "about": iri}
    facts = thing_facts(iri, statements, graph.label, graph.base)
    forms = [(end, media_type) for end, media_type in FORMS.items() if end != HTML_ENDING]
    return {**_page("thing.html", {**facts, "forms": forms, "address": address_of(iri, graph.base)}, out), "about": iri}


def _unknown(question: _Question) -> _Head:
    return {"status": 404, "message": f"The graph says nothing of {question['iris'][-1]}."}


def _start(graph: HeldGraph, question: _Question, out: IO[bytes]) -> _Head:
    kinds = []
    for kind in ENTITY_TYPES:
        entities = sorted(entity for entity in graph.catalogue.values() if entity.kind is kind)[:_MOST_LISTED]
        things = [ShownValue(entity.label, address_of(entity.iri, graph.base)) for entity in entities]
        if things:
            kinds.append((kind.key, sorted(things)))
    page = {
        "kinds": kinds,
        "triples": graph.size,
        "origin": question["origin"],
        "base": graph.base,
        "has_site": question["has_site"],
    }
    return _page("start.html", page, out)


def _preview(graph: HeldGraph, question: _Question, out: IO[bytes]) -> _Head:
    facts = preview_facts(graph, question["id"])
    if facts is None:
        return {"status": 404, "message": f"Nothing here has the identifier {question['id']!r}."}
    return _page("preview.html", facts, out)


def _page(name: str, values: Mapping[str, Any], out: IO[bytes]) -> _Head:
    out.write(html_page(name, values).encode("utf-8", "replace"))
    return {"status": 200, "type": content_type(_HTML)}


def _as_json(
    answer: Callable[[HeldGraph, _Question], Mapping[str, Any]],
) -> Callable[[HeldGraph, _Question, IO[bytes]], _Head]:
    def task(graph: HeldGraph, question: _Question, out: IO[bytes]) -> _Head:
        out.write(json.dumps(answer(graph, question)).encode())
        return {"status": 200, "type": _JSON}

    return task


_TASKS: Final[Mapping[str, Callable[[HeldGraph, _Question, IO[bytes]], _Head]]] = {
    "query": _query,
    "service": _described_service,
    "whereabouts": _whereabouts,
    "thing": _thing,
    "start": _start,
    "preview": _preview,
    "reconcile": _as_json(lambda graph, question: reconciled(graph, question["queries"])),
    "extend": _as_json(lambda graph, question: extended(graph, question["request"])),
    "suggest": _as_json(
        lambda graph, question: suggested(graph, question["what"], question["prefix"], question["cursor"])
    ),
    "properties": _as_json(lambda _, question: proposed_properties(question["type"], question["limit"])),
}
