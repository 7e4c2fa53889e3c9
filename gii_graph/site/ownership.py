"""On which page each statement of a graph stands: every subject belongs to one page, so that nothing is left out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final
from urllib.parse import quote

from pyoxigraph import BlankNode, NamedNode, Triple

from gii_graph.graph.graph_statements import GraphStatements
from gii_graph.site.addresses import SiteAddresses
from gii_graph.vocabulary import GII, SKOS

__all__ = ["REMAINDER", "Ownership", "named"]

# The page of what belongs to nothing that has a page: measures, analyses, what a graph says in other vocabularies.
REMAINDER: Final = "statements"

# Properties by which a thing says what it is a part of, the surest first: from part to whole, and from whole to part.
_TO_WHOLE: Final = (GII.inProfile, GII.cluster, GII.fromCluster, GII.source, GII.measureOf, GII.evidenceFor)
_TO_PART: Final = (GII.hasProfile, GII.anchorCity, SKOS.exactMatch, SKOS.closeMatch)


class Ownership:
    """The page of each subject, and the statements of each page."""

    def __init__(self, triples: Iterable[Triple], statements: GraphStatements, addresses: SiteAddresses) -> None:
        """Give every subject of `triples`, which come sorted, its page."""
        self._statements = statements
        self._addresses = addresses
        self._wholes: dict[str, str] = {}
        self._of_page: defaultdict[str, list[Triple]] = defaultdict(list)
        for triple in triples:
            self._of_page[self.path(triple.subject.value)].append(triple)  # type: ignore[union-attr]

    def path(self, iri: str) -> str:
        """Return the path of the page that an IRI is told on: its own, or that of what it is a part of."""
        if iri not in self._wholes:
            self._wholes[iri] = self._found(iri)
        return self._wholes[iri]

    def subjects(self) -> Mapping[str, str]:
        """Return the page of every subject."""
        return self._wholes

    def statements_of(self, path: str) -> Sequence[Triple]:
        """Return the statements of a page, in order."""
        return self._of_page.get(path, ())

    def _found(self, iri: str) -> str:
        waiting, seen = [iri], {iri}
        while waiting:
            node = waiting.pop(0)
            path = self._addresses.path(node)
            if path is not None:
                return path
            for whole in self._wholes_of(node):
                if whole not in seen:
                    seen.add(whole)
                    waiting.append(whole)
        return REMAINDER

    def _wholes_of(self, iri: str) -> Iterator[str]:
        for predicate in _TO_WHOLE:
            yield from self._statements.iris(iri, predicate)
        for predicate in _TO_PART:
            yield from self._statements.subjects(predicate, iri)


def named(triples: Iterable[Triple], base: str) -> list[Triple]:
    """Give blank nodes names, by which pages can speak of them (RDF 1.1 Concepts, 3.5); what had names keeps them."""

    def name(term: object) -> object:
        return NamedNode(f"{base}.well-known/genid/{quote(term.value)}") if isinstance(term, BlankNode) else term

    return [
        Triple(name(triple.subject), triple.predicate, name(triple.object))  # type: ignore[arg-type]
        if isinstance(triple.subject, BlankNode) or isinstance(triple.object, BlankNode)
        else triple
        for triple in triples
    ]
