"""What happens to a folder: the same bytes, nothing touched without need, nothing of others, nothing half-written."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.conftest import ROOT, called
from tests.site.conftest import site_of, written

SOME = "https://w3id.org/gii-graph/id/"


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_same_graph_gives_the_same_bytes(committed_graph: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        code, _, said = called("site", committed_graph, "-o", tmp_path / name, "--base-url", "https://example.org/gii")
        assert code == 0
        assert "pages of 45 things" in said
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def test_what_did_not_change_is_not_touched(committed_graph: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    written(site_of(committed_graph), site)
    before = {path: path.stat().st_mtime_ns for path in site.rglob("*") if path.is_file()}
    changed = tmp_path / "changed.ttl"
    changed.write_text(
        committed_graph.read_text("utf-8").replace('"YUNNAN UNIVERSITY"', '"Yunnan University"'), "utf-8"
    )
    written(site_of(committed_graph), site)
    assert {path: path.stat().st_mtime_ns for path in before} == before
    written(site_of(changed), site)
    touched = {path.relative_to(site).as_posix() for path, then in before.items() if path.stat().st_mtime_ns != then}
    assert {"organization/yunnan-university.html", "cluster/kunming.html", "organizations.html"} <= touched
    assert "cluster/beijing.html" not in touched
    assert "source/dalian.txt-0cb00652.html" not in touched


def test_what_is_removed_is_gone_and_said(tmp_path: Path) -> None:
    old, new = tmp_path / "old.ttl", tmp_path / "new.ttl"
    graph = tmp_path / "site"
    text = (ROOT / "output" / "gii.ttl").read_text("utf-8")
    old.write_text(f'{text}\n<cluster/atlantis> a gii:Cluster ; rdfs:label "Atlantis"@en .\n', "utf-8")
    new.write_text(text, "utf-8")
    called("site", old, "-o", graph)
    assert (graph / "cluster" / "atlantis.ttl").exists()
    code, _, said = called("site", new, "-o", graph)
    assert code == 0
    assert "3 removed" in said
    assert not list(graph.rglob("atlantis*"))
    assert "Atlantis" in (graph / "gone.html").read_text("utf-8")
    assert "RewriteRule ^cluster/atlantis(?:\\.html|\\.ttl|\\.jsonld)?$ - [G,L]" in (graph / ".htaccess").read_text(
        "utf-8"
    )
    assert "/cluster/atlantis /gone.html 410!" in (graph / "_redirects").read_text("utf-8")
    assert called("site", new, "-o", graph)[0] == 0
    assert "Atlantis" in (graph / "gone.html").read_text("utf-8")
    called("site", old, "-o", graph)
    assert (graph / "cluster" / "atlantis.ttl").exists()
    assert "Atlantis" not in (graph / "gone.html").read_text("utf-8")


@pytest.mark.parametrize("name", ["thesis.docx", "cluster/notes.txt", "index.html"])
def test_a_folder_of_other_files_is_refused(name: str, committed_graph: Path, tmp_path: Path) -> None:
    other = tmp_path / "site" / name
    other.parent.mkdir(parents=True)
    other.write_text("mine", "utf-8")
    code, _, said = called("site", committed_graph, "-o", tmp_path / "site")
    assert code == 2
    assert "holds files that are no site of gii-graph" in said
    assert contents(tmp_path / "site") == {name: b"mine"}


def test_others_files_beside_ours_stay(committed_graph: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (site / "CNAME").write_text("example.org", "utf-8")
    called("site", committed_graph, "-o", site)
    (site / "google-check.html").write_text("mine", "utf-8")
    assert called("site", committed_graph, "-o", site)[0] == 0
    assert (site / "CNAME").read_text("utf-8") == "example.org"
    assert (site / "google-check.html").read_text("utf-8") == "mine"


def test_a_file_that_is_not_ours_is_not_overwritten(committed_graph: Path, tmp_path: Path) -> None:
    site, more = tmp_path / "site", tmp_path / "more.ttl"
    called("site", committed_graph, "-o", site)
    (site / "cluster" / "atlantis.html").write_text("mine", "utf-8")
    more.write_text(f"{committed_graph.read_text('utf-8')}\n<cluster/atlantis> a gii:Cluster .\n", "utf-8")
    before = contents(site)
    code, _, said = called("site", more, "-o", site)
    assert code == 2
    assert "atlantis.html is there and is not of the site" in said
    assert contents(site) == before


def test_a_folder_that_leads_elsewhere_is_refused(committed_graph: Path, tmp_path: Path) -> None:
    site, elsewhere = tmp_path / "site", tmp_path / "elsewhere"
    called("site", committed_graph, "-o", site)
    (site / "cluster").rename(elsewhere)
    (site / "cluster").symlink_to(elsewhere)
    code, _, said = called("site", committed_graph, "-o", site)
    assert code == 2
    assert "is not a folder of the site" in said


@pytest.mark.parametrize("listed", ['{"form": 1, "files": ["../../x"], "pages": {}, "gone": {}}', "[]", "{", "null"])
def test_a_list_that_is_not_ours_is_refused(listed: str, committed_graph: Path, tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "gii-graph-site.json").write_text(listed, "utf-8")
    (tmp_path / "x").write_text("mine", "utf-8")
    code, _, said = called("site", committed_graph, "-o", tmp_path / "site")
    assert code == 2
    assert "is not the list of files that gii-graph writes into a site" in said
    assert (tmp_path / "x").exists()


def test_the_graph_itself_is_not_within_the_site(committed_graph: Path, tmp_path: Path) -> None:
    (tmp_path / "gii.ttl").write_bytes(committed_graph.read_bytes())
    code, _, said = called("site", tmp_path / "gii.ttl", "-o", tmp_path)
    assert code == 2
    assert "is read here and lies within" in said


@pytest.mark.parametrize(
    "url", ["example.org", "ftp://example.org/", "https://example.org/?a=b", "https://example.org/#a", "https://["]
)
def test_an_address_is_that_of_a_folder(url: str, committed_graph: Path, tmp_path: Path) -> None:
    code, _, said = called("site", committed_graph, "-o", tmp_path / "site", "--base-url", url)
    assert code == 2
    assert "is not the address of a folder" in said


def test_a_killed_run_leaves_whole_files_and_the_next_one_ends_it(committed_graph: Path, tmp_path: Path) -> None:
    whole = contents(written(site_of(committed_graph), tmp_path / "whole"))
    chance = random.Random(2024)
    kills = 0
    for number in range(3):
        site = tmp_path / f"killed-{number}"
        words = [sys.executable, "-m", "gii_graph", "site", str(committed_graph), "-o", str(site)]
        words += ["--base-url", "https://example.org/gii/"]
        process = subprocess.Popen(words, env={**os.environ, "PYTHONPATH": str(ROOT)}, stderr=subprocess.DEVNULL)
        while not (site / "404.html").exists() and process.poll() is None:
            time.sleep(0.002)
        time.sleep(chance.random() / 20)
        process.send_signal(signal.SIGKILL)
        kills += process.wait() != 0
        left = contents(site)
        assert all(whole[name] == content for name, content in left.items() if not name.endswith((".part", ".json")))
        assert called(*words[3:])[0] == 0
        assert {name: text for name, text in contents(site).items() if not name.endswith(".part")} == whole
    assert kills
