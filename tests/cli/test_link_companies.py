"""Companies by the registries that know them: GLEIF's Golden Copy and what the Wikidata query service returns."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from rdflib.namespace import SKOS

from tests.cli.test_decisions import table
from tests.cli.test_link import link, linked, objects, rows
from tests.links.conftest import RECORDS

LEI, WIKIDATA = "https://rdf.gleif.org/L1/L-", "http://www.wikidata.org/entity/"
COLUMNS = (
    "LEI,Entity.LegalName,Entity.OtherEntityNames.OtherEntityName.1,Entity.LegalAddress.City,"
    "Entity.LegalAddress.Country,Entity.HeadquartersAddress.City,Entity.HeadquartersAddress.Country,Entity.EntityStatus"
)


def sound(base: str) -> str:
    """Give eighteen signs the check digits of ISO 7064 MOD 97-10."""
    number = int("".join(str(int(sign, 36)) for sign in base + "00"))
    return f"{base}{98 - number % 97:02}"


BOE, TOBACCO, OTHER, SHORT = (sound(f"MADEUP00000000000{digit}") for digit in "1234")


@pytest.fixture(scope="module")
def golden_copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("lei") / "20260516-1600-gleif-goldencopy-lei2-golden-copy.csv"
    lines = [
        COLUMNS,
        f"{BOE},BOE TECHNOLOGY CO. LTD.,,Beijing,CN,Beijing,CN,ACTIVE",
        f"{TOBACCO},China Tobacco Trading Co. Ltd.,,Kunming,CN,Kunming,CN,ACTIVE",
        f"{SHORT},HKC Corporation,,Chongqing,CN,Chongqing,CN,ACTIVE",
        f"{OTHER},BOE TECHNOLOGY CO. LTD.,,Toronto,CA,Toronto,CA,ACTIVE",
    ]
    path.write_text("\r\n".join(lines), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def extract(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("wikidata") / "query.csv"
    columns = "item,itemLabel,alias,country,cityLabel,geonames,position,ror,lei,grid,isni"
    boe = f"{WIKIDATA}Q838003,BOE Technology,,CN,Beijing,1816670,Point(116.4 39.9),,{BOE},,"
    path.write_text(f"{columns}\r\n{boe}\r\n", encoding="utf-8")
    return path


def test_a_company_is_linked_to_its_lei_and_candidates_are_asked(committed_graph, golden_copy, tmp_path) -> None:
    done = link(committed_graph, tmp_path, "--lei", golden_copy)
    assert objects(linked(tmp_path), "organization/boe-technology") == {LEI + BOE}
    assert "1 to GLEIF" in done.stderr
    asked = [row for row in rows(tmp_path) if row["name"] == "CHINA TOBACCO"]
    assert asked[0]["candidate"] == f"lei:{TOBACCO}"
    mappings = (tmp_path / "out" / "links.sssom.tsv").read_text(encoding="utf-8")
    assert (
        f"lei:{BOE}\tBOE TECHNOLOGY CO. LTD.\tsemapv:LexicalMatching\t0.99\thttps://www.gleif.org/\t20260516"
        in mappings
    )
    assert "#  lei: https://rdf.gleif.org/L1/L-" in mappings
    description = (tmp_path / "out" / "links.dataset.ttl").read_text(encoding="utf-8")
    assert "Global Legal Entity Identifier Foundation (GLEIF), CC0 1.0" in description


def test_a_short_name_links_by_its_legal_form_alone(golden_copy, tmp_path) -> None:
    graph = tmp_path / "graph.ttl"
    graph.write_text(
        """@prefix gii: <https://w3id.org/gii-graph/ontology#> . @prefix x: <https://example.org/> .
        @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
        x:b a gii:Cluster ; rdfs:label "Chongqing" ; gii:inEconomy x:c . x:c a gii:Economy ; rdfs:label "China" .
        x:long a gii:Organization ; rdfs:label "HKC CORP." ; gii:filedPatents x:b .
        x:short a gii:Organization ; rdfs:label "HKC" ; gii:filedPatents x:b .""",
        encoding="utf-8",
    )
    link(graph, tmp_path, "--lei", golden_copy)
    exact = {str(subject): str(value) for subject, value in linked(tmp_path).subject_objects(SKOS.exactMatch)}
    assert exact["https://example.org/long"] == LEI + SHORT
    assert "https://example.org/short" not in exact


def test_what_wikidata_states_of_an_item_is_linked_on(committed_graph, extract, tmp_path) -> None:
    link(committed_graph, tmp_path, "--wikidata", extract)
    assert objects(linked(tmp_path), "organization/boe-technology") == {f"{WIKIDATA}Q838003", LEI + BOE}


def test_all_registries_together(committed_graph, golden_copy, extract, tmp_path) -> None:
    records = tmp_path / "v2.0-2026-01-01-ror-data.json"
    records.write_text(json.dumps(RECORDS), encoding="utf-8")
    link(committed_graph, tmp_path, "--ror", records, "--lei", golden_copy, "--wikidata", extract)
    graph = linked(tmp_path)
    assert objects(graph, "organization/boe-technology") == {f"{WIKIDATA}Q838003", LEI + BOE}
    assert "https://ror.org/03cve4549" in objects(graph, "organization/tsinghua-university")


def test_an_accepted_lei_must_be_in_the_golden_copy_at_hand(committed_graph, golden_copy, tmp_path) -> None:
    said = table(tmp_path / "said.tsv", {"candidate": sound("MADEUP000000000009"), "decision": "accept"})
    done = link(committed_graph, tmp_path, "--no-curated", "--lei", golden_copy, "--decisions", said, code=1)
    assert "is not in the registry of GLEIF at hand" in done.stderr


def test_who_owns_a_candidate_is_told(committed_graph, golden_copy, tmp_path) -> None:
    relations = tmp_path / "rr.csv"
    columns = "Relationship.StartNode.NodeID,Relationship.EndNode.NodeID"
    relations.write_text(
        f"{columns},Relationship.RelationshipType,Relationship.RelationshipStatus\n"
        f"{TOBACCO},{BOE},IS_DIRECTLY_CONSOLIDATED_BY,ACTIVE\n",
        encoding="utf-8",
    )
    link(committed_graph, tmp_path, "--lei", golden_copy)
    link(committed_graph, tmp_path, "--lei", golden_copy, "--lei-parents", relations)
    asked = [row for row in rows(tmp_path) if row["name"] == "CHINA TOBACCO"]
    assert asked[0]["reason"].endswith("; a part of BOE TECHNOLOGY CO. LTD.")


def test_who_owns_whom_of_nothing_is_told(committed_graph, golden_copy, tmp_path) -> None:
    done = link(committed_graph, tmp_path, "--lei-parents", golden_copy, code=2)
    assert "--lei-parents says who owns whom in the file that --lei names; name that, too." in done.stderr
