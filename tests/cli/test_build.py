"""`gii-graph build` as a user meets it: files, messages and exit codes."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import run

PNG = bytes.fromhex("89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489")


def test_the_committed_graph_is_fresh(seeds: Path, committed_graph: Path, tmp_path: Path) -> None:
    built = tmp_path / "gii.ttl"
    result = run("build", seeds, "-o", built)
    assert result.returncode == 0
    assert built.read_bytes() == committed_graph.read_bytes()


def test_the_report_for_people(seeds: Path, tmp_path: Path) -> None:
    result = run("build", seeds, "-o", "gii.ttl", cwd=tmp_path)
    assert (result.returncode, result.stdout) == (0, "")
    assert result.stderr == (
        "file           cluster    edition  facts  missing  not understood\n"
        "─────────────  ─────────  ───────  ─────  ───────  ──────────────\n"
        "beijing.txt    Beijing       2024     23        -               -\n"
        "changsha.txt   Changsha      2024     23        -               -\n"
        "chongqing.txt  Chongqing     2024     23        -               -\n"
        "dalian.txt     Dalian        2024     23        -               -\n"
        "kunming.txt    Kunming       2024     23        -               -\n"
        "Wrote gii.ttl: 5 profiles, 13 clusters, 25 agents.\n"
    )


def test_hash_seed_and_order_of_files_do_not_matter(seeds: Path, tmp_path: Path) -> None:
    files = sorted(seeds.glob("*.txt"))
    outputs = []
    for number, arguments in enumerate([files, files[::-1], [seeds]]):
        target = tmp_path / f"{number}.ttl"
        result = run("build", *arguments, "-o", target, env={"PYTHONHASHSEED": str(number)})
        assert result.returncode == 0, result.stderr
        outputs.append(target.read_bytes())
    assert len(set(outputs)) == 1


def test_a_messy_folder_is_built_from_what_is_good(seeds: Path, tmp_path: Path) -> None:
    folder = tmp_path / "profiles"
    folder.mkdir()
    good = (seeds / "beijing.txt").read_text("utf-8")
    (folder / "beijing.txt").write_text(good, "utf-8")
    (folder / "contradiction.txt").write_text(good.replace("3rd largest", "4th largest"), "utf-8")
    (folder / "empty.txt").write_bytes(b"")
    (folder / "picture.txt").write_bytes(PNG)
    (folder / "truncated.txt").write_text((seeds / "dalian.txt").read_text("utf-8")[:700], "utf-8")
    result = run("build", folder, "-o", "gii.ttl", cwd=tmp_path)
    assert result.returncode == 1
    assert "Traceback" not in result.stderr
    written = (tmp_path / "gii.ttl").read_text("utf-8")
    assert "<profile/2024/beijing>\n    a gii:ClusterProfile ;\n    gii:edition 2024 ;\n    gii:rank 3 ;" in written
    for name in ("contradiction.txt", "empty.txt", "picture.txt", "truncated.txt"):
        assert name in result.stderr, result.stderr
    assert "contradiction.txt:12" in result.stderr


def test_strict_refuses_and_leaves_the_old_graph(seeds: Path, tmp_path: Path) -> None:
    folder = tmp_path / "profiles"
    folder.mkdir()
    shutil.copy(seeds / "dalian.txt", folder)
    (folder / "empty.txt").write_bytes(b"")
    (tmp_path / "gii.ttl").write_text("old")
    result = run("build", folder, "-o", "gii.ttl", "--strict", cwd=tmp_path)
    assert result.returncode == 3
    assert result.stderr.endswith("No graph written: --strict allows no gap.\n")
    assert (tmp_path / "gii.ttl").read_text() == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["gii.ttl", "profiles"]


def test_nothing_readable_is_exit_3(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    result = run("build", "empty.txt", "-o", "gii.ttl", cwd=tmp_path)
    assert result.returncode == 3
    assert not (tmp_path / "gii.ttl").exists()


@pytest.mark.parametrize(
    "arguments",
    [["missing.txt"], ["--no-such-option"], ["--base-iri", "not an iri"], ["-o", "-", "--report", "-"]],
)
def test_a_wrong_call_is_exit_2(arguments: list[str], tmp_path: Path) -> None:
    result = run("build", *arguments, cwd=tmp_path)
    assert result.returncode == 2
    assert "Traceback" not in result.stderr


def test_an_output_that_cannot_be_written_is_said_plainly(seeds: Path, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    result = run("build", seeds, "-o", "folder", "--quiet", cwd=tmp_path)
    assert (result.returncode, result.stderr) == (3, "Error: folder: is a folder; name a file to write.\n")


@pytest.mark.parametrize("folder", [".", "", "/"])
def test_a_folder_without_a_name_is_no_output(seeds: Path, tmp_path: Path, folder: str) -> None:
    result = run("build", seeds, "-o", folder, "--quiet", cwd=tmp_path)
    assert (result.returncode, result.stderr) == (3, f"Error: {folder or '.'}: is a folder; name a file to write.\n")


@pytest.mark.parametrize("profiles", ["kunming.txt", "."])
def test_a_profile_is_not_replaced_by_its_graph(seeds: Path, tmp_path: Path, profiles: str) -> None:
    profile = tmp_path / "kunming.txt"
    profile.write_bytes((seeds / "kunming.txt").read_bytes())
    result = run("build", profiles, "-o", profile, cwd=tmp_path)
    assert (result.returncode, "name another file with -o" in result.stderr) == (2, True)
    assert profile.read_bytes() == (seeds / "kunming.txt").read_bytes()


@pytest.mark.parametrize("name", ["gii.ttl", "-"])
def test_the_report_does_not_take_the_place_of_the_graph(seeds: Path, tmp_path: Path, name: str) -> None:
    result = run("build", seeds, "-o", name, "--report", name, cwd=tmp_path)
    assert (result.returncode, result.stdout, [*tmp_path.iterdir()]) == (2, "", [])
    assert "Both the graph and the report go to " in result.stderr


@pytest.mark.parametrize("form", ["ttl", "nt", "jsonld"])
def test_a_graph_is_no_profile(seeds: Path, tmp_path: Path, form: str) -> None:
    run("build", seeds / "kunming.txt", "-o", tmp_path / "gii.ttl", "--quiet")
    named = {"nt": "ntriples", "jsonld": "jsonld"}
    if form in named:
        run("export", "-f", named[form], tmp_path / "gii.ttl", "-o", tmp_path / f"gii.{form}", "--quiet")
    result = run("build", tmp_path / f"gii.{form}", "-o", tmp_path / "out.ttl")
    assert (result.returncode, "found an RDF graph" in result.stderr) == (3, True)
    assert not (tmp_path / "out.ttl").exists()


def test_the_json_report(seeds: Path, tmp_path: Path) -> None:
    shutil.copy(seeds / "kunming.txt", tmp_path)
    with (tmp_path / "kunming.txt").open("a", encoding="utf-8") as stream:
        stream.write("\n\nVenture capital deals: 12.5 per million\n")
    result = run("build", "kunming.txt", "-o", "gii.ttl", "--report", "-", "--quiet", cwd=tmp_path)
    assert (result.returncode, result.stderr) == (1, "")
    report = json.loads(result.stdout)
    [profile] = report["profiles"]
    [unread] = profile["not_understood"]
    assert (unread["line"], unread["text"]) == (48, "Venture capital deals: 12.5 per million")
    assert profile["missing"] == []
    assert profile["charts_without_text"] == ["patents", "articles"]
    person = next(agent for agent in report["agents"] if agent["kind"] == "person")
    assert (person["name"], person["decided_by"]) == ("LUO, CAN", "in the form 'SURNAME, GIVEN NAME'")


def test_an_override_changes_the_kind(seeds: Path, tmp_path: Path) -> None:
    overrides = tmp_path / "overrides.tsv"
    overrides.write_text("name\tkind\treason\nLuo, Can\torganization\ta company in this test\n", "utf-8")
    result = run("build", seeds / "kunming.txt", "-o", "-", "--quiet", "--overrides", overrides)
    assert "<organization/luo-can>" in result.stdout
    assert "<person/kunming/luo-can>" not in result.stdout


def test_output_to_standard_output_and_another_base(seeds: Path, committed_graph: Path) -> None:
    result = run("build", seeds, "-o", "-", "--quiet", "--base-iri", "https://example.org/id/")
    ours = committed_graph.read_text("utf-8")
    assert result.stdout == ours.replace("@base <https://w3id.org/gii-graph/id/>", "@base <https://example.org/id/>")


def test_utf8_whatever_the_locale(seeds: Path, committed_graph: Path) -> None:
    result = subprocess.run(
        [sys.executable, "-m", "gii_graph", "build", str(seeds), "-o", "-"],
        env={**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"},
        capture_output=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    assert result.stdout == committed_graph.read_bytes()


def test_a_persons_word_joins_two_names_and_outlives_the_next_link(seeds: Path, tmp_path: Path) -> None:
    assert run("build", seeds, "--quiet", cwd=tmp_path).returncode == 0
    assert run("link", "--quiet", cwd=tmp_path).returncode == 0
    review = tmp_path / "output" / "review.tsv"
    rows = review.read_text("utf-8").splitlines()
    asked = next(
        number
        for number, row in enumerate(rows)
        if row.split("\t")[1] == "HKC" and "/organization/" in row.split("\t")[3]
    )
    cells = rows[asked].split("\t")
    cells[rows[0].split("\t").index("decision")] = "accept"
    rows[asked] = "\t".join(cells)
    review.write_text("\n".join([*rows, ""]), "utf-8")
    for _ in range(2):
        result = run("build", seeds, cwd=tmp_path)
        assert result.stderr.endswith("Wrote output/gii.ttl: 5 profiles, 13 clusters, 24 agents.\n")
        graph = (tmp_path / "output" / "gii.ttl").read_text("utf-8")
        assert 'skos:altLabel "HKC" ;' in graph
        assert 'gii:joinedBy "a person said so" .' in graph
        assert run("link", "--quiet", cwd=tmp_path).returncode == 0


def test_standard_input_is_a_file_like_any(seeds: Path, tmp_path: Path) -> None:
    result = run("build", "-", "-o", "gii.ttl", cwd=tmp_path, stdin=(seeds / "dalian.txt").read_text("utf-8"))
    assert (result.returncode, result.stdout) == (0, "")
    assert result.stderr.splitlines()[2].split() == ["standard-input", "Dalian", "2024", "23", "-", "-"]
    assert 'gii:fileName "standard-input"' in (tmp_path / "gii.ttl").read_text("utf-8")


def test_what_a_folder_holds_and_is_not_read_is_named(seeds: Path, tmp_path: Path) -> None:
    folder = tmp_path / "profiles"
    folder.mkdir()
    shutil.copy(seeds / "dalian.txt", folder)
    (folder / "README.md").write_text("About these files")
    (folder / "photo.png").write_bytes(PNG)
    result = run("build", folder, "-o", "gii.ttl", cwd=tmp_path)
    assert result.returncode == 1
    assert "photo.png: found a file that ends in .png, expected one that ends in" in result.stderr
    assert "README" not in result.stderr


def test_the_encoding_that_was_guessed_is_said(seeds: Path, tmp_path: Path) -> None:
    text = (seeds / "dalian.txt").read_text("utf-8").replace("DICP, CAS", "中国烟草")
    (tmp_path / "a.txt").write_text(text, "gb18030")
    result = run("build", "a.txt", "-o", "gii.ttl", cwd=tmp_path)
    assert result.returncode == 0
    assert "a.txt: read as gb18030, which the file does not say: check its names.\n" in result.stderr


def test_a_ranking_table_is_one_row_of_the_report(tmp_path: Path) -> None:
    table = tmp_path / "clusters 2023.csv"
    clusters = ["Tokyo–Yokohama,JP", "Seoul,KR", "Beijing,CN", "Paris,FR", "Munich,DE", "Singapore,SG", "Tehran,IR"]
    rows = [f"{rank},{cluster}" for rank, cluster in enumerate(clusters, 1)]
    table.write_text("\n".join(["Rank,Cluster,Economy", *rows]) + "\n", encoding="utf-8")
    short = run("build", table, "-o", tmp_path / "a.ttl").stderr
    assert "clusters 2023.csv  7 clusters     2023" in short
    assert "Munich" not in short
    assert "Munich" in run("build", table, "-v", "-o", tmp_path / "b.ttl").stderr
