"""Every measure says what it means, where its formula comes from and what it cannot say."""

from __future__ import annotations

import pytest

from gii_graph.analysis import brokerage, centrality, structure
from gii_graph.analysis.catalogue import AGENT_MEASURES, CLUSTER_MEASURES, NETWORK_MEASURES, TABLE_MEASURES, Measure
from tests.conftest import ROOT

ALL = [*CLUSTER_MEASURES, *NETWORK_MEASURES, *AGENT_MEASURES, *TABLE_MEASURES]


@pytest.mark.parametrize("measure", ALL, ids=lambda measure: measure.name)
def test_it_explains_itself(measure: Measure[object]) -> None:
    doc = measure.compute.__doc__ or ""
    assert doc.count("Source: ") == 1
    assert doc.count("Cannot say: ") == 1
    for part in (measure.meaning, measure.source, measure.limit):
        assert len(part) > 6
        assert part.endswith(".")


def test_names_are_used_once() -> None:
    assert len({measure.name for measure in ALL}) == len(ALL)


def test_no_measure_is_left_out() -> None:
    listed = {measure.compute for measure in ALL}
    for module in (centrality, brokerage, structure):
        for name in module.__all__:
            function = getattr(module, name)
            assert function in listed or name in {"Values", "communities_of"}, name


def test_the_documentation_lists_every_measure_in_its_own_words() -> None:
    text = (ROOT / "docs" / "analysing.md").read_text(encoding="utf-8")
    for measure in ALL:
        assert f"| `{measure.name}` | {measure.meaning} | {measure.source} | {measure.limit} |\n" in text
