"""The records of what one profile text states, each fact with the line it came from.

Reading makes them, the graph is made from them; they know neither text formats nor RDF.
Lines are counted from 1, as editors do. They are named tuples, which take the least time to make: a graph of many
profiles has a million of them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import Generic, NamedTuple, TypeVar

__all__ = [
    "Activity",
    "FieldShare",
    "Listing",
    "Origin",
    "Partner",
    "Profile",
    "Share",
    "Source",
    "Stated",
]

T = TypeVar("T")


class Activity(StrEnum):
    """What a table, a tie or a field share is about."""

    PATENTS = "patents"
    ARTICLES = "articles"


class Share(NamedTuple):
    """A share in percent as printed: "32%" is `Share(Decimal(32))`, "<1%" is `Share(Decimal(1), below=True)`."""

    percent: Decimal
    below: bool = False


class Stated(NamedTuple, Generic[T]):
    """One value and the line that states it."""

    value: T
    line: int


class Listing(NamedTuple):
    """One row of "Top PCT applicants" (patents) or "Top publishing organizations" (articles).

    `name` is exactly as printed; `count` is PCT applications or articles over the last five years.
    """

    activity: Activity
    rank: int
    name: str
    count: int | None  # type: ignore[assignment]  # nobody counts in a row what a tuple would count
    share: Share | None
    line: int


class Partner(NamedTuple):
    """One cluster named as a top collaborating location; `rank` is its place in the sentence, from 1."""

    activity: Activity
    rank: int
    name: str
    line: int


class FieldShare(NamedTuple):
    """One technology or subject field with its share, where the page's chart came as text."""

    activity: Activity
    field: str
    share: Share
    line: int


class Source(NamedTuple):
    """A profile file as read: its name without folders, SHA-256 of its bytes (hex), text encoding."""

    name: str
    sha256: str
    encoding: str


class Origin(NamedTuple):
    """Where a source was fetched from: its web address, and the day as in 2024-11-20; either may be empty."""

    url: str
    fetched: str


class Profile(NamedTuple):
    """What one edition says of one cluster.

    `patents_per_million`, `articles_per_million` and, since 2025, `venture_capital_deals_per_million` are
    intensities: PCT applications, scientific articles and venture capital deals per 1 million inhabitants
    over the last five years. `rank` is by size, `intensity_rank` by
    intensity, `national_rank` the place within the economy, out of `clusters_in_economy`.
    Ranking tables state counts over five years (`patent_applications`, `scientific_articles`,
    `venture_capital_deals`), their shares of the world's, and the rank in the edition before.
    A fact that the text does not state is None or empty, never guessed.
    `quotes` holds the text, as read, of every line that states a fact. `pages` is the first line of each page, in a
    document that has pages; `sheet` the number of the sheet, in a workbook. `is_table_row` if a row of a ranking table
    states all this; `table_rows` are such rows of other files about the same cluster and edition. `regions`
    are those that a heading writes out between name and economies, by code ("NC") or usual name ("Liaoning").
    """

    source: Source
    edition: Stated[int]
    cluster: Stated[str]
    economies: tuple[Stated[str], ...] = ()
    rank: Stated[int] | None = None
    intensity_rank: Stated[int] | None = None
    national_rank: Stated[int] | None = None
    clusters_in_economy: Stated[int] | None = None
    patents_per_million: Stated[int] | None = None
    articles_per_million: Stated[int] | None = None
    venture_capital_deals_per_million: Stated[int] | None = None
    patent_applications: Stated[int] | None = None
    scientific_articles: Stated[int] | None = None
    venture_capital_deals: Stated[int] | None = None
    patent_share_of_world: Stated[Share] | None = None
    article_share_of_world: Stated[Share] | None = None
    venture_capital_deal_share_of_world: Stated[Share] | None = None
    previous_rank: Stated[int] | None = None
    patent_collaboration_share: Stated[Share] | None = None
    article_collaboration_share: Stated[Share] | None = None
    listings: tuple[Listing, ...] = ()
    partners: tuple[Partner, ...] = ()
    field_shares: tuple[FieldShare, ...] = ()
    quotes: Mapping[int, str] = MappingProxyType({})
    pages: tuple[int, ...] = ()
    sheet: int = 0
    is_table_row: bool = False
    table_rows: tuple[Profile, ...] = ()
    regions: tuple[str, ...] = ()

    def page(self, line: int) -> int | None:
        """Return the page or sheet that a line stands on, counted from 1; None in a document that has none."""
        return self.sheet or (bisect_right(self.pages, line) if self.pages else None)
