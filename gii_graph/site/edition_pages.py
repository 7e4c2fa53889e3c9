"""The pages of editions: clusters by rank and by each other figure, and the largest applicants and publishers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from gii_graph.activities import ACTIVITIES
from gii_graph.figures import FIGURES, Figure
from gii_graph.graph.evidence_lines import Evidence
from gii_graph.lookup.sheet import percent
from gii_graph.network.elements import Edge, Mention, NetworkNode, ProfileFacts
from gii_graph.site.page_elements import Footnotes, PageDraft, SiteRow, SiteSection, TextCell
from gii_graph.site.site_graph import SiteGraph

__all__ = ["edition_page", "edition_path", "profiles_of"]

_LEADING: Final = 50


class ProfiledCluster(NamedTuple):
    """A cluster with what one edition says of it."""

    node: NetworkNode
    profile: ProfileFacts


def edition_path(year: int) -> str:
    """Return the path of the page of an edition."""
    return f"edition/{year}"


def profiles_of(graph: SiteGraph, year: int) -> list[ProfiledCluster]:
    """Return the clusters that an edition profiles, by rank, those without one last."""
    profiled = [
        ProfiledCluster(node, profile)
        for node in graph.network.of_kind("cluster")
        for profile in node.profiles
        if profile.edition == year
    ]
    return sorted(profiled, key=lambda one: (one.profile.figures.get("rank", float("inf")), one.node.label))


def edition_page(graph: SiteGraph, year: int) -> PageDraft:
    """Return the page of an edition."""
    profiled, notes = profiles_of(graph, year), Footnotes(graph)
    sections = [_by_size(graph, profiled, notes)] if profiled else []
    sections += [section for figure in FIGURES[1:] for section in _by_figure(graph, profiled, figure, notes)]
    sections += [section for terms in ACTIVITIES for section in _rows(graph, terms.listing_kind, year, notes)]
    return PageDraft(
        edition_path(year),
        "edition.html",
        f"Edition {year}",
        "editions",
        description=f"Clusters of the Global Innovation Index {year}, ranked; the largest applicants and publishers.",
        content={"year": year, "count": len(profiled), "sections": sections, "footnotes": notes.listed()},
    )


def _by_size(graph: SiteGraph, profiled: Sequence[ProfiledCluster], notes: Footnotes) -> SiteSection:
    figures = [figure for figure in FIGURES if any(_value(one.profile, figure) for one in profiled)]
    figures = [figure for figure in figures if figure.attribute not in ("rank", "clusters_in_economy")][:5]
    rows = [
        SiteRow(
            [
                _number(one.profile, FIGURES[0]),
                TextCell(one.node.label, graph.link(one.node.iri)),
                TextCell(", ".join(one.node.economies)),
                *(_number(one.profile, figure) for figure in figures),
            ],
            notes.numbers(_evidence(one.profile, FIGURES[0])),
        )
        for one in profiled
    ]
    return SiteSection("Clusters by size", ("rank", "cluster", "economy", *(one.short for one in figures)), rows)


def _by_figure(
    graph: SiteGraph, profiled: Sequence[ProfiledCluster], figure: Figure, notes: Footnotes
) -> Iterator[SiteSection]:
    """Yield the ranking by one figure, where it tells more than one cluster from another."""
    if figure.attribute in ("national_rank", "clusters_in_economy", "previous_rank"):
        return
    stated = [one for one in profiled if figure.term in one.profile.figures]
    sign = 1 if figure.kind == "rank" else -1
    stated.sort(key=lambda one: (sign * one.profile.figures[figure.term], one.node.label))
    rows = [
        SiteRow(
            [TextCell(one.node.label, graph.link(one.node.iri)), _number(one.profile, figure)],
            notes.numbers(_evidence(one.profile, figure)),
        )
        for one in stated[:_LEADING]
    ]
    if len(rows) > 1:
        yield SiteSection(f"By {figure.label}", ("cluster", figure.short), rows, remark=_cut(len(stated)))


def _cut(number: int) -> str:
    return f"The first {_LEADING} of {number:,}." if number > _LEADING else ""


def _rows(graph: SiteGraph, kind: str, year: int, notes: Footnotes) -> Iterator[SiteSection]:
    """Yield the rows of all tables of one kind with the highest counts."""
    terms = next(one for one in ACTIVITIES if one.listing_kind == kind)
    listed = [
        (edge, mention)
        for edge in graph.network.edges
        if edge.kind == kind
        for mention in edge.mentions
        if mention.edition == year and mention.count is not None
    ]
    listed.sort(key=lambda pair: (-(pair[1].count or 0), pair[0].source, pair[0].target))
    rows = [_listed(graph, edge, mention, notes) for edge, mention in listed[:_LEADING]]
    if rows:
        columns = ("name", "cluster", terms.column, "share")
        remark = f"Rows of the clusters' own tables, by {terms.counted}. {_cut(len(listed))}".strip()
        yield SiteSection(f"{terms.listing_title} of all clusters", columns, rows, remark=remark)


def _listed(graph: SiteGraph, edge: Edge, row: Mention, notes: Footnotes) -> SiteRow:
    agent, cluster = graph.network.nodes[edge.source], graph.network.nodes[edge.target]
    cells = [
        TextCell(agent.label, graph.link(agent.iri)),
        TextCell(cluster.label, graph.link(cluster.iri)),
        TextCell(f"{row.count:,}", is_number=True),
        TextCell(percent(row.share, row.share_below) or "", is_number=True),
    ]
    return SiteRow(cells, notes.numbers(row.evidence))


def _value(profile: ProfileFacts, figure: Figure) -> str:
    if figure.kind == "share":
        return percent(profile.figures.get(figure.term), profile.figures.get(f"{figure.term}Below")) or ""
    value = profile.figures.get(figure.term)
    return "" if value is None else f"{int(value):,}"


def _number(profile: ProfileFacts, figure: Figure) -> TextCell:
    return TextCell(_value(profile, figure), is_number=True)


def _evidence(profile: ProfileFacts, figure: Figure) -> Sequence[Evidence]:
    return profile.evidence.get(figure.term) or profile.evidence.get(f"{figure.term}Below", ())
