"""The Reconciliation Service API 0.2: what every answer must be, and what it means."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import httpx
import pytest

from gii_graph.remote.reconciliation_service import ReconciliationService
from tests.server.served import Served, served

# A folder with the schemas of https://github.com/reconciliation-api/specs (0.2/schemas).
SCHEMAS = os.environ.get("GII_GRAPH_RECONCILIATION_SCHEMAS")

KUST = "organization/kunming-university-of-science-and-technology"


def held_against(schema: str, answer: Any) -> None:
    """Hold an answer against a schema of the specification, where its folder is named."""
    if SCHEMAS is None:
        return
    from jsonschema import Draft7Validator
    from referencing import Registry, Resource
    from referencing.jsonschema import DRAFT7

    folder = Path(SCHEMAS)
    contents = {path.name: json.loads(path.read_text("utf-8")) for path in folder.glob("*.json")}
    # Security definitions are another specification's; no service of ours has any.
    contents["manifest.json"]["properties"].pop("authentication", None)
    base = contents[schema]["$id"].rpartition("/")[0]
    resources = [(f"{base}/{name}", Resource(content, DRAFT7)) for name, content in contents.items()]
    Draft7Validator(contents[schema], registry=Registry().with_resources(resources)).validate(answer)


def test_the_schemas_are_at_hand() -> None:
    if SCHEMAS is None:
        pytest.skip("GII_GRAPH_RECONCILIATION_SCHEMAS names no folder with the schemas of the specification")
    with pytest.raises(Exception, match="required"):
        held_against("manifest.json", {})


def reconciled(server: Served, queries: dict[str, Any]) -> dict[str, Any]:
    response = server.post("/reconcile", data={"queries": json.dumps(queries)})
    assert response.status_code == 200, response.text
    assert response.headers["content-type"] == "application/json"
    answer: dict[str, Any] = response.json()
    held_against("reconciliation-query-batch.json", queries)
    held_against("reconciliation-result-batch.json", answer)
    assert answer.keys() == queries.keys()
    for result in answer.values():
        scores = [candidate["score"] for candidate in result["result"]]
        assert scores == sorted(scores, reverse=True)
        for candidate in result["result"]:
            assert 0 < candidate["score"] <= 100
            assert all(isinstance(feature["value"], bool | int | float) for feature in candidate["features"])
        assert sum(candidate["match"] for candidate in result["result"]) <= 1
    return answer


def best(server: Served, query: str, **more: Any) -> dict[str, Any]:
    found: dict[str, Any] = reconciled(server, {"q": {"query": query, **more}})["q"]["result"][0]
    return found


def test_the_manifest(server: Served) -> None:
    manifest = server.get("/reconcile").json()
    held_against("manifest.json", manifest)
    assert "0.2" in manifest["versions"]
    assert manifest["identifierSpace"] == "https://w3id.org/gii-graph/id/"
    assert {kind["id"] for kind in manifest["defaultTypes"]} == {"Cluster", "Organization", "Person", "Economy"}
    view = manifest["view"]["url"].replace("{{id}}", "cluster/kunming")
    assert httpx.get(view, trust_env=False).status_code == 303
    assert (
        server.get("/reconcile", headers={"Origin": "http://localhost"}).headers["access-control-allow-origin"] == "*"
    )


@pytest.mark.parametrize(
    ("query", "kind", "expected"),
    [
        ("Kunming", "Cluster", "cluster/kunming"),
        ("shanghai - suzhou", "Cluster", "cluster/shanghai-suzhou"),
        ("Shenzhen–Hong Kong–Guangzhou", "Cluster", "cluster/shenzhen-hong-kong-guangzhou"),
        ("KUNMING UNIV. OF SCIENCE AND TECH.", "Organization", KUST),
        ("Kunming University of Science & Technology", "Organization", KUST),
        ("Kunming Medical Univ", "Organization", "organization/kunming-medical-university"),
        ("China", "Economy", "economy/china"),
        ("CHN", "Economy", "economy/china"),
        ("LUO Can", "Person", "person/kunming/luo-can"),
        ("cluster/kunming", "Cluster", "cluster/kunming"),
        ("https://w3id.org/gii-graph/id/cluster/kunming", "Cluster", "cluster/kunming"),
    ],
)  # fmt: skip
def test_a_name_is_reconciled(server: Served, query: str, kind: str, expected: str) -> None:
    assert best(server, query, type=kind)["id"] == expected
    assert best(server, query, type=[kind], type_strict="any", limit=1)["id"] == expected


def test_a_match_is_beyond_doubt(server: Served) -> None:
    assert best(server, "Kunming", type="Cluster")["match"]
    assert best(server, "KUNMING MEDICAL UNIVERSITY")["match"]
    assert not best(server, "KUNMING MEDICAL", type="Organization")["match"]
    # A person of that name may be another one, unless the cluster is the same.
    assert not best(server, "Luo Can", type="Person")["match"]
    where = [{"pid": "cluster", "v": "Kunming"}]
    assert best(server, "Luo Can", type="Person", properties=where)["match"]
    elsewhere = [{"pid": "cluster", "v": {"id": "cluster/beijing", "name": "Beijing"}}]
    found = best(server, "Luo Can", type="Person", properties=elsewhere)
    assert not found["match"]
    assert {"id": "cluster", "value": False} in found["features"]


@pytest.mark.parametrize("value", ["China", "CN", {"id": "economy/china"}, ["Japan", "China"]])
def test_a_property_counts(server: Served, value: Any) -> None:
    found = best(server, "Kunming", type="Cluster", properties=[{"pid": "inEconomy", "v": value}])
    assert {"id": "inEconomy", "value": True} in found["features"]
    assert (found["score"], found["match"]) == (100, True)
    other = best(server, "Kunming", type="Cluster", properties=[{"pid": "inEconomy", "v": "Japan"}])
    assert (other["score"], other["match"]) == (85, False)


def test_properties_alone_find_what_has_them(server: Served) -> None:
    query = {"properties": [{"pid": "cluster", "v": "Kunming"}], "type": "Person"}
    ids = {candidate["id"] for candidate in reconciled(server, {"q": query})["q"]["result"]}
    assert "person/kunming/luo-can" in ids
    assert all(one.startswith("person/kunming/") for one in ids)


def test_types(server: Served) -> None:
    queries = {
        "every": {"query": "Kunming"},
        "should": {"query": "Kunming", "type": "Organization", "type_strict": "should", "limit": 10},
        "all": {"query": "Kunming", "type": ["Organization", "Cluster"], "type_strict": "all"},
    }
    answer = reconciled(server, queries)
    assert answer["every"]["result"][0]["id"] == "cluster/kunming"
    should = {candidate["id"]: candidate for candidate in answer["should"]["result"]}
    assert (should["cluster/kunming"]["score"], should["cluster/kunming"]["match"]) == (90, False)
    assert answer["all"]["result"] == []


def test_what_nobody_is_called_is_not_found(server: Served) -> None:
    assert reconciled(server, {"q": {"query": "Qwxzkj Vfgh"}})["q"]["result"] == []


def test_a_batch_by_get_is_the_same(server: Served) -> None:
    queries = json.dumps({"q": {"query": "Kunming"}})
    by_get = server.get("/reconcile", params={"queries": queries})
    assert by_get.json() == server.post("/reconcile", data={"queries": queries}).json()


def test_our_own_client_understands_it(server: Served, tmp_path: Path) -> None:
    service = ReconciliationService(f"{server.url}/reconcile", seconds=30, cache=tmp_path)
    try:
        proposed = service.candidates(["KUNMING MEDICAL UNIVERSITY"], 3)["KUNMING MEDICAL UNIVERSITY"][0]
    finally:
        service.close()
    assert proposed.iri == "https://w3id.org/gii-graph/id/organization/kunming-medical-university"
    assert proposed.score == 1.0


@pytest.mark.parametrize(
    "queries",
    [
        "", "[]", "1", "{", '"x"', "null", '{"q": 1}', '{"q": {}}', '{"q": {"query": ""}}', '{"q": {"query": 7}}',
        '{"q": {"query": "a", "limit": 0}}', '{"q": {"query": "a", "limit": NaN}}',
        '{"q": {"query": "a", "limit": 1e999}}',
        '{"q": {"query": "a", "limit": true}}', '{"q": {"query": "a", "limit": "x"}}',
        '{"q": {"query": "a", "more": 1}}',
        '{"q": {"query": "a", "type": "Place"}}', '{"q": {"query": "a", "type": [7]}}',
        '{"q": {"query": "a", "type": {"a": 1}}}',
        '{"q": {"query": "a", "type_strict": "maybe"}}', '{"q": {"query": "a", "type_strict": []}}',
        '{"q": {"query": "a", "properties": 1}}', '{"q": {"query": "a", "properties": [{"pid": "inEconomy"}]}}',
        '{"q": {"query": "a", "properties": [{"pid": "population", "v": 1}]}}',
        '{"q": {"query": "a", "properties": [{"pid": "inEconomy", "v": null}]}}',
        '{"q": {"query": "\\ud800"}}', "[" * 100_000,
    ],
)  # fmt: skip
def test_what_the_protocol_does_not_allow_is_refused_in_words(server: Served, queries: str) -> None:
    response = server.post("/reconcile", data={"queries": queries})
    assert response.status_code == 400
    assert response.headers["content-type"].startswith("text/plain")
    assert len(response.text) > 20
    assert "Traceback" not in response.text


def test_batches_have_a_size(server: Served) -> None:
    many = {f"q{number}": {"query": "Kunming"} for number in range(501)}
    assert server.post("/reconcile", data={"queries": json.dumps(many)}).status_code == 400
    assert server.post("/reconcile", data={"queries": "x" * 4_000_001}).status_code == 413
    assert server.post("/reconcile", data={"other": "x"}).status_code == 400


@pytest.mark.parametrize(
    ("what", "prefix", "expected"),
    [
        ("entity", "kunm", "cluster/kunming"),
        ("entity", "medical univ", "organization/kunming-medical-university"),
        ("type", "clu", "Cluster"),
        ("property", "eco", "inEconomy"),
        ("property", "patentsPer", "patentsPerMillion"),
    ],
)
def test_suggestions(server: Served, what: str, prefix: str, expected: str) -> None:
    names = {"entity": "entities", "type": "types", "property": "properties"}
    answer = server.get(f"/reconcile/suggest/{what}", params={"prefix": prefix}).json()
    held_against(f"suggest-{names[what]}-response.json", answer)
    assert expected in [suggestion["id"] for suggestion in answer["result"]]
    assert all(suggestion["name"] for suggestion in answer["result"])
    assert server.get(f"/reconcile/suggest/{what}", params={"prefix": prefix, "cursor": "500"}).json() == {"result": []}


def test_wrong_suggestions(server: Served) -> None:
    assert server.get("/reconcile/suggest/entity").json() == {"result": []}
    assert server.get("/reconcile/suggest/view?prefix=a").status_code == 400
    assert server.get("/reconcile/suggest/entity?prefix=a&cursor=-1").status_code == 400
    assert server.get("/reconcile/suggest/entity?prefix=%ff").status_code == 400


def test_properties_of_a_type(server: Served) -> None:
    answer = server.get("/reconcile/properties", params={"type": "Cluster", "limit": "3"}).json()
    held_against("data-extension-property-proposal.json", answer)
    assert (len(answer["properties"]), answer["type"], answer["limit"]) == (3, "Cluster", 3)
    assert server.get("/reconcile/properties?type=Place").status_code == 400


def test_data_extension(server: Served) -> None:
    request = {
        "ids": ["cluster/kunming", "https://w3id.org/gii-graph/id/cluster/beijing", "cluster/atlantis"],
        "properties": [{"id": "inEconomy"}, {"id": "rank"}, {"id": "patentCollaborationShare"}, {"id": "altLabel"}],
    }
    held_against("data-extension-query.json", request)
    answer = server.post("/reconcile", data={"extend": json.dumps(request)}).json()
    held_against("data-extension-response.json", answer)
    assert [prop["id"] for prop in answer["meta"]] == ["inEconomy", "rank", "patentCollaborationShare", "altLabel"]
    assert answer["meta"][0]["type"] == {"id": "Economy", "name": "economy"}
    kunming = answer["rows"]["cluster/kunming"]
    assert kunming["inEconomy"] == [{"id": "economy/china", "name": "China"}]
    assert kunming["rank"] == [{"int": 98}]
    assert kunming["patentCollaborationShare"] == [{"float": 11.0}]
    assert answer["rows"]["https://w3id.org/gii-graph/id/cluster/beijing"]["rank"]
    assert answer["rows"]["cluster/atlantis"] == {
        "inEconomy": [],
        "rank": [],
        "patentCollaborationShare": [],
        "altLabel": [],
    }


@pytest.mark.parametrize(
    "request_text",
    ["", "[]", "{}", '{"ids": "a", "properties": []}', '{"ids": [], "properties": [1]}',
     '{"ids": [1], "properties": []}', '{"ids": [], "properties": [{"id": "population"}]}',
     '{"ids": [], "properties": [{"id": "rank", "settings": {"edition": "x"}}]}',
     '{"ids": [], "properties": [{"id": "rank", "settings": {"edition": [1]}}]}'],
)  # fmt: skip
def test_a_wrong_extension_is_refused(server: Served, request_text: str) -> None:
    response = server.post("/reconcile", data={"extend": request_text})
    assert (response.status_code, "Traceback" in response.text) == (400, False)


def test_a_preview_is_a_page_of_its_own(server: Served) -> None:
    response = server.get("/reconcile/preview", params={"id": "cluster/kunming"})
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert "<title>Kunming</title>" in response.text
    assert server.get("/reconcile/preview", params={"id": "<script>"}).status_code == 404


NAMESAKES = """
@base <https://w3id.org/gii-graph/id/> .
@prefix gii: <https://w3id.org/gii-graph/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
<economy/singapore> a gii:Economy ; rdfs:label "Singapore" .
<economy/united-kingdom> a gii:Economy ; rdfs:label "United Kingdom" .
<economy/united-states> a gii:Economy ; rdfs:label "United States" .
<cluster/singapore> a gii:Cluster ; rdfs:label "Singapore" ; gii:inEconomy <economy/singapore> .
<cluster/birmingham-al> a gii:Cluster ; rdfs:label "Birmingham, AL" ; gii:inEconomy <economy/united-states> .
<cluster/birmingham-united-kingdom> a gii:Cluster ; rdfs:label "Birmingham" ; gii:inEconomy <economy/united-kingdom> .
<organization/general-hospital> a gii:Organization ; rdfs:label "GENERAL HOSPITAL" ;
  gii:publishedArticles <cluster/singapore> .
