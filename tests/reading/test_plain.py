"""The usual form read in one go states what the general way states."""

from __future__ import annotations

import re
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from gii_graph.errors import SourceError
from gii_graph.profile import Profile, Source
from gii_graph.reading import lines, profiles
from gii_graph.reading.plain import read_plain

SEEDS = [
    path.read_text(encoding="utf-8") for path in sorted((Path(__file__).resolve().parents[2] / "seeds").glob("*.txt"))
]
SOURCE = Source("profile.txt", "", "utf-8")
WORDS = sorted({word for seed in SEEDS for word in re.findall(r"\w+|[^\w\s]+|\s+", seed)})


def both_ways(text: str) -> tuple[Profile | None, profiles.Reading | None]:
    text = lines.with_plain_breaks(text)
    sheet = lines.sheet(text.split("\n"), lines.clean(text))
    try:
        general = profiles._read_sheet(SOURCE, sheet)
    except SourceError:
        general = None
    as_it_stands = read_plain(SOURCE, text, sheet.read, sheet.read)
    return as_it_stands or read_plain(SOURCE, "\n".join(sheet.clean), sheet.clean, sheet.read), general


def test_the_real_profiles_are_of_the_usual_form() -> None:
    for seed in SEEDS:
        plain, general = both_ways(seed)
        assert general is not None
        assert plain == general.profile


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(SEEDS), st.data())
def test_changed_profiles_are_read_alike_or_left_to_the_general_way(seed: str, data: st.DataObject) -> None:
    pieces = re.findall(r"\w+|[^\w\s]+|\s+", seed)
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.integers(0, len(pieces) - 1))
        new = data.draw(
            st.one_of(st.sampled_from(WORDS), st.text(max_size=4), st.integers(0, 30_000).map("{:,}".format))
        )
        pieces[place] = new if data.draw(st.booleans()) else pieces[place] + new
    plain, general = both_ways("".join(pieces))
    if plain is not None:
        assert general is not None
        assert plain == general.profile
        assert (general.missing, general.unread, general.furniture) == ((), (), ())
        assert len(general.charts_absent) == 2
