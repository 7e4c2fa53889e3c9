"""`gii-graph view` as people call it."""

from __future__ import annotations

import os
import re
import threading
from pathlib import Path

import pytest

from gii_graph.network import MOST_SHOWN
from tests.conftest import run
from tests.view.worlds import made_up


def block(page: str, name: str) -> str:
    found = re.search(rf'id="{name}-data">(.*?)</script>', page, re.DOTALL)
    assert found
    return found[1]


def test_the_default_is_the_built_graph(tmp_path: Path, committed_graph: Path) -> None:
    (tmp_path / "output").mkdir()
    (tmp_path / "output/gii.ttl").write_bytes(committed_graph.read_bytes())
    done = run("view", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, "")
    assert re.fullmatch(r"output.gii\.html: \d+ nodes, 60 ties\.\n", done.stderr)
    assert (tmp_path / "output/gii.html").read_text(encoding="utf-8").startswith("<!doctype html>")


def test_without_a_graph_it_says_what_to_do(tmp_path: Path) -> None:
    done = run("view", cwd=tmp_path)
    assert done.returncode == 3
    assert "is not there; make it with `gii-graph build`, or name a graph." in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_wrong_graph_leaves_the_old_page(tmp_path: Path) -> None:
    (tmp_path / "bad.ttl").write_text("not Turtle", encoding="utf-8")
    (tmp_path / "page.html").write_text("old", encoding="utf-8")
    done = run("view", "bad.ttl", "-o", "page.html", cwd=tmp_path)
    assert done.returncode == 3
    assert done.stderr.startswith("Error: bad.ttl:1: is not valid Turtle")
    assert (tmp_path / "page.html").read_text(encoding="utf-8") == "old"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_is_read_once_even_if_what_comes_is_wrong(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.ttl")
    writer = threading.Thread(target=(tmp_path / "pipe.ttl").write_text, args=["not Turtle"])
    writer.start()
    done = run("view", "pipe.ttl", "-o", "-", cwd=tmp_path)
    writer.join()
    assert done.returncode == 3
    assert done.stderr.startswith("Error: pipe.ttl:1: is not valid Turtle")


def test_a_part_under_a_title_on_standard_output(committed_graph: Path) -> None:
    done = run("view", committed_graph, "--only", "cluster=Dalian", "--title", "Dalian <i>", "-o", "-")
    assert done.returncode == 0
    assert "<title>Dalian &lt;i&gt;</title>" in done.stdout
    assert "cluster/dalian" in block(done.stdout, "network")
    assert "cluster/kunming" not in block(done.stdout, "network")


def test_called_wrongly(committed_graph: Path) -> None:
    for arguments, said in (
        (["--only", "Dalian"], "'Dalian' is not of the form cluster=NAME"),
        (["--only", "cluster=Atlantis"], "No cluster is called 'Atlantis'"),
        (["--edition", "1999"], "The graph has no edition 1999; it has: 2024."),
        (["--min-rank", "0"], "0 is not in the range x>=1"),
    ):
        done = run("view", committed_graph, "-o", "-", *arguments)
        assert (done.returncode, done.stdout) == (2, "")
        assert said in done.stderr


def test_a_page_is_not_called_a_picture(committed_graph: Path, tmp_path: Path) -> None:
    for arguments, said in (
        (["-o", "ties.gif"], "ties.gif: nothing is written here as .gif; the endings are .html, .png, .svg, .pdf"),
        (["-o", "ties.png", "-f", "html"], "ties.png ends in .png, but -f says html"),
        (["-o", "ties.html", "--map"], "--map is for a picture"),
        (["-o", "ties.png", "--embed"], "--embed is for a page"),
        (["-o", "ties.png", "--size", "wide"], "'wide' is not of the form 1920x1080"),
        (["-o", "ties.png", "--select", "Atlantis"], "Nothing shown is called 'Atlantis'."),
    ):
        done = run("view", committed_graph, *arguments, cwd=tmp_path)
        assert done.returncode == 2
        assert said in " ".join(done.stderr.split())
        assert list(tmp_path.iterdir()) == []


def test_without_a_browser_there_is_no_picture(committed_graph: Path, tmp_path: Path) -> None:
    done = run("view", committed_graph, "-o", "ties.png", cwd=tmp_path, env={"PATH": str(tmp_path)})
    assert done.returncode == 3
    assert done.stderr == (
        "Error: ties.png: a picture is drawn by Chromium, Chrome or Edge, and none is on this machine; install one, "
        "or write the page (.html), open it and choose Save.\n"
    )
    assert list(tmp_path.iterdir()) == []


def test_in_a_folder_the_page_has_a_name(committed_graph: Path, tmp_path: Path) -> None:
    done = run("view", committed_graph, "-o", "pictures/", cwd=tmp_path)
    assert done.returncode == 0
    assert (tmp_path / "pictures" / "gii.html").is_file()


def test_several_graphs_and_editions_are_one_picture(tmp_path: Path) -> None:
    for edition in (2023, 2024):
        (tmp_path / f"{edition}.ttl").write_text(made_up(4, editions=(edition,)), encoding="utf-8")
    both = run("view", "2023.ttl", "2024.ttl", "-o", "-", cwd=tmp_path).stdout
    assert '"editions":[2023,2024]' in block(both, "facts")
    one = run("view", "2023.ttl", "2024.ttl", "--edition", "2023", "-o", "-", cwd=tmp_path).stdout
    assert '"editions":[2023]' in block(one, "facts")


def test_above_two_thousand_nodes_it_thins_and_says_so(tmp_path: Path) -> None:
    (tmp_path / "large.ttl").write_text(made_up(200, agents_each=10), encoding="utf-8")
    thinned = run("view", "large.ttl", "-o", "page.html", cwd=tmp_path)
    assert thinned.returncode == 0
    said = "Thinned to the first 2,000 of 2,200 nodes by rank."
    assert thinned.stderr.startswith(f"{said} Use --all to show every one.\npage.html: 2,000 nodes, ")
    assert said in block((tmp_path / "page.html").read_text(encoding="utf-8"), "facts")
    whole = run("view", "large.ttl", "-o", "page.html", "--all", cwd=tmp_path)
    assert whole.stderr == "page.html: 2,200 nodes, 3,200 ties.\n"
    assert f"even above {MOST_SHOWN:,}" in " ".join(run("view", "--help").stdout.split())


def test_quiet_says_nothing(tmp_path: Path, committed_graph: Path) -> None:
    done = run("view", committed_graph, "-o", tmp_path / "page.html", "--quiet")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
