"""Persons and organisations are told apart by the stated rules."""

from __future__ import annotations

import pytest

from gii_graph.identity.kind import Kind, decide_kind
from gii_graph.profile import Activity

PATENTS = frozenset({Activity.PATENTS})


@pytest.mark.parametrize("name", ["LUO, CAN", "Müller, Anna-Lena", "O'BRIEN, SEAN P.", "DE LA CRUZ, JUAN", "NG, K"])
def test_surname_comma_given_name_is_a_person(name: str) -> None:
    assert decide_kind(name, PATENTS).kind is Kind.PERSON


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
