"""What is no profile is refused with a sentence for people, and nothing else is ever raised."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from gii_graph.errors import SourceError
from gii_graph.reading import MAX_BYTES, Reading, read_profile

SEEDS = Path(__file__).resolve().parents[2] / "seeds"
SEED = (SEEDS / "beijing.txt").read_bytes()
EDITION = b"Global Innovation Index 2024\n\n"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "an empty file, expected the text of a cluster profile"),
        (b" \r\n\t\n", "an empty file"),
        (b"\xef\xbb\xbf", "an empty file"),
        (b"\xff\xfe", "an empty file"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "a PNG image"),
        (b"%PDF-1.7\n", "a damaged PDF"),
        (b"PK\x03\x04\x14", "a damaged document"),
        (b"\0\1\2\3\4\5", "binary data"),
        (b"\1\2\3abc\4\5\6", "binary data"),
        (b"\xff\xfeG", "damaged UTF-16-LE text"),
        (b"\xef\xbb\xbf" + SEED.replace(b"BOE", b"BOE\0"), "a NUL character"),
        ("\ufeff\0".encode("utf-16-be") + SEED.decode().encode("utf-16-be"), "a NUL character"),
        (b"x" * (MAX_BYTES + 1), "5,000,001 bytes, expected at most 5,000,000"),
        (b"a\n" * 100_001, "100,002 lines, expected at most 100,000"),
        (b"A letter to the editor.\n", "no cluster"),
        (EDITION + b"A text about something else.\n", "no cluster"),
        (EDITION + b"Beijing, China\n\nNothing more.\n", "no fact of a cluster"),
        (b"Beijing, China\n\n3rd largest science and technology cluster\n", "no edition"),
        (b"<html>" + b"<div>" * 5_000, "HTML with 5,001 tags left open"),
    ],
)
def test_what_is_no_profile_is_refused(content: bytes, message: str) -> None:
    with pytest.raises(SourceError) as caught:
        read_profile("odd.txt", content)
    assert str(caught.value).startswith(f"odd.txt: found {message}")


def test_two_profiles_in_one_file_are_no_single_one() -> None:
    both = SEED + b"\n\n" + (SEEDS / "dalian.txt").read_bytes()
    with pytest.raises(SourceError, match=r"both\.txt: found 2 profiles, expected one"):
        read_profile("both.txt", both)


def test_two_profiles_without_a_heading_between_them_are_refused() -> None:
    _, _, headless = (SEEDS / "dalian.txt").read_bytes().partition(b"Dalian, China\n")
    with pytest.raises(SourceError, match=r"both\.txt:51: found a second profile \(it is about Dalian, not Beijing\)"):
        read_profile("both.txt", SEED + b"\n\n" + headless)


def test_two_editions_without_a_heading_between_them_are_refused() -> None:
    _, _, headless = SEED.replace(b"2024", b"2023").partition(b"Beijing, China\n")
    with pytest.raises(SourceError, match=r"both\.txt:51: found a second profile \(it is about 2023, not 2024\)"):
        read_profile("both.txt", SEED + b"\n\n" + headless)


def test_the_same_profile_twice_in_a_file_is_one() -> None:
    assert read_profile("twice.txt", SEED + b"\n\n" + SEED).facts == read_profile("once.txt", SEED).facts


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (b"3rd largest", b"4th largest", "twice.txt:58: found rank 4, expected 3 as in line 12"),
        (b"15,893", b"15,894", "twice.txt:56: found articles_per_million 15894, expected 15893 as in line 10"),
        (b"1\tBOE TECHNOLOGY", b"1\tHUAWEI", "twice.txt:67: found 1 HUAWEI, expected 1 BOE TECHNOLOGY as in line 21"),
        (b"**Los Angeles**", b"**Paris**", "twice.txt:90: found Paris, expected Los Angeles as in line 44"),
    ],
)
def test_a_file_that_contradicts_itself_is_refused(old: bytes, new: bytes, message: str) -> None:
    assert old in SEED
    with pytest.raises(SourceError) as caught:
        read_profile("twice.txt", SEED + b"\n" + SEED.replace(old, new))
    assert str(caught.value).startswith(message)


def only_our_errors(name: str, content: bytes) -> Reading | None:
    try:
        return read_profile(name, content)
    except SourceError:
        return None


NAMES = st.sampled_from(["a.txt", "a.md", "a.html"])
_SEED_LINES = SEED.decode().split("\n")
_SCRAPS = st.sampled_from(
    [
        *filter(None, _SEED_LINES),
        "1",
        "23%",
        "|",
        "---",
        "<table>",
        "<td>",
        "</",
        "Dalian, China",
        "in 2023",
        "",
        "\t",
        "﻿",
    ]
)


@settings(max_examples=200, deadline=None)
@given(NAMES, st.binary(max_size=400))
@example("a.html", b"<table><tr><td></table></td>")
def test_any_bytes(name: str, content: bytes) -> None:
    only_our_errors(name, content)


@settings(max_examples=200, deadline=None)
@given(NAMES, st.text(max_size=300), st.text(max_size=20))
def test_any_text_in_a_profile(name: str, text: str, inner: str) -> None:
    seed = SEED.decode()
    place = len(text) * 7 % len(seed)
    only_our_errors(name, (seed[:place] + inner + seed[place:] + text).encode("utf-8", "replace"))


@settings(max_examples=300, deadline=None)
@given(NAMES, st.lists(st.one_of(_SCRAPS, st.text(max_size=30)), max_size=40), st.sampled_from(["\n", " ", "\n\n", ""]))
def test_scraps_of_profiles_in_any_order(name: str, scraps: list[str], between: str) -> None:
    only_our_errors(name, between.join(scraps).encode("utf-8", "replace"))


@settings(max_examples=200, deadline=None)
@given(st.integers(0, len(SEED)), st.integers(0, 60))
def test_a_profile_with_a_hole_states_nothing_that_the_whole_one_does_not(start: int, length: int) -> None:
    """A row or sentence cut out in part is reported or gone, but a cut number can pass for a whole one."""
    reading = only_our_errors("a.txt", SEED[:start] + SEED[start + length :])
    if reading is not None:
        whole = read_profile("a.txt", SEED)
        assert reading.facts <= whole.facts
        assert reading.facts == whole.facts or reading.missing or reading.short or reading.unread


@settings(max_examples=100, deadline=None)
@given(st.integers(0, len(SEED) - 1))
def test_a_profile_cut_off_anywhere_is_reported(end: int) -> None:
    whole = read_profile("a.txt", SEED).profile
    reading = only_our_errors("a.txt", SEED[:end].decode(errors="ignore").encode())
    if reading is not None:
        assert reading.missing or reading.short or reading.unread
        assert set(reading.profile.partners) <= set(whole.partners)
        assert {(row.activity, row.name, row.count) for row in reading.profile.listings if row.share} <= {
            (row.activity, row.name, row.count) for row in whole.listings
        }
