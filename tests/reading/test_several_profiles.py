"""Several profiles in one text or document: each is read, with its own lines."""

from __future__ import annotations

from pathlib import Path

import pytest

from gii_graph.assembly import assemble_graph
from gii_graph.errors import SourceError
from gii_graph.profile import Profile
from gii_graph.reading import Reading, read_profile, read_profiles
from tests.reading.documents import as_html, as_open_document, as_pdf, as_word
from tests.reading.rendering import without_places

SEEDS = sorted((Path(__file__).resolve().parents[2] / "seeds").glob("*.txt"))
TEXTS = [path.read_text("utf-8") for path in SEEDS]
ALL = "".join(TEXTS)
FORMS = {
    "txt": str.encode,
    "md": lambda text: text.replace("Global Innovation Index 2024", "# Global Innovation Index 2024").encode(),
    "html": lambda text: as_html(text).encode(),
    "docx": as_word,
    "odt": as_open_document,
    "pdf": as_pdf,
}


def profiles(name: str, content: bytes) -> list[Profile]:
    outcomes = read_profiles(name, content)
    assert all(isinstance(outcome, Reading) and (outcome.missing, outcome.unread) == ((), ()) for outcome in outcomes)
    return [outcome.profile for outcome in outcomes if isinstance(outcome, Reading)]


def alone(text: str) -> object:
    return without_places(read_profile("a.txt", text.encode()).profile)


@pytest.mark.parametrize("form", sorted(FORMS))
def test_five_profiles_in_one_file(form: str) -> None:
    read = profiles(f"all.{form}", FORMS[form](ALL))
    assert [*map(without_places, read)] == [*map(alone, TEXTS)]
    lines = [line for profile in read for line in profile.quotes]
    assert lines == sorted(set(lines))


def test_each_has_the_lines_of_the_file() -> None:
    for profile in profiles("all.txt", ALL.encode()):
        for line, quote in profile.quotes.items():
            assert ALL.split("\n")[line - 1].strip() == quote


def test_two_editions_of_one_cluster() -> None:
    older = TEXTS[0].replace("2024", "2023").replace("\n3rd largest", "\n4th largest")
    read = profiles("beijing.txt", (older + TEXTS[0]).encode())
    assert [(one.edition.value, one.rank and one.rank.value) for one in read] == [(2023, 4), (2024, 3)]


def test_without_headings_the_lines_of_editions_part_them() -> None:
    text = ALL.replace("\nChangsha, China\n", "\n")
    read = [one for one in read_profiles("all.txt", text.encode()) if isinstance(one, Reading)]
    assert [one.profile.cluster.value for one in read] == ["Beijing", "Changsha", "Chongqing", "Dalian", "Kunming"]


def test_a_profile_printed_twice_is_one() -> None:
    assert len(read_profiles("a.txt", (TEXTS[0] + TEXTS[0]).encode())) == 1


def test_one_that_cannot_be_used_leaves_the_others() -> None:
    broken = TEXTS[1].replace("\n11", "\n11").replace("Changsha, China", "Changsha, China").replace(
        "science and technology cluster in 2024", "science and technology cluster in 2024\n\n99th largest science and "
        "technology cluster in 2024",
    )  # fmt: skip
    outcomes = read_profiles("all.txt", (TEXTS[0] + broken + TEXTS[2]).encode())
    assert [isinstance(outcome, Reading) for outcome in outcomes] == [True, False, True]
    error = outcomes[1]
    assert isinstance(error, SourceError)
    assert error.line is not None
    assert error.line > TEXTS[0].count("\n")


def test_profiles_that_nothing_parts_are_refused() -> None:
    text = ALL.replace("Global Innovation Index 2024", "").replace("Changsha, China", "")
    text = "Global Innovation Index 2024\n" + text
    with pytest.raises(SourceError, match="found a second profile"):
        read_profile("all.txt", text[: text.index("Chongqing, China")].encode())


def test_they_make_the_graph_that_five_files_make(tmp_path: Path) -> None:
    path = tmp_path / "all.txt"
    path.write_text(ALL, "utf-8")
    one, five = assemble_graph([path]), assemble_graph(SEEDS)
    assert one.refused == ()
    assert [account.cluster for account in one.accounts] == [account.cluster for account in five.accounts]
    assert {account.source.name for account in one.accounts} == {"all.txt"}
    base = "https://example.org/"
    assert "".join(one.turtle(base)).count("a gii:Listing") == "".join(five.turtle(base)).count("a gii:Listing")
    assert "".join(one.turtle(base)).count("a gii:SourceDocument") == 1
