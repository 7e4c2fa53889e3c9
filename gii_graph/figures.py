"""The figures that a profile states of itself, in the order in which people read them.

One table for all who list figures: the record has each under `attribute`, the graph under `term`. A new figure is
a line here, an attribute of `Profile`, a term of the ontology (in `vocabulary` too), and the wording that states it;
`make reference` puts its rules and its place in the JSON-LD context. A test names what is forgotten.
"""

from __future__ import annotations

from typing import Final, Literal, NamedTuple

from gii_graph.vocabulary import GII

__all__ = ["FIGURES", "FIGURE_TERMS", "Figure"]


class Figure(NamedTuple):
    """One figure: its attribute, what it is called (in full, and short), what kind of number it is, and what it means.

    A `rank` is a place from 1, `whole` a whole number from `least`, a `share` a percentage that may be printed "<1%".
    `meaning` is a sentence for who reads a table.

    >>> FIGURES[1].attribute, FIGURES[1].term
    ('intensity_rank', 'intensityRank')
    """

    attribute: str
    label: str
    short: str
    kind: Literal["rank", "whole", "share"]
    meaning: str
    least: int

    @property
    def term(self) -> str:
        """The local name of its property."""
        first, *rest = self.attribute.split("_")
        return first + "".join(part.capitalize() for part in rest)

    @property
    def iri(self) -> str:
        """The IRI of its property. Raises VocabularyError where the ontology has none."""
        return str(getattr(GII, self.term))

    @property
    def bound(self) -> str | None:
        """The IRI of the property for a share printed as "<1%", which is a bound, not the share itself."""
        return str(getattr(GII, f"{self.term}Below")) if self.kind == "share" else None


def _figure(
    attribute: str, kind: Literal["rank", "whole", "share"], label: str, meaning: str, short: str = "", least: int = 0
) -> Figure:
    return Figure(attribute, label, short or label, kind, meaning, 1 if kind == "rank" else least)


FIGURES: Final = (
    _figure("rank", "rank", "rank by size", "Place among the world's top clusters by size."),
    _figure("intensity_rank", "rank", "rank by intensity", "Place by intensity, that is relative to population."),
    _figure("national_rank", "rank", "rank in its economy", "Place within the economy."),
    _figure(
        "clusters_in_economy",
        "whole",
        "clusters of its economy in the top 100",
        "Clusters of the economy in the world's top 100.",
        least=1,
    ),
    _figure(
        "patents_per_million",
        "whole",
        "PCT applications per 1 million inhabitants, last five years",
        "PCT applications per 1 million inhabitants over the last five years: an intensity, not a count.",
        "PCT applications per million",
    ),
    _figure(
        "articles_per_million",
        "whole",
        "articles per 1 million inhabitants, last five years",
        "Scientific articles per 1 million inhabitants over the last five years: an intensity, not a count.",
        "articles per million",
    ),
    _figure(
        "venture_capital_deals_per_million",
        "whole",
        "venture capital deals per 1 million inhabitants, last five years",
        "Venture capital deals per 1 million inhabitants over the last five years: an intensity, not a count.",
        "venture capital deals per million",
    ),
    _figure(
        "patent_applications",
        "whole",
        "PCT applications, last five years",
        "PCT applications of the cluster over the last five years, in a ranking table.",
        "PCT applications",
    ),
    _figure(
        "scientific_articles",
        "whole",
        "scientific articles, last five years",
        "Scientific articles of the cluster over the last five years, in a ranking table.",
        "scientific articles",
    ),
    _figure(
        "venture_capital_deals",
        "whole",
        "venture capital deals, last five years",
        "Venture capital deals of the cluster over the last five years, in a ranking table.",
        "venture capital deals",
    ),
    _figure(
        "patent_share_of_world",
        "share",
        "share of the world's PCT applications",
        "Percent of the world's PCT applications, as printed in a ranking table.",
        "the world's PCT applications",
    ),
    _figure(
        "article_share_of_world",
        "share",
        "share of the world's articles",
        "Percent of the world's scientific articles, as printed in a ranking table.",
        "the world's articles",
    ),
    _figure(
        "venture_capital_deal_share_of_world",
        "share",
        "share of the world's venture capital deals",
        "Percent of the world's venture capital deals, as printed in a ranking table.",
        "the world's venture capital deals",
    ),
    _figure(
        "previous_rank",
        "rank",
        "rank by size in the edition before",
        "Place by size in the edition before, in a ranking table.",
        "previous rank",
    ),
    _figure(
        "patent_collaboration_share",
        "share",
        "PCT applications in collaboration",
        "Percent of PCT applications filed in collaboration, as printed.",
    ),
    _figure(
        "article_collaboration_share",
        "share",
        "articles in collaboration",
        "Percent of articles published in collaboration, as printed.",
    ),
)
# Local name of each property, a share's bound behind it: in full and short.
FIGURE_TERMS: Final[dict[str, Figure]] = {
    term: figure for figure in FIGURES for term in [figure.term, *([f"{figure.term}Below"] if figure.bound else [])]
}
