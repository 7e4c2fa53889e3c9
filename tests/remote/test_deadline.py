"""All steps of an exchange share one deadline, which moves with what is sent and received."""

from __future__ import annotations

import time

import httpcore
import pytest

from gii_graph.remote.timed_network import Deadline


def test_what_moves_has_more_time(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1000.0
    monkeypatch.setattr(time, "monotonic", lambda: now)
    deadline = Deadline(60)
    assert deadline.left() == 60
    now += 60
    deadline.moved(5_000_000)  # 5 MB in a minute
    assert deadline.left() == 100
    deadline.start()
    assert deadline.left() == 60


def test_a_byte_a_second_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1000.0
    monkeypatch.setattr(time, "monotonic", lambda: now)
    deadline = Deadline(60)
    for _ in range(60):
        assert deadline.left() > 0
        now += 1
        deadline.moved(1)
    now += 1
    with pytest.raises(httpcore.ReadTimeout):
        deadline.left()
