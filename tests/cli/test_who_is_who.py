"""Who stands behind a printed name, from profiles to links, as a user sees it: by the commands alone.

Each test names what was wrong once. None knows a module of the program, so that any version can be asked.
"""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest

from tests.conftest import ROOT, run
from tests.links.conftest import ror_identifier

ID = "https://w3id.org/gii-graph/id/"
KUNMING = (ROOT / "seeds" / "kunming.txt").read_text(encoding="utf-8")
CLUSTERS = {
    # cluster, economy: the adjective of the economy, applicants, publishers
    ("Changsha", "China"): ("Chinese", ["HU, JIANGUO", "WANG, WEI"], ["HUNAN UNIVERSITY"]),
    ("Wuhan", "China"): ("Chinese", ["WU, HAIYANG", "WANG, WEI"], ["WUHAN UNIVERSITY"]),
    ("Osaka", "Japan"): ("Japanese", ["OU, YANG", "TENSHI CORPORATION"], ["OSAKA UNIVERSITY"]),
    ("Istanbul", "Türkiye"): ("Turkish", ["ARCELIK"], ["ISTANBUL TECH. UNIV.", "ISTANBUL TECHNICAL UNIVERSITY"]),
    ("Seoul", "Republic of Korea"): (
        "Korean",
        ["KOREA ADVANCED INSTITUTE OF SCIENCE & TECHNOLOGY (KAIST)", "OH, SE HUN"],
        ["KOREA ADVANCED INST. OF SCI. AND TECH."],
    ),
    ("Shanghai", "China"): ("Chinese", ["SHANGHAI JIAOTONG UNIV."], ["SHANGHAI JIAO TONG UNIVERSITY"]),
    ("Boston", "United States"): ("US", ["NORTHEASTERN UNIVERSITY"], ["DEPARTMENT OF PHYSICS"]),
    ("Chicago", "United States"): ("US", ["EMC ELECTROMAGNETIC BCN, S.L."], ["DEPARTMENT OF PHYSICS"]),
    ("Shenyang", "China"): ("Chinese", ["LIAONING STEEL"], ["NORTHEASTERN UNIVERSITY"]),
    ("San Jose", "United States"): ("US", ["ACMEON LLC"], ["PALO VERDE UNIVERSITY"]),
    ("Tokyo", "Japan"): ("Japanese", ["KEIO UNIVERSITY SCHOOL OF MEDICINE"], ["WASEDA UNIVERSITY"]),
    ("Madrid", "Spain"): ("Spanish", ["MINISTERIO DE CIENCIA, TECNOLOGIA E INNOVACION"], ["POLITECNICO DI TORINO"]),
}
RECORDS = [
    ("02kn6nx58", "Keio University", "Tokyo", "JP", 35.69, 139.69),
    ("00py81415", "Duke University", "Durham", "US", 35.99, -78.9),
    ("03njmea73", "Duke University School of Medicine", "Durham", "US", 35.99, -78.9),
    ("00f54p054", "Palo Verde University", "Stanford", "US", 37.42, -122.17),
    ("0168r3w48", "Acmeon (United States)", "Mountain View", "US", 37.39, -122.08),
    ("04h4b7q31", "Tenshi (Japan)", "Osaka", "JP", 34.69, 135.5),
    *[
        (ror_identifier(f"f1{number:04}"), f"Institute of Medicine {number}", "Oita", "JP", 33.2, 131.6)
        for number in range(60)
    ],
]


def table(names: list[str]) -> str:
    return "".join(f"{rank}\t{name}\t{100 - rank}\t{20 - rank}%\n" for rank, name in enumerate(names, 1))


def profile(cluster: str, economy: str) -> str:
    adjective, applicants, publishers = CLUSTERS[cluster, economy]
    text = KUNMING.replace("Kunming, China", f"{cluster}, {economy}").replace("26 Chinese", f"26 {adjective}")
    rows = re.split(r"^(?:\d\t.+\n)+", text.replace("Kunming", cluster), flags=re.MULTILINE)
    return f"{rows[0]}{table(applicants)}{rows[1]}{table(publishers)}{rows[2]}"