"""


def test_namesakes_are_told_apart(tmp_path: Path) -> None:
    (tmp_path / "namesakes.ttl").write_text(NAMESAKES, "utf-8")

    def match(query: str, *properties: tuple[str, str], **more: Any) -> str | None:
        wanted = {"properties": [{"pid": key, "v": value} for key, value in properties]} if properties else {}
        result = reconciled(server, {"q": {"query": query, **wanted, **more}})["q"]["result"]
        return next((candidate["id"] for candidate in result if candidate["match"]), None)

    with served(tmp_path, [tmp_path / "namesakes.ttl"]) as server:
        # A cluster and an economy: which is meant the type says, in whatever way it is given.
        assert match("Singapore") is None
        for how in ("any", "should", "all"):
            assert match("Singapore", type="Cluster", type_strict=how) == "cluster/singapore"
        # Two clusters: the state in the name, or a property.
        assert match("Birmingham", type="Cluster") is None
        assert match("Birmingham, AL", type="Cluster") == "cluster/birmingham-al"
        assert match("Birmingham", ("inEconomy", "GB"), type="Cluster") == "cluster/birmingham-united-kingdom"
        assert match("Birmingham", ("inEconomy", "United States"), type="Cluster") == "cluster/birmingham-al"
        assert match("Birmingham", ("inEconomy", "France"), type="Cluster") is None
        # A name that any city has.
        assert match("General Hospital") is None
        assert match("General Hospital", ("cluster", "Singapore")) == "organization/general-hospital"
