"""What is linked without a person, and what never is."""

from __future__ import annotations

import pytest

from gii_graph.authorities.records import RegistryCity
from gii_graph.links.place import Place
from gii_graph.links.registry import Registry


def place(city: str, country: str = "CN", number: int | None = None) -> Place:
    return Place(frozenset({country}), (RegistryCity(city, number),))


@pytest.mark.parametrize(
    ("name", "where", "ror"),
    [
        ("TSINGHUA UNIVERSITY", place("Beijing"), "03cve4549"),
        ("TSINGHUA UNIV.", place("Beijing", number=1816670), "03cve4549"),
        ("UNIV. OF CHINESE ACADEMY OF SCIENCES", place("Beijing"), "05qbk4x57"),
        ("SOUTHWEST UNIVERSITY - CHINA", place("Chongqing"), "01kj4z117"),
        ("NATIONAL UNIVERSITY OF DEFENSE TECHNOLOGY - CHINA", place("Changsha"), "05d2yfz11"),
        ("DALIAN UNIV TECHNOL", place("Dalian"), "023hj5876"),
        ("北京大学", place("Beijing"), "02v51f717"),
        ("MIAMI UNIV.", place("Oxford", "US"), "05nbqxr67"),
        ("ACME MACHINES", place("Dalian"), "0acme0112"),
        ("LANZHOU SPLIT COLLEGE 1", place("Lanzhou"), "0sp11t158"),
    ],
)
def test_an_exact_name_in_its_city_is_accepted(registry: Registry, name: str, where: Place, ror: str) -> None:
    found = registry.accept((name,), where)
    assert found is not None
    assert found.record.id == ror
    assert "word for word" in found.reason


@pytest.mark.parametrize(
    ("name", "where"),
    [
        ("HKC", place("Chongqing")),
        ("HKC", place("Tehran", "IR")),
        ("DUT", place("Dalian")),
        ("TSINGHUA UNIVERSITY", place("Shenzhen")),
        ("TSINGHUA UNIVERSITY", place("Beijing", "TW")),
        ("TSINGHUA UNIVERSITY - SINGAPORE", place("Beijing")),
        ("TSINGHUA UNIVERSITY", place("Beijing", number=1)),
        ("TSINGHAU UNIVERSITY", place("Beijing")),
        ("MIAMI UNIV.", place("Coral Gables", "US")),
        ("CHONGQING UNIV. OF POSTS", place("Chongqing")),
        ("TWIN INSTITUTE OF OPTICS", place("Dalian")),
        ("OLD KUNMING COLLEGE", place("Kunming")),
        ("DALIAN INSTITUTE OF CHEMICAL PHYSICS, CAS", place("Dalian")),
        ("ACME MACHINES CO., LTD.", place("Dalian")),
        ("TSINGHUA UNIVERSITY", Place()),
        ("CHONGQING UNIVERSITY OF", place("Chongqing")),
        ("CHONGQING UNIVERSITY,", place("Chongqing")),
        ("LANZHOU SPLIT COLLEGE", place("Lanzhou")),
        ("", place("Beijing")),
    ],
)
def test_whatever_leaves_a_doubt_is_not(registry: Registry, name: str, where: Place) -> None:
    assert registry.accept((name,), where) is None


def test_spellings_that_mean_two_records_are_not_accepted(registry: Registry) -> None:
    names = ("DALIAN UNIVERSITY OF TECHNOLOGY", "DALIAN MARITIME UNIVERSITY")
    assert registry.accept(names, place("Dalian")) is None


@pytest.mark.parametrize(
    ("name", "where", "ror"),
    [
        ("DALIAN INSTITUTE OF CHEMICAL PHYSICS, CAS", place("Dalian"), "00prkya54"),
        ("TSINGHAU UNIVRESITY", place("Beijing"), "03cve4549"),
        ("CHONGQING UNIVERSITY OF POSTS AND TELECOMM", place("Chongqing"), "03dgaqz26"),
        ("CHONGQING POSTS & TELECOMMUN UNIV", place("Chongqing"), "03dgaqz26"),
        ("MIAMI UNIV.", Place(), "05nbqxr67"),
        ("UNIV MIAMI", Place(), "02dgjyy92"),
        ("HKC", place("Chongqing"), "00g41ma48"),
        ("BEIJING BYTEDANCE NETWORK TECH.", place("Beijing"), "04m8av638"),
        ("BYTEDANCE NETWORK TECH. BEIJING", place("Beijing"), "04m8av638"),
        ("BEIJING UNIVERSITY OF TECHNOL", place("Beijing"), "037b1pp87"),
        ("TSINGHUAA UNIVERSTY", Place(), "03cve4549"),
        ("LANZHUO SPLIT COLLEGE 2", Place(), "0sp11t255"),
    ],
)
def test_the_right_candidate_comes_first(registry: Registry, name: str, where: Place, ror: str) -> None:
    assert registry.candidates((name,), where, 5)[0].record.id == ror


def test_candidates_say_why(registry: Registry) -> None:
    (company,) = registry.candidates(("BEIJING BYTEDANCE NETWORK TECH.",), place("Beijing"), 1)
    assert company.reasons[0].endswith("once the city is left out")
    (hkc,) = registry.candidates(("HKC",), place("Chongqing"), 1)
    assert hkc.reasons == ("an acronym alone", "in another country (IR)")
    (old, *_) = registry.candidates(("OLD KUNMING COLLEGE",), place("Kunming"), 5)
    assert old.record.id == "038c3w259"
    assert old.reasons[-1] == "successor of Old Kunming College (ror:0006jh821), which is withdrawn"


def test_a_name_of_nothing_known_has_no_candidate(registry: Registry) -> None:
    assert registry.candidates(("",), Place(), 5) == []
    assert registry.candidates(("ZZYZX QWRTP",), Place(), 5) == []


@pytest.mark.parametrize("name", ["", "?", "()", "A", "*" * 50, "/ / /", "의"])
def test_a_name_that_says_nothing_has_candidates_or_none(registry: Registry, name: str) -> None:
    assert len(registry.candidates((name,), Place(), 5)) <= 5
