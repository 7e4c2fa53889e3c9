"""What names people wrote mean: the distinguishing word, the part and its whole, the acronym, the group of branches."""

from __future__ import annotations

import json

import pytest

from gii_graph.authorities import ror
from gii_graph.authorities.records import RegistryCity
from gii_graph.identity.names import the_reader
from gii_graph.links.place import Place
from gii_graph.links.registry import Registry, open_registry
from tests.links.conftest import record, ror_identifier

TOKYO, DURHAM, PALO_ALTO, SAN_JOSE = (
    ("Tokyo", 1850147),
    ("Durham", 4464368),
    ("Stanford", 5398563),
    ("San Jose", 5392171),
)
COPENHAGEN, KISTA = ("Copenhagen", 2618425), ("Kista", 2704620)
POSITIONS = {
    "Tokyo": (35.69, 139.69),
    "Durham": (35.99, -78.9),
    "Stanford": (37.42, -122.17),
    "San Jose": (37.34, -121.89),
    "Copenhagen": (55.68, 12.57),
    "Kista": (59.40, 17.94),
}
ACTIVE = {
    "02kn6nx58": ({"Keio University": "ror_display"}, TOKYO, "JP"),
    "00py81415": ({"Duke University": "ror_display"}, DURHAM, "US"),
    "03njmea73": ({"Duke University School of Medicine": "ror_display"}, DURHAM, "US"),
    "02891sr49": ({"Merck (United States)": "ror_display"}, SAN_JOSE, "US"),
    "03vek6s52": ({"Transport Research Laboratory": "ror_display"}, DURHAM, "US"),
    "00f54p054": ({"Stanford University": "ror_display"}, PALO_ALTO, "US"),
    "0168r3w48": ({"Google (United States)": "ror_display", "Google LLC": "alias"}, PALO_ALTO, "US"),
    "04d06q394": ({"Google (Japan)": "ror_display"}, TOKYO, "JP"),
    "027ka1x80": ({"National Aeronautics and Space Administration": "ror_display", "NASA": "acronym"}, SAN_JOSE, "US"),
    "0171mag52": ({"NASA Research Park": "ror_display"}, DURHAM, "US"),
    "034t30j35": ({"Tokyo Academy": "ror_display", "TAC": "acronym"}, TOKYO, "JP"),
    "02894tt43": ({"Lundbeck (Denmark)": "ror_display"}, COPENHAGEN, "DK"),
    "05a7rhx54": ({"Ericsson (Sweden)": "ror_display", "Telefonaktiebolaget L. M. Ericsson": "alias"}, KISTA, "SE"),
    "04k4vsv28": ({"Nordic University of Forestry": "ror_display", "NUF": "acronym"}, COPENHAGEN, "DK"),
    "01aj84f44": ({"Nordic Urban Foundation": "ror_display", "NUF": "acronym"}, KISTA, "SE"),
    "00j9c2840": ({"National Research Board": "ror_display"}, COPENHAGEN, "DK"),
    "02d9ce178": ({"Japanese Academy of Tea": "ror_display"}, TOKYO, "JP"),
    "0384j8v12": ({"Institute of Deep Physics": "ror_display", "IDP": "acronym"}, TOKYO, "JP"),
}


def entry(identifier: str) -> dict:
    names, city, country = ACTIVE[identifier]
    made = record(identifier, names, city, country)
    made["locations"][0]["geonames_details"] |= dict(zip(("lat", "lng"), POSITIONS[city[0]], strict=True))
    if identifier == "0384j8v12":
        made["relationships"] = [{"type": "parent", "id": "https://ror.org/034t30j35", "label": ""}]
    if identifier == "0168r3w48":
        made["relationships"] = [{"type": "child", "id": "https://ror.org/04d06q394", "label": ""}]
    return made


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Registry:
    """A few records among many of common words, which must be common here, too."""
    folder = tmp_path_factory.mktemp("written")
    fillers = [
        record(ror_identifier(f"f1{number:04}"), {f"{kind} number {number}": "ror_display"}, ("Oita", 1), "JP")
        for number in range(200)
        for kind in ["University Research School of Medicine Laboratory Institute Physics"]
    ]
    path = folder / "ror.json"
    path.write_text(json.dumps([*map(entry, ACTIVE), *fillers]), encoding="utf-8")
    return open_registry(ror.AUTHORITY, path, folder, the_reader())


