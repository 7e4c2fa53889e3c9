"""Answers that a page has no room for take no more time than it takes to know that."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import Store

from gii_graph.errors import CallError
from gii_graph.network import Network, read_network
from gii_graph.sparql.dataset import read_files
from gii_graph.sparql.engine import answer
from gii_graph.sparql.shipped import shipped_names, shipped_text
from gii_graph.view import carried_answers as module
from gii_graph.view import free_answers
from gii_graph.view.carried_answers import carried_answers
from gii_graph.view.carried_graph import CarriedGraph
from gii_graph.view.free_answers import FreeAnswers
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
    return carried_answers(CarriedGraph(read_files([world])), network, Payload(network).as_json())


def give_room(monkeypatch: pytest.MonkeyPatch, characters: int) -> None:
    for part in (module, free_answers):
        monkeypatch.setattr(part, "MOST_CHARACTERS", characters)


def test_nothing_is_looked_up_for_answers_that_are_withheld(world: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    traced: list[str] = []
    subjects = SubjectIndex.subjects

    def told(self: SubjectIndex, text: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> list[RowSubject]:
        traced.append(text)
        return subjects(self, text, columns, rows)

    give_room(monkeypatch, 60_000)
    monkeypatch.setattr(SubjectIndex, "subjects", told)
    withheld = [one["name"] for one in carried(world)["questions"] if one["withheld"]]
    assert len(withheld) > 3
    # The first that found no room may have been looked at: with what its rows are about it was too large.
    assert len([name for name in withheld if shipped_text(name) in traced]) <= 1


@pytest.mark.parametrize("room", [30_000, 200_000])
def test_a_large_graph_is_carried_as_a_small_one(world: Path, room: int, monkeypatch: pytest.MonkeyPatch) -> None:
    give_room(monkeypatch, room)
    asked = carried(world)
    monkeypatch.setattr(free_answers, "_MANY_TRIPLES", 0)
    assert carried(world) == asked
    assert any(one["withheld"] for one in asked["questions"])


def test_questions_asked_while_the_network_is_read_are_answered_alike(world: Path) -> None:
    threads = threading.active_count()
    graph = CarriedGraph(read_files([world]))
    with graph.free_answers.asked_meanwhile():
        network = read_network([world])
    assert threading.active_count() == threads  # so that the layout can have a process of its own
    facts = Payload(network).as_json()
    assert carried_answers(graph, network, facts) == carried(world)


def test_no_question_is_asked_any_more_when_the_network_cannot_be_read(world: Path) -> None:
    threads = threading.active_count()
    with pytest.raises(CallError), FreeAnswers(read_files([world])).asked_meanwhile():
        raise CallError("no such cluster")
    assert threading.active_count() == threads


def test_no_answer_is_asked_for_twice(world: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    shipped = {shipped_text(name) for name in shipped_names()}

    def noted(store: Store, text: str, bindings: Any = None, **options: Any) -> Any:
        asked.extend([text] if text in shipped and not bindings else [])
        return answer(store, text, bindings, **options)

    for part in (module, free_answers):
        monkeypatch.setattr(part, "answer", noted)
    questions = carried(world)["questions"]
    assert not any(one["withheld"] for one in questions if one["name"].startswith("partners"))
    assert sorted(asked) == sorted(shipped)
