"""`gii-graph show` as a user runs it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from gii_graph.lookup import find, near_names
from gii_graph.network import read_network
from gii_graph.vocabulary import BASE
from tests.conftest import called, run

SHANGHAI = f"{BASE}cluster/shanghai-suzhou"


def test_kunming_with_evidence_on_each_line(committed_graph: Path) -> None:
    done = run("show", "kunming", committed_graph)
    assert (done.returncode, done.stderr) == (0, "")
    for line in (
        "name     Kunming                                        kunming.txt:8",
        "rank by size                                                    98  kunming.txt:12",
        "articles per 1 million inhabitants, last five years          5,909  kunming.txt:10",
        "PCT applications in collaboration                              11%  kunming.txt:44",
        "   2  LUO, CAN                                                40    10%  kunming.txt:22",
        "   1  Shanghai–Suzhou  Shanghai-Suzhou  kunming.txt:44",
        "   3  Shanghai–Suzhou               Shanghai-Suzhou               kunming.txt:46",
    ):
        assert line in done.stdout.splitlines(), line


def test_who_names_it(committed_graph: Path) -> None:
    lines = run("show", "Chengdu", committed_graph).stdout.splitlines()
    assert lines[lines.index("Named by") :] == [
        "Named by",
        "cluster    for       edition  as partner  evidence",
        "─────────  ────────  ───────  ──────────  ────────────────",
        "Chongqing  articles     2024           2  chongqing.txt:46",
        "Kunming    patents      2024           2  kunming.txt:44",
    ]


def test_a_person_says_how_it_was_decided(committed_graph: Path) -> None:
    done = run("show", "Luo Can", committed_graph)
    assert done.stdout == (
        "LUO, CAN\n"
        "========\n"
        "\n"
        "Identity\n"
        "what  value\n"
        "────  ────────────────────────────────────────────────────\n"
        "name  LUO, CAN\n"
        "kind  person: in the form 'SURNAME, GIVEN NAME'\n"
        "IRI   https://w3id.org/gii-graph/id/person/kunming/luo-can\n"
        "\n"
        "Listed in\n"
        "edition  cluster  for      rank  count  share  evidence\n"
        "───────  ───────  ───────  ────  ─────  ─────  ──────────────\n"
        "   2024  Kunming  patents     2     40    10%  kunming.txt:22\n"
    )


@pytest.mark.parametrize(
    "name",
    [
        "Shanghai–Suzhou",
        "Shanghai-Suzhou",
        "SHANGHAI — SUZHOU",
        "shanghai suzhou",
        "Shànghǎi‐Sūzhōu",
        "shanghai-suzhou",
        "cluster/shanghai-suzhou",
        SHANGHAI,
    ],
)
def test_any_spelling_finds_it(committed_graph: Path, name: str) -> None:
    assert [node.iri for node in find(read_network([committed_graph]), name)] == [SHANGHAI]


def test_a_name_as_the_source_prints_it_finds_it(tmp_path: Path) -> None:
    graph = tmp_path / "printed.ttl"
    graph.write_text(
        "@prefix gii: <https://w3id.org/gii-graph/ontology#> .\n"
        '<https://x/a> a gii:Organization ; <http://www.w3.org/2000/01/rdf-schema#label> "Peking University" .\n'
        "<https://x/c> a gii:Cluster .\n<https://x/l> a gii:ArticleListing ; gii:asNamed 'PEKING UNIV.' ;\n"
        "  gii:agent <https://x/a> ; gii:cluster <https://x/c> .\n"
    )
    assert [node.label for node in find(read_network([graph]), "peking univ")] == ["Peking University"]


def test_near_names_are_offered(committed_graph: Path) -> None:
    done = run("show", "Kunnming", committed_graph)
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr == ("No cluster, organization or person is called 'Kunnming'. Near names: Kunming (cluster).\n")


def test_names_that_contain_it_are_near(committed_graph: Path) -> None:
    near = near_names(read_network([committed_graph]), "Suzhou")
    assert near[0].label == "Shanghai–Suzhou"


def test_a_name_like_none_says_so(committed_graph: Path) -> None:
    done = run("show", "\x1b[31mxyzzy", committed_graph)
    assert done.returncode == 3
    assert done.stderr.startswith(
        r"No cluster, organization or person is called '\x1b[31mxyzzy'. gii-graph query --list"
    )


def test_quotes_show_the_sentences(committed_graph: Path) -> None:
    done = run("show", "kunming", committed_graph, "--quotes")
    assert "  kunming.txt:12\n    98th largest science and technology cluster in 2024\n" in done.stdout


def test_json_holds_the_same(committed_graph: Path) -> None:
    (found,) = json.loads(run("show", "kunming", committed_graph, "-f", "json").stdout)
    sections = {section["title"]: section for section in found["sections"]}
    assert (found["kind"], found["name"]) == ("cluster", "Kunming")
    assert sections["Figures"]["edition"] == 2024
    assert sections["Figures"]["lines"][0] == {
        "figure": "rank by size",
        "value": 98,
        "evidence": [
            {"file": "kunming.txt", "line": 12, "quote": "98th largest science and technology cluster in 2024"}
        ],
    }


def test_figures_stand_side_by_side_over_editions(three_editions: Path) -> None:
    done = run("show", "kunming", three_editions)
    assert (
        "rank by size                                                    99     98     94" in done.stdout.splitlines()
    )
    assert "Partners for patents, 2023" in done.stdout
    one = run("show", "kunming", three_editions, "--edition", "2025")
    assert "Over the editions" not in one.stdout
    assert "2023" not in one.stdout


def test_documents_of_one_name_are_told_apart(three_editions: Path) -> None:
    lines = run("show", "kunming", three_editions).stdout.splitlines()
    (name,) = (line for line in lines if line.startswith("name"))
    assert name.count("kunming.txt [") == 3


def test_links_are_shown_where_they_are(committed_graph: Path, tmp_path: Path) -> None:
    links = tmp_path / "links.ttl"
    links.write_text(
        f"<{SHANGHAI}> <http://www.w3.org/2004/02/skos/core#closeMatch> <http://www.wikidata.org/entity/Q8686> ;\n"
        "  <https://w3id.org/gii-graph/ontology#anchorCity> <https://sws.geonames.org/1796236/> .\n"
    )
    done = run("show", "shanghai-suzhou", committed_graph, links)
    assert done.stdout.endswith(
        "close match           http://www.wikidata.org/entity/Q8686\n"
        "named after the city  https://sws.geonames.org/1796236/\n"
    )


def test_a_missing_graph_is_named(tmp_path: Path) -> None:
    done = run("show", "kunming", cwd=tmp_path)
    assert done.returncode == 3
    assert done.stderr == "Error: output/gii.ttl: is not there; make it with `gii-graph build`, or name a graph.\n"


def test_a_hostile_name_is_shown_not_obeyed(tmp_path: Path) -> None:
    graph = tmp_path / "hostile.ttl"
    graph.write_text(
        "@prefix gii: <https://w3id.org/gii-graph/ontology#> .\n"
        r'<https://x/c> a gii:Cluster ; <http://www.w3.org/2000/01/rdf-schema#label> "Evil\u001B[2J\u202E" .' + "\n"
    )
    done = run("show", "https://x/c", graph)
    assert "\x1b" not in done.stdout
    assert r"Evil\x1b[2J\u202e" in done.stdout


def test_two_spellings_of_one_organisation_are_one(committed_graph: Path) -> None:
    long, short = (
        run("show", name, committed_graph).stdout
        for name in ("Kunming University of Science and Technology", "KUNMING UNIV. OF SCIENCE AND TECH.")
    )
    assert long == short
    lines = long.splitlines()
    assert "also       KUNMING UNIV. OF SCIENCE AND TECH." in lines
    assert [line.split()[2] for line in lines if line.startswith("   2024")] == ["articles", "patents"]


def test_implied_totals_and_inhabitants_have_their_interval_and_evidence(committed_graph: Path) -> None:
    lines = run("show", "kunming", committed_graph).stdout.splitlines()
    start = lines.index("Implied by counts and rounded shares, stated by no source, 2024")
    assert lines[start + 1 : start + 6] == [
        "what                               between                 evidence",
        "─────────────────────────────────  ──────────────────────  ──────────────────────────────────────",
        "PCT applications, last five years  385 to 393              kunming.txt:21, 22, 23",
        "articles, last five years          20,200 to 20,908        kunming.txt:30, 31, 32",
        "inhabitants                        3,484,163 to 3,538,630  kunming.txt:10, 21, 22, 23, 30, 31, 32",
    ]


def test_what_only_another_edition_says_is_not_called_unknown(seeds: Path, tmp_path: Path) -> None:
    table = tmp_path / "ranking-2023.csv"
    table.write_text("Rank,Cluster,Economy,PCT applications\n4,Beijing,CN/HK,38067\n", encoding="utf-8")
    run("build", table, seeds, "-o", "gii.ttl", cwd=tmp_path)
    done = run("show", "kunming", "gii.ttl", "--edition", "2023", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (
        3, "Edition 2023 says nothing of 'kunming'; there is something in 2024.\n",
    )  # fmt: skip
    nobody = run("show", "xyzzy", "gii.ttl", "--edition", "2023", cwd=tmp_path)
    assert nobody.stderr.startswith("No cluster, organization or person is called 'xyzzy'.")
    lines = run("show", "beijing", "gii.ttl", cwd=tmp_path).stdout.splitlines()
    told = [line.split(maxsplit=1)[1] for line in lines if line.startswith("economy ")]
    assert [" ".join(line.split()) for line in told] == [
        "China beijing.txt:6; ranking-2023.csv:2",
        "Hong Kong, China ranking-2023.csv:2",
    ]


def test_an_economy_is_named_with_its_clusters(committed_graph: Path) -> None:
    code, out, said = called("show", "china", committed_graph)
    assert (code, out) == (3, "")
    assert said == (
        "China is an economy; show knows clusters, organizations and persons. "
        "It has 5 clusters here: Beijing; Changsha; Chongqing; Dalian; Kunming.\n"
    )
    assert called("show", "CN", committed_graph)[2] == said
    _, _, elsewhere = called("show", "Malaysia", committed_graph)
    assert elsewhere.startswith("Malaysia is an economy;")
    assert elsewhere.endswith("The graph has no cluster there.\n")


def test_a_quote_has_no_written_out_tabs(committed_graph: Path) -> None:
    _, out, _ = called("show", "luo can", committed_graph, "--quotes")
    assert "2  LUO, CAN  40  10%" in out
    assert "\\t" not in out