@pytest.mark.parametrize(
    ("name", "identifier", "reason"),
    [
        ("KEIO UNIVERSITY SCHOOL OF MEDICINE", "02kn6nx58", ""),
        ("KEIO SCHOOL OF MEDICINE", "02kn6nx58", ""),
        ("MERCK RESEARCH LABORATORIES", "02891sr49", ""),
        ("NASA", "027ka1x80", "an acronym alone"),
        ("GOOGLE", "0168r3w48", "the same name in full"),
        ("Department 7 / Stanford University", "00f54p054", "'Stanford University' is its name"),
        ("Deep School (Duke University)", "00py81415", "'Duke University' is its name"),
        ("NUF KISTA", "01aj84f44", "once the city is left out"),
        ("NUF DENMARK", "04k4vsv28", "once the country is left out"),
        ("NATIONAL RESEARCH BOARD OF DENMARK", "00j9c2840", "once the country is left out"),
        ("GOOGLE RESEARCH AMERICA", "0168r3w48", "once the country is left out"),
        ("GOOGLE JAPAN", "04d06q394", ""),
        ("StanfordUniversity", "00f54p054", ""),
        ("KEIOUNIVERSITY SCHOOL OF MEDICINE", "02kn6nx58", ""),
        ("JAPAN ACADEMY OF TEA", "02d9ce178", ""),
    ],
)
def test_the_record_that_is_meant_comes_first(written: Registry, name: str, identifier: str, reason: str) -> None:
    first = written.candidates((name,), Place(), 5)[0]
    assert first.record.id == identifier
    assert reason in first.reasons[0]


def test_a_record_without_the_distinguishing_word_ranks_low(written: Registry) -> None:
    scores = {
        one.record.id: one.score for one in written.candidates(("KEIO UNIVERSITY SCHOOL OF MEDICINE",), Place(), 5)
    }
    assert scores["02kn6nx58"] > 0.6
    assert scores.get("03njmea73", 0) < 0.6


def silicon_valley(country: str = "US") -> Place:
    return Place(frozenset({country}), (RegistryCity("San Jose", 5392171, (37.34, -121.89)),))


STOCKHOLM = Place(frozenset({"SE"}), (RegistryCity("Stockholm", 2673730, (59.33, 18.06)),))


@pytest.mark.parametrize(
    ("name", "where", "identifier"),
    [
        ("STANFORD UNIVERSITY", silicon_valley(), "00f54p054"),
        ("GOOGLE LLC", silicon_valley(), "0168r3w48"),
        ("INSTITUTE OF DEEP PHYSICS (IDP)", Place(frozenset({"JP"}), (RegistryCity("Tokyo"),)), "0384j8v12"),
        ("INSTITUTE OF DEEP PHYSICS, TAC", Place(frozenset({"JP"}), (RegistryCity("Tokyo"),)), "0384j8v12"),
        ("STANFORD UNIVERSITY SAN JOSE", silicon_valley(), None),
        ("STANFORD UNIVERSITY STANFORD", Place(frozenset({"US"}), (RegistryCity("Stanford"),)), "00f54p054"),
        ("STANFORD UNIVERSITY", silicon_valley("JP"), None),
        ("STANFORD UNIVERSITY", Place(frozenset({"US"}), (RegistryCity("Durham", 1, (35.99, -78.9)),)), None),
        ("GOOGLE", silicon_valley(), None),
        ("INSTITUTE OF DEEP PHYSICS (XYZ)", Place(frozenset({"JP"}), (RegistryCity("Tokyo"),)), None),
        ("INSTITUTE OF DEEP PHYSICS, CAS", Place(frozenset({"JP"}), (RegistryCity("Tokyo"),)), None),
        ("TAC", Place(frozenset({"JP"}), (RegistryCity("Tokyo"),)), None),
        ("TAC CO., LTD.", Place(frozenset({"JP"}), (RegistryCity("Tokyo"),)), None),
        ("LUNDBECK A/S", Place(frozenset({"DK"}), (RegistryCity("Copenhagen"),)), "02894tt43"),
        ("H. LUNDBECK A/S", Place(frozenset({"DK"}), (RegistryCity("Copenhagen"),)), "02894tt43"),
        ("H. LUNDBECK", Place(frozenset({"DK"}), (RegistryCity("Copenhagen"),)), None),
        ("LUNDBECK A/S, H.", Place(frozenset({"DK"}), (RegistryCity("Copenhagen"),)), None),
        ("H. LUNDBECK A/S", Place(frozenset({"SE"}), (RegistryCity("Copenhagen"),)), None),
        ("TELEFONAKTIEBOLAGET LM ERICSSON (PUBL)", STOCKHOLM, "05a7rhx54"),
        ("K. ERICSSON AB", STOCKHOLM, None),
    ],
)
def test_what_is_linked_near_by_and_with_what_the_record_bears_out(
    written: Registry, name: str, where: Place, identifier: str | None
) -> None:
    accepted = written.accept((name,), where)
    assert (accepted.record.id if accepted else None) == identifier


@pytest.mark.parametrize("name", ["STANFORD UNIVERSITY FOUNDATION", "STANFORD UNIVERSITY STIFTUNG"])
def test_the_foundation_of_a_university_is_not_it(written: Registry, name: str) -> None:
    assert written.accept((name,), silicon_valley()) is None


def test_a_candidate_says_whose_part_it_is(written: Registry) -> None:
    first = written.candidates(("INSTITUTE OF DEEP PHYSICS",), Place(), 1)[0]
    assert first.reasons == ("the same name in full", "a part of Tokyo Academy")
