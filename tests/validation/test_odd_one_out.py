"""One bad profile among good ones is the one that is blamed."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Store

from gii_graph.validation.check import check
from gii_graph.validation.contradictions import contradictions
from gii_graph.validation.derivation import implied_of
from gii_graph.validation.stated import ProfileFigures
from gii_graph.vocabulary import BASE, GII
from tests.conftest import run
from tests.validation.test_mutations import PROLOGUE, change


def profile(name: str, **figures: int) -> ProfileFigures:
    stated = {getattr(GII, figure): Decimal(value) for figure, value in {"edition": 2024, **figures}.items()}
    return ProfileFigures(name, {f"cluster/{name}"}, {"economy/china"}, stated)


def blamed(*profiles: ProfileFigures) -> list[tuple[str, str]]:
    findings = contradictions(profiles, [implied_of(one) for one in profiles])
    return [(finding.rule, finding.node) for finding in findings]


GOOD = [
    profile(
        name,
        rank=rank,
        intensityRank=rank,
        nationalRank=national,
        patentsPerMillion=patents,
        articlesPerMillion=articles,
    )
    for name, rank, national, patents, articles in (
        ("a", 3, 2, 2000, 9000),
        ("b", 20, 5, 1500, 8000),
        ("c", 40, 9, 1000, 7000),
        ("d", 60, 14, 500, 6000),
        ("e", 90, 22, 100, 5000),
    )
]


def test_good_profiles_are_not_blamed() -> None:
    assert blamed(*GOOD) == []


def test_one_who_is_undercut_by_a_profile_of_its_own_rank_too() -> None:
    """Of two that undercut it, only the one that is ranked better is at odds with it."""
    figures = ((1, 3, 3), (2, 2, 2), (2, 5, 5))
    tied = [
        profile(str(place), intensityRank=rank, patentsPerMillion=patents, articlesPerMillion=articles)
        for place, (rank, patents, articles) in enumerate(figures)
    ]
    assert ("intensity-order", "2") in blamed(*tied)


def test_few_for_each_inhabitant_and_first() -> None:
    bad = profile("bad", rank=1, intensityRank=1, nationalRank=1, patentsPerMillion=1, articlesPerMillion=1)
    assert blamed(*GOOD, bad) == [("intensity-order", "bad")]


def test_many_for_each_inhabitant_and_last() -> None:
    bad = profile("bad", rank=99, intensityRank=99, nationalRank=26, patentsPerMillion=9000, articlesPerMillion=90000)
    assert blamed(*GOOD, bad) == [("intensity-order", "bad")]


def test_a_national_rank_between_two() -> None:
    bad = profile("bad", rank=50, nationalRank=4)
    assert blamed(*GOOD, bad) == [("national-order", "bad")]


def test_two_bad_ones_are_both_named() -> None:
    bad = [
        profile(name, intensityRank=rank, patentsPerMillion=rank, articlesPerMillion=rank)
        for name, rank in (("bad", 1), ("worse", 2))
    ]
    assert sorted(blamed(*GOOD, *bad)) == [("intensity-order", "bad"), ("intensity-order", "worse")]


def test_the_finding_says_how_many_are_at_odds_and_cites_both(committed_graph: Path) -> None:
    store = Store()
    store.load(committed_graph.read_bytes(), format=RdfFormat.TURTLE)
    for figure, value in (("patentsPerMillion", 1), ("articlesPerMillion", 1), ("intensityRank", 1)):
        store.update(PROLOGUE + change("profile/2024/kunming", f"gii:{figure}", str(value)))
    (finding,) = (one for one in check(store).findings if one.rule == "intensity-order")
    assert finding.node == f"{BASE}profile/2024/kunming"
    assert finding.message.endswith("; it is at odds with 4 profiles, which agree without it")
    assert finding.citations[0].file == "kunming.txt"


@pytest.mark.parametrize("order", [1, -1])
def test_a_command_names_it_whatever_the_order_of_profiles(seeds: Path, tmp_path: Path, order: int) -> None:
    folder = tmp_path / "profiles"
    folder.mkdir()
    for file in sorted(seeds.glob("*.txt"))[::order]:
        (folder / file.name).write_bytes(file.read_bytes())
    text = (seeds / "dalian.txt").read_text("utf-8").replace("Dalian", "Harbin")
    harbin = text.replace("It filed **", "It filed **1").replace("Chinese clusters", "Chinese clusters")
    (folder / "harbin.txt").write_text(harbin.replace("65th", "2nd"), "utf-8")
    graph = tmp_path / "graph.ttl"
    run("build", folder, "-o", graph)
    done = run("validate", graph)
    assert {line.split(":")[0] for line in done.stdout.splitlines() if "-order: " in line} <= {
        "harbin.txt",
        "dalian.txt",
    }
