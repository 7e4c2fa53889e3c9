"""What of RDF 1.2 each form can hold: a form that cannot hold a statement is refused before anything is written.

Triple terms and base directions are new in RDF 1.2, https://www.w3.org/TR/rdf12-concepts/. JSON-LD 1.1 has directions
and no triple terms; tables have neither; N-Triples, TriG and N-Quads have both.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from pyoxigraph import Literal, Triple

from gii_graph.errors import CallError

__all__ = ["refuse_what_cannot_be_held"]

_TABLES: Final = dict.fromkeys(("csv", "xlsx", "parquet"), "A table")
_TRIPLE_TERMS: Final = {"jsonld": "JSON-LD", **_TABLES, "zip": "A package with JSON-LD and tables"}
_DIRECTIONS: Final = {form: _TRIPLE_TERMS[form] for form in (*_TABLES, "zip")}


def refuse_what_cannot_be_held(triples: Iterable[Triple], form: str) -> None:
    """Raise CallError for the first statement that a form of `export` cannot hold."""
    if form not in _TRIPLE_TERMS:
        return
    for triple in triples:
        term = triple.object
        if isinstance(term, Triple):
            raise _refusal(_TRIPLE_TERMS[form], "triple term", triple)
        if form in _DIRECTIONS and isinstance(term, Literal) and term.direction is not None:
            raise _refusal(_DIRECTIONS[form], "text with a base direction", triple)


def _refusal(form: str, what: str, triple: Triple) -> CallError:
    return CallError(
        f"{form} cannot hold a {what}, and {triple.subject} {triple.predicate} has one; choose ntriples or trig."
    )
