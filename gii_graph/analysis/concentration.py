"""How concentrated a table of applicants or publishing organizations is: bounds from what is printed.

A printed share p stands for any share from p - 1/2 to p + 1/2 (half of its last digit where it has decimals), "<1%"
for 0 to 1. A table names only the largest, so each one that is not named has at most the share of the last one named.
With shares in percent the Herfindahl index H is the sum of their squares, from near 0 to 10,000.

- Lowest H: each named share as low as it may be, all others so small that their squares vanish: the sum of the
  squares of the low ends.
- Highest H: each named share as high as it may be, the rest in as many shares as large as the last named one as fit,
  and one remainder: a sum of squares grows when a larger part grows at the cost of a smaller, so no other division of
  the whole gives more.

For 31%, 10% and 6% that is from 30.5² + 9.5² + 5.5² = 1,050.75 to 31.5² + 10.5² + 6.5² + 7 x 6.5² + 6² = 1,476.5.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from gii_graph import intervals
from gii_graph.analysis.agent_measures import LISTED_KINDS
from gii_graph.analysis.collaboration import ActivityChoice, stated_in
from gii_graph.analysis.measure import measure
from gii_graph.network.elements import EdgeKind, Mention, Network, NetworkNode

__all__ = [
    "AgentTable",
    "Bounds",
    "agent_tables",
    "herfindahl",
    "named",
    "printed_share",
    "share_bounds",
    "top_three_share",
]

_WHOLE = 100.0


@dataclass(frozen=True, slots=True)
class Bounds:
    """The lowest and the highest value that something may have."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class AgentTable:
    """One table of one profile: whose cluster, which edition, for what, and its rows by rank."""

    cluster: NetworkNode
    edition: int | None
    kind: EdgeKind
    rows: tuple[Mention, ...]


def agent_tables(network: Network, activity: ActivityChoice = "both") -> list[AgentTable]:
    """Return the tables by cluster, edition and activity."""
    found: dict[tuple[str, int | None, EdgeKind], list[Mention]] = {}
    for edge in network.edges:
        if edge.kind in LISTED_KINDS[activity]:
            for mention in stated_in(edge):
                found.setdefault((edge.target, mention.edition, edge.kind), []).append(mention)
    ordered = sorted(found.items(), key=lambda item: (item[0][0], item[0][1] or 0, item[0][2]))
    return [
        AgentTable(network.nodes[cluster], edition, kind, tuple(sorted(rows, key=_by_rank)))
        for (cluster, edition, kind), rows in ordered
    ]


def _by_rank(row: Mention) -> tuple[float, str]:
    return (row.rank if row.rank is not None else float("inf"), row.iri)


@measure(
    "How many the table names.",
    source="counted.",
    limit="how many applicants or organizations there are.",
)
def named(table: AgentTable) -> int:
    """Return named of one table."""
    return len(table.rows)


@measure(
    "Share of the top three together, in percent, as printed and added up.",
    source="the rows' shares.",
    limit="more than its parts, each rounded: see the bounds.",
    name="printed_top_three_share",
)
def printed_share(table: AgentTable) -> float | None:
    """Return printed top three share of one table."""
    shares = [row.share for row in table.rows[:3]]
    stated = [share for share in shares if share is not None]
    return sum(stated) if stated and len(stated) == len(shares) else None


@measure(
    "Lowest and highest share of the top three together, in percent, that the rounded shares allow.",
    source="sum of the ends of the rounded shares, at most 100.",
    limit="who is behind a name; several names may belong to one group.",
    bounded=True,
)
def top_three_share(table: AgentTable) -> Bounds | None:
    """Return top three share of one table."""
    bounds = [share_bounds(row) for row in table.rows[:3]]
    known = [one for one in bounds if one is not None]
    if not known or len(known) != len(bounds):
        return None
    return Bounds(sum(one.low for one in known), min(_WHOLE, sum(one.high for one in known)))


@measure(
    "Lowest and highest Herfindahl index, the sum of squared shares in percent: near 0 many small, 10,000 one alone.",
    source="Hirschman 1945 and Herfindahl 1950; bounds as explained in docs/analysing.md.",
    limit="the index itself: shares below the top three are not printed.",
    bounded=True,
)
def herfindahl(table: AgentTable) -> Bounds | None:
    """Return herfindahl of one table."""
    bounds = [share_bounds(row) for row in table.rows]
    known = [one for one in bounds if one is not None]
    if not known or len(known) != len(bounds):
        return None
    return Bounds(sum(one.low**2 for one in known), _highest([one.high for one in known]))


def share_bounds(row: Mention) -> Bounds | None:
    """Return the shares, in percent, that a row's printed share may stand for; None where it prints none.

    >>> share_bounds(Mention(2024, share=32)), share_bounds(Mention(2024, share=0.5))
    (Bounds(low=31.5, high=32.5), Bounds(low=0.45, high=0.55))
    """
    share = row.share_below if row.share is None else row.share
    if share is None:
        return None
    low, high = intervals.share_bounds(Decimal(str(share)), row.share is None)
    return Bounds(float(low), float(high))


def _highest(caps: list[float]) -> float:
    """Return the highest sum of squares of shares that make 100, named ones under their caps, others under the last.

    Largest first: what is left after the named ones goes into whole shares of the last cap, then into one remainder.
    """
    left, total = _WHOLE, 0.0
    for cap in sorted(caps, reverse=True):
        taken = min(cap, left)
        total += taken**2
        left -= taken
    last = min(caps)
    if last <= 0:
        return total
    whole = int(left // last)
    return total + whole * last**2 + (left - whole * last) ** 2
