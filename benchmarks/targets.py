# ruff: noqa: E501
"""What the measurements must reach, and whether they do; and all of them as a table."""

from __future__ import annotations

import math
import re
import statistics
from collections.abc import Callable, Iterator, Sequence
from operator import truediv

from benchmarks.beside_stores import DOWNLOADED, ON_DASK, OVER_ENDPOINT
from benchmarks.races import Cost, Result

PARSING = "parsing it into pyoxigraph"
AFTER_A_BUILD = 20  # seconds
FIRST_QUESTION = f"query {AFTER_A_BUILD} s after a build, selective"


def table(rows: Sequence[tuple[str, int, str, Result]]) -> Iterator[str]:
    """Yield the rows as a Markdown table, each peer with its ratio to ours."""
    yield "| work | profiles | command | runs | seconds | processor seconds | MB | against ours |"
    yield "|---|---:|---|---:|---:|---:|---:|---:|"
    reference: dict[tuple[str, int], float] = {}
    for work, size, name, (cost, note, runs) in rows:
        if cost is None:
            yield f"| {work} | {size:,} | {name} | | {note} | | | |"
            continue
        base = reference.setdefault((work, size), cost.wall)
        ratio = "" if base == cost.wall else f"{cost.wall / base:.1f} ×"
        yield (
            f"| {work} | {size:,} | {name} | {runs} | {cost.wall:.2f} | {cost.processor:.2f} | {cost.memory:,.0f} | {ratio} |"
        )


