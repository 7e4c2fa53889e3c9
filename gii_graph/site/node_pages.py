"""The pages of clusters, organizations and persons: all that `show` tells of them, with links and footnotes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from gii_graph.authorities import authority_of
from gii_graph.lookup.sheet import NodeName, Percentage, SheetCell, SheetSection, stated_sections
from gii_graph.network.elements import NetworkNode
from gii_graph.references import in_words
from gii_graph.site.further_statements import further_statements
from gii_graph.site.neighbourhood import neighbourhood
from gii_graph.site.page_elements import Footnotes, PageDraft, SiteRow, SiteSection, TextCell
from gii_graph.site.schema_org import described_node
from gii_graph.site.site_graph import SiteGraph
from gii_graph.vocabulary import GII

__all__ = ["node_page", "outward"]

_TITLES: Final = {"cluster": "Cluster", "organization": "Organization", "person": "Person"}
_LISTS: Final = {"cluster": "clusters", "organization": "organizations", "person": "persons"}


def node_page(graph: SiteGraph, node: NetworkNode) -> PageDraft:
    """Return the page of a cluster, an organization or a person."""
    notes = Footnotes(graph)
    identity, *sections = stated_sections(graph.around(node), node)
    sections = _newest_first(sections)
    content = {
        "kind": node.kind,
        "kind_title": _TITLES[node.kind],
        "list_page": _LISTS[node.kind],
        "identity": _identity(graph, node, identity, notes),
        "sections": [
            *(_section(section, graph, notes) for section in sections),
            *_computed(graph, node),
            *further_statements(graph, graph.addresses.path(node.iri) or ""),
        ],
        "picture": neighbourhood(graph, node),
        "footnotes": notes.listed(),
        "references": [in_words(reference) for reference in graph.references_of(node.iri)],
    }
    return PageDraft(
        graph.addresses.path(node.iri) or "",
        "node.html",
        node.label,
        _LISTS[node.kind],
        node.iri,
        _description(node),
        described_node(node),
        has_data=True,
        content=content,
    )


def _newest_first(sections: Sequence[SheetSection]) -> list[SheetSection]:
    """Put the sections of editions in the order in which people ask for them, and those of no edition around them."""
    dated = sorted((one for one in sections if one.edition is not None), key=lambda one: -(one.edition or 0))
    first = next((number for number, one in enumerate(sections) if one.edition is not None), len(sections))
    return [*sections[:first], *dated, *(one for one in sections[first:] if one.edition is None)]


def _description(node: NetworkNode) -> str:
    where = f" in {', '.join(node.economies)}" if node.economies else ""
    editions = ", ".join(str(profile.edition) for profile in node.profiles if profile.edition)
    what = {"cluster": "a science and technology cluster", "organization": "an organization", "person": "a person"}
    named = f", profiled in {editions}" if editions else ""
    return f"{node.label}, {what[node.kind]}{where} of the Global Innovation Index{named}: every fact with its source."


def _identity(graph: SiteGraph, node: NetworkNode, section: SheetSection, notes: Footnotes) -> dict[str, Any]:
    """Return names and economies for the head of the page, with the footnotes of each."""
    economies = {graph.statements.label(iri): graph.link(iri) for iri in graph.statements.iris(node.iri, GII.inEconomy)}
    parts: dict[str, Any] = {"other_names": [], "economies": [], "remarks": [], "name_notes": ()}
    for line in section.lines:
        what, text = str(line.cells[0]), str(line.cells[1])
        numbers = notes.numbers(line.evidence)
        if what == "name":
            parts["name_notes"] = numbers
        elif what == "also":
            parts["other_names"].append(text)
        elif what == "economy":
            parts["economies"].append(SiteRow([TextCell(text, economies.get(text, ""))], numbers))
        elif what == "joined by" or (what == "kind" and ":" in text):
            parts["remarks"].append((what, text))
    return parts


def _section(section: SheetSection, graph: SiteGraph, notes: Footnotes) -> SiteSection:
    form = {"Figures": "figures", "Links": "links"}.get(section.title, "table")
    # A column may be there for other nodes alone.
    filled = [any(line.cells[number] is not None for line in section.lines) for number in range(len(section.columns))]
    columns = [name for name, is_filled in zip(section.columns, filled, strict=True) if is_filled]
    rows = []
    for line in section.lines:
        cells = [_cell(cell, name, graph) for cell, name in zip(line.cells, section.columns, strict=True)]
        if form == "links":
            cells[1] = outward(str(line.cells[1]))
        shown = [cell for cell, is_filled in zip(cells, filled, strict=True) if is_filled]
        rows.append(SiteRow(shown, notes.numbers(line.evidence)))
    return SiteSection(section.title, columns, rows, form, section.edition)


def _cell(cell: SheetCell, column: str, graph: SiteGraph) -> TextCell:
    if isinstance(cell, NodeName):
        return TextCell(cell, graph.link(cell.iri))
    if isinstance(cell, Percentage):
        return TextCell(cell, is_number=True)
    if isinstance(cell, int):
        return TextCell(str(cell) if column == "edition" else f"{cell:,}", is_number=True)
    return TextCell(cell or "")


def outward(iri: str) -> TextCell:
    """Return a link to somebody else's identifier, in the words of its authority; what is no web address stays text."""
    authority = authority_of(iri)
    text = f"{authority.name}: {authority.local(iri)}" if authority else iri
    page = f"{authority.reader_page}{authority.local(iri)}" if authority and authority.reader_page else iri
    is_web = page.startswith(("https://", "http://"))
    return TextCell(text, page if is_web else "", is_web)


def _computed(graph: SiteGraph, node: NetworkNode) -> Iterator[SiteSection]:
    rows = [
        SiteRow(
            [
                TextCell(measure.label if measure else measured.measure),
                TextCell(f"{measured.value:g}", is_number=True),
                TextCell(_years(measured.editions)),
                TextCell(" and ".join(measured.activities)),
            ]
        )
        for measured in node.measurements
        for measure in [graph.network.measures.get(measured.measure)]
    ]
    if rows:
        remark = "Computed from the network, stated by no source."
        yield SiteSection("Measures", ("measure", "value", "edition", "of"), rows, remark=remark)


def _years(editions: Sequence[int]) -> str:
    return ", ".join(map(str, editions))
