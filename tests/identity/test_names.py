"""Names as patent offices and indexes write them read like the full names, and in their order."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gii_graph.identity.names import the_reader

READ = the_reader().read


@pytest.mark.parametrize(
    ("printed", "full"),
    [
        ("KUNMING UNIV. OF SCIENCE AND TECH.", "Kunming University of Science and Technology"),
        ("CHANGSHA UNIVERSITY OF SCIENCE AND TECH.", "Changsha University of Science & Technology"),
        ("UNIV. OF CHINESE ACADEMY OF SCIENCES", "University of Chinese Academy of Sciences"),
        ("SOUTHWEST UNIVERSITY - CHINA", "Southwest University"),
        ("Southwest University (China)", "Southwest University"),
        ("Univ Miami", "University of Miami"),
        ("NATL INST STAND & TECHNOL", "National Inst. of Stand. and Technology"),
        ("UNIV. POLITECNICA DE MADRID", "Universidad Politécnica de Madrid"),
        ("Xi’an Jiaotong Univ.", "XIAN JIAOTONG UNIVERSITY"),
        ("HAIER CO., LTD.", "Haier"),
        ("NOVOZYMES A/S", "Novozymes"),
        ("PETROBRAS S/A", "Petrobras"),
        ("TELEFONAKTIEBOLAGET LM ERICSSON (PUBL)", "Telefonaktiebolaget L. M. Ericsson"),
        ("J.P. MORGAN", "J. P. Morgan"),
        ("Texas A & M Univ", "Texas A and M University"),
    ],
)
def test_a_shortened_name_reads_like_the_full_one(printed: str, full: str) -> None:
    assert READ(full).key in READ(printed).keys


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("MIAMI UNIV.", "University of Miami"),
        ("CHONGQING UNIVERSITY", "CHONGQING UNIVERSITY OF POSTS AND TELECOMMUNICATIONS"),
        ("Technical University of Denmark", "Denmark University of Technology"),
        ("BEIJING INSTITUTE OF TECHNOLOGY - NANJING", "BEIJING INSTITUTE OF TECHNOLOGY"),
        ("University of York", "York University"),
    ],
)
def test_order_and_every_word_matter(one: str, other: str) -> None:
    assert not set(READ(one).keys) & set(READ(other).keys)


def test_an_open_short_form_has_every_reading() -> None:
    assert READ("INST. OF MED.").keys == ("institute medical", "institute medicine", "institute medicale")


def test_the_country_at_the_end_is_told_by_its_code() -> None:
    assert READ("NATIONAL UNIVERSITY OF DEFENSE TECHNOLOGY - CHINA").country == "CN"
    assert READ("York University, Canada").country == "CA"
    assert READ("University of China").country is None


@pytest.mark.parametrize(
    "name", ["YORK UNIV. – CANADA", "YORK UNIV. (CANADA) ", "YORK UNIV., CANADA", "YORK UNIV. -CANADA"]
)
def test_the_usual_key_leaves_the_country_out(name: str) -> None:
    assert the_reader().usual_key(name) == READ(name).key == "york university"


def test_a_name_of_connectors_alone_keeps_them() -> None:
    assert READ("THE AND").key == "the and"


@given(st.text(max_size=60))
def test_any_text_can_be_read(text: str) -> None:
    read = READ(text)
    assert read.printed == text
    assert read.keys
    assert the_reader().usual_key(text) == read.key


@given(st.lists(st.sampled_from("UNIV. OF SCIENCE TECH. MED. DALIAN - ( ) , LTD. & Köln 北京".split()), max_size=8))
def test_reading_is_the_same_in_any_case(words: list[str]) -> None:
    name = " ".join(words)
    assert READ(name.lower()).keys == READ(name.upper()).keys
