"""An error of ours holds no answer of pyoxigraph, of which only the thread that asked may let go."""

from __future__ import annotations

import gc
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store, Triple

import gii_graph
from gii_graph.cli.watch import watched
from gii_graph.errors import EndpointError, EngineError, GiiGraphError, QueryError
from gii_graph.remote.endpoint import Endpoint
from gii_graph.remote.graph_store import GraphStore
from gii_graph.remote.service_relay import ServiceRelay
from gii_graph.remote.stored_graph import StoredGraph
from gii_graph.sparql.engine import answer
from gii_graph.sparql.engine_failures import empty_frames
from tests.remote.conftest import Scripted

# Dask loads this: copies of errors then keep their frames.
pytest.importorskip("tblib.pickling_support", reason="tblib is not installed").install()

JSON = {"Content-Type": "application/sparql-results+json"}
NO_FUNCTION = "SELECT (<http://a/f>(?o) AS ?x) { ?s ?p ?o } ORDER BY ?s"
STATEMENT = Triple(NamedNode("http://a/s"), NamedNode("http://a/p"), Literal("o"))
OF_A_THREAD = {"QuerySolutions", "QueryTriples", "QuadIter", "GraphNameIter"}


def answers_of(error: BaseException) -> list[str]:
    """Return which answers the frames of an error hold, and those of what it comes from."""
    return [
        f"{frame.f_code.co_qualname}: {type(held).__name__}"
        for link in chained(error)
        for frame in frames(link)
        for held in gc.get_referents(frame)
        if type(held).__name__ in OF_A_THREAD
    ]


def chained(error: BaseException | None) -> Iterator[BaseException]:
    if error is not None:
        yield error
        yield from chained(error.__cause__)
        yield from chained(error.__context__)


def frames(error: BaseException) -> Iterator[FrameType]:
    passed = error.__traceback__
    while passed is not None:
        yield passed.tb_frame
        passed = passed.tb_next


def store() -> Store:
    graph = Store()
    graph.add(Quad(*STATEMENT))
    return graph


def table(columns: str, rows: str) -> bytes:
    return f'{{"head":{{"vars":[{columns}]}},"results":{{"bindings":[{rows}]}}}}'.encode()


ANSWERS = {
    "other columns": table('"other"', ""),
    "no row": table('"number"', ""),
    "no value": table('"number"', "{}"),
    "no number": table('"number"', '{"number":{"type":"literal","value":"many"}}'),
    "breaks off": table('"number"', '{"number":{"type":"literal","value":"1"}},' + "{}," * 5_000)[:-10],
}


def asked_of_a_store(url: str) -> None:
    with Endpoint(url) as endpoint:
        StoredGraph(endpoint).number("?s ?p ?o")


def asked_whether(url: str) -> None:
    with Endpoint(url) as endpoint:
        StoredGraph(endpoint).is_empty()


def pushed(url: str) -> None:
    GraphStore(url, count_at=url).push([STATEMENT], "http://a/graph")


def with_service(url: str) -> None:
    with ServiceRelay(5) as relay:
        answer(Store(), f"SELECT ?s {{ SERVICE <{url}> {{ ?s ?p ?o }} }}", relay=relay)


@pytest.mark.parametrize("body", ANSWERS.values(), ids=ANSWERS)
@pytest.mark.parametrize("ask", [asked_of_a_store, asked_whether, pushed])
def test_of_an_endpoint(ask: Callable[[str], None], body: bytes, scripted: Scripted) -> None:
    scripted.behaviour = lambda handler, _: (200, JSON, body)
    with pytest.raises(EndpointError) as told:
        ask(scripted.url)
    assert answers_of(told.value) == []


@pytest.mark.parametrize("answered", [(401, {}, b""), (200, JSON, ANSWERS["breaks off"])])
def test_of_a_service(answered, scripted: Scripted) -> None:
    scripted.behaviour = lambda handler, _: answered
    with pytest.raises(EndpointError) as told:
        with_service(scripted.url)
    assert answers_of(told.value) == []


def test_of_the_engine() -> None:
    with pytest.raises(QueryError) as told:
        answer(store(), NO_FUNCTION.partition("ORDER")[0])
    assert answers_of(told.value) == []


def test_of_the_library(tmp_path: Path) -> None:
    file = tmp_path / "graph.nt"
    file.write_text('<http://a/s> <http://a/p> "o" .\n', "utf-8")
    with pytest.raises(QueryError) as told:
        gii_graph.query(gii_graph.load(file), NO_FUNCTION)
    assert answers_of(told.value) == []


def failing(rows: object) -> None:
    raise EngineError("as told")


def test_what_the_caller_handles_meanwhile_stays_its_own() -> None:
    def handling(mine: list[int]) -> None:
        raise KeyError

    try:
        handling([1])
    except KeyError as error:
        outer = error
        with pytest.raises(EngineError) as told:
            empty_frames()(failing)([2])
    assert [*frames(told.value)][-1].f_locals == {}
    assert [*frames(outer)][-1].f_locals == {"mine": [1]}


def test_no_thread_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """What fails in a thread of its own is raised in the thread that waits, and collected in a third."""
    gc.collect()  # what earlier tests have left is not looked at
    said: list[object] = []
    monkeypatch.setattr(sys, "unraisablehook", lambda remark: said.append(remark.exc_value))

    def work() -> None:
        try:
            for _ in answer(store(), NO_FUNCTION):
                pass
        except RuntimeError as error:
            raise EngineError("as told") from error

    def failed() -> GiiGraphError:
        with pytest.raises(GiiGraphError) as told:
            watched(work, None)
        cycle = [told.value]
        cycle.append(cycle)
        return told.value

    failed()
    collector = threading.Thread(target=gc.collect)
    collector.start()
    collector.join()
    assert said == []
