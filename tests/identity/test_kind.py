"""Persons and organisations are told apart by the stated rules."""

from __future__ import annotations

import csv

import pytest

from benchmarks.identity import registry_names
from gii_graph.identity.decision import Decision, Kind
from gii_graph.identity.kind import decide_kind
from gii_graph.profile import Activity
from tests.conftest import ROOT

PATENTS = frozenset({Activity.PATENTS})


@pytest.mark.parametrize("name", ["LUO, CAN", "Müller, Anna-Lena", "O'BRIEN, SEAN P.", "DE LA CRUZ, JUAN", "NG, K"])
def test_surname_comma_given_name_is_a_person(name: str) -> None:
    assert decide_kind(name, PATENTS).kind is Kind.PERSON


@pytest.mark.parametrize(
    "name",
    ["LOPEZ, JR., JUAN", "KING, SR., MARTIN LUTHER", "SMITH, III, JOHN A.", "LOPEZ JR., JUAN", "LOPEZ, JUAN, JR."],
)
def test_what_stands_behind_persons_alone_may_stand_between_their_names(name: str) -> None:
    assert decide_kind(name, PATENTS).kind is Kind.PERSON


def test_an_organisation_with_a_part_like_a_suffix_is_one() -> None:
    assert decide_kind("LABORATORY II, INSTITUTE OF PHYSICS", PATENTS).kind is Kind.ORGANIZATION


@pytest.mark.parametrize(
    ("name", "rule"),
    [
        ("DICP, CAS", "'CAS' after the comma is an academy or research council"),
        ("CRRC DALIAN CO., LTD.", "the word 'CO' is an organisation's"),
        ("BOE TECHNOLOGY", "not in the form 'SURNAME, GIVEN NAME'"),
        ("UNIVERSITY OF CALIFORNIA, SAN DIEGO", "the word 'UNIVERSITY' is an organisation's"),
        ("A, B, C", "not in the form 'SURNAME, GIVEN NAME'"),
        ("3M, ST PAUL", "a sign that no personal name has"),
        ("ONE TWO THREE FOUR, FIVE", "words around the comma that no personal name has"),
    ],
)
def test_an_organisation_is_known_by_a_rule(name: str, rule: str) -> None:
    decision = decide_kind(name, PATENTS)
    assert (decision.kind, decision.rule) == (Kind.ORGANIZATION, rule)


def test_initials_of_a_neighbour_make_an_organisation() -> None:
    decision = decide_kind("DICP, QED", PATENTS, ["DALIAN INSTITUTE OF CHEMICAL PHYSICS, CAS"])
    assert decision.kind is Kind.ORGANIZATION
    assert "initials of an organisation listed for the same cluster" in decision.rule


def test_who_publishes_in_the_table_of_organizations_is_one() -> None:
    assert decide_kind("LUO, CAN", {Activity.ARTICLES}).rule == "listed among publishing organizations"


def test_an_override_decides() -> None:
    decision = decide_kind("LUO, CAN", PATENTS, override=Kind.ORGANIZATION)
    assert (decision.kind, decision.rule) == (Kind.ORGANIZATION, "an override says so")


CASES = ROOT.parent / "shared" / "cases" / "identity" / "kinds.tsv"


def decided(name: str, neighbour: str = "") -> Decision:
    return decide_kind(name, PATENTS, [neighbour] if neighbour else [])


@pytest.mark.skipif(not CASES.exists(), reason="the names with their kinds are not at hand")
def test_every_kind_is_right_or_asked() -> None:
    with CASES.open(encoding="utf-8", newline="") as stream:
        rows = [*csv.DictReader(stream, delimiter="\t")]
    wrong = [row["name"] for row in rows if not right_or_asked(row["name"], row["kind"], row["publisher_there"] or "")]
    assert wrong == []


def right_or_asked(name: str, kind: str, neighbour: str = "") -> bool:
    decision = decided(name, neighbour)
    return decision.kind == kind or decision.is_doubtful


@pytest.mark.parametrize(
    ("name", "neighbour"),
    [
        ("HU, JIANGUO", "HUNAN UNIVERSITY"), ("WU, TAO", "WUHAN UNIVERSITY"), ("SU, MING", "SICHUAN UNIVERSITY"),
        ("FU, XIAOPING", "FUDAN UNIVERSITY"), ("YU, LEI", "YUNNAN UNIVERSITY"), ("OU, YANG", "OSAKA UNIVERSITY"),
        ("TU, LEI", "TIANJIN UNIVERSITY"), ("CO, JULIA", ""), ("XU, BIN", "XIAMEN UNIVERSITY"),
        ("OH, SE HUN", ""), ("PARK, SE JIN", ""),
        ("MÜLLER, HANS-PETER", ""), ("VAN DER BERG, JAN", ""), ("DE LA CRUZ PEREZ, JUAN CARLOS", ""), ("COHEN, A", ""),
        ("PROF. DR. KLEIN, THOMAS", ""), ("JONES, WILLIAM, III", ""), ("MARTIN, PAUL (DECEASED)", ""),
    ],
)  # fmt: skip
def test_persons_beyond_doubt(name: str, neighbour: str) -> None:
    decision = decided(name, neighbour)
    assert (decision.kind, decision.is_doubtful) == (Kind.PERSON, False)


