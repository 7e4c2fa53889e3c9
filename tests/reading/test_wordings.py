"""Wordings, names and layouts of profiles, one by one."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from gii_graph.profile import Activity, Share, Stated
from gii_graph.reading import Reading, read_profile

SEED = (Path(__file__).resolve().parents[2] / "seeds" / "beijing.txt").read_text(encoding="utf-8")


def read(text: str, name: str = "profile.txt") -> Reading:
    return read_profile(name, text.encode())


def changed(old: str, new: str) -> Reading:
    assert old in SEED
    return read(SEED.replace(old, new))


def small(*lines: str, heading: str = "Beijing, China") -> Reading:
    return read("\n\n".join(("Global Innovation Index 2024", heading, *lines)))


@pytest.mark.parametrize(
    ("heading", "cluster", "economies"),
    [
        ("Basel, Switzerland, Germany and France", "Basel", ("Switzerland", "Germany", "France")),
        (
            "Shenzhen–Hong Kong–Guangzhou, China and Hong Kong, China",
            "Shenzhen–Hong Kong–Guangzhou",
            ("China", "Hong Kong, China"),
        ),
        ("Washington, DC–Baltimore, MD, United States", "Washington, DC–Baltimore, MD", ("United States",)),
        ("Boston–Cambridge, MA, United States of America", "Boston–Cambridge, MA", ("United States of America",)),
        ("San Diego, CA, U.S.", "San Diego, CA", ("U.S.",)),
        ("Seoul, Korea, Republic of", "Seoul", ("Korea, Republic of",)),
        ("Seoul, Republic of Korea", "Seoul", ("Republic of Korea",)),
        ("Sarajevo, Bosnia and Herzegovina", "Sarajevo", ("Bosnia and Herzegovina",)),
        ("Tehran, Iran (Islamic Republic of)", "Tehran", ("Iran (Islamic Republic of)",)),
        ("Singapore, Singapore & Malaysia", "Singapore", ("Singapore", "Malaysia")),
        ("Taipei–Hsinchu, Taiwan, Province of China", "Taipei–Hsinchu", ("Taiwan, Province of China",)),
        ("Xi’an, China", "Xi’an", ("China",)),
        ("İstanbul, Türkiye", "İstanbul", ("Türkiye",)),
        ("東京, Japan", "東京", ("Japan",)),
    ],
)
def test_headings(heading: str, cluster: str, economies: tuple[str, ...]) -> None:
    reading = small(
        f"{cluster} is the top-ranked cluster that falls within the top 100 S&T clusters in 2024.", heading=heading
    )
    assert reading.profile.cluster.value == cluster
    assert tuple(economy.value for economy in reading.profile.economies) == economies
    assert reading.profile.national_rank
    assert reading.profile.national_rank.value == 1
    assert reading.unread == ()


@pytest.mark.parametrize(
    ("listed", "partners"),
    [
        (
            "**Beijing, Shenzhen-Hong Kong-Guangzhou** and **Shanghai-Suzhou**",
            ("Beijing", "Shenzhen-Hong Kong-Guangzhou", "Shanghai-Suzhou"),
        ),
        (
            "**Boston–Cambridge, MA**, **Xi'an**, and **Washington, DC–Baltimore, MD**",
            ("Boston–Cambridge, MA", "Xi'an", "Washington, DC–Baltimore, MD"),
        ),
        (
            "Boston–Cambridge, MA, San Diego, CA and Raleigh, NC",
            ("Boston–Cambridge, MA", "San Diego, CA", "Raleigh, NC"),
        ),
        ("**St. Louis, MO** & **Tokyo–Yokohama**", ("St. Louis, MO", "Tokyo–Yokohama")),
        ("**Cambridge, United Kingdom**, Singapore and Oxford", ("Cambridge, United Kingdom", "Singapore", "Oxford")),
        ("**Nanjing**", ("Nanjing",)),
        ("**Washington, D.C.** and **Tokyo**", ("Washington, D.C.", "Tokyo")),
        (
            "Raleigh, North Carolina, Seoul, and Toronto, Ontario",
            ("Raleigh, North Carolina", "Seoul", "Toronto, Ontario"),
        ),
        ("Sydney, NSW and Perth, Western Australia", ("Sydney, NSW", "Perth, Western Australia")),
        ("Paris, FR, Singapore, SG, and Tokyo–Yokohama, JPN", ("Paris, FR", "Singapore, SG", "Tokyo–Yokohama, JPN")),
        ("Stuttgart¹, Zürich† and Paris²", ("Stuttgart", "Zürich", "Paris")),
        ("Stuttgart,Zürich;Paris,and Seoul", ("Stuttgart", "Zürich", "Paris", "Seoul")),
        ("Paris, LA Jolla and Washington, DC–Baltimore, MD", ("Paris", "LA Jolla", "Washington, DC–Baltimore, MD")),
        ("STUTTGART, ZÜRICH AND PARIS", ("STUTTGART", "ZÜRICH", "PARIS")),
        ("Hong Kong, China, Singapore and Luxembourg", ("Hong Kong, China", "Singapore", "Luxembourg")),
        ("Madrid, Valencia and Paris", ("Madrid", "Valencia", "Paris")),
        ("Montreal, Quebec and New York", ("Montreal", "Quebec", "New York")),
    ],
)
def test_partners(listed: str, partners: tuple[str, ...]) -> None:
    patents = small(
        f"17% of Beijing's PCT patent applications are filed in collaboration with other inventors, with {listed}"
        " emerging as the top collaborative locations."
    ).profile
    articles = small(
        "63% of Beijing’s scientific articles are published in collaboration with other organisations, with the top"
        f" collaborating locations being {listed}."
    ).profile
    assert tuple(partner.name for partner in patents.partners) == partners
    assert tuple(partner.name for partner in articles.partners) == partners
    assert [partner.rank for partner in articles.partners] == list(range(1, len(partners) + 1))


@pytest.mark.parametrize(
    "listed", ["the United States, Seoul and Paris", "Bosnia and Herzegovina, Seoul and Paris", "Seoul, Germany; Japan"]
)
def test_an_economy_is_no_partner(listed: str) -> None:
    reading = changed("**San Jose–San Francisco**, **Tokyo–Yokohama** and **Los Angeles**", listed)
    assert {partner.activity for partner in reading.profile.partners} == {Activity.ARTICLES}
    assert [remark.reason for remark in reading.unread] == [f"{listed!r} does not part into names of clusters"]


@pytest.mark.parametrize(
    ("printed", "rank"),
    [
        ("second-ranked", 2),
        ("2nd-ranked", 2),
        ("twenty-fifth-ranked", 25),
        ("top-ranked", 1),
        ("first-ranked", 1),
        ("joint third-ranked", 3),
        ("twenty\u2011fifth\u2011ranked", 25),
        ("second\u2010ranked", 2),
        ("joint-third-ranked", 3),
        ("=3rd-ranked", 3),
        ("hundredth-ranked", 100),
        ("twelfth ranked", 12),
        ("ninetieth-ranked", 90),
        ("highest-ranked", 1),
    ],
)
def test_places_within_the_economy(printed: str, rank: int) -> None:
    reading = read(SEED.replace("second-ranked", printed).replace("out of 26", "out of 126"))
    assert reading.profile.national_rank
    assert reading.profile.national_rank.value == rank
    assert reading.unread == ()


def test_the_only_cluster_of_an_economy_is_the_first_of_one() -> None:
    profile = small(
        "São Paulo is the only Brazilian cluster that falls within the top 100 S&T clusters in 2024.",
        heading="São Paulo, Brazil",
    ).profile
    assert profile.national_rank
    assert profile.clusters_in_economy
    assert (profile.national_rank.value, profile.clusters_in_economy.value) == (1, 1)


@pytest.mark.parametrize(
    ("economies", "economy"),
    [
        ("26 U.S. clusters", "United States"),
        ("26 Chinese clusters", "China"),
        ("26 clusters", "China"),
        ("26 South Korean clusters", "Republic of Korea"),
    ],
)
def test_out_of_how_many(economies: str, economy: str) -> None:
    text = SEED.replace("26 Chinese clusters", economies).replace("Beijing, China", f"Beijing, {economy}")
    profile = read(text).profile
    assert profile.clusters_in_economy
    assert profile.clusters_in_economy.value == 26


@pytest.mark.parametrize(
    ("line", "rank"),
    [
        ("3rd largest science and technology cluster in 2024", 3),
        ("3rd largest S&T cluster in 2024", 3),
        ("3rd largest S&amp;T cluster worldwide, in 2024", 3),
        ("the third largest science & technology cluster in 2024.", 3),
        ("=3rd largest innovation cluster in 2024", 3),
        ("Joint 3rd largest science and technology cluster in 2024", 3),
        ("thirty-second largest science and technology cluster in 2024", 32),
        ("thirty\u2011second largest science and technology cluster in 2024", 32),
        ("3rd\u2011largest science and technology cluster in 2024", 3),
        ("3<sup>rd</sup> largest science and technology cluster in 2024", 3),
        ("3rd\n\nlargest science and technology cluster in 2024", 3),
        ("3rd largest science and\ntechnology cluster in 2024", 3),
    ],
)
def test_rank_by_size(line: str, rank: int) -> None:
    reading = changed("3rd largest science and technology cluster in 2024", line)
    assert reading.profile.rank
    assert reading.profile.rank.value == rank
    assert reading.profile.rank.line == 12
    assert reading.unread == ()


@pytest.mark.parametrize(
    "line",
    [
        "11th S&T cluster by intensity in 2024",
        "11th science and technology cluster by intensity (relative to population density) in 2024",
        "11th largest S&T cluster by S&T intensity, relative to population density, in 2024",
        "Eleventh innovation cluster by intensity in 2024",
    ],
)
def test_rank_by_intensity(line: str) -> None:
    reading = changed("11th S&T cluster by intensity (relative to population density) in 2024", line)
    assert reading.profile.intensity_rank
    assert reading.profile.intensity_rank.value == 11
    assert reading.profile.rank
    assert reading.profile.rank.value == 3


def test_headings_of_other_editions() -> None:
    reading = read(SEED.replace("Top publishing organizations", "## Top scientific organisations:"))
    assert len(reading.profile.listings) == 6
    assert reading.missing == ()


def test_venture_capital_deals_are_a_figure_of_their_own() -> None:
    reading = changed(
        " and published **15,893 scientific articles**, both per",
        ", published **15,893 scientific articles** and attracted **520 venture capital deals**, all per",
    )
    assert reading.profile.articles_per_million
    assert reading.profile.articles_per_million.value == 15893
    assert reading.profile.venture_capital_deals_per_million == Stated(520, 10)
    assert reading.unread == ()


def test_other_kinds_of_figures_are_reported_not_read() -> None:
    reading = changed(
        " and published **15,893 scientific articles**, both per",
        ", published **15,893 scientific articles** and registered **520 trademarks**, all per",
    )
    assert reading.profile.articles_per_million
    assert reading.profile.articles_per_million.value == 15893
    assert [(unread.line, unread.text) for unread in reading.unread] == [(10, "and registered 520 trademarks,")]


@pytest.mark.parametrize(
    ("row", "count", "share"),
    [
        ("1\tBOE TECHNOLOGY\t9 607\t23 %", 9607, Share(Decimal(23))),
        ("1.\tBOE TECHNOLOGY\t9'607\t<1%", 9607, Share(Decimal(1), below=True)),
        ("=1\tBOE TECHNOLOGY\t9\u202f607\t0.5%", 9607, Share(Decimal("0.5"))),
        ("1=   BOE TECHNOLOGY   9607   0,5%", 9607, Share(Decimal("0.5"))),
        ("1 BOE TECHNOLOGY 9,607 23%", 9607, Share(Decimal(23))),
        ("|1|BOE TECHNOLOGY|9,607|23%|", 9607, Share(Decimal(23))),
        ("1\nBOE TECHNOLOGY\n9,607\n23%", 9607, Share(Decimal(23))),
        ("1\n\nBOE TECHNOLOGY\n\n9,607\n\n23%", 9607, Share(Decimal(23))),
        ("1\tBOE\nTECHNOLOGY\t9,607\t23%", 9607, Share(Decimal(23))),
        ("1\tBOE TECHNOLOGY\t9,607\tn/a", 9607, None),
        ("1\tBOE TECHNOLOGY\t–\t23%", None, Share(Decimal(23))),
        ("1\tBOE TECHNOLOGY\t9,607", 9607, None),
    ],
)
def test_rows(row: str, count: int | None, share: Share | None) -> None:
    reading = changed("1\tBOE TECHNOLOGY\t9,607\t23%", row)
    first = reading.profile.listings[0]
    assert (first.rank, first.name, first.count, first.share, first.line) == (1, "BOE TECHNOLOGY", count, share, 21)
    assert reading.profile.quotes[21] == "\n".join(line for line in row.split("\n") if line)
    assert len(reading.profile.listings) == 6
    assert bool(reading.missing) == (count is None or share is None)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("1\tBOE TECHNOLOGY\t9,6o7\t23%", "'9,6o7' is no count"),
        ("1\tBOE TECHNOLOGY\t96,07\t23%", "'96,07' is no count"),
        ("1\tBOE TECHNOLOGY\t9,607\t230%", "'230%' is no share in percent"),
        ("1\tBOE TECHNOLOGY", "a table row that breaks off"),
        ("1 UNIT 73 607 23%", "73 607 may be one count or the end of a name and a count"),
    ],
)
def test_a_row_that_does_not_parse_is_reported_and_not_read(row: str, reason: str) -> None:
    reading = changed("1\tBOE TECHNOLOGY\t9,607\t23%", row)
    assert [(unread.line, unread.reason) for unread in reading.unread] == [(21, reason)]
    assert [listing.name for listing in reading.profile.listings if listing.activity is Activity.PATENTS] == [
        "BEIJING XIAOMI MOBILE SOFTWARE",
        "BEIJING BYTEDANCE NETWORK TECH.",
    ]
    assert reading.short == ("Top PCT applicants: 2 of 3",)


def test_ties_keep_their_rank_and_order() -> None:
    reading = changed("2\tBEIJING XIAOMI", "1=\tBEIJING XIAOMI")
    assert [listing.rank for listing in reading.profile.listings[:3]] == [1, 1, 3]


@pytest.mark.parametrize(
    "chart",
    [
        "Digital communication 12%\nComputer technology <1%",
        "Digital communication\t12%\nComputer technology\t<1%",
        "| Field | Share |\n|---|---|\n| Digital communication | 12% |\n| Computer technology | <1% |",
        "Digital communication\n12%\nComputer technology\n<1%",
        "1. Digital communication (12%)\n2. Computer technology (<1%)",
        "12% Digital communication\n<1% Computer technology",
        "- Digital communication: 12%\n- Computer technology: <1%",
    ],
)
def test_technology_fields_where_charts_come_as_text(chart: str) -> None:
    reading = changed("Patents\n\n\n\nPublications", f"Patents\n\n{chart}\n\nPublications\n\nPhysics 7.5%")
    assert [
        (one.activity.value, one.field, f"{one.share.percent}", one.share.below) for one in reading.profile.field_shares
    ] == [
        ("patents", "Digital communication", "12", False),
        ("patents", "Computer technology", "1", True),
        ("articles", "Physics", "7.5", False),
    ]
    assert reading.charts_absent == ()
    assert reading.unread == ()
    assert len(reading.profile.partners) == 6


def test_a_wrapped_and_quoted_sentence_keeps_its_first_line_and_whole_text() -> None:
    reading = read(
        "> Global Innovation Index 2024\n>\n> San Jose–San Francisco, CA, United States\n>\n"
        "> San Jose–\n> San Francisco is the top-ranked cluster, out of\n> 20 U.S. clusters, that falls within the\n"
        "> top 100 S&T clusters in 2024. It filed 8,000\n> PCT applications and published 9,000 scientific\n"
        "> articles, both per 1 million inhabitants.\n"
    )
    profile = reading.profile
    assert profile.cluster.value == "San Jose–San Francisco, CA"
    assert profile.national_rank
    assert profile.patents_per_million
    assert (profile.national_rank.line, profile.patents_per_million.line) == (5, 8)
    assert profile.quotes[5] == (
        "> San Jose–\n> San Francisco is the top-ranked cluster, out of\n> 20 U.S. clusters, that falls within the\n"
        "> top 100 S&T clusters in 2024. It filed 8,000"
    )
    assert profile.quotes[8].endswith("> articles, both per 1 million inhabitants.")
    assert reading.unread == ()


def test_page_furniture_around_a_profile_is_kept_apart() -> None:
    text = f"Home\nCookie settings\nPrint 3 pages\n{SEED}\n\nPage 1 of 2\n© WIPO 2024\nwww.wipo.int\nFollow us\nRoom 12"
    reading = read(text)
    assert [line.text for line in reading.furniture] == [
        "Home",
        "Cookie settings",
        "Print 3 pages",
        "Page 1 of 2",
        "© WIPO 2024",
        "www.wipo.int",
        "Follow us",
    ]
    assert [(unread.line, unread.text, unread.reason) for unread in reading.unread] == [
        (55, "Room 12", "not understood")
    ]


def test_a_line_within_the_profile_is_never_taken_for_furniture() -> None:
    reading = changed("Top publishing organizations", "A word by the editor\n\nTop publishing organizations")
    assert [unread.text for unread in reading.unread] == ["A word by the editor"]


def test_a_menu_of_editions_does_not_change_the_edition() -> None:
    reading = read(f"Global Innovation Index 2023\nGlobal Innovation Index 2025\n\n{SEED}")
    assert reading.profile.edition.value == 2024
    assert reading.profile.edition.line == 7
    assert reading.unread == ()


@pytest.mark.parametrize("year", [2019, 2023, 2025])
def test_other_editions(year: int) -> None:
    assert read(SEED.replace("2024", str(year))).profile.edition.value == year


def test_an_edition_without_heading_is_that_of_the_sentences() -> None:
    reading = changed("Global Innovation Index 2024", "")
    assert (reading.profile.edition.value, reading.profile.edition.line) == (2024, 10)


def test_what_is_missing_is_named_in_reading_order() -> None:
    reading = small("3rd largest science and technology cluster in 2024")
    assert reading.missing == (
        "place within the economy",
        "number of clusters in the economy",
        "PCT applications per million inhabitants",
        "scientific articles per million inhabitants",
        "rank by intensity",
        "Top PCT applicants",
        "Top publishing organizations",
        "share of patents made in collaboration",
        "top collaborating locations for patents",
        "share of articles made in collaboration",
        "top collaborating locations for articles",
    )
    assert reading.facts == 4


@pytest.mark.parametrize(
    ("old", "new", "line", "reason"),
    [
        ("of Beijing's PCT", "of Tokyo's PCT", 44, "it is about Tokyo, not Beijing"),
        ("It filed", "Tokyo filed", 10, "it is about Tokyo, not Beijing"),
        ("technology cluster in 2024", "technology cluster in 2023", 12, "it is about 2023, not 2024"),
        (
            " emerging as the top collaborative locations.",
            "",
            44,
            "a sentence that breaks off, or is worded in a way not known",
        ),
        ("**Nanjing**.", "**Nan", 46, "a sentence that breaks off, or is worded in a way not known"),
        ("17% of", "some of", 44, "a sentence that breaks off, or is worded in a way not known"),
        ("**2,189 PCT", "**21,89 PCT", 10, "'21,89' is no whole number"),
        ("second-ranked", "sort-ranked", 10, "the place 'sort' is no ordinal number"),
        ("second-ranked", "thirtieth-ranked", 10, "place 30 out of 26 cannot be"),
        ("3rd largest", "largest", 12, "no place stands before it"),
        ("fields in Beijing", "fields in Tokyo", 34, "it is about Tokyo, not Beijing"),
    ],
)
def test_a_sentence_that_cannot_be_trusted_is_reported_and_not_read(old: str, new: str, line: int, reason: str) -> None:
    reading = changed(old, new)
    first = reading.unread[0]
    assert (first.line, first.reason) == (line, reason)


def test_fewer_locations_than_announced_are_read_and_reported() -> None:
    reading = changed(", **Shanghai–Suzhou** and **Nanjing**", " and **Nanjing**")
    assert len(reading.profile.partners) == 5
    assert reading.unread[0].reason == "it announces 3 locations and names 2"


@pytest.mark.parametrize("length", [200, 320, 400, 700, 900, 1100])
def test_a_truncated_profile_is_never_read_as_whole(length: int) -> None:
    reading = read(SEED[:length])
    assert reading.missing
    whole = read(SEED).profile
    assert set(reading.profile.listings) <= set(whole.listings)
    assert set(reading.profile.partners) <= set(whole.partners)


def test_places_of_any_length_that_the_rules_allow_are_read() -> None:
    text = SEED.replace("second-ranked", "11763rd-ranked").replace("out of 26", "out of 16490")
    profile = read(text.replace("3rd largest", "71507th largest")).profile
    assert (profile.national_rank.value, profile.clusters_in_economy.value, profile.rank.value) == (11763, 16490, 71507)
