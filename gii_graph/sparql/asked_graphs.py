"""Which graphs a query asks; several that are its default graph together are merged.

The default graph of a query with several FROM is the merge of these graphs (SPARQL 1.1, section 13.2), in which a
statement that is in two of them is there once. Oxigraph 0.5 finds it once for each, and counts it so; a graph that is
named twice it asks twice. So each is asked once, and where a statement is in two, a copy in which they are one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from gii_graph.errors import QueryError

if TYPE_CHECKING:
    from pyoxigraph import NamedNode, Store

    from gii_graph.sparql.syntax import Token

__all__ = ["AskedGraphs", "graph_names", "merged", "named_by_clauses", "warning_for_a_store"]

_MERGE: Final = "urn:x-gii-graph:merge"
_SHARED: Final = "ASK { GRAPH ?a { ?s ?p ?o } GRAPH ?b { ?s ?p ?o } FILTER(STR(?a) < STR(?b)) }"
_ANY_BASE: Final = "http://base.invalid/"  # with one, a relative IRI is no error here
_UNCLEAR: Final = "It cannot be told which graphs the query names; write FROM, NAMED and each name apart."


class AskedGraphs(NamedTuple):
    """Which named graphs a query asks in place of those of the dataset, whatever its FROM says.

    `default` are together its default graph, `named` those that GRAPH may name; None leaves these as they are.
    """

    default: Sequence[str]
    named: Sequence[str] | None


def graph_names(graphs: Sequence[str]) -> Iterator[NamedNode]:
    """Yield the graphs as Oxigraph names them. Raises QueryError for what is no absolute IRI."""
    from pyoxigraph import NamedNode

    for graph in graphs:
        try:
            yield NamedNode(graph)
        except ValueError as error:
            raise QueryError(f"{graph!r} is no absolute IRI, so it names no graph.") from error


def named_by_clauses(text: str, base: str | None = None) -> AskedGraphs | None:
    """Return the graphs that FROM and FROM NAMED name, each once; None where they name less than two.

    None too where something else than a name stands behind FROM: such a query is for the engine to refuse.
    `base` is what relative IRIs are relative to. Raises QueryError where names are not set apart from these words;
    SyntaxError of the engine passes.
    """
    from gii_graph.sparql.syntax import declared_prefixes, tokens
    from gii_graph.sparql.term_resolution import resolved

    query_tokens = tokens(text)
    default: list[Token] = []
    named: list[Token] = []
    outside = list(_outside_groups(query_tokens))
    _refuse_words_run_together(outside, [*declared_prefixes(query_tokens)])
    for position, token in enumerate(outside):
        if token.is_word("FROM"):
            clause = outside[position + 1 : position + 3]
            is_named = bool(clause) and clause[0].is_word("NAMED")
            (named if is_named else default).extend(clause[is_named:][:1])
    names = [*default, *named]
    if len(names) < 2 or any(name.kind not in {"iri", "name"} for name in names):
        return None
    iris = resolved(text, [name.text for name in names], base)
    return AskedGraphs(*([*dict.fromkeys(iris[name.text] for name in some)] for some in (default, named)))


def merged(store: Store, graphs: AskedGraphs) -> tuple[Store, AskedGraphs]:
    """Return a dataset in which the default graph of a query is one graph, and what to ask of it, each graph once.

    It is `store` itself where no statement is in two of the graphs.
    """
    default = [*dict.fromkeys(graph_names(graphs.default))]
    if graphs.named is not None:
        graphs = graphs._replace(named=[*dict.fromkeys(graphs.named)])
    if len(default) < 2 or not store.query(_SHARED, named_graphs=[*default]):
        return store, graphs._replace(default=[graph.value for graph in default])
    from pyoxigraph import NamedNode, Quad, Store

    merge = NamedNode(_MERGE)
    copy = Store()
    for graph in default:
        found = store.quads_for_pattern(None, None, None, graph)
        copy.extend(Quad(quad.subject, quad.predicate, quad.object, merge) for quad in found)
    named = [*graph_names(graphs.named or ())]
    for graph in named:
        copy.extend(store.quads_for_pattern(None, None, None, graph))
    return copy, AskedGraphs((_MERGE,), [graph.value for graph in named])


def warning_for_a_store(text: str) -> str | None:
    """Return what is to be said where a store is asked several graphs at once, which not every store merges."""
    try:
        graphs = named_by_clauses(text, _ANY_BASE)
    except (QueryError, SyntaxError):  # the store may take more than SPARQL
        return None
    if graphs is None or len(graphs.default) < 2:
        return None
    return (
        "FROM names several graphs, and some stores (Virtuoso 7, Oxigraph 0.5) count a statement once for each that "
        "has it: ask for DISTINCT rows, or one graph."
    )


def _outside_groups(query_tokens: Sequence[Token]) -> Iterator[Token]:
    """Yield the tokens in no braces and no brackets: the clauses that name graphs stand there."""
    depth = 0
    for token in query_tokens:
        if token.kind == "sign" and token.text in {"{", "}", "(", ")"}:
            depth += 1 if token.text in {"{", "("} else -1
        elif depth == 0:
            yield token


def _refuse_words_run_together(outside: Sequence[Token], prefixes: Sequence[str]) -> None:
    """Raise QueryError for a name or a word that begins as FROM or NAMED do, which the engine may read as two."""
    for token in outside:
        begins = token.text.upper().startswith(("FROM", "NAMED"))
        if begins and token.kind == "word" and not token.is_word("FROM", "NAMED"):
            raise QueryError(_UNCLEAR)
        if begins and token.kind == "name" and token.text.partition(":")[0] not in prefixes:
            raise QueryError(_UNCLEAR)
