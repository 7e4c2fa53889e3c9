"""N-Triples, Turtle, and TriG and N-Quads with a named graph for each edition."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from pyoxigraph import NamedNode, Quad, RdfFormat, Triple, serialize

from gii_graph.graph.editions import split_by_edition
from gii_graph.vocabulary import PREFIXES

__all__ = ["edition_graph", "n_quads", "n_triples", "trig", "turtle_of_triples"]

_BATCH = 10_000  # triples turned into text at a time: bounded memory, few calls


def n_triples(triples: Iterable[Triple]) -> Iterator[str]:
    """Yield canonical N-Triples (https://www.w3.org/TR/n-triples/), one statement a line, in the order given."""
    remaining = iter(triples)
    while batch := list(islice(remaining, _BATCH)):
        yield _text(batch, RdfFormat.N_TRIPLES)


def trig(triples: Sequence[Triple], base: str) -> Iterator[str]:
    """Yield TriG (https://www.w3.org/TR/trig/): what each edition states in its graph, the rest in the default graph.

    A triple that several editions state stands in each of their graphs; all graphs together are the triples given.
    """
    yield _with_sorted_prefixes(_text(_quads(triples, base), RdfFormat.TRIG))


def n_quads(triples: Sequence[Triple], base: str) -> Iterator[str]:
    """Yield N-Quads (https://www.w3.org/TR/n-quads/): the graphs of `trig`, one statement a line."""
    yield _text(_quads(triples, base), RdfFormat.N_QUADS)


def _quads(triples: Sequence[Triple], base: str) -> list[Quad]:
    editions = split_by_edition(triples)
    quads = [Quad(triple.subject, triple.predicate, triple.object) for triple in editions.timeless]
    for year, stated in editions.by_year.items():
        name = NamedNode(edition_graph(year, base))
        quads.extend(Quad(triple.subject, triple.predicate, triple.object, name) for triple in stated)
    return quads


def turtle_of_triples(triples: Sequence[Triple]) -> Iterator[str]:
    """Yield Turtle of any triples, in the order given."""
    yield _with_sorted_prefixes(_text(triples, RdfFormat.TURTLE))


def _with_sorted_prefixes(text: str) -> str:
    *prefixes, body = text.split("\n", len(PREFIXES))
    return "\n".join([*sorted(prefixes), body])  # the library writes them in another order each time


def _text(statements: Sequence[Triple] | Sequence[Quad], form: RdfFormat) -> str:
    return (serialize(statements, format=form, prefixes=PREFIXES) or b"").decode()


def edition_graph(year: int, base: str) -> str:
    """Return the IRI of the named graph of an edition.

    >>> edition_graph(2024, "https://w3id.org/gii-graph/id/")
    'https://w3id.org/gii-graph/id/edition/2024'
    """
    return f"{base}edition/{year}"
