"""Doubts are the same whether another process finds them, is ended before it could, or there is none."""

from __future__ import annotations

import multiprocessing
import sys
import time

import pytest
from pyoxigraph import Store

from gii_graph.graph.graph_statements import GraphStatements
from gii_graph.validation import doubts as doubts_module
from gii_graph.validation.doubts import doubts, doubts_meanwhile
from gii_graph.validation.shapes import shipped_rules
from tests.validation.test_mutations import MUTATIONS, PROLOGUE

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="another process is forked on Linux alone")


@pytest.fixture
def spoilt(good: Store, monkeypatch: pytest.MonkeyPatch) -> GraphStatements:
    monkeypatch.setattr(doubts_module, "_is_worth_a_process", lambda _: True)
    good.update(PROLOGUE + MUTATIONS["two kinds"][1])
    return GraphStatements(good)


def test_another_process_finds_the_same(spoilt: GraphStatements) -> None:
    with doubts_meanwhile(spoilt, shipped_rules()) as doubtful:
        assert len(multiprocessing.active_children()) == 1
        found = doubtful()
    assert multiprocessing.active_children() == []
    assert "node-is-of-one-kind" in {rule.name for rule, _ in found}
    assert found == doubts(spoilt, shipped_rules())


def test_a_process_that_is_ended_is_done_without(spoilt: GraphStatements, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doubts_module, "_send_doubts", lambda *_: time.sleep(60))
    with doubts_meanwhile(spoilt, shipped_rules()) as doubtful:
        multiprocessing.active_children()[0].kill()
        assert doubtful() == doubts(spoilt, shipped_rules())


def test_nothing_is_left_running_where_the_other_work_fails(spoilt: GraphStatements) -> None:
    with pytest.raises(ZeroDivisionError), doubts_meanwhile(spoilt, shipped_rules()):
        raise ZeroDivisionError
    assert multiprocessing.active_children() == []
