"""`gii-graph link` on the five profiles: what is linked, what is said, what a person's decisions do."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import rdflib
from rdflib.namespace import SKOS

from gii_graph.vocabulary import BASE, GII
from tests.conftest import run
from tests.links.conftest import RECORDS

ROR, WIKIDATA = "https://ror.org/", "http://www.wikidata.org/entity/"
# Proved by hand from ROR's and Wikidata's own records.
IDENTIFIERS = {
    "central-south-university": ("00f1zfq44", "Q5061828"),
    "changsha-university-of-science-and-technology": ("03yph8055", None),
    "chongqing-medical-university": ("017z00e58", "Q5104661"),
    "chongqing-university": ("023rhb549", "Q834857"),
    "chongqing-university-of-posts-and-telecommunications": ("03dgaqz26", "Q5104676"),
    "dalian-institute-of-chemical-physics-cas": ("00prkya54", "Q5210926"),
    "dalian-maritime-university": ("002b7nr53", "Q3467465"),
    "dalian-university-of-technology": ("023hj5876", "Q1477368"),
    "hunan-university": ("05htk5m33", "Q649868"),
    "kunming-medical-university": ("038c3w259", "Q6444884"),
    "kunming-university-of-science-and-technology": ("00xyeez13", None),
    "national-university-of-defense-technology-china": ("05d2yfz11", "Q831227"),
    "peking-university": ("02v51f717", "Q16952"),
    "southwest-university-china": ("01kj4z117", "Q840443"),
    "tsinghua-university": ("03cve4549", "Q16955"),
    "university-of-chinese-academy-of-sciences": ("05qbk4x57", "Q6544465"),
    "yunnan-university": ("0040axw97", "Q649882"),
}
CITIES = {
    "beijing": {1816670}, "changsha": {1815577}, "chengdu": {1815286}, "chongqing": {1814906}, "dalian": {1814087},
    "kunming": {1804651}, "los-angeles": {5368361}, "nanjing": {1799962},
    "san-jose-san-francisco": {5392171, 5391959}, "shanghai-suzhou": {1796236, 1886760},
    "shenzhen-hong-kong-guangzhou": {1795565, 1819729, 1809858}, "tokyo-yokohama": {1850147, 1848354},
    "zhengzhou": {1784658},
}  # fmt: skip


def link(graph: Path, folder: Path, *options: object, code: int = 0, env: dict[str, str] | None = None):
    done = run("link", graph, "-o", folder / "out", "--cache", folder / "cache", *options, env=env)
    assert done.returncode == code, done.stderr
    return done


def linked(folder: Path) -> rdflib.Graph:
    return rdflib.Graph().parse(folder / "out" / "links.ttl")


def objects(graph: rdflib.Graph, path: str, predicate=SKOS.exactMatch) -> set[str]:
    return {str(value) for value in graph.objects(rdflib.URIRef(BASE + path), rdflib.URIRef(str(predicate)))}


def rows(folder: Path) -> list[dict[str, str]]:
    header, *lines = (folder / "out" / "review.tsv").read_text(encoding="utf-8").splitlines()
    return [dict(zip(header.split("\t"), line.split("\t"), strict=True)) for line in lines]


def decide(folder: Path, name: str, decision: str, candidate: str = "", which: str = "") -> None:
    """Edit the table as a person does, in its `decision` column."""
    table = folder / "out" / "review.tsv"
    lines = table.read_text(encoding="utf-8").splitlines()
    for number, text in enumerate(lines):
        cells = text.split("\t")
        if cells[1] == name and (which in cells[3]):
            cells[3] = candidate or cells[3]
            cells[7] = decision
            lines[number] = "\t".join(cells)
            break
    else:
        raise AssertionError(f"no row for {name}")
    table.write_text("\n".join(lines) + "\n", encoding="utf-8")


@pytest.fixture(scope="module")
def offline(committed_graph: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("offline")
    link(committed_graph, folder)
    return folder


@pytest.fixture(scope="module")
def registry_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("registry") / "v2.0-2026-01-01-ror-data.json"
    path.write_text(json.dumps(RECORDS), encoding="utf-8")
    return path


def test_every_university_and_institute_is_linked_and_nothing_else(offline: Path) -> None:
    graph = linked(offline)
    wanted = {
        (path, iri)
        for path, (ror, wikidata) in IDENTIFIERS.items()
        for iri in (ROR + ror, WIKIDATA + wikidata if wikidata else None)
        if iri
    }
    found = {
        (str(subject).removeprefix(f"{BASE}organization/"), str(value))
        for subject, value in graph.subject_objects(SKOS.exactMatch)
        if "/economy/" not in str(subject)
    }
    assert found == wanted


def test_every_cluster_has_its_cities_and_the_economy_its_code(offline: Path) -> None:
    graph = linked(offline)
    for cluster, numbers in CITIES.items():
        assert objects(graph, f"cluster/{cluster}", GII.anchorCity) == {
            f"https://sws.geonames.org/{number}/" for number in numbers
        }
    assert objects(graph, "economy/china") == {"http://publications.europa.eu/resource/authority/country/CHN"}
    assert objects(graph, "economy/china", SKOS.notation) == {"CN"}


def test_links_are_never_same_as_and_have_no_blank_node(offline: Path) -> None:
    graph = linked(offline)
    assert not any("sameAs" in str(predicate) for predicate in graph.predicates())
    assert not any(isinstance(node, rdflib.BNode) for node in graph.all_nodes())


def test_companies_without_a_record_are_said_to_be_without(
    offline: Path, committed_graph: Path, tmp_path: Path
) -> None:
    done = link(committed_graph, tmp_path)
    without = [line.partition(": ")[2] for line in done.stderr.splitlines() if line.startswith("  without: ")]
    assert without == [
        "BEIJING BYTEDANCE NETWORK TECH.",
        "BEIJING XIAOMI MOBILE SOFTWARE",
        "BOE TECHNOLOGY",
        "CHINA TOBACCO",
        "CHONGQING HKC OPTOELECTRONICS TECH",
        "CRRC DALIAN CO., LTD.",
        "HKC",
    ]
    text = (offline / "out" / "links.sssom.tsv").read_text(encoding="utf-8")
    assert text.count("sssom:NoTermFound") == 7
    assert "luo-can" not in text


def test_twice_is_the_same_bytes(offline: Path, committed_graph: Path, tmp_path: Path) -> None:
    link(committed_graph, tmp_path)
    link(committed_graph, tmp_path)
    for name in ("links.ttl", "links.sssom.tsv", "review.tsv"):
        assert (tmp_path / "out" / name).read_bytes() == (offline / "out" / name).read_bytes()


def test_the_hash_seed_does_not_matter(committed_graph: Path, tmp_path: Path) -> None:
    written = set()
    for seed in ("0", "1", "2"):
        link(committed_graph, tmp_path / seed, "--no-curated", env={"PYTHONHASHSEED": seed})
        written.add((tmp_path / seed / "out" / "review.tsv").read_bytes())
    assert len(written) == 1


def test_listings_join_ror_and_a_third_partys_facts(offline: Path, committed_graph: Path, tmp_path: Path) -> None:
    founding = tmp_path / "founding.ttl"
    founding.write_text(
        "<https://ror.org/03cve4549> <https://schema.org/foundingDate> "
        '"1911"^^<http://www.w3.org/2001/XMLSchema#gYear> .',
        encoding="utf-8",
    )
    query = """
        SELECT ?name ?count ?founded {
          ?row a gii:ArticleListing ; gii:agent ?agent ; gii:asNamed ?name ; gii:count ?count .
          ?agent skos:exactMatch ?ror . ?ror schema:foundingDate ?founded }
    """
    done = run("query", "-", committed_graph, offline / "out" / "links.ttl", founding, "--format", "csv", stdin=query)
    assert done.stdout.splitlines() == ["name,count,founded", "TSINGHUA UNIVERSITY,24300,1911"]


def test_the_registry_alone_accepts_the_same_and_ranks_the_rest(committed_graph, registry_file, tmp_path) -> None:
    link(committed_graph, tmp_path, "--no-curated", "--ror", registry_file)
    graph = linked(tmp_path)
    there = {entry["id"] for entry in RECORDS}
    in_doubt = "dalian-institute-of-chemical-physics-cas"
    for path, (ror, _) in IDENTIFIERS.items():
        accepted = {iri for iri in objects(graph, f"organization/{path}") if iri.startswith(ROR)}
        assert accepted == ({ROR + ror} if ROR + ror in there and path != in_doubt else set())
    assert (
        len(set(graph.subjects(SKOS.exactMatch))) == len(IDENTIFIERS) - 3 + 1
    )  # without two records, one doubt; China
    first = next(row for row in rows(tmp_path) if row["subject"].endswith(in_doubt))
    assert first["candidate"] == "ror:00prkya54"
    assert "\tv2.0-2026-01-01\t" in (tmp_path / "out" / "links.sssom.tsv").read_text(encoding="utf-8")


def test_a_decision_is_applied_and_survives(committed_graph, registry_file, tmp_path) -> None:
    options = ("--no-curated", "--ror", registry_file)
    link(committed_graph, tmp_path, *options)
    decide(tmp_path, "DALIAN INSTITUTE OF CHEMICAL PHYSICS, CAS", "accept", which="00prkya54")
    decide(tmp_path, "HKC", "reject", which="00g41ma48")
    decide(tmp_path, "BOE TECHNOLOGY", "close", candidate="https://example.org/boe")
    for _ in range(2):
        link(committed_graph, tmp_path, *options)
    graph = linked(tmp_path)
    dicp = "organization/dalian-institute-of-chemical-physics-cas"
    assert {f"{ROR}00prkya54", f"{WIKIDATA}Q5210926"} <= objects(graph, dicp)
    assert objects(graph, "organization/boe-technology", SKOS.closeMatch) == {"https://example.org/boe"}
    kept = {(row["name"], row["decision"]) for row in rows(tmp_path) if row["decision"]}
    assert kept == {
        ("DALIAN INSTITUTE OF CHEMICAL PHYSICS, CAS", "accept"),
        ("HKC", "reject"),
        ("BOE TECHNOLOGY", "close"),
    }
    sssom = (tmp_path / "out" / "links.sssom.tsv").read_text(encoding="utf-8")
    assert "organization/hkc\tHKC\tskos:exactMatch\tNot\tror:00g41ma48" in sssom
    assert sssom.count("semapv:ManualMappingCuration") == 3


def test_a_decision_survives_a_rebuild_with_more_profiles(seeds: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert run("build", seeds / "chongqing.txt", "-o", out / "gii.ttl").returncode == 0
    link(out / "gii.ttl", tmp_path)
    decide(tmp_path, "HKC", "accept", which="chongqing-hkc")
    assert run("build", seeds, "-o", out / "gii.ttl").returncode == 0
    link(out / "gii.ttl", tmp_path)
    graph = rdflib.Graph().parse(out / "gii.ttl")
    hkc = rdflib.URIRef(f"{BASE}organization/chongqing-hkc-optoelectronics-technology")
    assert rdflib.Literal("HKC") in set(graph.objects(hkc, SKOS.altLabel))
    assert not objects(linked(tmp_path), "organization/hkc")
    assert [row["decision"] for row in rows(tmp_path) if row["name"] == "HKC"] == ["accept"]


def test_same_as_another_row_carries_its_links(committed_graph: Path, tmp_path: Path) -> None:
    link(committed_graph, tmp_path)
    decide(tmp_path, "BOE TECHNOLOGY", "same-as TSINGHUA UNIVERSITY")
    link(committed_graph, tmp_path)
    assert objects(linked(tmp_path), "organization/boe-technology") == {
        f"{BASE}organization/tsinghua-university",
        f"{ROR}03cve4549",
        f"{WIKIDATA}Q16955",
    }


def test_a_decision_about_nothing_here_waits(seeds: Path, committed_graph: Path, tmp_path: Path) -> None:
    link(committed_graph, tmp_path)
    decide(tmp_path, "BOE TECHNOLOGY", "reject", candidate="ror:00g41ma48")
    assert run("build", seeds / "dalian.txt", "-o", tmp_path / "dalian.ttl").returncode == 0
    done = link(tmp_path / "dalian.ttl", tmp_path)
    assert "1 decision speaks of nothing in this graph; kept." in done.stderr
    assert [row["decision"] for row in rows(tmp_path) if row["name"] == "BOE TECHNOLOGY"] == ["reject"]


@pytest.mark.parametrize(
    ("decision", "said"),
    [
        (
            "maybe",
            "has the decision 'maybe'; write accept, close, reject, none, person, organization, or same-as and a name.",
        ),
        ("accept", "says accept, but names no candidate; write its IRI in that column."),
        ("same-as", "says same-as, but not as what; write the other subject behind it."),
    ],
)
def test_a_slip_in_the_table_stops_the_run_and_keeps_the_table(committed_graph, tmp_path, decision, said) -> None:
    link(committed_graph, tmp_path)
    decide(tmp_path, "BOE TECHNOLOGY", decision)
    before = (tmp_path / "out" / "review.tsv").read_bytes()
    done = link(committed_graph, tmp_path, code=3)
    assert done.stderr.startswith("Error: ")
    assert said in done.stderr
    assert "review.tsv:6 " in done.stderr
    assert (tmp_path / "out" / "review.tsv").read_bytes() == before


def test_a_graph_with_nothing_to_link_is_told(tmp_path: Path) -> None:
    graph = tmp_path / "other.ttl"
    graph.write_text("<urn:a> <urn:b> <urn:c> .", encoding="utf-8")
    done = link(graph, tmp_path, code=3)
    assert done.stderr == f"Nothing to link in {graph}: no organisation, cluster or economy.\n"


def test_any_turtle_of_the_vocabulary_can_be_linked(tmp_path: Path) -> None:
    graph = tmp_path / "other.ttl"
    graph.write_text(
        f"""@prefix gii: <{GII.Cluster.removesuffix("Cluster")}> .
        @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
        @prefix x: <https://example.org/> .
        x:b a gii:Cluster ; rdfs:label "Beijing" ; gii:inEconomy x:c . x:c a gii:Economy ; rdfs:label "China" .
        x:t a gii:Organization ; rdfs:label "Tsinghua Univ." ; gii:publishedArticles x:b .
        x:p a gii:Person ; rdfs:label "TSINGHUA UNIVERSITY" ; gii:filedPatents x:b .""",
        encoding="utf-8",
    )
    link(graph, tmp_path)
    found = linked(tmp_path)
    assert {str(iri) for iri in found.objects(rdflib.URIRef("https://example.org/t"), SKOS.exactMatch)} == {
        f"{ROR}03cve4549",
        f"{WIKIDATA}Q16955",
    }
    assert not list(found.objects(rdflib.URIRef("https://example.org/p")))


def test_a_partners_city_says_where_it_lies(offline: Path, committed_graph: Path) -> None:
    done = run("query", "partners-abroad", committed_graph, offline / "out" / "links.ttl", "-f", "csv")
    assert done.stdout.splitlines() == [
        "place,economy,partner,partnerEconomy",
        "Beijing,China,Los Angeles,United States of America",
        "Beijing,China,San Jose–San Francisco,United States of America",
        "Beijing,China,Tokyo–Yokohama,Japan",
        "Chongqing,China,San Jose–San Francisco,United States of America",
    ]


def test_who_is_called_the_same_is_counted_with_the_other(committed_graph: Path, tmp_path: Path) -> None:
    arguments = ["link", committed_graph, "-o", tmp_path, "--cache", tmp_path / "cache"]
    assert "17 of 24 linked to ROR, 15 to Wikidata, 7 without a link. Persons" in run(*arguments).stderr
    review = tmp_path / "review.tsv"
    lines = review.read_text("utf-8").split("\n")
    hkc = next(number for number, line in enumerate(lines) if line.split("\t")[1:2] == ["HKC"] and "hkc" in line)
    cells = lines[hkc].split("\t")
    cells[7] = "accept"
    lines[hkc] = "\t".join(cells)
    review.write_text("\n".join(lines), encoding="utf-8")
    said = run(*arguments).stderr
    assert "17 of 23 linked to ROR, 15 to Wikidata, 6 without a link. Called the same as another: 1. Persons" in said
    assert "  without: HKC\n" not in said
