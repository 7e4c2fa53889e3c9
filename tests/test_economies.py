"""The table of economies."""

from __future__ import annotations

import re

import pytest

from gii_graph.economies import economies, economy_by_code, find_economy


def test_every_code_of_iso_3166_stands_once() -> None:
    table = economies()
    assert len(table) == 249
    assert len({economy.alpha3 for economy in table.values()}) == 249
    assert all(re.fullmatch("[A-Z]{2}", economy.alpha2) for economy in table.values())
    assert all(re.fullmatch("[A-Z]{3}", economy.alpha3) for economy in table.values())
    assert sum(economy.is_country for economy in table.values()) == 195


def test_no_name_means_two_economies() -> None:
    for economy in economies().values():
        for name in (economy.name, *economy.other_names):
            assert find_economy(name) is economy


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("china", "CN"),
        ("Türkiye", "TR"),
        ("Turkiye", "TR"),
        ("Cote d’Ivoire", "CI"),
        ("the Netherlands", "NL"),
        ("Bosnia & Herzegovina", "BA"),
        ("Hong Kong, China", "HK"),
        ("Iran (Islamic Republic of)", "IR"),
        ("U.S.", "US"),
    ],
)
def test_spellings(name: str, code: str) -> None:
    economy = find_economy(name)
    assert economy is not None
    assert economy.alpha2 == code


def test_codes_are_not_names() -> None:
    assert find_economy("MA") is None
    assert find_economy("Atlantis") is None
    assert economy_by_code("cn") is economy_by_code("CHN")
    assert economy_by_code("XX") is None
