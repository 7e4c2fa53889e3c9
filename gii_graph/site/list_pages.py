"""Pages that list what there is: all clusters, organizations, persons, economies, editions and sources, by name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from gii_graph.identity.spelling import slug
from gii_graph.network.elements import NetworkNode
from gii_graph.site.edition_pages import edition_path, profiles_of
from gii_graph.site.page_elements import PageDraft, SiteRow, SiteSection, TextCell
from gii_graph.site.site_graph import SiteGraph
from gii_graph.vocabulary import GII

__all__ = ["list_pages"]

_ON_A_PAGE: Final = 500
_REMARKS: Final = {
    "clusters": "Clusters without a rank are named as partners; no profile of theirs is in the graph.",
    "organizations": "Who files patent applications or publishes articles in a cluster, as the profiles list them.",
    "persons": "Persons are told apart by the cluster that lists them: one name in two clusters may be two persons.",
}


def list_pages(graph: SiteGraph) -> Iterator[PageDraft]:
    """Yield the lists, each on as many pages as it needs."""
    nodes = graph.network
    yield from _paged("clusters", "Clusters", ("cluster", "economy", "rank", "edition"), _clusters(graph))
    for kind, title in (("organization", "Organizations"), ("person", "Persons")):
        listed = [node for node in nodes.nodes.values() if node.kind == kind]
        columns = ("name", "listed in", "rows")
        yield from _paged(f"{kind}s", title, columns, [_agent(graph, node) for node in _by_name(listed)])
    yield from _paged("economies", "Economies", ("economy", "clusters"), _economies(graph))
    yield from _paged("editions", "Editions", ("edition", "profiles"), _editions(graph))
    yield from _paged("sources", "Sources", ("document", "lines that state something"), _sources(graph))


def _paged(path: str, title: str, columns: Sequence[str], rows: Sequence[SiteRow]) -> Iterator[PageDraft]:
    starts = range(0, max(len(rows), 1), _ON_A_PAGE)
    pages = [path if start == 0 else f"{path}-{number}" for number, start in enumerate(starts, 1)]
    for number, start in enumerate(starts):
        part = rows[start : start + _ON_A_PAGE]
        yield PageDraft(
            pages[number],
            "list.html",
            title if number == 0 else f"{title}, page {number + 1}",
            path,
            description=f"{title} of this graph, by name.",
            content={
                "sections": [SiteSection(title, columns, part)] if part else [],
                "total": len(rows),
                "pages": pages,
                "current": pages[number],
                "remark": _REMARKS.get(path, ""),
            },
        )


def _by_name(nodes: Sequence[NetworkNode]) -> list[NetworkNode]:
    return sorted(nodes, key=lambda node: (slug(node.label), node.label, node.iri))


def _clusters(graph: SiteGraph) -> list[SiteRow]:
    rows = []
    for node in _by_name(graph.network.of_kind("cluster")):
        rank = node.latest.figures.get("rank") if node.latest else None
        cells = [
            TextCell(node.label, graph.link(node.iri)),
            TextCell(", ".join(node.economies)),
            TextCell("" if rank is None else f"{rank:g}", is_number=True),
            TextCell(str(node.latest.edition or "") if node.latest else "", is_number=True),
        ]
        rows.append(SiteRow(cells))
    return rows


def _agent(graph: SiteGraph, node: NetworkNode) -> SiteRow:
    edges = [edge for edge in graph.edges_of(node.iri) if edge.source == node.iri]
    clusters = dict.fromkeys(graph.network.nodes[edge.target].label for edge in edges)
    rows = sum(len(edge.mentions) for edge in edges)
    return SiteRow(
        [
            TextCell(node.label, graph.link(node.iri)),
            TextCell(", ".join(clusters)),
            TextCell(str(rows), is_number=True),
        ]
    )


def _economies(graph: SiteGraph) -> list[SiteRow]:
    named = sorted((graph.statements.label(iri), iri) for iri in graph.addresses.of_kind("economy"))
    return [
        SiteRow(
            [
                TextCell(name, graph.link(iri)),
                TextCell(str(len(graph.statements.subjects(GII.inEconomy, iri))), is_number=True),
            ]
        )
        for name, iri in named
    ]


def _editions(graph: SiteGraph) -> list[SiteRow]:
    return [
        SiteRow(
            [
                TextCell(str(year), f"{edition_path(year)}.html"),
                TextCell(str(len(profiles_of(graph, year))), is_number=True),
            ]
        )
        for year in graph.network.editions()
    ]


def _sources(graph: SiteGraph) -> list[SiteRow]:
    named = sorted((graph.title(iri), iri) for iri in graph.addresses.of_kind("source"))
    return [
        SiteRow([TextCell(name, graph.link(iri)), TextCell(str(len(graph.lines.get(iri, ()))), is_number=True)])
        for name, iri in named
    ]
