"""Every measure says what it means, where its formula comes from and what it cannot say."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from gii_graph.analysis import brokerage, centrality, structure
from gii_graph.analysis.catalogue import AGENT_MEASURES, CLUSTER_MEASURES, NETWORK_MEASURES, TABLE_MEASURES
from gii_graph.analysis.measure import Measure
from tests.conftest import ROOT

ALL = [*CLUSTER_MEASURES, *NETWORK_MEASURES, *AGENT_MEASURES, *TABLE_MEASURES]


@pytest.mark.parametrize("measure", ALL, ids=lambda measure: measure.name)
def test_it_explains_itself(measure: Measure[object, object]) -> None:
    for part in (measure.meaning, measure.source, measure.limit):
        assert len(part) > 6
        assert part.endswith(".")


def test_names_are_used_once() -> None:
    assert len({measure.name for measure in ALL}) == len(ALL)


def test_no_measure_is_left_out() -> None:
    listed = set(ALL)
    for module in (centrality, brokerage, structure):
        for name in module.__all__:
            function = getattr(module, name)
            assert function in listed or name == "Values", name


def test_the_documentation_lists_every_measure_in_its_own_words() -> None:
    text = (ROOT / "docs" / "analysing.md").read_text(encoding="utf-8")
    for measure in ALL:
        assert f"| `{measure.name}` | {measure.meaning} | {measure.source} | {measure.limit} |\n" in text


def test_measures_explain_themselves_where_python_drops_docstrings(committed_graph: Path) -> None:
    command = [sys.executable, "-OO", "-m", "gii_graph", "analyse", committed_graph, "--of", "all", "-f", "json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False, encoding="utf-8")
    assert (done.returncode, done.stderr.splitlines()[0][:5]) == (0, "Note:")
    measures = json.loads(done.stdout)["measures"]
    assert measures["clusters"]["in_degree"]["meaning"] == "How many clusters name it as a top partner."
