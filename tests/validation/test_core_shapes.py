"""The shapes in SHACL Core stand alone: any engine reads them, and pyshacl is done in seconds."""

from __future__ import annotations

import resource
import subprocess
import sys
from pathlib import Path

import pytest
import rdflib
from rdflib.namespace import SH

from gii_graph.validation.shapes import read_rules, shapes_files
from tests.conftest import ROOT, THOROUGH, run

pytest.importorskip("pyshacl")
CORE, IN_SPARQL = shapes_files()


def test_one_file_is_core_alone_and_the_other_has_what_core_cannot_say() -> None:
    core, other = (rdflib.Graph().parse(file) for file in (CORE, IN_SPARQL))
    assert not list(core.triples((None, SH.sparql, None)))
    for kind in (SH.NodeShape, SH.PropertyShape):
        for shape in other.subjects(rdflib.RDF.type, kind):
            assert (shape, SH.sparql, None) in other
    names = {rule.name for rule in read_rules(CORE, IN_SPARQL)}
    assert names == {rule.name for file in (CORE, IN_SPARQL) for rule in read_rules(file)}


def seconds_of_processor(*arguments: object) -> tuple[float, str]:
    """Run pyshacl in a process of its own; return how long processors worked for it, and what it said."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [sys.executable, "-m", "pyshacl", *map(str, arguments)], capture_output=True, text=True, check=False, cwd=ROOT
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, done.stdout


def test_five_profiles_take_pyshacl_less_than_three_seconds(committed_graph: Path) -> None:
    seconds, said = seconds_of_processor("-s", CORE, committed_graph)
    assert "Conforms: True" in said
    assert seconds < 3


@pytest.mark.slow
@pytest.mark.skipif(not THOROUGH, reason="pyshacl takes ten seconds for a hundred profiles")
def test_a_hundred_profiles_take_pyshacl_less_than_thirty_seconds(tmp_path: Path) -> None:
    made = [sys.executable, ROOT / "benchmarks" / "profiles.py", "100", tmp_path / "profiles"]
    subprocess.run(made, check=True, capture_output=True)
    assert run("build", tmp_path / "profiles", "-o", tmp_path / "g.ttl").returncode == 0
    seconds, said = seconds_of_processor("-s", CORE, tmp_path / "g.ttl")
    assert "Conforms: True" in said
    assert seconds < 30


def test_a_spoilt_graph_is_found_by_core_alone(committed_graph: Path, tmp_path: Path) -> None:
    spoilt = tmp_path / "spoilt.ttl"
    text = committed_graph.read_text("utf-8").replace("gii:rank 98 ;", 'gii:rank "98th" ;', 1)
    spoilt.write_text(text, encoding="utf-8")
    _, said = seconds_of_processor("-s", CORE, spoilt)
    assert "Conforms: False" in said
    assert "profile-rank" in said
