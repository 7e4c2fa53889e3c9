"""Whether the figures of a graph can all be true together: contradictions that no single fact shows.

Each check says in its docstring what it takes for granted; docs/validation.md has the arithmetic with examples.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from heapq import merge
from itertools import pairwise
from typing import Final

from gii_graph.activities import ACTIVITY_OF_IRI
from gii_graph.intervals import Interval, common, implied_total
from gii_graph.validation.derivation import ImpliedFigures
from gii_graph.validation.dominated_pairs import dominated_pairs
from gii_graph.validation.finding import Finding, Subject
from gii_graph.validation.odd_one_out import blaming_the_odd_ones
from gii_graph.validation.stated import ProfileFigures, StatedRow
from gii_graph.vocabulary import GII

__all__ = ["ARITHMETIC", "contradictions", "contradictions_between", "contradictions_within"]

# The constraint component that validation reports name for what SHACL cannot express.
ARITHMETIC: Final = "https://w3id.org/gii-graph/shapes#ArithmeticConstraintComponent"


def contradictions(profiles: Sequence[ProfileFigures], implied: Sequence[ImpliedFigures]) -> Iterator[Finding]:
    """Yield every contradiction among the figures of `profiles`; `implied` is what each of them implies."""
    for profile, figures in zip(profiles, implied, strict=True):
        yield from contradictions_within(profile, figures)
    yield from contradictions_between(profiles, implied)


def contradictions_within(profile: ProfileFigures, figures: ImpliedFigures) -> Iterator[Finding]:
    """Yield every contradiction among the figures of one profile; `figures` is what they imply."""
    for activity, rows in profile.rows.items():
        yield from _totals(activity, rows)
        yield from _table_order(rows)
    yield from _stated_totals(profile, figures)
    yield from _populations(figures)


def contradictions_between(profiles: Sequence[ProfileFigures], implied: Sequence[ImpliedFigures]) -> Iterator[Finding]:
    """Yield every contradiction between profiles, whose rows are not looked at; they come in the order of IRIs."""
    yield from _shared_ranks(profiles, GII.rank, "size")
    yield from _shared_ranks(profiles, GII.intensityRank, "intensity")
    yield from _nationally(profiles)
    yield from _intensity_order(profiles)
    yield from _size_order(profiles, implied)


def _finding(rule: str, message: str, *subjects: Subject) -> Finding:
    return Finding(rule, ARITHMETIC, message, subjects)


def _totals(activity: str, rows: Sequence[StatedRow]) -> Iterator[Finding]:
    """Yield where the rows of one table are no shares of one total."""
    totals = [(implied_total(row.count, row.percent, row.below), row) for row in rows]
    for total, row in totals:
        if total.empty:
            yield _finding(
                "total-exists",
                f"No total of {ACTIVITY_OF_IRI[activity].counted} makes {_printed(row)}",
                Subject(row.node),
            )
    possible = [pair for pair in totals if not pair[0].empty]
    if possible and common(total for total, _ in possible).empty:
        yield _disagreement(activity, possible)


def _disagreement(activity: str, totals: Sequence[tuple[Interval, StatedRow]]) -> Finding:
    """Return what to say of rows without a common total: the odd one out, else the two furthest apart."""
    odd = [pair for pair in totals if not common(total for total, row in totals if row is not pair[1]).empty]
    if len(odd) == 1:
        total, row = odd[0]
        others = [pair for pair in totals if pair[1] is not row]
        shared = common(other for other, _ in others)
        witness = next((other for interval, other in others if not interval.meets(total)), others[0][1])
        other_side = f"the other rows share {shared}"
    else:
        total, row = max(totals, key=lambda pair: pair[0].low)
        interval, witness = min(totals, key=lambda pair: (pair[0].high is None, pair[0].high or 0))
        other_side = f"{_printed(witness)} means {interval}"
    return _finding(
        "totals-agree",
        f"The rows of a table share one total of {ACTIVITY_OF_IRI[activity].counted}, "
        f"but {_printed(row)} means {total}, and {other_side}",
        Subject(row.node),
        Subject(witness.node),
    )


def _printed(row: StatedRow) -> str:
    return f"{row.count:,} at {'<' if row.below else ''}{row.percent.normalize():f}%"


def _table_order(rows: Sequence[StatedRow]) -> Iterator[Finding]:
    """Yield the rows of a table that have more than the row before them."""
    ranked = sorted((row for row in rows if row.rank is not None), key=lambda row: (row.rank or 0, row.node))
    for before, row in pairwise(ranked):
        if before.rank == row.rank:
            continue
        if before.count < row.count or (not before.below and not row.below and before.percent < row.percent):
            yield _finding(
                "table-order",
                f"The order of a table agrees with its ranks, but number {before.rank} has {_printed(before)} "
                f"and number {row.rank} has {_printed(row)}",
                Subject(row.node),
                Subject(before.node),
            )


def _stated_totals(profile: ProfileFigures, figures: ImpliedFigures) -> Iterator[Finding]:
    """Yield where a ranking table counts otherwise than the rows of the profile: both are of the same five years."""
    for activity, total in figures.totals.items():
        terms = ACTIVITY_OF_IRI[activity]
        stated = profile.figure(terms.total)
        if stated is not None and not total.interval.meets(Interval(stated, stated)):
            yield _finding(
                "stated-total-agrees",
                f"A ranking table counts {stated:,} {terms.counted}, but the rows of the profile are shares of "
                f"{total.interval}",
                Subject(profile.node, terms.total),
                Subject(profile.rows[activity][0].node),
            )


def _populations(figures: ImpliedFigures) -> Iterator[Finding]:
    """Yield where patents and articles cannot be those of the same inhabitants in the same years."""
    if len(figures.populations) < 2 or figures.population:
        return
    patents, articles = figures.populations[GII.patents], figures.populations[GII.articles]
    yield _finding(
        "populations-agree",
        f"Patents imply a population of {patents.interval}, articles one of {articles.interval}",
        Subject(figures.profile, GII.patentsPerMillion),
        Subject(figures.profile, GII.articlesPerMillion),
    )


def _shared_ranks(profiles: Sequence[ProfileFigures], rank_property: str, what: str) -> Iterator[Finding]:
    """Yield the clusters of one edition that have the same rank."""
    first: dict[tuple[int, int], str] = {}
    for profile in profiles:
        edition, rank = profile.figure(GII.edition), profile.figure(rank_property)
        if edition is None or rank is None:
            continue
        other = first.setdefault((edition, rank), profile.node)
        if other != profile.node:
            yield _finding(
                f"{rank_property.rpartition('#')[2].replace('R', '-r')}-is-of-one-cluster",
                f"Two clusters of one edition are both number {rank} by {what}",
                Subject(profile.node, rank_property),
                Subject(other, rank_property),
            )


def _nationally(profiles: Sequence[ProfileFigures]) -> Iterator[Finding]:
    """Yield where clusters of one economy are not ranked among each other as in the world, or not counted alike.

    A cluster over several economies is left out: the source does not say within which it is ranked.
    """
    groups: defaultdict[tuple[int, str], list[ProfileFigures]] = defaultdict(list)
    for profile in profiles:
        edition = profile.figure(GII.edition)
        if edition is not None and len(profile.economies) == 1:
            groups[edition, min(profile.economies)].append(profile)
    for group in groups.values():
        yield from _national_order(group)
        yield from _national_count(group)


def _national_order(group: Sequence[ProfileFigures]) -> Iterator[Finding]:
    """Yield where two national ranks have fewer places between them in the world than in the economy."""
    ranked = sorted(
        (national, world, profile.node)
        for profile in group
        if (national := profile.figure(GII.nationalRank)) is not None
        and (world := profile.figure(GII.rank)) is not None
    )
    pairs = (_out_of_national_order(ranked[one], ranked[other]) for one, other in _out_of_place(ranked))
    yield from blaming_the_odd_ones(filter(None, pairs))


_NationallyRanked = tuple[int, int, str]


def _out_of_place(ranked: Sequence[_NationallyRanked]) -> Iterator[tuple[int, int]]:
    """Yield, in order, each two of one national rank, or of which the later has fewer clusters abroad before it."""
    abroad = [Interval(national - world, national - world) for national, world, _ in ranked]
    ranks = [national for national, _, _ in ranked]
    starts = [bisect_right(ranks, rank) for rank in ranks]
    alike = ((one, other) for one, start in enumerate(starts) for other in range(one + 1, start))
    yield from merge(alike, dominated_pairs([(figure, figure) for figure in abroad], starts))


def _out_of_national_order(one: _NationallyRanked, other: _NationallyRanked) -> Finding | None:
    (national, world, node), (next_national, next_world, next_node) = one, other
    if next_national == national:
        rule, message = "national-rank-is-of-one-cluster", f"Two clusters of one economy are both number {national}"
    elif next_world - world < next_national - national:
        rule = "national-order"
        message = (
            f"Number {national} of an economy is {world} in the world, so number {next_national} cannot be {next_world}"
        )
    else:
        return None
    return _finding(rule, message, Subject(next_node, GII.nationalRank), Subject(node, GII.nationalRank))


def _national_count(group: Sequence[ProfileFigures]) -> Iterator[Finding]:
    """Yield the profiles that count other clusters in an economy than most of its profiles do."""
    stated = [
        (count, profile.node) for profile in group if (count := profile.figure(GII.clustersInEconomy)) is not None
    ]
    if not stated:
        return
    usual = min(Counter(count for count, _ in stated).items(), key=lambda item: (-item[1], item[0]))[0]
    witness = next(node for count, node in stated if count == usual)
    for count, node in stated:
        if count != usual:
            yield _finding(
                "clusters-in-economy-agree",
                f"One profile counts {count} clusters in the economy, another {usual}",
                Subject(node, GII.clustersInEconomy),
                Subject(witness, GII.clustersInEconomy),
            )


def _intensity_order(profiles: Sequence[ProfileFigures]) -> Iterator[Finding]:
    """Yield who has more patents and more articles for each inhabitant and yet is behind by intensity."""

    def pair(profile: ProfileFigures) -> tuple[Interval, Interval] | None:
        patents, articles = profile.figure(GII.patentsPerMillion), profile.figure(GII.articlesPerMillion)
        if patents is None or articles is None:
            return None
        return Interval(patents, patents), Interval(articles, articles)

    yield from _ordered(profiles, [pair(profile) for profile in profiles], GII.intensityRank, "per million inhabitants")


def _size_order(profiles: Sequence[ProfileFigures], implied: Sequence[ImpliedFigures]) -> Iterator[Finding]:
    """Yield who surely has more patents and more articles and yet is behind by size."""

    def pair(figures: ImpliedFigures) -> tuple[Interval, Interval] | None:
        if len(figures.totals) < 2:
            return None
        return figures.totals[GII.patents].interval, figures.totals[GII.articles].interval

    yield from _ordered(profiles, [pair(figures) for figures in implied], GII.rank, "in total, as the shares imply")


def _ordered(
    profiles: Sequence[ProfileFigures],
    figures: Sequence[tuple[Interval, Interval] | None],
    rank_property: str,
    unit: str,
) -> Iterator[Finding]:
    editions: defaultdict[int, list[_Ranked]] = defaultdict(list)
    for profile, pair in zip(profiles, figures, strict=True):
        edition, rank = profile.figure(GII.edition), profile.figure(rank_property)
        if pair is not None and edition is not None and rank is not None:
            editions[edition].append((rank, profile.node, *pair))
    for entries in editions.values():
        ranked = sorted(entries, key=lambda entry: entry[:2])
        yield from blaming_the_odd_ones(_out_of_order(ranked, rank_property, unit))


_Ranked = tuple[int, str, Interval, Interval]


def _out_of_order(ranked: Sequence[_Ranked], rank_property: str, unit: str) -> Iterator[Finding]:
    """Yield each two of which the one ranked better surely has fewer of both."""
    ranks = [entry[0] for entry in ranked]
    starts = [bisect_right(ranks, rank) for rank in ranks]
    for first, second in dominated_pairs([entry[2:] for entry in ranked], starts):
        better, other, fewer_patents, fewer_articles = ranked[first]
        rank, node, patents, articles = ranked[second]
        yield _finding(
            "size-order" if rank_property == GII.rank else "intensity-order",
            f"Rank {better} has fewer PCT applications ({fewer_patents}) and fewer articles "
            f"({fewer_articles}) {unit} than rank {rank} ({patents} and {articles})",
            Subject(node, rank_property),
            Subject(other, rank_property),
        )
