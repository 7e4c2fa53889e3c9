"""Headings in every form: the cluster's name, its economies, and what is no economy reported, never minted."""

from __future__ import annotations

import csv

import pytest

from gii_graph.clusters import listed_clusters, parted_states
from gii_graph.economies import economies, economies_described, read_economy
from gii_graph.identity.cluster_identity import designation, identify_clusters
from gii_graph.reading import Reading, read_profile
from gii_graph.reading.headings import read_heading
from tests.conftest import ROOT

NAMES = ROOT.parent / "shared" / "data" / "gii-cluster-names.tsv"
SEED = (ROOT / "seeds" / "dalian.txt").read_text(encoding="utf-8")


def profile(heading: str, subject: str, adjective: str = "") -> Reading:
    """Read a profile with another heading, whose clusters are "out of 26 clusters" of an economy or "26 Swiss ones"."""
    text = SEED.replace("Dalian, China", heading).replace("Dalian", subject)
    return read_profile("profile.txt", text.replace("Chinese clusters", f"{adjective} clusters".lstrip()).encode())


def printed_rows() -> list[tuple[str, str, list[str]]]:
    with NAMES.open(encoding="utf-8", newline="") as stream:
        rows = csv.DictReader(stream, delimiter="\t")
        return [(row["cluster"], row["economies"], row["iso2"].split("/")) for row in rows]


FORMS = ["{}, {}", "{} ({})", "{} - {}", "{} – {}", "{} | {}", "{}: {}", "{}, {}¹", "{}, {}*"]


@pytest.mark.slow
@pytest.mark.skipif(not NAMES.exists(), reason="the names of all clusters are not at hand")
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("kind", ["names", "alpha-2", "alpha-3", "plain names"])
def test_every_name_in_every_form(form: str, kind: str) -> None:
    for cluster, names, codes in printed_rows():
        table = [economies()[code] for code in codes]
        written = {
            "names": names,
            "alpha-2": "/".join(codes),
            "alpha-3": "; ".join(economy.alpha3 for economy in table),
            "plain names": ", ".join(economy.name for economy in table),
        }[kind]
        adjective = table[-1].demonyms[0]
        reading = profile(form.format(cluster, written), cluster, adjective)
        read = [read_economy(economy.value) for economy in reading.profile.economies]
        assert reading.profile.cluster.value == cluster, (cluster, written)
        assert [economy.alpha2 for economy in read if economy] == codes, (cluster, written)
        assert reading.unread == ()
        assert reading.missing == ()


