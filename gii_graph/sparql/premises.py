"""What an answer rests on: what the graph lacks for a question, what was assumed, and what its rows leave out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from gii_graph.sparql.header import Header, Omission, read_header
from gii_graph.vocabulary import GII, SKOS

__all__ = ["AskWith", "omission_sentence", "premises"]

# Answers a query, with bindings for its parameters.
AskWith: TypeAlias = Callable[[str, Mapping[str, Sequence[str]] | None], Any]

_HAS_LINKS = f"ASK {{ ?subject <{SKOS.exactMatch}>|<{SKOS.closeMatch}>|<{GII.anchorCity}> ?object }}"
_EDITIONS = (
    f"SELECT DISTINCT ?edition {{ ?profile a <{GII.ClusterProfile}> ; <{GII.edition}> ?edition }} ORDER BY ?edition"
)


def premises(
    header: Header, given: Mapping[str, Sequence[str]], bindings: Mapping[str, Sequence[str]], ask: AskWith
) -> Iterator[str]:
    """Yield, in sentences, what the graph lacks for a question, what was assumed, and how many rows are left out.

    `given` are the values that the caller gave, `bindings` the terms that all parameters are bound to. Raises
    QueryError where the header names a query that is not there.
    """
    for need, without in header.needs:
        yield from _HOW_TO_TELL[need](without, ask)
    for parameter in header.parameters:
        if parameter.default is not None and parameter.name not in given:
            name = parameter.name
            yield f"Assumed {name}={parameter.default}, as no other {name} was given."
    for omission in header.leaves_out:
        number = _number_of_rows(omission.query, bindings, ask)
        if number:
            yield omission_sentence("1 row" if number == 1 else f"{number:,} rows", omission)


def omission_sentence(rows: str, omission: Omission) -> str:
    """Return the sentence on what an answer leaves out, so many rows of another question."""
    return f"Left out: {rows} of `gii-graph query {omission.query}`, because {omission.reason}."


def _without_links(without: str, ask: AskWith) -> Iterator[str]:
    if not ask(_HAS_LINKS, None):
        yield f"The graph has no links: {without}; `gii-graph link` makes them."


def _without_two_editions(without: str, ask: AskWith) -> Iterator[str]:
    years = [row[0].value for row in ask(_EDITIONS, None)]
    if len(years) < 2:
        has = f"profiles of one edition, {years[0]}" if years else "no profiles"
        yield f"The graph has {has}: {without}."


_HOW_TO_TELL: dict[str, Callable[[str, AskWith], Iterator[str]]] = {
    "links": _without_links,
    "two editions": _without_two_editions,
}


def _number_of_rows(query: str, bindings: Mapping[str, Sequence[str]], ask: AskWith) -> int:
    from gii_graph.sparql.shipped import shipped_text

    text = shipped_text(query)
    takes = {parameter.name for parameter in read_header(text).parameters}
    return sum(1 for _ in ask(text, {name: terms for name, terms in bindings.items() if name in takes}))
