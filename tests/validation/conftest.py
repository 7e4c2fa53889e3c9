"""A small graph with nothing wrong in it: two clusters of one economy, each kind of node, every property."""

from __future__ import annotations

from decimal import Decimal

import pytest
from pyoxigraph import RdfFormat, Store

from gii_graph.graph import describe, turtle
from gii_graph.identity import Mentions, identify
from gii_graph.profile import Activity, FieldShare, Listing, Partner, Profile, Share, Source, Stated
from gii_graph.vocabulary import BASE

PATENTS, ARTICLES = Activity.PATENTS, Activity.ARTICLES


def row(activity: Activity, rank: int, name: str, count: int, percent: str, line: int, below: bool = False) -> Listing:
    return Listing(activity, rank, name, count, Share(Decimal(percent), below), line)


FIRST = Profile(
    source=Source("alpha.txt", "a" * 64, "utf-8"),
    edition=Stated(2024, 4),
    cluster=Stated("Alpha", 6),
    economies=(Stated("Utopia", 6),),
    rank=Stated(3, 12),
    intensity_rank=Stated(11, 13),
    national_rank=Stated(2, 10),
    clusters_in_economy=Stated(26, 10),
    patents_per_million=Stated(500, 10),
    articles_per_million=Stated(5000, 10),
    patent_collaboration_share=Stated(Share(Decimal(17)), 40),
    article_collaboration_share=Stated(Share(Decimal(63)), 41),
    listings=(
        row(PATENTS, 1, "ALPHA WORKS", 473, "32", 20),
        row(PATENTS, 2, "DOE, JANE", 85, "6", 21),
        row(PATENTS, 3, "SMALL SHOP", 3, "1", 22, below=True),
        row(ARTICLES, 1, "ALPHA UNIVERSITY", 4500, "30", 30),
        row(ARTICLES, 2, "ALPHA COLLEGE", 2400, "16", 31),
    ),
    partners=(
        Partner(PATENTS, 1, "Beta", 40),
        Partner(PATENTS, 2, "Gamma", 40),
        Partner(ARTICLES, 1, "Gamma", 41),
    ),
    field_shares=(
        FieldShare(PATENTS, "Semiconductors", Share(Decimal("12.5")), 35),
        FieldShare(ARTICLES, "Chemistry", Share(Decimal(9)), 36),
    ),
    quotes={line: f"line {line} as read" for line in (4, 6, 10, 12, 13, 20, 21, 22, 30, 31, 35, 36, 40, 41)},
)
SECOND = Profile(
    source=Source("beta.txt", "b" * 64, "utf-8"),
    edition=Stated(2024, 4),
    cluster=Stated("Beta", 6),
    economies=(Stated("Utopia", 6),),
    rank=Stated(30, 12),
    intensity_rank=Stated(60, 13),
    national_rank=Stated(10, 10),
    clusters_in_economy=Stated(26, 10),
    patents_per_million=Stated(200, 10),
    articles_per_million=Stated(2000, 10),
    patent_collaboration_share=Stated(Share(Decimal(1), below=True), 40),
    listings=(
        row(PATENTS, 1, "BETA WORKS", 100, "20", 20),
        row(ARTICLES, 1, "BETA UNIVERSITY", 1500, "30", 30),
    ),
    partners=(Partner(PATENTS, 1, "Alpha", 40),),
    quotes={line: f"line {line} as read" for line in (4, 6, 10, 12, 13, 20, 30, 40)},
)


def turtle_of(*profiles: Profile) -> str:
    return "".join(turtle(describe(profiles, identify(Mentions.of(profiles))), BASE))


def store_of(text: str) -> Store:
    store = Store()
    store.load(text.encode(), format=RdfFormat.TURTLE)
    return store


@pytest.fixture(scope="session")
def good_turtle() -> str:
    return turtle_of(FIRST, SECOND)


@pytest.fixture
def good(good_turtle: str) -> Store:
    return store_of(good_turtle)
