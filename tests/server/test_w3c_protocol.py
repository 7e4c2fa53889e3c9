"""The W3C's own tests of the SPARQL Protocol, where their folder is named: those of queries pass, updates are refused.

https://github.com/w3c/rdf-tests, sparql/sparql11/protocol
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import httpx
import pytest
from rdflib import RDF, Graph, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from tests.server.served import PLAIN, Served, served

MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
HT = Namespace("http://www.w3.org/2011/http#")
CNT = Namespace("http://www.w3.org/2011/content#")
DATA = "http://kasei.us/2009/09/sparql/data"
NAMED = os.environ.get("GII_GRAPH_W3C")
FOLDER = Path(NAMED or "") / "sparql" / "sparql11" / "protocol"


@cache
def manifest() -> Graph:
    return Graph().parse(FOLDER / "manifest.ttl", publicID="http://example.org/manifest")


def names() -> list[str]:
    if NAMED is None:
        return []
    return sorted(str(test).rpartition("#")[2] for test in manifest().subjects(RDF.type, MF.ProtocolTest))


@pytest.fixture(scope="module")
def data_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("w3c")
    graphs = (f"<{DATA}/data{n}.rdf> {{ {(FOLDER / f'data{n}.nt').read_text('utf-8')} }}\n" for n in (1, 2, 3))
    (folder / "data.trig").write_text("".join(graphs), "utf-8")
    with served(folder, [folder / "data.trig"]) as running:
        yield running


def sent(server: Served, request: Node) -> httpx.Response:
    graph = manifest()
    headers = graph.value(request, HT.headers)
    fields = Collection(graph, headers) if headers else ()
    named = {str(graph.value(field, HT.fieldName)): str(graph.value(field, HT.fieldValue)) for field in fields}
    body = graph.value(request, HT.body)
    encoding = str(graph.value(body, CNT.characterEncoding, default="UTF-8")) if body else "UTF-8"
    content = str(graph.value(body, CNT.chars, default="")).encode(encoding) if body else None
    method, path = str(graph.value(request, HT.methodName)), str(graph.value(request, HT.absolutePath))
    return httpx.request(method, server.url + path, content=content, headers=named, **PLAIN)


@pytest.mark.skipif(NAMED is None, reason="GII_GRAPH_W3C names no folder with https://github.com/w3c/rdf-tests")
@pytest.mark.parametrize("name", names() or [""])
def test_protocol(data_server: Served, name: str) -> None:
    graph = manifest()
    test = next(one for one in graph.subjects(RDF.type, MF.ProtocolTest) if str(one).endswith(f"#{name}"))
    requests = Collection(graph, graph.value(graph.value(test, MF.action), HT.requests))
    for request in requests:
        response = sent(data_server, request)
        expected = graph.value(request, HT.resp)
        if name.startswith("update"):
            # This server only reads; what the updates would have made is not there.
            assert response.status_code in {403, 200}
            assert (response.status_code == 403) == (request == requests[0])
            continue
        statuses = {
            str(status)[-3] for status in graph.objects(expected, MF.expectedStatus) if isinstance(status, URIRef)
        }
        assert str(response.status_code)[0] in statuses
        truth = graph.value(expected, MF.expectedBoolean)
        assert truth is None or response.json()["boolean"] is truth.toPython()  # type: ignore[attr-defined]