@pytest.mark.parametrize(
    ("heading", "cluster", "codes"),
    [
        ("Basel, Switzerland/Germany/France", "Basel", "CH DE FR"),
        ("Basel, Switzerland; Germany; France", "Basel", "CH DE FR"),
        ("Basel (CHE/DEU/FRA)", "Basel", "CH DE FR"),
        ("Singapore, SG/MY", "Singapore", "SG MY"),
        ("Dalian, China¹", "Dalian", "CN"),
        ("Taipei–Hsinchu, TW*", "Taipei–Hsinchu", "TW"),
        ("Tokyo–Yokohama (Japan)", "Tokyo–Yokohama", "JP"),
        ("Tehran (Iran (Islamic Republic of))", "Tehran", "IR"),
        ("Dalian, Liaoning, China", "Dalian", "CN"),
        ("Dalian, Liaoning Province, China", "Dalian", "CN"),
        ("Dalian, Liaoning (China)", "Dalian", "CN"),
        ("Munich, Bavaria, Germany", "Munich", "DE"),
        ("Raleigh, North Carolina, United States", "Raleigh", "US"),
        ("Boston–Cambridge, MA, US", "Boston–Cambridge, MA", "US"),
        ("Boston–Cambridge, MA (USA)", "Boston–Cambridge, MA", "US"),
        ("San Jose–San Francisco, CA", "San Jose–San Francisco, CA", ""),
        ("Chicago, IL", "Chicago, IL", ""),
        ("Tel Aviv–Jerusalem, IL", "Tel Aviv–Jerusalem", "IL"),
        ("Stuttgart, DE", "Stuttgart", "DE"),
        ("Bengaluru, IN", "Bengaluru", "IN"),
        ("Toronto, CA", "Toronto", "CA"),
        ("Durham, NC", "Durham, NC", ""),
        ("Athens, Greece", "Athens", "GR"),
        ("Atlanta, Georgia, USA", "Atlanta", "US"),
        ("Mexico City, Mexico", "Mexico City", "MX"),
        ("Shenzhen - Hong Kong - Guangzhou, CN/HK", "Shenzhen - Hong Kong - Guangzhou", "CN HK"),
        ("Zhuhai–Macao, China and Macao, China", "Zhuhai–Macao", "CN MO"),
        ("Singapore - Singapore", "Singapore", "SG"),
        ("Hong Kong, China", "Hong Kong", "HK"),
        ("Macao SAR, China", "Macao SAR", "MO"),
        ("Hong Kong, Hong Kong, China", "Hong Kong", "HK"),
        ("Osaka – Kobe – Kyoto, Japan", "Osaka – Kobe – Kyoto", "JP"),
        ("Taipei - Hsinchu, TW", "Taipei - Hsinchu", "TW"),
        ("Zhuhai – Macao, China and Macao, China", "Zhuhai – Macao", "CN MO"),
        ("Amsterdam/Rotterdam, NL", "Amsterdam/Rotterdam", "NL"),
        ("Washington, DC/Baltimore, MD, United States", "Washington, DC/Baltimore, MD", "US"),
        ("Sydney, NSW, Australia", "Sydney, NSW", "AU"),
        ("Melbourne, VIC", "Melbourne, VIC", ""),
        ("Toronto, Ontario, Canada", "Toronto", "CA"),
        ("Munich, BY, Germany", "Munich", "DE"),
    ],
)
def test_forms(heading: str, cluster: str, codes: str) -> None:
    reading = profile(heading, cluster.partition(", ")[0])
    read = [read_economy(economy.value) for economy in reading.profile.economies]
    assert reading.profile.cluster.value == cluster
    assert " ".join(economy.alpha2 for economy in read if economy) == codes
    assert bool(codes) == ("economy" not in reading.missing)


@pytest.mark.parametrize(
    ("heading", "cluster", "known"),
    [
        ("Raleigh, North Carolina", "Raleigh", ()),
        ("Gotham, Ruritania", "Gotham", ()),
        ("Gotham (Ruritania)", "Gotham", ()),
        ("Gotham | Ruritania", "Gotham", ()),
        ("Basel, Switzerland/Germny/France", "Basel", ("Switzerland", "France")),
        ("Basel, CH/XX/FR", "Basel", ("Switzerland", "France")),
        ("Dalian, Atlantis, China", "Dalian", ("China",)),
        ("Springfield, IL", "Springfield", ()),
        ("Munich, BY", "Munich", ()),
        ("Xi'an, SN", "Xi'an", ()),
        ("Zürich, BE", "Zürich", ()),
        ("Mumbai, MH", "Mumbai", ()),
        ("San Jose–San Francisco, CA, California", "San Jose–San Francisco", ()),
        ("Boston–Cambridge, MA, Massachusetts", "Boston–Cambridge", ()),
        ("San Jose–San Francisco, CA/US", "San Jose–San Francisco", ("US",)),
        ("San Jose–San Francisco, CA", "San Jose–San Francisco, CA", ()),
        ("San Jose–San Francisco, California", "San Jose–San Francisco", ()),
        ("Toronto, ON", "Toronto, ON", ()),
        ("Sydney, NSW", "Sydney, NSW", ()),
        ("Sakartvelo, Georgia", "Sakartvelo", ()),
    ],
)
def test_what_is_no_economy_is_reported_and_never_one(heading: str, cluster: str, known: tuple[str, ...]) -> None:
    reading = profile(heading, cluster.partition(", ")[0])
    line = 1 + [text.strip() for text in SEED.splitlines()].index("Dalian, China")
    assert reading.profile.cluster.value == cluster
    assert tuple(economy.value for economy in reading.profile.economies) == known
    assert [unread.line for unread in reading.unread] == [line]
    assert "economy" in reading.unread[0].reason
    assert len(reading.profile.listings) == 6


