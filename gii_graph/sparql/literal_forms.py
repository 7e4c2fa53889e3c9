"""Literals that Oxigraph answers in another form than the data has: `007` as 7, `"1"^^xsd:int` as an xsd:integer.

Its store keeps numbers, truth values, dates and durations as values, which makes filters fast and loses how they were
written. Which ones change, the engine itself tells: what may be one is put into a store and read back.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyoxigraph import Literal

__all__ = ["changed_literals"]


def changed_literals(literals: Iterable[Literal]) -> dict[Literal, Literal]:
    """Return those of the literals that come back otherwise, and as what."""
    from pyoxigraph import BlankNode, NamedNode, Quad, Store

    written = list(dict.fromkeys(literals))
    store = Store()
    number = NamedNode("urn:x-literal:")
    store.extend(Quad(BlankNode(f"l{index}"), number, literal) for index, literal in enumerate(written))
    answered = {quad.subject.value: quad.object for quad in store}
    pairs = ((literal, answered[f"l{index}"]) for index, literal in enumerate(written))
    return {literal: other for literal, other in pairs if literal != other}
