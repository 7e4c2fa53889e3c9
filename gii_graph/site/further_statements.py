"""What a page states beyond what it shows in words: statements in other vocabularies, as a plain table."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

from pyoxigraph import NamedNode, Triple

from gii_graph.site.page_elements import SiteRow, SiteSection, TextCell
from gii_graph.site.site_graph import SiteGraph
from gii_graph.sparql.prefixes import shortener
from gii_graph.vocabulary import ONTOLOGY, PROV, RDF, RDFS, SKOS

__all__ = ["further_statements", "statement_rows"]

# What the pages show of their own accord; the terms of our ontology are all of them.
_SHOWN: Final = frozenset(
    {RDF.type, RDFS.label, SKOS.altLabel, SKOS.exactMatch, SKOS.closeMatch} | {PROV.wasDerivedFrom, PROV.wasGeneratedBy}
)


def further_statements(graph: SiteGraph, path: str, shown: Sequence[str] = ()) -> Iterator[SiteSection]:
    """Yield the section of the statements of a page that nothing else on it shows; of `shown` properties it does."""
    rest = [
        triple
        for triple in graph.ownership.statements_of(path)
        if triple.predicate.value not in _SHOWN
        and triple.predicate.value not in shown
        and not triple.predicate.value.startswith(ONTOLOGY)
    ]
    if rest:
        yield SiteSection("Further statements", ("of", "property", "value"), list(statement_rows(graph, rest)))


def statement_rows(graph: SiteGraph, triples: Sequence[Triple]) -> Iterator[SiteRow]:
    """Yield triples as rows, with links to the pages of what they speak of."""
    short = shortener()
    for triple in triples:
        yield SiteRow([_cell(graph, term, short) for term in (triple.subject, triple.predicate, triple.object)])


def _cell(graph: SiteGraph, term: Any, short: Callable[[str], str]) -> TextCell:
    if not isinstance(term, NamedNode):
        return TextCell(str(getattr(term, "value", term)))
    link = graph.link(term.value)
    text = graph.label(term.value) if link else short(term.value)
    if link:
        return TextCell(text, link)
    is_web = term.value.startswith(("http://", "https://")) and graph.addresses.request(term.value) is None
    return TextCell(text, term.value if is_web else "", is_web)
