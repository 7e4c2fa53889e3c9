"""Terms of our namespaces that a query names and neither the vocabulary nor the data has: mostly slips of spelling.

A pattern with such a term matches nothing, and an empty answer looks like a fact. Which IRI a name stands for is the
engine's answer; where names stand is read from the tokens of the query, by SPARQL's grammar.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

from gii_graph.sparql.prefixes import KNOWN_PREFIXES
from gii_graph.sparql.premises import AskWith
from gii_graph.vocabulary import BASE, GII, ONTOLOGY

if TYPE_CHECKING:
    from gii_graph.sparql.syntax import Token

__all__ = ["UNKNOWN_TERM", "unknown_terms"]

UNKNOWN_TERM: Final = "The {where} has no {written}, so nothing matches it{hint}"

# Prefixes of our instances: whether one exists only the data can tell.
_OF_INSTANCES: Final = tuple(f"{name}:" for name, iri in KNOWN_PREFIXES.items() if iri.startswith(BASE))
# A name of letters alone, and behind it the end or a sign that no name may hold (SPARQL 1.1, 19.8, PN_LOCAL).
_PLAIN_NAME: Final = r"([A-Za-z]+)\.?(?:[ \t\r\n;,/|)}\]^*+?]|$)"
_BEFORE_SOURCES: Final = ("FROM", "NAMED", "GRAPH", "SERVICE", "SILENT")
_ANY_BASE: Final = "http://base.invalid/"  # with one, a relative IRI is no error here


def unknown_terms(text: str, ask: AskWith) -> Iterator[str]:
    """Yield a sentence for each class, property or individual of ours that a query names and that is nowhere.

    `text` is a query that the engine has read; `ask` is asked for what the vocabulary does not have: a graph may have
    terms of its own.
    """
    if _has_plain_terms_alone(text):
        return
    for written, iri in _terms(text).items():
        if iri in {ONTOLOGY, BASE, *_vocabulary()} or not iri.startswith((ONTOLOGY, BASE)) or _is_used(iri, ask):
            continue
        near = _nearest(iri, ask)
        where = "vocabulary" if iri.startswith(ONTOLOGY) else "graph"
        hint = f"; did you mean {near}?" if near else _other_base(iri, ask) or "."
        yield UNKNOWN_TERM.format(where=where, written=written, hint=hint)


def _is_used(iri: str, ask: AskWith) -> bool:
    """Tell whether the data have an IRI, in whichever graph: a query may ask others than the default graph."""
    used = f"{{ <{iri}> ?p ?o }} UNION {{ ?s <{iri}> ?o }} UNION {{ ?s ?p <{iri}> }}"
    return bool(ask(f"ASK {{ {used} UNION {{ GRAPH ?graph {{ {used} }} }} }}", None))


def _vocabulary() -> set[str]:
    return {iri for name, iri in vars(GII).items() if not name.startswith("_")}


def _has_plain_terms_alone(text: str) -> bool:
    """Tell whether a query surely names no term of ours but some of the vocabulary, each by the prefix `gii:`.

    To read its tokens takes longer than to answer most queries. What else could name a term, an IRI or a prefix or base
    of the query's own, holds a `<`, and an escape a backslash; a prefix of instances is one of a few.
    """
    if "<" in text or "\\" in text or any(prefix in text for prefix in _OF_INSTANCES):
        return False
    names = (re.match(_PLAIN_NAME, rest) for rest in text.split("gii:")[1:])
    return all(name and ONTOLOGY + name[1] in _vocabulary() for name in names)


def _terms(text: str) -> dict[str, str]:
    """Return the IRIs that a query looks for in its data, by how it writes them."""
    from gii_graph.sparql.syntax import FORMS, prologue_length, tokens
    from gii_graph.sparql.term_resolution import resolved

    query_tokens = tokens(text)
    question = query_tokens[prologue_length(query_tokens) :]
    written = list(_looked_for(question))
    if not written or not question[0].text.upper().startswith(tuple(FORMS)):
        return {}
    try:
        return resolved(text, written, _ANY_BASE)
    except SyntaxError:  # the engine, which needs no space behind a keyword, reads other names than there seem to be
        return {}


def _looked_for(query_tokens: Sequence[Token]) -> Iterator[str]:
    """Yield the IRIs and prefixed names of a query, without its declarations, that must be in the data to match.

    So does no name of a graph, an endpoint or a datatype, and nothing that is made (the template of CONSTRUCT), that
    another endpoint has (SERVICE) or that is within a triple term.
    """
    brackets: list[bool] = []  # of each open bracket, whether what it holds is looked for
    for position, token in enumerate(query_tokens):
        before = query_tokens[max(0, position - 3) : position]
        if token.kind == "sign" and token.text in {"{", "<<"}:
            brackets.append(token.text == "{" and not _is_made_or_elsewhere(before))
        elif token.kind == "sign" and token.text in {"}", ">>"} and brackets:
            brackets.pop()
        elif token.kind in {"name", "iri"} and all(brackets) and not _names_a_source_or_datatype(before[-1:]):
            yield token.text


def _is_made_or_elsewhere(before: Sequence[Token]) -> bool:
    """Tell whether behind these tokens a template begins, or the pattern of another endpoint."""
    if before and before[-1].is_word("CONSTRUCT"):
        return True
    return any(token.kind == "word" and token.text.upper().startswith("SERVICE") for token in before)


def _names_a_source_or_datatype(before: Sequence[Token]) -> bool:
    """Tell whether a name behind this token is that of a graph, an endpoint or a datatype."""
    return any(
        token.text == "^^" or (token.kind == "word" and token.text.upper().endswith(_BEFORE_SOURCES))
        for token in before
    )


def _other_base(iri: str, ask: AskWith) -> str:
    """Return where the instances of a graph have their IRIs, where that is not where this one would have its."""
    if iri.startswith(ONTOLOGY):
        return ""
    rows: Any = ask(f"SELECT ?cluster {{ ?cluster a <{GII.Cluster}> }} ORDER BY ?cluster LIMIT 1", None)
    others = [row[0].value for row in rows if not row[0].value.startswith(BASE)]
    return f"; its clusters have IRIs such as <{others[0]}>." if others else ""


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
