"""Terms of our namespaces that a query names and neither the vocabulary nor the data has: mostly slips of spelling.

A pattern with such a term matches nothing, and an empty answer looks like a fact.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from gii_graph.sparql.prefixes import KNOWN_PREFIXES
from gii_graph.sparql.premises import AskWith
from gii_graph.vocabulary import BASE, GII, ONTOLOGY

if TYPE_CHECKING:
    from gii_graph.sparql.syntax import Token

__all__ = ["unknown_terms"]

_OURS: Final = "w3id.org/gii-graph"
# Prefixes of our instances: whether one exists only the data can tell.
_OF_INSTANCES: Final = tuple(f"{name}:" for name, iri in KNOWN_PREFIXES.items() if iri.startswith(BASE))
_ESCAPED: Final = re.compile(r"\\([_~.\-!$&'()*+,;=/?#@%])")


def unknown_terms(text: str, ask: AskWith) -> Iterator[str]:
    """Yield a sentence for each class, property or individual of ours that a query names and that is nowhere.

    `ask` is asked for what the vocabulary does not have: a graph may have terms of its own.
    """
    if _surely_known(text):
        return
    for written, iri in _terms(text).items():
        if iri in _vocabulary() or not iri.startswith((ONTOLOGY, BASE)):
            continue
        if ask(f"ASK {{ {{ <{iri}> ?p ?o }} UNION {{ ?s <{iri}> ?o }} UNION {{ ?s ?p <{iri}> }} }}", None):
            continue
        near = _nearest(iri, ask)
        where = "vocabulary" if iri.startswith(ONTOLOGY) else "graph"
        hint = f"; did you mean {near}?" if near else "."
        yield f"The {where} has no {written}, so nothing matches it{hint}"


def _vocabulary() -> set[str]:
    return {iri for name, iri in vars(GII).items() if not name.startswith("_")}


def _surely_known(text: str) -> bool:
    """Tell whether a look at the text is enough: it declares nothing itself and uses terms of the vocabulary alone.

    To tell its terms from its strings and comments takes longer than to answer it.
    """
    if _OURS in text or "\\" in text or "prefix" in text.lower() or any(prefix in text for prefix in _OF_INSTANCES):
        return False
    names = (re.match(r"[A-Za-z]*(?![\w.:%-])", rest) for rest in text.split("gii:")[1:])
    return all(name and ONTOLOGY + name.group() in _vocabulary() for name in names)


def _terms(text: str) -> dict[str, str]:
    """Return the IRIs that a query names, by how it writes them; declarations of prefixes name none."""
    from gii_graph.sparql.syntax import declared_prefixes, tokens

    query_tokens = tokens(text)
    prefixes = {**KNOWN_PREFIXES, **declared_prefixes(query_tokens)}
    terms = {}
    for before, token in zip([None, *query_tokens], query_tokens, strict=False):
        if token.kind == "name" and not (before is not None and before.is_word("PREFIX")):
            prefix, _, local = token.text.partition(":")
            if prefix in prefixes and local:
                terms[token.text] = prefixes[prefix] + _ESCAPED.sub(r"\1", local)
        elif token.kind == "iri" and not _declares_or_names_a_graph(before):
            terms[token.text] = token.text[1:-1]
    return terms


def _declares_or_names_a_graph(before: Token | None) -> bool:
    """Tell whether an IRI behind this token is a namespace, a base, a graph or an endpoint, and no term of the data."""
    if before is None:
        return False
    return before.text.endswith(":") or before.is_word("BASE", "FROM", "NAMED", "GRAPH", "SERVICE", "SILENT")


def _nearest(iri: str, ask: AskWith) -> str | None:
    """Return the term that is written most alike: of the vocabulary, or of the instances of that kind."""
    from difflib import get_close_matches

    from gii_graph.sparql.prefixes import shortener

    if iri.startswith(ONTOLOGY):
        candidates = {term.removeprefix(ONTOLOGY): term for term in _vocabulary()}
        wanted = iri.removeprefix(ONTOLOGY)
    else:
        folder = iri[: iri.find("/", len(BASE)) + 1] or BASE
        rows: Any = ask(f'SELECT DISTINCT ?s {{ ?s a ?kind FILTER(STRSTARTS(STR(?s), "{folder}")) }}', None)
        candidates = {row[0].value.removeprefix(folder): row[0].value for row in rows}
        wanted = iri.removeprefix(folder)
    near = get_close_matches(wanted, sorted(candidates), n=1, cutoff=0.6)
    return shortener()(candidates[near[0]]) if near else None
