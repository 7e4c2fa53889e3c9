"""A graph of a store checked piece by piece, with the findings that a check of the whole has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from gii_graph.graph.graph_statements import GraphStatements
from gii_graph.remote.stored_graph import StoredGraph
from gii_graph.stale_links import STALE
from gii_graph.validation.agreement import disagreements
from gii_graph.validation.bearing import misnamed
from gii_graph.validation.check import Outcome, outcome_of
from gii_graph.validation.citation import cite
from gii_graph.validation.contradictions import ARITHMETIC, contradictions_between, contradictions_within
from gii_graph.validation.derivation import ImpliedFigures, implied_of
from gii_graph.validation.doubts import doubts
from gii_graph.validation.finding import Finding
from gii_graph.validation.pieces import Piece, PieceSource, in_batches, pieces, surroundings_of
from gii_graph.validation.quotation import misquoted
from gii_graph.validation.shapes import shipped_rules
from gii_graph.validation.stated import ProfileFigures, stated_figures
from gii_graph.validation.violation_findings import node_name, violation_findings
from gii_graph.vocabulary import RDFS

if TYPE_CHECKING:
    from gii_graph.remote.endpoint import Endpoint

__all__ = ["LARGE", "check_in_pieces", "check_stored", "with_blank_nodes"]

LARGE: Final = 1_000_000  # statements: of 4,000 profiles; as many take 150 MB here, and are fetched in a minute
_CITED: Final = 50  # findings that are cited together
_ALL: Final = "?s ?p ?o"
_OF_THE_WHOLE: Final = (f"?s <{RDFS.subClassOf}> ?o", STALE)


def check_stored(endpoint: Endpoint, larger_than: int | None = None) -> Outcome | None:
    """Return everything that is wrong in a graph that is too large to be held, checked in pieces.

    None where it has no more than `larger_than` statements (LARGE), or some that pieces cannot do with: subclasses of
    its own, and links of subjects that it does not have, which are told and left out where a graph is read whole.
    Raises EndpointError where the store does not answer as it should, or the graph changes meanwhile.
    """
    whole = StoredGraph(endpoint)
    if whole.number(_ALL) <= (LARGE if larger_than is None else larger_than) or any(map(whole.number, _OF_THE_WHOLE)):
        return None
    outcome = check_in_pieces(StoredGraph(endpoint))
    whole.confirm()
    return outcome


def with_blank_nodes(endpoint: Endpoint) -> int:
    """Return how many statements of a graph have blank nodes, which no check over an endpoint sees."""
    return StoredGraph(endpoint).number(f"{_ALL} FILTER(isBlank(?s) || isBlank(?o))")


def check_in_pieces(source: PieceSource) -> Outcome:
    """Return everything that is wrong in a graph, each with its lines, as a check of the whole returns it.

    What is kept of each piece is what its profiles state in figures, and what was found. Raises EndpointError where the
    store does not answer as it should.
    """
    figures: list[tuple[ProfileFigures, ImpliedFigures]] = []
    found = [finding for piece in pieces(source) for finding in _findings(piece, figures)]
    figures.sort(key=lambda one: one[0].node)
    implied = [figures_implied for _, figures_implied in figures]
    found += contradictions_between([profile for profile, _ in figures], implied)
    return outcome_of(_cited(source, found), implied)


def _findings(piece: Piece, figures: list[tuple[ProfileFigures, ImpliedFigures]]) -> Iterator[Finding]:
    """Yield what is wrong with the nodes of a piece, and add the figures of its profiles."""
    statements = GraphStatements(piece.statements)
    for profile in stated_figures(statements):
        if profile.node in piece.profiles:
            implied = implied_of(profile)
            yield from contradictions_within(profile, implied)
            yield from misquoted(statements, [profile], ARITHMETIC)
            # Its rows are compared with those of no other profile.
            figures.append((replace(profile, rows={}), implied))
    yield from (finding for finding in misnamed(statements) if finding.node in piece.nodes)
    yield from disagreements(statements, piece.profiles)
    yield from _violations(piece, statements)


def _violations(piece: Piece, statements: GraphStatements) -> Iterator[Finding]:
    doubtful = doubts(statements, shipped_rules(), piece.nodes)
    if doubtful:
        from pyoxigraph import Quad, Store

        from gii_graph.validation.oxigraph_engine import violations

        store = Store()
        store.extend(Quad(triple.subject, triple.predicate, triple.object) for triple in piece.statements)
        broken = {one for one in violations(store, doubtful) if node_name(one.node) in piece.nodes}
        yield from violation_findings(store, broken)


def _cited(source: PieceSource, found: Sequence[Finding]) -> Iterator[Finding]:
    for some in in_batches(found, _CITED):
        nodes = {subject.node for finding in some for subject in finding.subjects}
        statements = GraphStatements(surroundings_of(source, nodes))
        yield from (replace(finding, citations=cite(statements, finding.subjects)) for finding in some)
