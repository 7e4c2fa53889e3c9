"""GLEIF's Golden Copy in its forms. Identifiers and names of the two companies are GLEIF's (CC0)."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path

import pytest

from gii_graph.authorities import gleif
from gii_graph.authorities.gleif import gleif_release, read_gleif, read_owners
from gii_graph.authorities.records import NameKind, RegistryCity
from gii_graph.errors import RegistryError
from gii_graph.identity.names import the_reader
from gii_graph.links.place import Place, same_city
from gii_graph.links.registry import open_registry

BMW, ENEL = "YEH5ZCD6E441RHVHD759", "WOCMU6HCI0OJWNPRZS33"
BNP, BRANCH, GROUP = "R0MUWSFPU8MPRO8K5P83", "969500TKFV51RUNNJK56", "2138002U29YTPPRF1O03"
COLUMNS = [
    "LEI", "Entity.LegalName", "Entity.OtherEntityNames.OtherEntityName.1", "Entity.LegalAddress.City",
    "Entity.LegalAddress.Country", "Entity.HeadquartersAddress.City", "Entity.HeadquartersAddress.Country",
    "Entity.EntityStatus", "Entity.EntityCategory",
]  # fmt: skip
ROWS = [
    [
        BMW,
        "Bayerische Motoren Werke Aktiengesellschaft",
        "BMW AG",
        "München",
        "DE",
        "Munich",
        "DE",
        "ACTIVE",
        "GENERAL",
    ],
    [ENEL, "ENEL - S.P.A.", "", "Roma", "IT", "Roma", "IT", "INACTIVE", ""],
    ["549300E9PC51EN656011", "Some Fund", "", "Paris", "FR", "Paris", "FR", "ACTIVE", "FUND"],
]


def as_csv(rows: list[list[str]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, quoting=csv.QUOTE_ALL).writerows([COLUMNS, *rows])
    return text.getvalue().encode()


def as_json(row: list[str]) -> dict[str, object]:
    lei, name, other, city, country, head_city, head_country, status, category = ({"$": cell} for cell in row)
    return {
        "LEI": lei,
        "Entity": {
            "LegalName": name,
            "OtherEntityNames": {"OtherEntityName": [other]},
            "LegalAddress": {"City": city, "Country": country},
            "HeadquartersAddress": {"City": head_city, "Country": head_country},
            "EntityStatus": status,
            "EntityCategory": category,
        },
    }


def zipped(name: str, content: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(name, content)
    return packed.getvalue()


LINES = "\n".join(json.dumps(as_json(row)) for row in ROWS).encode()
WHOLE = json.dumps({"records": [as_json(row) for row in ROWS]}).encode()


@pytest.mark.parametrize(
    "content",
    [
        as_csv(ROWS),
        b"\xef\xbb\xbf" + as_csv(ROWS),
        zipped("a.csv", as_csv(ROWS)),
        LINES,
        WHOLE,
        zipped("a.json", WHOLE),
    ],
)
def test_every_form_gives_the_same_records_and_no_fund(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "20260516-1600-gleif-goldencopy-lei2-golden-copy.csv.zip"
    path.write_bytes(content)
    bmw, enel = read_gleif(path)
    assert (bmw.id, bmw.name, bmw.country, bmw.status) == (BMW, ROWS[0][1], "DE", "active")
    assert bmw.names[1] == ("BMW AG", NameKind.ALIAS)
    assert bmw.cities == (RegistryCity("Munich"), RegistryCity("München"))
    assert (enel.id, enel.status) == (ENEL, "inactive")
    assert gleif_release(path) == "20260516"
    assert all(gleif.AUTHORITY.fault(record.id) == "" for record in (bmw, enel))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "has no record"),
        (b"a,b\n1,2\n", "has no LEI, Entity.LegalName, Entity.LegalAddress.Country"),
        (b"LEI,Entity.LegalName\n1,2,3\n", "has 3 cells where the header has 2"),
        (b'{"records": [{"LEI"', "not whole or not JSON"),
        (zipped("a.txt", b""), "has no registry inside"),
        (b'"' + b"a" * 300_000, "cannot be read"),
    ],
)
def test_what_is_no_golden_copy_is_told(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "lei"
    path.write_bytes(content)
    with pytest.raises(RegistryError, match=said):
        list(read_gleif(path))


def test_an_lei_that_is_not_to_be_used_is_not_active_and_names_its_successor(tmp_path: Path) -> None:
    merged = as_json(ROWS[0]) | {"Registration": {"RegistrationStatus": {"$": "MERGED"}}}
    merged["Entity"] |= {"SuccessorEntity": [{"SuccessorLEI": {"$": ENEL}}]}  # type: ignore[operator]
    path = tmp_path / "lei.json"
    path.write_text(json.dumps({"records": [merged]}), encoding="utf-8")
    (record,) = read_gleif(path)
    assert (record.status, record.successors) == ("merged", (ENEL,))
    columns = [*COLUMNS, "Registration.RegistrationStatus", "Entity.SuccessorEntity.1.SuccessorLEI"]
    path.write_text("\n".join([",".join(columns), ",".join([*ROWS[0], "MERGED", ENEL])]), encoding="utf-8")
    assert [(one.status, one.successors) for one in read_gleif(path)] == [("merged", (ENEL,))]


RELATIONS = [
    (GROUP, BNP, "IS_ULTIMATELY_CONSOLIDATED_BY", "ACTIVE"),
    (GROUP, BRANCH, "IS_DIRECTLY_CONSOLIDATED_BY", "ACTIVE"),
    (BMW, ENEL, "IS_DIRECTLY_CONSOLIDATED_BY", "INACTIVE"),
    (ENEL, BNP, "IS_FUND-MANAGED_BY", "ACTIVE"),
    (BRANCH, BNP, "IS_ULTIMATELY_CONSOLIDATED_BY", "ACTIVE"),
    (BNP, BNP, "IS_DIRECTLY_CONSOLIDATED_BY", "ACTIVE"),
]
ENDS = "Relationship.StartNode.NodeID,Relationship.StartNode.NodeIDType,Relationship.EndNode.NodeID"
RELATION_COLUMNS = (
    f"{ENDS},Relationship.EndNode.NodeIDType,Relationship.RelationshipType,Relationship.RelationshipStatus"
)


def relation_json(start: str, end: str, kind: str, status: str) -> dict[str, object]:
    relation = {
        "StartNode": {"NodeID": {"$": start}, "NodeIDType": {"$": "LEI"}},
        "EndNode": {"NodeID": {"$": end}, "NodeIDType": {"$": "LEI"}},
        "RelationshipType": {"$": kind},
        "RelationshipStatus": {"$": status},
    }
    return {"RelationshipRecord": {"Relationship": relation, "Registration": {}}}


RELATIONS_CSV = "\r\n".join([RELATION_COLUMNS, *(",".join([a, "LEI", b, "LEI", *rest]) for a, b, *rest in RELATIONS)])
RELATIONS_JSON = json.dumps({"relations": [relation_json(*row) for row in RELATIONS]})


@pytest.mark.parametrize(
    "content",
    [RELATIONS_CSV.encode(), RELATIONS_JSON.encode(), zipped("rr.csv", RELATIONS_CSV.encode())],
)
def test_who_owns_whom_is_read_the_direct_owner_first(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "rr"
    path.write_bytes(content)
    assert read_owners(path) == {GROUP: BRANCH, BRANCH: BNP}


@pytest.mark.parametrize("content", [as_csv(ROWS), WHOLE])
def test_level_1_in_the_place_of_level_2_is_told(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "rr"
    path.write_bytes(content)
    with pytest.raises(RegistryError, match=r"has no Relationship.*; give GLEIF's Golden Copy of level 2"):
        read_owners(path)


@pytest.mark.parametrize(("city", "printed"), [("Munich", "München"), ("Copenhagen", "KØBENHAVN"), ("Rome", "Roma")])
def test_a_city_is_known_by_what_its_own_language_calls_it(city: str, printed: str) -> None:
    """GLEIF has no number of a city and no position, only its name as the company registered it."""
    assert same_city([RegistryCity(city, 2867714)], [RegistryCity(printed)])
    assert not same_city([RegistryCity(city, 2867714)], [RegistryCity("Hamburg")])


def test_a_company_links_in_its_city_by_that_name(tmp_path: Path) -> None:
    path = tmp_path / "lei2.csv"
    siemens = ["W38RGI023J3WT1HWRP32", "Siemens Aktiengesellschaft", "", *["München", "DE"] * 2, "ACTIVE", "GENERAL"]
    path.write_bytes(as_csv([siemens]))
    registry = open_registry(gleif.AUTHORITY, path, tmp_path, the_reader())
    munich = Place(frozenset({"DE"}), (RegistryCity("Munich", 2867714, (48.14, 11.58)),))
    accepted = registry.accept(("SIEMENS AG",), munich)
    assert accepted is not None
    assert accepted.record.id == "W38RGI023J3WT1HWRP32"


def test_a_record_with_wrong_check_digits_is_left_out_and_said_each_time(tmp_path: Path) -> None:
    path = tmp_path / "lei2.csv"
    wrong = [BMW[:-1] + "8", *ROWS[0][1:]]
    path.write_bytes(as_csv([wrong, ROWS[0]]))
    for _ in range(2):
        said: list[str] = []
        registry = open_registry(gleif.AUTHORITY, path, tmp_path, the_reader(), said.append)
        assert registry.record(BMW) is not None
        assert registry.record(wrong[0]) is None
        assert said[-1] == (
            f"1 record is left out of lei2.csv: '{wrong[0]}' has wrong check digits for an identifier of GLEIF: it is"
            " mistyped."
        )
