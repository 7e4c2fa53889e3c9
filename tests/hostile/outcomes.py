"""What becomes of each hostile profile, one line each, as `outcomes.tsv` keeps it.

python -m tests.hostile.outcomes > tests/hostile/outcomes.tsv     # after a change, to be read line by line
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import groupby

from gii_graph.errors import SourceError
from gii_graph.reading import read_profile
from tests.hostile.profiles import profiles


def outcomes() -> Iterator[str]:
    """Yield the name of each profile, a tab, and what became of it."""
    for name, content in sorted(profiles().items()):
        try:
            reading = read_profile(f"{name}.txt", content)
        except SourceError as error:
            yield f"{name}\trefused: found {error.found}, expected {error.expected}"
            continue
        unread = "; ".join(_runs(sorted({one.line for one in reading.unread})))
        parts = [f"{reading.facts} facts", *(f"without {fact}" for fact in reading.missing)]
        yield f"{name}\tread: {', '.join(parts)}" + (f"; not understood: {unread}" if unread else "")


def _runs(lines: list[int]) -> Iterator[str]:
    """Yield line numbers, those of more than two that follow each other as one run."""
    for _, run in groupby(enumerate(lines), key=lambda pair: pair[1] - pair[0]):
        first, *rest = [line for _, line in run]
        if len(rest) < 2:
            yield from (f"line {line}" for line in (first, *rest))
        else:
            yield f"lines {first} to {rest[-1]}"


if __name__ == "__main__":
    sys.stdout.writelines(f"{line}\n" for line in outcomes())
