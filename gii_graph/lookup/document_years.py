"""Of which editions documents are, asked of a graph that is asked bit by bit."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any, Final, Protocol

from pyoxigraph import NamedNode, Triple

from gii_graph.vocabulary import GII

__all__ = ["years_of_documents"]

# Two IRIs of one solution: an aggregate of each would not be of the same.
_YEARS_OF: Final = f"""
SELECT ?document ?edition (MIN(CONCAT(STR(?line), " ", STR(?node))) AS ?both) WHERE {{{{
  VALUES ?document {{{{ {{documents}} }}}} ?line <{GII.source}> ?document ; <{GII.evidenceFor}> ?node .
  ?node <{GII.edition}> ?edition FILTER(isIRI(?line) && isIRI(?node))
}}}} GROUP BY ?document ?edition"""


class _Answering(Protocol):
    def rows(self, query: str, columns: Sequence[str]) -> list[tuple[Any, ...]]: ...


def years_of_documents(graph: _Answering, documents: Collection[str]) -> Iterator[Triple]:
    """Yield for each edition that a document is of that one of its lines supports a node of that edition."""
    query = _YEARS_OF.format(documents=" ".join(f"<{document}>" for document in documents))
    source, supports, of_edition = (NamedNode(name) for name in (GII.source, GII.evidenceFor, GII.edition))
    for document, edition, both in graph.rows(query, ("document", "edition", "both")):
        line, node = map(NamedNode, both.value.split(" "))
        yield from (Triple(line, source, document), Triple(line, supports, node), Triple(node, of_edition, edition))
