"""The usual form read in one go states what the general way states."""

from __future__ import annotations

import re
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from gii_graph.errors import SourceError
from gii_graph.profile import Profile, Source
from gii_graph.reading import profiles, source_lines
from gii_graph.reading.document import Document
from gii_graph.reading.plain import read_plain

SEEDS = [
    path.read_text(encoding="utf-8") for path in sorted((Path(__file__).resolve().parents[2] / "seeds").glob("*.txt"))
]
SOURCE = Source("profile.txt", "", "utf-8")
WORDS = sorted({word for seed in SEEDS for word in re.findall(r"\w+|[^\w\s]+|\s+", seed)})


# What cleaning takes away or changes, and what stands beside it.
DRESS = [
    "**", "*", "_", "__", "# ", "> ", "- ", "• ", "<b>", "<", ";", "&amp;", "\\", "]", "|", "`", "\u00a0",
    "\u2009", "\u200b", "\u200d", "\u0301", "\u212b", "\uff05", "\x1c", "\r\n", "\t", "  ",
]  # fmt: skip


def in_one_go(text: str) -> list[Profile | None]:
    """Return what a text states as it stands, and what it states undressed."""
    sheet = sheet_of(text)
    return [
        read_plain(SOURCE, "\n".join(sheet.read), sheet.read, sheet.read),
        read_plain(SOURCE, "\n".join(sheet.cells), sheet.cells, sheet.read),
    ]


def the_general_way(text: str) -> profiles.Reading | None:
    try:
        return profiles.read_lines(SOURCE, Document(sheet_of(text)))
    except SourceError:
        return None


def sheet_of(text: str) -> source_lines.SourceLines:
    text = source_lines.with_plain_breaks(text)
    return source_lines.text_lines(text.split("\n"), source_lines.undressed(text))


def test_the_real_profiles_are_of_the_usual_form() -> None:
    for seed in SEEDS:
        general = the_general_way(seed)
        assert general is not None
        assert in_one_go(seed) == [general.profile, general.profile]


def test_a_profile_in_other_dress_is_of_the_usual_form_once_cleaned() -> None:
    for seed in SEEDS:
        dressed = seed.replace("Top ", "## Top ").replace("Patents\n", "__Patents__\n")
        general = the_general_way(dressed)
        assert general is not None
        assert in_one_go(dressed) == [None, general.profile]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from([*DRESS, "–", "’", "é", "- ", " ", "\n", "a", "1"]) | st.text(max_size=2)).map("".join))
def test_cleaning_changes_no_plain_characters_without_the_marks_it_is_about(text: str) -> None:
    plain = re.sub(rf"[{source_lines.MARKS}*]", "", text)
    plain = re.sub(rf"^(?:[ \t]*[{source_lines.BULLETS}])+", "", plain, flags=re.MULTILINE)
    if source_lines.has_plain_characters(plain):
        assert source_lines.undressed(plain) == plain


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(SEEDS), st.data())
def test_changed_profiles_are_read_alike_or_left_to_the_general_way(seed: str, data: st.DataObject) -> None:
    pieces = re.findall(r"\w+|[^\w\s]+|\s+", seed)
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.integers(0, len(pieces) - 1))
        new = data.draw(
            st.one_of(
                st.sampled_from(WORDS),
                st.sampled_from(DRESS),
                st.text(max_size=4),
                st.integers(0, 30_000).map("{:,}".format),
            )
        )
        pieces[place] = new if data.draw(st.booleans()) else pieces[place] + new
    general = the_general_way("".join(pieces))
    for plain in in_one_go("".join(pieces)):
        if plain is not None:
            assert general is not None
            assert plain == general.profile
            assert (general.missing, general.unread, general.furniture) == ((), (), ())
            assert len(general.charts_absent) == 2
