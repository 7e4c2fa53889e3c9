"""Which IRIs the names in a query stand for: the engine resolves them, by the prefixes and base that it declares."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, cast

from gii_graph.sparql.prefixes import KNOWN_PREFIXES
from gii_graph.sparql.syntax import prologue_length, tokens

if TYPE_CHECKING:
    from pyoxigraph import QuerySolutions

__all__ = ["resolved"]


def resolved(text: str, written: Iterable[str], base: str | None) -> dict[str, str]:
    """Return the IRIs that these IRIs and prefixed names stand for in a query, by how they are written there.

    `base` is what relative IRIs are relative to where the query declares no base. SyntaxError of the engine passes.
    """
    from pyoxigraph import Store

    names = list(dict.fromkeys(written))
    query_tokens = tokens(text)
    question = query_tokens[prologue_length(query_tokens)]
    columns = " ".join(f"(STR({name}) AS ?iri{number})" for number, name in enumerate(names))
    # Lines, so that a comment in front ends before them.
    asked = f"{text[: question.start]}\nSELECT {columns} {{}}"
    [row] = cast("QuerySolutions", Store().query(asked, base_iri=base, prefixes=KNOWN_PREFIXES))
    return {name: row[number].value for number, name in enumerate(names)}
