"""Names become slugs that are stable and tell different names apart."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gii_graph.identity.cluster_identity import cluster_label, identify_clusters
from gii_graph.identity.spelling import comparison_key, slug

names = st.text(st.characters(exclude_categories=["Cs"]), min_size=1)


@given(names)
def test_a_slug_is_plain_and_never_empty(name: str) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug(name))


@given(names)
def test_dash_case_and_composition_do_not_matter(name: str) -> None:
    assert slug(unicodedata.normalize("NFD", name)) == slug(unicodedata.normalize("NFC", name))
    assert slug(f"{name}-x") == slug(f"{name}\u2013x") == slug(f"{name}\u2212x")


@pytest.mark.parametrize("dash", "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212")
def test_any_dash_between_cities_names_one_cluster(dash: str) -> None:
    names = {f"San Jose{dash}San Francisco", f"San Jose {dash} San Francisco", "San Jose-San Francisco"}
    clusters = set(identify_clusters({}, names).clusters.values())
    assert [(cluster.path, cluster.label) for cluster in clusters] == [
        ("cluster/san-jose-san-francisco", "San Jose–San Francisco")
    ]


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("Shenzhen-Hong Kong-Guangzhou", "Shenzhen–Hong Kong–Guangzhou"),
        ("Aix-en-Provence", "Aix-en-Provence"),
        ("Washington, DC-Baltimore, MD", "Washington, DC–Baltimore, MD"),
        ("Xi'an", "Xi'an"),
    ],
)
def test_the_label_prints_an_en_dash_between_cities(name: str, label: str) -> None:
    assert cluster_label(name) == label


def test_spacing_does_not_matter_where_no_letter_is_left() -> None:
    assert slug("* *") == slug(" *  * ") != slug("**")


def test_names_of_other_scripts_stay_apart() -> None:
    assert slug("北京大学") != slug("清华大学")
    assert comparison_key("A–B") == comparison_key("a - b")
