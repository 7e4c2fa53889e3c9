"""A registry of a few records, in both schemas, and the gazetteer and graphs that tests of linking share.

Identifiers and names are those of ROR (CC0) and GeoNames (CC BY 4.0); the records are cut down to what is read.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from gii_graph.authorities import ror
from gii_graph.identity.names import the_reader
from gii_graph.links.registry import Registry, open_registry


def ror_identifier(signs: str) -> str:
    """Return a made-up identifier: six signs of base 32 and their check digits by ISO 7064 MOD 97-10."""
    number = 0
    for sign in signs:
        number = number * 32 + "0123456789abcdefghjkmnpqrstvwxyz".index(sign)
    return f"0{signs}{98 - number * 100 % 97:02}"


def record(
    ror: str,
    names: dict[str, str],
    city: tuple[str, int],
    country: str = "CN",
    status: str = "active",
    successor: str = "",
    **ids: str,
) -> dict[str, Any]:
    """A record of schema 2; `names` maps each name to its type."""
    return {
        "id": f"https://ror.org/{ror}",
        "status": status,
        "names": [{"lang": None, "types": [kind], "value": name} for name, kind in names.items()],
        "locations": [{"geonames_details": {"country_code": country, "name": city[0]}, "geonames_id": city[1]}],
        "external_ids": [{"type": kind, "all": [value, "other"], "preferred": value} for kind, value in ids.items()],
        "relationships": [{"type": "successor", "id": f"https://ror.org/{successor}", "label": ""}]
        if successor
        else [],
    }


def version_1(ror: str, name: str, city: tuple[str, int], country: str, acronyms: list[str]) -> dict[str, Any]:
    return {
        "id": f"https://ror.org/{ror}",
        "name": name,
        "status": "active",
        "aliases": [],
        "acronyms": acronyms,
        "labels": [],
        "addresses": [{"city": city[0], "geonames_city": {"id": city[1]}}],
        "country": {"country_code": country},
        "external_ids": {
            "Wikidata": {"preferred": None, "all": ["Q5210926"]},
            "GRID": {"preferred": "grid.423905.9", "all": "grid.423905.9"},
            "ISNI": {"preferred": None, "all": ["0000 0004 1793 300X"]},
        },
        "relationships": [],
    }


BEIJING, DALIAN, CHONGQING, KUNMING = (
    ("Beijing", 1816670),
    ("Dalian", 1814087),
    ("Chongqing", 1814906),
    ("Kunming", 1804651),
)
CHANGSHA, LANZHOU = ("Changsha", 1815577), ("Lanzhou", 1804430)

RECORDS = [
    record("03cve4549", {"Tsinghua University": "ror_display", "THU": "acronym"}, BEIJING, wikidata="Q16955"),
    record("02v51f717", {"Peking University": "ror_display", "北京大学": "label"}, BEIJING, wikidata="Q16952"),
    record("05qbk4x57", {"University of Chinese Academy of Sciences": "ror_display"}, BEIJING),
    record(
        "023hj5876", {"Dalian University of Technology": "ror_display", "DUT": "acronym"}, DALIAN, wikidata="Q1477368"
    ),
    record("002b7nr53", {"Dalian Maritime University": "ror_display"}, DALIAN),
    record("023rhb549", {"Chongqing University": "ror_display"}, CHONGQING),
    record("03dgaqz26", {"Chongqing University of Posts and Telecommunications": "ror_display"}, CHONGQING),
    record("017z00e58", {"Chongqing Medical University": "ror_display"}, CHONGQING),
    record("01kj4z117", {"Southwest University": "ror_display"}, CHONGQING),
    record("0040axw97", {"Yunnan University": "ror_display"}, KUNMING),
    record("038c3w259", {"Kunming Medical University": "ror_display"}, KUNMING),
    record("00f1zfq44", {"Central South University": "ror_display"}, CHANGSHA),
    record("05htk5m33", {"Hunan University": "ror_display"}, CHANGSHA),
    record("05d2yfz11", {"National University of Defense Technology": "ror_display"}, CHANGSHA),
    version_1("00prkya54", "Dalian Institute of Chemical Physics", DALIAN, "CN", ["DICP"]),
    record("007ffzr57", {"Lanzhou Institute of Chemical Physics": "ror_display"}, LANZHOU),
    record("00g41ma48", {"Hasheminejad Kidney Center": "ror_display", "HKC": "acronym"}, ("Tehran", 112931), "IR"),
    record("02dgjyy92", {"University of Miami": "ror_display"}, ("Coral Gables", 4151871), "US"),
    record("05nbqxr67", {"Miami University": "ror_display"}, ("Oxford", 4520760), "US"),
    record("0006jh821", {"Old Kunming College": "ror_display"}, KUNMING, status="withdrawn", successor="038c3w259"),
    record("0tw1n0185", {"Twin Institute of Optics": "ror_display"}, DALIAN),
    record("0tw1n0282", {"Twin Inst. of Optics": "ror_display"}, DALIAN),
    record("01v0can46", {"Luo Can": "ror_display"}, KUNMING),
    record("04m8av638", {"ByteDance (China)": "ror_display"}, BEIJING),
    record("037b1pp87", {"Beijing University of Technology": "ror_display"}, BEIJING),
    record("01skt4w74", {"Beijing Institute of Technology": "ror_display"}, BEIJING),
    record("0sp11t158", {"Lanzhou Split College 1": "ror_display", "Lanzhou Split College": "alias"}, LANZHOU),
    record("0sp11t255", {"Lanzhou Split College 2": "ror_display"}, LANZHOU),
    record("0acme0112", {"Acme Machines GmbH (China)": "ror_display"}, DALIAN),
]

# Common words must be common here, too: how rare a word is says how much it tells.
RECORDS += [
    record(
        ror_identifier(f"f1{number:04}"),
        {f"Beijing Network University of Technology No {number}": "ror_display"},
        ("Oita", 1),
        "JP",
    )
    for number in range(60)
]


@pytest.fixture(scope="session")
def registry_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("registry") / "v2.0-2026-01-01-ror-data.json"
    path.write_text(json.dumps(RECORDS, indent=4, ensure_ascii=False), encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def registry(registry_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Registry:
    return open_registry(ror.AUTHORITY, registry_file, tmp_path_factory.mktemp("cache"), the_reader())
