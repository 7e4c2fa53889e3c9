"""Patents and articles, the two activities that profiles speak of: each with its terms and its words, in one table."""

from __future__ import annotations

from typing import Final, Literal, NamedTuple, TypeAlias

from gii_graph.profile import Activity
from gii_graph.vocabulary import GII

__all__ = ["ACTIVITIES", "ACTIVITY_OF_EDGE", "ACTIVITY_OF_IRI", "ActivityTerms", "EdgeKind", "ListingKind", "TieKind"]

TieKind: TypeAlias = Literal["patent-tie", "article-tie"]
ListingKind: TypeAlias = Literal["filing", "publication"]
EdgeKind: TypeAlias = TieKind | ListingKind


class ActivityTerms(NamedTuple):
    """One activity: the IRIs of its concept and properties, what its two kinds of edge are called, and its words.

    `counted` is what a table counts; `listing_title`, `column_title` and `chart_title` are what profiles print above a
    table, above its counts and above the list of fields.
    """

    activity: Activity
    iri: str
    listing_class: str
    listed_in: str  # agent -> cluster
    collaborates: str  # cluster -> cluster
    per_million: str
    total: str  # as a ranking table counts it
    tie_kind: TieKind
    listing_kind: ListingKind
    counted: str
    column: str
    listing_title: str
    column_title: str
    chart_title: str
    fields_title: str

    @property
    def name(self) -> str:
        """The word for it in IRIs and tables: patents or articles."""
        return self.activity.value


ACTIVITIES: Final = (
    ActivityTerms(
        Activity.PATENTS,
        iri=GII.patents,
        listing_class=GII.PatentListing,
        listed_in=GII.filedPatents,
        collaborates=GII.collaboratesOnPatentsWith,
        per_million=GII.patentsPerMillion,
        total=GII.patentApplications,
        tie_kind="patent-tie",
        listing_kind="filing",
        counted="PCT applications",
        column="applications",
        listing_title="Top PCT applicants",
        column_title="Patents",
        chart_title="Patents",
        fields_title="Technology fields",
    ),
    ActivityTerms(
        Activity.ARTICLES,
        iri=GII.articles,
        listing_class=GII.ArticleListing,
        listed_in=GII.publishedArticles,
        collaborates=GII.collaboratesOnArticlesWith,
        per_million=GII.articlesPerMillion,
        total=GII.scientificArticles,
        tie_kind="article-tie",
        listing_kind="publication",
        counted="articles",
        column="articles",
        listing_title="Top publishing organizations",
        column_title="Articles",
        chart_title="Publications",
        fields_title="Subject fields",
    ),
)
ACTIVITY_OF_IRI: Final = {terms.iri: terms for terms in ACTIVITIES}
ACTIVITY_OF_EDGE: Final[dict[EdgeKind, ActivityTerms]] = {
    kind: terms for terms in ACTIVITIES for kind in (terms.tie_kind, terms.listing_kind)
}
