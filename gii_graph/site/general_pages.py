"""The pages that are about the graph as a whole: the way in, the search, what can be had of it, and all the rest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from gii_graph.export.dataset_description import media_type
from gii_graph.site.edition_pages import edition_path, profiles_of
from gii_graph.site.further_statements import statement_rows
from gii_graph.site.ownership import REMAINDER
from gii_graph.site.page_elements import PageDraft, SiteRow, SiteSection, TextCell
from gii_graph.site.schema_org import described_dataset
from gii_graph.site.site_graph import SiteGraph

__all__ = ["DOWNLOADS", "SiteWish", "general_pages", "remainder_page"]

DOWNLOADS: Final = "downloads"
_RANKED: Final = 20
# What people come for, in this order; all other files stand below.
_FIRST: Final = {
    "graph.ttl": "The whole graph in Turtle",
    "graph.jsonld": "The whole graph in JSON-LD",
    "graph.nt": "The whole graph in N-Triples, one statement a line",
    "graph.trig": "The whole graph in TriG, a named graph for each edition",
    "dataset.ttl": "What the data set is, for catalogues (DCAT, VoID)",
    "references.bib": "The source documents for BibTeX",
    "references.json": "The source documents for reference managers (CSL-JSON)",
    "cities.geojson": "The cities of clusters for QGIS and other maps",
    "network.gexf": "The network for Gephi",
    "network.graphml": "The network for yEd, Cytoscape, igraph and networkx",
    "README.txt": "What is in it, whose data it is, and under which terms",
}


class SiteWish(NamedTuple):
    """How a site is called, where it will be (URL that ends in a slash, empty where unknown), and its licence (IRI)."""

    title: str = ""
    base_url: str = ""
    license: str | None = None


def general_pages(
    graph: SiteGraph, wish: SiteWish, downloads: Mapping[str, bytes], gone: Mapping[str, str]
) -> Iterator[PageDraft]:
    """Yield the way in, the search, the downloads, what was removed, and the page of a wrong address."""
    yield _home(graph, wish, downloads)
    yield PageDraft("search", "search.html", "Search", "search", content={})
    yield _downloads(wish, downloads)
    yield PageDraft("gone", "gone.html", "Removed pages", content={"gone": sorted(gone.items())})
    yield PageDraft("404", "404.html", "There is no such page", content={})


def _home(graph: SiteGraph, wish: SiteWish, downloads: Mapping[str, bytes]) -> PageDraft:
    editions = graph.network.editions()
    newest = editions[-1] if editions else None
    ranked = profiles_of(graph, newest)[:_RANKED] if newest is not None else []
    rows = [
        SiteRow(
            [
                TextCell(f"{one.profile.figures['rank']:g}", is_number=True),
                TextCell(one.node.label, graph.link(one.node.iri)),
                TextCell(", ".join(one.node.economies)),
            ]
        )
        for one in ranked
        if "rank" in one.profile.figures
    ]
    sections = [SiteSection(f"The largest clusters of {newest}", ("rank", "cluster", "economy"), rows)] if rows else []
    description = (
        "What cluster profiles of the Global Innovation Index state of science and technology clusters, with the "
        "sentence of the source behind every fact."
    )
    files = [(f"{DOWNLOADS}/{name}", media_type(name)) for name in _FIRST if name in downloads]
    return PageDraft(
        "index",
        "index.html",
        wish.title,
        description=description,
        about=described_dataset(wish.title, description, wish.base_url, files),
        content={
            "sections": sections,
            "counts": [(title, number, page) for title, number, page in _counts(graph) if number],
            "edition_page": f"{edition_path(newest)}.html" if newest is not None else "",
            "newest": newest,
            "statements": len(graph.triples),
        },
    )


def _counts(graph: SiteGraph) -> Iterator[tuple[str, int, str]]:
    for kind, title in (
        ("cluster", "clusters"),
        ("organization", "organizations"),
        ("person", "persons"),
        ("economy", "economies"),
        ("source", "sources"),
    ):
        yield title, len(graph.addresses.of_kind(kind)), f"{title}.html"
    yield "editions", len(graph.network.editions()), "editions.html"


def _downloads(wish: SiteWish, downloads: Mapping[str, bytes]) -> PageDraft:
    first = [name for name in _FIRST if name in downloads]
    rest = sorted(downloads.keys() - set(first))
    sections = [
        SiteSection("The graph", ("file", "what it is", "bytes"), _files(first, downloads)),
        SiteSection("As tables, with the vocabulary", ("file", "what it is", "bytes"), _files(rest, downloads)),
    ]
    return PageDraft(
        "downloads",
        "downloads.html",
        "Downloads",
        "downloads",
        description="The graph in RDF, as tables and as a network.",
        content={"sections": [one for one in sections if one.rows], "license": wish.license},
    )


def _files(names: Sequence[str], downloads: Mapping[str, bytes]) -> list[SiteRow]:
    return [
        SiteRow(
            [
                TextCell(name, f"{DOWNLOADS}/{name}"),
                TextCell(_FIRST.get(name, "")),
                TextCell(f"{len(downloads[name]):,}", is_number=True),
            ]
        )
        for name in names
    ]


def remainder_page(graph: SiteGraph) -> PageDraft | None:
    """Return the page of all statements that belong to nothing with a page; None where there are none."""
    rest = graph.ownership.statements_of(REMAINDER)
    if not rest:
        return None
    rows = list(statement_rows(graph, rest))
    content: dict[str, Any] = {"sections": [SiteSection("Statements", ("of", "property", "value"), rows)]}
    return PageDraft(
        REMAINDER,
        "statements.html",
        "Further statements",
        description="Statements about the graph as a whole, its measures, and whatever has no page of its own.",
        has_data=True,
        content=content,
    )