def bounds(rows: Sequence[tuple[str, int, str, Result]]) -> Iterator[str]:
    """Yield row by row what must be reached, what was, and whether it is met; what lacks a measurement says so."""
    measured = {(work, size, name): result.cost for work, size, name, result in rows if result.cost}

    def cost(work: str, size: int, name: str = "gii-graph") -> Cost:
        return measured[work, size, name]

    notes = {(work, size, name): result.note for work, size, name, result in rows}

    def share(work: str, size: int, name: str) -> float:
        if over := re.fullmatch(r"over (\d+) s", notes.get((work, size, name), "")):
            return cost(work, size).wall / int(over[1])  # or less
        return cost(work, size).wall / cost(work, size, name).wall

    def again(kind: str) -> float:
        peer = cost(f"cold query, {kind}", 10_000, "bare pyoxigraph")
        return cost(f"query again, {kind}", 10_000).wall / peer.wall

    def changed(size: int) -> tuple[Cost, Cost]:
        work = "build again, a figure changed"
        return cost(work, size), cost(work, size, "gii-graph, from nothing")

    cold, pace = "cold query, aggregate", reading_pace(rows)
    checks: list[tuple[str, float, Callable[[], float]]] = [
        ("cold query, 5: times `import click, pyoxigraph`", 1.3, lambda: share(cold, 5, "click and pyoxigraph")),
        ("cold query, 5: share of rdflib's processor time", 1 / 6, lambda: cost(cold, 5).processor / cost(cold, 5, "rdflib sparqlquery").processor),
        ("cold query, 100: share of the oxigraph command's time", 1, lambda: share(cold, 100, "oxigraph command")),
        ("cold query, 100: share of rdflib's time", 1 / 12, lambda: share(cold, 100, "rdflib sparqlquery")),
        ("cold query, 10,000: times bare pyoxigraph", 1.2, lambda: share(cold, 10_000, "bare pyoxigraph")),
        ("selective query again, 10,000: share of bare pyoxigraph's time", 1 / 20, lambda: again("selective")),
        ("aggregate query again, 10,000: share of bare pyoxigraph's time", 1 / 4, lambda: again("aggregate")),
        (f"{FIRST_QUESTION}, 10,000: seconds", 0.6, lambda: cost(FIRST_QUESTION, 10_000).wall),
        ("reading text, 1,000: microseconds for each kilobyte (15 MB/s)", 1000 / 15, lambda: pace["reading"]),
        ("build, 100: seconds", 0.6, lambda: cost("build", 100).wall),
        ("build, 10,000: share of Morph-KGC's time", 1 / 2, lambda: share("build", 10_000, "Morph-KGC, from CSV")),
        ("build, 10,000: gigabytes of the largest process", 1, lambda: cost("build", 10_000).memory / 1000),
        ("build again, 10,000: seconds beyond start-up", 0.3, lambda: cost("build again", 10_000).wall - cost("build again", 5).wall),
        ("build again, 1,000, a figure changed: share of the processor time from nothing", 1 / 10, lambda: truediv(*(one.processor for one in changed(1000)))),
        ("build again, 10,000, a figure changed: share of the time from nothing", 1 / 10, lambda: truediv(*(one.wall for one in changed(10_000)))),
        ("build, 100,000: times 10,000", 11, lambda: cost("build", 100_000).wall / cost("build", 10_000).wall),
        ("build, 100,000: gigabytes of the largest process", 3, lambda: cost("build", 100_000).memory / 1000),
        ("validate, 100: share of pyshacl's time", 1 / 10, lambda: share("validate", 100, "pyshacl")),
        ("validate, 1,000: share of pyshacl's time", 1 / 10, lambda: share("validate", 1000, "pyshacl")),
        ("validate, 1,000: share of Jena's time", 1, lambda: share("validate", 1000, "Apache Jena shacl")),
        ("validate, 10,000: share of Jena's time", 1, lambda: share("validate", 10_000, "Apache Jena shacl")),
        ("validate, 1,000: times parsing the same graph", 2.8, lambda: share("validate", 1000, PARSING)),
        ("validate, 10,000: times parsing the same graph", 2.4, lambda: share("validate", 10_000, PARSING)),
        ("validate, 10,000: gigabytes of the largest process", 0.9, lambda: cost("validate", 10_000).memory / 1000),
        ("validate, 1,000 in Virtuoso: share of download and local validation", 1, lambda: share(OVER_ENDPOINT, 1000, DOWNLOADED)),
        ("build, 100,000, on Dask with four workers: times one machine", 2, lambda: cost(ON_DASK, 100_000).wall / cost("build", 100_000).wall),
        ("build, 100,000, on Dask: gigabytes of the largest process", 1, lambda: cost(ON_DASK, 100_000).memory / 1000),
        ("view, 1,000: times parsing the same graph", 3, lambda: share("view", 1000, PARSING)),
        ("view, 100 (about 700 nodes): seconds", 0.6, lambda: cost("view", 100).wall),
        ("view of every node: slope of growth from 100 profiles", 1.05, lambda: slope(measured, "view, every node", 100)),
        ("path over a chain of 100,000: seconds to an answer", 60, lambda: cost("path over a chain", 100_000).wall),
        *(
            (f"{work}: slope of growth, log over log, {start}", 1.05, lambda work=work, least=least: slope(measured, work, least))
            for work in ("build", "link", "validate")
            for start, least in (("all sizes", 1), ("from 100 profiles, where starting no longer counts", 100))
        ),
    ]  # fmt: skip
    yield "| to reach | at most | reached | |"
    yield "|---|---:|---:|---|"
    for name, most, value in checks:
        try:
            reached = value()
        except (KeyError, statistics.StatisticsError):
            yield f"| {name} | {most:.3g} | | not measured |"
        else:
            yield f"| {name} | {most:.3g} | {reached:.3g} | {'met' if reached <= most else '**not met**'} |"


def reading_pace(rows: Sequence[tuple[str, int, str, Result]]) -> dict[str, float]:
    """Return the figures that are no times of commands: microseconds for each kilobyte of text read."""
    notes = [result.note for work, size, _, result in rows if (work, size) == ("reading", 1000)]
    return {"reading": 1000 / float(notes[0].removesuffix(" MB/s"))} if notes else {}


def slope(cost: dict[tuple[str, int, str], Cost], wanted: str, least: int) -> float:
    """Return how steeply processor time grows with size, from `least` profiles on: 1 is in proportion."""
    points = [
        (math.log(size), math.log(taken.processor))
        for (work, size, name), taken in cost.items()
        if work == wanted and name == "gii-graph" and size >= least
    ]
    if len(points) < 3:
        raise statistics.StatisticsError("three sizes are needed")
    return statistics.linear_regression(*zip(*points, strict=True)).slope
