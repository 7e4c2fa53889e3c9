"""Answers that a page has no room for take no more time than it takes to know that."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from gii_graph.network import Network, read_network
from gii_graph.sparql.dataset import read_files
from gii_graph.sparql.shipped import shipped_text
from gii_graph.view import carried_answers as module
from gii_graph.view.carried_answers import carried_answers
from gii_graph.view.payload import Payload
from gii_graph.view.row_subjects import RowSubject, SubjectIndex
from tests.view.worlds import made_up


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("carried") / "world.ttl"
    path.write_text(made_up(60), encoding="utf-8")
    return path


def carried(world: Path) -> dict[str, Any]:
    network: Network = read_network([world])
    return carried_answers(read_files([world]), network, Payload(network).as_json())


def test_nothing_is_looked_up_for_answers_that_are_withheld(world: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    traced: list[str] = []
    subjects = SubjectIndex.subjects

    def told(self: SubjectIndex, text: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> list[RowSubject]:
        traced.append(text)
        return subjects(self, text, columns, rows)

    monkeypatch.setattr(module, "_MOST_CHARACTERS", 60_000)
    monkeypatch.setattr(SubjectIndex, "subjects", told)
    withheld = [one["name"] for one in carried(world)["questions"] if one["withheld"]]
    assert len(withheld) > 3
    # The first that found no room may have been looked at: with what its rows are about it was too large.
    assert len([name for name in withheld if shipped_text(name) in traced]) <= 1


@pytest.mark.parametrize("room", [30_000, 200_000])
def test_a_large_graph_is_carried_as_a_small_one(world: Path, room: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MOST_CHARACTERS", room)
    asked = carried(world)
    monkeypatch.setattr(module, "_MANY_TRIPLES", 0)
    assert carried(world) == asked
    assert any(one["withheld"] for one in asked["questions"])
