"""A command that is killed leaves the old output or the new one; `kills.py` does it a thousand times."""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator

import pytest

from tests.faults.kills import COMMANDS, Bench, bench

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    with bench(tmp_path_factory.mktemp("kills")) as found:
        yield found


@pytest.mark.parametrize("command", COMMANDS)
def test_a_killed_command_leaves_whole_files(table: Bench, command: str) -> None:
    if command == "push" and not table.store:
        pytest.skip("oxigraph is not installed on this machine")
    tally = table.kill(command, 2, random.Random(command))
    assert tally.kills == 2
