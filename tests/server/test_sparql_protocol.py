"""SPARQL 1.1 Protocol: the cases of the specification, https://www.w3.org/TR/sparql11-protocol/, as ours."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, urlencode

import httpx
import pytest
from pyoxigraph import QueryBoolean, QueryResultsFormat, QuerySolutions, RdfFormat, parse, parse_query_results

from tests.server.served import Served

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
QUERY = {"Content-Type": "application/sparql-query"}
ONE, TWO, THREE = (f"http://example.org/data{number}" for number in (1, 2, 3))
BOTH = "ASK { <http://example.org/one> a ?c . <http://example.org/two> a ?d }"
NAMED = (
    "ASK { GRAPH ?g { <http://example.org/one> a ?c } GRAPH ?h { <http://example.org/two> a ?d } "
    "FILTER NOT EXISTS { ?s a <http://example.org/Thing> } }"
)
ROWS = "SELECT (1 AS ?value) {}"
TRIPLE = "CONSTRUCT { <http://a/s> <http://a/p> 1 } WHERE {}"


def truth(response: httpx.Response) -> bool:
    assert response.status_code == 200, response.text
    answer = parse_query_results(response.content, QueryResultsFormat.from_media_type(response.headers["content-type"]))
    assert isinstance(answer, QueryBoolean)
    return bool(answer)


def test_query_by_get(server: Served) -> None:
    assert truth(server.ask("ASK {}"))


def test_query_by_posted_form(server: Served) -> None:
    assert truth(server.post("/sparql", data={"query": "ASK {}"}))
    assert truth(server.post("/sparql/", data={"query": "ASK {}"}))


def test_query_by_posting_it(server: Served) -> None:
    assert truth(server.post("/sparql", content="ASK {}", headers=QUERY))
    assert truth(
        server.post("/sparql", content="ASK {}", headers={"Content-Type": "application/sparql-query; charset=UTF-8"})
    )


@pytest.mark.parametrize("method", ["get", "form", "body"])
def test_default_graphs_of_the_protocol(server: Served, method: str) -> None:
    for graphs, expected in (([ONE, TWO], True), ([ONE], False)):
        parameters = [("default-graph-uri", graph) for graph in graphs]
        assert truth(asked(server, method, BOTH, parameters)) is expected


@pytest.mark.parametrize("method", ["get", "form", "body"])
def test_named_graphs_of_the_protocol(server: Served, method: str) -> None:
    parameters = [("named-graph-uri", graph) for graph in (ONE, TWO)]
    assert truth(asked(server, method, NAMED, parameters))
    assert not truth(asked(server, method, NAMED, parameters[:1]))


def test_default_and_named_graphs(server: Served) -> None:
    query = "ASK { <http://example.org/three> a ?c GRAPH ?g { <http://example.org/one> a ?c } }"
    parameters = [("default-graph-uri", THREE), ("named-graph-uri", ONE)]
    assert truth(asked(server, "body", query, parameters))
    assert not truth(asked(server, "body", query, parameters[:1]))


@pytest.mark.parametrize("name", ["default", "named"])
def test_a_graph_that_is_named_twice_is_asked_once(server: Served, name: str) -> None:
    pattern = "?s ?p ?o" if name == "default" else "GRAPH ?g { ?s ?p ?o }"
    query = f"ASK {{ {{ SELECT (COUNT(*) AS ?n) {{ {pattern} }} }} FILTER (?n = 1) }}"
    assert truth(asked(server, "get", query, [(f"{name}-graph-uri", ONE)] * 2))


def test_the_dataset_of_the_protocol_comes_before_that_of_the_query(server: Served) -> None:
    query = f"ASK FROM <{THREE}> {{ <http://example.org/one> a ?c }}"
    assert not truth(server.ask(query))
    assert truth(asked(server, "body", query, [("default-graph-uri", ONE)]))


def asked(server: Served, method: str, query: str, parameters: list[tuple[str, str]]) -> httpx.Response:
    if method == "get":
        return server.get("/sparql?" + urlencode([("query", query), *parameters]))
    if method == "form":
        return server.post("/sparql", content=urlencode([("query", query), *parameters]), headers=FORM)
    return server.post("/sparql?" + urlencode(parameters), content=query, headers=QUERY)


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("", "application/sparql-results+json"),
        ("*/*", "application/sparql-results+json"),
        ("application/sparql-results+json", "application/sparql-results+json"),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("application/xml", "application/xml"),
        ("application/json", "application/json"),
        ("text/csv", "text/csv; charset=utf-8"),
        ("text/tab-separated-values", "text/tab-separated-values; charset=utf-8"),
        ("text/csv;q=0.5, application/sparql-results+xml;q=0.9", "application/sparql-results+xml"),
        ("image/png, text/*;q=0.2", "text/csv; charset=utf-8"),
        ("text/html, image/gif, *; q=.2, */*; q=.2", "application/sparql-results+json"),
    ],
)
def test_rows_come_in_the_form_that_is_liked_best(server: Served, accept: str, expected: str) -> None:
    response = server.ask(ROWS, accept)
    assert (response.status_code, response.headers["content-type"]) == (200, expected)
    assert "Accept" in response.headers["vary"]
    if "csv" in expected:
        assert response.text == "value\r\n1\r\n"
    elif "tab" not in expected:
        kind = QueryResultsFormat.XML if "xml" in expected else QueryResultsFormat.JSON
        rows = parse_query_results(response.content, kind)
        assert isinstance(rows, QuerySolutions)
        assert [row["value"].value for row in rows] == ["1"]


@pytest.mark.parametrize("media_type", ["text/turtle", "application/n-triples", "application/ld+json"])
@pytest.mark.parametrize("query", [TRIPLE, "DESCRIBE <https://w3id.org/gii-graph/id/cluster/kunming>"])
def test_graphs_come_in_the_form_that_is_liked_best(server: Served, media_type: str, query: str) -> None:
    response = server.ask(query, media_type)
    assert (response.status_code, response.headers["content-type"].partition(";")[0]) == (200, media_type)
    form = {
        "text/turtle": RdfFormat.TURTLE,
        "application/n-triples": RdfFormat.N_TRIPLES,
        "application/ld+json": RdfFormat.JSON_LD,
    }[media_type]
    assert list(parse(response.content, form))


def test_what_nobody_can_write_is_not_acceptable(server: Served) -> None:
    for query, possible in ((ROWS, "text/csv"), (TRIPLE, "text/turtle")):
        response = server.ask(query, "image/png")
        assert response.status_code == 406
        assert possible in response.text
    assert server.ask(ROWS, "nonsense").status_code == 400


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE"])
def test_other_methods_are_not_allowed(server: Served, method: str) -> None:
    response = httpx.request(method, server.url + "/sparql?query=ASK%20%7B%7D", trust_env=False)
    assert response.status_code == 405
    assert {"GET", "POST"} <= set(response.headers["allow"].replace(",", " ").split())


def test_head_is_get_without_the_body(server: Served) -> None:
    response = httpx.head(server.url + "/sparql", params={"query": "ASK {}"}, trust_env=False)
    assert (response.status_code, response.content) == (200, b"")
    assert response.headers["content-type"] == "application/sparql-results+json"


@pytest.mark.parametrize(
    ("content", "headers", "status"),
    [
        ("query=ASK%20%7B%7D&query=SELECT%20%2A%20%7B%7D", FORM, 400),
        ("query=ASK%20%7B%7D", {"Content-Type": "text/plain"}, 415),
        ("query=ASK%20%7B%7D", {}, 415),
        ("ASK {}", {}, 415),
        ("ASK {}".encode("utf-16"), {"Content-Type": "application/sparql-query; charset=UTF-16"}, 415),
        (b'ASK { ?s ?p "\xff\xfe" }', QUERY, 400),
        (b"query=%FF%FE", FORM, 400),
        (b"query=\xff", FORM, 400),
        ("ASK {", QUERY, 400),
        ("query=", FORM, 400),
        ("", FORM, 400),
        ("other=1", FORM, 400),
        ("SELECT (nosuch:function(1) AS ?x) {}", QUERY, 400),
        ("SELECT (<http://a/f>(1) AS ?x) {}", QUERY, 400),
        ("x" * 1_000_001, QUERY, 413),
        (f"query={'x' * 1_000_001}", FORM, 413),
        ("ASK {}", {**QUERY, "Content-Encoding": "gzip"}, 400),
    ],
)
def test_a_wrong_request_is_refused_in_words(
    server: Served, content: str | bytes, headers: dict[str, str], status: int
) -> None:
    response = server.post("/sparql", content=content, headers=headers)
    assert response.status_code == status
    assert response.headers["content-type"] == "text/plain; charset=utf-8"
    assert len(response.text) > 20
    assert "Traceback" not in response.text


@pytest.mark.parametrize(
    "path", ["?query=ASK%7B%7D&query=ASK%7B%7D", "?default-graph-uri=http://a/", "?query=%ff", "?qry"]
)
def test_a_wrong_address_is_refused(server: Served, path: str) -> None:
    assert server.get(f"/sparql{path}").status_code == 400


def test_a_graph_is_named_by_an_absolute_iri(server: Served) -> None:
    response = server.get("/sparql?" + urlencode({"query": "ASK {}", "default-graph-uri": "data1"}))
    assert (response.status_code, "no absolute IRI" in response.text) == (400, True)


def test_an_error_points_at_the_slip(server: Served) -> None:
    response = server.ask("SELECT * { ?s ?p }")
    assert response.status_code == 400
    assert "line 1, column" in response.text


@pytest.mark.parametrize(
    ("path", "content", "headers"),
    [
        ("/sparql", "DROP ALL", {"Content-Type": "application/sparql-update"}),
        ("/sparql", urlencode({"update": "DROP ALL"}), FORM),
        ("/sparql?" + urlencode({"using-graph-uri": ONE}), "DROP ALL", {"Content-Type": "application/sparql-update"}),
        ("/sparql?" + urlencode({"update": "DROP ALL"}), "ASK {}", QUERY),
    ],
)
def test_updates_are_refused(server: Served, path: str, content: str, headers: dict[str, str]) -> None:
    before = server.get("/health").json()["statements"]
    response = server.post(path, content=content, headers=headers)
    assert (response.status_code, "only reads" in response.text) == (403, True)
    assert server.get("/health").json()["statements"] == before


@pytest.mark.parametrize(
    "update", ["DROP ALL", "INSERT DATA { <http://a/> a <http://b/> }", "LOAD <file:///etc/passwd>"]
)
def test_an_update_as_a_query_is_refused(server: Served, update: str) -> None:
    response = server.ask(update)
    assert (response.status_code, "update" in response.text) == (400, True)
    assert server.get("/sparql?update=" + quote(update)).status_code == 403


def test_other_endpoints_are_not_asked(server: Served) -> None:
    response = server.ask("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }")
    assert (response.status_code, "SERVICE" in response.text) == (400, True)


def triples(response: httpx.Response) -> list[Any]:
    return list(parse(response.content, RdfFormat.TURTLE))


def test_the_service_describes_itself(server: Served) -> None:
    response = server.get("/sparql", headers={"Accept": "text/turtle"})
    assert response.headers["content-type"] == "text/turtle; charset=utf-8"
    stated = {(t.subject.value, t.predicate.value.rpartition("#")[2], t.object.value) for t in triples(response)}
    address = f"{server.url}/sparql"
    sd = "http://www.w3.org/ns/sparql-service-description#"
    assert (f"{address}#service", "endpoint", address) in stated
    assert (f"{address}#service", "supportedLanguage", f"{sd}SPARQL11Query") in stated
    assert {value for _, name, value in stated if name == "name"} == {ONE, TWO, THREE}
    assert f"{sd}BasicFederatedQuery" not in {value for _, _, value in stated}
    for accept in ("application/ld+json", "application/n-triples"):
        assert server.get("/sparql", headers={"Accept": accept}).headers["content-type"] == accept


def test_a_browser_gets_a_page_to_ask_from(server: Served) -> None:
    browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    response = server.get("/sparql", headers={"Accept": browser})
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert "gii:patentsPerMillion" in response.text
    assert "cluster:kunming" in response.text
    assert "default-src 'none'" in response.headers["content-security-policy"]


def test_pages_of_others_may_ask(server: Served) -> None:
    response = server.get("/sparql?query=ASK%7B%7D", headers={"Origin": "https://example.org"})
    assert response.headers["access-control-allow-origin"] == "*"
    preflight = httpx.options(
        server.url + "/sparql",
        headers={
            "Origin": "https://example.org",
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "content-type",
        },
        trust_env=False,
    )
    assert preflight.status_code == 200
    assert "POST" in preflight.headers["access-control-allow-methods"]


def test_relative_iris_are_relative_to_the_endpoint(server: Served) -> None:
    """RFC 3986, 5.1.3: the base of what has none of its own is where it was asked."""
    (triple,) = triples(server.ask("CONSTRUCT { <s> <p> 1 } WHERE {}", "text/turtle"))
    assert (triple.subject.value, triple.predicate.value) == (f"{server.url}/s", f"{server.url}/p")
    (triple,) = triples(server.ask("BASE <http://example.org/a/> CONSTRUCT { <s> <p> 1 } WHERE {}", "text/turtle"))
    assert triple.subject.value == "http://example.org/a/s"
