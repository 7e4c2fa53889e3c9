"""`gii-graph diff` as a user runs it, and what it finds by itself."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from gii_graph.comparison import Side, compare, edition_pairs
from gii_graph.comparison.wording import markdown
from gii_graph.network import Network, read_network
from tests.conftest import run

KUNMING = [
    "rank by size: 98 → 94 (up 4)",
    "rank by intensity: 88 → 85 (up 3)",
    "clusters of its economy in the top 100: 26 → 25",
    "PCT applications per million: 110 → 117",
    "articles per million: 5,909 → 6,111",
    "articles in collaboration: 59% → 60%",
    "partner for patents: Shenzhen–Hong Kong–Guangzhou entered (rank 3)",
    "partner for patents: Zhengzhou left (was rank 3)",
    "top PCT applicant: CHINA TOBACCO: count 120 → 126, share 31% → 30%",
    "top PCT applicant: KUNMING UNIVERSITY OF SCIENCE AND TECHNOLOGY: rank 3 → 2, count 25 → 42, share 6% → 10%",
    "top PCT applicant: LUO, CAN left (was rank 2, count 40, share 10%)",
    "top PCT applicant: MADE-UP, PERSON entered (rank 3, count 38, share 9%)",
    "top publishing organization: KUNMING UNIVERSITY OF SCIENCE AND TECHNOLOGY: count 5,959 → 6,400",
    "top publishing organization: YUNNAN UNIVERSITY: count 3,265 → 3,500",
    "top publishing organization: KUNMING MEDICAL UNIVERSITY left (was rank 3, count 2,034, share 10%)",
    "top publishing organization: MADE-UP UNIVERSITY OF THE SOUTH entered (rank 3, count 2,600, share 12%)",
]


def without_evidence(line: str) -> str:
    return line.partition("  [")[0].strip()


def test_two_editions_in_one_graph(three_editions: Path) -> None:
    done = run("diff", "--editions", "2024", "2025", three_editions)
    assert (done.returncode, done.stderr) == (1, "")
    lines = done.stdout.splitlines()
    assert lines[0] == f"edition 2024 of {three_editions} → edition 2025 of {three_editions}"
    assert lines[1:7] == [
        "No profile for 2025 in your data: whether these left is not known",
        "  Beijing (rank 3)  [beijing.txt:12]",
        "  Changsha (rank 32)  [changsha.txt:12]",
        "  Chongqing (rank 39)  [chongqing.txt:12]",
        "No profile for 2024 in your data: whether these entered is not known",
        "  Examplestad–Voorbeeldhaven (rank 70)  [examplestad-voorbeeldhaven.txt:9]",
    ]
    assert [line for line in lines[7:] if not line.startswith(" ")] == ["Dalian", "Kunming"]
    assert list(map(without_evidence, lines[lines.index("Kunming") + 1 :])) == KUNMING


def test_evidence_of_both_sides_stands_beside_a_change(three_editions: Path) -> None:
    (comparison,) = json.loads(run("diff", "--editions", "2024", "2025", three_editions, "-f", "json").stdout)
    assert comparison["different"] is True
    change = next(
        one for one in comparison["changes"] if one["label"] == "rank by size" and one["cluster"]["name"] == "Kunming"
    )
    assert (change["old"], change["new"]) == ({"value": 98}, {"value": 94})
    assert [line["quote"] for line in change["old_evidence"] + change["new_evidence"]] == [
        "98th largest science and technology cluster in 2024",
        "94th largest science and technology cluster in 2025",
    ]


def test_markdown_is_a_table_for_each_cluster(three_editions: Path) -> None:
    lines = run("diff", "--editions", "2023", "2024", three_editions, "-f", "markdown").stdout.splitlines()
    start = lines.index("## Kunming")
    assert lines[start + 2 : start + 4] == ["| what | change | old evidence | new evidence |", "|---|---|---|---|"]
    assert all(line.count(" | ") == 3 for line in lines if line.startswith("| "))


def test_a_graph_beside_itself_is_the_same(three_editions: Path) -> None:
    done = run("diff", three_editions, three_editions)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("No difference.") == 3


def test_a_correction_in_a_shared_edition_is_found(committed_graph: Path, tmp_path: Path) -> None:
    corrected = tmp_path / "corrected.ttl"
    text = committed_graph.read_text(encoding="utf-8")
    corrected.write_text(text.replace("gii:intensityRank 88", "gii:intensityRank 89"), encoding="utf-8")
    done = run("diff", committed_graph, corrected)
    assert done.returncode == 1
    assert [without_evidence(line) for line in done.stdout.splitlines()[1:]] == [
        "Kunming",
        "rank by intensity: 88 → 89 (down 1)",
    ]
    assert run("diff", committed_graph, corrected, "--exit-zero").returncode == 0


def of(graph: Path, edition: int) -> Network:
    return read_network([graph], [edition])


@pytest.fixture(scope="module")
def network(three_editions: Path) -> Network:
    return read_network([three_editions])


@pytest.fixture(scope="module")
def single(committed_graph: Path) -> Network:
    return read_network([committed_graph])


def test_which_editions_of_two_graphs_are_compared(network: Network, single: Network) -> None:
    assert edition_pairs(single, single) == [(2024, 2024)]
    assert edition_pairs(single, network) == [(2024, 2024), (2024, 2025)]
    assert edition_pairs(Network({}, ()), network) == [(None, 2025)]


def test_backwards_what_entered_left(three_editions: Path) -> None:
    old, new = of(three_editions, 2023), of(three_editions, 2025)
    forth, back = compare(Side(old, 2023), Side(new, 2025)), compare(Side(new, 2025), Side(old, 2023))
    opposite = {"entered": "left", "left": "entered", "changed": "changed"}
    opposite |= {"no new profile": "no old profile", "no old profile": "no new profile"}
    opposite |= {"no new list": "no old list", "no old list": "no new list"}
    assert {(opposite[one.sort], one.key) for one in forth.changes} == {(one.sort, one.key) for one in back.changes}


def test_hostile_names_are_inert_in_markdown(tmp_path: Path) -> None:
    graph = tmp_path / "hostile.ttl"
    graph.write_text(
        "@prefix gii: <https://w3id.org/gii-graph/ontology#> .\n"
        '<https://x/c> a gii:Cluster ; <http://www.w3.org/2000/01/rdf-schema#label> "<img src=x>|[a](b)" ;\n'
        "  gii:hasProfile <https://x/p> .\n<https://x/p> a gii:ClusterProfile ; gii:edition 2024 .\n"
    )
    lines = list(markdown(compare(Side(Network({}, ())), Side(read_network([graph]), 2024)), "old", "new"))
    assert r"| \<img src=x\>\|\[a\](b) |  |  |  |" in lines


@pytest.mark.parametrize("arguments", [(), ("one.ttl",), ("a.ttl", "b.ttl", "c.ttl")], ids=len)
def test_two_graphs_are_needed(arguments: tuple[str, ...]) -> None:
    done = run("diff", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert "Name two graphs, OLD and NEW; or one graph and two editions with --editions OLD NEW." in done.stderr


def test_an_unknown_edition_is_a_wrong_call(three_editions: Path) -> None:
    done = run("diff", "--editions", "2024", "1999", three_editions)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "Error: The graph has no edition 1999; it has: 2023, 2024, 2025.\n"


def test_a_missing_graph_is_named(committed_graph: Path, tmp_path: Path) -> None:
    done = run("diff", committed_graph, tmp_path / "none.ttl")
    assert done.returncode == 3
    assert done.stderr == f"Error: {tmp_path / 'none.ttl'}: cannot be read (No such file or directory).\n"


def test_folders_of_profiles_are_read_as_build_does(seeds: Path, made_up_editions: Path) -> None:
    done = run("diff", seeds, made_up_editions / "2025")
    assert (done.returncode, done.stderr) == (1, "")
    lines = done.stdout.splitlines()
    assert list(map(without_evidence, lines[lines.index("Kunming") + 1 :])) == KUNMING
    assert run("diff", seeds / "kunming.txt", seeds / "kunming.txt").returncode == 0


def test_a_folder_without_profiles_is_told(tmp_path: Path, seeds: Path) -> None:
    done = run("diff", seeds, tmp_path)
    assert (done.returncode, done.stdout) == (3, "")
    assert str(tmp_path) in done.stderr


def test_not_stated_is_told_from_not_read(seeds: Path, tmp_path: Path) -> None:
    text = (seeds / "kunming.txt").read_text("utf-8")
    sentence = "88th S&T cluster by intensity (relative to population density) in 2024"
    assert sentence in text
    for name, instead in (("unstated", ""), ("unread", "88th S&T cluster of an intensity quite unlike that of 2024")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "kunming.txt").write_text(text.replace(sentence, instead), "utf-8")
    unstated = run("diff", seeds / "kunming.txt", tmp_path / "unstated")
    assert "rank by intensity: 88 → - (not stated)" in unstated.stdout
    unread = run("diff", seeds / "kunming.txt", tmp_path / "unread")
    assert "rank by intensity: 88 → - (perhaps not read)" in unread.stdout
    assert "kunming.txt: " in unread.stderr
    graph = tmp_path / "graph.ttl"
    run("build", tmp_path / "unstated", "-o", graph)
    assert "rank by intensity: 88 → - (not in the graph)" in run("diff", seeds / "kunming.txt", graph).stdout


def ranked(ranks: range, edition: int) -> str:
    clusters = (
        f'<cluster/{n}> a gii:Cluster ; rdfs:label "{n}"@en ; gii:hasProfile <profile/{edition}/{n}> . '
        f"<profile/{edition}/{n}> a gii:ClusterProfile ; gii:edition {edition} ; gii:rank {rank} ."
        for rank, n in enumerate(ranks, 1)
    )
    return (
        "@base <https://w3id.org/gii-graph/id/> . @prefix gii: <https://w3id.org/gii-graph/ontology#> .\n"
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n" + "\n".join(clusters)
    )


def test_who_has_none_of_all_ranks_has_left(tmp_path: Path) -> None:
    old, new, few = tmp_path / "old.ttl", tmp_path / "new.ttl", tmp_path / "few.ttl"
    old.write_text(ranked(range(100), 2024), "utf-8")
    new.write_text(ranked(range(1, 101), 2025), "utf-8")
    few.write_text(ranked(range(1, 100), 2025), "utf-8")
    done = run("diff", old, new, "-f", "json")
    moved = [
        (one["change"], one["cluster"]["name"])
        for one in json.loads(done.stdout)[0]["changes"]
        if one["topic"] == "cluster"
    ]
    assert moved == [("entered", "100"), ("left", "0")]
    done = run("diff", old, few, "-f", "json")
    moved = [
        (one["change"], one["cluster"]["name"])
        for one in json.loads(done.stdout)[0]["changes"]
        if one["topic"] == "cluster"
    ]
    assert moved == [("no new profile", "0")]


def test_partners_and_applicants_have_not_entered_where_the_other_side_is_a_ranking_table(
    seeds: Path, tmp_path: Path
) -> None:
    table = tmp_path / "ranking-2023.csv"
    table.write_text("Rank,Cluster,Economy,PCT applications\n4,Beijing,CN,38067\n", encoding="utf-8")
    run("build", table, seeds / "beijing.txt", "-o", "gii.ttl", cwd=tmp_path)
    told = run("diff", "--editions", "2023", "2024", "gii.ttl", cwd=tmp_path).stdout
    assert "entered" not in told
    assert "  top PCT applicant: BOE TECHNOLOGY (rank 1, count 9,607, share 23%): the old side has no such list" in told
    backwards = run("diff", "--editions", "2024", "2023", "gii.ttl", cwd=tmp_path).stdout
    assert " left" not in backwards
    assert "  partner for patents: Tokyo–Yokohama (rank 2): the new side has no such list" in backwards
