"""Whatever is wrong with a document, it is read or refused in one sentence, never more."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gii_graph.errors import SourceError
from gii_graph.reading import Reading, read_profiles
from tests.reading.documents import as_open_document, as_pdf, as_web_archive, as_word
from tests.reading.test_ranking_tables import MADE_UP, workbook

SEED = (Path(__file__).resolve().parents[2] / "seeds" / "kunming.txt").read_text("utf-8")
MADE: dict[str, Callable[[], bytes]] = {
    "a.docx": lambda: as_word(SEED),
    "a.odt": lambda: as_open_document(SEED),
    "a.pdf": lambda: as_pdf(SEED),
    "a.mhtml": lambda: as_web_archive(SEED),
    "a.xlsx": lambda: workbook(MADE_UP),
}
WHOLE = {name: make() for name, make in MADE.items()}


def is_read_or_refused(name: str, content: bytes) -> None:
    try:
        outcomes = read_profiles(name, content)
    except SourceError as error:
        outcomes = [error]
    assert all(isinstance(outcome, Reading | SourceError) for outcome in outcomes)
    assert not any("\n" in str(outcome) for outcome in outcomes if isinstance(outcome, SourceError))


@pytest.mark.parametrize("name", sorted(MADE))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_damage_is_told_in_one_sentence(name: str, data: st.DataObject) -> None:
    content = bytearray(WHOLE[name])
    for _ in range(data.draw(st.integers(1, 6))):
        place = data.draw(st.integers(0, len(content) - 1))
        match data.draw(st.sampled_from(["change", "cut", "drop"])):
            case "change":
                content[place] = data.draw(st.integers(0, 255))
            case "cut":
                del content[max(1, place) :]
            case "drop":
                del content[place : place + data.draw(st.integers(1, 200))]
        if not content:
            content = bytearray(b"x")
    is_read_or_refused(name, bytes(content))
