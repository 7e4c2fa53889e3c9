"""Real profiles, changed as people and programs change them: no fact changes silently, and what is new is reported."""

from __future__ import annotations

import re
import textwrap
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from gii_graph.errors import SourceError
from gii_graph.reading import Reading, read_profile
from gii_graph.reading.furniture import FURNITURE, MENU
from gii_graph.reading.wordings import activity_heading

from .rendering import without_places

SEEDS = [
    path.read_text(encoding="utf-8") for path in sorted((Path(__file__).resolve().parents[2] / "seeds").glob("*.txt"))
]
BEIJING = SEEDS[0]
# Sentences that no profile prints, of every kind that one might take for a fact or for nothing.
STRANGE = [
    "A word by the editor.",
    "It closed 1244 venture capital deals in total.",
    "The mayor is happy about all of this!",
    "Some 12% of all inhabitants were born elsewhere.",
    "Its rank in 2023 was better.",
    "Tokyo–Yokohama is the largest S&T cluster in 2024.",
    "Xanadu is the third-ranked cluster, out of 7 Mongol clusters, that falls within the top 100 S&T clusters in 2024.",
    "It filed 5 trademarks per 1 million inhabitants.",
    "45% of Xanadu's scientific articles are published in collaboration with other organizations, with the top"
    " collaborating locations being Kitezh and Avalon.",
    "Note: shares are rounded.",
    "Copyright offices are not counted.",
    "Room 12",
]
# Those that no section begins with.
ENTRIES = sorted(entry for entry in MENU if activity_heading(entry) is None)
KINDS_OF_BREAK = ["", " ", "\n", "\n\n"]


def read(text: str) -> Reading:
    return read_profile("profile.txt", text.encode())


def facts(reading: Reading) -> set[object]:
    """Return what a profile states, fact by fact."""
    profile = reading.profile
    stated = {(name, value) for name, value in zip(profile._fields, profile, strict=True) if hasattr(value, "line")}
    singles: set[object] = {(name, value.value) for name, value in stated}
    rows = {(row.activity, row.rank, row.name, row.count, row.share) for row in profile.listings}
    partners = {(partner.activity, partner.rank, partner.name) for partner in profile.partners}
    economies = {("economy", economy.value) for economy in profile.economies}
    fields = {(share.activity, share.field, share.share) for share in profile.field_shares}
    return singles | rows | partners | economies | fields


def reported(reading: Reading) -> str:
    """Return all that is said of lines that were not read, on one line."""
    return " ".join(" ".join(remark.text.split()) for remark in reading.unread)


def places_between_sentences(text: str) -> list[int]:
    """Return the places where a sentence or a line begins, where something may be written in between."""
    places = [0, *(found.end() for found in re.finditer(r"\n|(?<=[.:])\s", text)), len(text)]
    return [place for place in places if "\t" not in _line_at(text, place) or text[place - 1 : place] == "\n"]


@settings(max_examples=200)
@given(st.sampled_from(SEEDS), st.sampled_from(STRANGE), st.data())
def test_a_strange_sentence_anywhere_is_reported_and_changes_no_fact(
    seed: str, sentence: str, data: st.DataObject
) -> None:
    place = data.draw(st.sampled_from(places_between_sentences(seed)))
    after = data.draw(st.sampled_from(KINDS_OF_BREAK[1:]))
    is_in_table = "\t" in seed[place : place + 60].split("\n", maxsplit=1)[0]
    reading = _read_or_refused(seed[:place] + sentence + ("\n" if is_in_table else after) + seed[place:])
    if reading is None:
        return  # refused: a second profile
    assert sentence in reported(reading)
    changed = facts(read(seed)) ^ facts(reading)
    assert changed <= facts(read(seed))  # nothing new; what is not stated any more is said to be missing
    if changed:
        assert reading.missing or reading.short


