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
    quotes={
        4: "Global Innovation Index 2024",
        6: "Alpha, Utopia",
        10: "Alpha is the second of 26 Utopian clusters; 500 applications, 5,000 articles per 1 million inhabitants",
        12: "3rd largest",
        13: "11th by intensity",
        20: "1\tALPHA WORKS\t473\t32%",
        21: "2\tDOE, JANE\t85\t6%",
        22: "3\tSMALL SHOP\t3\t<1%",
        30: "1\tALPHA UNIVERSITY\t4,500\t30%",
        31: "2\tALPHA COLLEGE\t2,400\t16%",
        35: "Semiconductors 12.5%",
        36: "Chemistry 9%",
        40: "17% of patents with Beta and Gamma",
        41: "63% of articles with Gamma",
    },
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
    quotes={
        4: "Global Innovation Index 2024",
        6: "Beta, Utopia",
        10: "Beta is the tenth of 26 Utopian clusters; 200 applications, 2,000 articles per 1 million inhabitants",
        12: "30th largest",
        13: "60th by intensity",
        20: "1\tBETA WORKS\t100\t20%",
        30: "1\tBETA UNIVERSITY\t1,500\t30%",
        40: "<1% of patents with Alpha",
    },
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
