"""A graph that is checked piece by piece has the findings of the whole, word for word and line for line."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

import pytest
from pyoxigraph import BlankNode, NamedNode, Store, Triple

from gii_graph.sparql.prefixes import KNOWN_PREFIXES
from gii_graph.sparql.syntax import with_prefixes
from gii_graph.validation import pieces
from gii_graph.validation.check import check
from gii_graph.validation.piecewise import check_in_pieces
from tests.conftest import THOROUGH
from tests.validation.test_mutations import MUTATIONS, PROLOGUE


class InMemory:
    """What a store of triples answers, from a store in memory."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def nodes(self, where: str) -> Iterator[list[str]]:
        query = with_prefixes(f"SELECT DISTINCT ?s WHERE {{ {where} FILTER(isIRI(?s)) }}", KNOWN_PREFIXES)
        yield [row["s"].value for row in self.store.query(query)]  # type: ignore[union-attr]

    def about(self, nodes: Iterable[str], properties: Collection[str] = ()) -> Iterator[Triple]:
        for node in nodes:
            for triple in self._matching(NamedNode(node), None):
                if not properties or triple.predicate.value in properties:
                    yield triple

    def leading_by(self, nodes: Iterable[str], properties: Collection[str]) -> Iterator[Triple]:
        for node in nodes:
            for triple in self._matching(None, NamedNode(node)):
                if triple.predicate.value in properties:
                    yield triple

    def forget(self) -> None:
        pass

    def _matching(self, subject: NamedNode | None, value: NamedNode | None) -> Iterator[Triple]:
        for quad in self.store.quads_for_pattern(subject, None, value, None):
            if not isinstance(quad.subject, BlankNode) and not isinstance(quad.object, BlankNode):
                yield quad.triple


@pytest.fixture(autouse=True)
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pieces, "_PROFILES", 1)
    monkeypatch.setattr(pieces, "_NODES", 3)


@pytest.mark.parametrize("name", [*MUTATIONS] if THOROUGH else [*MUTATIONS][::8])
def test_what_is_spoilt_is_found_in_pieces(name: str, good: Store) -> None:
    good.update(PROLOGUE + MUTATIONS[name][1])
    for quad in [*good]:
        if BlankNode in {type(quad.subject), type(quad.object)}:
            good.remove(quad)  # a store gives no blank nodes
    assert check_in_pieces(InMemory(good)) == check(good)