@pytest.mark.parametrize(
    "line", ["Germany, France and Italy", "Switzerland | Germany", "Country: China", "Shenzhen - Hong Kong", "A: B"]
)
def test_lines_that_are_no_heading(line: str) -> None:
    heading = read_heading(line)
    assert heading is None or heading.is_loose


def test_a_label_is_no_cluster() -> None:
    reading = read_profile(
        "profile.txt", b"Global Innovation Index 2024\n\nDalian, China\n\nLanguage: Japan\n\n"
        b"96th largest science and technology cluster in 2024\n"
    )  # fmt: skip
    assert reading.profile.cluster.value == "Dalian"


def test_adjectives() -> None:
    described = map(economies_described, ("Chinese", "american", "South Korean", "Swiss", "Hong Kong", "UK", "U.S."))
    assert [*described] == [{"CN"}, {"US"}, {"KR"}, {"CH"}, {"HK"}, {"GB"}, {"US"}]
    assert economies_described("Congolese") == {"CD", "CG"}
    assert economies_described("European") == set()


@pytest.mark.parametrize("line", ["(Japan)", "Japan", "JP*", "JPN"])
def test_the_economy_may_stand_on_a_line_of_its_own(line: str) -> None:
    reading = profile(f"Tokyo–Yokohama\n\n{line}", "Tokyo–Yokohama")
    assert reading.profile.cluster.value == "Tokyo–Yokohama"
    assert [read_economy(economy.value) for economy in reading.profile.economies] == [economies()["JP"]]


def test_a_place_within_another_economy_than_that_of_the_heading_s_state_is_reported() -> None:
    assert profile("Boston–Cambridge, MA", "Boston–Cambridge", "US").profile.national_rank
    reading = profile("Boston–Cambridge, MA", "Boston–Cambridge", "Chinese")
    assert reading.profile.national_rank is None
    assert "it is about China, not United States of America" in [remark.reason for remark in reading.unread]
    shared = profile("Basel, Switzerland/Germany/France", "Basel", "French")
    assert shared.profile.national_rank
    assert shared.unread == ()


@pytest.mark.slow
@pytest.mark.skipif(not NAMES.exists(), reason="the names of all clusters are not at hand")
@pytest.mark.parametrize("dash", [" – ", "-", "/", "—"])
@pytest.mark.parametrize("form", ["{}, {}", "{} ({})"])
@pytest.mark.parametrize("state", [True, False])
def test_every_name_with_any_dash_with_and_without_its_state(dash: str, form: str, state: bool) -> None:
    for cluster, names, codes in printed_rows():
        printed = (cluster if state else parted_states(cluster)[0]).replace("–", dash)
        for written in (names, "/".join(codes), ", ".join(economies()[code].name for code in codes)):
            reading = profile(form.format(printed, written), printed)
            own = reading.profile
            read = [read_economy(economy.value) for economy in own.economies]
            assert [economy.alpha2 for economy in read if economy] == codes, (printed, written)
            named = identify_clusters({designation(own.cluster.value, tuple(names.split(" and "))): 2024})
            assert {one.path for one in named.clusters.values()} == {f"cluster/{listed_clusters(cluster)[0].slug}"}
            assert reading.unread == ()


@pytest.mark.parametrize(
    ("heading", "advice"),
    [
        ("San Jose–San Francisco, CA", "California is a region of United States of America, not an economy"),
        ("Toronto, Ontario", "Ontario is a region of Canada, not an economy"),
        ("Munich, Bavaria", "Bayern is a region of Germany, not an economy"),
    ],
)
def test_a_heading_that_names_a_region_alone_says_what_to_write(heading: str, advice: str) -> None:
    reading = profile(heading, heading.partition(",")[0])
    assert f"{advice}; write the economy behind it" in [remark.reason for remark in reading.unread]
    below = profile(f"{heading}\n\n{advice.partition(' of ')[2].partition(',')[0]}", heading.partition(",")[0])
    assert below.missing == ()
    assert below.unread == ()
