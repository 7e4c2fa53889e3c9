"""Several files of one cluster and edition."""

from __future__ import annotations

import itertools
from pathlib import Path

from gii_graph.reading import Duplicate, Reading, read_profile, reconcile

SEED = (Path(__file__).resolve().parents[2] / "seeds" / "beijing.txt").read_bytes()


def reading(name: str, *changes: tuple[bytes, bytes]) -> Reading:
    content = SEED
    for old, new in changes:
        assert old in content
        content = content.replace(old, new)
    return read_profile(name, content)


def test_the_fuller_profile_is_kept_whatever_the_order() -> None:
    shorter = reading("a.txt", (b"11th S&T cluster by intensity", b""))
    readings = [shorter, reading("b.txt"), reading("c.txt", ("San Jose–San".encode(), b"San Jose-San"))]
    for order in itertools.permutations(readings):
        result = reconcile(order)
        assert [kept.profile.source.name for kept in result.kept] == ["b.txt"]
        assert result.duplicates == (Duplicate("a.txt", "b.txt"), Duplicate("c.txt", "b.txt"))
        assert result.refused == ()


def test_a_contradiction_names_both_files_lines_and_values() -> None:
    wrong = reading("b.txt", (b"3rd largest", b"4th largest"), (b"9,607\t23%", b"9,608\t23%"))
    for order in ([wrong, reading("a.txt")], [reading("a.txt"), wrong]):
        result = reconcile(order)
        assert [kept.profile.source.name for kept in result.kept] == ["a.txt"]
        assert [str(error) for error in result.refused] == [
            "b.txt:12: found rank by size 4 (line 12); count in row patents 1 9,608 (line 21), expected as a.txt of the"
            " same cluster and edition states 3 (a.txt:12); 9,607 (a.txt:21); remove the file that is wrong."
        ]


def test_other_clusters_and_editions_do_not_meet() -> None:
    readings = [
        reading("a.txt"),
        reading("b.txt", (b"2024", b"2023"), (b"3rd largest", b"4th largest")),
        reading("c.txt", (b"Beijing", b"Peking")),
    ]
    result = reconcile(readings)
    assert len(result.kept) == 3
    assert result.duplicates == ()
    assert result.refused == ()


def test_nothing_is_nothing() -> None:
    assert reconcile([]).kept == ()