def record(identifier: str, name: str, city: str, country: str, latitude: float, longitude: float) -> dict[str, object]:
    place = {"name": city, "country_code": country, "lat": latitude, "lng": longitude}
    return {
        "id": f"https://ror.org/{identifier}",
        "status": "active",
        "names": [{"lang": None, "types": ["ror_display"], "value": name}],
        "locations": [{"geonames_details": place, "geonames_id": sum(map(ord, city))}],
        "external_ids": [],
        "relationships": [],
    }


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Profiles, their graph, its links, and the table of what is asked."""
    folder = tmp_path_factory.mktemp("world")
    (folder / "profiles").mkdir()
    for number, (cluster, economy) in enumerate(CLUSTERS):
        (folder / "profiles" / f"{number}.txt").write_text(profile(cluster, economy), encoding="utf-8")
    (folder / "ror.json").write_text(json.dumps([record(*one) for one in RECORDS]), encoding="utf-8")
    assert run("build", folder / "profiles", "-o", folder / "graph.ttl", "--quiet").returncode == 0
    assert link(folder, folder).returncode == 0
    return folder


def link(folder: Path, output: Path, *decisions: Path):
    told = [argument for path in decisions for argument in ("--decisions", path)]
    options = ["--ror", folder / "ror.json", "--cache", folder / "cache", "-o", output]
    return run("link", folder / "graph.ttl", *options, *told)


def agents(folder: Path) -> set[str]:
    text = (folder / "graph.ttl").read_text(encoding="utf-8")
    return set(re.findall(r"<(?:\S*/)?((?:organization|person)/[^>\s]+)>", text))


def reviewed(folder: Path) -> list[dict[str, str]]:
    with (folder / "review.tsv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))


def links(folder: Path) -> dict[str, str]:
    """The record of ROR that each organisation is linked to, by its label."""
    with (folder / "links.sssom.tsv").open(encoding="utf-8", newline="") as stream:
        rows = csv.DictReader((line for line in stream if not line.startswith("#")), delimiter="\t")
        return {row["subject_label"]: row["object_id"].removeprefix("ror:") for row in rows if is_link_to_ror(row)}


def is_link_to_ror(row: dict[str, str]) -> bool:
    return row["object_id"].startswith("ror:") and not row.get("predicate_modifier")


def test_a_surname_is_not_the_initials_of_a_university(folder: Path) -> None:
    paths = agents(folder)
    persons = {path.rpartition("/")[2] for path in paths if path.startswith("person/")}
    asked = {row["name"] for row in reviewed(folder) if row["reason"].startswith("kind:")}
    for name in ("HU, JIANGUO", "WU, HAIYANG", "OU, YANG", "OH, SE HUN"):
        assert re.sub("[^a-z]+", "-", name.lower()) in persons or name in asked, name
    companies = {path.rpartition("/")[2] for path in paths if path.startswith("organization/")}
    assert {"ministerio-de-ciencia-tecnologia-e-innovacion", "emc-electromagnetic-bcn-sl"} <= companies


def test_namesakes_in_two_clusters_are_two_persons_and_asked(folder: Path) -> None:
    namesakes = {path for path in agents(folder) if path.endswith("wang-wei")}
    assert namesakes == {"person/changsha/wang-wei", "person/wuhan/wang-wei"}
    pairs = [{row["subject"], row["candidate"]} for row in reviewed(folder)]
    assert {f"{ID}{path}" for path in namesakes} in pairs


@pytest.mark.parametrize("typed", ["ror:", "00py81416", "javascript:alert(1)"])
def test_what_identifies_nothing_is_not_published(folder: Path, tmp_path: Path, typed: str) -> None:
    done = link(folder, tmp_path / "out", decisions(tmp_path / "a.tsv", "WASEDA UNIVERSITY", typed, "accept"))
    assert done.returncode == 1
    assert typed in done.stderr
    assert "a.tsv:2" in done.stderr
    assert "waseda-university>" not in (tmp_path / "out" / "links.ttl").read_text(encoding="utf-8")


def test_a_bare_identifier_is_published_by_its_iri(folder: Path, tmp_path: Path) -> None:
    done = link(folder, tmp_path / "out", decisions(tmp_path / "a.tsv", "WASEDA UNIVERSITY", "00py81415", "accept"))
    assert done.returncode == 0
    assert links(tmp_path / "out")["WASEDA UNIVERSITY"] == "00py81415"


@pytest.mark.parametrize(
    "path",
    [
        "istanbul-technical-university",
        "korea-advanced-institute-of-science-and-technology-kaist",
        "shanghai-jiao-tong-university",
    ],
)
def test_other_readings_acronyms_and_spaces_are_one_organisation(folder: Path, path: str) -> None:
    first = path.partition("-")[0]
    same = {one for one in agents(folder) if one.startswith(f"organization/{first}")}
    assert len(same) == 1, same


def test_one_name_in_two_economies_is_two_and_asked(folder: Path) -> None:
    two = {path for path in agents(folder) if path.startswith("organization/northeastern-university")}
    assert len(two) == 2
    assert {f"{ID}{path}" for path in two} in [{row["subject"], row["candidate"]} for row in reviewed(folder)]


def test_a_bare_department_is_one_in_each_cluster_and_asked(folder: Path) -> None:
    two = {path for path in agents(folder) if path.startswith("organization/department-of-physics")}
    assert two == {"organization/department-of-physics-boston", "organization/department-of-physics-chicago"}
    assert {f"{ID}{path}" for path in two} in [{row["subject"], row["candidate"]} for row in reviewed(folder)]


def test_a_record_without_the_distinguishing_word_is_not_the_first_candidate(folder: Path) -> None:
    rows = [row for row in reviewed(folder) if row["name"] == "KEIO UNIVERSITY SCHOOL OF MEDICINE"]
    assert rows[0]["candidate"].endswith("02kn6nx58")


@pytest.mark.parametrize(
    ("name", "ror"),
    [("PALO VERDE UNIVERSITY", "00f54p054"), ("ACMEON LLC", "0168r3w48"), ("TENSHI CORPORATION", "04h4b7q31")],
)
def test_a_record_in_the_next_town_or_a_company_of_one_word_links(folder: Path, name: str, ror: str) -> None:
    assert links(folder).get(name) == ror


def test_two_reviewers_who_disagree_are_both_named_and_neither_wins(folder: Path, tmp_path: Path) -> None:
    one = decisions(tmp_path / "anna.tsv", "WASEDA UNIVERSITY", "https://ror.org/00py81415", "accept")
    other = decisions(tmp_path / "ben.tsv", "WASEDA UNIVERSITY", "https://ror.org/00py81415", "reject")
    done = link(folder, tmp_path / "out", one, other)
    assert done.returncode == 1
    assert "anna.tsv:2" in done.stderr
    assert "ben.tsv:2" in done.stderr
    assert "WASEDA UNIVERSITY" not in links(tmp_path / "out")


@pytest.mark.parametrize(("encoding", "mark"), [("utf-16", "\t"), ("cp1252", ";"), ("utf-8-sig", ",")])
def test_a_table_that_a_spreadsheet_saved_is_applied(folder: Path, tmp_path: Path, encoding: str, mark: str) -> None:
    said = decisions(tmp_path / "a.tsv", "WASEDA UNIVERSITY", "https://ror.org/00py81415", "accept")
    said.write_text(said.read_text("utf-8").replace("\t", mark), encoding=encoding)
    assert link(folder, tmp_path / "out", said).returncode == 0
    assert links(tmp_path / "out").get("WASEDA UNIVERSITY") == "00py81415"


@pytest.mark.parametrize(("other", "near"), [("NOBODY", ""), ("WASEDA UNIVERSTIY", "'WASEDA UNIVERSITY'")])
def test_a_decision_without_effect_is_said(folder: Path, tmp_path: Path, other: str, near: str) -> None:
    done = link(folder, tmp_path / "out", decisions(tmp_path / "a.tsv", "OSAKA UNIVERSITY", "", f"same-as {other}"))
    (told,) = [line for line in done.stderr.splitlines() if other in line]
    assert "a.tsv:2" in told
    assert near in told


def decisions(path: Path, name: str, candidate: str, decision: str) -> Path:
    columns = ("subject", "name", "place", "candidate", "candidate_name", "score", "reason", "decision", "author")
    slug = name.lower().replace(" ", "-")
    row = (f"{ID}organization/{slug}", name, "", candidate, "", "", "", decision, path.stem)
    path.write_text("\n".join("\t".join(cells) for cells in (columns, row)) + "\n", encoding="utf-8")
    return path
