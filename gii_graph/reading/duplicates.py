"""Several profiles of one cluster and edition: which one is kept, which repeat it, which contradict it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from gii_graph.economies import read_economy
from gii_graph.errors import ContradictionError
from gii_graph.figures import FIGURES
from gii_graph.profile import Activity, Listing, Profile, Share, Stated
from gii_graph.reading.cluster_names import comparable
from gii_graph.reading.profiles import Reading

__all__ = ["DistinctProfiles", "Duplicate", "reconcile"]


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A file that states nothing which the kept one does not agree with."""

    file: str
    kept: str


@dataclass(frozen=True, slots=True)
class DistinctProfiles:
    """The readings kept, the files that repeat them, and an error for each that contradicts them."""

    kept: tuple[Reading, ...]
    duplicates: tuple[Duplicate, ...]
    refused: tuple[ContradictionError, ...]


@dataclass(frozen=True, slots=True)
class _Fact:
    """One fact to compare: what it is called, a form for comparing, as printed, its line."""

    name: str
    value: object
    printed: str
    line: int


def _printed_cluster(profile: Profile) -> str:
    return comparable(profile.cluster.value)


def reconcile(readings: Iterable[Reading], cluster_of: Callable[[Profile], str] = _printed_cluster) -> DistinctProfiles:
    """Keep one profile of each cluster and edition, whatever the order of the readings.

    A row of a ranking table becomes part of the profile that it agrees with.

    Of several the one with most facts is kept, then the one whose file name sorts first. Another one
    that agrees with it in every fact that both state is a duplicate; one that does not is refused.
    `cluster_of` tells what profiles of one cluster have in common, by default its printed name.
    """
    groups: defaultdict[tuple[int, str], list[Reading]] = defaultdict(list)
    for reading in readings:
        profile = reading.profile
        groups[profile.edition.value, cluster_of(profile)].append(reading)
    kept: list[Reading] = []
    duplicates: list[Duplicate] = []
    refused: list[ContradictionError] = []
    for group in groups.values():
        best, *others = sorted(group, key=_fullest_first)
        kept.append(_with_table_rows(best, others, duplicates, refused))
        for other in others:
            if other.profile.is_table_row:
                continue
            error = _contradiction(best.profile, other.profile)
            if error:
                refused.append(error)
            else:
                duplicates.append(Duplicate(other.profile.source.name, best.profile.source.name))
    return DistinctProfiles(
        tuple(sorted(kept, key=_by_source)),
        tuple(sorted(set(duplicates), key=lambda duplicate: (duplicate.file, duplicate.kept))),
        tuple(sorted(refused, key=lambda error: (error.file, error.line or 0, error.found))),
    )


def _with_table_rows(
    best: Reading, others: Iterable[Reading], duplicates: list[Duplicate], refused: list[ContradictionError]
) -> Reading:
    """Return a profile with the rows of ranking tables that agree with it and state what none before does."""
    rows: list[Profile] = []
    for other in others:
        row = other.profile
        if not row.is_table_row:
            continue
        tables = [*([best.profile] if best.profile.is_table_row else []), *rows]
        error = next(filter(None, (_contradiction(record, row) for record in (best.profile, *rows))), None)
        if error:
            refused.append(error)
        elif any(_states_all(table, row) for table in tables):
            duplicates.append(Duplicate(row.source.name, tables[0].source.name))
        else:
            rows.append(row)
    return best._replace(profile=best.profile._replace(table_rows=tuple(rows))) if rows else best


def _states_all(record: Profile, other: Profile) -> bool:
    """Tell whether a row of a table states all that another one does."""
    stated = {fact.name for fact in _facts(record)}
    return all(fact.name in stated for fact in _facts(other))


def _fullest_first(reading: Reading) -> tuple[bool, int, int, str, str]:
    """Order profiles before rows of tables, then those with more facts first."""
    cells = sum((row.count is not None) + (row.share is not None) for row in reading.profile.listings)
    return (reading.profile.is_table_row, -reading.facts, -cells, *_by_source(reading))


def _by_source(reading: Reading) -> tuple[str, str]:
    return reading.profile.source.name, reading.profile.source.sha256


def _contradiction(best: Profile, other: Profile) -> ContradictionError | None:
    """Return the error of a profile that states something else than the one kept, None if it agrees."""
    stated = {fact.name: fact for fact in _facts(best)}
    disputed = [
        (fact, stated[fact.name])
        for fact in _facts(other)
        if fact.name in stated and fact.value != stated[fact.name].value
    ]
    if not disputed:
        return None
    file = best.source.name
    found = "; ".join(f"{fact.name} {fact.printed} (line {fact.line})" for fact, _ in disputed)
    expected = "; ".join(f"{kept.printed} ({file}:{kept.line})" for _, kept in disputed)
    return ContradictionError(
        other.source.name,
        disputed[0][0].line,
        found,
        f"as {file} of the same cluster and edition states {expected}",
        "correct the row, or the file it contradicts" if other.is_table_row else "remove the file that is wrong",
    )


def _facts(profile: Profile) -> Iterator[_Fact]:
    for figure in FIGURES:
        stated: Stated[object] | None = getattr(profile, figure.attribute)
        if stated is not None:
            yield _Fact(figure.short, stated.value, _printed(stated.value), stated.line)
    if profile.economies:
        economies = [economy.value for economy in profile.economies]
        yield _Fact(
            "economies",
            [read_economy(name) or comparable(name) for name in economies],
            " and ".join(economies),
            profile.economies[0].line,
        )
    for partner in profile.partners:
        name = f"collaborating location {partner.rank} for {partner.activity}"
        yield _Fact(name, comparable(partner.name), partner.name, partner.line)
    for field_share in profile.field_shares:
        name = f"share of {field_share.field} in {field_share.activity}"
        yield _Fact(name, field_share.share, _printed(field_share.share), field_share.line)
    yield from _row_facts(profile)


def _row_facts(profile: Profile) -> Iterator[_Fact]:
    """Yield names, counts and shares of table rows; of tied rows each by its order."""
    tied: defaultdict[tuple[Activity, int], int] = defaultdict(int)
    for row in sorted(profile.listings, key=lambda row: (row.activity, row.rank, comparable(row.name))):
        tied[row.activity, row.rank] += 1
        place = f"{row.activity} {row.rank}" + ("" if tied[row.activity, row.rank] == 1 else " (tied)")
        yield from _cell_facts(row, f"row {place}")


def _cell_facts(row: Listing, place: str) -> Iterator[_Fact]:
    yield _Fact(f"name in {place}", comparable(row.name), row.name, row.line)
    if row.count is not None:
        yield _Fact(f"count in {place}", row.count, f"{row.count:,}", row.line)
    if row.share is not None:
        yield _Fact(f"share in {place}", row.share, _printed(row.share), row.line)


def _printed(value: object) -> str:
    if isinstance(value, Share):
        return f"{'<' if value.below else ''}{value.percent}%"
    return str(value)
