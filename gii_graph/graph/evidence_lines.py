"""The lines of source documents that a graph names as evidence, and how they are cited."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias
from urllib.parse import unquote

from gii_graph.graph.graph_statements import GraphStatements
from gii_graph.vocabulary import DCTERMS, GII, SCHEMA

__all__ = ["Evidence", "EvidenceIndex", "cited", "document_names", "evidence_index"]


@dataclass(frozen=True, order=True)
class Evidence:
    """One line of a source document: file name, 1-based line, the line's text as read.

    `url` is where the document was fetched from, `fetched` the day; empty where the graph does not say it. `page` is
    the page of a paged document or the sheet of a workbook, None of others.
    """

    file: str
    line: int | None
    quote: str
    url: str = ""
    fetched: str = ""
    page: int | None = None


# Lines by (node, property) for what a property states, and by (node, "") for all that supports the node.
EvidenceIndex: TypeAlias = Mapping[tuple[str, str], tuple[Evidence, ...]]


def evidence_index(statements: GraphStatements, names: Mapping[str, str] | None = None) -> EvidenceIndex:
    """Return the lines behind each node and each of its properties, in the order of files and lines.

    `names` are those of all documents, where the statements are a part of a graph.
    """
    lines: dict[tuple[str, str], list[Evidence]] = {}
    names = document_names(statements) if names is None else names
    for iri in statements.instances(GII.Evidence):
        document = statements.iri(iri, GII.source) or ""
        line = Evidence(
            file=names.get(document, ""),
            line=statements.integer(iri, GII.line),
            quote=statements.text(iri, GII.quote) or "",
            url=statements.iri(document, SCHEMA.url) or "",
            fetched=statements.text(document, DCTERMS.date) or "",
            page=statements.integer(iri, GII.page),
        )
        properties = statements.iris(iri, GII.evidenceProperty)
        for node in statements.iris(iri, GII.evidenceFor):
            for supported in ("", *properties):
                lines.setdefault((node, supported), []).append(line)
    # Most have one line, and to hash and to sort it would take as long as to read it.
    return {
        supported: tuple(sorted(set(stated), key=_order)) if len(stated) > 1 else (stated[0],)
        for supported, stated in lines.items()
    }


def _order(line: Evidence) -> tuple[str, int, str]:
    return (line.file, line.line or 0, line.quote)


def document_names(statements: GraphStatements, documents: Iterable[str] | None = None) -> dict[str, str]:
    """Return the file name of each document; where several have one name, the start of its SHA-256 behind it.

    The documents are those that the statements cite, unless they are given.
    """
    documents = {document for _, document in statements.pairs(GII.source)} if documents is None else set(documents)
    names = {
        document: statements.text(document, GII.fileName) or unquote(document.rsplit("/", 1)[-1])
        for document in documents
    }
    shared = Counter(names.values())
    return {
        document: name if shared[name] == 1 else f"{name} [{(statements.text(document, GII.sha256) or '?')[:8]}]"
        for document, name in names.items()
    }


def cited(lines: Iterable[Evidence]) -> str:
    """Return where lines stand.

    >>> cited([Evidence("kunming.txt", 5, "Kunming, China"), Evidence("kunming.txt", 9, "...")])
    'kunming.txt:5; kunming.txt:9'
    """
    return "; ".join(f"{line.file}:{line.line or 0}" for line in lines)
