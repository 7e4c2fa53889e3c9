"""Commands that run in turn, and what each of them took: seconds, processor seconds, memory of its largest process."""

from __future__ import annotations

import os
import shutil
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

LONG = 20  # seconds; what takes longer is run once
OURS_AT_MOST = 3600  # seconds; a peer's limit is an option


class Cost(NamedTuple):
    """What one run of a command took: seconds by the clock, processor seconds, megabytes of its largest process."""

    wall: float
    processor: float
    memory: float


class Result(NamedTuple):
    """The median of some runs and how many they were, or why there is none."""

    cost: Cost | None
    note: str = ""
    runs: int = 0


@dataclass
class Bench:
    """A run: its folder, how often, and how long a command may take."""

    folder: Path
    runs: int
    limit: float
    environment: dict[str, str] = field(default_factory=dict)
    rows: list[tuple[str, int, str, Result]] = field(default_factory=list)

    def race(
        self,
        work: str,
        size: int,
        commands: dict[str, list[str] | str],
        answer: str | None = None,
        before: Mapping[str, Callable[[], object]] | None = None,
        needed: str = "",
    ) -> None:
        """Run the commands in turn, some after something `before`; a text instead of a command says why there is none.

        A command that prints an answer must print `answer` somewhere; any other must end with exit code 0, or 1 if it
        is ours, where that means done with a remark. The command that is `needed` runs even where it will take long.
        """
        costs: dict[str, list[Cost]] = {name: [] for name in commands}
        notes = {name: command for name, command in commands.items() if isinstance(command, str)}
        asked = commands.keys() - {*notes, needed}
        notes |= {name: note for name in asked if (note := self.too_long(work, size, name))}
        for _ in range(min(self.runs, 5 if size <= 1000 else 3 if size <= 10_000 else 1)):
            for name, command in commands.items():
                if name in notes or isinstance(command, str) or (costs[name] and costs[name][0].wall > LONG):
                    continue
                if before and name in before:
                    before[name]()
                cost = self.once(command, answer, name.startswith("gii-graph"))
                if isinstance(cost, str):
                    notes[name] = cost
                else:
                    costs[name].append(cost)
        for name, taken in costs.items():
            result = Result(None, notes[name]) if name in notes else Result(median(taken), runs=len(taken))
            self.rows.append((work, size, name, result))
            print(f"{work:32} {size:>7,}  {name:24} {shown(result)}", file=sys.stderr, flush=True)

    def too_long(self, work: str, size: int, name: str) -> str:
        """Return why a peer is left out at a size: it failed at a smaller one, or two of them lead beyond the limit."""
        before = [(smaller, result) for other, smaller, who, result in self.rows if (other, who) == (work, name)]
        if name.startswith("gii-graph") or not before:
            return ""
        last, result = before[-1]
        if result.cost is None:
            return result.note
        if len(before) < 2 or before[-2][1].cost is None:
            return ""
        first, earlier = before[-2][0], before[-2][1].cost
        expected = result.cost.wall + (result.cost.wall - earlier.wall) * (size - last) / (last - first)
        return f"left out: {result.cost.wall:,.0f} s for {last:,} profiles" if expected > self.limit else ""

    def once(self, command: list[str], answer: str | None, is_ours: bool) -> Cost | str:
        """Run a command once; return what it took, or what went wrong."""
        limit = OURS_AT_MOST if is_ours else self.limit
        started = time.perf_counter()
        with (self.folder / "said").open("wb") as said, (self.folder / "printed").open("wb") as printed:
            process = subprocess.Popen(
                command, cwd=self.folder, env=self.environment, stdout=printed, stderr=said,
                start_new_session=True,
            )  # fmt: skip
        while True:
            done, status, usage = os.wait4(process.pid, os.WNOHANG)
            wall = time.perf_counter() - started
            if done:
                break
            if wall > limit:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
                return f"over {limit:.0f} s"
            time.sleep(min(0.002, wall))
        code = os.waitstatus_to_exitcode(status)
        if answer is not None and answer not in (self.folder / "printed").read_text("utf-8", "replace"):
            return f"no right answer, exit code {code}"
        if answer is None and code not in ((0, 1) if is_ours else (0,)):
            return f"failed, exit code {code}"
        return Cost(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def median(costs: Sequence[Cost]) -> Cost:
    return Cost(*(statistics.median(column) for column in zip(*costs, strict=True)))


def shown(result: Result) -> str:
    if result.cost is None:
        return result.note
    return f"{result.cost.wall:.2f} s, processor {result.cost.processor:.2f} s, {result.cost.memory:.0f} MB"


def installed(name: str, *arguments: str) -> list[str] | str:
    found = shutil.which(name)
    return [str(Path(found).absolute()), *arguments] if found else "not installed"


def ours(*arguments: object) -> list[str]:
    return [sys.executable, "-c", "from gii_graph.__main__ import main; main()", *map(str, arguments)]


def python(code: str, *arguments: object) -> list[str]:
    return [sys.executable, "-c", code, *map(str, arguments)]