@settings(max_examples=100)
@given(st.sampled_from(SEEDS), st.integers(16, 90), st.booleans())
@example(BEIJING, 40, True)
def test_a_profile_wrapped_at_any_width_states_the_same_or_says_what_is_missing(
    seed: str, width: int, hyphens: bool
) -> None:
    lines = [
        line if "\t" in line else textwrap.fill(line, width, break_on_hyphens=hyphens, break_long_words=False)
        for line in seed.split("\n")
    ]
    reading = read("\n".join(lines))
    assert without_places(reading.profile) == without_places(read(seed).profile)
    assert reading.unread == ()


@settings(max_examples=200)
@given(st.sampled_from(SEEDS), st.data())
@example(BEIJING, None)
def test_a_hyphenated_word_changes_no_fact_silently(seed: str, data: st.DataObject | None) -> None:
    words = [found for found in re.finditer(r"[a-z]{2}(?=[a-z]{2})", seed) if "\t" not in _line_at(seed, found.end())]
    at = seed.index("San Jose") + 10 if data is None else data.draw(st.sampled_from(words)).end()
    mark = "-" if data is None else data.draw(st.sampled_from(["-", "\u2010", "\u00ad"]))
    reading = _read_or_refused(seed[:at] + mark + "\n" + seed[at:])
    if reading is None:
        return
    assert facts(reading) <= facts(read(seed))
    if facts(reading) != facts(read(seed)):
        assert reading.unread or reading.missing


def _line_at(text: str, place: int) -> str:
    return text[text.rfind("\n", 0, place) + 1 : text.find("\n", place)]


@settings(max_examples=60)
@given(st.sampled_from(SEEDS), st.permutations(range(6)))
def test_sections_in_any_order_state_the_same(seed: str, order: list[int]) -> None:
    parts = re.split(r"\n(?=Top |\d+% of )", seed)
    head, *sections = parts
    order = [number for number in order if number < len(sections)]
    reading = read("\n".join([head, *(sections[number] + "\n" for number in order)]))
    assert facts(reading) == facts(read(seed))
    assert reading.unread == ()


@settings(max_examples=60)
@given(st.sampled_from(SEEDS), st.sampled_from(["utf-8-sig", "utf-16", "utf-16-le", "utf-32", "gb18030"]))
def test_a_profile_in_another_encoding_states_the_same(seed: str, encoding: str) -> None:
    reading = read_profile("profile.txt", seed.encode(encoding))
    assert facts(reading) == facts(read(seed))
    assert reading.unread == ()


@settings(max_examples=100)
@given(st.sampled_from(SEEDS), st.sampled_from(ENTRIES), st.data())
def test_a_menu_around_a_profile_is_furniture(seed: str, entry: str, data: st.DataObject) -> None:
    line = data.draw(st.sampled_from([entry, entry.title(), f"Home | {entry}", f"{entry} › News"]))
    reading = read(f"{line}\n\n{seed}\n\n{line}\n")
    assert facts(reading) == facts(read(seed))
    assert reading.unread == ()
    assert [remark.text for remark in reading.furniture] == [line, line]


@settings(max_examples=100)
@given(st.sampled_from(SEEDS), st.sampled_from([form for forms in FURNITURE.values() for form in forms]), st.data())
def test_any_furniture_around_a_profile_is_furniture(seed: str, form: str, data: st.DataObject) -> None:
    line = data.draw(st.from_regex(form, fullmatch=True, alphabet=st.characters(codec="ascii", min_codepoint=32)))
    line = " ".join(line.split())
    reading = read(f"{seed}\n\n{line}\n")
    assert facts(reading) == facts(read(seed))


@pytest.mark.parametrize("line", ["available www.0*0*", "(c)A\\_", "© WIPO_2024_"])
def test_furniture_with_marks_of_markdown_in_a_word_is_furniture(line: str) -> None:
    reading = read(f"{BEIJING}\n\n{line}\n")
    assert facts(reading) == facts(read(BEIJING))
    assert [remark.text for remark in reading.furniture] == [line]


def _read_or_refused(text: str) -> Reading | None:
    try:
        return read(text)
    except SourceError:
        return None
