"""The list of authorities: what each says of itself holds together, and a new one is a new file."""

from __future__ import annotations

import re

import pytest

from gii_graph import authorities as room
from gii_graph.authorities import Authority, authorities, authority_of, compact, expand, identify
from tests.conftest import run

EXAMPLES = {
    "country": "CHN",
    "geonames": "1816670",
    "grid": "grid.423905.9",
    "isni": "000000041793300X",
    "lei": "HWUPKR0MPOU8FGXBT394",
    "ror": "03cve4549",
    "wikidata": "Q16955",
}


@pytest.mark.parametrize("authority", authorities().values(), ids=lambda one: one.key)
def test_an_authority_says_what_holds(authority: Authority) -> None:
    example = EXAMPLES[authority.key]
    assert authority.fault(example) == ""
    assert re.fullmatch(r"https?://[^ ]+", authority.iri(example))
    assert authority_of(authority.iri(example)) is authority
    assert expand(compact(authority.iri(example))) == authority.iri(example)
    assert authority.local(authority.iri(example)) == example
    assert authority.credit
    assert authority.form.rpartition("such as ")[2]
    for kind in authority.names:
        for page in (authority.namespace, *authority.pages):
            assert identify(page + example, kind).iri == authority.iri(example)
        assert identify(f"{authority.key}:{example}", kind) == (authority.iri(example), authority, "")


def test_no_two_authorities_claim_one_iri() -> None:
    spaces = [authority.namespace for authority in authorities().values()]
    assert not any(one != other and one.startswith(other) for one in spaces for other in spaces)


@pytest.mark.parametrize(
    ("text", "iri"),
    [
        ("00py81415", "https://ror.org/00py81415"),
        ("ROR:00PY81415", "https://ror.org/00py81415"),
        ("http://ror.org/00py81415/", "https://ror.org/00py81415"),
        (" https://www.wikidata.org/wiki/Q42 ", "http://www.wikidata.org/entity/Q42"),
        ("q42", "http://www.wikidata.org/entity/Q42"),
        ("0000 0004 1793 300X", "https://isni.org/isni/000000041793300X"),
        ("https://example.org/things/7", "https://example.org/things/7"),
    ],
)
def test_what_people_write_becomes_the_iri(text: str, iri: str) -> None:
    assert identify(text, "organization")[::2] == (iri, "")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("ror:", "is no identifier of ROR"),
        ("https://ror.org/", "is no identifier of ROR"),
        ("00py81416", "has wrong check digits"),
        ("https://ror.org/00py81514", "has wrong check digits"),
        ("0000 0004 1793 3001", "has wrong check digits"),
        ("HWUPKR0MPOU8FGXBT395", "has wrong check digits"),
        ("wikidata:P31", "is no identifier of Wikidata"),
        ("geonames:1816670", "is an identifier of GeoNames, which names no organization"),
        ("javascript:alert(1)", "is neither"),
        ("data:text/html,x", "is neither"),
        ("../../etc", "is neither"),
        ("https://", "is neither"),
        ("https://example.org/a b", "is neither"),
        ('https://example.org/"><script>', "is neither"),
        ("Tsinghua University", "is neither"),
        ("", "is neither"),
    ],
)
def test_what_identifies_nothing_is_told(text: str, said: str) -> None:
    assert identify(text, "organization").fault.startswith(said)


def test_every_authority_with_a_registry_is_an_option_of_link() -> None:
    shown = run("link", "--help").stdout
    for authority in room.registries():
        assert f"--{authority.key} FILE" in shown
