"""`gii-graph analyse` as a user runs it."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pyoxigraph
import pytest

from gii_graph.analysis.catalogue import AGENT_MEASURES, CLUSTER_MEASURES, NETWORK_MEASURES, TABLE_MEASURES
from tests.conftest import called, run

NOTES = (
    "Note: A profile names only its top three partners for patents and for articles: that two clusters have no tie "
    "does not mean that they do not work together.\n"
    "Note: 8 of 13 clusters have no profile here, so no tie leads from them: whom they name, and so their part in "
    "paths and brokerage, is not known. A high value says who is named by the 5 clusters that have one.\n"
)


def test_the_most_named_partners_are_on_top_with_the_caveat(committed_graph: Path) -> None:
    done = run("analyse", committed_graph, "--top", "3", "--measure", "in_degree", "--measure", "times_named")
    assert (done.returncode, done.stderr) == (0, NOTES)
    assert done.stdout == (
        "cluster                       economy  profile  in_degree  times_named\n"
        "────────────────────────────  ───────  ───────  ─────────  ───────────\n"
        "Shenzhen–Hong Kong–Guangzhou  -        no               5            8\n"
        "Shanghai–Suzhou               -        no               5            8\n"
        "Beijing                       China    yes              4            6\n"
    )


def test_what_cannot_be_known_is_a_dash(committed_graph: Path) -> None:
    done = run("analyse", committed_graph, "--quiet", "--sort", "page_rank", "--top", "2", "--measure", "betweenness")
    assert done.stderr == ""
    assert done.stdout.splitlines()[2:] == [
        "Shenzhen–Hong Kong–Guangzhou  -        no                 -",
        "Beijing                       China    yes           0.1136",
    ]


def test_json_carries_caveats_and_meanings(committed_graph: Path) -> None:
    done = run("analyse", committed_graph, "--of", "all", "-f", "json", "--quiet")
    found = json.loads(done.stdout)
    assert found["editions"] == [2024]
    assert [f"Note: {caveat}\n" for caveat in found["caveats"][:2]] == NOTES.splitlines(keepends=True)
    assert found["measures"]["clusters"]["page_rank"]["source"].startswith("Brin and Page 1998")
    assert "cannot_say" in found["measures"]["tables"]["herfindahl"]
    assert found["network"][0]["ties"] == 30
    tobacco = next(row for row in found["agents"] if row["agent"] == "CHINA TOBACCO")
    assert (tobacco["clusters_bridged"], tobacco["listed_count"]) == (2, 194)


def test_csv_has_every_measure(committed_graph: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(run("analyse", committed_graph, "-f", "csv").stdout)))
    assert len(rows) == 13
    assert list(rows[0])[4:] == [measure.name for measure in CLUSTER_MEASURES]


def test_one_activity_alone(committed_graph: Path) -> None:
    both, patents, articles = (
        json.loads(run("analyse", committed_graph, "--of", "network", "--activity", activity, "-f", "json").stdout)
        for activity in ("both", "patents", "articles")
    )
    assert (both["network"][0]["ties"], patents["network"][0]["ties"], articles["network"][0]["ties"]) == (30, 15, 15)


def test_one_edition_or_several(three_editions: Path) -> None:
    alone = run("analyse", three_editions, "--of", "network", "--edition", "2025", "-f", "json")
    found = json.loads(alone.stdout)
    assert (found["editions"], found["network"][0]["clusters_with_profile"], found["network"][0]["ties"]) == (
        [2025],
        3,
        18,
    )
    several = run("analyse", three_editions, "--of", "network", "--edition", "2025", "--edition", "2023")
    assert "Note: Editions 2023, 2025 are taken together; each covers five years, so they overlap." in several.stderr
    everything = run("analyse", three_editions, "--of", "network", "-f", "json")
    assert json.loads(everything.stdout)["network"][0]["ties"] == 66


def test_an_unknown_edition_and_an_unknown_measure_are_wrong_calls(committed_graph: Path) -> None:
    edition = run("analyse", committed_graph, "--edition", "1999")
    assert (edition.returncode, edition.stdout) == (2, "")
    assert edition.stderr == "Error: The graph has no edition 1999; it has: 2024.\n"
    measure = run("analyse", committed_graph, "--measure", "fame")
    assert (measure.returncode, measure.stdout) == (2, "")
    assert "There is no measure 'fame' of clusters; there are: in_degree, " in measure.stderr


def test_derived_facts_can_be_queried_and_say_where_they_come_from(three_editions: Path, tmp_path: Path) -> None:
    target = tmp_path / "measures.ttl"
    run("analyse", three_editions, "--of", "all", "--ttl", target, "-o", tmp_path / "measures.txt", "--edition", "2024")
    store = pyoxigraph.Store()
    for path in (three_editions, target):
        store.load(path=path, format=pyoxigraph.RdfFormat.TURTLE)
    rows = store.query("""
        PREFIX gii: <https://w3id.org/gii-graph/ontology#>
        PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
        PREFIX prov: <http://www.w3.org/ns/prov#>
        SELECT ?label ?value (COUNT(?profile) AS ?profiles) WHERE {
          ?measurement gii:measure/rdfs:label "in degree"@en ; gii:measureOf/rdfs:label ?label ; gii:value ?value ;
            gii:edition 2024 ; prov:wasGeneratedBy/prov:used ?profile .
        } GROUP BY ?label ?value ORDER BY DESC(?value) ?label LIMIT 3""")
    assert [tuple(term.value for term in row) for row in rows] == [
        ("Shanghai–Suzhou", "5", "5"),
        ("Shenzhen–Hong Kong–Guangzhou", "5", "5"),
        ("Beijing", "4", "5"),
    ]
    assert "Cannot say: how many clusters work with it." in target.read_text(encoding="utf-8")


@pytest.mark.parametrize("measures", [CLUSTER_MEASURES, NETWORK_MEASURES, AGENT_MEASURES, TABLE_MEASURES])
def test_help_says_what_each_measure_means(measures: object) -> None:
    text = " ".join(run("analyse", "--help").stdout.split())
    for measure in measures:  # type: ignore[attr-defined]
        assert f"{measure.name} {measure.meaning} Source: {measure.source} Cannot say: {measure.limit}" in text


def test_the_same_bytes_whatever_the_hash_seed(three_editions: Path, tmp_path: Path) -> None:
    outputs = []
    for seed in ("1", "2"):
        target = tmp_path / seed
        done = run("analyse", three_editions, "--of", "all", "--ttl", target, env={"PYTHONHASHSEED": seed})
        outputs.append((done.stdout, done.stderr, target.read_bytes()))
    assert outputs[0] == outputs[1]


def test_a_graph_without_clusters_is_said_to_be_so(tmp_path: Path) -> None:
    graph = tmp_path / "empty.ttl"
    graph.write_text("")
    done = run("analyse", graph, "--quiet")
    assert (done.returncode, done.stdout, done.stderr) == (0, "No clusters.\n", "")


def test_whom_a_cluster_of_a_ranking_table_names_is_not_known(seeds: Path, tmp_path: Path) -> None:
    table = tmp_path / "ranking-2024.csv"
    table.write_text("Rank,Cluster,Economy,PCT applications\n4,Seoul,KR,63447\n", encoding="utf-8")
    run("build", table, seeds, "-o", "gii.ttl", cwd=tmp_path)
    done = run("analyse", "gii.ttl", "-f", "csv", cwd=tmp_path)
    rows = {row["cluster"]: row for row in csv.DictReader(done.stdout.splitlines())}
    assert (rows["Seoul"]["profile"], rows["Seoul"]["out_degree"], rows["Seoul"]["betweenness"]) == ("no", "", "")
    assert (rows["Kunming"]["profile"], rows["Kunming"]["out_degree"]) == ("yes", "5")
    assert "9 of 14 clusters have no profile here" in done.stderr


def test_a_measure_with_bounds_is_shown_with_both_and_sorted_by_the_lowest(committed_graph: Path) -> None:
    code, out, _ = called(
        "analyse", committed_graph, "--of", "tables", "--sort", "herfindahl", "--measure", "herfindahl"
    )
    assert code == 0
    assert out.splitlines()[0].split() == ["cluster", "edition", "activity", "herfindahl_low", "herfindahl_high"]
    assert out.splitlines()[2].split() == ["Dalian", "2024", "patents", "3,330.75", "3,564.5"]


def test_numbers_are_as_people_write_them(committed_graph: Path) -> None:
    _, out, _ = called("analyse", committed_graph, "--of", "tables", "--measure", "top_three_share")
    assert "33.5 " in out
    assert "33.5000" not in out