@pytest.mark.parametrize(
    "name",
    [
        "NOVARTIS, AG", "TOYOTA JIDOSHA, KABUSHIKI KAISHA", "EMC ELECTROMAGNETIC BCN, S.L.", "NIH, KOLKATA",
        "MINISTERIO DE CIENCIA, TECNOLOGÍA E INNOVACIÓN", "SALK, THE", "HARVARD COLLEGE, PRESIDENT AND FELLOWS OF",
        "TECHNION, HAIFA", "UNITED STATES, NAVY", "Analyse, Géométrie et Modélisation",
    ],
)  # fmt: skip
def test_organisations_beyond_doubt(name: str) -> None:
    decision = decided(name)
    assert (decision.kind, decision.is_doubtful) == (Kind.ORGANIZATION, False)


@pytest.mark.parametrize(
    "name",
    [
        "STATE, MATTHEW", "SCHOOL, JAN", "ZEISS, CARL", "BOSCH, ROBERT", "LILLY, ELI", "HERAEUS, QUARZGLAS",
        "IMEC, LEUVEN", "ROBERT BOSCH", "JOHN SMITH",
    ],
)  # fmt: skip
def test_what_no_strong_rule_decides_is_asked(name: str) -> None:
    assert decided(name).is_doubtful
    assert decided(name).stated.startswith("doubtful: ")


def test_ordinary_names_are_not_asked() -> None:
    names = ["ALIBABA GROUP", "APPLE INC.", "ETH ZURICH", "DENSO CORPORATION", "SAN DIEGO", "KAROLINSKA INSTITUTET"]
    assert not any(decided(name).is_doubtful for name in names)


REGISTRY = ROOT.parent / "shared" / "data" / "ror-records.jsonl.gz"


@pytest.mark.skipif(not REGISTRY.exists(), reason="the records of the ROR registry are not at hand")
def test_organisations_of_the_registry_are_no_persons_and_few_are_asked() -> None:
    names = {name for name in registry_names(REGISTRY) if name.count(",") == 1}
    decisions = [decided(name.upper()) for name in names]
    persons = [one for one in decisions if one.kind is Kind.PERSON and not one.is_doubtful]
    assert len(persons) <= 0.005 * len(decisions)
    assert sum(one.is_doubtful for one in decisions) <= 0.03 * len(decisions)


# Surnames that are words of organisations or short as acronyms; acronyms, places and forms after a comma.
PERSONS = """
LI, MING | XU, XIAOPING | SU, WEI | YU, HAO | HO, CHI MING | LE, VAN HUNG | NGUYEN, THI LAN | KIM, MIN-SU | OH,
SE HUN | PARK, JI-SUNG | SHIN, DONG WOO | CHOI, YOUNG | TANAKA, HIROSHI | SATO, KENJI | MULLER, HANS-PETER | DE
VRIES, JAN | VAN DEN BERG, PIETER | GARCIA LOPEZ, MARIA | DA SILVA, JOSE CARLOS | O'BRIEN, PATRICK | MC DONALD,
RONALD | SCHMIDT, K. | IVANOV, SERGEY PETROVICH | AL-SAUD, KHALID | BEN DAVID, YOSEF | SINGH, AMARJIT | KUMAR,
RAJESH | MEHTA, ANIL K. | ROSSI, GIOVANNI BATTISTA | DUPONT, JEAN-CLAUDE | LOPEZ, JR., JUAN | KING, ROBERT |
BANK, PETER | HALL, JOHN L. | SCHOOL, JAN | STATE, MATTHEW | CO, JULIA | MOTOR, ANNA | PRESS, WILLIAM H. |
HOUSE, GREGORY
"""
ORGANIZATIONS = """
NIH, KOLKATA | EMC ELECTROMAGNETIC BCN, S.L. | MINISTERIO DE CIENCIA, TECNOLOGIA E INNOVACION | DICP, CAS |
INSTITUTE OF PHYSICS, CAS | UNIVERSITY OF CALIFORNIA, BERKELEY | HARVARD COLLEGE, PRESIDENT AND FELLOWS OF |
HITACHI, LTD. | QUALCOMM, INC | TOYOTA MOTOR CORP, JAPAN | ICAR, NEW DELHI | IIT, BOMBAY | AIIMS, DELHI | CNR,
ROMA | INRIA, GRENOBLE | SIEMENS, MUNCHEN | KAO, CORPORATION | SONY, INC. | 3M, USA | BASF, SE | NEC,
LABORATORIES AMERICA | LG, CHEM | SK, HYNIX | KT, CORPORATION | POSCO, HOLDINGS | BAIDU, INC. | OPPO, GUANGDONG
| ZTE, SHENZHEN | TCL, HUIZHOU | BOE, TECHNOLOGY | CSIC, MADRID | INSERM, PARIS | CEA, SACLAY | DOW, CHEMICAL |
MERCK, SHARP & DOHME | PROCTER & GAMBLE COMPANY, THE | KING ABDULLAH UNIVERSITY OF SCIENCE, TECHNOLOGY | SENSE
TIME, HONG KONG | NATIONAL UNIVERSITY OF SINGAPORE, SINGAPORE | ST. JUDE MEDICAL, CARDIOLOGY DIVISION
"""


@pytest.mark.parametrize(("names", "kind"), [(PERSONS, Kind.PERSON), (ORGANIZATIONS, Kind.ORGANIZATION)])
def test_what_looks_like_the_other_kind_is_right_or_asked(names: str, kind: Kind) -> None:
    decisions = {" ".join(name.split()): decided(" ".join(name.split())) for name in names.split("|")}
    assert len(decisions) == 40
    assert [name for name, one in decisions.items() if one.kind is not kind and not one.is_doubtful] == []
