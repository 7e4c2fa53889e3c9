"""Building again after any change: what it writes and says is what a build from nothing writes and says."""

from __future__ import annotations

import gc
import json
import random
import re
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from click.testing import CliRunner

from benchmarks.profiles import write_profiles
from gii_graph.assembly import naming
from gii_graph.build_cache import entry, last_build, session
from gii_graph.cli import command
from gii_graph.errors import SourceError
from gii_graph.links.review import COLUMNS
from gii_graph.reading import storage
from tests.conftest import SEARCH_SEED, THOROUGH

# Bits flipped in a cache entry, one for each build.
FLIPS = 1000 if THOROUGH else 60


@pytest.fixture(autouse=True)
def small_graphs_have_entries(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let a few profiles be worth an entry, so that many builds take no time, and what they share come in pieces."""
    monkeypatch.setattr(session, "_WORTH_AN_ENTRY", 1)
    monkeypatch.setattr(naming, "_BLOCKS", 7)
    monkeypatch.setattr(last_build, "_PIECE", 100)
    yield
    gc.enable()


@dataclass
class World:
    """A folder of profiles, with the decisions on them, that is built in place and apart from nothing."""

    folder: Path
    rng: random.Random
    monkeypatch: pytest.MonkeyPatch
    settings: dict[str, list[str]] = field(default_factory=dict)
    made: int = 0

    @property
    def files(self) -> list[Path]:
        return sorted(self.profiles.rglob("*.txt"))

    @property
    def profiles(self) -> Path:
        return self.folder / "profiles"

    @property
    def output(self) -> Path:
        return self.folder / "out" / "gii.ttl"

    def build(self, *, from_nothing: bool = False) -> dict[str, object]:
        """Build and return all there is to see, from nothing without disturbing what the last build left."""
        put_by = self.folder / "put-by"
        kept = [self.folder / "cache", self.folder / "out"]
        if from_nothing:
            for path in kept:
                if path.exists():
                    shutil.copytree(path, put_by / path.name)
                    shutil.rmtree(path)
        report = self.folder / "report.json"
        report.unlink(missing_ok=True)
        self.monkeypatch.setenv("GII_GRAPH_CACHE", str(self.folder / "cache"))
        arguments = [
            "build",
            "profiles",
            "-o",
            "out/gii.ttl",
            *(word for words in self.settings.values() for word in words),
        ]
        self.monkeypatch.chdir(self.folder)
        result = CliRunner().invoke(command, arguments, standalone_mode=False)
        written = self.output.parent
        seen = {
            "code": result.return_value if result.exception is None else repr(result.exception),
            "said": [line for line in result.stderr.splitlines() if not re.match("Wrote |out/gii.ttl is as", line)],
            "files": {path.name: path.read_bytes() for path in written.iterdir()} if written.exists() else {},
            "report": json.loads(report.read_text("utf-8")) if report.exists() else None,
        }
        if from_nothing:
            for path in kept:
                shutil.rmtree(path, ignore_errors=True)
                if (put_by / path.name).exists():
                    shutil.move(put_by / path.name, path)
        return seen

    def some(self) -> Path:
        return self.rng.choice(self.files)

    def new(self) -> Path:
        self.made += 1
        return self.profiles / f"new-{self.made}.txt"

    def rewrite(self, path: Path, change: Callable[[str], str], to: Path | None = None) -> None:
        (to or path).write_text(change(path.read_text("utf-8")), "utf-8")


def a_figure(world: World) -> None:
    world.rewrite(
        world.some(), lambda text: re.sub(r"[\d,]+( PCT applications)", rf"{world.rng.randint(2, 999)}\1", text)
    )


def a_table(world: World) -> None:
    world.rewrite(world.some(), lambda text: re.sub(r"(?m)^3\t.*\n", "", text, count=1))


def a_spelling(world: World) -> None:
    pairs = [("UNIVERSITY", "UNIV."), ("UNIV.", "UNIVERSITY"), ("INST. OF TECH.", "INSTITUTE OF TECHNOLOGY")]
    world.rewrite(world.some(), lambda text: text.replace(*world.rng.choice(pairs)))


def the_same_name_elsewhere(world: World) -> None:
    names = re.findall(r"(?m)^1\t([^\t]+)", world.some().read_text("utf-8"))
    if names:
        other = world.rng.choice([names[0].lower(), names[0], f"{names[0]} CO., LTD."])
        world.rewrite(world.some(), lambda text: re.sub(r"(?m)^2\t[^\t]+", f"2\t{other}", text, count=1))


def a_cluster_name(world: World) -> None:
    path = world.some()
    name = re.search(r"(?m)^(.+) is the", path.read_text("utf-8"))
    if name:
        world.rewrite(path, lambda text: text.replace(name[1], world.rng.choice([f"{name[1]}–Newtown", "Bâle"])))


def a_swap(world: World) -> None:
    """The same names as before, by other profiles."""
    one, other = world.some(), world.some()
    first, second = one.read_bytes(), other.read_bytes()
    one.write_bytes(second)
    other.write_bytes(first)


def an_addition(world: World) -> None:
    name = world.rng.choice(["Newtown", "Oldtown", "Newtown–Oldtown"])
    found = re.search(r"(?m)^(.+) is the", world.some().read_text("utf-8"))
    if found:
        world.rewrite(world.some(), lambda text: text.replace(found[1], name), world.new())


def another_edition(world: World) -> None:
    world.rewrite(world.some(), lambda text: text.replace("2024", str(world.rng.choice([2023, 2025]))), world.new())


def a_removal(world: World) -> None:
    if len(world.files) > 5:
        world.some().unlink()


def a_renaming(world: World) -> None:
    world.some().rename(world.new())


def a_namesake(world: World) -> None:
    """A file of the same name in another folder."""
    path = world.some()
    to = world.profiles / "more" / world.some().name
    to.parent.mkdir(exist_ok=True)
    world.rewrite(path, lambda text: text, to)


def a_duplicate(world: World) -> None:
    shutil.copy(world.some(), world.new())


def a_rival(world: World) -> None:
    world.rewrite(world.some(), lambda text: re.sub(r"\d+(st|nd|rd|th) largest", "77th largest", text), world.new())


def no_profile(world: World) -> None:
    world.new().write_text("no profile", "utf-8")


def a_spoilt_line(world: World) -> None:
    world.rewrite(world.some(), lambda text: text.replace("S&T cluster by intensity", "cluster of some intensity"))


def a_ranking_table(world: World) -> None:
    """A table of one to three of the clusters, and of one without a profile."""
    texts = [world.some().read_text("utf-8") for _ in range(world.rng.randint(1, 3))]
    write_ranking_table(world.profiles / f"ranking-{world.rng.randint(1, 2)}.csv", texts, world.rng)


def write_ranking_table(path: Path, texts: Iterable[str], rng: random.Random) -> None:
    rows = {}
    for text in texts:
        stated = re.search(r"(?ms)^([^\n]+?) is the[^.]*? (\d{4})\..*?^(\d+)(?:st|nd|rd|th) largest", text)
        heading = stated and re.search(rf"(?m)^{re.escape(stated[1])}, (.+)$", text)
        if stated and heading:
            economy = rng.choice([heading[1], heading[1], f"{heading[1]} / Japan"])
            rows[stated[1]] = f"{stated[3]}\t{stated[1]}\t{economy}\t{rng.randint(1, 10**5)}\t{rng.randint(1, 10**6)}"
    lines = [
        "Global Innovation Index 2024: top clusters",
        "Rank\tCluster name\tEconomy\tPCT applications\tScientific articles",
    ]
    path.write_text(
        "\n".join([*lines, *rows.values(), f"99\tFarfield\tSpain\t{rng.randint(1, 10**4)}\t5"]) + "\n", "utf-8"
    )


def no_ranking_table(world: World) -> None:
    for path in world.profiles.glob("ranking-*.csv"):
        path.unlink()


def overrides(world: World) -> None:
    names = re.findall(r"(?m)^[123]\t([^\t]+)", world.some().read_text("utf-8"))
    kind = world.rng.choice(["person", "organization"])
    (world.folder / "overrides.tsv").write_text("name\tkind\n" + "".join(f"{n}\t{kind}\n" for n in names[:1]), "utf-8")
    world.settings["overrides"] = ["--overrides", "overrides.tsv"]


def decisions(world: World) -> None:
    names = re.findall(r"(?m)^[123]\t([^\t]+)", world.some().read_text("utf-8"))
    row = dict.fromkeys(COLUMNS, "") | {"subject": "a", "candidate": "/organization/b", "decision": "accept"}
    cells = [row | {"name": names[0], "candidate_name": names[-1]}] if names else []
    lines = ["\t".join(COLUMNS), *("\t".join(map(str, cell.values())) for cell in cells)]
    (world.folder / "review.tsv").write_text("\n".join(lines) + "\n", "utf-8")
    world.settings["decisions"] = ["--decisions", "review.tsv"]


def other_settings(world: World) -> None:
    choices = {
        "base": ["--base-iri", "https://example.org/id/"],
        "strict": ["--strict"],
        "verbose": ["-v"],
        "report": ["--report", "report.json"],
        "jobs": ["-j", "2"],
        "overrides": [],
        "decisions": [],
    }
    # Another process is started for every job: enough to do it now and then.
    weights = [3, 3, 3, 3, 1, 2, 2]
    (name,) = world.rng.choices([*choices], weights)
    if name in world.settings:
        del world.settings[name]
    elif choices[name]:
        world.settings[name] = choices[name]


def another_program(world: World) -> None:
    program = f"another {world.rng.random()}"
    world.monkeypatch.setattr(entry, "state_of_program", lambda: program)


def the_output(world: World) -> None:
    if world.output.exists():
        content = bytearray(world.output.read_bytes())
        content[world.rng.randrange(len(content))] ^= 1
        world.rng.choice([lambda: world.output.write_bytes(content), world.output.unlink])()


def the_cache_entry(world: World) -> None:
    for path in world.folder.glob("cache/builds/*"):
        content = bytearray(path.read_bytes() or b"?")
        place = world.rng.randrange(len(content))
        spoilt = bytearray(content)
        spoilt[place] ^= 1
        path.write_bytes(world.rng.choice([content[:place], spoilt, b"", b"[1]\n", content + b"x"]))


EDITS = [
    a_figure, a_figure, a_table, a_spelling, the_same_name_elsewhere, a_cluster_name, a_swap, an_addition,
    another_edition, a_removal, a_renaming, a_namesake, a_duplicate, a_rival, no_profile, a_spoilt_line,
    a_ranking_table, a_ranking_table, no_ranking_table, overrides,
    decisions, other_settings, other_settings, another_program, the_output, the_cache_entry,
]  # fmt: skip


@pytest.fixture
def world(tmp_path: Path, seeds: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    write_profiles(9, tmp_path / "profiles")
    for path in seeds.glob("*.txt"):
        shutil.copy(path, tmp_path / "profiles")
    return World(tmp_path, random.Random(0), monkeypatch)


@pytest.mark.search
@pytest.mark.parametrize("seed", range(SEARCH_SEED, SEARCH_SEED + 8))
def test_after_any_changes_all_is_as_from_nothing(world: World, seed: int) -> None:
    world.rng.seed(seed)
    world.build()
    history = []
    for _ in range(25):
        for _ in range(world.rng.choice([1, 1, 1, 2, 3])):
            edit = world.rng.choice(EDITS)
            history.append(edit.__name__)
            edit(world)
        before = world.build(from_nothing=True)
        after = world.build()
        if before["code"] == 3:  # what was written earlier stays
            before["files"] = after["files"]
        assert after == before, history


def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return a list of the files that are read from now on."""
    names: list[str] = []
    file_content = storage.file_content

    def watched(path: Path) -> bytes:
        names.append(path.name)
        return file_content(path)

    monkeypatch.setattr(storage, "file_content", watched)
    return names


def test_only_what_changed_is_read(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.build()
    names = reads(monkeypatch)
    world.rewrite(world.profiles / "beijing.txt", lambda text: text.replace("9,607", "9,608"))
    world.build()
    assert names == ["beijing.txt"]
    names.clear()
    (world.profiles / "kunming.txt").unlink()
    world.rewrite(world.profiles / "dalian.txt", lambda text: text.replace("Dalian", "Newtown"))
    world.build()
    assert names == ["dalian.txt"]


def test_names_that_are_joined_are_described_again_wherever_they_are(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.rewrite(world.profiles / "beijing.txt", lambda text: re.sub(r"(?m)^1\t[^\t]+", "1\tXYZ INST.", text))
    world.build()
    names = reads(monkeypatch)
    world.rewrite(world.profiles / "dalian.txt", lambda text: re.sub(r"(?m)^1\t[^\t]+", "1\tXYZ INSTITUT", text))
    after = world.build()
    assert after == world.build(from_nothing=True)
    assert "dalian.txt" in names


def test_a_file_that_changes_under_way_stops_the_build(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.build()
    rival = world.profiles / "rival.txt"
    shutil.copy(world.profiles / "beijing.txt", rival)
    file_content = storage.file_content

    def changing(path: Path) -> bytes:
        if path.name == "beijing.txt":
            world.rewrite(path, lambda text: text.replace("9,607", "1"))
        return file_content(path)

    monkeypatch.setattr(storage, "file_content", changing)
    code = world.build()["code"]
    assert isinstance(code, str)
    assert SourceError.__name__ in code
    assert "other text than a moment ago" in code


@pytest.mark.parametrize("heading", ["Beijing, China", "Beijing"])
def test_a_table_that_adds_to_a_profile_is_seen(world: World, heading: str) -> None:
    """A profile without an economy gets it from the table, though no profile that is new names anything."""
    for path in world.files:
        if path.name != "beijing.txt":
            path.unlink()
    (beijing,) = world.files
    world.rewrite(beijing, lambda text: text.replace("Beijing, China", heading, 1))
    world.build()
    title = "Global Innovation Index 2024: top clusters\nRank\tCluster name\tEconomy\tPCT applications\n"
    (world.profiles / "ranking.tsv").write_text(f"{title}3\tBeijing\tChina\t127418\n", "utf-8")
    for _ in range(2):
        assert world.build() == world.build(from_nothing=True)
    (world.profiles / "ranking.tsv").unlink()
    assert world.build() == world.build(from_nothing=True)


def test_a_flipped_bit_in_a_cache_entry_changes_nothing(world: World) -> None:
    before = world.build()
    (path,) = world.folder.glob("cache/builds/*")
    whole = path.read_bytes()
    # Half of them in the head, which says what the last build came to.
    head = whole.index(b"\n", whole.index(b"\n") + 1)
    offsets = world.rng.sample(range(head), FLIPS // 2) + world.rng.sample(range(head, len(whole)), FLIPS // 2)
    for offset in offsets:
        spoilt = bytearray(whole)
        spoilt[offset] ^= 1 << world.rng.randrange(8)
        path.write_bytes(spoilt)
        assert world.build() == before, offset
        path.write_bytes(whole)
