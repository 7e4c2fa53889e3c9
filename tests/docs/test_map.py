"""The map of the house shows every room, in the order of the flow."""

from __future__ import annotations

import re

from tests.conftest import ROOT
from tests.test_architecture import ROOMS


def test_every_room_is_on_the_map_in_its_place() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert re.findall(r"^\*\*`([a-z_]+)`\*\*", text, re.MULTILINE) == ROOMS


def test_files_that_the_guide_names_exist() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    made_up = {"queries/by-deals.rq", "queries/NAME.rq", "tests/golden/NAME.csv", "gii_graph/authorities/NAME.py"}
    for name in set(re.findall(r"`([a-z_]+/[\w/.-]+)`", text)) - made_up:
        assert (ROOT / name).exists() or (ROOT / "gii_graph" / name).exists(), name
