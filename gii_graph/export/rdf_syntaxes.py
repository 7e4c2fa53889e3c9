"""N-Triples, Turtle, and TriG and N-Quads with a named graph for each edition."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from io import TextIOWrapper
from itertools import islice
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, Final, cast

from pyoxigraph import NamedNode, Quad, RdfFormat, Triple, serialize

from gii_graph.graph.editions import Editions
from gii_graph.vocabulary import PREFIXES

__all__ = ["edition_graph", "n_quads", "n_triples", "trig", "turtle_of_triples"]

_BATCH: Final = 10_000  # triples turned into text at a time: bounded memory, few calls
_IN_MEMORY: Final = 32_000_000  # bytes of Turtle that need no file
_PIECE: Final = 1 << 20  # characters


def n_triples(triples: Iterable[Triple]) -> Iterator[str]:
    """Yield canonical N-Triples (https://www.w3.org/TR/n-triples/), one statement a line, in the order given."""
    return _in_batches(triples, RdfFormat.N_TRIPLES)


def trig(editions: Editions, base: str) -> Iterator[str]:
    """Yield TriG (https://www.w3.org/TR/trig/): what each edition states in its graph, the rest in the default graph.

    A triple that several editions state stands in each of their graphs; all graphs together are the triples given.
    """
    return _with_sorted_prefixes(_quads(editions, base), RdfFormat.TRIG)


def n_quads(editions: Editions, base: str) -> Iterator[str]:
    """Yield N-Quads (https://www.w3.org/TR/n-quads/): the graphs of `trig`, one statement a line."""
    return _in_batches(_quads(editions, base), RdfFormat.N_QUADS)


def _quads(editions: Editions, base: str) -> Iterator[Quad]:
    for triple in editions.timeless:
        yield Quad(triple.subject, triple.predicate, triple.object)
    for year, stated in editions.by_year.items():
        name = NamedNode(edition_graph(year, base))
        for triple in stated:
            yield Quad(triple.subject, triple.predicate, triple.object, name)


def turtle_of_triples(triples: Iterable[Triple]) -> Iterator[str]:
    """Yield Turtle of any triples, in the order given."""
    return _with_sorted_prefixes(triples, RdfFormat.TURTLE)


def _with_sorted_prefixes(statements: Iterable[Triple] | Iterable[Quad], form: RdfFormat) -> Iterator[str]:
    with SpooledTemporaryFile(_IN_MEMORY) as written:
        serialize(statements, written, form, prefixes=PREFIXES)
        written.seek(0)
        # The library writes them in another order each time.
        yield b"".join(sorted(written.readline() for _ in PREFIXES)).decode()
        text = TextIOWrapper(cast("BinaryIO", written), "utf-8", newline="")
        while piece := text.read(_PIECE):
            yield piece
        text.detach()


def _in_batches(statements: Iterable[Triple | Quad], form: RdfFormat) -> Iterator[str]:
    remaining = cast("Iterator[Triple]", iter(statements))
    while batch := list(islice(remaining, _BATCH)):
        yield (serialize(batch, format=form) or b"").decode()


def edition_graph(year: int, base: str) -> str:
    """Return the IRI of the named graph of an edition.

    >>> edition_graph(2024, "https://w3id.org/gii-graph/id/")
    'https://w3id.org/gii-graph/id/edition/2024'
    """
    return f"{base}edition/{year}"
