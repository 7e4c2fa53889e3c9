"""The pages of source documents: what they are, and every line of them that states something, with what it states."""

from __future__ import annotations

from typing import Any, Final

from gii_graph.activities import ACTIVITY_OF_IRI
from gii_graph.references import in_words
from gii_graph.site.further_statements import further_statements
from gii_graph.site.page_elements import PageDraft, TextCell
from gii_graph.site.schema_org import described_document
from gii_graph.site.site_graph import SiteGraph, SourceLine
from gii_graph.vocabulary import DCTERMS, GII, SCHEMA

__all__ = ["source_page"]

_FACTS: Final = (("File", GII.fileName), ("SHA-256", GII.sha256), ("Encoding", GII.encoding), ("Fetched", DCTERMS.date))


def source_page(graph: SiteGraph, iri: str) -> PageDraft:
    """Return the page of a source document."""
    statements = graph.statements
    name = graph.title(iri)
    url = statements.iri(iri, SCHEMA.url) or statements.text(iri, SCHEMA.url) or ""
    facts = [(label, text) for label, term in _FACTS for text in statements.texts(iri, term)]
    reference = graph.reference_to.get(name)
    path = graph.addresses.path(iri) or ""
    lines = graph.lines.get(iri, [])
    content = {
        "facts": facts,
        "url": url if url.startswith(("https://", "http://")) else "",
        "reference": reference,
        "citation": in_words(reference) if reference else "",
        "lines": [_line(graph, line, first=lines[number - 1 : number]) for number, line in enumerate(lines)],
        "sections": list(further_statements(graph, path, [DCTERMS.date, SCHEMA.url])),
    }
    edition = reference.edition if reference else None
    return PageDraft(
        path,
        "source.html",
        name,
        "sources",
        iri,
        f"{name}: the lines of this document that state something, and what they state.",
        described_document(iri, reference.title if reference else name, url, edition),
        has_data=True,
        content=content,
    )


def _line(graph: SiteGraph, line: SourceLine, first: list[SourceLine]) -> dict[str, Any]:
    """Return a line with the things it supports, each with the property in words where the graph names one."""
    supported = [
        TextCell(_supported(graph, node), f"{graph.ownership.path(node)}.html")
        for node in graph.statements.iris(line.iri, GII.evidenceFor)
    ]
    properties = [term.rpartition("#")[2] for term in graph.statements.iris(line.iri, GII.evidenceProperty)]
    return {
        "anchor": "" if first and first[0].anchor == line.anchor else line.anchor,
        "line": line.line,
        "page": line.page,
        "quote": line.quote,
        "supports": supported,
        "properties": properties,
    }


def _supported(graph: SiteGraph, node: str) -> str:
    """Return what a supported node is called: by its name, or by whom it is about and where."""
    statements = graph.statements
    about = statements.iri(node, GII.agent) or statements.iri(node, GII.toCluster)
    if graph.addresses.path(node) is not None or about is None:
        clusters = statements.subjects(GII.hasProfile, node)
        edition = statements.text(node, GII.edition)
        field = statements.text(node, GII.field)
        return f"{graph.label(clusters[0])} {edition}" if clusters and edition else field or graph.label(node)
    place = statements.text(node, GII.rank)
    activity = ACTIVITY_OF_IRI.get(statements.iri(node, GII.activity) or "")
    what = f"partner {place} for {activity.name}" if activity else f"row {place}"
    return f"{graph.label(about)}, {what}" if place else graph.label(about)
