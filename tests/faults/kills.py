"""Kill commands at random moments, half of them while they write: each output must be the old one or the new, whole.

python -m tests.faults.kills 1000     # kills, spread over the commands; some minutes
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from tests.conftest import ROOT
from tests.remote.servers import oxigraph, program

COMMANDS = ("build", "link", "view", "validate", "export", "push")


class Tally(NamedTuple):
    """What a round of kills left behind: kills, how often the old and the new output stood, hidden leftovers."""

    kills: int
    old: int
    new: int
    leftovers: int


@dataclass
class Bench:
    """Inputs in two versions, and a folder for what the commands write."""

    folder: Path
    store: str = ""
    outputs: Mapping[str, Sequence[str]] = field(
        default_factory=lambda: {
            "build": ["gii.ttl"],
            "link": ["links.ttl", "links.sssom.tsv", "review.tsv"],
            "view": ["gii.html"],
            "validate": ["derived.ttl", "report.json"],
            "export": ["gii.jsonld"],
        }
    )

    def __post_init__(self) -> None:
        seeds = sorted((ROOT / "seeds").glob("*.txt"))
        for version, files in (("old", seeds[:3]), ("new", seeds)):
            profiles = self.folder / version
            profiles.mkdir()
            for file in files:
                shutil.copy(file, profiles)
            self.run(["build", str(profiles), "-o", str(self.graph(version))])

    def graph(self, version: str) -> Path:
        return self.folder / f"{version}.ttl"

    def arguments(self, command: str, version: str, target: Path) -> list[str]:
        graph = str(self.graph(version))
        return {
            "build": ["build", str(self.folder / version), "-o", str(target / "gii.ttl")],
            "link": ["link", graph, "-o", str(target)],
            "view": ["view", graph, "-o", str(target / "gii.html")],
            "validate": [
                *("validate", graph, "--derived", str(target / "derived.ttl")),
                *("--format", "json", "-o", str(target / "report.json")),
            ],
            "export": ["export", graph, "-f", "jsonld", "-o", str(target / "gii.jsonld")],
            "push": ["push", graph, "--endpoint", self.store],
        }[command]

    def start(self, arguments: Sequence[str]) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-m", "gii_graph", *arguments, "--quiet"],
            env={**os.environ, "PYTHONPATH": str(ROOT), "GII_GRAPH_CACHE": str(self.folder / "cache")},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def run(self, arguments: Sequence[str]) -> float:
        """Run a command to its end and return how long it took; a fresh graph is never up to date."""
        begun = time.monotonic()
        if self.start(arguments).wait() not in (0, 1):
            raise AssertionError(f"{arguments} failed")
        return time.monotonic() - begun

    def push_again(self, target: Path) -> None:
        """Push the old graph; a store may still be busy with what the killed push sent, which push finds and says."""
        for attempt in range(3):
            if self.start(self.arguments("push", "old", target)).wait() == 0:
                return
            time.sleep(attempt + 1)
        raise AssertionError("the store takes no graph any more")

    def written(self, command: str, target: Path) -> dict[str, bytes]:
        if command == "push":
            with urllib.request.urlopen(f"{self.store}?default", timeout=30) as answer:
                return {"graph": b"\n".join(sorted(answer.read().splitlines()))}
        return {name: (target / name).read_bytes() for name in self.outputs[command]}

    def wait_for_writing(self, process: subprocess.Popen[bytes], target: Path) -> None:
        """Return when the command has begun to write beside an output: the moment that matters, and a short one."""
        before = set(target.glob(".*.part"))
        while process.poll() is None and not set(target.glob(".*.part")) - before:
            time.sleep(0.001)

    def kill(self, command: str, times: int, chance: random.Random) -> Tally:
        """Kill a command that replaces the old output by the new, `times` times; every other time as it writes."""
        target = self.folder / f"out-{command}"
        expected, took = {}, 0.0
        for version in ("new", "old"):
            took = max(took, self.run(self.arguments(command, version, target)))
            expected[version] = self.written(command, target)
        seen = {"old": 0, "new": 0}
        for turn in range(times):
            process = self.start(self.arguments(command, "new", target))
            if turn % 2 and command != "push":
                self.wait_for_writing(process, target)
                time.sleep(chance.uniform(0, 0.02))
            else:
                time.sleep(chance.uniform(0, took * 1.3))
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            for name, content in self.written(command, target).items():
                versions = [version for version in seen if expected[version][name] == content]
                assert versions, f"{command} left {name} half-written or lost"
                seen[versions[0]] += 1
            if command == "push":
                self.push_again(target)
            else:
                for name, content in expected["old"].items():
                    (target / name).write_bytes(content)
        leftovers = len(list(target.glob(".*.part"))) if target.exists() else 0
        self.run(self.arguments(command, "new", target))
        assert self.written(command, target) == expected["new"], f"{command} did not recover"
        return Tally(times, seen["old"], seen["new"], leftovers)


@contextmanager
def bench(folder: Path) -> Iterator[Bench]:
    """Yield a bench, with a triple store to push to where this machine has one."""
    if program("oxigraph") is None:
        yield Bench(folder)
        return
    (folder / "store").mkdir()
    with oxigraph(folder / "store") as server:
        yield Bench(folder, server.store)


def main() -> None:
    """Kill as often as the command line says."""
    times, chance = int(sys.argv[1]), random.Random(20241122)
    with tempfile.TemporaryDirectory() as name, bench(Path(name)) as table:
        commands = [command for command in COMMANDS if command != "push" or table.store]
        for place, command in enumerate(commands):
            share = times * (place + 1) // len(commands) - times * place // len(commands)
            print(command, table.kill(command, share, chance), flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
