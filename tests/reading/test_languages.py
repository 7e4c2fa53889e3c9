"""The table of wordings: what it takes to add one, and what may not stand in it."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from gii_graph.reading.phrases import LANGUAGES, Language
from gii_graph.reading.plain import read_plain
from gii_graph.reading.templates import SLOTS, folded
from gii_graph.reading.wordings import SENTENCES

ROOT = Path(__file__).resolve().parents[2]
# Values that stand before the fixed words, and the end of a line.
OUTSIDE_SLOTS = {"ordinal", "share", "end"}
# A sentence in a second language: all that has to be written.
ADDED = """
import gii_graph.reading.phrases as phrases

phrases.LANGUAGES = (
    phrases.ENGLISH,
    phrases.Language(
        size=("{ordinal} plus grand pôle scientifique et technologique[ mondial]([,] en {year}|{end})",),
        ordinals={"premier": 1, "troisième": 3},
        ordinal_endings=("er", "e", "ème"),
    ),
)
from gii_graph.reading import read_profile

seed = open("seeds/beijing.txt", encoding="utf-8").read()
for line in ("3e plus grand pôle scientifique et technologique en 2024", "Troisième plus grand pôle\\nscientifique et "
             "technologique mondial, en 2024"):
    reading = read_profile("p.txt", seed.replace("3rd largest science and technology cluster in 2024", line).encode())
    print(reading.facts, reading.profile.rank.value, len(reading.unread))
"""


def templates(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for inside in value.values():
            yield from templates(inside)
    elif isinstance(value, tuple):
        for inside in value:
            yield from templates(inside)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_wording_has_values_and_parts_that_are_known_and_nothing_else(language: Language) -> None:
    for template in templates(language._replace(ordinals={}, counts={})):
        for name in re.findall(r"\{([^}]*)\}", template):
            assert name.removeprefix("$") in (language.parts if name.startswith("$") else SLOTS.keys() | OUTSIDE_SLOTS)


@pytest.mark.parametrize("slot", SLOTS)
def test_no_value_reaches_over_a_fence_or_without_bound(slot: str) -> None:
    assert not re.search(r"(?<!\\)\.[*+{]", SLOTS[slot])
    assert not re.fullmatch(SLOTS[slot], "a\x1fb")


def test_every_sentence_has_words_to_look_for() -> None:
    assert all(len(sentence.wording.hint) >= 4 for sentence in SENTENCES)
    assert folded("Scientiﬁc ﬂows") == "scientific flows"


def test_a_sentence_in_a_second_language_is_a_line_of_the_table() -> None:
    result = subprocess.run(
        [sys.executable, "-c", ADDED], cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert result.stdout.splitlines() == ["23 3 0", "23 3 0"], result.stderr


def test_the_fast_way_knows_the_usual_form() -> None:
    from gii_graph.profile import Source

    for path in (ROOT / "seeds").glob("*.txt"):
        text = path.read_text(encoding="utf-8")
        assert read_plain(Source("", "", ""), text, text.split("\n"), text.split("\n")) is not None
