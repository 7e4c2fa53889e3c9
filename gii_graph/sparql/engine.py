"""Oxigraph answers a query over a dataset.

Reading only: updates are refused, and a query asks no other endpoint unless there is a relay to ask it by. The tokens
of a query are looked at only where they can matter, because most queries run in less time than that takes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, cast

from gii_graph.errors import QueryError
from gii_graph.sparql.engine_failures import empty_frames, engine_failures
from gii_graph.sparql.limits import refuse_too_deep
from gii_graph.sparql.prefixes import KNOWN_PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import TypeAlias

    from pyoxigraph import (
        BlankNode,
        DefaultGraph,
        NamedNode,
        QueryBoolean,
        QuerySolutions,
        QueryTriples,
        Store,
        Triple,
    )

    from gii_graph.sparql.asked_graphs import AskedGraphs
    from gii_graph.sparql.service_calls import Relay

    Answer: TypeAlias = QueryBoolean | QuerySolutions | QueryTriples | Iterator[Triple]

__all__ = ["SORTED_AT_MOST", "answer", "checked_form"]

SORTED_AT_MOST = 10_000  # rows; more of them are not held back, so that a large answer streams


def checked_form(text: str) -> str:
    """Return the form of a query: SELECT, ASK, CONSTRUCT or DESCRIBE.

    Raises QueryError for an update, QuerySyntaxError where there is none of these.
    """
    from gii_graph.sparql.syntax import UPDATES, form, tokens

    asked = form(tokens(text))
    if asked in UPDATES:
        raise QueryError(
            f"This is an update ({asked}), and `query` only reads; "
            "files are rebuilt with `gii-graph build`, a store is filled with `gii-graph push`."
        )
    if asked is None:
        from gii_graph.sparql.diagnosis import diagnosed

        raise diagnosed(text, "")
    return asked


@empty_frames()
def answer(
    store: Store,
    text: str,
    bindings: Mapping[str, Sequence[str]] | None = None,
    *,
    graph: str | None = None,
    graphs: AskedGraphs | None = None,
    relay: Relay | None = None,
    base: str | None = None,
    as_they_come: bool = False,
) -> Answer:
    """Return what the dataset answers: solutions, a truth value, or triples, as Oxigraph's own iterators.

    `graph` is the named graph to ask, in place of the default graph; `graphs` are all that may be asked. `base` is what
    relative IRIs in the query are relative to. By `relay` the query may ask other endpoints (SERVICE). `bindings` gives
    variables their values, in SPARQL's own notation. The known prefixes need no declaration.
    Columns come as the query writes them, and those of `SELECT *` in the order of their first use. Without ORDER BY
    up to `SORTED_AT_MOST` rows come sorted by their columns, unless they are wanted `as_they_come`; more come in the
    order in which Oxigraph finds them, which is the same for the same files.
    Raises QuerySyntaxError and QueryError for what is wrong with the query.
    """
    if graph is not None:
        from gii_graph.sparql.asked_graphs import AskedGraphs

        graphs = AskedGraphs((graph,), None)
    question = _Question(text, graphs, relay, base)
    bound = text
    if bindings:
        from gii_graph.sparql.syntax import with_values

        bound = with_values(text, bindings)
    if "*" in text.replace("(*)", ""):
        bound = _with_named_columns(bound, question)
    store, question = _with_one_default_graph(store, bound, question)
    answered = _run(store, bound, question)
    kind = type(answered).__name__
    if kind == "QueryTriples":
        return _with_stable_nodes(cast("QueryTriples", answered), question)
    if kind == "QuerySolutions" and not as_they_come and not _is_ordered(text):
        return _in_stable_order(store, bound, question, cast("QuerySolutions", answered))
    return answered


class _Question(NamedTuple):
    """A query as its author wrote it, what it may ask (some named graphs, other endpoints), and its base IRI."""

    text: str
    graphs: AskedGraphs | None
    relay: Relay | None
    base: str | None

    @property
    def may_differ_when_asked_again(self) -> bool:
        """Whether the query may make nodes of its own, or take rows from elsewhere."""
        words = self.text.lower()
        return "bnode" in words or (self.relay is not None and "service" in words)


def _with_named_columns(bound: str, question: _Question) -> str:
    """Return the query with the columns of `SELECT *` named, as a store without data already knows them."""
    from pyoxigraph import Store

    from gii_graph.sparql.syntax import columns, with_columns

    if with_columns(bound, ["any"]) == bound:
        return bound
    asked = bound
    if question.relay is not None:
        from gii_graph.sparql.service_calls import as_graphs

        asked = as_graphs(bound)
    answered = cast("QuerySolutions", _run(Store(), asked, question))
    return with_columns(bound, columns(question.text, [variable.value for variable in answered.variables]))


def _with_one_default_graph(store: Store, bound: str, question: _Question) -> tuple[Store, _Question]:
    """Return a dataset in which the graphs that are the default graph together are one, and the question for it."""
    if question.graphs is None and bound.lower().count("from") < 2:
        return store, question
    from gii_graph.sparql.asked_graphs import merged, named_by_clauses

    try:
        graphs = question.graphs or named_by_clauses(bound, question.base)
    except SyntaxError:  # the query has none that could be read; it is diagnosed when it is asked
        return store, question
    if graphs is None:
        return store, question
    with engine_failures(question.relay):
        asked, graphs = merged(store, graphs)
    return asked, question._replace(graphs=graphs)


def _with_stable_nodes(triples: QueryTriples, question: _Question) -> Iterator[Triple]:
    from gii_graph.sparql.stable_rows import with_stable_labels

    with engine_failures(question.relay):
        yield from map(with_stable_labels(), triples)


def _in_stable_order(store: Store, bound: str, question: _Question, answered: QuerySolutions) -> QuerySolutions:
    """Return the rows of an unordered query sorted, or, where they are many, as the engine finds them."""
    from itertools import chain, islice

    from gii_graph.sparql.stable_rows import as_solutions, sort_key, with_stable_labels

    columns = [variable.value for variable in answered.variables]
    if not columns:
        return answered
    labelled = with_stable_labels()
    rows = ([labelled(term) for term in row] for row in answered)
    with engine_failures(question.relay):
        first = list(islice(rows, SORTED_AT_MOST + 1))
    if len(first) <= SORTED_AT_MOST:
        return as_solutions(columns, sorted(first, key=sort_key))
    if question.may_differ_when_asked_again:
        return as_solutions(columns, chain(first, rows))
    return cast("QuerySolutions", _run(store, bound, question))


def _is_ordered(text: str) -> bool:
    """Tell whether the query has an order of its own; its tokens are read only where that is not seen at once."""
    if "order" not in text.lower():
        return False
    tail = text[text.rfind("}") + 1 :].upper()
    if "ORDER" in tail.split() and not any(sign in tail for sign in "#'\"<"):
        return True
    from gii_graph.sparql.syntax import is_ordered

    return is_ordered(text)


def _run(store: Store, text: str, question: _Question) -> Answer:
    """Return what the engine answers to `text`, which is the question made ready; nothing else reaches the engine.

    It is `text` that is held against the limits, so that nothing put into it can lead past them.
    """
    refuse_too_deep(text)
    try:
        if question.relay is None:
            _refuse_service(text)
        else:
            from gii_graph.sparql.service_calls import relayed

            text = relayed(text, question.relay, question.base)
        graphs = question.graphs
        default: list[NamedNode | BlankNode | DefaultGraph] | None = None
        named: list[NamedNode | BlankNode] | None = None
        if graphs is not None:
            from gii_graph.sparql.asked_graphs import graph_names

            default = [*graph_names(graphs.default)]
            named = None if graphs.named is None else [*graph_names(graphs.named)]
        with engine_failures(question.relay):
            return store.query(
                text, base_iri=question.base, prefixes=KNOWN_PREFIXES, default_graph=default, named_graphs=named
            )
    except SyntaxError as error:
        from gii_graph.sparql.diagnosis import diagnosed

        checked_form(question.text)
        raise diagnosed(question.text, _complaint(question) or str(error)) from error


def _refuse_service(text: str) -> None:
    if "service" in text.lower():
        from gii_graph.sparql.federation import refuse_service

        refuse_service(text)


def _complaint(question: _Question) -> str | None:
    """Return what Oxigraph says of the query as its author wrote it, so that the place it names is theirs."""
    from pyoxigraph import Store

    text = question.text
    if question.relay is not None:
        from gii_graph.sparql.service_calls import as_graphs

        text = as_graphs(text)
    refuse_too_deep(text)
    try:
        _refuse_service(text)
        with engine_failures(question.relay):
            Store().query(text, base_iri=question.base, prefixes=KNOWN_PREFIXES)
    except SyntaxError as error:
        return str(error)
    return None
