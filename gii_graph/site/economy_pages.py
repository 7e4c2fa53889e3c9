"""The pages of economies: which clusters lie in them, with their ranks in each edition."""

from __future__ import annotations

from gii_graph.authorities import authority_of
from gii_graph.site.further_statements import further_statements
from gii_graph.site.node_pages import outward
from gii_graph.site.page_elements import Footnotes, PageDraft, SiteRow, SiteSection, TextCell
from gii_graph.site.schema_org import described_economy
from gii_graph.site.site_graph import SiteGraph
from gii_graph.vocabulary import GII, SKOS

__all__ = ["economy_page"]


def economy_page(graph: SiteGraph, iri: str) -> PageDraft:
    """Return the page of an economy."""
    statements, notes = graph.statements, Footnotes(graph)
    name = statements.label(iri)
    matches = statements.iris(iri, SKOS.exactMatch)
    links = [
        SiteRow([TextCell(relation), outward(other)])
        for relation, predicate in (("exact match", SKOS.exactMatch), ("close match", SKOS.closeMatch))
        for other in statements.iris(iri, predicate)
    ]
    path = graph.addresses.path(iri) or ""
    sections = [
        *([clusters] if (clusters := _clusters(graph, iri, name, notes)).rows else []),
        *([SiteSection("Links", ("relation", "target"), links, "links")] if links else []),
        *further_statements(graph, path, [SKOS.notation]),
    ]
    content = {
        "kind": "economy",
        "kind_title": "Economy",
        "list_page": "economies",
        "identity": {
            "other_names": [text for text in statements.texts(iri, SKOS.altLabel) if text != name],
            "economies": [],
            "remarks": [("code", code) for code in statements.texts(iri, SKOS.notation)],
            "name_notes": (),
        },
        "sections": sections,
        "picture": None,
        "footnotes": notes.listed(),
        "references": [],
    }
    number = len(statements.subjects(GII.inEconomy, iri))
    return PageDraft(
        path,
        "node.html",
        name,
        "economies",
        iri,
        f"{name}: its {number} science and technology clusters in the Global Innovation Index.",
        described_economy(iri, name, [one for one in matches if authority_of(one)]),
        has_data=True,
        content=content,
    )


def _clusters(graph: SiteGraph, iri: str, name: str, notes: Footnotes) -> SiteSection:
    editions = graph.network.editions()
    rows = []
    for cluster in graph.statements.subjects(GII.inEconomy, iri):
        node = graph.network.nodes.get(cluster)
        if node is not None:
            ranks = {profile.edition: profile.figures.get("rank") for profile in node.profiles}
            cells = [
                TextCell("" if (rank := ranks.get(year)) is None else f"{rank:g}", "", False, True) for year in editions
            ]
            numbers = notes.numbers(node.economy_evidence.get(name, ()))
            rows.append(SiteRow([TextCell(node.label, graph.link(cluster)), *cells], numbers))
    columns = ("cluster", *(f"rank {year}" for year in editions))
    return SiteSection("Clusters", columns, rows, remark="Ranks are by size.")
