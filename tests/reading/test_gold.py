"""The five real profiles against facts written by hand from their texts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from gii_graph.profile import Share
from gii_graph.reading import read_file

ROOT = Path(__file__).resolve().parents[2]
GOLD = sorted((ROOT / "tests" / "gold").glob("*.json"))


def plain(value: Any) -> Any:
    """Return records as the JSON of the gold files has them."""
    if isinstance(value, Share):
        return f"{'<' if value.below else ''}{value.percent}"
    if hasattr(value, "_asdict"):
        return {name: plain(one) for name, one in value._asdict().items()}
    if isinstance(value, tuple | list):
        return [plain(one) for one in value]
    return value


@pytest.mark.parametrize("gold_file", GOLD, ids=lambda path: path.stem)
def test_every_fact_of_the_real_profiles_with_line_and_quote(gold_file: Path) -> None:
    gold = json.loads(gold_file.read_text(encoding="utf-8"))
    reading = read_file(ROOT / "seeds" / gold.pop("file"))
    quotes = {int(line): quote for line, quote in gold.pop("quotes").items()}
    assert {name: plain(getattr(reading.profile, name)) for name in gold} == gold
    assert dict(reading.profile.quotes) == quotes
    assert reading.missing == ()
    assert reading.unread == ()
    assert reading.furniture == ()
    assert [activity.value for activity in reading.charts_absent] == ["patents", "articles"]


def test_the_gold_covers_every_seed_and_every_field() -> None:
    assert {path.stem for path in GOLD} == {path.stem for path in (ROOT / "seeds").glob("*.txt")}
    gold = json.loads(GOLD[0].read_text(encoding="utf-8"))
    profile = read_file(ROOT / "seeds" / "beijing.txt").profile
    assert set(gold) - {"file"} == set(profile._fields) - {"source"}
