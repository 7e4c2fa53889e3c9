"""Cities are found where one place is beyond doubt, and never picked silently."""

from __future__ import annotations

import csv
import zipfile
from pathlib import Path

import pytest

from gii_graph.city_lookup import NamedCities, locate, shipped_gazetteer
from gii_graph.errors import RegistryError
from gii_graph.links.geonames_file import read_geonames
from tests.conftest import ROOT

# GeoNames (CC BY 4.0): geonameid, name, asciiname, alternatenames, latitude, longitude, ..., country, ..., population.
CITIES = [
    (1796236, "Shanghai", "", 31.22222, 121.45806, "CN", 22315474),
    (1886760, "Suzhou", "Soochow,苏州", 31.30408, 120.59538, "CN", 5345961),
    (1793743, "Suzhou", "宿州", 33.63611, 116.97889, "CN", 205130),
    (5392171, "San José", "San Jose", 37.33939, -121.89496, "US", 997368),
    (3621849, "San José", "San Jose", 9.93333, -84.08333, "CR", 335007),
    (5391959, "San Francisco", "", 37.77493, -122.41942, "US", 827526),
    (3669110, "San Francisco", "", 9.99, -84.13, "CR", 55923),
    (2653941, "Cambridge", "", 52.2, 0.11667, "GB", 145700),
    (4931972, "Cambridge", "", 42.3751, -71.10561, "US", 118403),
    (4930956, "Boston", "", 42.35843, -71.05977, "US", 675647),
]


def line(number: int, name: str, others: str, latitude: float, longitude: float, country: str, people: int) -> str:
    cells = [
        str(number),
        name,
        name,
        others,
        str(latitude),
        str(longitude),
        "P",
        "PPL",
        country,
        *[""] * 5,
        str(people),
    ]
    return "\t".join([*cells, "", "10", "Etc/UTC", "2026-01-01"]) + "\n"


@pytest.fixture
def cities(tmp_path: Path) -> Path:
    path = tmp_path / "cities15000.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("cities15000.txt", "".join(line(*city) for city in CITIES))
    return path


def located(cities: Path, names: list[str], countries: set[str] | None = None) -> list[int | None]:
    gazetteer = NamedCities(read_geonames(cities, names), "GeoNames")
    found = locate("–".join(names), countries or set(), [gazetteer])
    return [one.place.geonames if one.place else None for one in found]


@pytest.mark.parametrize(
    ("names", "countries", "numbers"),
    [
        (["Shanghai", "Suzhou"], None, [1796236, 1886760]),
        (["Suzhou", "Shanghai"], {"CN"}, [1886760, 1796236]),
        (["Suzhou"], {"CN"}, [None]),
        (["Suzhou"], None, [None]),
        (["San Jose", "San Francisco"], {"US"}, [5392171, 5391959]),
        (["San Jose", "San Francisco"], None, [None, None]),
        (["Cambridge"], None, [None]),
        (["Cambridge"], {"GB"}, [2653941]),
        (["Boston", "Cambridge"], None, [4930956, 4931972]),
        (["Boston", "Cambridge"], {"GB"}, [None, 2653941]),
        (["Atlantis"], None, [None]),
        (["苏州", "Shanghai"], None, [1886760, 1796236]),
    ],
)
def test_a_city_is_found_only_beyond_doubt(cities: Path, names, countries, numbers) -> None:
    assert located(cities, names, countries) == numbers


def test_what_is_left_open_has_candidates_and_a_reason(cities: Path) -> None:
    gazetteer = NamedCities(read_geonames(cities, ["Suzhou"]), "GeoNames")
    (suzhou,) = locate("Suzhou", {"CN"}, [gazetteer])
    assert [place.geonames for place in suzhou.candidates] == [1886760, 1793743]
    assert suzhou.reason == "2 places of that name in GeoNames"


def test_the_text_reads_like_the_zip(cities: Path, tmp_path: Path) -> None:
    text = tmp_path / "cities.txt"
    text.write_text("".join(line(*city) for city in CITIES), encoding="utf-8")
    assert list(read_geonames(text, ["Suzhou"])) == list(read_geonames(cities, ["Suzhou"]))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("a\tb\n", ":1 has 2 of the 19 columns of GeoNames"),
        (line(*CITIES[0]).replace("31.22222", "north"), ":1 has a number that cannot be read"),
    ],
)
def test_what_is_no_gazetteer_is_refused(content: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "cities.txt"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(RegistryError) as refusal:
        list(read_geonames(path, ["Shanghai"]))
    assert said in str(refusal.value)


@pytest.mark.parametrize(
    ("names", "numbers"),
    [
        (["Shenzhen", "Hong Kong", "Guangzhou"], [1795565, 1819729, 1809858]),
        (["San Jose", "San Francisco"], [5392171, 5391959]),
        (["Cambridge"], [2653941]),  # the cluster of that name, which WIPO lists
        (["Birmingham"], [None]),
        (["Brussels", "Antwerp"], [2800866, 2803138]),
        (["Brussels"], [2800866, 2803138]),
        (["Zhuhai", "Macao"], [1790437, 1821274]),
        (["Washington, DC", "Baltimore, MD"], [4140963, 4347778]),
        (["Bridgeport", "New Haven, CT"], [5282804, 4839366]),
        (["Boston", "Cambridge"], [4930956, 4931972]),
        (["Xi’an"], [1790630]),
        (["Zurich"], [2657896]),
    ],
)
def test_the_curated_places_know_well_known_clusters(names: list[str], numbers: list[int | None]) -> None:
    found = locate("–".join(names), set(), [shipped_gazetteer()])
    assert [one.place.geonames if one.place else None for one in found] == numbers


NAMES = ROOT.parent / "shared" / "data" / "gii-cluster-names.tsv"


@pytest.mark.skipif(not NAMES.exists(), reason="the names of all clusters are not at hand")
def test_every_cluster_has_every_city_of_its_name() -> None:
    with NAMES.open(encoding="utf-8", newline="") as stream:
        rows = [*csv.DictReader(stream, delimiter="\t")]
    for row in rows:
        for countries in (set(row["iso2"].split("/")), set()):
            located = locate(row["cluster"], countries, [shipped_gazetteer()])
            assert len(located) == row["cluster"].count("–") + 1, row["cluster"]
            assert all(city.place and city.place.alpha2 in row["iso2"] for city in located), row["cluster"]
